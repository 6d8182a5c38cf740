#pragma once
/// \file adapters/matrix/json_fields.hpp
/// Looking into JSON that others wrote: nothing throws, a field of the wrong kind is a field that is not
/// there. For .cpp files of this folder only (it includes json.hpp).

#include <nlohmann/json.hpp>

#include <string_view>

namespace adapters::matrix {

/// The member, or a shared null.
[[nodiscard]] inline const nlohmann::json& member(const nlohmann::json& object, std::string_view name) {
    static const nlohmann::json null;
    if (!object.is_object()) return null;
    auto const found = object.find(name);
    return found == object.end() ? null : *found;
}
/// The member's text; empty if it is no string. Valid as long as `object`.
[[nodiscard]] inline std::string_view text(const nlohmann::json& object, std::string_view name) {
    auto const& value = member(object, name);
    return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : std::string_view();
}
[[nodiscard]] inline bool flag(const nlohmann::json& object, std::string_view name) {
    auto const& value = member(object, name);
    return value.is_boolean() && value.get<bool>();
}

}  // namespace adapters::matrix
