#include "bot/talking/text_turn.hpp"

#include "bot/talking/ask.hpp"
#include "bot/talking/commands.hpp"
#include "bot/talking/leads.hpp"
#include "bot/talking/measure_answer.hpp"
#include "bot/talking/merge.hpp"
#include "bot/talking/people.hpp"
#include "bot/talking/replies.hpp"
#include "bot/talking/service.hpp"

#include <algorithm>
#include <utility>

namespace bot::talking {
namespace {

using reading::DangerLevel;
using reading::Intent;

/// Less than 15: nothing is kept, and there are better doors than ours.
void send_to_school(Turn& turn) {
    const bool told = turn.memory.greeted;
    turn.memory.forget_person();
    turn.memory.greeted = told;
    turn.no_way_back = true;
    turn.say("moins_de_15");
}

void not_understood(Turn& turn) {
    auto& memory = turn.memory;
    ++memory.misunderstood;
    if (memory.misunderstood == 1) {
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

void explain(Turn& turn, int number, const std::vector<std::string>& measures) {
    const auto& memory = turn.memory;
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
            turn.say("vie_privee");
            break;
        case Command::help:
            turn.say("aide");
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
            go_on(turn);
            break;
        case Command::simpler:
            turn.memory.simple = true;
            turn.say("simple");
            if (turn.memory.leads_given) give_leads(turn);
            break;
        case Command::language:
            turn.say("langue");
            break;
    }
    return true;
}

/// Intents that are no search. \returns false if the search goes on.
bool answer_intent(Turn& turn, std::string_view body, const reading::Reading& reading) {
    switch (reading.intent) {
        case Intent::verifier_mesure:
        case Intent::info_mesure:
        case Intent::comparer_mesures:
        case Intent::demarches_contact:
            if (reading.measures.empty()) {
                if (reading.intent != Intent::demarches_contact) return false;
                if (!turn.memory.about.empty() && !asks_for_place(body))
                    say_steps(turn, turn.memory.about);
                else
                    hand_over(turn);
            } else if (reading.intent == Intent::demarches_contact) {
                say_steps(turn, reading.measures.front());
            } else if (reading.measures.size() > 1) {
                compare(turn, reading.measures);
            } else {
                answer_measure(turn, reading.measures.front());
            }
            return true;
        case Intent::remercier_cloturer:
            turn.say("au_revoir");
            return true;
        case Intent::contester_signaler:
            turn.say("contestation");
            return true;
        case Intent::preference_format:
            turn.say("format");
            return true;
        case Intent::indicateur_realisation:
        case Intent::budget_enveloppe:
        case Intent::alerte_accuser:
        case Intent::alerte_silence:
        case Intent::alerte_seuil:
        case Intent::alerte_liste:
        case Intent::digest_gerer:
        case Intent::rapport_exporter:
        case Intent::reunion_calendrier:
            turn.say("chiffres");
            return true;
        case Intent::hostile:
            turn.say("hostile");
            return true;
        case Intent::injection:
            turn.say("injection");
            return true;
        case Intent::hors_perimetre:
            turn.say("hors_sujet");
            repeat_question(turn);
            return true;
        case Intent::confirmer:
        case Intent::infirmer:
            turn.say("entendu");
            return true;
        default:
            return false;
    }
}

/// What makes it worth leaving the pause after danger.
bool is_new_request(const reading::Reading& reading, const Order& order) {
    if (order.command != Command::none && order.command != Command::pass) return true;
    switch (reading.intent) {
        case Intent::demander_orientation:
        case Intent::verifier_mesure:
        case Intent::info_mesure:
        case Intent::comparer_mesures:
        case Intent::demarches_contact:
            return true;
        default:
            return !reading.measures.empty();
    }
}

void answer_reading(Turn& turn, std::string_view body, const reading::Reading& reading, const Order& order) {
    auto& memory = turn.memory;
    const Question asked = memory.question;
    // A bare number: a choice of the list that stands, unless a fact was read from it.
    if (reading.choice && reading.facts.empty()) {
        if (take_choice(turn, *reading.choice)) return;
        if (!asked.choices.empty()) {
            turn.say("choix_inconnu", {{"nombre", static_cast<std::int64_t>(asked.choices.size())}});
            return;
        }
    }
    if (reading.facts.empty() && take_number(turn, body)) return;
    const bool yes = reading.intent == Intent::confirmer, no = reading.intent == Intent::infirmer;
    if ((yes || no) && reading.facts.empty() && take_yes_no(turn, yes)) return;

    if (order.command == Command::restart) {
        memory.forget_person();
        turn.no_way_back = true;
    }
    const Merged merged = merge(turn, reading);
    if (merged.under_15) {
        send_to_school(turn);
        return;
    }
    acknowledge(turn, merged);
    if (reading.ambiguous && !turn.only_momentary) {
        ask_which_place(turn, *reading.ambiguous);
        return;
    }
    const bool answered_after_all = order.command == Command::pass && !order.typed && merged.any();
    if (!answered_after_all && obey(turn, order, reading)) return;
    if (!reading.measures.empty() && reading.intent != Intent::comparer_mesures &&
        reading.intent != Intent::demarches_contact && reading.intent != Intent::contester_signaler &&
        reading.intent != Intent::indicateur_realisation && reading.intent != Intent::budget_enveloppe) {
        answer_measure(turn, reading.measures.front());
        return;
    }
    const bool told = merged.any() || !turn.momentary.empty() || reading.outside_normandie;
    if (told) {
        const bool answers =
            !asked.field.empty() && (memory.facts.contains(asked.field) || !turn.momentary.empty());
        if (answers && !asked.measure.empty()) {
            memory.question = {};
            resume_after(turn, asked);
            return;
        }
        if (reading.intent == Intent::demarches_contact && answer_intent(turn, body, reading)) return;
        go_on(turn);
        return;
    }
    if (answer_intent(turn, body, reading)) return;
    if (reading.language != "fr")
        turn.say("langue");
    else if (reading.intent == Intent::incomprehensible)
        not_understood(turn);
    else
        go_on(turn);
}

}  // namespace

void greet(Turn& turn, bool with_question) {
    turn.memory.greeted = true;
    if (!turn.inbound.one_to_one) {
        turn.say("accueil_groupe");
        return;
    }
    turn.say("accueil", {{"chiffrement", turn.at.channel_unencrypted_notice ? "non" : "oui"}});
    if (!with_question) return;
    turn.say("accueil_question");
    turn.memory.question = {};
    turn.memory.question.field = "age";
    turn.memory.question.also = "commune";
}

Taken take_text(Turn& turn, std::string_view body) {
    auto& memory = turn.memory;
    Taken taken;
    const auto reading = read_reply(turn, body);
    taken.intent = reading.intent;
    taken.danger = reading.danger.level;
    memory.formal = memory.formal || reading.formal;

    if (reading.danger.level >= DangerLevel::danger) {
        answer_danger(turn, reading.danger);
        return taken;
    }
    const Order order = order_of(body, reading);
    const bool erasure_stands = std::any_of(
        memory.question.choices.begin(), memory.question.choices.end(),
        [](const Choice& choice) { return choice.act == Choice::Act::erase; }
    );
    if (turn.at.absorb && order.command != Command::erase && !erasure_stands) {
        const auto merged = merge(turn, reading);
        if (merged.under_15) memory.forget_person();
        if (reading.intent != Intent::saluer) ++memory.turns;
        return taken;
    }
    if (memory.paused) {
        if (order.command != Command::resume && !is_new_request(reading, order)) {
            turn.say("pause");
            return taken;
        }
        memory.paused = false;
        if (order.command == Command::resume) turn.say("reprise");
    }
    const bool only_greeting =
        reading.intent == Intent::saluer && reading.facts.empty() && !reading.ambiguous;
    if (!memory.greeted) {
        taken.first_contact = true;
        greet(turn, only_greeting && turn.inbound.one_to_one);
        if (only_greeting) return taken;
    }
    if (reading.danger.level == DangerLevel::distress) turn.say("ecoute");
    if (only_greeting) {
        turn.say("bonjour");
        if (memory.question.field.empty() && memory.question.choices.empty())
            go_on(turn);
        else
            repeat_question(turn);
        return taken;
    }
    if (reading.language != "fr" && memory.turns == 0 && !reading.facts.empty()) turn.say("langue");
    ++memory.turns;
    if (const auto wish = wish_in(body); !wish.empty() && reading.about.empty() && turn.inbound.one_to_one)
        memory.wish = wish;
    const int misunderstood = memory.misunderstood;
    answer_reading(turn, body, reading, order);
    if (memory.misunderstood == misunderstood)
        memory.misunderstood = 0;
    else
        --memory.turns;  // what we did not understand brought the person no further
    return taken;
}

}  // namespace bot::talking
