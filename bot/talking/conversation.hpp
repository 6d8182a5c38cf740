#pragma once
/// \file bot/talking/conversation.hpp
/// A conversation as a function: state and what happened in, state and wishes out. No channel, no storage, no clock.
///
/// Remembered are typed facts with the event that said them, never a text. Danger is looked at first at every
/// turn and stops everything else. One question at a time; first leads after three messages at most.
/// Sources: privacy duties (never ask, never keep) as tests/bot/talking/privacy_test.cpp states them; texts in bot/wording/texts.
/// Threads: pure; any.

#include "bot/message.hpp"
#include "bot/needs/needs.hpp"
#include "bot/people/people.hpp"
#include "bot/reading/reading.hpp"
#include "bot/talking/figures.hpp"
#include "bot/talking/reference.hpp"
#include "bot/wording/messages.hpp"
#include "rules/law/verdict.hpp"
#include "rules/places/gazetteer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::talking {

/// What a conversation is answered with. Shared, immutable.
struct Tools {
    std::shared_ptr<const rules::law::Catalogue> catalogue;
    std::shared_ptr<const rules::places::Gazetteer> gazetteer;
    std::shared_ptr<const reading::Reader> reader;
    std::shared_ptr<const wording::Messages> messages;
    wording::Register young_register = wording::Register::tu;  ///< setting `adresse_jeune`
    std::shared_ptr<const people::People> people;    ///< null: everybody is a young person, nothing is passed on
    std::shared_ptr<const Figures> figures;          ///< null: questions on objectives get no figures
};

/// A conversation's memory. Opaque outside bot/talking; a value.
class State {
  public:
    State();
    State(const State&);
    State(State&&) noexcept;
    State& operator=(const State&);
    State& operator=(State&&) noexcept;
    ~State();

    /// \returns nothing if `stored` is not of a form that this version knows.
    [[nodiscard]] static std::optional<State> from_stored(std::string_view stored);
    [[nodiscard]] std::string stored() const;
    /// Everything held about the person, for `mes données`: readable JSON.
    [[nodiscard]] std::string exported(const Tools&) const;
    /// Code of the request that was passed on to a structure; empty: none.
    [[nodiscard]] std::string passed_on() const;
    /// Conversations that have this state, if there are several; else none.
    [[nodiscard]] std::vector<people::Destination> linked() const;
    /// Somebody writes elsewhere that this is their conversation too. `first`: its own name, `other`: the one that joins.
    void link(const people::Destination& first, const people::Destination& other, std::string_view other_sender);
    /// Others may be writing to this state: only what was read may be replaced.
    [[nodiscard]] bool shared() const;
    /// When the facts must be gone: 7 days after `last` if under 18 or age unknown, else 30 (retention, P37).
    [[nodiscard]] Instant expires(Instant last, reading::Day today, const Tools&) const;

    struct Memory;
    [[nodiscard]] Memory& memory() { return *memory_; }
    [[nodiscard]] const Memory& memory() const { return *memory_; }

  private:
    std::unique_ptr<Memory> memory_;
};

/// What `step` needs to know besides the event.
struct Circumstances {
    Instant now{};
    reading::Day today{};               ///< civil day in Europe/Paris, or the one being tried
    /// Our earlier answers to the event that an Edit or a Redaction is about: outbox ids, oldest first.
    std::vector<std::int64_t> earlier_answers;
    /// Later messages of the same person wait already: take the facts in, answer only danger.
    bool absorb = false;
    /// We were away and this is the first answer since: say so ("J’étais en panne …").
    struct Outage {
        Instant from{}, to{};
    };
    std::optional<Outage> outage;
    /// The request that a message written at a desk names by its code, if it is still open.
    std::optional<OpenFile> file;
    std::string fresh_code{};                  ///< that may be given out to link another conversation (link.hpp)
    std::optional<people::Destination> link{};  ///< whose the code is that the text names, if it stands
    /// The channel keeps a conversation for so long after its last message, where its facts alone would be kept longer.
    std::optional<std::chrono::minutes> kept{};
    bool slow = false;  ///< answers take hours (mail): everything missing is asked at once
    bool channel_unencrypted_notice = false;  ///< add the Matrix line on missing end-to-end encryption to the welcome
};

/// Something to be said in another conversation than the one it comes from, in the same transaction.
struct Letter {
    people::Destination to;
    wording::Document document;
    std::string title{};  ///< subject where there are subjects; says nothing of a person
    /// Opens a file: from now on an answer that begins with the code comes back. Empty: none is opened.
    std::string code;
    OpenFile file;
};

struct Step {
    State state;
    std::vector<Wish> wishes;
    std::vector<Letter> letters;
    std::vector<std::string> closes;  ///< codes of files to be forgotten with the conversation
    std::string link_code{};                   ///< was given out: it stands for this conversation from now on
    std::optional<people::Destination> joins{};  ///< this conversation's state is that one's from now on
    std::vector<needs::Need> needs{};          ///< to be counted, nothing else of this turn
    bool erase = false;        ///< the person asked to be forgotten: erase, then say `after_erasure`
    wording::Document after_erasure;
    /// For counters only, from closed lists: never a text.
    reading::Intent intent = reading::Intent::incomprehensible;
    reading::DangerLevel danger = reading::DangerLevel::none;
    bool first_contact = false, leads_given = false, handed_over = false;
};

/// What is said when a message could not be dealt with for good: our fault, a way out, the emergency number.
[[nodiscard]] wording::Document apology(const Tools&, const State&);

[[nodiscard]] Step step(const Tools&, State, const Inbound&, const Circumstances&);

}  // namespace bot::talking
