#include "bot/evaluating/measure_json.hpp"

#include "bot/evaluating/outcome_json.hpp"
#include "rules/law/evaluation.hpp"
#include "rules/yaml/number.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::evaluating {
namespace {

namespace law = rules::law;
using Json = nlohmann::ordered_json;
using rules::yaml::written_day;

Json period(const law::Version& version) {
    Json json{{"from", written_day(version.from)}};
    if (version.to) json["to"] = written_day(*version.to);
    return json;
}

void collect_facts(const law::Vocabulary& vocabulary, const law::Condition& condition, std::vector<std::string>& names) {
    law::for_each_leaf(condition, [&](const law::Condition& leaf) {
        const law::Field& field = vocabulary.at(leaf.leaf.field);
        // The region is never given: it follows from the département.
        std::string name = field.derivation == law::Derivation::region_from_departement ? "departement" : field.name;
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    });
}

std::string_view reference_date(law::ReferenceDate date) {
    switch (date) {
        case law::ReferenceDate::jour:
            return "jour";
        case law::ReferenceDate::signature_contrat:
            return "signature_contrat";
        case law::ReferenceDate::entree:
            return "entree";
        case law::ReferenceDate::rentree:
            return "rentree";
        case law::ReferenceDate::demande:
            break;
    }
    return "demande";
}

}  // namespace

Json measure_json(const law::Measure& measure, law::Day day) {
    Json json{
        {"id", measure.id},
        {"title", measure.presentation.title},
        {"summary", measure.presentation.summary_vous},
        {"audiences", measure.audiences},
        {"operators", measure.operators},
        {"families", measure.families},
        {"draft", measure.publication != law::Publication::verifie}};
    if (measure.verified_on) json["verified_on"] = written_day(*measure.verified_on);
    if (const law::Version* const version = measure.in_force(day)) json["in_force"] = period(*version);
    return json;
}

Json full_measure_json(const law::Vocabulary& vocabulary, const law::Measure& measure, law::Day day) {
    Json json = measure_json(measure, day);
    const law::Presentation& shown = measure.presentation;
    json["steps"] = shown.steps_vous;
    if (!shown.contact.empty()) json["contact"] = shown.contact;
    if (!shown.decided_by.empty()) json["decided_by"] = shown.decided_by;
    if (!shown.link.empty()) json["link"] = shown.link;
    json["reference_date"] = reference_date(measure.reference_date);
    json["replaces"] = measure.replaces;
    json["not_with"] = measure.not_with;
    json["versions"] = Json::array();
    for (const law::Version& version : measure.versions) {
        Json one = period(version);
        one["grounds"] = version.grounds;
        json["versions"].push_back(std::move(one));
    }
    std::vector<std::string> facts;
    if (const law::Version* const version = measure.in_force(day)) collect_facts(vocabulary, version->conditions, facts);
    json["facts"] = facts;
    json["sources"] = Json::array();
    for (const law::Source& source : measure.sources) json["sources"].push_back(source_json(source));
    return json;
}

}  // namespace bot::evaluating
