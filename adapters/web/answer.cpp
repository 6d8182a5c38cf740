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
// Bytes. A line that is longer gives its button what stands in it in bold (the title of a measure), else its beginning: a button
// that says no more than its number tells a screen reader nothing.
constexpr std::size_t longest_label = 60, longest_title = 100;

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

/// Shapes of French numbers: emergency, 3BPQ, 116 abc, ten digits. A count or a département is none.
bool is_call(std::string_view digits) {
    static constexpr std::array<std::string_view, 7> shortest{"15", "17", "18", "112", "114", "115", "119"};
    if (digits.size() == 4) return digits.front() == '3';
    if (digits.size() == 6) return digits.starts_with("116");
    if (digits.size() == 10) return digits.front() == '0';
    return std::find(shortest.begin(), shortest.end(), digits) != shortest.end();
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
    return is_call(digits) ? digits : std::string();
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; }

/// "3018.fr", "allo119.gouv.fr".
bool is_site(std::string_view word) {
    return word.size() > 4 && word.ends_with(".fr") && word.front() != '.' && word.front() != '-' && word.find("..") == std::string_view::npos;
}

/// Whether a number is written to: "SMS au 114", "le 114 par SMS".
bool is_sms(std::string_view before, std::string_view after) {
    constexpr std::size_t near = 8;
    auto const at = before.rfind("SMS");
    return (at != std::string_view::npos && before.size() - at < near) || after.starts_with(" par SMS");
}

std::string call(const std::string& digits, std::string_view before, std::string_view after) {
    return (is_sms(before, after) ? "sms:" : "tel:") + digits;
}

/// "le 17 (police)" names a line; "le 17 mai", "17 h", "17/05" do not.
bool names_a_line(std::string_view before, std::string_view after) {
    static constexpr std::array<std::string_view, 4> said{"le ", "Le ", "au ", "Au "};
    static constexpr std::array<std::string_view, 9> goes_on{"", ".", ",", ";", " (", " ou ", " et ", " par SMS", " écoute"};
    bool const is_named = std::any_of(said.begin(), said.end(), [&](std::string_view word) { return before.ends_with(word); });
    return is_named && std::any_of(goes_on.begin(), goes_on.end(), [&](std::string_view word) {
               return word.empty() ? after.empty() : after.starts_with(word);
           });
}

/// A plain text in a line about where to call, cut where it names a line or a site.
Line cut(std::string_view text) {
    Line line;
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && is_word(text[end])) ++end;
        if (end == i) {
            ++i;
            continue;
        }
        auto word = text.substr(i, end - i);
        while (word.ends_with('.') || word.ends_with('-')) word.remove_suffix(1);
        auto const before = text.substr(0, i), after = text.substr(i + word.size());
        bool const begins = before.empty() || before.ends_with(' ') || before.ends_with('(') || before.ends_with("\u00a0");
        std::string url;
        if (begins && is_site(word))
            url = "https://" + std::string(word);
        else if (begins && is_call(word) && names_a_line(before, after))
            url = call(std::string(word), before, after);
        if (!url.empty()) {
            if (i > done) line.push_back({Span::Style::plain, std::string(text.substr(done, i - done)), {}});
            line.push_back({Span::Style::link, std::string(word), std::move(url)});
            done = i + word.size();
        }
        i = end;
    }
    if (done < text.size()) line.push_back({Span::Style::plain, std::string(text.substr(done)), {}});
    return line;
}

Line with_calls(const Line& line) {
    auto const is_number = [](const Span& span) { return span.style == Span::Style::strong && !number_in(span.text).empty(); };
    if (std::none_of(line.begin(), line.end(), is_number)) return line;
    Line linked;
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto const& span = line[i];
        if (is_number(span)) {
            auto const before = i > 0 ? std::string_view(line[i - 1].text) : std::string_view();
            auto const after = i + 1 < line.size() ? std::string_view(line[i + 1].text) : std::string_view();
            linked.push_back({Span::Style::link, span.text, call(number_in(span.text), before, after)});
        } else if (span.style == Span::Style::plain) {
            for (auto& piece : cut(span.text)) linked.push_back(std::move(piece));
        } else {
            linked.push_back(span);
        }
    }
    return linked;
}

/// Whole words of it, then dots.
std::string beginning(const std::string& text) {
    auto const end = text.rfind(' ', longest_label);
    return text.substr(0, end == std::string::npos || end == 0 ? text.find(' ') : end) + "…";
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
        for (auto& line : lines_of(block)) line = with_calls(line);
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
            if (strong != item.end() && harmless(strong->text).size() <= longest_title)
                label = harmless(strong->text);
            else if (colon != std::string::npos && colon <= longest_label)
                label.resize(colon);
            else
                label = beginning(label);
        }
        choices.all.push_back({static_cast<int>(choices.all.size()) + 1, std::move(label)});
    }
    return choices;
}

}  // namespace adapters::web
