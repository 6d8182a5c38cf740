#include "bot/reading/facts.hpp"

#include "bot/reading/numeric.hpp"

#include <algorithm>

namespace bot::reading {
namespace {

bool denies(std::string_view word) {
    return among(word, {"pas", "plus", "jamais", "aucun", "sans", "ni", "non", "sauf", "nulle"});
}

}  // namespace

bool is_list(std::string_view fact) {
    return among(fact, {"secteur", "souhait", "mesure_en_cours", "mesure_passee"});
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
        if (a.words[first - back + 1].sentence || among(word, {"plutot", "sinon", "mais"})) break;
        if (word == "sauf" || word == "excepte" || word == "hormis") return true;
        if (back <= 3 && !a.words[first - back + 1].clause && among(word, {"enleve", "enlevez", "oublie", "oubliez", "retire", "retirez", "supprime", "supprimez", "barre", "barrez", "efface", "effacez"}) &&
            !(first - back > 0 && among(a.words[first - back - 1].text, {"ai", "je", "a"})))
            return true;
        if (!among(word, {"et", "ou", "le", "la", "les", "l", "de", "du", "des", "ni"}) && back > 4) break;
    }
    // "une formation plutôt qu’un boulot"
    for (std::uint32_t back = 1; back <= 3 && back + 1 <= first; ++back)
        if (a.words[first - back].text == "que" && a.words[first - back - 1].text == "plutot") return true;
    // "lire « bac pro » au lieu de « CAP »"
    for (std::uint32_t back = 1; back <= 3 && back + 1 <= first; ++back)
        if (a.words[first - back].text == "lieu" && a.words[first - back - 1].text == "au") return true;
    // "vous avez mis bac mais c’est bac+2"
    for (std::uint32_t back = 1; back <= 2 && back + 1 <= first; ++back)
        if (among(a.words[first - back].text, {"mis", "note", "ecrit", "marque"}) && among(a.words[first - back - 1].text, {"avez", "as", "a", "ai"}))
            for (auto w = last + 1; w < a.words.size() && w < last + 5; ++w)
                if (a.words[w].text == "mais") return true;
    // "laisse tomber l’armée"
    for (std::uint32_t back = 1; back <= 3 && back + 1 <= first; ++back)
        if (a.words[first - back].text == "tomber" && among(a.words[first - back - 1].text, {"laisse", "laissez", "laisser", "laissons"})) return true;
    // "je préfère la cuisine à la vente"
    for (std::uint32_t back = 1; back <= 2 && back <= first; ++back) {
        if (a.words[first - back + 1].clause) break;
        if (!among(a.words[first - back].text, {"a", "au"})) continue;
        for (std::uint32_t far = back + 1; far <= back + 5 && far <= first; ++far)
            if (among(a.words[first - far].text, {"prefere", "prefererais", "prefererait"}) && far > back + 1) return true;
    }
    for (std::uint32_t back = 1; back <= 4 && back <= first; ++back) {
        const auto w = first - back;
        if (a.words[w + 1].clause) return false;
        if (back > 2 && among(a.words[w].text, {"sans", "aucun", "ni"})) return false;
        // "sans revenu logé par mon oncle": "sans" has its noun.
        if (back == 2 && a.words[w].text == "sans" && !among(a.words[w + 1].text, {"le", "la", "les", "l", "un", "une", "de", "mon", "ma", "aucun", "avoir", "etre", "vrai", "trop"}) && !among(a.words[first].text, {"ni"})) return false;
        const auto& word = a.words[w].text;
        if (among(word, {"mais", "et", "car", "je", "il", "elle", "puis"})) return false;
        if (word == "pour" && w > 0 && !denies(a.words[w - 1].text)) return false;  // "pas de patron pour mon CAP"
        if (!denies(word)) continue;
        if (word == "plus" && a.words[w + 1].text == "de") return true;  // "plus de permis"
        // "pas mal", "pas que" deny nothing; "non," only answers.
        if (word == "pas" && among(a.words[w + 1].text, {"mal", "que", "seulement"})) return false;
        return true;
    }
    return false;
}

bool read_residence(
    const Analysis& a, const PlacesRead& places, const Context& context, Reading& reading, std::vector<RawFact>& out
) {
    const bool known_place = std::any_of(context.known.begin(), context.known.end(), [](const auto& k) { return among(k, {"commune", "hors_normandie", "departement"}); });
    const PlaceMention* home = nullptr;
    const bool lives_now = std::any_of(places.communes.begin(), places.communes.end(), [](const auto& m) { return m.lives && !m.to_come && !m.denied; });
    const auto is_none = [&](const PlaceMention& m) {  // "j’habite Le Mans … un stage à Alençon"; "je déménage à Granville en juin", now elsewhere
        return m.of_something || (places.lives_outside && !m.lives) || (m.to_come && (known_place || lives_now || places.lives_outside));
    };
    for (const auto& mention : places.communes) {
        if (mention.denied || is_none(mention)) continue;
        if (home == nullptr || (home->near && !mention.near) || (mention.evidence > home->evidence && !(mention.near && !home->near)) || (mention.lives && !home->lives && mention.evidence == home->evidence) ||
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
        if (is_none(mention)) continue;
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
        raw.fact.denied = postal.denied;
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
        raw.fact.rule = places.departement_lives ? "place.lives" : "place.departement";
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
    return std::any_of(places.communes.begin(), places.communes.end(), [&](const auto& m) { return m.to_come && is_none(m) && !m.of_something; });
}

}  // namespace bot::reading
