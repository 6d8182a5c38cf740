#pragma once
/// \file bot/evaluating/told_json.hpp
/// A person as JSON tells of them: {"date": "2026-11-22", "situation": {"age": 19, "inscrit_ft": true}}. `date` may be
/// absent; a fact that is null is unknown. Names and words as in a partner's file (column_words.hpp).
///
/// French in `Person::problem`, the place in `Person::field`. Threads: functions of their arguments.

#include "bot/evaluating/person_reader.hpp"

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <string_view>

namespace bot::evaluating {

/// \param beside further keys that the object may have; they are the caller's to read
[[nodiscard]] Person read_person(
    const nlohmann::ordered_json& told,
    const ColumnWords&,
    const PersonReader&,
    std::initializer_list<std::string_view> beside
);

}  // namespace bot::evaluating
