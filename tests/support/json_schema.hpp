#pragma once
/// \file tests/support/json_schema.hpp
/// JSON Schema 2020-12 as far as our OpenAPI document uses it. A keyword that is not known here is itself a fault: nothing
/// of a schema is passed over in silence.

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace tests {

class JsonSchema {
  public:
    /// \param document whole, for `$ref`; outlives this
    explicit JsonSchema(const nlohmann::json& document) : document_(document) {}
    /// What is wrong with `value`, each with its place; empty: it is as the schema says.
    [[nodiscard]] std::vector<std::string> faults(const nlohmann::json& schema, const nlohmann::json& value) const;
    /// Follows `$ref`, if it is one. Throws nlohmann::json::exception if it leads nowhere.
    [[nodiscard]] const nlohmann::json& resolved(const nlohmann::json& schema) const;

  private:
    void check(const nlohmann::json& schema, const nlohmann::json& value, const std::string& place, std::vector<std::string>& faults) const;
    void check_object(const nlohmann::json& schema, const nlohmann::json& value, const std::string& place, std::vector<std::string>& faults) const;

    const nlohmann::json& document_;
};

}  // namespace tests
