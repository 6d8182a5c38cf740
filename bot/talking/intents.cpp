#include "bot/talking/intents.hpp"

#include "bot/reading/facts.hpp"
#include "bot/reading/number.hpp"
#include "bot/reading/text.hpp"
#include "bot/talking/asides.hpp"
#include "bot/talking/ask.hpp"
#include "bot/talking/decision.hpp"
#include "bot/talking/hand_over.hpp"
#include "bot/talking/leads.hpp"
#include "bot/talking/measure_answer.hpp"
#include "bot/talking/partner.hpp"
#include "bot/talking/replies.hpp"
#include "bot/talking/service.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace bot::talking {
namespace {

using reading::Intent;

void not_understood(Turn& turn) {
    auto& memory = turn.memory;
    ++memory.misunderstood;
    if (memory.misunderstood == 1 && turn.partner()) {
        turn.say("pas_compris_partenaire");
    } else if (memory.misunderstood == 1) {
        if (!memory.question.field.empty() && memory.question.measure != for_hand_over) {
            turn.say("rappel_question");
            repeat_question(turn);
            return;
        }
        turn.say("pas_compris");
        memory.question = {};
        for (const auto* wish : {"formation", "emploi", "aide", "humain"})
            memory.question.choices.push_back({Choice::Act::menu, {}, wish});
    } else if (memory.misunderstood == 2) {
        turn.say("pas_compris_encore");
    } else {
        turn.say("pas_compris_toujours");
    }
}

std::vector<wording::Line> in_that_language(const Turn& turn, const std::string& language) {
    const std::string id = "langue_" + language;
    return turn.tools.messages->has(id) ? std::vector<wording::Line>{turn.line(id)} : std::vector<wording::Line>{};
}

void explain(Turn& turn, int number, const std::vector<std::string>& measures) {
    const auto& memory = turn.memory;
    if (measures.empty() && memory.basis == Basis::other && !memory.leads.empty()) {
        turn.say("pourquoi_pas_garde");
        return;
    }
    if (!measures.empty())
        explain_measure(turn, measures.front());
    else if (number > 0 && static_cast<std::size_t>(number) <= memory.leads.size())
        explain_measure(turn, memory.leads[static_cast<std::size_t>(number) - 1]);
    else if (!memory.about.empty())
        explain_measure(turn, memory.about);
    else if (!memory.leads.empty())
        explain_measure(turn, memory.leads.front());
    else
        turn.say("pourquoi_quoi");
}

/// The language that is asked for, else the one that was written in.
std::string asked_language(const reading::Reading& reading) {
    for (const auto& slot : reading.slots)
        if (slot.name == "langue") return slot.value;
    return reading.language;
}

/// "le 2 ça dure combien", "la première c’est où": the number of a lead inside a question, from 1; 0: none.
std::size_t lead_by_number(std::string_view body, std::size_t count) {
    const auto text = reading::split(body);
    for (std::size_t i = 1; i < text.tokens.size(); ++i) {
        if (!reading::among(text.tokens[i - 1].text, {"le", "la", "numero", "piste", "no", "choix"})) continue;
        const auto& said = text.tokens[i].text;
        std::size_t number = 0;
        if (said.size() == 1 && said[0] >= '1' && said[0] <= '9') number = static_cast<std::size_t>(said[0] - '0');
        if (reading::among(said, {"premier", "premiere"})) number = 1;
        if (reading::among(said, {"deuxieme", "second"})) number = 2;
        if (said == "troisieme") number = 3;
        const bool dated = i + 1 < text.tokens.size() && (text.tokens[i + 1].kind == reading::TokenKind::number || reading::month_of(text.tokens[i + 1].text) > 0);
        if (number >= 1 && number <= count && !dated) return number;
    }
    return 0;
}

/// A question on a measure that is not named: the one spoken of, or which?
bool answer_unnamed(Turn& turn, std::string_view body, const reading::Reading& reading) {
    const auto& memory = turn.memory;
    const bool contact = reading.intent == Intent::demarches_contact;
    if (const auto number = lead_by_number(body, memory.leads.size()); number > 0) {
        const std::string about = memory.leads[number - 1];
        if (contact)
            say_steps(turn, about);
        else
            answer_lead(turn, about);
        return true;
    }
    if (contact && (memory.about.empty() || asks_for_place(body) || !turn.place.empty() || !turn.structure.empty())) {
        hand_over(turn, Reach::address_only);
        return true;
    }
    if (contact) {
        say_steps(turn, memory.about);
        return true;
    }
    if (reading.intent == Intent::comparer_mesures && memory.leads.size() > 1) {
        compare(turn, std::vector<std::string>(memory.leads));
        return true;
    }
    if (!memory.about.empty()) {
        const std::string about = memory.about;
        answer_lead(turn, about);
        return true;
    }
    if (reading.intent == Intent::info_mesure && memory.leads.size() > 1) {
        turn.say("laquelle", {{"nombre", static_cast<std::int64_t>(memory.leads.size())}});
        return true;
    }
    return false;
}

/// How to speak: shorter, tu, vous. \returns false if that is not what is asked.
bool change_manner(Turn& turn, const reading::Reading& reading) {
    bool changed = false;
    for (const auto& slot : reading.slots) {
        if (slot.name != "format") continue;
        changed = true;
        if (slot.value == "tutoiement" && !turn.partner()) {
            turn.memory.formal = false;
            turn.say("tutoiement");
        } else if (slot.value == "vouvoiement") {
            turn.memory.formal = true;
            turn.say("vouvoiement");
        } else if (slot.value == "falc" || slot.value == "court") {
            turn.memory.simple = true;
            turn.say("simple");
            if (turn.memory.leads_given && turn.memory.basis == Basis::kept && !turn.partner()) give_leads(turn);
        } else if (slot.value == "detaille") {
            turn.memory.simple = false;
            turn.say("detaille");
        } else {
            changed = false;
        }
    }
    return changed;
}

/// "Tu veux : 1. … 2. Autre chose"
void ask_meaning(Turn& turn, const reading::Reading& reading) {
    const std::string intent(reading::name(reading.intent));
    turn.memory.question = {};
    turn.memory.question.choices = {{Choice::Act::intent, {}, intent}, {Choice::Act::menu, {}, "autre"}};
    turn.say("tu_veux_dire", {{"intention", turn.words("intention", {{"intention", intent}})}});
}

}  // namespace

void say_language(Turn& turn, const std::string& language) {
    auto& memory = turn.memory;
    auto line = turn.language_told ? std::vector<wording::Line>{} : in_that_language(turn, language);
    memory.told_language = language;
    turn.language_told = true;
    turn.say("langue", {{"autre", std::move(line)}});
    // It asks for age and place, so a bare number is an age.
    const bool nothing_stands = memory.question.field.empty() && memory.question.choices.empty();
    if (nothing_stands && memory.facts.empty() && !turn.partner()) {
        memory.question.field = "age";
        memory.question.also = "commune";
    }
}

/// Once: the answer follows in French.
void say_language_in_passing(Turn& turn, const std::string& language) {
    if (std::exchange(turn.memory.told_language, language) == language) return;
    turn.language_told = true;
    turn.say("langue_en_passant", {{"autre", in_that_language(turn, language)}});
}

namespace {
bool proposed(const Turn& turn, const std::string& measure) {
    const auto& leads = turn.memory.leads;
    return std::find(leads.begin(), leads.end(), measure) != leads.end();
}

/// Two measures at once: what the catalogue says of it, or that it says nothing.
void say_whether_together(Turn& turn, const std::string& one, const std::string& other) {
    const auto* first = turn.tools.catalogue->find(one);
    const auto* second = turn.tools.catalogue->find(other);
    if (first == nullptr || second == nullptr) return;
    const auto excludes = [](const law::Measure& measure, const std::string& id) {
        return std::find(measure.not_with.begin(), measure.not_with.end(), id) != measure.not_with.end();
    };
    turn.say(
        "cumul",
        {{"ensemble", excludes(*first, other) || excludes(*second, one) ? "non" : "inconnu"},
         {"une", first->presentation.title},
         {"autre", second->presentation.title}}
    );
}

/// Whether a measure's name is the message, whatever manner it was taken for: "visale", "école de production".
bool only_names(const reading::Reading& reading) {
    if (reading.measures.empty()) return false;
    constexpr double clear = 0.6;
    switch (reading.intent) {
        case Intent::donner_info:
        case Intent::confirmer:
        case Intent::infirmer:
        case Intent::saluer:
        case Intent::incomprehensible:
        case Intent::passer_question:
        case Intent::hors_perimetre:
            return true;
        case Intent::hostile:
        case Intent::remercier_cloturer:
        case Intent::aide_bot:
        case Intent::demander_orientation:
            return reading.confidence < clear;
        default:
            return false;
    }
}
}  // namespace

void answer_named(Turn& turn, const reading::Reading& reading) {
    if (reading.intent == Intent::demarches_contact)
        say_steps(turn, reading.measures.front());
    else if (reading.measures.size() > 1) {
        if (reading.measures.size() == 2 && asks_whether_together(turn.body)) say_whether_together(turn, reading.measures[0], reading.measures[1]);
        compare(turn, reading.measures);
    }
    else if (turn.partner() && reading.intent != Intent::verifier_mesure && reading.facts.empty())
        say_sheet(turn, reading.measures.front());
    else if (turn.memory.basis == Basis::unkept && turn.momentary.empty() && proposed(turn, reading.measures.front()))
        answer_lead(turn, reading.measures.front());  // proposed on what is not kept: no "no" a message later
    else
        answer_measure(turn, reading.measures.front());
}

bool obey(Turn& turn, const Order& order, const reading::Reading& reading) {
    switch (order.command) {
        case Command::none:
            return false;
        case Command::why:
            explain(turn, order.number, reading.measures);
            break;
        case Command::restart:
            turn.say("recommence");
            go_on(turn);
            break;
        case Command::erase:
            confirm_erasure(turn);
            break;
        case Command::show_data:
            show_data(turn);
            break;
        case Command::export_data:
            export_data(turn);
            break;
        case Command::privacy:
            turn.say("vie_privee", kept_words(turn));
            break;
        case Command::help:
            turn.say(turn.partner() ? "aide_partenaire" : "aide");
            break;
        case Command::human:
            hand_over(turn);
            break;
        case Command::pass:
            skip_question(turn);
            break;
        case Command::correct:
            show_for_correction(turn);
            break;
        case Command::resume:
        case Command::leads:
            go_on(turn);
            break;
        case Command::simpler:
            turn.memory.simple = true;
            turn.say("simple");
            if (turn.memory.leads_given && turn.memory.basis == Basis::kept && !turn.partner()) give_leads(turn);
            break;
        case Command::language:
            say_language(turn, asked_language(reading));
            break;
    }
    return true;
}

/// Intents that are no search. \returns false if the search goes on.
bool answer_intent(Turn& turn, std::string_view body, const reading::Reading& reading) {
    if (asks_figures(reading.intent)) {
        // "et le CEJ ?": a measure that is named, and no quantity of it.
        const bool of_quantity = std::any_of(reading.slots.begin(), reading.slots.end(), [](const auto& slot) {
            return slot.name == "grandeur" || slot.name == "territoire" || slot.name == "date_ref" || slot.name == "periode";
        });
        if (turn.partner() && !turn.tools.figures && !reading.measures.empty() && !of_quantity)
            answer_named(turn, reading);
        else
            answer_figures(turn, reading);
        return true;
    }
    switch (reading.intent) {
        case Intent::verifier_mesure:
        case Intent::info_mesure:
        case Intent::comparer_mesures:
        case Intent::demarches_contact:
            if (reading.measures.empty()) return answer_unnamed(turn, body, reading);
            answer_named(turn, reading);
            return true;
        case Intent::remercier_cloturer:
            turn.memory.question = {};
            turn.asked = true;
            turn.say("au_revoir");
            return true;
        case Intent::contester_signaler:
            turn.say("contestation");
            return true;
        case Intent::preference_format:
            if (!change_manner(turn, reading)) turn.say("format");
            return true;
        case Intent::hostile:
            turn.say("hostile");
            return true;
        case Intent::injection:
            turn.say("injection");
            return true;
        case Intent::hors_perimetre:
            turn.say(turn.partner() ? "hors_sujet_partenaire" : "hors_sujet");
            return true;
        case Intent::confirmer:
        case Intent::infirmer:
            if (turn.memory.question.field.empty() && has_words(plain_words(body), "merci")) {
                turn.asked = true;
                turn.say("au_revoir");
                return true;
            }
            turn.say("entendu");
            return true;
        default:
            return false;
    }
}

reading::Reading meant(const std::string& intent_name) {
    reading::Reading reading;
    reading.confidence = 1;
    for (int i = 0; i <= static_cast<int>(Intent::crise); ++i)
        if (reading::name(static_cast<Intent>(i)) == intent_name) reading.intent = static_cast<Intent>(i);
    return reading;
}

/// Nothing was told: what is wanted, as far as that is sure.
void answer_wish(Turn& turn, std::string_view body, const reading::Reading& reading, const Order& order) {
    auto sure = order.typed ? Decision::act : decide(reading);
    // Starting anew forgets everything: a guess is asked about.
    if (order.command == Command::restart && sure == Decision::act && !order.typed && turn.meant.empty())
        sure = Decision::ask;
    const bool foreign = reading.language != "fr" && !order.typed && order.command != Command::human;
    if (foreign) {
        say_language(turn, reading.language);
        return;
    }
    if (order.command == Command::none && only_names(reading)) {
        answer_named(turn, reading);
        return;
    }
    // A kind of help that is named says more than a doubtful guess at the manner of asking.
    if (sure != Decision::act && order.command == Command::none && !turn.partner() && !wish_in(body).empty()) {
        go_on(turn);
        return;
    }
    if (sure == Decision::ask) {
        ask_meaning(turn, reading);
        return;
    }
    if (sure == Decision::not_understood && turn.memory.about_other && turn.inbound.one_to_one && !turn.partner()) {
        turn.say("tiers_incomplet");  // a question that goes on about somebody of whom nothing is kept
        return;
    }
    if (sure == Decision::not_understood) {
        not_understood(turn);
        return;
    }
    if (obey(turn, order, reading) || answer_intent(turn, body, reading)) return;
    go_on(turn);
}

}  // namespace bot::talking
