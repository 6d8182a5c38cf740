#pragma once
/// \file bot/wording/markup.hpp
/// `*strong*`, `_emphasis_`, `[text](url)` and `\` before any of these to mean the character itself. Nothing
/// nests.
///
/// Arguments arrive as single private-use characters (U+E000 + index) and are put in after the marks were
/// read, so that no argument is ever taken for a mark. Threads: pure.

#include "bot/wording/document.hpp"

#include <span>
#include <string>
#include <string_view>

namespace bot::wording {

/// First of the private-use characters that stand for arguments.
inline constexpr char32_t first_slot = 0xE000;
inline constexpr std::size_t most_slots = 64;
/// UTF-8 of the character that stands for argument `index` (< most_slots).
[[nodiscard]] std::string slot(std::size_t index);

/// \param marked  UTF-8 with marks and slots; \param arguments by slot index
/// \returns the line, empty if there is nothing to say; `error` says what is wrong with the marks, else is
/// empty.
[[nodiscard]] Line read_markup(
    std::string_view marked, std::span<const std::string> arguments, std::string& error
);

}  // namespace bot::wording
