#include "bot/talking/conversation.hpp"

#include "bot/talking/hand_over.hpp"
#include "bot/talking/merge.hpp"
#include "bot/talking/needs.hpp"
#include "bot/talking/people.hpp"
#include "bot/talking/rooms.hpp"
#include "bot/talking/text_turn.hpp"
#include "bot/wording/french.hpp"

#include <array>
#include <utility>

namespace bot::talking {
namespace {

/// "J’étais en panne aujourd’hui de 14 h 05 à 15 h 20."
wording::Document outage_words(const Turn& turn) {
    const auto seconds = [](Instant i) { return std::chrono::floor<std::chrono::seconds>(i); };
    const auto from = seconds(turn.at.outage->from), to = seconds(turn.at.outage->to);
    const auto day = [](std::chrono::sys_seconds s) {
        return std::chrono::floor<std::chrono::days>(wording::paris_time(s));
    };
    const bool one_day = day(from) == day(to);
    const auto when = one_day ? turn.words(
                                    "panne_le_jour_meme",
                                    {{"jour", day(to) == turn.at.today ? "oui" : "non"},
                                     {"date", wording::french_date(day(from))},
                                     {"debut", wording::french_hour(from)},
                                     {"fin", wording::french_hour(to)}}
                                )
                              : turn.words(
                                    "panne_longue",
                                    {{"date_debut", wording::french_date(day(from))},
                                     {"debut", wording::french_hour(from)},
                                     {"date_fin", wording::french_date(day(to))},
                                     {"fin", wording::french_hour(to)}}
                                );
    return turn.tools.messages->say("panne", turn.formality(), {{"quand", when}});
}

/// What a mark on our message would have been as words; empty: means nothing to us.
std::string typed_for(std::string_view key) {
    if (!key.empty() && key.front() >= '1' && key.front() <= '5' &&
        key.find("\u20e3") != std::string_view::npos)
        return std::string(1, key.front());
    if (key.starts_with("👍")) return "oui";
    if (key.starts_with("👎")) return "non";
    return {};
}

/// Whether somebody else writes in a conversation of two.
enum class Company : std::uint8_t { none, now, before };

Company company_in(State::Memory& memory, const Inbound& inbound) {
    const bool words = std::holds_alternative<Text>(inbound.what) || std::holds_alternative<Edit>(inbound.what);
    if (!inbound.one_to_one || inbound.sender.empty()) return Company::none;
    if (memory.several) return Company::before;
    if (!words) return Company::none;
    const auto who = mark_of(inbound.sender);
    // Linked conversations have one person under several names.
    for (const auto& one : memory.linked)
        if (one.person == who && one.conversation == inbound.conversation) return Company::none;
    if (memory.person == 0) {
        if (!memory.facts.empty()) memory.forget_person();  // of an older version: nobody knows whose
        memory.person = who;
    }
    if (memory.person == who) return Company::none;
    return Company::now;
}

class Stepping {
  public:
    Stepping(
        const Tools& tools, State state, const Inbound& inbound, const Circumstances& at, Company company
    )
        : tools_(tools),
          inbound_(inbound),
          at_(at),
          joined_by_another_(company == Company::now),
          turn_(tools, state.memory(), inbound, at) {
        step_.state = std::move(state);
        if (tools.people) {
            turn_.role = tools.people->role_of(inbound.sender, inbound.conversation);
            if (at_desk()) turn_.role = people::Role::partner;
        }
    }

    Step run() && {
        turn_.event = inbound_.event_id;
        std::visit([this](const auto& what) { take_one(what); }, inbound_.what);
        step_.leads_given = turn_.leads_given;
        step_.handed_over = turn_.handed_over;
        step_.letters = std::move(turn_.letters);
        step_.link_code = std::move(turn_.link_code);
        step_.joins = std::move(turn_.joins);
        return std::move(step_);
    }

  private:
    bool spoken_to() const { return inbound_.one_to_one || inbound_.addressed; }
    bool at_desk() const {
        return tools_.people && tools_.people->is_desk(inbound_.channel, inbound_.conversation);
    }

    void take_one(const Text& text) {
        // At a desk a line that begins with a code is for us, addressed or not.
        if (const auto named = at_desk() ? reference_in(text.body) : std::nullopt) {
            relay(turn_, *named);
            say_all(std::move(turn_.answer), text.thread, inbound_.event_id);
            return;
        }
        if (!spoken_to()) return;
        notice_company();
        say_all(answer(text.body), text.thread, inbound_.event_id);
    }

    void take_one(const Edit& edit) {
        if (!spoken_to()) return;
        auto& memory = step_.state.memory();
        // A homeserver lets anybody "edit" anybody's message; only the author's word counts.
        if (!inbound_.one_to_one &&
            (edit.of != memory.last_event || memory.asker != mark_of(inbound_.sender)))
            return;
        turn_.event = edit.of;
        if (edit.of == memory.last_event && !memory.before.empty()) {
            if (auto before = State::from_stored(memory.before)) {
                before->memory().counted = std::move(memory.counted);  // what was counted stays counted
                memory = before->memory();
            }
        } else {
            forget_event(memory, edit.of);
        }
        const auto earlier = at_.earlier_answers;
        auto document = answer(edit.body);
        if (earlier.empty() || document.empty() || turn_.urgent) {  // an edited message may go unseen
            say_all(std::move(document), edit.thread, edit.of);
            return;
        }
        step_.wishes.emplace_back(Replace{earlier.front(), std::move(document)});
        for (std::size_t i = 1; i < earlier.size(); ++i) step_.wishes.emplace_back(Retract{earlier[i], {}});
    }

    void take_one(const Redaction& redaction) {
        auto& memory = step_.state.memory();
        if (redaction.of == memory.last_event && !memory.before.empty()) {
            // As if it had never been written; but what was said of us stays said.
            const bool greeted = memory.greeted;
            if (auto before = State::from_stored(memory.before)) {
                before->memory().counted = std::move(memory.counted);  // what was counted stays counted
                memory = before->memory();
            }
            memory.greeted = memory.greeted || greeted;
        }
        forget_event(memory, redaction.of);
        memory.before.clear();
        if (memory.last_event == redaction.of) memory.last_event.clear();
        for (const auto id : at_.earlier_answers) step_.wishes.emplace_back(Retract{id, {}});
    }

    void take_one(const Reaction& reaction) {
        // Only whoever asked may choose: a mark of somebody else is no answer.
        if (const auto asker = step_.state.memory().asker; asker != 0 && asker != mark_of(inbound_.sender)) return;
        const auto& question = step_.state.memory().question;
        const auto typed = typed_for(reaction.key);
        const bool stands = !question.choices.empty() || question.yes_no;
        if (!typed.empty() && stands && !at_.absorb) say_all(answer(typed), {}, inbound_.event_id);
    }

    template <class What>
    void take_one(const What& what) {
        auto wanted = take(turn_, what);
        step_.first_contact = wanted.first_contact;
        for (auto& wish : wanted.before) step_.wishes.push_back(std::move(wish));
        EventId thread;
        if constexpr (requires { what.thread; }) thread = what.thread;
        say_all(std::move(turn_.answer), thread, inbound_.event_id);
        for (auto& wish : wanted.after) step_.wishes.push_back(std::move(wish));
    }

    /// A second person writes where two were: from here on it is a group, and what was kept of the first goes.
    void notice_company() {
        auto& memory = step_.state.memory();
        if (!joined_by_another_) return;
        memory.forget_person();
        memory.several = true;
        turn_.say("a_plusieurs");
    }

    /// Takes the text in; its event and the memory before it are kept so that an edit can start again from
    /// there.
    wording::Document answer(const std::string& body) {
        auto& memory = step_.state.memory();
        memory.before.clear();
        std::string before = stored_form(memory);
        const auto outcome = take_text(turn_, body);
        step_.intent = outcome.intent;
        step_.danger = outcome.danger;
        step_.first_contact = outcome.first_contact;
        // A changed message was counted when it came first.
        if (std::holds_alternative<Text>(inbound_.what)) step_.needs = needs_in(turn_, outcome.intent, outcome.danger, at_.today);
        if (turn_.erase) {
            step_.erase = true;
            step_.after_erasure = tools_.messages->say(
                "efface",
                turn_.formality(),
                {{"courriel", at_.slow ? "oui" : at_.kept ? "page" : "non"},
                 {"transmis", memory.handed.empty() ? "non" : "oui"},
                 {"structure", memory.handed_to},
                 {"date", day_words(memory.handed_on)}}
            );
            if (!memory.handed.empty()) step_.closes.push_back(memory.handed);
            step_.state = State{};
            return {};
        }
        memory.last_event = turn_.event;
        memory.asker = mark_of(inbound_.sender);
        if (!turn_.no_way_back) memory.before = std::move(before);
        return std::move(turn_.answer);
    }

    void say_all(wording::Document document, const EventId& thread, const EventId& question) {
        if (document.empty()) return;
        if (at_.outage && !turn_.urgent) document = wording::joined(outage_words(turn_), std::move(document));
        Say say;
        say.document = std::move(document);
        say.thread = thread;
        say.urgent = turn_.urgent;
        if (!inbound_.one_to_one || !thread.empty()) say.in_reply_to = question;
        if (!inbound_.one_to_one && !inbound_.sender.empty()) say.mentions.push_back(inbound_.sender);
        step_.wishes.emplace_back(std::move(say));
    }

    const Tools& tools_;
    const Inbound& inbound_;
    const Circumstances& at_;
    const bool joined_by_another_;
    Step step_;
    Turn turn_;
};

}  // namespace

wording::Document apology(const Tools& tools, const State& state) {
    const auto formality = state.memory().formal ? wording::Register::vous : tools.young_register;
    return tools.messages->say("excuse", formality, {{"urgence", urgency_line(tools, formality)}});
}

Step step(const Tools& tools, State state, const Inbound& inbound, const Circumstances& at) {
    const auto company = company_in(state.memory(), inbound);
    if (company == Company::none) return Stepping(tools, std::move(state), inbound, at, company).run();
    Inbound seen = inbound;
    seen.one_to_one = false;
    seen.addressed = true;
    return Stepping(tools, std::move(state), seen, at, company).run();
}

}  // namespace bot::talking
