#pragma once
/// \file rules/yaml/strict_text.hpp
/// What a text must be before a YAML parser sees it. Internal to rules/yaml.
/// Threads: functions of their arguments.

#include "rules/yaml/strict_yaml.hpp"

#include <string_view>

namespace rules::yaml {

/// Complains of size, invalid UTF-8, control characters and tabs in indentation. \returns false if the text
/// must not be parsed.
[[nodiscard]] bool fit_to_parse(std::string_view text, std::string_view shown_as, Complaints&);
/// Number of the character (from 1) that starts at byte `column` (from 0) of `line` (from 0).
[[nodiscard]] int character_column(std::string_view text, int line, int column);

/// Why a bare word would be read otherwise than it was meant, and what to write; empty: it is fine.
struct Doubt {
    std::string message, advice;
};
[[nodiscard]] std::optional<Doubt> doubt_about_bare(std::string_view scalar);

}  // namespace rules::yaml
