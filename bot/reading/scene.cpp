#include "bot/reading/scene.hpp"

#include "bot/reading/answers.hpp"
#include "bot/reading/danger.hpp"
#include "bot/reading/facts.hpp"
#include "bot/reading/intent.hpp"
#include "bot/reading/measures_followed.hpp"
#include "bot/reading/number.hpp"

#include <algorithm>

namespace bot::reading {

bool Rules::load(
    const std::filesystem::path& folder,
    std::shared_ptr<const rules::places::Gazetteer> gazetteer,
    std::string& error
) {
    ::rules::yaml::Complaints complaints;
    if (lexicon_.load(folder, complaints)) check_witnesses(lexicon_, complaints);
    error.clear();
    for (const auto& complaint : complaints) error += complaint.text() + "\n";
    if (!error.empty()) return false;
    places_.emplace(std::move(gazetteer), lexicon_);
    return true;
}

namespace {

/// "le premier", "la deuxième" to "14 ou 50 ?".
void chosen_departement(const Analysis& a, const Context& context, Reading& reading) {
    constexpr std::string_view asks = "clarifie:";
    if (!context.act.starts_with(asks) || a.words.empty() || a.heavy() > 4) return;
    std::vector<std::string> options(1);
    for (const char c : context.act.substr(asks.size())) {
        if (c == '|')
            options.emplace_back();
        else
            options.back() += c;
    }
    std::size_t chosen = options.size();
    for (const auto& word : a.words) {
        if (among(word.text, {"1", "premier", "premiere", "1eme", "1er", "1ere"})) chosen = 0;
        if (among(word.text, {"2", "second", "seconde", "deuxieme", "2eme"})) chosen = 1;
        if (among(word.text, {"dernier", "derniere"})) chosen = options.size() - 1;
    }
    if (chosen >= options.size() || ::rules::places::departement_name(options[chosen]).empty()) return;
    if (std::any_of(reading.facts.begin(), reading.facts.end(), [](const Fact& f) { return f.name == "departement"; })) return;
    std::erase_if(reading.facts, [](const Fact& f) { return f.name == "statut"; });  // "la seconde" is no class here
    reading.facts.push_back({"departement", options[chosen], a.span(0, static_cast<std::uint32_t>(a.words.size()) - 1), "place.chosen", Certainty::context, false});
}

}  // namespace

/// Facts that only the quoted question above the answer makes clear.
void Rules::read_answers(std::string_view text, const Context& context, Scene& scene) const {
    for (const auto& question : quoted_questions(text)) {
        auto between = context;
        between.asked = question.asked;
        const auto answer = look_at(text.substr(question.answer.begin, question.answer.end - question.answer.begin), between).reading;
        scene.answers_quoted = true;
        auto& reading = scene.reading;
        for (auto fact : answer.facts) {
            const bool known = std::any_of(reading.facts.begin(), reading.facts.end(), [&](const Fact& f) {
                return f.name == fact.name && (f.value == fact.value || !is_list(f.name)) && f.denied == fact.denied;
            });
            if (known) continue;
            fact.evidence.begin += question.answer.begin;
            fact.evidence.end += question.answer.begin;
            reading.facts.push_back(std::move(fact));
        }
        if (answer.ambiguous && !reading.ambiguous) {
            reading.ambiguous = answer.ambiguous;
            reading.ambiguous->evidence.begin += question.answer.begin;
            reading.ambiguous->evidence.end += question.answer.begin;
        }
        reading.outside_normandie = reading.outside_normandie || answer.outside_normandie;
    }
}

Scene Rules::look_at(std::string_view text, const Context& context) const {
    Scene scene;
    auto& analysis = scene.analysis;
    analysis = lexicon_.speller.write_out(split(text));
    gather_numbers(analysis);
    lexicon_.patterns.name(analysis.words);
    scene.found = look(lexicon_, analysis);
    for (const auto& hit : scene.found.marks) {
        const auto mark = lexicon_.marks[hit.rule].mark;
        scene.corrects = scene.corrects || mark == Mark::correction;
        scene.skips = scene.skips || mark == Mark::skip;
        if (mark == Mark::politeness || mark == Mark::laughter)
            for (auto w = hit.first; w <= hit.last; ++w) analysis.words[w].light = true;
    }
    // Beside words a smiley says nothing; alone it may be the answer.
    const auto& tokens = analysis.text.tokens;
    const auto pictured = [&](const Word& w) { return tokens[w.token].kind == TokenKind::symbol && static_cast<unsigned char>(w.text[0]) >= 0x80; };
    if (std::any_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.kind != TokenKind::symbol; }))
        for (auto& word : analysis.words)
            if (!word.text.empty() && pictured(word)) word.light = true;
    scene.corrects = scene.corrects || (!analysis.words.empty() && analysis.words[0].text == "*");
    auto& reading = scene.reading;
    reading.danger = read_danger(lexicon_, analysis, scene.found);

    scene.places = places_->read(analysis, context);
    std::vector<RawFact> facts;
    const bool moves_later = read_residence(analysis, scene.places, context, reading, facts);
    read_numbers(analysis, scene.found, scene.places, context, facts);
    read_patterns(lexicon_, analysis, scene.found, context, facts);
    read_measures_followed(lexicon_, analysis, scene.found, context, facts);
    std::erase_if(facts, [&](const RawFact& f) {
        if (f.fact.rule.starts_with("place.") || f.fact.rule.starts_with("age.") || f.fact.rule.starts_with("date.")) return false;
        const bool trade = f.fact.name == "secteur" && f.last - f.first < 2;
        bool all = true, some = false;
        for (auto w = f.first; w <= f.last; ++w)
            for (auto t = analysis.words[w].token; t <= analysis.words[w].last_token; ++t) {
                all = all && scene.places.taken[t];
                some = some || scene.places.taken[t];
            }
        return all || (trade && some);
    });
    // A move to come changes no roof either.
    if (moves_later) std::erase_if(facts, [](const RawFact& f) { return f.fact.name == "logement"; });
    settle(lexicon_, analysis, scene.found, context, std::move(facts), reading);
    read_answers(text, context, scene);

    // "dans ma voiture", to the question where somebody lives; a van or a caravan may be a home that was chosen
    const bool home_on_wheels = std::any_of(analysis.words.begin(), analysis.words.end(), [](const Word& w) { return among(w.text, {"camion", "caravane", "van", "fourgon", "roulotte"}); });
    if (context.asked == "logement" && reading.danger.level < DangerLevel::danger && !home_on_wheels)
        for (const auto& fact : reading.facts)
            if (fact.name == "logement" && fact.value == "sans_domicile" && !fact.denied) {
                reading.danger.level = DangerLevel::danger;
                reading.danger.type = "sans_abri";
                reading.danger.evidence = fact.evidence;
            }
    chosen_departement(analysis, context, reading);
    // "76" to "which Saint-Arnoult?"
    if (!context.unclear_place.empty())
        for (auto& fact : reading.facts) {
            if (fact.name != "departement" || fact.denied) continue;
            for (const auto& name : places_->named(context.unclear_place))
                if (name->departement == fact.value) {
                    fact.name = "commune";
                    fact.value = name->code;
                    fact.rule = "place.told_apart";
                    fact.certainty = Certainty::context;
                    break;
                }
        }
    for (const auto& hit : scene.found.marks)
        if (lexicon_.marks[hit.rule].mark == Mark::outside) reading.outside_normandie = true;
    for (const auto& hit : scene.found.measures) {
        const auto& id = lexicon_.measures[hit.rule].id;
        if (id[0] >= 'A' && id[0] <= 'Z') continue;  // no measure of the catalogue
        if (std::find(reading.measures.begin(), reading.measures.end(), id) == reading.measures.end())
            reading.measures.push_back(id);
    }
    scene.closed = guess_intent(lexicon_, analysis, scene.found, scene.places, context, reading);
    return scene;
}

}  // namespace bot::reading
