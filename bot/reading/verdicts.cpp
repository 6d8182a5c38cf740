#include "bot/reading/verdicts.hpp"

#include "bot/reading/facts.hpp"
#include "bot/reading/intent.hpp"
#include "bot/reading/slots.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace bot::reading {
namespace {

// Chosen on authors that the model had not read (reading_train … --danger), for recall: a miss costs more than a false alarm.
constexpr double sure_though_withdrawn = 0.9, sure_though_softened = 0.7, sure_of_danger = 0.28, sure_of_immediate = 0.2, sure_of_distress = 0.5;

constexpr std::array<Intent, 4> out_of_scope{
    Intent::hors_perimetre, Intent::hostile, Intent::injection, Intent::incomprehensible};

/// The words that spoke most for the class.
std::vector<Clue> clues(const LinearModel& model, const Features& features, std::size_t klass, const Analysis& a) {
    std::map<std::uint32_t, double> by_word;
    for (const auto& feature : features)
        if (feature.word != no_word) by_word[feature.word] += model.weight(feature, klass);
    std::vector<Clue> all;
    for (const auto& [word, weight] : by_word)
        if (weight > 0 && word < a.words.size()) all.push_back({a.words[word].text, weight});
    std::sort(all.begin(), all.end(), [](const Clue& x, const Clue& y) { return x.weight > y.weight; });
    if (all.size() > 5) all.resize(5);
    return all;
}

constexpr double sure_of_steering = 0.9;

/// No word of correcting, no value denied, and no fact that was known before.
bool nothing_to_correct(const Scene& scene, const Context& context) {
    const auto& facts = scene.reading.facts;
    const bool again = std::any_of(facts.begin(), facts.end(), [&](const Fact& f) {
        return f.denied || std::find(context.known.begin(), context.known.end(), f.name) != context.known.end();
    });
    const bool mended = std::any_of(facts.begin(), facts.end(), [](const Fact& f) { return f.rule == "age.mended"; });
    return !again && !mended && !facts.empty() && !scene.corrects;
}

/// What the rules know better than the model: an answer with the fact asked for is an answer; a note on a person asks for
/// measures, not for an address.
void mend(Reading& reading, const Scene& scene, const Context& context) {
    const auto fact = [&](auto&& which) { return std::any_of(reading.facts.begin(), reading.facts.end(), which); };
    const bool answered = !context.asked.empty() && fact([&](const Fact& f) {
        return f.certainty != Certainty::context && (f.name == context.asked || (context.asked == "commune" && (f.name == "departement" || f.name == "code_postal")) || (context.asked == "niveau_diplome" && f.name == "decrochage"));
    });
    if ((answered || (context.asked == "commune" && (reading.outside_normandie || reading.ambiguous))) && !scene.analysis.text.question &&
        (reading.intent == Intent::passer_question || reading.intent == Intent::incomprehensible || reading.intent == Intent::hors_perimetre ||
         reading.intent == Intent::demarches_contact || reading.intent == Intent::saluer))
        reading.intent = Intent::donner_info;
    // "oui un garçon" tells more than yes
    if (answered && !scene.analysis.text.question && (reading.intent == Intent::confirmer || reading.intent == Intent::infirmer) && scene.analysis.heavy() > 1 &&
        fact([&](const Fact& f) { return f.name == context.asked && !f.rule.starts_with("answer."); }))
        reading.intent = Intent::donner_info;
    // "je m’inscris demain", to "are you registered?": no refusal to answer.
    if (reading.intent == Intent::passer_question && !context.asked.empty() && !scene.skips &&
        fact([&](const Fact& f) { return f.name == context.asked && !f.rule.starts_with("answer."); }))
        reading.intent = Intent::donner_info;
    // The answer to a question is no correction, unless that fact was known.
    if (!context.asked.empty() && fact([&](const Fact& f) { return f.name == context.asked; }) && reading.intent == Intent::corriger_info &&
        std::find(context.known.begin(), context.known.end(), context.asked) == context.known.end())
        reading.intent = Intent::donner_info;
    if (scene.answers_quoted && !reading.facts.empty() && reading.intent != Intent::corriger_info && !scene.analysis.text.question) reading.intent = Intent::donner_info;
    const auto told = std::count_if(reading.facts.begin(), reading.facts.end(), [](const Fact& f) {
        return f.certainty != Certainty::context && (f.name == "age" || f.name == "statut" || f.name == "niveau_diplome" || f.name == "rqth" || f.name == "rsa" || f.name == "commune" || f.name == "inscrit_ft");
    });
    if (told >= 3 && !scene.analysis.text.question && (reading.intent == Intent::demarches_contact || reading.intent == Intent::hors_perimetre || reading.intent == Intent::verifier_mesure) && reading.measures.empty())
        reading.intent = context.asked.empty() ? Intent::demander_orientation : Intent::donner_info;
    // Somebody who tells of themselves tells facts, however the rest sounds.
    const bool lost = reading.intent == Intent::hors_perimetre || reading.intent == Intent::incomprehensible || reading.intent == Intent::recommencer ||
                      reading.intent == Intent::remercier_cloturer || reading.intent == Intent::saluer;
    const bool of_oneself = fact([](const Fact& f) {
        return f.certainty != Certainty::context && !among(f.name, {"commune", "code_postal", "departement", "quartier", "secteur", "souhait", "permis", "vehicule", "logement", "mesure_passee"});
    });
    const bool first_person = std::any_of(scene.analysis.words.begin(), scene.analysis.words.end(), [](const Word& w) { return among(w.text, {"je", "ai", "suis", "nous", "on"}); });
    const auto says = [&](std::initializer_list<std::string_view> list) {
        return std::any_of(scene.analysis.words.begin(), scene.analysis.words.end(), [&](const Word& w) { return among(w.text, list); });
    };
    const bool trade = fact([](const Fact& f) { return f.name == "secteur" && !f.denied; }) && says({"veux", "voudrais", "aimerais", "suis", "bosse", "travaille", "projet", "vise"}) &&
                       !says({"vends", "vendre", "achete", "acheter", "louer", "loue", "manger", "joue", "regarde", "match", "film"});
    if (lost && trade && first_person && !scene.analysis.text.question && context.asked.empty() && reading.intent == Intent::hors_perimetre) reading.intent = Intent::donner_info;
    const bool followed = fact([](const Fact& f) { return f.name == "inscrit_ft" || f.name == "suivi_ml" || f.name == "suivi_cap"; });
    if (reading.intent == Intent::demarches_contact && followed && first_person && !scene.analysis.text.question &&
        !says({"ou", "comment", "adresse", "numero", "telephone", "rendez", "horaires", "contacter", "joindre", "voudrais", "veux", "cherche", "qui", "quel", "quelle", "mail", "inscrire", "faut", "besoin"}))
        reading.intent = Intent::donner_info;
    // "20 ans, ni voiture ni permis": a note, without "je"
    const bool noted = fact([](const Fact& f) { return f.rule == "age.years" && !f.denied; }) && reading.facts.size() >= 2;
    if (lost && noted && !scene.analysis.text.question && context.asked.empty()) reading.intent = Intent::donner_info;
    if (lost && of_oneself && first_person && !scene.analysis.text.question && context.asked.empty()) reading.intent = Intent::donner_info;
    if (reading.intent == Intent::passer_question && !reading.facts.empty() && !scene.skips && !scene.analysis.text.question) reading.intent = Intent::donner_info;
    // "et s’il avait 26 ans ?" asks for measures.
    if (reading.hypothetical && !reading.facts.empty() &&
        (reading.intent == Intent::demarches_contact || is_steering(reading.intent) || reading.intent == Intent::preference_format || reading.intent == Intent::hors_perimetre ||
         ((reading.intent == Intent::verifier_mesure || reading.intent == Intent::info_mesure) && scene.found.measures.empty())))
        reading.intent = Intent::demander_orientation;
    // Somebody who is low asks for help, whatever the words are like.
    if (reading.danger.level == DangerLevel::distress && reading.danger.type != "" && !reading.danger.withdrawn && !reading.danger.softened &&
        (reading.intent == Intent::hors_perimetre || reading.intent == Intent::incomprehensible || reading.intent == Intent::hostile || reading.intent == Intent::injection ||
         reading.intent == Intent::remercier_cloturer || reading.intent == Intent::saluer || reading.intent == Intent::crise))
        reading.intent = Intent::demander_orientation;
    // "je ne touche plus le RSA", known before.
    const bool takes_back = fact([&](const Fact& f) {
        return f.value == "non" && f.certainty != Certainty::context && std::find(context.known.begin(), context.known.end(), f.name) != context.known.end();
    });
    // After a proposal, a message that only tells again what is known corrects it: "en fait j’habite à Caen".
    const bool only_known = !reading.facts.empty() && reading.about.empty() && context.focus.empty() && !reading.hypothetical && std::all_of(reading.facts.begin(), reading.facts.end(), [&](const Fact& f) {
        return std::find(context.known.begin(), context.known.end(), f.name) != context.known.end();
    });
    if (only_known && context.act.starts_with("propose") && !scene.analysis.text.question && scene.found.measures.empty() &&
        (reading.intent == Intent::donner_info || reading.intent == Intent::demander_orientation || reading.intent == Intent::contester_signaler))
        reading.intent = Intent::corriger_info;
    if (takes_back && context.asked.empty() && reading.intent == Intent::donner_info) reading.intent = Intent::corriger_info;
}

}  // namespace

std::string_view danger_type(std::size_t klass) {
    static constexpr std::array<std::string_view, danger_types> names{
        "suicide",
        "automutilation",
        "violence_conjugale",
        "violence_familiale",
        "violence_sexuelle",
        "harcelement",
        "sans_abri",
        "exploitation",
        "menace_autrui",
        "detresse"};
    return klass < names.size() ? names[klass] : std::string_view{};
}

DangerOpinion danger_opinion(const LinearModel& model, const Features& features) {
    std::vector<double> p;
    model.probabilities(features, p);
    return {p[1] + p[2] + p[3], p[2] + p[3], p[3]};
}

DangerLevel joined(const Danger& grammar, const DangerOpinion& opinion) {
    return joined(grammar, opinion, sure_of_danger);
}

DangerLevel joined(const Danger& grammar, const DangerOpinion& opinion, double sure) {
    auto level = grammar.level;
    if (opinion.distress > sure_of_distress) level = std::max(level, DangerLevel::distress);
    // Said as past, denied or taken back: the words alone prove less.
    const double least = grammar.withdrawn ? sure_though_withdrawn : grammar.softened ? sure_though_softened : 0;
    if (opinion.danger > std::max(sure, least)) level = std::max(level, DangerLevel::danger);
    if (level == DangerLevel::danger && opinion.immediate > sure_of_immediate) level = DangerLevel::immediate;
    return level;
}

bool judge_danger(const Rules& rules, const Verdicts& verdicts, Scene& scene, const Context& context) {
    auto& danger = scene.reading.danger;
    Features features;
    danger_features(rules, scene, features);
    // The bureau writes of figures and alerts: there the model, which learnt from the young and their advisers, must be surer.
    // So do answers to what was asked, if no word of danger stands in them: "avec mon père depuis le divorce".
    const bool answers = !context.asked.empty() && danger.level == DangerLevel::none &&
                         std::any_of(scene.reading.facts.begin(), scene.reading.facts.end(), [&](const Fact& f) { return f.name == context.asked; });
    const auto level = joined(danger, danger_opinion(verdicts.danger, features), context.office || answers ? sure_though_softened : sure_of_danger);
    if (level > danger.level || (level == DangerLevel::distress && danger.type.empty())) {
        const bool new_type = danger.level < DangerLevel::danger && level >= DangerLevel::danger;
        danger.level = level;
        if (danger.type.empty() || new_type) {
            std::vector<double> p;
            verdicts.danger_type.probabilities(features, p);
            danger.type = danger_type(static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin()));
        }
        if (danger.evidence == Evidence{} && !scene.analysis.words.empty())
            danger.evidence = scene.analysis.span(0, scene.analysis.words.size() - 1);
    }
    if (level < DangerLevel::danger) return false;
    scene.reading.intent = Intent::crise;
    scene.reading.confidence = 0.95;
    return true;
}

void judge_intent(const Rules& rules, const Verdicts& verdicts, Scene& scene, const Context& context) {
    auto& reading = scene.reading;
    if (scene.closed) {
        reading.out_of_scope = reading.intent == Intent::incomprehensible ? 0.97 : 0.02;
        return;
    }
    Features features;
    intent_features(rules, scene, context, features);
    std::vector<double> p;
    verdicts.intent.probabilities(features, p);
    auto best = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    reading.intent = static_cast<Intent>(best);
    // A wish for another form names the form: without any such word the model must be sure.
    const bool formless = reading.intent == Intent::preference_format && p[best] < sure_of_steering && std::none_of(scene.found.slots.begin(), scene.found.slots.end(), [&](const Found::Hit& hit) {
        return among(rules.lexicon().slots[hit.rule].slot, {"format", "langue"});
    });
    // A young person asks for no figures and has no alerts; nobody corrects what was never said.
    if (formless || (!context.partner && is_steering(reading.intent) && p[best] < sure_of_steering) || (reading.intent == Intent::corriger_info && nothing_to_correct(scene, context))) {
        const auto barred = [&](std::size_t i) {
            const auto intent = static_cast<Intent>(i);
            if (!context.partner && is_steering(intent)) return true;
            return formless ? intent == Intent::preference_format : intent == Intent::corriger_info;
        };
        std::size_t next = p.size();
        for (std::size_t i = 0; i < p.size(); ++i)
            if (!barred(i) && (next == p.size() || p[i] > p[next])) next = i;
        best = next;
        reading.intent = static_cast<Intent>(best);
    }
    reading.confidence = p[best];
    for (const auto intent : out_of_scope) reading.out_of_scope += p[static_cast<std::size_t>(intent)];
    mend(reading, scene, context);
    reading.because = clues(verdicts.intent, features, static_cast<std::size_t>(reading.intent), scene.analysis);
}

std::string hash_text(const BuiltInModels& models) {
    char text[64];
    std::snprintf(
        text,
        sizeof text,
        "%08x%08x-%08x%08x",
        models.intent[1],
        models.intent[2],
        models.danger[1],
        models.danger[2]
    );
    return text;
}

}  // namespace bot::reading
