#pragma once
/// \file adapters/web/form.hpp
/// What a form of the page sends (application/x-www-form-urlencoded, WHATWG URL §5). Threads: pure.

#include <optional>
#include <string>
#include <string_view>

namespace adapters::web {

struct Form {
    std::string message;  ///< what was typed; line ends as "\n", without white space at either end
    std::string choice;   ///< number of a button, or a word of ours; empty: the message counts
    std::string key;      ///< names this message, the same for each try
    std::string token;
};

/// \returns nothing on a broken escape, NUL or invalid UTF-8. A field that comes twice counts once, the first time.
[[nodiscard]] std::optional<Form> form_of(std::string_view body);

/// Characters, not bytes. \pre valid UTF-8
[[nodiscard]] std::size_t characters(std::string_view);

}  // namespace adapters::web
