#include "bot/talking/asides.hpp"

#include "bot/talking/ask.hpp"
#include "bot/talking/commands.hpp"
#include "bot/talking/measure_answer.hpp"
#include "bot/talking/replies.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::talking {
namespace {

using reading::Intent;

bool any_word(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](auto word) { return has_words(text, word); });
}

/// Whom a young person fears to be told: home, school, the authorities.
bool names_who_must_not_know(std::string_view text) {
    return any_word(text, {"parents",  "mere",   "pere",    "maman", "papa",  "daron", "daronne", "darons",   "famille", "tuteur", "tutrice",
                           "educateur", "educatrice", "educ", "ecole", "lycee", "college", "cfa",  "prof",   "profs",    "cpe",     "police",
                           "flics",    "keufs",  "prefecture", "juge", "pjj", "patron"});
}

/// Without the article before it and the politeness after it.
std::string without_article(std::string term) {
    for (const std::string_view article : {"un ", "une ", "le ", "la ", "les ", "l ", "des ", "du ", "de ", "d ", "ton ", "ta ", "votre ", "exactement "})
        if (term.starts_with(article)) term.erase(0, article.size());
    for (const std::string_view tail : {" exactement", " au juste", " deja", " en fait", " au fait"})
        if (term.ends_with(tail)) term.resize(term.size() - tail.size());
    return term;
}

/// Terms that are a door of the catalogue: its own sheet explains them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> doors = {{
    {"mission locale", "suivi_mission_locale"},
    {"mission local", "suivi_mission_locale"},
    {"missions locales", "suivi_mission_locale"},
    {"france travail", "inscription_france_travail"},
    {"pole emploi", "inscription_france_travail"},
    {"cio", "psad_mlds"},
    {"centre d information et d orientation", "psad_mlds"},
}};

/// Terms with a sentence of their own (texts: terme).
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> terms = {{
    {"rqth", "rqth"},
    {"qpv", "qpv"},
    {"quartier prioritaire", "qpv"},
    {"mdph", "mdph"},
    {"cfa", "cfa"},
    {"caf", "caf"},
    {"ccas", "ccas"},
    {"crous", "crous"},
    {"ase", "ase"},
    {"cap emploi", "cap_emploi"},
    {"alternance", "alternance"},
    {"neet", "neet"},
    {"pmsmp", "pmsmp"},
}};

bool begins_with_term(std::string_view text, std::string_view term) {
    return text == term || (text.starts_with(term) && text[term.size()] == ' ');
}

/// Of what the service itself is, or of nothing that could be looked up.
bool points_only(std::string_view term) {
    return term.empty() || any_word(term, {"ca", "cela", "ce truc", "ce service", "ce site", "ce bot", "ce numero", "premier", "premiere", "deuxieme", "phare", "1", "2", "3"}) ||
           term.starts_with("que ") || term.starts_with("qui ");
}

/// "c’est quoi les conditions ?", "c’est quoi le mieux pour moi ?": of what was spoken of, or of the search; no term.
bool asks_of_what_stands(std::string_view term) {
    const auto first = term.substr(0, term.find(' '));
    for (const std::string_view word :
         {"conditions", "condition", "salaire",  "paye",      "paie",       "duree",       "age",     "adresse",      "horaires",  "horaire",    "papiers",   "documents",
          "montant",    "suite",     "probleme", "delai",     "delais",     "demarche",    "demarches", "avantage",   "avantages", "programme",  "numero",    "difference",
          "mieux",      "meilleur",  "meilleure", "etape",    "etapes",     "prochaine",   "regle",   "regles",       "criteres",  "but",        "interet",   "rapport",
          "aide",       "aides",     "piste",    "pistes",    "droits",     "mes",         "mesures", "dispositifs",  "solution",  "solutions",  "formation", "formations",
          "metiers",    "contrat",   "indemnite", "remuneration", "allocation", "plus",    "comme",   "autre",        "autres",    "ces",        "cette",     "ce"})
        if (first == word) return true;
    return std::count(term.begin(), term.end(), ' ') > 2;
}

}  // namespace

std::optional<std::string> term_asked(std::string_view body) {
    const auto text = plain_words(body);
    static constexpr std::array<std::string_view, 16> before = {
        "c est quoi ", "cest quoi ", "c quoi ", "c koi ", "c est koi ", "cest koi ", "ces quoi ", "ca veut dire quoi ", "sa veut dire quoi ",
        "que veut dire ", "que signifie ", "qu est ce que c est ", "qu est ce qu ", "qu est ce que ", "kesako ", "definition de "};
    static constexpr std::array<std::string_view, 7> after = {" c est quoi",        " c quoi",        " c koi", " cest quoi",
                                                              " ca veut dire quoi", " veut dire quoi", " kesako"};
    for (const auto words : before)
        for (const std::string_view opening : {"", "et ", "mais ", "en fait ", "euh ", "ok "}) {
            const auto whole = std::string(opening) + std::string(words);
            if (!text.starts_with(whole)) continue;
            auto term = without_article(text.substr(whole.size()));
            return points_only(term) ? std::string() : term;
        }
    for (const auto words : after)
        if (text.size() > words.size() && text.ends_with(words)) {
            auto term = without_article(text.substr(0, text.size() - words.size()));
            return points_only(term) ? std::string() : term;
        }
    return std::nullopt;
}

bool asks_why_asked(std::string_view body) {
    const auto text = plain_words(body);
    const bool why = any_word(text, {"pourquoi", "pk", "pq", "pkoi", "prk"}) || has_words(text, "a quoi ca sert de");
    return why && any_word(text, {"demandes", "demande ca", "demandez", "poses", "posez", "cette question", "ces questions", "ta question", "tes questions", "besoin de savoir",
                                  "veux savoir", "voulez savoir", "me demande ca", "tu demande", "savoir ca"});
}

bool asks_who_is_told(std::string_view body) {
    const auto text = plain_words(body);
    if (!names_who_must_not_know(text)) return false;
    const bool you = any_word(text, {"tu vas", "vas tu", "tu va", "vous allez", "allez vous", "tu le dis", "tu dis", "tu previens", "tu balances", "est ce que tu", "est ce que vous",
                                     "vous le dites", "tu le diras", "tu diras"}) &&
                     any_word(text, {"dire", "dis", "dites", "diras", "prevenir", "previens", "raconter", "balancer", "balances", "appeler", "contacter", "informer", "repeter"});
    const bool they = any_word(text, {"vont", "va", "seront", "sera", "peuvent", "peut"}) && any_word(text, {"savoir", "au courant", "prevenus", "prevenu", "prevenue", "informes"});
    return you || they;
}

bool asks_whether_free(std::string_view body) {
    const auto text = plain_words(body);
    return text.size() < 40 && any_word(text, {"gratuit", "gratos", "payant", "ca coute", "faut payer"});
}

bool refuses_to_say(std::string_view body) {
    return any_word(plain_words(body), {"dis pas mon", "dis pas ma", "te dis pas", "vous dis pas", "dirai pas", "veux pas te dire", "veux pas dire", "veux pas le dire", "veux pas vous dire",
                                        "veux pas te le dire", "te regarde pas", "vous regarde pas", "pas envie de dire", "pas envie de te dire", "pas envie de repondre", "veux pas repondre",
                                        "repondrai pas", "reponds pas a ca"});
}

bool will_not_call(std::string_view body) {
    return any_word(plain_words(body), {"pas appeler", "pas de credit", "plus de credit", "pas credit", "pas de forfait", "plus de forfait", "pas de telephone", "pas de tel", "plus de tel",
                                        "plus de telephone", "peur d appeler", "peur de appeler", "pas telephoner", "pas parler au telephone", "pas parler au tel", "pas envie d appeler",
                                        "appelle pas", "appelerai pas", "appellerai pas", "pas a parler"});
}

bool asks_what_is_open(std::string_view body) {
    return any_word(plain_words(body), {"droit a quoi", "droit a koi", "droit a qoi"});
}

bool points_at_another(std::string_view body) {
    const auto text = plain_words(body);
    return any_word(text, {"pour lui", "pour elle", "pour eux"}) || text.starts_with("et lui ") || text.starts_with("et elle ") || text == "et lui" || text == "et elle";
}

bool asks_whether_together(std::string_view body) {
    return any_word(plain_words(body), {"cumuler", "cumul", "cumulable", "cumulables", "cumule", "compatible", "compatibles", "en meme temps", "ensemble"});
}

bool reads_with_difficulty(std::string_view body) {
    return any_word(plain_words(body), {"sais pas lire", "sais pas bien lire", "sais pas trop lire", "sais pas tres bien lire", "mal a lire", "lis pas bien", "lis mal", "lis pas tres bien",
                                        "sais pas ecrire", "sais pas bien ecrire", "mal a ecrire", "savoir lire"}) &&
           !any_word(plain_words(body), {"pour lui", "mon", "ma"});
}

bool is_ashamed(std::string_view body) {
    const auto text = plain_words(body);
    return any_word(text, {"honte", "ose pas"}) && any_word(text, {"demander", "aide", "en parler", "dire que", "le dire"});
}

bool explain_term(Turn& turn, const std::string& term) {
    for (const auto& [words, measure] : doors)
        if (begins_with_term(term, words)) {
            answer_measure(turn, measure);
            return true;
        }
    for (const auto& [words, id] : terms)
        if (begins_with_term(term, words)) {
            turn.say("terme", {{"terme", std::string(id)}});
            return true;
        }
    return false;
}

bool answer_aside(Turn& turn, std::string_view body, const reading::Reading& reading) {
    const auto& asked = turn.memory.question;
    const auto term = term_asked(body);
    // Who tells of themselves is answered on that; only what a term itself was taken for is no telling.
    const bool tells = std::any_of(reading.facts.begin(), reading.facts.end(), [&](const reading::Fact& fact) {
        return !term || fact.name == "age" || fact.name == "commune" || fact.name == "departement" || fact.name == "niveau_diplome";
    });
    if (tells) return false;
    if (!asked.field.empty() && reading.measures.empty() && asks_why_asked(body)) {
        const auto id = turn.vocabulary().find(asked.field);
        const bool tu = turn.formality() == wording::Register::tu;
        const std::string because = !id ? std::string() : tu ? turn.vocabulary().at(*id).because_tu : turn.vocabulary().at(*id).because_vous;
        turn.say("pourquoi_question", {{"avec_raison", because.empty() ? "non" : "oui"}, {"raison", because}});
        return true;
    }
    if (!turn.partner() && reads_with_difficulty(body)) {
        turn.memory.simple = true;
        turn.say("lecture");
        return true;
    }
    if (!turn.partner() && reading.measures.empty() && is_ashamed(body)) {
        turn.say("sans_honte");
        if (asked.field.empty() && !turn.memory.leads_given) go_on(turn);
        return true;
    }
    if (!asked.field.empty() && refuses_to_say(body)) {
        skip_question(turn);
        return true;
    }
    if (!turn.partner() && asks_who_is_told(body)) {
        turn.say("personne_prevenu");
        return true;
    }
    if (!turn.partner() && reading.measures.empty() && turn.memory.about.empty() && asks_whether_free(body)) {
        turn.say("gratuit");
        return true;
    }
    if (!reading.measures.empty()) return false;
    if (!term || term->empty()) return false;
    if (explain_term(turn, *term)) return true;
    // Not the measure that was spoken of before, either: a word of its own was named.
    if (asks_of_what_stands(*term)) return false;
    switch (reading.intent) {
        case Intent::info_mesure:
        case Intent::comparer_mesures:
        case Intent::verifier_mesure:
        case Intent::demander_orientation:
        case Intent::passer_question:
        case Intent::donner_info:
        case Intent::confirmer:
        case Intent::infirmer:
        case Intent::incomprehensible:
            turn.say("terme_inconnu");
            return true;
        default:
            return false;
    }
}

}  // namespace bot::talking
