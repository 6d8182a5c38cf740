#include "bot/talking/link.hpp"

#include "bot/talking/reference.hpp"

#include "rules/places/gazetteer.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace bot::talking {
namespace {

using nlohmann::json;

constexpr std::size_t half = 4;
constexpr std::string_view word = "relier ";

bool may_be_linked(const Turn& turn) {
    return turn.inbound.one_to_one && !turn.memory.several && !turn.partner();
}

/// "courriel", "Matrix": what people call a channel.
std::string channel_words(std::string_view channel) {
    return channel == "email" ? "courriel" : channel == "matrix" ? "Matrix" : "page";
}

std::optional<std::string> code_of_line(std::string_view line) {
    const auto text = rules::places::Gazetteer::fold(line);
    if (!text.starts_with(word)) return std::nullopt;
    std::string code;
    for (std::size_t i = word.size(); i < text.size(); ++i) {
        const char c = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
        if (c == ' ' || c == '-' || c == '.' || c == '\r') continue;
        if (code_signs.find(c) == std::string_view::npos || code.size() > 2 * half) return std::nullopt;
        if (code.size() == half) code += '-';
        code += c;
    }
    if (code.size() != 2 * half + 1) return std::nullopt;
    return code;
}

/// What the first line says that says anything: a line of its own is enough, by mail a greeting and a name stand around it.
template <class OfLine>
auto first_of_lines(std::string_view body, OfLine of_line) {
    while (true) {
        const auto end = body.find('\n');
        auto found = of_line(body.substr(0, end));
        if (found || end == std::string_view::npos) return found;
        body.remove_prefix(end + 1);
    }
}

}  // namespace

bool asks_for_link(std::string_view body) {
    return first_of_lines(body, [](std::string_view line) {
        auto text = rules::places::Gazetteer::fold(line);
        while (!text.empty() && std::string_view(" .!\r").find(text.back()) != std::string_view::npos) text.pop_back();
        return text == "relier" || text == "relie" || text == "relier mes conversations" || text == "relier mes messages";
    });
}

std::optional<std::string> link_code_in(std::string_view body) { return first_of_lines(body, code_of_line); }

std::string link_code(std::uint64_t random) {
    std::string code;
    for (std::size_t i = 0; i < 2 * half; ++i, random /= code_signs.size()) {
        if (i == half) code += '-';
        code += code_signs[random % code_signs.size()];
    }
    return code;
}

std::string pointer_to(const people::Destination& to) {
    return json{{"form", "lien"}, {"to", {to.channel, to.conversation}}}.dump();
}

std::optional<people::Destination> pointed_to(std::string_view stored) try {
    const json in = json::parse(stored);
    if (in.at("form") != "lien") return std::nullopt;
    const auto to = in.at("to").get<std::array<std::string, 2>>();
    return people::Destination{to[0], to[1]};
} catch (const json::exception&) {
    return std::nullopt;
}

bool take_link(Turn& turn, std::string_view body) {
    const auto code = link_code_in(body);
    if (!code && !asks_for_link(body)) return false;
    if (!may_be_linked(turn)) {
        turn.say("relier_impossible");
    } else if (!turn.inbound.knows_before) {
        turn.say("relier_preuve");
    } else if (!code) {
        turn.link_code = turn.at.fresh_code;
        turn.memory.link_asked = true;
        turn.say("relier_code", {{"code", turn.link_code}});
    } else if (!turn.at.link) {
        turn.say("relier_inconnu");
    } else if (!turn.memory.linked.empty() || turn.at.link->conversation == turn.inbound.conversation) {
        turn.say("relier_deja");
    } else {
        turn.joins = turn.at.link;
        turn.no_way_back = true;
        turn.say("relier_fait");
        Letter notice;
        notice.to = *turn.at.link;
        notice.document = turn.tools.messages->say("relier_avis", turn.formality(), {{"canal", channel_words(turn.inbound.channel)}});
        turn.letters.push_back(std::move(notice));
    }
    return true;
}

}  // namespace bot::talking
