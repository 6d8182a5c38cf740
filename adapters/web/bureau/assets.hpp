#pragma once
/// \file adapters/web/bureau/assets.hpp
/// The style of the bureau's pages, inside the page. There is no script at all.

#include <string>
#include <string_view>

namespace adapters::web::bureau {

extern const std::string_view style;
/// Nothing but our own style and our own forms.
[[nodiscard]] const std::string& content_security_policy();

}  // namespace adapters::web::bureau
