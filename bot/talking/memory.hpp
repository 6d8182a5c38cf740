#pragma once
/// \file bot/talking/memory.hpp
/// What is remembered of a conversation: typed facts with the event that said them, and where the talk
/// stands. Never a text, never a fact of sensitivity 3, never anything about somebody else.
///
/// Stored as JSON (memory.cpp). Threads: plain data.

#include "bot/reading/reading.hpp"
#include "bot/talking/conversation.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bot::talking {

/// A fact and where it comes from. The words themselves are not kept.
struct Receipt {
    std::string value;
    std::string rule;
    reading::Certainty certainty = reading::Certainty::exact;
    EventId event;
};
using Facts = std::map<std::string, Receipt, std::less<>>;

/// What a numbered choice does when it is picked.
struct Choice {
    enum class Act : std::uint8_t {
        fact, pass, lead, erase, keep, menu,
        office,     ///< value: structure to turn to
        send,       ///< value: structure that what was quoted goes to
        call_back,  ///< the same, with a number to be told next
        address,    ///< nothing goes anywhere: value's address is shown
        intent      ///< value: what was meant after all (reading::name)
    };
    Act act = Act::pass;
    std::string field;  ///< fact: its name
    std::string value;  ///< fact: its value; lead: the measure; menu: the wish; others: as above
};

/// What stands before the person: a fact that was asked for, numbered choices, or both.
struct Question {
    std::string field;    ///< empty: no fact is asked for
    std::string also;     ///< asked for in the same breath (the place beside the age)
    std::string measure;  ///< asked to answer for this measure; empty: in general
    bool yes_no = false;
    std::vector<Choice> choices;
    std::string quoted{};  ///< what would be passed on, as it was shown
};

/// What the numbers of the leads rest on.
enum class Basis : std::uint8_t {
    kept,    ///< facts that are remembered: they can be explained again
    unkept,  ///< something too personal to be kept was used as well
    other    ///< somebody else was spoken of
};

struct State::Memory {
    Facts facts;
    std::vector<std::string>
        declined;                    ///< fields that the person will not or cannot answer: never asked again
    std::vector<std::string> asked;  ///< fields already asked for
    Question question;
    std::vector<Question> together;  ///< put in one message, by number (slow channels)
    bool asked_together = false;     ///< once is enough
    std::vector<std::string> leads;  ///< measures last proposed, by number
    std::string about;               ///< measure last spoken of
    std::vector<std::string> objectives;  ///< that figures were last asked of, by id
    bool figures_last = false;       ///< the message before was answered with figures: "pourquoi" is about them
    bool by_partner = false;         ///< an adviser asked us in: greeted as one
    std::string wish;                ///< formation, emploi, alternance, permis, mobilite, logement, aide; empty: not said
    bool formal = false;             ///< the person says "vous"
    bool simple = false;             ///< wants it shorter
    bool greeted = false;            ///< has had the notice
    bool told_minor = false;
    bool paused = false;   ///< danger was spoken of: no form until the person resumes
    bool outside = false;  ///< lives outside Normandie
    bool leads_given = false;
    Basis basis = Basis::kept;    ///< of `leads`
    bool about_other = false;     ///< the last facts were somebody else's: so is the next fragment
    std::string told_language;    ///< other language that was answered in one line
    std::string unclear_place;    ///< folded name of a place that was asked about
    std::string handed;           ///< code of the request that was passed on; empty: none
    std::string handed_to;        ///< name of the structure that it went to
    std::string handed_on;        ///< day, 2026-11-22
    int turns = 0;                                    ///< messages of the person that were no mere greeting
    int misunderstood = 0;                            ///< in a row
    bool encrypted = false, told_unreadable = false;  ///< the room
    EventId last_event;                               ///< the last text taken in …
    std::uint64_t asker = 0;                          ///< … who wrote it, as `mark_of` …
    std::string before;  ///< … and the memory as it was before it, stored form, itself without one
    struct Linked {
        std::string channel, conversation;
        std::uint64_t person = 0;  ///< who writes there, as `mark_of`
    };
    std::vector<Linked> linked;  ///< conversations that share this memory (link.hpp); empty: it is alone
    bool link_asked = false;     ///< a code was given out
    std::vector<std::string> counted;  ///< this month's, for the needs of the territories: "2026-11 emploi" (needs.hpp)
    std::uint64_t person = 0;  ///< whose conversation of two this is, as `mark_of`; 0: nobody wrote yet
    bool several = false;      ///< another person wrote here too: nothing is kept any more

    void forget_person();  ///< facts, refusals, proposals; keeps how to speak and what was said of us
};

[[nodiscard]] std::string stored_form(const State::Memory&);

/// Tells one sender from another without keeping the name: 64 bits of it (FNV-1a). Never 0.
[[nodiscard]] std::uint64_t mark_of(std::string_view sender);

}  // namespace bot::talking
