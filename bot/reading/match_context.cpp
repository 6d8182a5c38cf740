#include "bot/reading/match_context.hpp"

#include "bot/reading/number.hpp"

namespace bot::reading {

/// Words of a wish or a plan before the match, in its clause, with none of having in between.
bool wished(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    // "je veux travaillé dans la sécurité", as people spell it
    if (first > 0 && among(a.words[first].text, {"travaille", "bosse"}) &&
        among(a.words[first - 1].text, {"veux", "voudrais", "veut", "voudrait", "aimerais", "peux", "peut", "pour", "faut", "pouvoir", "aller", "de"}))
        return true;
    for (auto w = first + 1; w <= last; ++w)  // "encore faire un apprentissage"
        if (among(a.words[w].text, {"faire", "trouver", "chercher", "signer", "commencer", "prendre"})) return true;
    for (auto w = first; w <= last; ++w)
        if (among(a.words[w].text, {"ai", "suis", "travaille", "bosse"})) return false;
    // "possible pour un salarié": the person asked for, no wish
    const bool noun = among(a.words[first].text, {"salarie", "salariee", "apprenti", "alternant", "alternante", "interimaire", "independant"}) ||
                      (first < last && among(a.words[first].text, {"un", "une"}) && among(a.words[first + 1].text, {"salarie", "salariee", "apprenti", "alternant", "alternante"}));
    for (std::uint32_t back = 1; noun && back <= 2 && back <= first; ++back)
        if (a.words[first - back].text == "pour") return false;
    for (std::uint32_t back = 0; back <= 6 && back <= first; ++back) {
        const auto& word = a.words[first - back].text;
        if (back > 0 && among(word, {"ai", "suis", "est", "es", "a", "actuellement", "deja", "travaille", "bosse", "fini", "apres", "eu"}) &&
            !(word == "a" && a.words[first - back].grave) && word != "a")
            return false;
        if (among(word, {"veux", "voudrais", "veut", "voudrait", "cherche", "recherche", "chercher", "souhaite", "souhaiterais", "trouver", "aimerais", "devenir", "avoir",
                         "projet", "vise", "envie", "obtenir", "decrocher", "faire", "prendre", "fin", "perte", "perdu", "recruter", "embaucher", "recrutement", "embauche", "signer", "entrer", "integrer", "vers", "pour"}))
            return true;
        if (a.words[first - back].sentence) break;
    }
    return false;
}

bool asks_to_get(const Analysis& a, std::uint32_t first) {
    for (std::uint32_t back = 1; back <= 5 && back <= first; ++back) {
        if (a.words[first - back + 1].sentence) return false;
        if (among(a.words[first - back].text, {"veux", "voudrais", "veut", "voudrait", "aimerais", "souhaite", "souhaiterais", "cherche", "recherche", "interesse", "interessee"})) return true;
    }
    return false;
}

bool right_asked(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t w = first > 3 ? first - 3 : 0; w <= last; ++w)
        if (a.words[w].text == "droit") return true;
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
    // "un BTS en alternance": still to be done, unless it is said to be had
    for (auto w = last + 1; w + 1 <= last + 2 && w + 1 < a.words.size() && !a.words[w].clause; ++w)
        if (among(a.words[w].text, {"en", "par"}) && among(a.words[w + 1].text, {"alternance", "apprentissage"}) &&
            !said_before_in(a, first + 1, 4, {"ai", "a", "eu", "avec", "titulaire", "obtenu", "diplome", "fait"}))
            return true;
    for (auto w = first; w < last; ++w)  // "ai arrêté mon cap"
        if (among(a.words[w].text, {"arrete", "lache", "quitte", "abandonne", "plaque", "stoppe"})) return true;
    for (auto w = first + 1; w <= last; ++w)  // "à Oissel, souhaite CAP": the plan stands inside the match
        if (among(a.words[w].text, {"souhaite", "veux", "veut", "voudrais", "voudrait", "vise", "projet", "cherche", "prepare"})) return true;
    // "le bac, je le passe en juin"
    for (auto w = last + 1; w <= last + 4 && w < a.words.size(); ++w)
        if (among(a.words[w].text, {"passe", "repasse", "prepare", "passerai", "passera"}) && w >= last + 2 && among(a.words[w - 1].text, {"le", "l", "la"})) return true;
    // "je cherche du boulot, bac+2": what is looked for stands there already.
    if (first > 0 && a.words[first].clause && among(a.words[first - 1].text, {"boulot", "travail", "emploi", "taf", "job", "stage"})) return false;
    for (std::uint32_t back = 0; back <= 7 && back <= first; ++back) {
        const auto& at = a.words[first - back];
        if (back == 1 && among(at.text, {"en", "au", "apres"})) return at.text != "apres";
        if (among(at.text, {"viens", "vient"})) return false;  // "viens d’avoir"
        if (back > 0 && among(at.text, {"lache", "quitte", "arrete", "abandonne", "plaque", "stoppe"})) return true;
        if (back > 0 && back <= 2 && among(at.text, {"terminale", "premiere", "1eme", "2eme", "seconde", "tle", "term", "2nde"})) return true;  // "terminale bac pro"
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

/// "c’est quoi l’apprentissage", "RQTH ça veut dire quoi", "explique-moi l’intérim": a word is asked about, no person is told of.
bool meaning_asked(const Analysis& a) {
    for (std::size_t w = 0; w + 1 < a.words.size(); ++w) {
        const std::string_view here = a.words[w].text, next = a.words[w + 1].text;
        if (among(here, {"est", "sont"}) && next == "quoi" && w > 0 && among(a.words[w - 1].text, {"ce", "cela"})) return true;
        if (among(here, {"veut", "veulent"}) && next == "dire") return true;
        if (among(here, {"explique", "expliquez", "expliquer", "definition", "signifie", "definir"})) return true;
        if (here == "que" && next == "est" && w + 2 < a.words.size() && a.words[w + 2].text == "ce" && w + 4 < a.words.size() && a.words[w + 4].text == "que") return true;
        if (here == "comment" && (among(next, {"marche", "fonctionne"}) || (w + 2 < a.words.size() && among(a.words[w + 2].text, {"marche", "fonctionne"})))) return true;
    }
    return false;
}
bool told_of_somebody(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t w = first > 4 ? first - 4 : 0; w <= last; ++w) {
        const std::string_view text = a.words[w].text;
        if (among(text, {"je", "suis", "ai", "mon", "ma", "il", "elle", "ans"}) && !(text == "ai" && w == first && first == last)) return true;
    }
    return false;
}

/// "mon contrat se termine le 30 septembre", "mon contrat fini fin juin", said in May: it still runs.
bool said_before_in(const Analysis& a, std::uint32_t first, std::uint32_t reach, std::initializer_list<std::string_view> list) {
    for (std::uint32_t back = 1; back <= reach && back <= first && !a.words[first - back + 1].sentence; ++back)
        if (among(a.words[first - back].text, list)) return true;
    return false;
}

bool refused_after(const Analysis& a, std::uint32_t last) {
    const auto word = [&](std::uint32_t w) { return w < a.words.size() ? std::string_view(a.words[w].text) : std::string_view{}; };
    for (auto w = last + 1; w <= last + 6 && w < a.words.size() && !a.words[w].sentence; ++w) {
        if (word(w) == "non" && word(w + 1) == "merci") return true;
        if (word(w) == "jamais" && (word(w - 1) == "plus" || among(word(w + 1), {"de", "la"}))) return true;
        if (word(w) == "est" && among(word(w + 1), {"fini", "finie", "termine", "terminee"}) && among(word(w + 2), {"pour", ""}) && word(w - 1) == "ce") return true;
        if (word(w) == "en" && among(word(w + 1), {"veux", "veut", "voulais"}) && among(word(w + 2), {"plus", "pas"})) return true;
        if (word(w) == "peu" && word(w + 1) == "pour") return true;  // "très peu pour moi"
    }
    return false;
}

bool still_runs(const Analysis& a, std::uint32_t first, std::uint32_t last, Day today) {
    for (auto w = first; w <= last && w < a.words.size(); ++w) {
        if (!among(a.words[w].text, {"termine", "fini", "finit", "finie", "finis", "acheve", "arrete"}) || w == 0) continue;
        const std::string_view before = a.words[w - 1].text;
        if (before == "se") return !(w > 1 && among(a.words[w - 2].text, {"est", "etait"}));
        if (among(before, {"est", "a", "ai", "suis", "etait", "sont", "deja"})) return false;
        const int now = static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day{today}.month()));
        for (auto k = w + 1; k <= w + 4 && k < a.words.size() && !a.words[k].clause; ++k)
            if (month_of(a.words[k].text) > now && (a.words[k - 1].text == "fin" || a.words[k - 1].text == "debut" || a.words[k - 1].number) && !(k + 1 < a.words.size() && a.words[k + 1].number)) return true;
    }
    return false;
}

}  // namespace bot::reading
