#pragma once
/// \file bot/delivery/channel.hpp
/// What an adapter gives to the delivery loops: reading a stored event, putting a wish into wire form, one
/// try to deliver it. The adapter holds protocol knowledge only; order, retries and pacing are decided here
/// in bot/delivery.
///
/// Threads: everything on the loop's thread.

#include "bot/message.hpp"
#include "db/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bot::delivery {

/// A stored event that cannot be read: it goes to quarantine, the rest goes on.
struct Poison : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Kinds of rows that every channel means the same by; others are the adapter's own.
inline constexpr std::string_view kind_message = "message";  ///< something that was said
inline constexpr std::string_view kind_edit = "edit";        ///< a new wording of an earlier message

/// One outbox row's worth of a wish, in the channel's own form.
struct Wire {
    std::string kind;     ///< adapter's word: "message", "edit", "redact", "join", "leave", …
    std::string payload;  ///< ready but for the target's remote id
    std::optional<std::int64_t> target;  ///< outbox id whose remote_id the delivery needs
};

/// What goes first when much waits: danger; last: what nobody asked for and that comes regularly.
[[nodiscard]] db::Precedence precedence_of(const Wish&);

struct Attempt {
    enum class Result : std::uint8_t {
        delivered,
        later,    ///< try again, not before `wait` (0: the schedule decides)
        unknown,  ///< sent, no answer: may have arrived; try again with the same key
        refused   ///< will never work (413, 403 for good, …)
    };
    Result result = Result::later;
    std::string remote_id;
    std::chrono::milliseconds wait{0};
    int status = 0;  ///< the peer's status code, for the log; 0: no answer
    bool asked = true;  ///< false: we held it back ourselves; nothing is known of the peer
    bool of_row = true;  ///< false: the wait is for a peer that nobody gets through to; a restart, perhaps with better settings, tries anew
};

/// What a channel of our own, with no peer to ask, says of a row that it has shown.
[[nodiscard]] Attempt arrived(std::string remote_id);
/// An entry of such a channel: its payload is what was typed, by the only person there.
[[nodiscard]] Inbound typed_in(const db::InboxEntry&);

class Channel {
  public:
    virtual ~Channel() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Pure. \returns nothing if the event is none of our business. Throws Poison if it cannot be read.
    /// `Inbound::conversation` may be another than the entry's: the entry's is what was known when it was stored
    /// (an envelope), the other whose conversation it is. State and answers belong to the latter.
    [[nodiscard]] virtual std::optional<Inbound> decode(const db::InboxEntry&) const = 0;
    /// What the adapter itself keeps of an event, done in the unit that finishes it: so once, whatever crashes. Asked
    /// for what `decode` left alone (a bounce), for Unsubscribed, and for who begins anew (`knows_before`). \returns null:
    /// nothing.
    [[nodiscard]] virtual std::function<void(db::Transaction&)> aside(const db::InboxEntry&, Instant now) const {
        static_cast<void>(now);
        return nullptr;
    }
    /// What else is held of whoever this conversation belongs to: erased with it.
    [[nodiscard]] virtual std::vector<db::ConversationRef> beside(const db::ConversationRef& conversation) const {
        static_cast<void>(conversation);
        return {};
    }
    /// Answers take hours, not seconds: what is missing is asked at once, and a delay is no outage of ours.
    [[nodiscard]] virtual bool slow() const { return false; }
    /// How long an answer may wait to be delivered; nothing: as the loops are set.
    [[nodiscard]] virtual std::optional<std::chrono::hours> answers_expire() const { return std::nullopt; }
    /// The longest pause that `deliver` may ask for; nothing: never longer than the loops' own schedule. A row that waited
    /// when the program ended waits on for no longer than that (clocks jump).
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> longest_pause() const { return std::nullopt; }
    /// Pure. In the order in which they must be delivered; a long text gives several.
    [[nodiscard]] virtual std::vector<Wire> render(const Wish&) const = 0;
    /// One try. Never throws for the peer's doing. `target_remote_id`: of the row's target, empty if it has
    /// none. `may_have_arrived`: an earlier try ended `unknown` or in an earlier run: look first where that
    /// is possible.
    virtual boost::asio::awaitable<Attempt> deliver(
        db::OutboxEntry entry, std::string target_remote_id, bool may_have_arrived
    ) = 0;
    /// What the adapter keeps of a row that will never arrive, in the unit that says so. \returns null: nothing.
    [[nodiscard]] virtual std::function<void(db::Transaction&)> given_up(const db::OutboxEntry&, db::Delivery why, Instant now) const {
        static_cast<void>(why);
        static_cast<void>(now);
        return nullptr;
    }
    /// The bytes of what an Attachment's `source` names. \returns nothing if they cannot be had now, or are more than
    /// `most`. Never throws for the peer's doing.
    virtual boost::asio::awaitable<std::optional<std::string>> fetch(std::string source, std::size_t most);
    /// Whether `members` can be asked.
    [[nodiscard]] virtual bool tells_members() const { return false; }
    /// Who is in a conversation of several now, without ourselves. \returns nothing if it cannot be known now. Never throws
    /// for the peer's doing.
    virtual boost::asio::awaitable<std::optional<std::vector<std::string>>> members(std::string conversation);
    /// How long a conversation is kept after its last message, where that is less than its facts would allow.
    [[nodiscard]] virtual std::optional<std::chrono::minutes> keeps() const { return std::nullopt; }
    /// Best effort, not durable: a person's message is being worked on (typing notice, read receipt).
    virtual void working_on(const std::string& conversation, const EventId& event, bool slow) = 0;
};

}  // namespace bot::delivery
