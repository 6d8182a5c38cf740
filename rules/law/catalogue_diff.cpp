#include "rules/law/catalogue_diff.hpp"

#include "rules/law/french_day.hpp"
#include "rules/law/french_quote.hpp"
#include "rules/law/quantity.hpp"

#include <algorithm>
#include <set>

namespace rules::law {
namespace {

std::string periods(const Measure& measure) {
    std::string text;
    for (const Version& version : measure.versions)
        text += (text.empty() ? "" : ", ") + french_period(version.from, version.to);
    return text;
}

void describe_field(
    const Field& before,
    const Vocabulary& old_vocabulary,
    const Field& after,
    const Vocabulary& new_vocabulary,
    std::vector<std::string>& sentences
) {
    std::string const name = quoted(after.name);
    if (before.type != after.type) sentences.push_back("le champ " + name + " change de type");
    if (before.unit != after.unit)
        sentences.push_back(
            "le champ " + name + " change d’unité\u00A0: " + after.unit + " au lieu de " + before.unit
        );
    for (const auto& value : before.values)
        if (std::find(after.values.begin(), after.values.end(), value) == after.values.end())
            sentences.push_back("le champ " + name + " perd la valeur " + quoted(value));
    for (const auto& value : after.values)
        if (std::find(before.values.begin(), before.values.end(), value) == before.values.end())
            sentences.push_back("le champ " + name + " gagne la valeur " + quoted(value));
    bool const numeric = after.type == FieldType::integer || after.type == FieldType::number;
    if (numeric && before.type == after.type && (before.low != after.low || before.high != after.high)) {
        auto const bounds = [](const Vocabulary& vocabulary, const Field& field) {
            auto const id = *vocabulary.find(field.name);
            return vocabulary.text(id, {field.low}) + " à " + vocabulary.text(id, {field.high});
        };
        sentences.push_back(
            "le champ " + name + " va de " + bounds(new_vocabulary, after) + " au lieu de " +
            bounds(old_vocabulary, before)
        );
    }
}

void describe_vocabulary(
    const Vocabulary& before, const Vocabulary& after, std::vector<std::string>& sentences
) {
    for (const Field& field : before.fields())
        if (!after.find(field.name)) sentences.push_back("champ retiré\u00A0: " + quoted(field.name));
    for (const Field& field : after.fields()) {
        auto const old = before.find(field.name);
        if (!old)
            sentences.push_back("champ ajouté\u00A0: " + quoted(field.name));
        else
            describe_field(before.at(*old), before, field, after, sentences);
    }
}

struct Noun {
    std::string one, many;
};
const Noun situations{"situation", "situations"}, people_drawn{"personne simulée", "personnes simulées"};

std::string number(std::uint64_t n) {
    return written(static_cast<std::int64_t>(n) * 100, "");
}

/// "1 situation y gagne", "12 personnes simulées y perdent".
std::string moved(std::uint64_t count, const Noun& noun, const Noun& verb) {
    return number(count) + " " + (count > 1 ? noun.many : noun.one) + " y " +
           (count > 1 ? verb.many : verb.one);
}

std::string counted(std::uint64_t gained, std::uint64_t lost, std::uint64_t all, const Noun& noun) {
    std::string text;
    if (gained > 0) text += moved(gained, noun, {"gagne", "gagnent"});
    if (lost > 0) text += (text.empty() ? "" : ", ") + moved(lost, noun, {"perd", "perdent"});
    if (text.empty()) text = "aucune des " + noun.many + " n’y gagne ni n’y perd";
    return text + ", sur " + number(all);
}

}  // namespace

CatalogueDiff compare(const Catalogue& before, const Catalogue& after, const DiffOptions& options) {
    CatalogueDiff diff;
    describe_vocabulary(before.vocabulary(), after.vocabulary(), diff.vocabulary);
    std::set<std::string> ids;
    for (const Catalogue* catalogue : {&before, &after})
        for (const Measure& measure : catalogue->measures()) ids.insert(measure.id);
    for (const std::string& id : ids) {
        const Measure* const old = before.find(id);
        const Measure* const now = after.find(id);
        MeasureChange change{id, (now ? now : old)->presentation.title, {}, {}};
        if (!old)
            change.sentences.push_back(
                std::string("mesure ajoutée") +
                (now->publication == Publication::brouillon ? ", en brouillon (invisible)" : "") +
                ", qui vaut " + periods(*now)
            );
        else if (!now)
            change.sentences.push_back("mesure retirée, qui valait " + periods(*old));
        else
            change.sentences = describe_measure(*old, *now);
        // A field that changed may move a measure that did not.
        if (!change.sentences.empty() || !diff.vocabulary.empty())
            change.cases = count_cases(before.vocabulary(), old, after.vocabulary(), now, options);
        if (!change.sentences.empty() || !change.cases.empty()) diff.measures.push_back(std::move(change));
    }
    return diff;
}

std::string written(const CatalogueDiff& diff, const DiffOptions& options) {
    std::string text;
    if (!diff.vocabulary.empty()) text += "Vocabulaire\n";
    for (const auto& sentence : diff.vocabulary) text += "  - " + sentence + "\n";
    bool people = false;
    for (const MeasureChange& change : diff.measures) {
        text += change.title + " (" + change.id + ")\n";
        for (const auto& sentence : change.sentences) text += "  - " + sentence + "\n";
        if (change.cases.empty()) text += "  = aucune situation ne gagne ni ne perd cette mesure\n";
        for (const CaseChange& c : change.cases) {
            people = true;
            text += "  = " + french_period(c.from, c.to) +
                    "\u00A0: " + counted(c.gained, c.lost, c.cells, situations) +
                    (c.sampled ? " tirées au hasard" : "") + "\u00A0; " +
                    counted(c.people_gained, c.people_lost, c.people, people_drawn) + "\n";
        }
    }
    if (text.empty()) return "Rien n’a changé.\n";
    if (people)
        text +=
            "Une situation est un ensemble de réponses qu’aucune règle ne distingue\u00A0; ce qui reste à "
            "vérifier est supposé acquis.\nLes " +
            number(options.people) + " personnes sont inventées (graine " + std::to_string(options.seed) +
            ")\u00A0: ce ne sont pas des statistiques.\n";
    return text;
}

}  // namespace rules::law
