#include "bot/talking/text_turn.hpp"

#include "bot/talking/ask.hpp"
#include "bot/talking/commands.hpp"
#include "bot/talking/decision.hpp"
#include "bot/talking/hand_over.hpp"
#include "bot/talking/leads.hpp"
#include "bot/talking/measure_answer.hpp"
#include "bot/talking/merge.hpp"
#include "bot/talking/partner.hpp"
#include "bot/talking/people.hpp"
#include "bot/talking/receipts.hpp"
#include "bot/talking/replies.hpp"
#include "bot/talking/service.hpp"
#include "bot/talking/supposition.hpp"

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
            go_on(turn);
            break;
        case Command::simpler:
            turn.memory.simple = true;
            turn.say("simple");
            if (turn.memory.leads_given) give_leads(turn);
            break;
        case Command::language:
            say_language(turn, asked_language(reading));
            break;
    }
    return true;
}

/// A question on a measure that is not named: the one spoken of, or which?
bool answer_unnamed(Turn& turn, std::string_view body, const reading::Reading& reading) {
    const auto& memory = turn.memory;
    const bool contact = reading.intent == Intent::demarches_contact;
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

void answer_named(Turn& turn, const reading::Reading& reading) {
    if (reading.intent == Intent::demarches_contact)
        say_steps(turn, reading.measures.front());
    else if (reading.measures.size() > 1)
        compare(turn, reading.measures);
    else if (turn.partner() && reading.intent != Intent::verifier_mesure && reading.facts.empty())
        say_sheet(turn, reading.measures.front());
    else
        answer_measure(turn, reading.measures.front());
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

/// Intents that are no search. \returns false if the search goes on.
bool answer_intent(Turn& turn, std::string_view body, const reading::Reading& reading) {
    if (asks_figures(reading.intent)) {
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
            turn.say("entendu");
            return true;
        default:
            return false;
    }
}

/// "Tu veux : 1. … 2. Autre chose"
void ask_meaning(Turn& turn, const reading::Reading& reading) {
    const std::string intent(reading::name(reading.intent));
    turn.memory.question = {};
    turn.memory.question.choices = {{Choice::Act::intent, {}, intent}, {Choice::Act::menu, {}, "autre"}};
    turn.say("tu_veux_dire", {{"intention", turn.words("intention", {{"intention", intent}})}});
}

reading::Reading meant(const std::string& intent_name) {
    reading::Reading reading;
    reading.confidence = 1;
    for (int i = 0; i <= static_cast<int>(Intent::crise); ++i)
        if (reading::name(static_cast<Intent>(i)) == intent_name) reading.intent = static_cast<Intent>(i);
    return reading;
}

/// What makes it worth leaving the pause after danger: a clear wish, never a guess.
bool is_new_request(const reading::Reading& reading, const Order& order) {
    if (order.command != Command::none && order.command != Command::pass)
        return order.typed || order.command == Command::human || order.command == Command::erase;
    constexpr double clear = 0.8;
    const bool asks = reading.intent == Intent::demander_orientation || reading.intent == Intent::demarches_contact;
    return !reading.measures.empty() || (asks && reading.about.empty() && reading.confidence >= clear);
}

/// Nothing was told: what is wanted, as far as that is sure.
void answer_wish(Turn& turn, std::string_view body, const reading::Reading& reading, const Order& order) {
    auto sure = order.typed ? Decision::act : decide(reading);
    // Starting anew forgets everything: a guess is asked about.
    if (order.command == Command::restart && sure == Decision::act && !order.typed && turn.meant.empty())
        sure = Decision::ask;
    const bool foreign = reading.language != "fr" && !order.typed && order.command != Command::human &&
                         order.command != Command::language;
    if (foreign) {
        say_language(turn, reading.language);
        return;
    }
    if (sure == Decision::ask) {
        ask_meaning(turn, reading);
        return;
    }
    if (sure == Decision::not_understood) {
        not_understood(turn);
        return;
    }
    if (obey(turn, order, reading) || answer_intent(turn, body, reading)) return;
    go_on(turn);
}

/// Somebody else: answered for in general, nothing kept (P6).
void answer_for_other(Turn& turn, const Merged& merged, const reading::Reading& reading) {
    turn.only_momentary = true;  // nothing of one's own is taken for theirs, even if nothing was said of them
    if (merged.other_under_15)
        turn.say("moins_de_15_tiers", {{"lignes", lines_of(turn, {"fil_sante_jeunes", "119"})}});
    else if (!reading.measures.empty())
        answer_named(turn, reading);
    else
        go_on(turn);
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
        case Intent::parler_humain:
        case Intent::contester_signaler:
        case Intent::hostile:
        case Intent::injection:
            return false;
        default:
            return true;
    }
}

/// "Une aide pour le permis" names no measure, even where a list of measures thinks so.
void leave_out_the_vague(reading::Reading& reading, std::string_view body) {
    if (reading.measures == std::vector<std::string>{"aide_permis_ft"} && !names_the_agency(body))
        reading.measures.clear();
}

/// A reply to what stands before the person. \returns false if it is none.
bool take_reply(Turn& turn, std::string_view body, const reading::Reading& reading, const Order& order) {
    const Question asked = turn.memory.question;
    // A bare number: a choice of the list that stands, unless a fact was read from it.
    if (reading.choice && reading.facts.empty()) {
        if (take_choice(turn, *reading.choice)) return true;
        if (!asked.choices.empty()) {
            turn.say("choix_inconnu", {{"nombre", static_cast<std::int64_t>(asked.choices.size())}});
            return true;
        }
    }
    if (reading.facts.empty() && take_number(turn, body)) return true;
    const bool yes = reading.intent == Intent::confirmer, no = reading.intent == Intent::infirmer;
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
    // Consent is given under the quotation or not at all: whatever else is said, it no longer stands.
    if (!asked.choices.empty() && asked.choices.front().act == Choice::Act::send) turn.memory.question = {};
    return false;
}

void answer_reading(Turn& turn, std::string_view body, reading::Reading reading, Order order) {
    auto& memory = turn.memory;
    const Question asked = memory.question;
    if (take_reply(turn, body, reading, order)) {
        if (turn.meant.empty()) return;
        reading = meant(turn.meant);
        order = order_of({}, reading);
    }
    const bool sure = order.typed || !turn.meant.empty() || decide(reading) == Decision::act;
    const bool was_other = memory.about_other, back_to_self = was_other && reading.about == "moi";
    if (order.command == Command::restart && (order.typed || !turn.meant.empty())) {
        memory.forget_person();
        turn.no_way_back = true;
    }
    if (order.command == Command::why && !reading.hypothetical && !back_to_self && sure) {
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
    turn.say(
        "accueil",
        {{"chiffrement", turn.at.channel_unencrypted_notice ? "non" : "oui"}, {"urgence", urgency_line(turn)}}
    );
    if (with_question) begin_asking(turn);
}

Taken take_text(Turn& turn, std::string_view body) {
    auto& memory = turn.memory;
    Taken taken;
    turn.body = body;
    auto reading = read_reply(turn, body);
    leave_out_the_vague(reading, body);
    taken.intent = reading.intent;
    taken.danger = reading.danger.level;
    memory.formal = memory.formal || reading.formal;
    turn.place = reading.place;
    for (const auto& slot : reading.slots)
        if (slot.name == "structure" && turn.structure.empty()) turn.structure = slot.value;

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
