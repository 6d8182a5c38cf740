#include "bot/reading/facts.hpp"

#include "bot/reading/numeric.hpp"

#include <algorithm>
#include <map>

namespace bot::reading {
namespace {

bool denies(std::string_view word) {
    return among(word, {"pas", "plus", "jamais", "aucun", "sans", "ni", "non", "sauf", "nulle"});
}

bool is_yes_no(std::string_view fact) {
    return among(
        fact,
        {"inscrit_ft",
         "suivi_ml",
         "suivi_cap",
         "rqth",
         "permis",
         "qpv",
         "rsa",
         "are",
         "aah",
         "bourse",
         "service_civique_deja_fait",
         "parent_isole",
         "zrr_frr",
         "boursier_derniere_annee",
         "confie_ase",
         "ase",
         "soutien_parents",
         "accord_parental",
         "jdc_faite",
         "code_obtenu",
         "inscrit_auto_ecole",
         "projet_creation_entreprise",
         "entreprise_trouvee",
         "probleme_mobilite",
         "troisieme_terminee",
         "qualification_pro",
         "orientation_prescripteur",
         "referent_social",
         "allocataire_caf",
         "bafa_obtenu",
         "autorisation_travail",
         "apte_medicalement",
         "devis_formation",
         "difficultes_acces_emploi"}
    );
}

/// Of two states of one person, the one that rules out the other is kept ("étudiant" with a small job).
int rank_of_status(std::string_view value) {
    if (among(
            value,
            {"collegien",
             "lyceen",
             "etudiant",
             "apprenti",
             "contrat_pro",
             "stagiaire_formation",
             "service_civique"}
        ))
        return 3;
    if (among(value, {"demandeur_emploi"})) return 2;
    return value == "neet" ? 1 : 2;
}
int rank_of_diploma(std::string_view value) {
    int rank = 0;
    for (const std::string_view known :
         {"aucun", "brevet", "cap_bep", "bac", "bac2", "bac3", "bac5", "doctorat"}) {
        if (known == value) return rank;
        ++rank;
    }
    return 0;
}

}  // namespace

bool among(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

void read_numbers(
    const Analysis& a, const PlacesRead& places, const Context& context, std::vector<RawFact>& out
) {
    std::vector<bool> used(a.words.size());
    for (std::size_t w = 0; w < a.words.size(); ++w) used[w] = places.taken[a.words[w].token];
    read_dates(a, context, used, out);
    read_durations(a, context, used, out);
    read_ages(a, context, used, out);
}

bool denied_before(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    for (auto w = first; w <= last; ++w)
        if (w > first && denies(a.words[w].text)) return true;
    for (std::uint32_t back = 1; back <= 4 && back <= first; ++back) {
        const auto w = first - back;
        if (a.words[w + 1].clause) return false;
        const auto& word = a.words[w].text;
        if (among(word, {"mais", "et", "car", "je", "il", "elle", "puis"})) return false;
        if (!denies(word)) continue;
        if (word == "plus" && a.words[w + 1].text == "de") return true;  // "plus de permis"
        // "pas mal", "pas que" deny nothing; "non," only answers.
        if (word == "pas" && among(a.words[w + 1].text, {"mal", "que", "seulement"})) return false;
        return true;
    }
    return false;
}

void read_patterns(
    const Lexicon& lexicon,
    const Analysis& a,
    const Found& found,
    const Context& context,
    std::vector<RawFact>& out
) {
    for (const auto& hit : found.facts) {
        const auto& rule = lexicon.facts[hit.rule];
        if (!rule.if_asked.empty() && rule.if_asked != context.asked) continue;
        RawFact raw;
        raw.first = hit.first;
        raw.last = hit.last;
        raw.fact = {
            rule.fact,
            rule.value,
            a.span(hit.first, hit.last),
            rule.id,
            rule.deduced             ? Certainty::deduced
            : !rule.if_asked.empty() ? Certainty::context
                                     : Certainty::exact,
            false};
        if (rule.value == "%nombre") {
            raw.fact.value.clear();
            for (auto w = hit.first; w <= hit.last; ++w)
                if (a.words[w].number || among(a.words[w].text, {"un", "une"})) {
                    raw.fact.value = a.words[w].number ? a.words[w].text : "1";
                    break;
                }
            if (raw.fact.value.empty()) continue;
        }
        for (auto w = hit.first; w <= hit.last; ++w)
            if (a.words[w].mended) raw.fact.certainty = Certainty::corrected;
        const bool cancelled =
            std::any_of(found.marks.begin(), found.marks.end(), [&](const Found::Hit& mark) {
                // "cap emploi" is no diploma, but it is part of "suivi cap emploi".
                const bool inside = hit.first <= mark.first && mark.last <= hit.last;
                return lexicon.marks[mark.rule].mark == Mark::no_fact && mark.first <= hit.last &&
                       hit.first <= mark.last && !inside;
            });
        if (cancelled) continue;
        if (rule.negation == FactRule::Negation::always)
            raw.fact.denied = true;
        else if (rule.negation != FactRule::Negation::ignore && !hit.negative && denied_before(a, hit.first, hit.last)) {
            if (rule.negation == FactRule::Negation::invert)
                raw.fact.value = "non";
            else
                raw.fact.denied = true;
        }
        raw.rank = rule.fact == "statut"           ? rank_of_status(raw.fact.value)
                   : rule.fact == "niveau_diplome" ? rank_of_diploma(raw.fact.value)
                                                   : 0;
        if (raw.rank > 0 && rule.deduced && rule.fact == "statut")
            raw.rank = raw.fact.value == "demandeur_emploi" ? 1 : 0;
        // A longer match of another value at the same place knows better ("bac pro" and "bac").
        const bool inside = std::any_of(found.facts.begin(), found.facts.end(), [&](const Found::Hit& other) {
            return lexicon.facts[other.rule].fact == rule.fact && other.rule != hit.rule &&
                   other.first <= hit.first && other.last >= hit.last &&
                   (other.last - other.first) > (hit.last - hit.first) &&
                   (lexicon.facts[other.rule].if_asked.empty() ||
                    lexicon.facts[other.rule].if_asked == context.asked);
        });
        if (!inside) out.push_back(std::move(raw));
    }

    // "oui", "non" to what was asked.
    if (!is_yes_no(context.asked) && context.asked != "enfants") return;
    const bool told =
        std::any_of(out.begin(), out.end(), [&](const RawFact& f) { return f.fact.name == context.asked; });
    if (told) return;
    for (const auto& hit : found.marks) {
        const auto mark = lexicon.marks[hit.rule].mark;
        if (mark != Mark::yes && mark != Mark::no) continue;
        if (context.asked == "enfants" && mark == Mark::yes) return;
        RawFact raw;
        raw.first = hit.first;
        raw.last = hit.last;
        const std::string value = context.asked == "enfants" ? "0" : mark == Mark::yes ? "oui" : "non";
        raw.fact = {
            context.asked,
            value,
            a.span(hit.first, hit.last),
            mark == Mark::yes ? "answer.yes" : "answer.no",
            Certainty::context,
            false};
        out.push_back(std::move(raw));
        return;
    }
}

void read_residence(
    const Analysis& a, const PlacesRead& places, Reading& reading, std::vector<RawFact>& out
) {
    const PlaceMention* home = nullptr;
    for (const auto& mention : places.communes) {
        if (mention.denied || mention.of_something) continue;
        if (home == nullptr || mention.evidence > home->evidence ||
            (mention.evidence == home->evidence && home->postal_code))
            home = &mention;
    }
    for (const auto& mention : places.communes)
        if (reading.place.empty() && !mention.denied && mention.codes.size() == 1)
            reading.place = mention.codes[0];
    // With "non, pas à Rouen mais à Barentin" and the like the last one said counts.
    const bool some_denied =
        std::any_of(places.communes.begin(), places.communes.end(), [](const auto& m) { return m.denied; });
    const auto words = [&](std::uint32_t first, std::uint32_t last, RawFact& raw) {
        raw.first = a.word_of_token[first];
        raw.last = std::max(
            raw.first,
            std::min<std::uint32_t>(a.word_of_token[last], static_cast<std::uint32_t>(a.words.size()) - 1)
        );
        raw.fact.evidence = {a.text.tokens[first].span.begin, a.text.tokens[last].span.end};
    };
    for (const auto& mention : places.communes) {
        if (mention.of_something) continue;
        if (mention.denied) {
            if (mention.codes.size() != 1 || !some_denied) continue;
            RawFact raw;
            words(mention.first, mention.last, raw);
            raw.fact.name = "commune";
            raw.fact.value = mention.codes[0];
            raw.fact.rule = "place.denied";
            raw.fact.denied = true;
            out.push_back(std::move(raw));
            continue;
        }
        if (&mention != home) continue;
        if (mention.codes.size() > 1) {
            reading.ambiguous = AmbiguousPlace{
                mention.name,
                mention.codes,
                {a.text.tokens[mention.first].span.begin, a.text.tokens[mention.last].span.end}};
            continue;
        }
        RawFact raw;
        words(mention.first, mention.last, raw);
        raw.fact.name = "commune";
        raw.fact.value = mention.codes[0];
        raw.fact.rule = mention.postal_code     ? "place.postal_code"
                        : mention.evidence == 2 ? "place.lives"
                        : mention.former        ? "place.former_name"
                                                : "place.name";
        raw.fact.certainty = mention.mended        ? Certainty::corrected
                             : mention.postal_code ? Certainty::deduced
                                                   : Certainty::exact;
        out.push_back(std::move(raw));
    }
    for (const auto& departement : places.departements) {
        RawFact raw;
        words(departement.first, departement.last, raw);
        raw.fact.name = "departement";
        raw.fact.value = departement.code;
        raw.fact.rule = "place.departement";
        raw.fact.denied = departement.denied;
        out.push_back(std::move(raw));
    }
    if (home != nullptr && home->postal_code && home->codes.size() > 1 && places.departements.empty()) {
        RawFact raw;
        words(home->first, home->last, raw);
        raw.fact.name = "departement";
        raw.fact.value = home->codes[0].substr(0, 2);
        raw.fact.rule = "place.postal_code";
        raw.fact.certainty = Certainty::deduced;
        const bool one = std::all_of(home->codes.begin(), home->codes.end(), [&](const auto& c) {
            return c.substr(0, 2) == raw.fact.value;
        });
        if (one) out.push_back(std::move(raw));
    }
    const bool here = std::any_of(out.begin(), out.end(), [](const RawFact& f) {
        return f.fact.name == "commune" && !f.fact.denied;
    });
    reading.outside_normandie = places.outside && !here;
}

void settle(
    const Lexicon& lexicon, const Analysis& a, const Found& found, std::vector<RawFact> raw, Reading& reading
) {
    // Whose words: "mon frère a 17 ans et moi 19".
    std::vector<std::string_view> person(a.words.size());
    std::map<std::uint32_t, std::string_view> begins;
    for (const auto& hit : found.marks) {
        if (lexicon.marks[hit.rule].mark != Mark::person) continue;
        const std::string_view before = hit.first > 0 ? std::string_view(a.words[hit.first - 1].text) : "";
        const std::string_view before2 = hit.first > 1 ? std::string_view(a.words[hit.first - 2].text) : "";
        if (among(before, {"chez", "avec", "par", "de", "a"}) || (before == "et" && before2 == "moi") ||
            before == "ai" || before2 == "ai" || before2 == "avec" || (before == "suis"))
            continue;
        begins[hit.first] = lexicon.marks[hit.rule].value;
    }
    std::string_view now;
    for (std::uint32_t w = 0; w < a.words.size(); ++w) {
        if (const auto begin = begins.find(w); begin != begins.end())
            now = begin->second;
        else if (among(a.words[w].text, {"je", "moi"}))
            now = {};
        person[w] = now;
    }
    const auto whose = [&](const RawFact& f) {
        return f.first < person.size() ? person[f.first] : std::string_view{};
    };
    const bool mine = std::any_of(raw.begin(), raw.end(), [&](const RawFact& f) { return whose(f).empty(); });
    if (!mine && !begins.empty()) reading.about = begins.begin()->second;
    if (raw.empty() && begins.empty()) return;

    std::erase_if(raw, [&](const RawFact& f) { return whose(f) != reading.about; });
    std::stable_sort(raw.begin(), raw.end(), [](const RawFact& x, const RawFact& y) {
        return x.fact.evidence.begin < y.fact.evidence.begin;
    });

    // Registered and nothing else said: looking for work.
    const auto says = [&](std::string_view name) {
        return std::find_if(raw.begin(), raw.end(), [&](const RawFact& f) {
            return f.fact.name == name && !f.fact.denied;
        });
    };
    if (const auto registered = says("inscrit_ft");
        registered != raw.end() && registered->fact.value == "oui" && says("statut") == raw.end()) {
        RawFact derived = *registered;
        derived.fact.name = "statut";
        derived.fact.value = "demandeur_emploi";
        derived.fact.rule = "statut.registered";
        derived.fact.certainty = Certainty::deduced;
        raw.insert(registered + 1, derived);
    }

    // One value a fact: the highest rank, then the last said; denied values stay beside it.
    std::map<std::string, const RawFact*> best;
    for (const auto& f : raw) {
        if (f.fact.denied) continue;
        auto& kept = best[f.fact.name];
        if (kept == nullptr || f.rank >= kept->rank) kept = &f;
    }
    for (const auto& f : raw) {
        const bool wanted = f.fact.denied ? best.find(f.fact.name) == best.end() ||
                                                best[f.fact.name]->fact.value != f.fact.value
                                          : best[f.fact.name] == &f;
        const bool there = std::any_of(reading.facts.begin(), reading.facts.end(), [&](const Fact& k) {
            return k.name == f.fact.name && k.value == f.fact.value && k.denied == f.fact.denied;
        });
        if (wanted && !there) reading.facts.push_back(f.fact);
    }
}

}  // namespace bot::reading
