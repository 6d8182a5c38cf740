#pragma once
/// \file adapters/api/operations.hpp
/// What can be asked of the API: method and path, who may, and in which form. The document openapi.json says the same;
/// tests/adapters/api/contract_test.cpp holds both together.
///
/// Threads: functions of their arguments.

#include "adapters/api/tokens.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::api {

enum class Operation : std::uint8_t {
    openapi,
    facts,
    measures,
    measure,
    eligibility,
    eligibility_bulk,
    objectives,
    objective,
    figures,
    alerts,
    import_file,
    import_shown,
    import_confirm,
    import_undo
};

struct Endpoint {
    Operation operation;
    std::string_view method;
    std::string_view path;             ///< "/api/v1/measures/{id}"
    std::optional<Scope> scope;        ///< nothing: everybody
    std::vector<std::string_view> types;  ///< of the body; empty: no body is read
};
[[nodiscard]] std::span<const Endpoint> endpoints();

inline constexpr std::string_view base = "/api/v1";

/// What a path means, whatever the method.
struct Resource {
    std::vector<const Endpoint*> methods;  ///< never empty
    std::string id;                        ///< what stands for {id}, decoded
    [[nodiscard]] const Endpoint* with(std::string_view method) const;  ///< HEAD is GET; null: not allowed
    [[nodiscard]] std::string allow() const;                            ///< "GET, HEAD, OPTIONS"
};
/// \param path still percent-encoded. \returns nothing: 404
[[nodiscard]] std::optional<Resource> resource_at(std::string_view path);

/// "application/json; charset=utf-8" is one of "application/json". Parameters do not count.
[[nodiscard]] bool is_type(std::string_view content_type, const std::vector<std::string_view>& types);

}  // namespace adapters::api
