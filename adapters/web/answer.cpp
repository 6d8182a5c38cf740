#include "adapters/web/answer.hpp"

#include "adapters/web/html.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace adapters::web {
namespace {

using namespace bot::wording;
using nlohmann::json;

constexpr std::size_t most_choices = 9;
constexpr std::size_t longest_label = 60;  // bytes; a longer one is cut where a sentence begins

constexpr std::array<const char*, 4> kinds = {"p", "ul", "ol", "q"};  // in the order of Block's alternatives

json span_json(const Span& span) {
    auto const text = harmless(span.text);
    switch (span.style) {
        case Span::Style::strong:
            return json::array({"b", text});
        case Span::Style::emphasis:
            return json::array({"i", text});
        case Span::Style::link:
            if (is_good_link(span.url)) return json::array({"a", text, span.url});
            break;
        case Span::Style::plain:
            break;
    }
    return text;
}

std::optional<Span> span_of(const json& value) {
    if (value.is_string()) return Span{Span::Style::plain, value.get<std::string>(), {}};
    if (!value.is_array() || value.size() < 2 || value.size() > 3) return std::nullopt;
    if (!std::all_of(value.begin(), value.end(), [](auto const& v) { return v.is_string(); })) return std::nullopt;
    auto const style = value[0].get<std::string>();
    auto const text = value[1].get<std::string>();
    if (style == "b" && value.size() == 2) return Span{Span::Style::strong, text, {}};
    if (style == "i" && value.size() == 2) return Span{Span::Style::emphasis, text, {}};
    auto const url = value.size() == 3 ? value[2].get<std::string>() : std::string();
    if (style == "a" && is_good_link(url)) return Span{Span::Style::link, text, url};
    return std::nullopt;
}

std::optional<Block> block_of(const json& value) {
    if (!value.is_array() || value.size() != 2 || !value[0].is_string() || !value[1].is_array()) return std::nullopt;
    std::vector<Line> lines;
    for (auto const& each : value[1]) {
        if (!each.is_array()) return std::nullopt;
        Line line;
        for (auto const& one : each) {
            auto span = span_of(one);
            if (!span) return std::nullopt;
            line.push_back(std::move(*span));
        }
        lines.push_back(std::move(line));
    }
    auto const kind = value[0].get<std::string>();
    if (kind == "p") return Paragraph{std::move(lines)};
    if (kind == "ul") return Bullets{std::move(lines)};
    if (kind == "ol") return Numbered{std::move(lines)};
    if (kind == "q") return Quote{std::move(lines)};
    return std::nullopt;
}

/// Digits of a number to call; empty if it is none.
std::string number_in(std::string_view text) {
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] >= '0' && text[i] <= '9')
            digits += text[i];
        else if (text.substr(i).starts_with("\u00a0"))
            ++i;
        else if (text[i] != ' ')
            return {};
    }
    return digits.size() >= 2 && digits.size() <= 10 ? digits : std::string();
}

std::string text_of(const Line& line) {
    std::string text;
    for (auto const& span : line) text += harmless(span.text);
    return text;
}

}  // namespace

bool is_good_link(std::string_view url) {
    bool const known = url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:") ||
                       url.starts_with("tel:") || url.starts_with("sms:");
    return known && url.size() <= 2000 && harmless(url) == url && url.find_first_of(" \n\t\"<>") == std::string::npos;
}

std::string stored(const Answer& answer) {
    json blocks = json::array();
    for (auto const& block : answer.document.blocks) {
        json lines = json::array();
        for (auto const& line : lines_of(block)) {
            json spans = json::array();
            for (auto const& span : line) spans.push_back(span_json(span));
            lines.push_back(std::move(spans));
        }
        blocks.push_back(json::array({kinds.at(block.index()), std::move(lines)}));
    }
    json all{{"d", std::move(blocks)}};
    if (answer.urgent) all["u"] = true;
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Answer> answer_of(std::string_view stored) {
    auto const all = json::parse(stored, nullptr, false);
    if (!all.is_object() || !all.contains("d") || !all["d"].is_array()) return std::nullopt;
    Answer answer;
    for (auto const& each : all["d"]) {
        auto block = block_of(each);
        if (!block) return std::nullopt;
        answer.document.blocks.push_back(std::move(*block));
    }
    answer.urgent = all.contains("u");
    return answer;
}

Document with_calls(Document document) {
    for (auto& block : document.blocks)
        for (auto& line : lines_of(block))
            for (std::size_t i = 0; i < line.size(); ++i) {
                if (line[i].style != Span::Style::strong) continue;
                auto const number = number_in(line[i].text);
                if (number.empty()) continue;
                bool const is_sms = i > 0 && line[i - 1].text.find("SMS") != std::string::npos &&
                                    line[i - 1].text.size() - line[i - 1].text.rfind("SMS") < 8;
                line[i] = Span{Span::Style::link, line[i].text, (is_sms ? "sms:" : "tel:") + number};
            }
    return document;
}

Choices choices_in(const Document& document) {
    auto const last = std::find_if(document.blocks.rbegin(), document.blocks.rend(), [](const Block& b) {
        return std::holds_alternative<Numbered>(b);
    });
    Choices choices;
    if (last == document.blocks.rend()) return choices;
    for (auto const& item : std::get<Numbered>(*last).items) {
        if (choices.all.size() == most_choices) break;
        auto label = text_of(item);
        auto const strong = std::find_if(item.begin(), item.end(), [](const Span& s) {
            return s.style == Span::Style::strong;
        });
        if (label.size() > longest_label) {
            choices.complete = false;
            auto const colon = label.find("\u00a0:");
            if (strong != item.end() && harmless(strong->text).size() <= longest_label)
                label = harmless(strong->text);
            else if (colon != std::string::npos && colon <= longest_label)
                label.resize(colon);
            else
                label.clear();
        }
        choices.all.push_back({static_cast<int>(choices.all.size()) + 1, std::move(label)});
    }
    return choices;
}

}  // namespace adapters::web
