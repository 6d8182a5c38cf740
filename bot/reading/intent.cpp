#include "bot/reading/intent.hpp"

#include "bot/reading/facts.hpp"
#include "bot/reading/number.hpp"
#include "bot/reading/slots.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace bot::reading {
namespace {

constexpr auto count = static_cast<std::size_t>(Intent::crise) + 1;
constexpr std::array<std::string_view, count> names{
    "saluer",
    "remercier_cloturer",
    "demander_orientation",
    "verifier_mesure",
    "info_mesure",
    "comparer_mesures",
    "donner_info",
    "corriger_info",
    "demarches_contact",
    "expliquer_resultat",
    "contester_signaler",
    "confirmer",
    "infirmer",
    "passer_question",
    "recommencer",
    "parler_humain",
    "donnees_personnelles",
    "aide_bot",
    "preference_format",
    "indicateur_realisation",
    "budget_enveloppe",
    "alerte_accuser",
    "alerte_silence",
    "alerte_seuil",
    "alerte_liste",
    "digest_gerer",
    "rapport_exporter",
    "reunion_calendrier",
    "hors_perimetre",
    "hostile",
    "injection",
    "incomprehensible",
    "crise"};

constexpr std::array social{
    Intent::saluer,
    Intent::remercier_cloturer,
    Intent::confirmer,
    Intent::infirmer,
    Intent::hostile,
    Intent::passer_question};

class Scores {
  public:
    double& operator[](Intent i) { return value_[static_cast<std::size_t>(i)]; }
    [[nodiscard]] double at(Intent i) const { return value_[static_cast<std::size_t>(i)]; }
    [[nodiscard]] Intent best() const {
        return static_cast<Intent>(std::max_element(value_.begin(), value_.end()) - value_.begin());
    }
    /// The strongest other than `first`.
    [[nodiscard]] double second(Intent first) const {
        double found = 0;
        for (std::size_t i = 0; i < count; ++i)
            if (i != static_cast<std::size_t>(first)) found = std::max(found, value_[i]);
        return found;
    }

  private:
    std::array<double, count> value_{};
};

/// Whether the match is the whole message but for politeness.
bool covers(const Analysis& a, const Found::Hit& hit) {
    for (std::uint32_t w = 0; w < a.words.size(); ++w)
        if (!a.words[w].light && (w < hit.first || w > hit.last)) return false;
    return true;
}

/// "1", "1.", "1️⃣", "la 2", "le premier", "deux".
std::optional<int> choice(const Analysis& a, int choices) {
    if (choices <= 0) return std::nullopt;
    std::optional<int> found;
    for (std::uint32_t w = 0; w < a.words.size(); ++w) {
        const auto& word = a.words[w];
        if (word.light || among(
                              word.text,
                              {"le",
                               "la",
                               "numero",
                               "choix",
                               "option",
                               "reponse",
                               "je",
                               "prends",
                               "choisis",
                               "veux",
                               "plutot",
                               "n",
                               "no",
                               "au",
                               "du",
                               "ok",
                               "detail",
                               "details",
                               "stp",
                               "svp"}
                          ))
            continue;
        std::optional<int> value = value_of(word);
        if (!value) {
            if (among(word.text, {"premier", "premiere", "1eme", "un", "une"}))
                value = 1;
            else if (among(word.text, {"deuxieme", "second", "seconde", "2eme"}))
                value = 2;
            else if (among(word.text, {"troisieme", "3eme"}))
                value = 3;
            else if (among(word.text, {"quatrieme", "4eme"}))
                value = 4;
            else if (among(word.text, {"dernier", "derniere"}))
                value = choices;
        }
        if (!value || found) return std::nullopt;
        found = value;
    }
    if (!found || *found < 1 || *found > choices) return std::nullopt;
    return found;
}

double known_share(const Lexicon& lexicon, const Analysis& a) {
    double known = 0;
    double all = 0;
    for (std::uint32_t w = 0; w < a.words.size(); ++w) {
        if (a.words[w].light) continue;
        all += 1;
        const bool meant = !a.words[w].symbols.empty() || lexicon.frequent.contains(a.words[w].text) ||
                           lexicon.guard.contains(a.words[w].text);
        known += meant ? 1 : 0;
    }
    return all == 0 ? 0 : known / all;
}

bool denies_and_says(const Reading& reading) {
    for (const auto& no : reading.facts)
        if (no.denied && no.rule != "diploma.failed")
            for (const auto& yes : reading.facts)
                if (!yes.denied && yes.name == no.name) return true;
    return false;
}

}  // namespace

std::string_view name(Intent i) {
    return names[static_cast<std::size_t>(i)];
}

bool guess_intent(
    const Lexicon& lexicon,
    const Analysis& a,
    const Found& found,
    const PlacesRead& places,
    const Context& context,
    Reading& reading
) {
    const auto decide = [&](Intent intent, double confidence) {
        reading.intent = intent;
        reading.confidence = confidence;
        return false;
    };
    bool question = a.text.question;
    bool correction = !a.words.empty() && a.words[0].text == "*";
    for (const auto& hit : found.marks) {
        const auto& mark = lexicon.marks[hit.rule];
        if (mark.mark == Mark::question) question = true;
        if (mark.mark == Mark::formal) reading.formal = true;
        if (mark.mark == Mark::hypothesis) {
            // "et avec 17 ans, ça passe ?" supposes only what is otherwise known; else it tells.
            const bool with = a.words[hit.first].text == "et" && hit.first + 1 < a.words.size() && among(a.words[hit.first + 1].text, {"avec", "sans"}) && !reading.facts.empty() &&
                              std::any_of(reading.facts.begin(), reading.facts.end(), [](const Fact& f) { return f.name == "age"; }) &&
                              std::none_of(reading.facts.begin(), reading.facts.end(), [&](const Fact& f) {
                                  return std::find(context.known.begin(), context.known.end(), f.name) != context.known.end() || f.value == "non" || f.denied;
                              });
            if (!with) reading.hypothetical = true;
        }
        if (mark.mark == Mark::language) reading.language = mark.value;
        if (mark.mark == Mark::correction) correction = true;
    }
    for (std::size_t w = 0; w + 2 < a.words.size(); ++w) {  // "si jamais j’arrêtais", "s’il habitait"
        if (!among(a.words[w].text, {"si", "se"})) continue;
        for (std::size_t k = w + 1; k < w + 6 && k < a.words.size() && !a.words[k].clause; ++k) {
            const std::string_view verb = a.words[k].text;
            const bool subject = among(a.words[k - 1].text, {"je", "il", "elle", "on", "frere", "soeur", "fils", "fille", "ils"});
            if (subject && verb.size() > 4 && (verb.ends_with("ais") || verb.ends_with("ait") || verb.ends_with("aient")) && !among(verb, {"connais", "connait", "voulais", "voudrais", "pouvais", "refais", "plait", "parais", "parait", "disparais", "satisfait"}))
                reading.hypothetical = true;
        }
    }
    if (reading.danger.level >= DangerLevel::danger) {
        decide(Intent::crise, 0.97);
        return true;
    }
    if (a.words.empty()) {
        decide(Intent::incomprehensible, 0.95);
        return true;
    }

    reading.choice = choice(a, context.choices);
    if (reading.choice) {
        decide(Intent::donner_info, 0.95);
        return true;
    }

    // Commands about one's data: said alone they leave no doubt.
    for (const auto& hit : found.intents) {
        const auto& rule = lexicon.intents[hit.rule];
        if (rule.intent != Intent::donnees_personnelles || rule.data == DataRequest::none || !covers(a, hit)) continue;
        reading.data = std::max(reading.data, rule.data);
        decide(Intent::donnees_personnelles, 0.95);
    }
    if (reading.data != DataRequest::none) return true;

    Scores score;
    for (const auto& hit : found.intents) {
        const auto& rule = lexicon.intents[hit.rule];
        if (rule.whole) {
            if (covers(a, hit) && score[rule.intent] < 5) {
                score[rule.intent] += 4 * rule.weight;
                if (rule.data != DataRequest::none) reading.data = std::max(reading.data, rule.data);
            }
            continue;
        }
        score[rule.intent] += rule.weight;
        if (rule.data != DataRequest::none) reading.data = std::max(reading.data, rule.data);
    }
    // Bare yes and no.
    for (const auto& hit : found.marks) {
        const auto mark = lexicon.marks[hit.rule].mark;
        if (mark == Mark::yes && covers(a, hit))
            score[Intent::confirmer] = std::max(score[Intent::confirmer], 3.0);
        if (mark == Mark::no && covers(a, hit))
            score[Intent::infirmer] = std::max(score[Intent::infirmer], 3.0);
        if (mark == Mark::skip && covers(a, hit))
            score[Intent::passer_question] = std::max(score[Intent::passer_question], 3.0);
    }

    std::size_t said = 0;
    for (const auto& fact : reading.facts) said += fact.certainty == Certainty::context ? 0 : 1;
    if (reading.outside_normandie || reading.ambiguous) ++said;
    const bool answered =
        !context.asked.empty() && (!reading.facts.empty() || reading.ambiguous || reading.outside_normandie);
    const bool only_answer = said == 0 && (score.at(Intent::confirmer) > 0 || score.at(Intent::infirmer) > 0);

    if (score.at(Intent::remercier_cloturer) > 0) score[Intent::saluer] *= 0.2;
    // A measure that is named.
    const auto measures = reading.measures.size();
    if (measures > 0) {
        if (measures > 1 && question) score[Intent::comparer_mesures] += 0.6;
        score[Intent::info_mesure] += question ? 0.5 : 0.3;
        if (question && said > 0) score[Intent::verifier_mesure] += 0.9;
    } else {
        // "c’est payé combien" without a measure still asks about one; eligibility without one asks for
        // leads.
        if (score.at(Intent::verifier_mesure) > 0)
            score[Intent::demander_orientation] += score.at(Intent::verifier_mesure);
        score[Intent::verifier_mesure] *= 0.4;
        score[Intent::comparer_mesures] *= 0.4;
        score[Intent::info_mesure] *= 0.8;
    }
    if (context.partner && said >= 2 && question) score[Intent::demander_orientation] += 0.5;
    if (!context.partner && !places.departements.empty() && measures == 0)
        score[Intent::indicateur_realisation] *= 0.8;

    if (!only_answer) {
        if (answered)
            score[Intent::donner_info] += 2.2;
        else if (said >= 3)
            score[Intent::demander_orientation] += 1.2;
        else if (said > 0 && !question)
            score[Intent::donner_info] += 1.0;
        else if (said > 0)
            score[Intent::demander_orientation] += 0.7;
    }
    if (correction) score[Intent::corriger_info] += said > 0 ? 2 : 0.5;
    if (denies_and_says(reading)) score[Intent::corriger_info] += context.asked.empty() ? 2.5 : 1.5;
    if (!reading.about.empty() && question && measures == 0) score[Intent::demander_orientation] += 0.8;
    if (reading.danger.level == DangerLevel::distress) score[Intent::demander_orientation] += 0.9;

    // Precedence: what decides the next act.
    if (score.at(Intent::injection) >= 1.5)
        score[Intent::injection] += 3;
    else if (score.at(Intent::corriger_info) >= 1.5)
        score[Intent::corriger_info] += 2;
    const bool other = [&] {
        for (std::size_t i = 0; i < count; ++i) {
            const auto intent = static_cast<Intent>(i);
            if (std::find(social.begin(), social.end(), intent) == social.end() && score.at(intent) >= 0.9)
                return true;
        }
        return false;
    }();
    if (other)
        for (const auto intent : social)
            if (score.at(intent) < 3.5) score[intent] *= 0.35;
    if (!reading.facts.empty() && score.at(Intent::hostile) < 2) score[Intent::hostile] *= 0.5;

    const auto top = score.best();
    const double strongest = score.at(top);
    if (strongest < 0.45) {
        const double known = known_share(lexicon, a);
        if (a.heavy() == 0) return decide(Intent::saluer, 0.8);
        if (!context.asked.empty() && known > 0 && !question) return decide(Intent::donner_info, 0.5);
        // Somebody who tells of themselves, in words that we know, tells facts.
        const auto speaks =
            std::find_if(a.words.begin(), a.words.end(), [](const Word& w) { return !w.light; });
        if (!question && known > 0.6 && among(speaks->text, {"je", "moi", "on", "nous", "mon", "ma"}))
            return decide(Intent::donner_info, 0.42);
        if (known < 0.34) return decide(Intent::incomprehensible, 0.55 + 0.3 * (0.34 - known));
        return decide(Intent::hors_perimetre, 0.4);
    }
    const double margin = strongest - score.second(top);
    decide(top, std::min(0.97, 0.45 + 0.35 * (1 - std::exp(-strongest)) + 0.2 * (1 - std::exp(-2 * margin))));
    const bool asked_yes_no = context.yes_no_asked || context.act.starts_with("confirme");
    return asked_yes_no && said == 0 && strongest >= 3 && (top == Intent::confirmer || top == Intent::infirmer);
}

namespace {

/// What a message about something else says of nobody.
void drop_stray_facts(Reading& reading, const Analysis& a) {
    const auto intent = reading.intent;
    using I = Intent;
    const bool foreign = intent == I::hors_perimetre || intent == I::hostile || intent == I::injection || intent == I::incomprehensible;
    const bool aside = intent == I::aide_bot || intent == I::preference_format || intent == I::passer_question || intent == I::donnees_personnelles ||
                       intent == I::remercier_cloturer || intent == I::saluer;
    const auto told = std::count_if(reading.facts.begin(), reading.facts.end(), [](const Fact& f) {
        return f.certainty != Certainty::context && (f.name == "age" || f.name == "statut" || f.rule == "place.lives" || f.name == "date_naissance");
    });
    if (foreign && told < 2) {
        reading.facts.clear();
        reading.others.clear();
        reading.ambiguous.reset();
        reading.outside_normandie = false;
    } else if (aside) {
        std::erase_if(reading.facts, [&](const Fact& f) {
            return f.certainty == Certainty::context || (told == 0 && f.certainty != Certainty::exact) || f.rule == "place.name" || f.name == "secteur";
        });
    }
    // "ça veut dire quoi QPV", "c’est quoi la RQTH": a term, not a person.
    const bool of_oneself = std::any_of(a.words.begin(), a.words.end(), [](const Word& w) { return among(w.text, {"je", "suis"}); });
    if (intent == I::info_mesure && reading.measures.empty() && reading.facts.size() <= 2 && reading.about.empty() && !of_oneself)
        std::erase_if(reading.facts, [](const Fact& f) { return f.name != "age" && f.name != "commune"; });
    if (intent == I::info_mesure && reading.facts.size() <= 2 && told == 0)
        std::erase_if(reading.facts, [](const Fact& f) {
            return f.name == "qpv" || f.name == "rqth" || f.name == "ase" || f.name == "rsa" || f.name == "aah" || f.name == "are" || f.name == "handicap" || f.name == "bourse" || f.name == "souhait" || f.name == "permis" || f.name == "statut";
        });
    // A person is spoken of only if something is said of them, or asked for them.
    const bool asks = intent == I::demander_orientation || intent == I::verifier_mesure || intent == I::info_mesure || intent == I::comparer_mesures ||
                      intent == I::demarches_contact || intent == I::donner_info || intent == I::corriger_info || intent == I::recommencer;
    if (!asks && reading.facts.empty()) reading.about.clear();
    if (intent == I::crise || intent == I::preference_format) reading.hypothetical = false;
    // "on n’a plus rien à manger depuis deux jours", "je dors dans ma voiture": no duration of unemployment, no vehicle to speak of.
    if (intent == I::crise)
        std::erase_if(reading.facts, [](const Fact& f) { return f.denied || (f.name == "duree_sans_emploi_mois" && f.rule == "duration.work") || (f.name == "vehicule" && f.value == "oui") || (f.name == "souhait" && f.value != "logement"); });
    if (intent == I::preference_format && told == 0) reading.facts.clear();
}

}  // namespace

void finish_intent(Reading& reading, const Analysis& a) {
    drop_stray_facts(reading, a);
    const auto intent = reading.intent;
    if (intent != Intent::donnees_personnelles)
        reading.data = DataRequest::none;
    else if (reading.data == DataRequest::none)
        reading.data = DataRequest::inform;
    // Where a structure is looked for is no residence, unless it was said so.
    if (intent == Intent::demarches_contact || intent == Intent::parler_humain) {
        std::erase_if(reading.facts, [&](const Fact& f) {
            return (f.name == "commune" && f.rule != "place.lives" && !reading.place.empty()) || (f.name == "departement" && f.rule != "place.lives" && reading.facts.size() <= 2);
        });
        if (std::any_of(reading.facts.begin(), reading.facts.end(), [&](const Fact& f) {
                return f.name == "commune" && f.value == reading.place;
            }))
            reading.place.clear();
    } else {
        reading.place.clear();
    }
    // Territories and thresholds of a steering question say nothing about a person.
    if (is_steering(intent)) {
        reading.facts.clear();
        reading.others.clear();
        reading.ambiguous.reset();
        reading.outside_normandie = false;
        reading.about.clear();
    }
}

}  // namespace bot::reading
