#include "bot/reading/facts.hpp"

#include "bot/reading/numeric.hpp"
#include "bot/reading/slots.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

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
         "handicap",
         "justice",
         "enceinte",
         "vehicule",
         "decrochage",
         "sans_ressources",
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
        return 4;
    if (among(value, {"interim", "independant"})) return 3;  // says more than "je travaille"
    return value == "neet" ? 1 : 2;
}
/// Whether a branch is wished for (2), only named (1), or had as a job or a diploma (0): the last verb before it
/// decides.
int rank_of_sector(const Analysis& a, std::uint32_t first) {
    for (std::uint32_t back = 0; back <= 14 && back <= first; ++back) {
        const auto& word = a.words[first - back];
        if (among(
                word.text,
                {"veux",      "voudrais",  "aimerais",   "cherche",      "recherche", "souhaite",   "souhaiterais",
                 "voulais",   "veut",      "voudrait",   "aimerait",     "vise",      "reve",       "projet",
                 "interesse", "interessee", "attire",    "attiree",      "devenir",   "envie",      "voudrai",
                 "plait",     "plairait",  "interessent", "branche",     "adore",     "preference", "prefere",
                 "motive",    "motivee",   "reconversion", "reconvertir", "orienter",  "vers",      "chercher",
                 "passionne", "passionnee", "kiffe",     "aime",         "plutot",    "want",       "souhait",
                 "voie",      "trouver",   "espere",     "postuler",     "apprendre", "recherchant", "cherchons"}
            ))
            return 2;
        if (back > 0 && among(
                            word.text,
                            {"ai",       "a",      "travaille", "bosse",   "suis",     "etais",  "est",     "travaillais",
                             "bossais",  "obtenu", "titulaire", "diplome", "arrete",   "quitte", "apres",   "fini",
                             "experience", "avait", "avais",    "bosser",  "contrat",  "ancien", "ancienne", "fait"}
                        ))
            return 0;
        if (word.sentence) break;
    }
    return 1;
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

bool is_list(std::string_view fact) {
    return among(fact, {"secteur", "souhait", "mesure_en_cours", "mesure_passee"});
}

bool among(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

void read_numbers(
    const Analysis& a,
    const Found& found,
    const PlacesRead& places,
    const Context& context,
    std::vector<RawFact>& out
) {
    std::vector<bool> used(a.words.size());
    for (std::size_t w = 0; w < a.words.size(); ++w) used[w] = places.taken[a.words[w].token];
    for (const auto& hit : found.measures)  // "promo 16-18", "formation moins de 30 ans"
        for (auto w = hit.first; w <= hit.last; ++w) used[w] = used[w] || a.words[w].number;
    read_dates(a, context, used, out);
    read_money(a, context, used, out);
    read_ranges(a, context, used, out);
    read_durations(a, context, used, out);
    read_ages(a, context, used, out);
}

bool denied_before(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    for (auto w = first; w <= last; ++w)
        if (w > first && denies(a.words[w].text)) return true;
    // "tout sauf le nettoyage et la vente", "oubliez la vente", "enlève la coiffure".
    for (std::uint32_t back = 1; back <= 7 && back <= first; ++back) {
        const auto& word = a.words[first - back].text;
        if (a.words[first - back + 1].sentence) break;
        if (word == "sauf" || word == "excepte" || word == "hormis") return true;
        if (back <= 3 && !a.words[first - back + 1].clause && among(word, {"enleve", "enlevez", "oublie", "oubliez", "retire", "retirez", "supprime", "supprimez", "vire", "laisse"}) &&
            !(first - back > 0 && among(a.words[first - back - 1].text, {"ai", "je", "a"})))
            return true;
        if (!among(word, {"et", "ou", "le", "la", "les", "l", "de", "du", "des", "ni"}) && back > 4) break;
    }
    for (std::uint32_t back = 1; back <= 4 && back <= first; ++back) {
        const auto w = first - back;
        if (a.words[w + 1].clause) return false;
        if (back > 2 && among(a.words[w].text, {"sans", "aucun", "ni"})) return false;
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

namespace {

/// Words of a wish or a plan before the match, in its clause, with none of having in between.
bool wished(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    for (auto w = first; w <= last; ++w)
        if (among(a.words[w].text, {"ai", "suis", "travaille", "bosse"})) return false;
    for (std::uint32_t back = 0; back <= 6 && back <= first; ++back) {
        const auto& word = a.words[first - back].text;
        if (back > 0 && among(word, {"ai", "suis", "est", "es", "a", "actuellement", "deja", "travaille", "bosse", "fini", "apres", "eu"}) &&
            !(word == "a" && a.words[first - back].grave) && word != "a")
            return false;
        if (among(word, {"veux", "voudrais", "veut", "voudrait", "cherche", "recherche", "chercher", "souhaite", "souhaiterais", "trouver", "aimerais", "devenir", "avoir",
                         "projet", "vise", "envie", "obtenir", "decrocher", "faire", "prendre", "fin", "perte", "perdu", "recruter", "embaucher", "signer", "entrer", "integrer", "vers", "pour"}))
            return true;
        if (a.words[first - back].sentence) break;
    }
    return false;
}

/// A diploma that somebody prepares, wants or is in the middle of: "je veux passer un CAP", "en BTS", "projet CAP".
bool only_planned(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    // What comes right after can say that it was obtained all the same.
    for (auto w = first; w <= last + 2 && w < a.words.size(); ++w) {
        if (w > last && a.words[w].clause) break;
        if (among(a.words[w].text, {"obtenu", "obtenue", "valide", "validee", "poche", "eu", "titulaire", "diplome", "diplomee"})) return false;
        if (w > last && among(a.words[w].text, {"cours", "preparation"})) return true;
    }
    for (std::uint32_t back = 0; back <= 7 && back <= first; ++back) {
        const auto& at = a.words[first - back];
        if (back == 1 && among(at.text, {"en", "apres"})) return at.text == "en";
        if (among(at.text, {"viens", "vient"})) return false;  // "viens d’avoir"
        if (back > 0 && among(at.text, {"lache", "quitte", "arrete", "abandonne", "plaque", "stoppe"})) return true;
        if (back == 1 && among(at.text, {"annee", "prepa"})) return true;
        if (among(at.text, {"ai", "eu", "obtenu", "titulaire", "avec", "apres", "possede", "valide", "decroche", "niveau", "a"}) && !(at.text == "a" && (at.grave || back > 1))) return false;
        if (among(at.text, {"veux", "voudrais", "veut", "voudrait", "souhaite", "souhaiterais", "souhait", "projet", "vise", "preparer", "prepare", "passer", "repasser", "faire", "fais",
                            "fait", "cherche", "recherche", "envie", "inscription", "entrer", "integrer", "commencer", "commence", "reprendre", "obtenir", "aimerais", "redouble", "mieux",
                            "apprentissage", "alternance", "avant", "orientation", "suivre", "interesse", "interessee", "etudiant", "etudiante", "prepares"}) &&
            !(among(at.text, {"passer", "obtenir"}) && first - back > 1 && among(a.words[first - back - 2].text, {"viens", "vient"})) &&
            !(at.text == "fait" && first - back > 0 && among(a.words[first - back - 1].text, {"ai", "a"})))
            return true;
        if (at.sentence || (back > 0 && at.clause && a.words[first].clause)) break;
    }
    return false;
}

}  // namespace

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
            for (auto w = hit.first; w <= hit.last; ++w)  // "23 ans, 2 petits": the number beside the noun
                if (a.words[w].number || among(a.words[w].text, {"un", "une"}))
                    raw.fact.value = a.words[w].number ? a.words[w].text : "1";
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
        if (rule.fact == "niveau_diplome" && !raw.fact.denied && rule.if_asked.empty() && only_planned(a, hit.first, hit.last)) continue;
        if (rule.fact == "statut" && among(rule.value, {"salarie", "interim", "apprenti", "contrat_pro", "stagiaire_formation", "service_civique", "independant"}) &&
            rule.if_asked.empty() && wished(a, hit.first, hit.last))
            continue;
        if (rule.weak && raw.fact.denied && context.asked != "secteur" && context.known.end() == std::find(context.known.begin(), context.known.end(), "secteur")) continue;
        // "j’ai (déjà) bossé au …" is over.
        if (rule.fact == "statut" && rule.value == "salarie" && rule.if_asked.empty() && hit.first > 0) {
            const auto past = [&](std::uint32_t back) {
                return hit.first >= back && among(a.words[hit.first - back].text, {"ai", "a", "avais", "avait"}) && !a.words[hit.first - back].grave;
            };
            const bool verb = among(a.words[hit.first].text, {"travaille", "bosse", "taffe", "deja"});
            if (verb && (past(1) || (past(2) && among(a.words[hit.first - 1].text, {"deja", "jamais", "beaucoup", "toujours", "pas"})))) continue;
        }
        // "BRSA : non", "RQTH non", "véhicule ok": as in notes.
        if (rule.negation == FactRule::Negation::invert && hit.last + 1 < a.words.size() && a.words[hit.last + 1].text == "non" &&
            !a.words[hit.last + 1].sentence && (hit.last + 2 >= a.words.size() || a.words[hit.last + 2].clause)) {
            raw.fact.value = "non";
            raw.fact.denied = false;
        }
        if (rule.negation == FactRule::Negation::invert && hit.last + 1 < a.words.size() && among(a.words[hit.last + 1].text, {"ok", "oui"}) &&
            !a.words[hit.last + 1].clause)
            raw.fact.value = rule.value;
        const auto overlaps = [&](const Found::Hit& other) {
            return other.first <= hit.last && hit.first <= other.last;
        };
        if (rule.fact == "secteur" && std::any_of(found.measures.begin(), found.measures.end(), [&](const Found::Hit& other) {
                return overlaps(other) && !schema_code(lexicon.measures[other.rule].id).empty();
            }))
            continue;
        if (rule.id == "diploma.failed") {  // "CAP obtenu, BP pas fini": each its own
            bool parted = false;
            for (auto w = hit.first + 1; w <= hit.last; ++w) parted = parted || (a.words[w].clause && a.words[w].text != "mais" && a.words[w].text != "je");
            if (parted) continue;
        }
        // "cherche France Travail", "Cap emploi" are no wish for a job.
        if (rule.fact == "souhait" && hit.last > 0 &&
            among(a.words[hit.last].text, {"travail", "emploi"}) &&
            among(a.words[hit.last - 1].text, {"france", "pole", "cap"}))
            continue;
        raw.rank = rule.fact == "statut"           ? rank_of_status(raw.fact.value)
                   : rule.fact == "secteur"        ? (context.asked == "secteur" ? 2 : rank_of_sector(a, hit.first))
                   : rule.fact == "niveau_diplome" ? rank_of_diploma(raw.fact.value)
                   : rule.fact == "permis"         ? (raw.fact.value == "en_cours" ? 1 : 0)
                                                   : 0;
        if (raw.rank > 0 && rule.deduced && rule.fact == "statut")
            raw.rank = raw.fact.value == "demandeur_emploi" ? 1 : 0;
        // A longer match of another value at the same place knows better ("bac pro" and "bac").
        const bool inside = !is_list(rule.fact) && std::any_of(found.facts.begin(), found.facts.end(), [&](const Found::Hit& other) {
            return lexicon.facts[other.rule].fact == rule.fact && other.rule != hit.rule &&
                   other.first <= hit.first && other.last >= hit.last &&
                   (other.last - other.first) > (hit.last - hit.first) &&
                   (lexicon.facts[other.rule].if_asked.empty() ||
                    lexicon.facts[other.rule].if_asked == context.asked);
        });
        if (!inside) out.push_back(std::move(raw));
    }

    // "moins de 26 ans, bac, projet …": a diploma that is a clause of its own.
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> alone{
        {{"brevet", "brevet"}, {"cap", "cap_bep"}, {"bep", "cap_bep"}, {"bac", "bac"}, {"bts", "bac2"}, {"dut", "bac2"}, {"licence", "bac3"}, {"master", "bac5"}}};
    for (std::uint32_t w = 0; w < a.words.size(); ++w)
        for (const auto& [name, level] : alone) {
            const bool ends = w + 1 == a.words.size() || a.words[w + 1].clause;
            if (a.words[w].text != name || !a.words[w].clause || !ends) continue;
            if (std::any_of(out.begin(), out.end(), [](const RawFact& f) { return f.fact.name == "niveau_diplome"; })) continue;
            RawFact raw;
            raw.first = raw.last = w;
            raw.fact = {"niveau_diplome", std::string(level), a.span(w, w), "diploma.alone", Certainty::exact, false};
            raw.rank = rank_of_diploma(level);
            out.push_back(std::move(raw));
        }

    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> means{{{"rsa", "rsa"}, {"brsa", "rsa"}, {"aah", "aah"}, {"are", "are"}}};
    for (std::uint32_t w = 0; w < a.words.size(); ++w)
        for (const auto& [word, fact] : means) {
            const bool ends = w + 1 == a.words.size() || a.words[w + 1].clause;
            const auto says = [&](const RawFact& f) { return f.fact.name == fact; };
            if (a.words[w].text != word || !a.words[w].clause || !ends || std::any_of(out.begin(), out.end(), says)) continue;
            RawFact raw;
            raw.first = raw.last = w;
            raw.fact = {std::string(fact), "oui", a.span(w, w), "means.alone", Certainty::exact, false};
            out.push_back(std::move(raw));
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
        if (home == nullptr || mention.evidence > home->evidence || (mention.lives && !home->lives && mention.evidence == home->evidence) ||
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
                        : mention.lives       ? "place.lives"
                        : mention.former        ? "place.former_name"
                                                : "place.name";
        raw.fact.certainty = mention.mended        ? Certainty::corrected
                             : mention.postal_code ? Certainty::deduced
                                                   : Certainty::exact;
        out.push_back(std::move(raw));
    }
    for (const auto& postal : places.postal) {
        RawFact raw;
        words(postal.first, postal.last, raw);
        raw.fact.name = "code_postal";
        raw.fact.value = postal.code;
        raw.fact.rule = "place.postal_code_said";
        out.push_back(std::move(raw));
    }
    for (const auto& quarter : places.quarters) {
        RawFact raw;
        words(quarter.first, quarter.last, raw);
        raw.fact.name = "quartier";
        raw.fact.value = quarter.name;
        raw.fact.rule = "place.quarter";
        if (home == nullptr && !quarter.code.empty()) {
            RawFact commune = raw;
            commune.fact.name = "commune";
            commune.fact.value = quarter.code;
            commune.fact.rule = "place.of_quarter";
            commune.fact.certainty = Certainty::deduced;
            out.push_back(std::move(commune));
        }
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

namespace {

/// "pour mon frère": what is asked for is for him, though "je cherche" stands before.
bool asks_for_somebody(std::string_view verb) {
    return among(
        verb,
        {"cherche", "voudrais", "veux",  "souhaite", "aimerais", "peux",   "demande", "ecris",
         "contacte", "viens",    "sais",  "savoir",   "me",       "pense",  "crois",   "recherche",
         "souhaiterais", "accompagne", "suis_conseiller", "voulais", "appelle"}
    );
}

struct Persons {
    std::vector<std::string> of_word;  ///< empty: the default person
    std::vector<std::string> named;    ///< in the order of the text
    bool me = false;                   ///< the writer names themselves with weight: "et moi", "pour moi"
};

Persons read_persons(const Lexicon& lexicon, const Analysis& a, const Found& found) {
    Persons persons;
    persons.of_word.resize(a.words.size());
    std::map<std::uint32_t, std::string> begins;
    bool for_them = false;
    int children = 0;
    std::vector<std::string> nouns;
    const auto word = [&](std::int64_t w) {
        return w >= 0 && w < static_cast<std::int64_t>(a.words.size())
                   ? std::string_view(a.words[static_cast<std::size_t>(w)].text)
                   : std::string_view{};
    };
    for (const auto& hit : found.marks) {
        if (lexicon.marks[hit.rule].mark != Mark::person) continue;
        const auto at = static_cast<std::int64_t>(hit.first);
        const auto before = word(at - 1), before2 = word(at - 2);
        const auto& who = lexicon.marks[hit.rule].value;
        if (begins.contains(hit.first)) continue;
        const bool asked_about = before == "pour" || (before == "de" && among(before2, {"situation", "cas", "sujet", "propos", "pour"}));
        if (!asked_about &&
            (among(before, {"chez", "avec", "par", "de", "a", "du"}) || (before == "et" && before2 == "moi") ||
             before == "ai" || before2 == "ai" || before2 == "avec" || before == "suis" || before2 == "chez"))
            continue;
        for_them = for_them || asked_about;
        std::string name = who;
        if (who == "enfant") {
            const std::string noun(word(hit.last));
            const bool again = std::find(nouns.begin(), nouns.end(), noun) != nouns.end() && !(word(hit.last + 1LL) == "de" && word(hit.last + 2LL) != "l") && word(at + 1) != "autre";
            if (!again) {
                ++children;
                nouns.push_back(noun);
            }
            if (children > 1 && !again) name = "enfant_2";
            if (again && children > 1 && noun != nouns.front()) name = "enfant_2";
        }
        begins[hit.first] = name;
        if (std::find(persons.named.begin(), persons.named.end(), name) == persons.named.end())
            persons.named.push_back(name);
    }
    for (std::size_t w = 0; w + 1 < a.words.size(); ++w)
        if (word(static_cast<std::int64_t>(w)) == "pour" && among(word(static_cast<std::int64_t>(w) + 1), {"lui", "elle", "eux"}))
            for_them = for_them || !begins.empty();
    for (std::int64_t w = 0; w < static_cast<std::int64_t>(a.words.size()); ++w)
        if (word(w) == "moi" && (among(word(w - 1), {"et", "pour", "maintenant", "enfin", "mais"}) || among(word(w + 1), {"je", "aussi"}) || a.words.size() <= 2))
            persons.me = true;
    std::string now = for_them && !begins.empty() ? begins.begin()->second : std::string();
    for (std::uint32_t w = 0; w < a.words.size(); ++w) {
        const auto next = word(static_cast<std::int64_t>(w) + 1);
        if (const auto begin = begins.find(w); begin != begins.end())
            now = begin->second;
        else if (word(w) == "je" && !(for_them && asks_for_somebody(next)))
            now.clear();
        else if (word(w) == "moi" && !among(word(static_cast<std::int64_t>(w) - 1), {"chez", "aidez", "aide", "dites", "dis", "avec", "de", "expliquez", "explique", "comme", "que", "a"}))
            now.clear();
        persons.of_word[w] = now;
    }
    return persons;
}

/// One value a fact: the highest rank, then the last said; lists keep all of the highest rank; denied values
/// stay beside.
std::vector<Fact> chosen(std::vector<RawFact> raw) {
    std::vector<Fact> out;
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
    // "redoublé mon CAP et pas eu": the CAP is not had. "Job pour l’été" is no lasting job.
    const auto over = [](const RawFact& x, const RawFact& y) {
        return x.fact.evidence.begin < y.fact.evidence.end && y.fact.evidence.begin < x.fact.evidence.end;
    };
    const auto all = raw;
    std::erase_if(raw, [&](const RawFact& f) {
        if (f.fact.denied) return false;
        return std::any_of(all.begin(), all.end(), [&](const RawFact& other) {
            if (f.fact.name == "niveau_diplome")
                return other.fact.rule == "diploma.failed" && other.fact.value == f.fact.value && over(f, other);
            if (f.fact.name == "souhait" && f.fact.value == "emploi")
                return other.fact.name == "souhait" && among(other.fact.value, {"job_ete", "stage"}) && over(f, other) && !other.fact.denied;
            return false;
        });
    });
    std::map<std::string, const RawFact*> best;
    std::map<std::string, int> rank;
    for (const auto& f : raw) {
        if (f.fact.denied) continue;
        auto& kept = best[f.fact.name];
        if (kept == nullptr || f.rank >= kept->rank) kept = &f;
        auto& highest = rank.try_emplace(f.fact.name, f.rank).first->second;
        highest = std::max(highest, f.rank);
    }
    for (const auto& f : raw) {
        const bool list = is_list(f.fact.name);
        const bool wanted = f.fact.denied ? list || best.find(f.fact.name) == best.end() ||
                                                best[f.fact.name]->fact.value != f.fact.value
                            : list        ? f.rank == rank[f.fact.name] || (f.fact.name == "secteur" && f.rank > 0 && rank[f.fact.name] < 2)
                                          : best[f.fact.name] == &f;
        const bool there = std::any_of(out.begin(), out.end(), [&](const Fact& k) {
            return k.name == f.fact.name && k.value == f.fact.value && k.denied == f.fact.denied;
        });
        // In a list the same value said and denied: the later one counts.
        if (wanted && !there) out.push_back(f.fact);
    }
    for (const auto& no : std::vector<Fact>(out))
        if (no.denied && is_list(no.name))
            std::erase_if(out, [&](const Fact& yes) {
                return !yes.denied && yes.name == no.name && yes.value == no.value &&
                       yes.evidence.begin <= no.evidence.end;
            });
    return out;
}

}  // namespace

void settle(
    const Lexicon& lexicon,
    const Analysis& a,
    const Found& found,
    const Context& context,
    std::vector<RawFact> raw,
    Reading& reading
) {
    const auto persons = read_persons(lexicon, a, found);
    const auto whose = [&](const RawFact& f) {
        return f.first < persons.of_word.size() ? persons.of_word[f.first] : std::string();
    };
    const bool mine = std::any_of(raw.begin(), raw.end(), [&](const RawFact& f) { return whose(f).empty(); });
    if (!mine && !persons.named.empty()) reading.about = persons.named.front();
    if (reading.about.empty() && persons.me && !context.focus.empty() && context.focus != "moi" && context.focus != "usager")
        reading.about = "moi";
    std::map<std::string, std::vector<RawFact>> by_person;
    for (auto& f : raw) {
        auto person = whose(f);
        if (person.empty() && reading.about == "moi") person = "moi";
        by_person[person].push_back(std::move(f));
    }
    reading.facts = chosen(std::move(by_person[reading.about]));
    for (const auto& name : persons.named)
        if (name != reading.about && !by_person[name].empty())
            reading.others.push_back({name, chosen(std::move(by_person[name]))});
}

}  // namespace bot::reading
