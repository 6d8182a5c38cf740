#include "rules/law/measure_file.hpp"

#include "rules/law/map_reader.hpp"
#include "rules/law/parameter_file.hpp"
#include "rules/law/version_file.hpp"

#include <algorithm>
#include <span>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

/// What is read by a young person: no form that is spelt for two, and who is said tu to is not said vous to.
void check_words(const yaml::Node& node, std::span<const std::string> tu, std::span<const std::string> vous, yaml::Complaints& complaints) {
    for (auto const texts : {tu, vous})
        for (const std::string& text : texts)
            for (const auto form : yaml::spelt_for_two)
                if (text.find(form) != std::string::npos)
                    complain(complaints, node.place(), guillemets(form) + " ne se lit pas à voix haute", "Le dire autrement\u00A0: une tournure pour tous");
    for (const std::string& text : tu)
        for (const char* word : {" vous ", " vous.", " vous,", " votre ", " vos "})
            if ((" " + text).find(word) != std::string::npos)
                complain(complaints, node.place(), "le texte au tutoiement dit vous", "Écrire tu, ton, ta, tes");
}

Presentation read_presentation(const MapReader& map, yaml::Complaints& complaints) {
    Presentation presentation;
    presentation.title = map.text("titre");
    if (map.required("resume")) {
        auto summary = map.registers("resume");
        presentation.summary_tu = std::move(summary.tu);
        presentation.summary_vous = std::move(summary.vous);
        check_words(map.optional("resume"), {&presentation.summary_tu, 1}, {&presentation.summary_vous, 1}, complaints);
    }
    if (yaml::Node const node = map.required("etapes")) {
        MapReader const steps(node, {"tu", "vous"}, complaints);
        if (auto const tu = steps.required("tu")) presentation.steps_tu = yaml::texts(tu, complaints);
        if (auto const vous = steps.required("vous")) presentation.steps_vous = yaml::texts(vous, complaints);
        if (presentation.steps_tu.size() != presentation.steps_vous.size())
            complain(
                complaints,
                node.place(),
                "tu et vous n’ont pas le même nombre d’étapes",
                "Écrire les mêmes étapes"
            );
        check_words(node, presentation.steps_tu, presentation.steps_vous, complaints);
    }
    presentation.contact = map.text("contact");
    presentation.link = map.optional_text("lien");
    presentation.decided_by = map.text("decide_par");
    if (!presentation.link.empty() && !presentation.link.starts_with("https://"))
        complain(complaints, map.optional("lien").place(), "lien incomplet", "Commencer par https://");
    return presentation;
}

void read_relations(const MapReader& map, ReadMeasure& read) {
    Measure& measure = read.measure;
    measure.replaces = map.optional_texts("remplace");
    for (const std::string& id : measure.replaces)
        read.other_measures.emplace_back(id, map.optional("remplace").place());
    measure.not_with = map.optional_texts("non_cumulable_avec");
    for (const std::string& id : measure.not_with)
        read.other_measures.emplace_back(id, map.optional("non_cumulable_avec").place());
}

/// What is doubtful is not shown to young people: one source to confirm keeps the whole measure a draft.
void check_publication(const MapReader& map, const Measure& measure, yaml::Complaints& complaints) {
    if (measure.publication != Publication::verifie) return;
    if (!measure.verified_on)
        complain(
            complaints,
            map.optional("statut").place(),
            "mesure vérifiée sans date",
            "Ajouter verifie_le: 2026-01-31"
        );
    std::vector<std::string> used;
    for (const Version& version : measure.versions) {
        used.insert(used.end(), version.grounds.begin(), version.grounds.end());
        for (const Parameter& parameter : version.parameters)
            for (const auto& step : parameter.steps) used.push_back(step.source);
    }
    for (const Parameter& parameter : measure.parameters)
        for (const auto& step : parameter.steps) used.push_back(step.source);
    for (const Source& source : measure.sources) {
        if (source.to_confirm.empty() || std::find(used.begin(), used.end(), source.id) == used.end())
            continue;
        complain(
            complaints,
            map.optional("statut").place(),
            "la mesure est dite vérifiée, mais sa source " + guillemets(source.id) + " est à confirmer",
            "Écrire statut: brouillon, ou confirmer la source"
        );
    }
}

}  // namespace

ReadMeasure read_measure(
    const yaml::Node& file,
    std::string_view id,
    const Vocabulary& vocabulary,
    const std::vector<SharedParameter>& shared,
    yaml::Complaints& complaints
) {
    std::size_t const before = complaints.size();
    ReadMeasure read;
    Measure& measure = read.measure;
    MapReader const map(
        file,
        {"mesure",     "titre",
         "resume",     "etapes",
         "contact",    "lien",
         "decide_par", "public",
         "operateur",  "familles",
         "statut",     "date_de_reference",
         "remplace",   "non_cumulable_avec",
         "effort",     "verifie_le",
         "sources",    "parametres",
         "versions",   "exemples"},
        complaints
    );
    measure.id = id;
    if (std::string const named = map.text("mesure"); !named.empty() && named != id)
        complain(
            complaints,
            map.optional("mesure").place(),
            "la mesure s’appelle " + guillemets(named) + " dans un fichier " + guillemets(id),
            "Donner le même nom aux deux"
        );
    measure.presentation = read_presentation(map, complaints);
    if (auto const audiences = map.required("public")) measure.audiences = yaml::texts(audiences, complaints);
    measure.operators = map.optional_texts("operateur");
    measure.families = map.optional_texts("familles");
    if (auto const status = map.required("statut"))
        measure.publication =
            map.word<Publication>(
                   status, {{"verifie", Publication::verifie}, {"brouillon", Publication::brouillon}}
            ).value_or(Publication::brouillon);
    using enum ReferenceDate;
    if (auto const date = map.required("date_de_reference"))
        measure.reference_date = map.word<ReferenceDate>(
                                        date,
                                        {{"jour", jour},
                                         {"signature_contrat", signature_contrat},
                                         {"entree", entree},
                                         {"rentree", rentree},
                                         {"demande", demande}}
        ).value_or(jour);
    read_relations(map, read);
    measure.effort = map.number("effort", 0, 100, measure.effort);
    measure.verified_on = map.optional_day("verifie_le");
    yaml::Node const sources = map.required("sources");
    measure.sources = read_sources(sources, complaints);
    for (const auto& [source, node] : sources.entries())
        if (auto const expiry = node["lien_expire_le"]) read.link_places.emplace_back(source, expiry.place());
    measure.parameters = read_series(map.optional("parametres"), measure.sources, complaints);
    read_versions(map.required("versions"), vocabulary, shared, read, complaints);
    read_examples(map.required("exemples"), vocabulary, read, complaints);
    check_publication(map, measure, complaints);
    read.whole = complaints.size() == before;
    return read;
}

}  // namespace rules::law
