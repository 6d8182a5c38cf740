#pragma once
/// \file adapters/web/assets.hpp
/// The page's style and script, inside the page: one request, known to its Content-Security-Policy by their SHA-256.

#include <string>
#include <string_view>

namespace adapters::web {

extern const std::string_view style, script, icon;

/// No source but ourselves, nothing inline but the two above, no frame, no string that becomes markup in the script.
[[nodiscard]] const std::string& content_security_policy();

}  // namespace adapters::web
