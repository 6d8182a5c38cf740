#pragma once
/// \file bot/desk/model_history.hpp
/// The models that forecasts here were made with, each with all its parameters and the day from which it was in force:
/// what was said in the spring is explained with the spring's model, whatever the program has learned since.
///
/// The history is part of the book. A change is noted by the next look; until then the program's own model counts from
/// the day after the last entry on. Before the first entry, the first one stands. Threads: values.

#include "rules/steering/model.hpp"
#include "rules/steering/months.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace bot::desk {

struct ModelSince {
    rules::steering::Day from{};
    rules::steering::Model model;
    friend bool operator==(const ModelSince&, const ModelSince&) = default;
};
using ModelHistory = std::vector<ModelSince>;  ///< ascending by day

/// \param own the program's
[[nodiscard]] const rules::steering::Model& model_on(const ModelHistory&, const rules::steering::Model& own, rules::steering::Day);
/// Adds the program's model, if it is not the last one.
void note_model(ModelHistory&, const rules::steering::Model& own, rules::steering::Day today);
/// Whether the history reaches back to that day.
[[nodiscard]] bool covers(const ModelHistory&, rules::steering::Day);

/// Eight characters that are others for other parameters: two models of one version number are told apart.
[[nodiscard]] std::string fingerprint(const rules::steering::Model&);

[[nodiscard]] nlohmann::json json_of(const ModelHistory&);
/// Throws nlohmann::json::exception or std::bad_optional_access for anything else than `json_of` makes.
[[nodiscard]] ModelHistory models_of(const nlohmann::json&);

}  // namespace bot::desk
