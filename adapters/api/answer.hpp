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
/// Asked for again and again: with an entity tag of what is answered, and 304 where the caller has it already.
[[nodiscard]] net::Reply cached_reply(const net::RequestHead&, const Json&);
/// \param control the Cache-Control field
[[nodiscard]] net::Reply tagged_reply(const net::RequestHead&, std::string body, std::string control);
/// Within the limits of depth, number and length that a request may have.
[[nodiscard]] std::variant<Json, Problem> read_json(std::string_view body);

}  // namespace adapters::api
