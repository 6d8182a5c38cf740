#include "bot/reading/number.hpp"
#include "bot/reading/place.hpp"

#include <algorithm>
#include <array>

namespace bot::reading {
namespace {

using rules::places::Commune;

std::string_view spelled(const Token& token) {
    if (token.text == "st") return "saint";
    if (token.text == "ste") return "sainte";
    return token.text;
}

bool lives(std::string_view word) {
    return word.starts_with("habit") || word.starts_with("resid") || word.starts_with("domicili") ||
           word.starts_with("demenag") ||
           among(
               word,
               {"vis",
                "vit",
                "vivons",
                "vivent",
                "loge",
                "logee",
                "reste",
                "live",
                "dors",
                "vivo",
                "installe"}
           );
}

/// "je déménage", "je pars vivre", "je vais habiter", with a time to come in the same sentence.
bool moves_later(const Analysis& a, std::uint32_t word) {
    std::uint32_t begin = word, end = word;
    while (begin > 0 && !a.words[begin].sentence) --begin;
    while (end + 1 < a.words.size() && !a.words[end + 1].sentence) ++end;
    bool moves = false, later = false;
    for (auto w = begin; w <= end; ++w) {
        const std::string_view text = a.words[w].text;
        const auto next = w + 1 <= end ? std::string_view(a.words[w + 1].text) : std::string_view{};
        moves = moves || (w < word && (text.starts_with("demenag") || text.starts_with("emmenag") || text.starts_with("install") ||
                                       (among(text, {"vais", "pars", "va", "part", "compte", "partir"}) && (next == "vivre" || next.starts_with("habit") || next == "me" || next == "se"))));
        later = later || text.starts_with("prochain") || text == "bientot" || (text == "en" && month_of(next) > 0) || (text == "dans" && (next == "quelques" || (w + 1 <= end && a.words[w + 1].number))) ||
                (among(text, {"rentree", "ete"}) && w > 0 && among(a.words[w - 1].text, {"la", "cet", "le"}));
    }
    return moves && later;
}

/// Whether the tokens are a clause of their own: "18 ans, mortagne", "… . Vire."
bool own_clause(const Analysis& a, std::uint32_t first, std::uint32_t last) {
    const auto& tokens = a.text.tokens;
    return first > 0 && tokens[first].clause && (last + 1 >= tokens.size() || tokens[last + 1].clause);
}

bool is_departement(std::string_view name) {
    return among(
        name, {"orne", "l orne", "manche", "la manche", "eure", "l eure", "calvados", "seine maritime"}
    );
}

bool is_negation(std::string_view word) {
    return among(word, {"pas", "plus", "sauf", "ni"});
}

}  // namespace

/// 0: nothing; 1: a preposition or a capital; 2: somebody lives there, or it was asked.
int PlaceReader::evidence(const Analysis& a, const Context& context, std::uint32_t first, std::uint32_t last)
    const {
    const auto& tokens = a.text.tokens;
    int found = 0;
    if (!a.text.shouted && tokens[first].capital && !tokens[first].sentence) found = 1;
    const std::uint32_t word = a.word_of_token[first];
    bool preposition = false;
    for (std::uint32_t back = 1; back <= 6 && back <= word; ++back) {
        const auto& before = a.words[word - back];
        if (word - back + 1 < a.words.size() && a.words[word - back + 1].sentence) break;
        if (back == 1 && among(before.text, {"a", "au", "aux", "sur", "in", "en", "vers"}))
            preposition = true;
        if (back <= 3 && before.text == "cote") preposition = true;
        if (back <= 6 && lives(before.text)) return 2;
        if (back <= 2 && preposition && among(before.text, {"suis", "est", "es", "sommes"})) return 2;
        if (back <= 2 && among(before.text, {"commune", "ville", "secteur", "cote"})) return 2;
        // "c’est pas Vire c’est Vernon"
        if (back <= 2 && before.text == "est" && word > back && a.words[word - back - 1].text == "ce" && tokens[first].capital && !a.text.shouted &&
            (back == 1 || a.words[word - 1].text == "pas"))
            return 2;
    }
    if (preposition) found = std::max(found, 1);
    if (preposition && found == 1 && tokens[first].capital && !a.text.shouted) found = 2;
    // A note: "BRSA 25 ans, parent isolé, Eu, souhaite …" — a capital between two commas.
    if (!a.text.shouted && tokens[first].capital && tokens[first].clause && !tokens[first].sentence &&
        (last + 1 >= tokens.size() || tokens[last + 1].clause))
        found = 2;
    if (context.asked == "commune" && a.heavy() <= (last - first + 1) + 4) found = 2;
    return found;
}

void PlaceReader::postal_codes(const Analysis& a, PlacesRead& out) const {
    const auto& tokens = a.text.tokens;
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::number) continue;
        std::string code = tokens[i].text;
        std::uint32_t last = i;
        // "76 000"
        if (code.size() == 2 && i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::number &&
            tokens[i + 1].text.size() == 3 && tokens[i + 1].separator == ' ' && !tokens[i + 1].clause) {
            code += tokens[i + 1].text;
            last = i + 1;
        }
        const bool longer =
            (last + 1 < tokens.size() && tokens[last + 1].kind == TokenKind::number &&
             tokens[last + 1].separator == ' ' && !tokens[last + 1].clause) ||
            (last + 1 < tokens.size() && among(tokens[last + 1].text, {"euros", "e", "eur"}));
        if (code.size() != 5 || longer) continue;
        const auto covered = gazetteer_->by_postal_code(code);
        if (covered.empty()) {
            const bool norman = !rules::places::departement_name(code.substr(0, 2)).empty();
            const int number = (code[0] - '0') * 10 + (code[1] - '0');
            if (!norman && number >= 1 && number <= 98) out.outside = true;
            std::fill(out.taken.begin() + i, out.taken.begin() + last + 1, true);
            continue;
        }
        const bool denied = i > 0 && (is_negation(tokens[i - 1].text) || (tokens[i - 1].text == "non" && !tokens[i].clause && i > 1 && tokens[i - 2].text == "et"));
        out.postal.push_back({code, i, last, denied});
        std::fill(out.taken.begin() + i, out.taken.begin() + last + 1, true);
        if (denied) continue;
        PlaceMention mention;
        mention.name = code;
        for (const auto* commune : covered) mention.codes.push_back(commune->code);
        mention.first = i;
        mention.last = last;
        mention.postal_code = true;
        mention.evidence = 2;
        out.communes.push_back(std::move(mention));
        std::fill(out.taken.begin() + i, out.taken.begin() + last + 1, true);
    }
}

/// Quarters known by name; and "quartier Machin" where capitals show where the name ends.
void PlaceReader::quarters(const Analysis& a, PlacesRead& out) const {
    const auto& tokens = a.text.tokens;
    // "Saint-Sever, Calvados" is no quarter of Rouen.
    const auto elsewhere = [&](std::string_view insee) {
        return std::any_of(tokens.begin(), tokens.end(), [&](const Token& t) {
            return (t.text == "calvados" && !insee.starts_with("14")) || (t.text == "orne" && !insee.starts_with("61")) || (t.text == "eure" && !insee.starts_with("27"));
        });
    };
    std::string joined;
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::word) continue;
        const std::string_view before = i > 0 ? std::string_view(tokens[i - 1].text) : "";
        const std::string_view before2 = i > 1 ? std::string_view(tokens[i - 2].text) : "";
        const bool introduced = among(before, {"quartier", "cite"}) || among(before2, {"quartier", "cite"}) ||
                                among(before, {"qpv", "qp"}) || among(before2, {"qpv", "qp"});
        joined.clear();
        std::uint32_t best = 0;
        const std::string* code = nullptr;
        std::string name;
        for (std::uint32_t n = 1; n <= 5 && i + n <= tokens.size(); ++n) {
            if (n > 1 && tokens[i + n - 1].clause) break;
            joined += (n > 1 ? " " : "") + std::string(spelled(tokens[i + n - 1]));
            const auto known = lexicon_.quarters.find(joined);
            if (known == lexicon_.quarters.end()) continue;
            // One word alone may be anything: it wants a witness.
            const auto* commune = find(joined);
            const bool also_commune = commune != nullptr && commune->exact;
            const bool said = (n > 1 && !also_commune) || introduced || (!also_commune && (among(before, {"a", "de", "du", "la", "au", "le", "les", "sur"}) || tokens[i].capital));
            if (!said || (!known->second.empty() && elsewhere(known->second))) continue;
            best = n;
            code = &known->second;
            name = joined;
        }
        if (best > 0 && (!code->empty() || introduced)) {
            out.quarters.push_back({name, *code, i, i + best - 1});
            std::fill(out.taken.begin() + i, out.taken.begin() + i + best, true);
            i += best - 1;
            continue;
        }
        const bool of_quarter = before == "quartier" || (before2 == "quartier" && among(before, {"des", "du", "de", "la", "le", "les", "l", "d"}) && tokens[i].clause == false);
        if (of_quarter && tokens[i].capital && !a.text.shouted && !among(tokens[i].text, {"prioritaire", "qpv"})) {
            std::uint32_t end = i;
            while (end < tokens.size() && end < i + 4 && !(end > i && tokens[end].clause) &&
                   (tokens[end].capital || (among(tokens[end].text, {"de", "du", "la", "le", "des", "d", "les"}) && end + 1 < tokens.size() && tokens[end + 1].capital)))
                ++end;
            joined.clear();
            for (auto k = i; k < end; ++k) joined += (k > i ? " " : "") + tokens[k].text;
            out.quarters.push_back({joined, "", i, end - 1});
            std::fill(out.taken.begin() + i, out.taken.begin() + end, true);
            i = end - 1;
        }
    }
    if (out.quarters.size() > 1) out.quarters.resize(1);
}

void PlaceReader::departements(const Analysis& a, const Context& context, PlacesRead& out) const {
    const auto& tokens = a.text.tokens;
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
        if (out.taken[i]) continue;
        std::string code;
        std::uint32_t last = i;
        const auto& text = tokens[i].text;
        const std::string_view next = i + 1 < tokens.size() ? std::string_view(tokens[i + 1].text) : "";
        const std::string_view before = i > 0 ? std::string_view(tokens[i - 1].text) : "";
        const std::string_view before2 = i > 1 ? std::string_view(tokens[i - 2].text) : "";
        const bool inside = before2 == "dans" || before2 == "departement" || before2 == "pour" ||
                            before2 == "de" || before == "departement" || context.asked == "departement" ||
                            context.asked == "commune";
        if (text == "calvados") {
            code = "14";
        } else if ((text == "seine" && next == "maritime") || text == "seinemaritime") {
            code = "76";
            last = text == "seine" ? i + 1 : i;
        } else if (text == "lorne" || text == "leure") {  // "dans lorne"
            code = inside || before == "dans" ? (text == "lorne" ? "61" : "27") : "";
        } else if (text == "eure" && before == "l" && (inside || tokens[i].capital) && !(next == "et" && !tokens[i + 1].clause) && !among(before2, {"bord"}) && !(i > 2 && tokens[i - 3].text == "bord")) {
            code = "27";
        } else if (text == "orne" && before == "l" && (inside || tokens[i].capital) && !(i > 2 && tokens[i - 3].text == "bord")) {
            code = "61";
        } else if (text == "manche" && before == "la" && (inside || (tokens[i].capital && !a.text.shouted))) {
            code = "50";
        } else if (tokens[i].kind == TokenKind::number && !rules::places::departement_name(text).empty()) {
            const bool said =
                (before == "le" &&
                 (before2 == "dans" || before2 == "habite" || before2 == "du" || before2 == "sur")) ||
                before == "departement" || before == "dept" || before == "dep" ||
                (context.asked == "departement" && tokens.size() <= 4) ||
                (context.asked == "commune" &&
                 (text == "76" || text == "61" || text == "50" || text == "27" || text == "14") &&
                 tokens.size() <= 3);
            const bool aged =
                among(next, {"ans", "an", "piges", "balais", "mois", "h", "heures", "euros", "jours"});
            if (said && !aged) code = text;
        }
        if (code.empty()) continue;
        const bool denied =
            i >= 2 && (is_negation(before) || is_negation(before2) || (i >= 3 && is_negation(tokens[i - 3].text)));
        const auto word = a.word_of_token[i];
        for (std::uint32_t back = 1; back <= 4 && back <= word && !a.words[word - back + 1].sentence; ++back)
            out.departement_lives = out.departement_lives || lives(a.words[word - back].text) || (back <= 3 && among(a.words[word - back].text, {"suis", "est", "sommes"}));
        out.departements.push_back({code, i, last, denied});
        std::fill(out.taken.begin() + i, out.taken.begin() + last + 1, true);
    }
}

/// A département or a postal code beside a name tells homonyms apart.
void PlaceReader::narrow(PlacesRead& out) {
    for (auto& mention : out.communes) {
        if (mention.codes.size() < 2 || mention.postal_code) continue;
        const auto keep_if = [&](auto&& fits) {
            std::vector<std::string> kept;
            for (const auto& code : mention.codes)
                if (fits(code)) kept.push_back(code);
            if (!kept.empty()) mention.codes = std::move(kept);
        };
        for (const auto& other : out.communes)
            if (other.postal_code)
                keep_if([&](const std::string& code) {
                    return std::find(other.codes.begin(), other.codes.end(), code) != other.codes.end();
                });
        for (const auto& departement : out.departements)
            if (!departement.denied)
                keep_if([&](const std::string& code) { return code.starts_with(departement.code); });
    }
    // A code beside a name of its area only confirms it.
    std::erase_if(out.communes, [&](const PlaceMention& m) {
        return m.postal_code &&
               std::any_of(out.communes.begin(), out.communes.end(), [&](const PlaceMention& named) {
                   return !named.postal_code && named.codes.size() == 1 &&
                          std::find(m.codes.begin(), m.codes.end(), named.codes[0]) != m.codes.end();
               });
    });
}

PlacesRead PlaceReader::read(const Analysis& a, const Context& context) const {
    PlacesRead out;
    const auto& tokens = a.text.tokens;
    out.taken.assign(tokens.size(), false);
    postal_codes(a, out);
    quarters(a, out);
    std::string joined;
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
        if (out.taken[i] || tokens[i].kind != TokenKind::word) continue;
        const auto first = spelled(tokens[i]);
        if (first == "toussaint" && i > 0 && tokens[i - 1].text == "la") continue;  // the feast
        const bool known_start = first_words_.contains(first);
        const Name* best = nullptr;
        std::uint32_t best_last = i;
        bool mended = false;
        bool abroad = false;
        joined.clear();
        const auto end = std::min<std::size_t>(tokens.size(), i + static_cast<std::size_t>(longest_));
        for (auto j = i; j < end; ++j) {
            if (j > i && (tokens[j].clause && tokens[j].separator != '-')) break;
            if (j > i) joined += ' ';
            joined += spelled(tokens[j]);
            if (known_start)
                if (const auto* name = find(joined); name != nullptr && !is_departement(joined)) {
                    best = name;
                    best_last = j;
                    abroad = false;
                }
            // "au Mans"
            const bool with_article = i > 0 && among(tokens[i - 1].text, {"au", "du"}) && lexicon_.towns_outside.contains("le " + joined);
            if (with_article || lexicon_.towns_outside.contains(joined)) {
                // "la rochelle" is a village here too: the big town is meant, unless the Norman one is a
                // town.
                if (best == nullptr || best_last < j || best->population < 5000) {
                    best_last = j;
                    best = nullptr;
                    abroad = true;
                }
            }
        }
        const int witness = evidence(a, context, i, best_last);
        if (abroad) {
            const auto word = a.word_of_token[i];
            bool origin = false;  // "né en Algérie", "je viens du Mali" tell nothing of where somebody lives now
            for (std::uint32_t back = 1; back <= 4 && back <= word; ++back) {
                if (word - back + 1 < a.words.size() && a.words[word - back + 1].sentence) break;
                origin = origin || (back <= 2 && among(a.words[word - back].text, {"viens", "vient"}));
                origin = origin || among(a.words[word - back].text, {"obtenu", "obtenue", "valide", "passe", "eu", "diplomes", "ne", "nee", "originaire", "arrive", "arrivee", "venu", "venue", "origine", "retour", "nationalite", "diplome", "etudie", "etudes", "from", "vol", "train", "match"});
            }
            bool home = false;
            for (std::uint32_t back = 1; back <= 4 && back <= word && !a.words[word - back + 1].sentence; ++back) home = home || lives(a.words[word - back].text);
            if (!origin && (home || witness == 2 || (witness == 1 && tokens.size() < 12))) out.outside = true;
            out.lives_outside = out.lives_outside || (home && !origin);
            i = best_last;
            continue;
        }
        if (best == nullptr && !tokens[i].glued && (witness > 0 || context.asked == "commune")) {
            // One slip, only where a place is expected, never in a French word.
            for (std::uint32_t n = 3; n >= 1 && best == nullptr; --n) {
                if (i + n > tokens.size()) continue;
                joined.clear();
                for (auto j = i; j < i + n; ++j)
                    joined += (j > i ? " " : "") + std::string(spelled(tokens[j]));
                if (is_departement(joined)) continue;
                const bool french = n == 1 && (lexicon_.guard.contains(joined) ||
                                               lexicon_.patterns.vocabulary().contains(joined));
                if (french) continue;
                if (n > 1 && lexicon_.guard.contains(tokens[i].text) &&
                    lexicon_.guard.contains(tokens[i + n - 1].text))
                    continue;
                if (const auto* name = find_mended(joined);
                    name != nullptr && (name->population > 2000 || witness == 2)) {
                    best = name;
                    best_last = i + n - 1;
                    mended = true;
                }
            }
        }
        if (best == nullptr) continue;
        const auto letters = tokens[best_last].span.end - tokens[i].span.begin;
        const bool several_words = best_last > i;
        int sure = evidence(a, context, i, best_last);
        // "… . Vire.", "19 ans, bac pro, honfleur": a name that is a clause of its own, after something was told
        constexpr int town = 4000;
        if (own_clause(a, i, best_last) && !a.text.shouted) {
            if (tokens[i].capital && (!best->is_word || best->population >= town)) sure = 2;
            if (!tokens[i].capital) sure = std::max(sure, best->is_word ? (best->population >= town && tokens[i].text.size() > 3 && best_last + 1 == tokens.size() ? 2 : 0) : 1);
        }
        int needed = 0;
        if (best->is_word || (!several_words && best->population < 8000 &&
                              lexicon_.patterns.vocabulary().contains(tokens[i].text))) {
            needed = 2;
        } else if (!several_words && letters <= 4 && best->population < 8000) {
            needed = 2;
        } else if ((!several_words && best->population < 4000) || !best->exact) {
            needed = 1;
        }
        if (sure < needed) continue;
        PlaceMention mention;
        mention.name = best->shown;
        for (const auto* commune : best->communes) mention.codes.push_back(commune->code);
        mention.first = i;
        mention.last = best_last;
        mention.former = best->former;
        mention.mended = mended;
        mention.evidence = sure;
        const auto word = a.word_of_token[i];
        bool near_enough = true;
        for (std::uint32_t back = 1; back <= 8 && back <= word; ++back) {
            if (word - back + 1 < a.words.size() && a.words[word - back + 1].sentence) break;
            const auto& before = a.words[word - back].text;
            if (back == 1 && before == "avant") mention.of_something = true;  // "avant Caen, maintenant Hérouville"
            if (back == 1 && (before == "maintenant" || before == "desormais")) mention.lives = true;
            if (back <= 2 && (before == "cote" || before == "pres" || before == "loin" || before == "alentours")) mention.near = true;
            // "moi c’est Louviers"
            if (back == 2 && before == "ce" && a.words[word - 1].text == "est" && word >= 3 && a.words[word - 3].text == "moi") mention.lives = true;
            mention.lives = mention.lives || (back <= 6 && lives(before)) || (back <= 2 && (before == "suis" || before == "sommes")) ||
                            (back == 3 && before == "suis" && among(a.words[word - 2].text, {"encore", "toujours", "actuellement", "la"}));
        }
        for (std::uint32_t back = 1; back <= 4 && back <= word; ++back) {
            if (word - back + 1 < a.words.size() && a.words[word - back + 1].clause) break;
            const auto& before = a.words[word - back].text;
            if (among(before, {"mais", "et", "donc", "plutot"})) near_enough = false;
            if (!near_enough) break;
            if (before == "non" && back == 1 && word >= 2 && a.words[word - 2].text == "et") mention.denied = true;
            // "j’ai dit Caen mais je suis à Ifs"
            if (back <= 2 && among(before, {"dit", "mis", "note", "ecrit", "marque"})) {
                const auto behind = a.word_of_token[best_last] + 1;
                for (auto k = behind; k < behind + 3 && k < a.words.size(); ++k) mention.denied = mention.denied || a.words[k].text == "mais";
            }
            // "plus à Rouen" leaves it; "la plus proche de Rouen" does not
            const bool compares = before == "plus" && back > 1 && !among(a.words[word - back + 1].text, {"a", "sur", "en", "dans", "au", "vers", "du"});
            if (back <= 3 && is_negation(before) && !compares) mention.denied = true;
            const bool works = among(before, {"travaille", "travaillais", "travaillait", "bosse", "bossais", "bossait", "etudie", "etudiais", "taffe"});
            if (works ||
                (among(before, {"licence", "master", "diplome", "bac", "bts"}) && among(a.words[word - 1].text, {"a", "de"})) ||
                among(before, {"lycee", "usine", "carrefour", "leclerc", "auchan", "intermarche", "lidl", "mcdo", "decathlon", "entreprise", "magasin", "renault", "samu", "tribunal", "fac",     "universite", "iut",     "cfa",    "ne",
                                   "nee",   "fc",      "stade",      "prison",  "locale", "match",
                                   "epide", "e2c",     "caf",        "hopital", "patron", "employeur",
                                   "ecole", "college", "gare",       "chez"}))
                mention.of_something = mention.of_something || back <= (before == "chez" ? 1U : 3U);
            // "Cap emploi Rouen", "France Travail Cherbourg": where the structure is; "un emploi à Rouen" is sought there.
            if (back <= 3 && among(before, {"emploi", "travail"}) && word >= back + 1 && among(a.words[word - back - 1].text, {"cap", "france", "pole"}))
                mention.of_something = true;
        }
        // "inscrite à Pôle emploi à Bayeux", "suivi ML à Avranches": lives near by
        if (mention.of_something && word > 1 && among(a.words[word - 1].text, {"a", "sur", "en"}))
            for (std::uint32_t back = 2; back <= 7 && back <= word; ++back) {
                if (among(a.words[word - back].text, {"lycee", "fac", "cfa", "college", "ecole", "prison", "usine", "patron", "employeur"})) break;
                if (among(a.words[word - back].text, {"inscrit", "inscrite", "suivi", "suivie", "accompagne", "accompagnee"})) mention.of_something = false;
            }
        // "à côté du Leclerc de Coutances": there all the same
        if (mention.of_something)
            for (std::uint32_t back = 2; back <= 6 && back <= word; ++back) {
                if (a.words[word - back + 1].sentence) break;
                if (among(a.words[word - back].text, {"cote", "pres", "derriere", "parking"})) mention.of_something = false;
            }
        // "en CDD à Cabourg": where the employer is
        if (word >= 2 && a.words[word - 1].text == "a" && !mention.lives)
            for (std::uint32_t back = 2; back <= 5 && back <= word; ++back) {
                if (among(a.words[word - back].text, {"cdd"}) && !(back < word && among(a.words[word - back - 1].text, {"contrat", "futur", "comme"}))) mention.of_something = true;
                if (a.words[word - back].clause) break;
            }
        mention.to_come = moves_later(a, word);
        // "Elbeuf c’est ma grand-mère": where somebody else lives
        const auto behind = a.word_of_token[best_last] + 1;
        if (behind + 3 < a.words.size() && a.words[behind].text == "ce" && a.words[behind + 1].text == "est" && among(a.words[behind + 2].text, {"ma", "mon", "mes", "chez"}))
            mention.of_something = true;
        std::fill(out.taken.begin() + i, out.taken.begin() + best_last + 1, true);
        out.communes.push_back(std::move(mention));
        i = best_last;
    }
    departements(a, context, out);
    narrow(out);
    std::sort(out.communes.begin(), out.communes.end(), [](const auto& x, const auto& y) {
        return x.first < y.first;
    });
    return out;
}

}  // namespace bot::reading
