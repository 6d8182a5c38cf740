#pragma once
/// \file adapters/api/answer.hpp
/// Answers that are JSON, and bodies that should be. Threads: functions of their arguments.

#include "adapters/api/problem.hpp"

#include <nlohmann/json.hpp>

#include <string_view>
#include <variant>

namespace adapters::api {

using Json = nlohmann::ordered_json;

[[nodiscard]] std::string written(const Json&);
/// Never cached: it may be about somebody.
[[nodiscard]] net::Reply json_reply(int status, const Json&);
/// The same answer to everybody: with an entity tag, and 304 where the caller has it already.
[[nodiscard]] net::Reply cached_reply(const net::RequestHead&, const Json&);
/// Within the limits of depth, number and length that a request may have.
[[nodiscard]] std::variant<Json, Problem> read_json(std::string_view body);

}  // namespace adapters::api
