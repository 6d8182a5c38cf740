#include "bot/reading/facts.hpp"

#include "bot/reading/match_context.hpp"
#include "bot/reading/plain_words.hpp"
#include "bot/reading/slots.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::reading {
namespace {

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

/// Whether a branch is wished for (2), only named (1), or had as a job or a diploma (0): the last verb before it
/// decides.
int rank_of_sector(const Analysis& a, std::uint32_t first) {
    for (std::uint32_t back = 0; back <= 14 && back <= first; ++back) {
        const auto& word = a.words[first - back];
        // "je voudrais travaillé dans la petite enfance", as people spell it
        if (back < first && among(word.text, {"travaille", "bosse", "bosser", "travailler"}) && among(a.words[first - back - 1].text, {"veux", "voudrais", "veut", "voudrait", "aimerais", "aimerait", "souhaite", "pouvoir", "peux"})) return 2;
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

/// Of two states of one person, the one that rules out the other is kept ("étudiant" with a small job).
int rank_of_status(std::string_view value) {
    if (among(value, {"apprenti", "contrat_pro", "service_civique"})) return 5;  // "alternante en BTS", "service civique dans un collège"
    if (among(
            value,
            {"collegien",
             "lyceen",
             "etudiant",
             "stagiaire_formation"}
        ))
        return 4;
    if (among(value, {"interim", "independant"})) return 3;  // says more than "je travaille"
    return value == "neet" ? 1 : 2;
}

void read_patterns(
    const Lexicon& lexicon,
    const Analysis& a,
    const Found& found,
    const Context& context,
    std::vector<RawFact>& out
) {
    const bool word_asked = meaning_asked(a);
    for (const auto& hit : found.facts) {
        const auto& rule = lexicon.facts[hit.rule];
        if (!rule.if_asked.empty() && rule.if_asked != context.asked) continue;
        // "une formation payée ?", "je voudrais faire un apprentissage", to the question on what one does: no answer to it
        if (rule.if_asked == "statut" && rule.fact == "statut" && !among(rule.value, {"neet", "demandeur_emploi"}) &&
            ((a.text.question && !told_of_somebody(a, hit.first, hit.last)) || (asks_to_get(a, hit.first) && wished(a, hit.first, hit.last))))
            continue;
        // "j’ai droit au chômage ?": asked about, not had; "c’est quoi France Travail": no nationality
        if (a.text.question && among(rule.fact, {"are", "rsa", "aah", "bourse", "statut"}) && rule.if_asked.empty() && (rule.fact != "statut" || rule.value == "demandeur_emploi") &&
            right_asked(a, hit.first, hit.last))
            continue;
        if (rule.fact == "nationalite" && hit.last + 1 < a.words.size() && a.words[hit.last + 1].text == "travail") continue;
        if (word_asked && rule.if_asked.empty() && among(rule.fact, {"statut", "rqth", "handicap", "qpv", "rsa", "aah", "are", "bourse", "ase", "souhait", "mesure_en_cours", "secteur"}) &&
            !told_of_somebody(a, hit.first, hit.last))
            continue;
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
        if (cancelled && rule.id != "diploma.failed") continue;
        if (rule.negation == FactRule::Negation::always)
            raw.fact.denied = true;
        else if (rule.negation != FactRule::Negation::ignore && !hit.negative && denied_before(a, hit.first, hit.last)) {
            if (rule.negation == FactRule::Negation::invert)
                raw.fact.value = "non";
            else
                raw.fact.denied = true;
        }
        // "veut quitter, 24 a, CAP, permis B": a bare noun behind a comma is no object of that verb
        if (rule.fact == "souhait" && rule.if_asked.empty() && hit.last > hit.first && a.words[hit.last].clause) {
            bool parted = false;  // before it already; "je cherche : emploi, formation" goes on with what it looks for
            for (std::uint32_t w = hit.first + 2; w < hit.last; ++w) parted = parted || a.words[w].clause;
            if (parted) continue;
        }
        // "finalement j’ai eu le permis": said as a change, not as a wish; "vise la petite enfance, permis en cours"
        if (rule.fact == "souhait" && rule.if_asked.empty() && among(a.words[hit.first].text, {"finalement", "plutot", "objectif", "ideal"})) {
            bool had = false;
            for (auto w = hit.first + 1; w < hit.last; ++w) had = had || among(a.words[w].text, {"ai", "suis", "eu", "a"});
            if (had) continue;
        }
        if (rule.fact == "souhait" && among(rule.value, {"permis", "logement"}) && hit.last > hit.first && a.words[hit.last].clause && rule.if_asked.empty()) continue;
        if (rule.fact == "logement" && rule.value == "autonome" && rule.if_asked.empty() && said_before_in(a, hit.first, 4, {"voudrais", "veux", "voudrait", "veut", "cherche", "aimerais", "aimerait", "trouver", "reve"})) continue;
        if (rule.fact == "niveau_diplome" && !raw.fact.denied && rule.value != "aucun" && only_planned(a, hit.first, hit.last)) continue;
        if (rule.fact == "niveau_diplome" && rule.value != "aucun" && hit.first > 0 && (a.words[hit.first - 1].text == "infra" || a.words[hit.first].text == "infra")) continue;
        // "je termine mon apprentissage": it is not over yet
        if (rule.fact == "mesure_passee" && hit.first > 0 && among(a.words[hit.first].text, {"termine", "fini", "finis"}) && among(a.words[hit.first - 1].text, {"je", "il", "elle", "on"})) continue;
        // "ancien boxeur, le SMV me prend": not over a comma; "et après un contrat pro, c’est possible ?": still to come
        if (rule.fact == "mesure_passee") {
            bool parted = a.text.question && a.words[hit.first].text == "apres";
            for (auto w = hit.first + 1; w <= hit.last; ++w) parted = parted || (a.words[w].clause && among(a.words[hit.first].text, {"ancien", "ancienne", "fin", "apres", "fini", "termine"}));
            if (parted) continue;
        }
        if ((rule.id == "souhait.asked" || rule.value == "job_ete") && raw.fact.denied) continue;  // "y a pas de boulot"
        // "CAP coiffure obtenu, BP pas fini": what was obtained stands before the comma
        if (rule.fact == "niveau_diplome" && !raw.fact.denied && among(a.words[hit.first].text, {"obtenu", "obtenue", "valide", "validee", "eu", "decroche", "diplome"})) {
            bool parted = false;
            for (auto w = hit.first + 1; w <= hit.last; ++w) parted = parted || a.words[w].clause;
            if (parted) continue;
        }
        const auto said_before = [&](std::uint32_t reach, std::initializer_list<std::string_view> list) { return said_before_in(a, hit.first, reach, list); };
        // "si je fais un service civique", "un volontaire en service civique gagne combien": not what somebody does now
        if (rule.fact == "statut" && rule.value == "service_civique" && rule.if_asked.empty()) {
            const bool generic = a.words[hit.first].text == "volontaire" && !said_before(2, {"suis", "est", "actuellement", "comme", "es"}) && hit.first > 0;
            if (generic || (among(a.words[hit.first].text, {"fais", "fait", "suis"}) && said_before(3, {"si"}))) continue;
        }
        // "où aller pour faire ma demande de RQTH": still to be made
        if (rule.fact == "rqth" && raw.fact.value == "en_cours" && rule.if_asked.empty() && said_before(4, {"faire", "deposer", "remplir", "envoyer", "monter", "constituer"}) && !said_before(6, {"viens", "vient"})) continue;
        // "pas inscrit, Cap emploi ça marche ?": the denial ends at the comma
        if (among(rule.fact, {"inscrit_ft", "suivi_ml", "suivi_cap"}) && raw.fact.value == "non") {
            bool parted = false;
            for (auto w = hit.first + 1; w <= hit.last; ++w) parted = parted || (a.words[w].clause && !among(a.words[w].text, {"ni", "et"}));
            if (parted) continue;
        }
        // "une alternance ou un CDI", to the question what is wished for
        if (rule.fact == "statut" && context.asked == "souhait" && rule.if_asked.empty() && among(rule.value, {"salarie", "apprenti", "interim", "contrat_pro", "stagiaire_formation", "service_civique"})) {
            bool now = false;
            for (std::uint32_t w = hit.first > 1 ? hit.first - 2 : 0; w <= hit.last; ++w) now = now || among(a.words[w].text, {"suis", "est", "ai", "travaille", "bosse", "deja", "actuellement"});
            if (!now) continue;
        }
        // "je viens de finir ma licence", to the question on what one does
        if (rule.fact == "statut" && rule.if_asked == "statut" && among(rule.value, {"etudiant", "lyceen"}) &&
            std::any_of(a.words.begin(), a.words.end(), [](const Word& w) { return among(w.text, {"finir", "fini", "termine", "terminer", "obtenir", "obtenu", "arrete", "quitte", "lache"}); }))
            continue;
        // "une alternance en BTS comptabilité": where to, not where from
        if (rule.fact == "statut" && among(rule.value, {"etudiant", "lyceen"}) && a.words[hit.first].text == "en" && rule.if_asked.empty()) {
            bool aim = false;
            for (std::uint32_t back = 1; back <= 4 && back <= hit.first && !a.words[hit.first - back + 1].clause; ++back)
                aim = aim || among(a.words[hit.first - back].text, {"alternance", "apprentissage", "formation", "cherche", "recherche", "entrer", "inscription", "inscrire", "veux", "voudrais", "veut", "projet", "contrat", "place"});
            if (aim) continue;
        }
        // "et pour le permis ?", "pour la RQTH je fais comment": what is asked about, not what is had
        if (among(rule.fact, {"permis", "rqth", "bourse", "vehicule", "aah", "rsa"}) && rule.if_asked.empty() && raw.fact.value == "oui") {
            bool topic = false;
            for (std::uint32_t w = hit.first > 2 ? hit.first - 2 : 0; w <= hit.last; ++w)
                topic = topic || (a.words[w].text == "pour" && w + 1 <= hit.last && (w + 1 == hit.first || among(a.words[w + 1].text, {"le", "la", "mon", "ma", "avoir", "passer"})) && !(w + 2 < a.words.size() && a.words[w + 1].clause));
            if (topic && a.text.question) continue;
        }
        if (rule.id == "statut.over" && still_runs(a, hit.first, hit.last, context.today)) continue;
        // "le dossier est parti hier": of the MDPH, if that was spoken of
        if (rule.id == "rqth.file" && !among(context.asked, {"rqth", "handicap"}) && std::none_of(context.known.begin(), context.known.end(), [](const auto& k) { return k == "rqth" || k == "handicap"; })) continue;
        // "je taf plus": out of work; "je ne travaille pas dans la vente" is something else
        if (rule.fact == "statut" && rule.value == "salarie" && raw.fact.denied) {
            const auto at = [&](std::uint32_t w) { return w < a.words.size() ? std::string_view(a.words[w].text) : std::string_view{}; };
            for (auto w = hit.first; w <= hit.last; ++w)
                if (among(at(w), {"travaille", "bosse", "taffe", "taf", "travail"}) && among(at(w + 1), {"plus", "pas"}) && !among(at(w + 2), {"dans", "a", "chez", "en", "comme", "avec", "beaucoup", "encore"})) {
                    raw.fact.value = "demandeur_emploi";
                    raw.fact.denied = false;
                    raw.fact.rule = "statut.over";
                }
        }
        // "deux enfants, pas un"
        if (rule.fact == "enfants" && hit.last + 2 < a.words.size() && a.words[hit.last + 1].text == "pas" &&
            (a.words[hit.last + 2].number || among(a.words[hit.last + 2].text, {"un", "une"}))) {
            auto no = raw;
            no.fact.value = a.words[hit.last + 2].number ? a.words[hit.last + 2].text : "1";
            no.fact.denied = true;
            no.fact.evidence = a.span(hit.last + 1, hit.last + 2);
            if (no.fact.value != raw.fact.value) out.push_back(std::move(no));
        }
        if (rule.fact == "statut" && among(rule.value, {"salarie", "interim", "apprenti", "contrat_pro", "stagiaire_formation", "service_civique", "independant"}) &&
            rule.if_asked.empty() && wished(a, hit.first, hit.last))
            continue;
        // "je veux arrêter le lycée": a plan, not yet done.
        if (rule.fact == "decrochage" || rule.id == "statut.left_school") {
            bool plan = false;
            for (std::uint32_t back = 0; back <= 3 && back <= hit.first; ++back)
                plan = plan || (among(a.words[hit.first - back].text, {"veux", "voudrais", "veut", "voudrait", "envie", "pense", "hesite", "aimerais", "compte"}));
            for (auto w = hit.first; w <= hit.last; ++w) plan = plan || among(a.words[w].text, {"veux", "voudrais", "envie"});
            if (plan) continue;
        }
        // "je veux plus aller au collège": still a pupil
        if (rule.fact == "statut" && raw.fact.denied && among(rule.value, {"collegien", "lyceen", "etudiant"})) {
            for (std::uint32_t back = 0; back <= 5 && back <= hit.first; ++back)
                if (among(a.words[hit.first - back].text, {"veux", "voudrais", "veut", "peux", "envie", "supporte", "aime"})) raw.fact.denied = false;
            for (auto w = hit.first; w <= hit.last; ++w)
                if (among(a.words[w].text, {"veux", "voudrais", "veut", "peux", "envie", "supporte", "aime"})) raw.fact.denied = false;
        }
        if (rule.fact == "nationalite" && rule.value == "hors_ue") {
            bool both = false;
            for (std::uint32_t w = hit.first > 0 ? hit.first - 1 : 0; w <= hit.last; ++w) both = both || a.words[w].text == "franco";
            if (both) continue;
        }
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
        // "la vente non, plutôt la logistique"
        if (rule.negation == FactRule::Negation::deny && is_list(rule.fact) && hit.last + 1 < a.words.size() && a.words[hit.last + 1].text == "non" &&
            !a.words[hit.last + 1].clause && (hit.last + 2 >= a.words.size() || a.words[hit.last + 2].clause))
            raw.fact.denied = true;
        if (rule.negation == FactRule::Negation::deny && is_list(rule.fact) && refused_after(a, hit.last)) raw.fact.denied = true;
        if (rule.negation == FactRule::Negation::invert && hit.last + 1 < a.words.size() && among(a.words[hit.last + 1].text, {"ok", "oui"}) &&
            !a.words[hit.last + 1].clause)
            raw.fact.value = rule.value;
        const auto overlaps = [&](const Found::Hit& other) {
            return other.first <= hit.last && hit.first <= other.last;
        };
        // "master de droit", "ma licence d’histoire", "études de médecine": what was studied there is no branch of work.
        if (rule.fact == "secteur" && rule.if_asked.empty()) {
            bool studies = false, wish = false;
            for (std::uint32_t back = 1; back <= 3 && back <= hit.first; ++back) {
                if (a.words[hit.first - back + 1].clause) break;
                studies = studies || among(a.words[hit.first - back].text, {"master", "licence", "fac", "etudes", "l1", "l2", "l3", "m1", "m2", "doctorat", "universite", "mastere"});
            }
            for (auto w = hit.first; w < hit.last; ++w)
                studies = studies || among(a.words[w].text, {"master", "licence", "fac", "etudes", "l1", "l2", "l3", "m1", "m2", "doctorat", "universite", "mastere"});
            for (std::uint32_t back = 1; back <= 7 && back <= hit.first; ++back)
                wish = wish || among(a.words[hit.first - back].text, {"veux", "voudrais", "cherche", "vise", "veut", "voudrait", "aimerais", "reprendre", "projet"});
            if (studies && !wish && context.asked != "secteur") continue;
        }
        if (rule.fact == "secteur" && std::any_of(found.measures.begin(), found.measures.end(), [&](const Found::Hit& other) {
                return overlaps(other) && !schema_code(lexicon.measures[other.rule].id).empty();
            }))
            continue;
        if (rule.id == "diploma.failed") {  // "CAP obtenu, BP pas fini": each its own
            bool parted = false;
            const auto diploma = [&](std::uint32_t w) { return among(a.words[w].text, {"cap", "bep", "bac", "bts", "dut", "licence", "brevet", "master", "bp"}); };
            std::uint32_t named = 0;  // "CAP coiffure et bac pro loupé": the nearest one
            for (auto w = hit.first; w <= hit.last; ++w) named += diploma(w) ? 1 : 0;
            if (named > 1 && diploma(hit.first)) continue;
            // "j’ai mon BEP, j’ai pas eu le bac": what follows the denial is what was not had
            bool next_one = false;
            for (auto w = hit.last + 1; named > 0 && diploma(hit.first) && w <= hit.last + 3 && w < a.words.size() && !a.words[w].clause; ++w) next_one = next_one || diploma(w);
            if (next_one && !diploma(hit.last)) continue;
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
                   : rule.fact == "titre_sejour"   ? (raw.fact.value == "carte_resident" ? 1 : 0)  // what a refugee has been given since
                   : rule.fact == "permis"         ? (raw.fact.value == "en_cours" ? 1 : 0)
                                                   : 0;
        if (raw.rank > 0 && rule.deduced && rule.fact == "statut")
            raw.rank = raw.fact.value == "demandeur_emploi" ? 1 : 0;
        // A longer match of another value at the same place knows better ("bac pro" and "bac").
        const bool inside = !is_list(rule.fact) && rule.id != "diploma.failed" && std::any_of(found.facts.begin(), found.facts.end(), [&](const Found::Hit& other) {
            const auto& longer = lexicon.facts[other.rule];
            if (longer.id == "diploma.failed" || longer.id == "rqth.file") return false;  // weighed when values are chosen
            if (rule.fact == "statut" && rank_of_status(rule.value) > rank_of_status(longer.value)) return false;
            return longer.fact == rule.fact && other.rule != hit.rule &&
                   other.first <= hit.first && other.last >= hit.last &&
                   (other.last - other.first) > (hit.last - hit.first) &&
                   (lexicon.facts[other.rule].if_asked.empty() ||
                    lexicon.facts[other.rule].if_asked == context.asked);
        });
        if (!inside) out.push_back(std::move(raw));
    }

    read_plain_words(a, context, out);
    // "je veux pas bosser dans la vente" denies the branch, not the wish to work.
    std::vector<std::uint32_t> branches_denied;
    for (const auto& f : out)
        if (f.fact.name == "secteur" && f.fact.denied) branches_denied.push_back(f.first);
    std::erase_if(out, [&](const RawFact& f) {
        return f.fact.name == "souhait" && f.fact.denied &&
               std::any_of(branches_denied.begin(), branches_denied.end(), [&](std::uint32_t at) { return at + 1 >= f.first && at <= f.last + 4; });
    });

    // "moins de 26 ans, bac, projet …": a diploma that is a clause of its own.
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> alone{
        {{"bp", "bac"}, {"brevet", "brevet"}, {"cap", "cap_bep"}, {"bep", "cap_bep"}, {"bac", "bac"}, {"bts", "bac2"}, {"dut", "bac2"}, {"licence", "bac3"}, {"master", "bac5"}}};
    for (std::uint32_t w = 0; w < a.words.size(); ++w)
        for (const auto& [name, level] : alone) {
            const bool ends = w + 1 == a.words.size() || a.words[w + 1].clause;
            // "23 ans Rouen bac": the last word, after none that would make it a plan or a place of study.
            const bool last = w + 1 == a.words.size() && w > 0 && a.heavy() <= 8 &&
                              !among(a.words[w - 1].text, {"le", "un", "une", "du", "de", "mon", "ma", "en", "au", "ce", "cette", "passer", "repasser", "apres", "avant", "pour", "sans", "pas",
                                                           "plus", "la", "faire", "prepare", "niveau", "annee", "ni", "et", "ou", "mais", "son", "sa"});
            // "22 ans dieppe bts compta": with its branch, after none of those words
            const bool with_branch = w > 0 && context.asked.empty() && (a.heavy() <= 12 || a.words[w].clause) && (name == "bts" || name == "cap" || name == "bep" || name == "dut") &&
                                     !among(a.words[w - 1].text, {"le", "un", "une", "du", "de", "mon", "ma", "en", "au", "ce", "cette", "passer", "repasser", "apres", "avant", "pour", "sans", "pas", "plus",
                                                                  "la", "faire", "prepare", "annee", "ni", "ou", "son", "sa", "vers", "projet", "veux", "vise", "souhaite", "cherche", "voudrais"}) &&
                                     std::any_of(found.facts.begin(), found.facts.end(), [&](const Found::Hit& hit) {
                                         return lexicon.facts[hit.rule].fact == "secteur" && (hit.first == w + 1 || hit.first == w) && hit.last >= w + 1;
                                     });
            if (with_branch ? only_planned(a, w, w) : a.words[w].text != name || !(a.words[w].clause || last) || !ends) continue;
            if (a.words[w].text != name) continue;
            const bool foreign = std::any_of(found.marks.begin(), found.marks.end(), [&](const Found::Hit& mark) {
                return lexicon.marks[mark.rule].mark == Mark::no_fact && mark.first <= w && w <= mark.last && mark.last > mark.first;
            });
            if (foreign) continue;  // "CAP obtenu au Mali"
            if (std::any_of(out.begin(), out.end(), [](const RawFact& f) { return f.fact.name == "niveau_diplome"; })) continue;
            RawFact raw;
            raw.first = raw.last = w;
            raw.fact = {"niveau_diplome", std::string(level), a.span(w, w), "diploma.alone", Certainty::exact, false};
            raw.rank = rank_of_diploma(level);
            out.push_back(std::move(raw));
        }

    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> means{{{"rsa", "rsa"}, {"brsa", "rsa"}, {"aah", "aah"}, {"are", "are"}, {"th", "rqth"}}};
    for (std::uint32_t w = 0; w < a.words.size(); ++w)
        for (const auto& [word, fact] : means) {
            const bool ends = w + 1 == a.words.size() || a.words[w + 1].clause;
            const auto says = [&](const RawFact& f) { return f.fact.name == fact; };
            const bool note = w + 1 < a.words.size() && among(a.words[w + 1].text, {"couple", "majore", "socle", "seul", "depuis", "jeune"});  // "RSA couple"
            // "29 ans TH suivi Cap emploi": in capitals, in an adviser’s note, it means one thing only.
            const bool acronym = word == "th" && context.partner && a.text.tokens[a.words[w].token].acronym && !a.text.shouted && !denied_before(a, w, w);
            if (a.words[w].text != word || (!acronym && (!a.words[w].clause || !(ends || note))) || std::any_of(out.begin(), out.end(), says)) continue;
            RawFact raw;
            raw.first = raw.last = w;
            raw.fact = {std::string(fact), "oui", a.span(w, w), "means.alone", Certainty::exact, false};
            out.push_back(std::move(raw));
        }

    // A trade as the answer to "what do you do?": "aide-soignante", "serveur en extra".
    if (context.asked == "statut" && std::none_of(out.begin(), out.end(), [](const RawFact& f) { return f.fact.name == "statut"; })) {
        const auto trade = std::find_if(out.begin(), out.end(), [&](const RawFact& f) { return f.fact.name == "secteur" && !f.fact.denied; });
        const bool wishes = std::any_of(a.words.begin(), a.words.end(), [](const Word& w) {
            return among(w.text, {"veux", "voudrais", "cherche", "recherche", "fac", "etudes", "formation", "ecole", "cap", "bts", "licence", "master", "lycee", "stage", "diplome", "prepa", "aime", "projet", "bac", "pro", "annee", "1eme", "2eme", "terminale", "premiere", "seconde"});
        });
        const bool otherwise = std::any_of(out.begin(), out.end(), [](const RawFact& f) { return f.fact.name == "inscrit_ft" && f.fact.value == "oui"; }) ||
                               std::any_of(a.words.begin(), a.words.end(), [](const Word& w) { return among(w.text, {"etais", "etait", "avant", "ancien", "ancienne"}); });
        if (trade != out.end() && !wishes && !otherwise && !a.text.question && a.heavy() <= 9) {
            RawFact raw = *trade;
            raw.fact.name = "statut";
            raw.fact.value = "salarie";
            raw.fact.rule = "statut.trade";
            raw.fact.certainty = Certainty::context;
            raw.rank = rank_of_status("salarie");
            out.push_back(std::move(raw));
        }
    }

    // "elle est auxiliaire de vie", said of nobody who looks for work or learns
    if (context.asked.empty() && std::none_of(out.begin(), out.end(), [](const RawFact& f) { return f.fact.name == "statut"; }))
        for (const auto& f : std::vector<RawFact>(out)) {
            if (f.fact.name != "secteur" || f.fact.denied || f.first == 0 || !among(a.words[f.first - 1].text, {"suis", "est"}) || (f.first > 1 && among(a.words[f.first - 2].text, {"ce", "cela"}))) continue;
            const auto next = f.last + 1 < a.words.size() ? std::string_view(a.words[f.last + 1].text) : std::string_view{};
            if (among(next, {"diplome", "diplomee", "de", "depuis"})) continue;
            RawFact raw = f;
            raw.fact.name = "statut";
            raw.fact.value = "salarie";
            raw.fact.rule = "statut.trade";
            raw.fact.certainty = Certainty::deduced;
            raw.rank = 0;
            out.push_back(std::move(raw));
            break;
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

}  // namespace bot::reading
