#pragma once
/// \file adapters/email/html_style.hpp
/// What a style does to what it is put on: hide it, colour it. Pure; linear.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace adapters::email {

/// A `style` attribute: display:none, visibility:hidden, font-size:0, mso-hide:all, opacity:0, max-height:0 …
[[nodiscard]] bool hides(std::string_view style);
/// Whether a colour ("#c00000", "rgb(0,112,192)", "red") is one that people take to set their words apart: neither black,
/// white nor a grey. Nothing: no colour that is known here.
[[nodiscard]] std::optional<bool> is_vivid(std::string_view colour);
/// The same of the `color` in a `style` attribute.
[[nodiscard]] std::optional<bool> vivid_by_style(std::string_view style);
/// Names of classes that a style sheet hides outside of @media blocks.
[[nodiscard]] std::unordered_set<std::string> hidden_classes(std::string_view sheet);

}  // namespace adapters::email
