#pragma once
/// \file adapters/terminal/render.hpp
/// A document as lines of a terminal: wrapped at a width, with bold and underline where they are wanted.
///
/// What comes from people cannot reach the terminal as a command: control characters are shown as spaces.
/// Threads: pure.

#include "bot/wording/document.hpp"

#include <string>

namespace adapters::terminal {

struct Look {
    int width = 80;       ///< columns; at least 20
    bool styles = false;  ///< bold and underline by escape sequences
};

/// Styles only if `descriptor` is a terminal and NO_COLOR is not set (no-color.org).
[[nodiscard]] Look look_for(int descriptor);

/// Lines that end with a line break; nothing for an empty document.
[[nodiscard]] std::string render(const bot::wording::Document&, const Look&);

}  // namespace adapters::terminal
