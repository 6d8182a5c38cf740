// Arbitrary bytes as each file of a catalogue: read, checked, and what passes evaluated by row and by column.
// No crash, no endless check; a complaint always says where and what to write. LINK: rules_law rules_yaml
#include "rules/law/bulk.hpp"
#include "rules/law/catalogue_checks.hpp"
#include "rules/law/condition_file.hpp"
#include "rules/law/evaluation.hpp"
#include "rules/law/measure_file.hpp"
#include "rules/law/resource_file.hpp"
#include "rules/law/verdict.hpp"
#include "rules/law/vocabulary_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace rules;

/// A small vocabulary with a field of each type; no file is read.
const law::Vocabulary& vocabulary() {
    static law::Vocabulary const made = [] {
        yaml::Complaints complaints;
        auto const node = yaml::read_text(
            "champs:\n"
            "  age: {type: entier, unite: ans, bornes: [10, 45], sensible: 0, repondu_par: [conseiller], "
            "evolue: temps}\n"
            "  revenu: {type: nombre, unite: €/mois, bornes: [0, 10000], sensible: 0, repondu_par: "
            "[conseiller], evolue: temps}\n"
            "  inscrit_ft: {type: oui_non, sensible: 0, repondu_par: [conseiller], evolue: demarche}\n"
            "  statut: {type: choix, valeurs: [neet, etudiant, salarie], sensible: 0, repondu_par: "
            "[conseiller], evolue: demarche}\n"
            "  departement: {type: code, bornes: [2, 2], sensible: 0, repondu_par: [conseiller], evolue: "
            "demenagement}\n"
            "  debut: {type: date, sensible: 0, repondu_par: [conseiller], evolue: jamais}\n",
            "vocabulaire.yaml",
            complaints
        );
        auto read = law::read_vocabulary(node, complaints);
        if (!complaints.empty()) std::abort();
        return read;
    }();
    return made;
}

/// What was accepted holds what the law promises: rows and columns agree, known or not.
void evaluate(const law::Measure& measure) {
    const law::Measure* const list[] = {&measure};
    law::Bulk const bulk(vocabulary(), list);
    law::BulkRows rows = bulk.rows();
    law::Situation nobody, somebody;
    auto const fields = vocabulary().fields();
    for (std::size_t f = 0; f < fields.size(); ++f)
        somebody.set(law::FieldId{static_cast<std::uint16_t>(f)}, law::Value{fields[f].low});
    for (const auto& version : measure.versions)
        for (const auto* situation : {&nobody, &somebody}) rows.append(*situation, version.from);
    law::BulkOutcomes outcomes;
    bulk.evaluate(rows, outcomes);
    std::size_t row = 0;
    for (const auto& version : measure.versions)
        for (const auto* situation : {&nobody, &somebody}) {
            auto const verdict = law::assess(law::Setting{
                vocabulary(), measure, *measure.in_force(version.from), *situation, version.from});
            if (verdict.outcome != outcomes.at(0, row++)) std::abort();
        }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<const char*>(data), size);
    yaml::Complaints complaints;
    auto const node = yaml::read_text(text, "mesures/essai.yaml", complaints);
    if (node) {
        std::vector<law::SharedParameter> shared;
        law::read_shared_parameters(node, shared, complaints);
        static_cast<void>(law::read_resources(node, complaints));
        static_cast<void>(law::read_vocabulary(node, complaints));
        static_cast<void>(law::read_condition(node, vocabulary(), complaints));
        yaml::Complaints of_measure;
        auto const read = law::read_measure(node, "essai", vocabulary(), {}, of_measure);
        if (read.whole) {
            law::check_logic(read, vocabulary(), of_measure);
            law::check_examples(read, vocabulary(), of_measure);
            if (of_measure.empty()) evaluate(read.measure);
        }
        complaints.insert(complaints.end(), of_measure.begin(), of_measure.end());
    }
    for (const auto& complaint : complaints)
        if (complaint.message.empty() || complaint.place.line < 0) std::abort();
    return 0;
}
