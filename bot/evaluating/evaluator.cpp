#include "bot/evaluating/evaluator.hpp"

#include "bot/evaluating/outcome_json.hpp"
#include "bot/evaluating/told_json.hpp"
#include "rules/yaml/number.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::evaluating {
namespace {

namespace law = rules::law;
using Json = nlohmann::ordered_json;
using rules::yaml::written_day;

std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// What every row begins with. The id comes back as it was given.
Json row_head(const Json& row) {
    Json head = Json::object();
    if (!row.is_object()) return head;
    if (auto const id = row.find("id"); id != row.end() && (id->is_string() || id->is_number_integer())) head["id"] = *id;
    return head;
}

std::string refused_row(Json head, const std::string& field, const std::string& message) {
    head["error"] = Json::object();
    if (!field.empty()) head["error"]["field"] = field;
    head["error"]["message"] = message;
    return written(head);
}

}  // namespace

Evaluator::Evaluator(
    std::shared_ptr<const law::Catalogue> catalogue, std::shared_ptr<const rules::places::Gazetteer> gazetteer, ColumnWords words
)
    : catalogue_(std::move(catalogue)), gazetteer_(std::move(gazetteer)), words_(std::move(words)), bulk_(*catalogue_) {}

std::shared_ptr<const Evaluator> Evaluator::make(
    std::shared_ptr<const law::Catalogue> catalogue,
    std::shared_ptr<const rules::places::Gazetteer> gazetteer,
    const std::filesystem::path& folder,
    std::vector<std::string>& complaints
) {
    auto words = ColumnWords::read(folder, catalogue->vocabulary(), complaints);
    if (!words) return nullptr;
    return std::shared_ptr<const Evaluator>(new Evaluator(std::move(catalogue), std::move(gazetteer), std::move(*words)));
}

std::variant<Measures, Refusal> Evaluator::named(std::span<const std::string> ids) const {
    Measures meant;
    std::vector<std::string> known;
    for (const law::Measure& measure : catalogue_->measures()) {
        known.push_back(measure.id);
        if (ids.empty() && measure.publication == law::Publication::verifie) meant.push_back(&measure);
    }
    for (const std::string& id : ids) {
        const law::Measure* const measure = catalogue_->find(id);
        if (!measure) {
            std::string const near = rules::yaml::nearest(id, known);
            return Refusal{"measures", fmt::format(
                "mesure inconnue «\u00A0{}\u00A0»{}", id, near.empty() ? "" : "\u00A0; vouliez-vous dire «\u00A0" + near + "\u00A0»\u00A0?"
            )};
        }
        if (std::find(meant.begin(), meant.end(), measure) == meant.end()) meant.push_back(measure);
    }
    return meant;
}

std::variant<Json, Refusal> Evaluator::one(const Json& asked, law::Day today) const {
    PersonReader const reader(catalogue_->vocabulary(), words_, *gazetteer_, today);
    Person const person = read_person(asked, words_, reader, {"measures"});
    if (!person.problem.empty()) return Refusal{person.field, person.problem};
    std::vector<std::string> ids;
    if (auto const list = asked.find("measures"); list != asked.end()) {
        bool const texts = list->is_array() && std::all_of(list->begin(), list->end(), [](const Json& id) { return id.is_string(); });
        if (!texts) return Refusal{"measures", "«\u00A0measures\u00A0» est une liste d’identifiants"};
        ids = list->get<std::vector<std::string>>();
    }
    auto const meant = named(ids);
    if (auto const* refusal = std::get_if<Refusal>(&meant)) return *refusal;
    Json answer{{"date", written_day(person.day)}, {"catalogue", catalogue_->fingerprint()}};
    if (person.place_left_open) answer["commune_left_open"] = true;
    answer["results"] = Json::array();
    for (const law::Measure* const measure : std::get<Measures>(meant))
        answer["results"].push_back(full_outcome_json(*catalogue_, *measure, person));
    return answer;
}

std::vector<std::string> Evaluator::many(
    std::span<const Json> rows, const Measures& measures, Detail detail, law::Day today
) const {
    PersonReader const reader(catalogue_->vocabulary(), words_, *gazetteer_, today);
    std::vector<std::string> texts(rows.size());
    std::vector<std::pair<std::size_t, Json>> waiting;  // rows of `bulk`, in its order
    auto bulk = bulk_.rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Json head = row_head(rows[i]);
        if (rows[i].is_null()) {
            texts[i] = refused_row(std::move(head), "", "ce n’est pas du JSON");
            continue;
        }
        if (rows[i].is_object() && !head.contains("id")) {
            texts[i] = refused_row(std::move(head), "id", "«\u00A0id\u00A0» manque\u00A0: un texte ou un nombre entier");
            continue;
        }
        Person const person = read_person(rows[i], words_, reader, {"id"});
        if (!person.problem.empty()) {
            texts[i] = refused_row(std::move(head), person.field, person.problem);
            continue;
        }
        head["date"] = written_day(person.day);
        if (person.place_left_open) head["commune_left_open"] = true;
        if (detail == Detail::outcome) {
            bulk.append(person.situation, person.day);
            waiting.emplace_back(i, std::move(head));
            continue;
        }
        head["results"] = Json::array();
        for (const law::Measure* const measure : measures)
            head["results"].push_back(full_outcome_json(*catalogue_, *measure, person));
        texts[i] = written(head);
    }
    law::BulkOutcomes outcomes;
    bulk_.evaluate(bulk, outcomes);
    const law::Measure* const first = catalogue_->measures().data();
    for (std::size_t row = 0; row < waiting.size(); ++row) {
        auto& [i, head] = waiting[row];
        // By hand: seventy words a row are most of the work.
        std::string text = written(head);
        text.pop_back();
        text += ",\"outcomes\":{";
        for (const law::Measure* const measure : measures) {
            auto const outcome = told_outcome(*measure, outcomes.at(static_cast<std::size_t>(measure - first), row));
            if (!text.ends_with('{')) text += ',';
            text.append("\"").append(measure->id).append("\":\"").append(law::name(outcome)).append("\"");
        }
        texts[i] = text + "}}";
    }
    return texts;
}

}  // namespace bot::evaluating
