#pragma once
/// \file bot/evaluating/evaluator.hpp
/// People against measures, for programs: one with all that can be said, or many at once. Nothing is kept.
///
/// Threads: immutable once made; any thread. Errors: values, in French.

#include "bot/evaluating/column_words.hpp"
#include "bot/evaluating/person_reader.hpp"
#include "rules/law/bulk.hpp"
#include "rules/law/catalogue.hpp"
#include "rules/places/gazetteer.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace bot::evaluating {

/// What is wrong with a request, and where: a fact, a key, "measures".
struct Refusal {
    std::string field, message;
};
using Measures = std::vector<const rules::law::Measure*>;

/// How much is said of each outcome.
enum class Detail : std::uint8_t {
    outcome,  ///< its word alone: by rules/law/bulk.hpp
    full      ///< as for one person
};

class Evaluator {
  public:
    /// \param folder a catalogue, for its colonnes.yaml. \returns null after a complaint
    [[nodiscard]] static std::shared_ptr<const Evaluator> make(
        std::shared_ptr<const rules::law::Catalogue>,
        std::shared_ptr<const rules::places::Gazetteer>,
        const std::filesystem::path& folder,
        std::vector<std::string>& complaints
    );

    [[nodiscard]] const rules::law::Catalogue& catalogue() const { return *catalogue_; }

    /// The measures of these ids, in that order, each once; of none: every verified one.
    [[nodiscard]] std::variant<Measures, Refusal> named(std::span<const std::string> ids) const;

    /// {"situation", "date"?, "measures"?} → {"date", "catalogue", "results": […]}. \param today where no date is given
    [[nodiscard]] std::variant<nlohmann::ordered_json, Refusal> one(const nlohmann::ordered_json& asked, rules::law::Day today) const;

    /// A row is {"id", "situation", "date"?}; what is no JSON is null. \returns for each row, in order, one JSON text:
    /// {"id", "date", "outcomes": {"cej": "eligible"}}, {"id", "date", "results": […]}, or {"id"?, "error": {"field", "message"}}
    [[nodiscard]] std::vector<std::string> many(
        std::span<const nlohmann::ordered_json> rows, const Measures&, Detail, rules::law::Day today
    ) const;

  private:
    Evaluator(std::shared_ptr<const rules::law::Catalogue>, std::shared_ptr<const rules::places::Gazetteer>, ColumnWords);

    std::shared_ptr<const rules::law::Catalogue> catalogue_;
    std::shared_ptr<const rules::places::Gazetteer> gazetteer_;
    ColumnWords words_;
    rules::law::Bulk bulk_;  // all measures, in the catalogue's order
};

}  // namespace bot::evaluating
