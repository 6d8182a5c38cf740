#include "bot/reading/plain_words.hpp"

#include "bot/reading/number.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::reading {
namespace {

/// A thing wished for that is a clause of its own: "un taf dans le bâtiment peut-être", "23 ans, un CDI si possible".
std::string_view thing_wished(std::string_view noun) {
    if (among(noun, {"taf", "boulot", "job", "travail", "emploi", "cdi", "cdd", "poste"})) return "emploi";
    if (noun == "stage") return "stage";
    if (noun == "formation") return "formation";
    if (among(noun, {"alternance", "apprentissage"})) return "alternance";
    if (among(noun, {"logement", "appartement", "studio"})) return "logement";
    if (noun == "accompagnement") return "accompagnement";
    return {};
}
/// "j’ai eu mon bac pro vente mais je veux plus faire ça": the branch named last before is no longer wanted.
void no_more_of_that(const Analysis& a, std::vector<RawFact>& out) {
    for (std::uint32_t w = 2; w < a.words.size(); ++w) {
        if (!among(a.words[w].text, {"ca", "cela"})) continue;
        bool refused = false;
        for (std::uint32_t back = 1; back <= 4 && back < w; ++back)
            refused = refused || (among(a.words[w - back].text, {"plus", "pas"}) && among(a.words[w - back - 1].text, {"veux", "veut", "voulais", "aime", "supporte", "voudrais"}));
        if (!refused) continue;
        const RawFact* nearest = nullptr;
        for (const auto& f : out)
            if (f.fact.name == "secteur" && !f.fact.denied && f.last < w && (nearest == nullptr || f.last > nearest->last)) nearest = &f;
        if (nearest == nullptr) return;
        const auto value = nearest->fact.value;
        for (auto& f : out)
            if (f.fact.name == "secteur" && f.fact.value == value && f.last < w) f.fact.denied = true;
        return;
    }
}

/// "15 ans, 3e, Lillebonne", "23 ans, intérim, Louviers": a state that is a clause of its own, as in notes.
void states_alone(const Analysis& a, const Context& context, std::vector<RawFact>& out) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 21> states{{
        {"seconde", "lyceen"}, {"premiere", "lyceen"}, {"1eme", "lyceen"},
        {"interim", "interim"}, {"interimaire", "interim"}, {"cdi", "salarie"}, {"cdd", "salarie"}, {"chomage", "demandeur_emploi"}, {"3eme", "collegien"}, {"4eme", "collegien"},
        {"5eme", "collegien"}, {"troisieme", "collegien"}, {"quatrieme", "collegien"}, {"segpa", "collegien"}, {"terminale", "lyceen"}, {"tle", "lyceen"}, {"2nde", "lyceen"},
        {"apprentissage", "apprenti"}, {"fac", "etudiant"}, {"lycee", "lyceen"}, {"college", "collegien"}}};
    const bool aged = std::any_of(a.words.begin(), a.words.end(), [](const Word& w) { return w.text == "ans"; });
    if (!aged || !context.asked.empty()) return;
    if (std::any_of(out.begin(), out.end(), [](const RawFact& f) { return f.fact.name == "statut" && !f.fact.denied; })) return;
    for (std::uint32_t w = 0; w < a.words.size(); ++w) {
        const bool led = w > 0 && among(a.words[w - 1].text, {"en", "au"}) && a.words[w - 1].clause && among(a.words[w].text, {"terminale", "tle", "2nde", "seconde", "premiere", "1eme", "lycee", "college", "3eme", "4eme", "segpa", "fac", "troisieme", "interim", "cdd", "cdi", "apprentissage"});
        const bool alone = (a.words[w].clause || led) && (w + 1 == a.words.size() || a.words[w + 1].clause) && w > 0;
        if (!alone) continue;
        for (const auto& [word, value] : states) {
            if (a.words[w].text != word) continue;
            bool wish = false;  // "je cherche un CDI, intérim, peu importe"
            for (std::uint32_t back = 1; back <= 8 && back <= w && !a.words[w - back + 1].sentence; ++back)
                wish = wish || among(a.words[w - back].text, {"cherche", "veux", "voudrais", "souhaite", "vise", "recherche", "ou", "arrete", "lache", "quitte"});
            if (wish) return;
            RawFact raw;
            raw.first = raw.last = w;
            raw.fact = {"statut", std::string(value), a.span(w, w), "statut.alone", Certainty::exact, false};
            raw.rank = rank_of_status(value);
            out.push_back(std::move(raw));
            return;
        }
    }
}

/// "j’ai un an de fac de droit, j’ai arrêté en janvier": what was left is what was named before.
void left_what_was_named(const Analysis& a, std::vector<RawFact>& out) {
    if (std::any_of(out.begin(), out.end(), [](const RawFact& f) { return f.fact.name == "decrochage"; })) return;
    for (std::uint32_t w = 1; w < a.words.size(); ++w) {
        if (!among(a.words[w].text, {"arrete", "lache", "stoppe", "abandonne"}) || !among(a.words[w - 1].text, {"ai", "a", "avait"})) continue;
        const auto next = w + 1 < a.words.size() && !a.words[w + 1].clause ? std::string_view(a.words[w + 1].text) : std::string_view{};
        if (!next.empty() && !among(next, {"en", "il", "depuis", "au", "cette", "fin", "debut", "apres", "ce"})) continue;
        if (next == "en" && w + 2 < a.words.size() && month_of(a.words[w + 2].text) == 0 && !a.words[w + 2].number) continue;
        for (std::uint32_t back = 2; back <= 14 && back <= w && !a.words[w - back + 1].sentence; ++back) {
            if (among(a.words[w - back].text, {"travaille", "bosse", "cdd", "cdi", "emploi", "boulot", "taf", "mission", "fumer"})) return;
            if (!among(a.words[w - back].text, {"fac", "lycee", "college", "bts", "cap", "licence", "etudes", "ecole", "iut", "dut", "but", "prepa", "l1", "l2", "l3", "apprentissage", "formation"})) continue;
            RawFact raw;
            raw.first = w - 1;
            raw.last = w;
            raw.fact = {"decrochage", "oui", a.span(w - 1, w), "decrochage.named_before", Certainty::deduced, false};
            out.push_back(std::move(raw));
            return;
        }
    }
}

/// "je souhaiterais me réorienter vers la petite enfance, si possible en alternance": a wish that a verb of wishing
/// governs from far, with nothing that is had in between.
void wishes_governed(const Analysis& a, std::vector<RawFact>& out) {
    constexpr std::uint32_t reach = 18;
    for (std::uint32_t w = 1; w < a.words.size(); ++w) {
        const auto wish = thing_wished(a.words[w].text);
        if (!among(wish, {"formation", "alternance", "stage"})) continue;
        if (std::any_of(out.begin(), out.end(), [&](const RawFact& f) { return (f.fact.name == "souhait" && f.fact.value == wish) || (f.first <= w && w <= f.last); })) continue;
        const auto& before = a.words[w - 1].text;
        if (!among(before, {"un", "une", "en", "vraie", "bonne", "petite", "courte", "autre", "par", "le"})) continue;
        for (std::uint32_t back = 2; back <= reach && back <= w; ++back) {
            const auto& word = a.words[w - back].text;
            if (among(word, {"veux", "voudrais", "veut", "voudrait", "souhaite", "souhaiterais", "souhaiterait", "aimerais", "aimerait", "cherche", "recherche", "cherchent", "voulons", "cherchons"})) {
                RawFact raw;
                raw.first = w - 1;
                raw.last = w;
                raw.fact = {"souhait", std::string(wish), a.span(w - 1, w), "souhait.governed", Certainty::deduced, false};
                out.push_back(std::move(raw));
                break;
            }
            if (a.words[w - back + 1].sentence || among(word, {"ai", "suis", "est", "a", "pas", "plus", "sans", "apres", "mais", "fini", "arrete", "sur", "savoir", "quitte", "quitter", "fais", "arreter", "comment", "si", "que", "car"})) {
                if (word == "si" && a.words[w - back + 1].text == "possible") continue;
                if (word == "a" && a.words[w - back].grave) continue;
                break;
            }
        }
    }
}

void wishes_as_things(const Analysis& a, const Context& context, std::vector<RawFact>& out) {
    if (!context.asked.empty() && context.asked != "souhait") return;
    for (std::uint32_t w = 0; w + 1 < a.words.size(); ++w) {
        if (!among(a.words[w].text, {"un", "une", "du", "1"})) continue;
        const bool opens = w == 0 || a.words[w].clause || among(a.words[w - 1].text, {"plutot", "sinon", "besoin", "juste", "seulement"}) || (a.words[w - 1].text == "pour" && w == 1);
        auto noun = w + 1;
        if (among(a.words[noun].text, {"petit", "vrai", "bon", "nouveau", "simple", "ptit"}) && noun + 1 < a.words.size()) ++noun;
        const auto wish = thing_wished(a.words[noun].text);
        if (!opens || wish.empty()) continue;
        // a job that one has, had or is offered; a training that is told about; "un stage de 3e"
        bool told = false;
        for (auto k = noun + 1; k < a.words.size() && k < noun + 8 && !a.words[k].sentence; ++k)
            told = told || among(a.words[k].text, {"ai", "suis", "a", "est", "fini", "finie", "termine", "terminee", "me", "commence", "dure", "depuis", "c", "peut", "etait", "qui"}) ||
                   (a.words[k].text == "ce" && k + 1 < a.words.size() && a.words[k + 1].text == "est");
        if (told && !(w > 0 && a.words[w - 1].text == "besoin")) continue;
        if (std::any_of(out.begin(), out.end(), [&](const RawFact& f) { return f.fact.name == "souhait" && f.first <= noun && noun <= f.last; })) continue;
        RawFact raw;
        raw.first = w;
        raw.last = noun;
        raw.fact = {"souhait", std::string(wish), a.span(w, noun), "souhait.thing", Certainty::deduced, false};
        out.push_back(std::move(raw));
    }
}

}  // namespace

void read_plain_words(const Analysis& a, const Context& context, std::vector<RawFact>& out) {
    wishes_as_things(a, context, out);
    wishes_governed(a, out);
    no_more_of_that(a, out);
    left_what_was_named(a, out);
    states_alone(a, context, out);
}

}  // namespace bot::reading
