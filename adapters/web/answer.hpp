#pragma once
/// \file adapters/web/answer.hpp
/// What the bot said, in the form that the page keeps and its script reads: JSON of a closed shape.
///
/// {"d": [block…], "u": true if it is about danger}. block: [kind, [line…]], kind "p" "ul" "ol" "q".
/// line: [span…]; span: a string, or ["b" | "i", text], or ["a", text, url]. Numbers to call become tel: and sms: links.
/// Threads: pure.

#include "bot/wording/document.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::web {

struct Answer {
    bot::wording::Document document;
    bool urgent = false;
};

[[nodiscard]] std::string stored(const Answer&);
/// \returns nothing if it is not of that shape.
[[nodiscard]] std::optional<Answer> answer_of(std::string_view stored);

/// With strong numbers to call ("3114", "116 006") as links. A line that has one is about where to call: then what it
/// names beside it is a link too, lines ("le 17") and sites ("3018.fr").
[[nodiscard]] bot::wording::Document with_calls(bot::wording::Document);

/// Something to pick by its number.
struct Choice {
    int number = 0;
    std::string label;
};
/// The last numbered list of what was said last. `complete`: the labels say all that the list says.
struct Choices {
    std::vector<Choice> all;
    bool complete = true;
};
[[nodiscard]] Choices choices_in(const bot::wording::Document&);

/// Schemes that a link may have here.
[[nodiscard]] bool is_good_link(std::string_view url);

}  // namespace adapters::web
