#pragma once
/// \file adapters/web/html.hpp
/// HTML that cannot be forged: markup comes from the program's own literals alone, everything else is escaped on its
/// way in. Threads: pure.

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::web {

/// A literal of the source: nothing that was computed at run time can become one.
struct Markup {
    template <std::size_t N>
    consteval Markup(const char (&literal)[N]) : text(literal, N - 1) {}  // NOLINT: a literal is markup
    std::string_view text;
};

class Html {
  public:
    Html& operator<<(Markup markup) {
        out_ += markup.text;
        return *this;
    }
    /// Text, or the value of a quoted attribute: escaped, made valid UTF-8, without control or direction characters.
    Html& text(std::string_view);
    Html& number(std::int64_t n) {
        out_ += std::to_string(n);
        return *this;
    }
    /// What was written by another Html, or an asset of the program (assets.hpp).
    Html& add(const Html& other) {
        out_ += other.out_;
        return *this;
    }
    Html& asset(std::string_view of_ours) {
        out_ += of_ours;
        return *this;
    }
    [[nodiscard]] std::string take() && { return std::move(out_); }

  private:
    std::string out_;
};

/// Valid UTF-8 without C0 and C1 controls (line feed and tab stay) and without characters that turn the direction of
/// other people's text. Invalid bytes become U+FFFD.
[[nodiscard]] std::string harmless(std::string_view);

}  // namespace adapters::web
