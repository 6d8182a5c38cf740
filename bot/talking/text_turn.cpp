#include "bot/talking/text_turn.hpp"

#include "bot/talking/asides.hpp"
#include "bot/talking/ask.hpp"
#include "bot/talking/commands.hpp"
#include "bot/talking/decision.hpp"
#include "bot/talking/hand_over.hpp"
#include "bot/talking/intents.hpp"
#include "bot/talking/leads.hpp"
#include "bot/talking/link.hpp"
#include "bot/talking/measure_answer.hpp"
#include "bot/talking/merge.hpp"
#include "bot/talking/partner.hpp"
#include "bot/talking/people.hpp"
#include "bot/talking/profiles.hpp"
#include "bot/talking/receipts.hpp"
#include "bot/talking/replies.hpp"
#include "bot/talking/service.hpp"
#include "bot/talking/supposition.hpp"
#include "bot/talking/together.hpp"

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
    turn.say("moins_de_15", {{"lignes", lines_of(turn, {"fil_sante_jeunes", "119"})}});
}

/// What makes it worth leaving the pause after danger: a clear wish, never a guess.
bool is_new_request(const reading::Reading& reading, const Order& order) {
    if (order.command != Command::none && order.command != Command::pass)
        return order.typed || order.command == Command::human || order.command == Command::erase;
    constexpr double clear = 0.8;
    const bool asks = reading.intent == Intent::demander_orientation || reading.intent == Intent::demarches_contact;
    return !reading.measures.empty() || (asks && reading.about.empty() && reading.confidence >= clear);
}

/// Somebody else: answered for in general, nothing kept (P6).
void answer_for_other(Turn& turn, const Merged& merged, const reading::Reading& reading) {
    turn.only_momentary = true;  // nothing of one's own is taken for theirs, even if nothing was said of them
    if (merged.other_under_15)
        turn.say("moins_de_15_tiers", {{"lignes", lines_of(turn, {"fil_sante_jeunes", "119"})}});
    else if (reading.measures.size() == 1 && turn.momentary.empty())
        describe_measure(turn, reading.measures.front());
    else if (!reading.measures.empty())
        answer_named(turn, reading);
    else
        go_on(turn);
}

/// "et le service civique ?", "peut-il avoir une allocation ?", after somebody else was spoken of: of them, not of the writer.
bool asks_on_of_other(const Turn& turn, const reading::Reading& reading) {
    if (!reading.measures.empty()) return reading.intent != Intent::demarches_contact && reading.intent != Intent::expliquer_resultat;
    return turn.memory.about.empty() && (reading.intent == Intent::demander_orientation || reading.intent == Intent::verifier_mesure);
}

/// Whoever writes for a child and tells no age of their own is a parent: "vous", unless they have begun otherwise.
bool writes_as_parent(const Turn& turn, const reading::Reading& reading) {
    constexpr int no_parent_of_a_small_child = 12;
    if (turn.partner() || reading.about != "enfant" || turn.memory.turns > 0 || turn.memory.facts.contains("age")) return false;
    const auto field = turn.vocabulary().find("age");
    for (const auto& fact : reading.facts)
        if (fact.name == "age" && field)
            if (const auto age = turn.vocabulary().parse(*field, fact.value); age && age->raw < no_parent_of_a_small_child) return false;
    for (const auto& other : reading.others)
        if (other.about == "moi" && std::any_of(other.facts.begin(), other.facts.end(), [](const auto& fact) { return fact.name == "age"; })) return false;
    return true;
}

/// The age that a message tells of the writer; 0: none.
int age_said(const Turn& turn, const reading::Reading& reading) {
    if (!reading.about.empty() && reading.about != "moi" && reading.about != "usager") return 0;
    return age_in(turn, usable_facts(turn, reading)).value_or(0);
}

/// The person's own facts, or an adviser's profile.
void answer_facts(
    Turn& turn, std::string_view body, const Merged& merged, const reading::Reading& reading, const Question& asked
) {
    const auto& memory = turn.memory;
    if (turn.partner()) {
        if (asks_figures(reading.intent))
            answer_figures(turn, reading);
        else if (!reading.measures.empty())
            answer_named(turn, reading);
        else if (reading.intent != Intent::demarches_contact || !answer_intent(turn, body, reading))
            answer_profile(turn, merged);
        return;
    }
    if (!reading.measures.empty() && reading.intent != Intent::contester_signaler) {
        answer_named(turn, reading);
        return;
    }
    const bool answers =
        !asked.field.empty() && (memory.facts.contains(asked.field) || !turn.momentary.empty());
    if (answers && !asked.measure.empty()) {
        turn.memory.question = {};
        resume_after(turn, asked);
        return;
    }
    if (reading.intent == Intent::demarches_contact && answer_intent(turn, body, reading)) return;
    if (reading.intent == Intent::parler_humain) {
        hand_over(turn);
        return;
    }
    go_on(turn);
    if (!reading.others.empty()) turn.say("autre_personne");
}

/// A kind of help that is named ("et pour le logement ?") once leads were given: those of that kind.
bool wishes(Turn& turn, std::string_view body, const reading::Reading& reading) {
    if (turn.partner() || !turn.memory.leads_given || wish_in(body).empty() || !reading.measures.empty()) return false;
    switch (reading.intent) {
        case Intent::demarches_contact:
            return !asks_for_place(body) && turn.place.empty() && turn.structure.empty();
        case Intent::parler_humain:
        case Intent::contester_signaler:
        case Intent::hostile:
        case Intent::injection:
            return decide(reading) != Decision::act;
        default:
            return true;
    }
}

/// "Une aide pour le permis" names no measure, even where a list of measures thinks so; "je touche le RSA" tells a fact and asks
/// nothing of it.
void leave_out_the_vague(reading::Reading& reading, std::string_view body) {
    if (body.find('?') == std::string_view::npos)
        std::erase_if(reading.measures, [&](const std::string& measure) {
            return std::any_of(reading.facts.begin(), reading.facts.end(), [&](const auto& fact) { return fact.name == measure; });
        });
    if (reading.measures == std::vector<std::string>{"aide_permis_ft"} && !names_the_agency(body))
        reading.measures.clear();
}

/// A reply to what stands before the person. \returns false if it is none.
bool take_reply(Turn& turn, std::string_view body, const reading::Reading& reading, const Order& order) {
    const Question asked = turn.memory.question;
    // A bare number: a choice of the list that stands, unless a fact or a place was read from it.
    if (reading.facts.empty() && !reading.ambiguous && !reading.outside_normandie) {
        if (reading.choice && take_choice(turn, *reading.choice)) return true;
        if (!asked.choices.empty() && is_short_number(body)) {
            turn.say("choix_inconnu", {{"nombre", static_cast<std::int64_t>(asked.choices.size())}});
            return true;
        }
    }
    if (reading.facts.empty() && take_number(turn, body)) return true;
    // "3" is neither; "oui non" is no where it counts.
    const bool number = is_short_number(body), torn = reading.intent == Intent::confirmer && binds(asked) && says_no(body);
    const bool yes = reading.intent == Intent::confirmer && !number && !torn;
    const bool no = (reading.intent == Intent::infirmer || torn) && !number;
    if ((yes || no) && reading.facts.empty() && take_yes_no(turn, yes)) return true;
    if (asked.measure == for_phone) {
        if (take_phone(turn, body, asked)) return true;
        if (no || order.command == Command::pass) {
            turn.memory.question = {};
            turn.say("humain_rien_envoye");
            return true;
        }
        if (order.command == Command::none && reading.measures.empty() && reading.facts.empty()) {
            turn.say("humain_numero_illisible");
            return true;
        }
        turn.memory.question = {};
    }
    // What cannot be taken back is agreed to right under the question or not at all: whatever else is said, it no longer
    // stands, and numbers are those of the leads again.
    if (binds(asked)) number_leads(turn);
    return false;
}

/// An adviser's message on an objective that the reader took for something else; "pourquoi" after figures is about them.
bool means_figures(const Turn& turn, std::string_view body, const reading::Reading& reading, const Order& order) {
    if (!turn.partner() || !turn.tools.figures || asks_figures(reading.intent)) return false;
    const bool why = order.command == Command::why && order.number == 0;
    if (why && turn.figures_before && reading.measures.empty()) return true;
    return (why || order.command == Command::none) && turn.tools.figures->concerns(body, turn.at.today, turn.figures_before);
}

void answer_reading(Turn& turn, std::string_view body, reading::Reading reading, Order order) {
    auto& memory = turn.memory;
    Question asked = memory.question;
    if (auto answered = take_together(turn, body)) {
        if (answered->merged.under_15) {
            send_to_school(turn);
            return;
        }
        acknowledge(turn, answered->merged);
        if (answered->unclear)
            ask_which_place(turn, *answered->unclear);
        else
            go_on(turn);
        return;
    }
    if (take_reply(turn, body, reading, order)) {
        if (turn.meant.empty()) return;
        reading = meant(turn.meant);
        order = order_of({}, reading);
    }
    if (binds(asked)) asked = memory.question;  // it fell with this message
    if (means_figures(turn, body, reading, order)) {
        if (order.command == Command::why) reading.intent = Intent::expliquer_resultat;
        answer_figures(turn, reading);
        return_to(turn, asked);
        return;
    }
    if (order.command != Command::erase && order.command != Command::restart && !order.typed && turn.meant.empty() && answer_aside(turn, body, reading)) {
        return_to(turn, asked);
        return;
    }
    if (turn.partner() && order.command == Command::none && answer_profiles(turn, body)) return;
    const bool sure = order.typed || !turn.meant.empty() || decide(reading) == Decision::act;
    const bool was_other = memory.about_other, back_to_self = was_other && reading.about == "moi";
    if (order.command == Command::restart && (order.typed || !turn.meant.empty())) {
        memory.forget_person();
        turn.no_way_back = true;
    }
    if (order.command == Command::why && !order.typed && asks_what_is_open(body)) {
        reading.intent = Intent::demander_orientation;
        order = {};
    }
    if (order.command == Command::why && !reading.hypothetical && !back_to_self && sure) {
        if (auto const named = lead_named(turn, body); !named.empty() && reading.measures.empty() && order.number == 0) reading.measures = {named};
        if (!explain_fact(turn, body, reading)) (void)obey(turn, order, reading);
        return_to(turn, asked);
        return;
    }
    if (goes_not_alone(body)) {
        turn.say("accompagne");
        hand_over(turn);
        return_to(turn, asked);
        return;
    }
    if (asks_who_answers(body)) {
        turn.say("qui_repond");
        return_to(turn, asked);
        return;
    }
    if (turn.partner()) begin_profile(turn, reading);
    if (back_to_self) turn.say("retour_a_soi");
    const Merged merged = merge(turn, reading);
    if (merged.under_15) {
        send_to_school(turn);
        return;
    }
    if (!turn.partner() || reading.intent == Intent::corriger_info) acknowledge(turn, merged);
    if (reading.ambiguous && !turn.only_momentary && !merged.hypothesis) {
        ask_which_place(turn, *reading.ambiguous);
        return;
    }
    if (merged.hypothesis && turn.momentary.empty() && reading.measures.empty()) {
        turn.say("hypothese_incomplete");
        return_to(turn, asked);
        return;
    }
    if (merged.hypothesis && !turn.momentary.empty()) {
        answer_supposition(turn, reading.measures.empty() ? std::string() : reading.measures.front());
        return;
    }
    const bool told = merged.any() || !turn.momentary.empty() || reading.outside_normandie;
    const bool answered_after_all = order.command == Command::pass && !order.typed && merged.any();
    if (memory.about_other && (told || !reading.about.empty()) && turn.inbound.one_to_one) {
        answer_for_other(turn, merged, reading);
    } else if (memory.about_other && turn.inbound.one_to_one && order.command == Command::none && !turn.partner() && asks_on_of_other(turn, reading)) {
        answer_for_other(turn, merged, reading);
    } else if (order.command != Command::none && !answered_after_all && !back_to_self && (sure || !told)) {
        answer_wish(turn, body, reading, order);
    } else if (told) {
        answer_facts(turn, body, merged, reading, asked);
    } else if (back_to_self) {
        go_on(turn);
    } else if (wishes(turn, body, reading)) {
        give_leads(turn);
    } else {
        answer_wish(turn, body, reading, order);
    }
    return_to(turn, asked);
}

}  // namespace

void begin_asking(Turn& turn) {
    if (turn.at.slow && ask_together(turn)) return;
    turn.say("accueil_question");
    turn.memory.question = {};
    turn.memory.question.field = "age";
    turn.memory.question.also = "commune";
}

void greet(Turn& turn, bool with_question) {
    turn.memory.greeted = true;
    if (turn.partner()) {
        turn.say("accueil_partenaire");
        return;
    }
    if (!turn.inbound.one_to_one) {
        turn.say("accueil_groupe");
        return;
    }
    auto values = kept_words(turn);
    values.emplace("chiffrement", turn.at.channel_unencrypted_notice ? "non" : "oui");
    values.emplace("urgence", urgency_line(turn));
    turn.say("accueil", values);
    if (with_question) begin_asking(turn);
}

Taken take_text(Turn& turn, std::string_view body) {
    auto& memory = turn.memory;
    Taken taken;
    turn.body = body;
    turn.figures_before = std::exchange(memory.figures_last, false);
    auto reading = read_reply(turn, body);
    leave_out_the_vague(reading, body);
    taken.intent = reading.intent;
    taken.danger = reading.danger.level;
    // "vous êtes tous des incapables" is no way of address.
    memory.formal = memory.formal || (reading.formal && reading.intent != Intent::hostile) || writes_as_parent(turn, reading);
    const bool thanks = reading.intent == Intent::remercier_cloturer;
    if (!turn.partner() && reading.about.empty() && !reading.hypothetical && !thanks && points_at_another(body)) reading.about = "autre";
    turn.place = reading.place;
    for (const auto& slot : reading.slots)
        if (slot.name == "structure" && turn.structure.empty()) turn.structure = slot.value;

    if (reading.danger.level >= DangerLevel::danger) {
        const int age = age_said(turn, reading);
        // An adviser's profile ("24 ans, sans domicile, CAP"): what to pass on, then what was asked.
        if (!turn.partner() || reading.danger.level == DangerLevel::immediate || age == 0) {
            answer_danger(turn, reading.danger, age);
            return taken;
        }
        say_danger_of_profile(turn, reading.danger, age);
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
    if (take_link(turn, body)) return taken;
    if (memory.paused) {
        if (!order.typed && reading.measures.empty() && will_not_call(body)) {
            say_without_calling(turn);
            return taken;
        }
        if (order.command != Command::resume && !is_new_request(reading, order)) {
            turn.say("pause", {{"urgence", urgency_line(turn)}});
            return taken;
        }
        memory.paused = false;
        if (order.command == Command::resume) turn.say("reprise");
        if (!std::exchange(memory.greeted, true)) turn.say("accueil_bref");
    }
    const bool only_greeting =
        reading.intent == Intent::saluer && reading.facts.empty() && !reading.ambiguous;
    if (!memory.greeted) {
        taken.first_contact = true;
        // Whatever a first word was that means nothing to us: who we are and what we ask is the answer.
        const bool unclear = reading.intent == Intent::incomprehensible && reading.facts.empty() &&
                             !reading.ambiguous && !reading.choice && reading.language == "fr";
        const bool just_begin = only_greeting || unclear;
        const bool foreign = reading.language != "fr" && turn.inbound.one_to_one;
        if (foreign) say_language_in_passing(turn, reading.language);
        greet(turn, just_begin && !foreign && turn.inbound.one_to_one);
        if (just_begin && foreign) say_language(turn, reading.language);
        if (just_begin) return taken;
    }
    if (reading.danger.level == DangerLevel::distress) say_listening(turn);
    if (only_greeting && reading.language != "fr") {
        say_language(turn, reading.language);
        return taken;
    }
    if (only_greeting) {
        turn.say("bonjour");
        if (turn.partner())
            turn.say("aide_partenaire");
        else if (!repeat_question(turn))
            go_on(turn);
        return taken;
    }
    if (reading.language != "fr" && !reading.facts.empty()) say_language_in_passing(turn, reading.language);
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
