#pragma once
/// \file adapters/email/html_style.hpp
/// Whether a style hides what it is put on. Pure; linear.

#include <string>
#include <string_view>
#include <unordered_set>

namespace adapters::email {

/// A `style` attribute: display:none, visibility:hidden, font-size:0, mso-hide:all, opacity:0, max-height:0 …
[[nodiscard]] bool hides(std::string_view style);
/// Names of classes that a style sheet hides outside of @media blocks.
[[nodiscard]] std::unordered_set<std::string> hidden_classes(std::string_view sheet);

}  // namespace adapters::email
