#include "bot/evaluating/outcome_json.hpp"

#include "bot/evaluating/reason_words.hpp"
#include "rules/yaml/number.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::evaluating {
namespace {

namespace law = rules::law;
using Json = nlohmann::ordered_json;
using law::Outcome;
using rules::yaml::written_day;

constexpr auto draft_reserve =
    "Brouillon\u00A0: les règles de cette mesure ne sont pas vérifiées, ne pas les annoncer";

/// Of a draft nothing is said flatly.
void mark_as_draft(Json& result, const law::Measure& measure, Outcome outcome) {
    result["draft"] = true;
    auto const told = told_outcome(measure, outcome);
    if (told != Outcome::eligible_sous_reserve) return;
    result["outcome"] = law::name(told);
    result["reserves"].push_back(draft_reserve);
}

Json from_verdict(const law::Catalogue& catalogue, const law::Verdict& verdict, const Person& person) {
    const law::Vocabulary& vocabulary = catalogue.vocabulary();
    const law::Measure& measure = *verdict.measure;
    Json result{{"outcome", law::name(verdict.outcome)}};
    if (verdict.amount) {
        result["amount"] = static_cast<double>(verdict.amount->hundredths) / 100.0;
        result["unit"] = verdict.amount->unit;
        if (verdict.amount->ceiling) result["ceiling"] = true;
    }
    auto const missing = missing_names(vocabulary, verdict);
    result["missing"] = missing;
    result["reasons"] = Json::array();
    if (!verdict.reasons.empty())
        if (auto const tree = law::explain(catalogue, measure, person.situation, person.day))
            result["reasons"] = reason_words(vocabulary, verdict, *tree);
    if (!verdict.reserves.empty()) result["reserves"] = verdict.reserves;
    for (const std::string& name : missing)
        if (auto const& question = vocabulary.at(*vocabulary.find(name)).question_vous; !question.empty())
            result["questions"].push_back(question);
    if (verdict.closed_since) result["closed_since"] = written_day(*verdict.closed_since);
    if (verdict.closed_since)
        for (const law::Measure& other : catalogue.measures())
            if (std::find(other.replaces.begin(), other.replaces.end(), measure.id) != other.replaces.end())
                result["replaced_by"].push_back(other.id);
    if (verdict.opens_on) result["opens_on"] = written_day(*verdict.opens_on);
    if (measure.publication != law::Publication::verifie) mark_as_draft(result, measure, verdict.outcome);
    return result;
}

/// The texts that the verdict rests on: those of the version (of the last one where none is in force) and the amount's.
std::vector<const law::Source*> sources_of(const law::Verdict& verdict) {
    const law::Measure& measure = *verdict.measure;
    const law::Version* version = verdict.version;
    if (!version && !measure.versions.empty()) version = &measure.versions.back();
    std::vector<const law::Source*> all;
    auto const add = [&](const std::string& id) {
        const law::Source* const source = measure.source(id);
        if (source && std::find(all.begin(), all.end(), source) == all.end()) all.push_back(source);
    };
    if (version)
        for (const std::string& id : version->grounds) add(id);
    if (verdict.amount) add(verdict.amount->source);
    return all;
}

}  // namespace

Json source_json(const law::Source& source) {
    Json json{{"id", source.id}, {"text", source.text}};
    if (!source.link.empty()) json["link"] = source.link;
    if (source.read_on) json["read_on"] = written_day(*source.read_on);
    if (!source.to_confirm.empty()) json["to_confirm"] = source.to_confirm;
    return json;
}

Outcome told_outcome(const law::Measure& measure, Outcome outcome) {
    bool const draft = measure.publication != law::Publication::verifie;
    return draft && outcome == Outcome::eligible ? Outcome::eligible_sous_reserve : outcome;
}

std::string_view status_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::eligible:
        case Outcome::eligible_sous_reserve:
            return "open";
        case Outcome::a_completer:
            return "unknown";
        case Outcome::non_eligible:
        case Outcome::hors_periode:
            break;
    }
    return "closed";
}

Json outcome_json(const law::Catalogue& catalogue, const law::Measure& measure, const Person& person) {
    return from_verdict(catalogue, law::assess(catalogue, measure, person.situation, person.day), person);
}

Json full_outcome_json(const law::Catalogue& catalogue, const law::Measure& measure, const Person& person) {
    auto const verdict = law::assess(catalogue, measure, person.situation, person.day);
    Json result{
        {"id", measure.id},
        {"title", measure.presentation.title},
        {"status", status_of(told_outcome(measure, verdict.outcome))}};
    result.update(from_verdict(catalogue, verdict, person));
    if (!measure.presentation.decided_by.empty()) result["decided_by"] = measure.presentation.decided_by;
    if (measure.verified_on) result["verified_on"] = written_day(*measure.verified_on);
    if (verdict.version) {
        result["in_force"] = Json{{"from", written_day(verdict.version->from)}};
        if (verdict.version->to) result["in_force"]["to"] = written_day(*verdict.version->to);
    }
    result["sources"] = Json::array();
    result["caveats"] = result.contains("reserves") ? result["reserves"] : Json::array();
    for (const law::Source* const source : sources_of(verdict)) {
        result["sources"].push_back(source_json(*source));
        if (!source->to_confirm.empty())
            result["caveats"].push_back("À confirmer (" + source->text + ")\u00A0: " + source->to_confirm);
    }
    return result;
}

}  // namespace bot::evaluating
