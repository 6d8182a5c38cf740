#include "bot/talking/replies.hpp"

#include "bot/talking/ask.hpp"
#include "bot/talking/hand_over.hpp"
#include "bot/talking/leads.hpp"
#include "bot/talking/measure_answer.hpp"
#include "bot/talking/partner.hpp"
#include "bot/talking/people.hpp"

#include "rules/places/gazetteer.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace bot::talking {
namespace {

/// The number that a message is made of, "6" or "6 mois"; empty if it says more.
std::string bare_number(std::string_view body) {
    const auto begin = body.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    const auto end = std::min(body.find_first_not_of("0123456789", begin), body.size());
    auto rest = body.substr(end);
    for (const std::string_view unit :
         {" mois", " an", " ans", " euros", " semaines", " h", " km", " €", "€"})
        if (rest == unit) rest = {};
    return rest.find_first_not_of(" .") == std::string_view::npos
               ? std::string(body.substr(begin, end - begin))
               : std::string();
}

}  // namespace

void acknowledge(Turn& turn, const Merged& merged) {
    const auto words = [&](std::vector<Merged::Change> changes) {
        // What only follows from the rest is not worth a word.
        const auto deduced = [](const Merged::Change& change) { return change.deduced; };
        if (!std::all_of(changes.begin(), changes.end(), deduced)) std::erase_if(changes, deduced);
        std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
            return telling_rank(a.field) < telling_rank(b.field);
        });
        std::string out;
        for (const auto& change : changes)
        {
            const auto fact = fact_words(turn, change.field, change.value);
            out += (out.empty() ? "" : ", ") +
                   (change.words.empty()
                        ? fact
                        : turn.words("compris_avec_mots", {{"fait", fact}, {"mots", change.words}}));
        }
        return out;
    };
    if (merged.other_person && turn.known(turn.situation(), "age")) turn.say("tiers");
    if (!merged.corrected.empty()) turn.say("corrige", {{"faits", words(merged.corrected)}});
    if (!merged.withdrawn.empty()) turn.say("retire", {{"faits", words(merged.withdrawn)}});
    if (!merged.learnt.empty()) turn.say("compris", {{"faits", words(merged.learnt)}});
    if (merged.sensitive && !turn.partner()) turn.say("sensible_non_garde");
    const auto of_papers = [](const reading::Fact& fact) {
        return fact.name == "titre_sejour" || (fact.name == "autorisation_travail" && fact.value == "non") || (fact.name == "nationalite" && fact.value == "hors_ue");
    };
    if (merged.sensitive && !turn.partner() && std::any_of(turn.momentary.begin(), turn.momentary.end(), of_papers)) turn.say("papiers");
    if (merged.outside) turn.say("hors_normandie");
    const auto age = turn.known(turn.situation(), "age");
    const bool minor = !turn.only_momentary && !turn.supposing && !turn.partner() && age && age->raw < 18;
    if (minor && !turn.memory.told_minor) {
        turn.say("mineur", {{"adulte", adult_line(turn)}});
        turn.memory.told_minor = true;
    }
}

void go_on(Turn& turn) {
    if (turn.partner()) {
        answer_profile(turn, {});
        return;
    }
    if (turn.inbound.one_to_one && ask_before_leads(turn)) return;
    if (turn.only_momentary && !turn.known(turn.situation(), "age")) {
        turn.say("tiers_incomplet");
        return;
    }
    give_leads(turn);
}

void resume_after(Turn& turn, const Question& asked) {
    if (asked.measure == for_hand_over)
        hand_over(turn);
    else if (!asked.measure.empty())
        answer_measure(turn, asked.measure);
    else
        go_on(turn);
}

bool take_choice(Turn& turn, int number) {
    const Question asked = turn.memory.question;
    if (number < 1 || static_cast<std::size_t>(number) > asked.choices.size()) return false;
    const Choice& choice = asked.choices[static_cast<std::size_t>(number) - 1];
    turn.memory.question = {};
    switch (choice.act) {
        case Choice::Act::fact: {
            const auto merged = merge_choice(turn, choice.field, choice.value);
            acknowledge(turn, merged);
            resume_after(turn, asked);
            break;
        }
        case Choice::Act::pass:
            decline(turn, choice.field);
            turn.say("passe");
            resume_after(turn, asked);
            break;
        case Choice::Act::lead:
            answer_lead(turn, choice.value);
            // The list stays in force: the next number may follow.
            if (turn.memory.question.choices.empty() && turn.memory.question.field.empty())
                turn.memory.question = asked;
            break;
        case Choice::Act::erase:
            turn.erase = true;
            break;
        case Choice::Act::keep:
            turn.say("effacer_annule");
            break;
        case Choice::Act::office:
        case Choice::Act::send:
        case Choice::Act::call_back:
        case Choice::Act::address:
            take_hand_over(turn, choice, asked);
            break;
        case Choice::Act::intent:
            turn.meant = choice.value;
            break;
        case Choice::Act::menu:
            if (choice.value == "humain") {
                hand_over(turn);
            } else if (choice.value == "autre") {
                turn.say("autre_chose");
            } else {
                turn.memory.wish = choice.value;
                go_on(turn);
            }
            break;
    }
    return true;
}

bool is_short_number(std::string_view body) {
    constexpr std::size_t most_digits = 2;  // longer ones are postcodes, years, numbers to call
    const auto number = bare_number(body);
    return !number.empty() && number.size() <= most_digits && body.find_first_not_of("0123456789 .") == std::string_view::npos;
}

bool says_no(std::string_view body) {
    const auto text = " " + rules::places::Gazetteer::fold(body) + " ";
    for (const std::string_view word : {" non ", " nan ", " pas "})
        if (text.find(word) != std::string::npos) return true;
    return false;
}

bool binds(const Question& question) {
    if (question.choices.empty()) return false;
    const auto first = question.choices.front().act;
    return first == Choice::Act::send || first == Choice::Act::erase || first == Choice::Act::intent;
}

bool take_yes_no(Turn& turn, bool yes) {
    const Question asked = turn.memory.question;
    if (!asked.choices.empty()) {
        // "Oui" to what would be sent sends it; "non" gives the address alone.
        const auto first = asked.choices.front().act;
        if (first == Choice::Act::erase || first == Choice::Act::intent) return take_choice(turn, yes ? 1 : 2);
        if (first == Choice::Act::send) return take_choice(turn, yes ? 1 : 3);
    }
    if (!asked.yes_no || asked.field.empty()) return false;
    turn.memory.question = {};
    const auto merged = merge_choice(turn, asked.field, yes ? "oui" : "non");
    acknowledge(turn, merged);
    resume_after(turn, asked);
    return true;
}

void skip_question(Turn& turn) {
    const Question asked = turn.memory.question;
    if (asked.field.empty()) {
        turn.say(turn.memory.leads.empty() ? "entendu" : "hesitation");
        return;
    }
    decline(turn, asked.field);
    // Age and place are asked together: whoever passes, passes both.
    const auto& facts = turn.memory.facts;
    if (asked.field == "age" && !facts.contains("commune") && !facts.contains("departement"))
        decline(turn, "commune");
    turn.memory.question = {};
    turn.say("passe");
    resume_after(turn, asked);
}

bool take_number(Turn& turn, std::string_view body) {
    const Question asked = turn.memory.question;
    const auto field = turn.vocabulary().find(asked.field);
    const auto number = bare_number(body);
    if (!field || number.empty() || !asked.choices.empty()) return false;
    const auto type = turn.vocabulary().at(*field).type;
    if (asked.field == "age" || (type != law::FieldType::integer && type != law::FieldType::number))
        return false;
    const auto merged = merge_choice(turn, asked.field, number);
    if (!merged.any()) return false;
    turn.memory.question = {};
    acknowledge(turn, merged);
    resume_after(turn, asked);
    return true;
}

reading::Reading read_reply(const Turn& turn, std::string_view body) {
    const auto& question = turn.memory.question;
    auto context = reading_context(turn);
    if (!question.choices.empty()) {
        const auto first = question.choices.front().act;
        if (first == Choice::Act::erase || first == Choice::Act::intent || first == Choice::Act::send)
            context.yes_no_asked = true;
    }
    auto reading = turn.tools.reader->read(body, context);
    const auto is_place = [](const reading::Fact& fact) {
        return fact.name == "commune" || fact.name == "departement";
    };
    const auto& facts = reading.facts;
    if (question.also != "commune" || reading.ambiguous || std::any_of(facts.begin(), facts.end(), is_place))
        return reading;
    // Asked for both: a bare "rouen" is a place because one was asked for.
    context.asked = question.also;
    const auto again = turn.tools.reader->read(body, context);
    for (const auto& fact : again.facts)
        if (is_place(fact)) reading.facts.push_back(fact);
    reading.ambiguous = again.ambiguous;
    reading.outside_normandie = again.outside_normandie;
    if (facts.empty() && !again.ambiguous && !again.outside_normandie) return reading;
    if (reading.intent == reading::Intent::incomprehensible ||
        reading.intent == reading::Intent::hors_perimetre)
        reading.intent = reading::Intent::donner_info;
    return reading;
}

}  // namespace bot::talking
