#pragma once
/// \file adapters/api/law_answers.hpp
/// What is asked about the law: one person, many, the measures, the facts that they look at. Nothing of a person is
/// kept, logged or repeated.
///
/// Threads: functions of their arguments; any.

#include "adapters/api/problem.hpp"
#include "adapters/net/http.hpp"
#include "bot/evaluating/evaluator.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adapters::api {

using bot::evaluating::Evaluator;
using Day = std::chrono::sys_days;

inline constexpr std::size_t most_people = 1000;         ///< in one bulk request
inline constexpr std::size_t most_people_in_full = 100;  ///< with `detail=full`

[[nodiscard]] net::Reply eligibility(const Evaluator&, const net::Request&, Day today);

/// People to be evaluated, read and not yet evaluated: that takes a while, so the caller does it elsewhere.
struct Bulk {
    std::vector<nlohmann::ordered_json> rows;
    bot::evaluating::Measures measures;
    bot::evaluating::Detail detail = bot::evaluating::Detail::outcome;
    bool lines = false;  ///< NDJSON in and out; else one array
};
[[nodiscard]] std::variant<Bulk, Problem> read_bulk(const Evaluator&, const net::Request&);
[[nodiscard]] net::Reply answer_bulk(const Evaluator&, const Bulk&, Day today);

[[nodiscard]] net::Reply list_measures(const Evaluator&, const net::RequestHead&, Day today);
[[nodiscard]] net::Reply one_measure(const Evaluator&, const net::RequestHead&, const std::string& id, Day today);
[[nodiscard]] net::Reply list_facts(const Evaluator&, const net::RequestHead&);

}  // namespace adapters::api
