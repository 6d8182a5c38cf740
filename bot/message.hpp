#pragma once
/// \file bot/message.hpp
/// The one shape in which every channel's events reach the bot, and in which the bot's wishes leave it.
///
/// Adapters turn wire formats into these and back; nothing above an adapter sees Matrix JSON or MIME.
/// Values only; no ownership of anything outside. Threads: plain data.

#include "bot/wording/document.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bot {

using Clock = std::chrono::system_clock;
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// The channel's own name of an event (Matrix event_id, Message-ID, web message key).
using EventId = std::string;

// What can happen to a conversation. Each carries only what somebody said or did.

/// A person wrote something.
struct Text {
    std::string body;    ///< what they wrote, UTF-8, quotations of earlier messages removed
    EventId thread;      ///< root of the thread it stands in; empty: none
    EventId replies_to;  ///< message it replies to; empty: none
};
/// A person changed what they had written before.
struct Edit {
    EventId of;
    std::string body;
    EventId thread;
};
/// A person took a message back.
struct Redaction {
    EventId of;
};
/// A person put a mark on one of our messages (or took it back: then a Redaction of the reaction follows).
struct Reaction {
    EventId to;
    std::string key;  ///< "1️⃣", "👍", …
};
/// Something that is no text: an image, a voice message, a file, a location.
struct Attachment {
    std::string kind;  ///< "image", "audio", "video", "file", "location", "sticker", "poll"
    std::string body;  ///< the text alternative that came with it; may be empty
    EventId thread;
    std::string source{};     ///< what `Channel::fetch` knows it by; empty: it cannot be fetched
    std::size_t size = 0;     ///< as declared; 0: it does not say
    bool encrypted = false;   ///< its bytes are of no use to us
};
/// We were asked in. `welcome` is the channel's policy: false means decline with `reason`.
struct Invitation {
    bool direct = false;
    bool encrypted = false;
    bool welcome = false;
    std::string reason;  ///< a code of the adapter: "not_allowed", "too_many_members", …
};
/// We are in (again) and may speak.
struct Joined {};
/// We are out, by our own or another's doing, or nobody else is left: nothing can be said any more.
struct Left {};
/// From here on we cannot read what is written here (encryption was turned on, or an unreadable message
/// came).
struct Unreadable {
    EventId thread{};  ///< where channels have one for it (mail)
};
/// The person wants no message that they did not ask for.
struct Unsubscribed {
    EventId thread{};
    bool believed = false;  ///< somebody vouches that it is they who ask: it was noted
};
/// The conversation goes on elsewhere.
struct Moved {
    std::string to;   ///< the new conversation's identifier
    std::string via;  ///< server to join through
};

using Happening =
    std::variant<Text, Edit, Redaction, Reaction, Attachment, Invitation, Joined, Left, Unreadable, Moved, Unsubscribed>;

/// A file as it came: never opened on the way.
struct File {
    std::string name;  ///< base name, safe to show
    std::string type;  ///< as declared
    std::string bytes;  ///< empty: it was sent, but the way it came by carries no files, however often it is sent again
};

struct Inbound {
    std::string channel;
    std::string conversation;  ///< the channel's identifier (room id, address)
    EventId event_id;
    std::string sender;                   ///< full identifier; never a display name
    bool one_to_one = true;               ///< just this person and us
    bool addressed = true;                ///< in a group: we were mentioned or replied to
    /// False: nobody vouches that this is who wrote here before. Answered from an empty memory, which takes the place
    /// of the other: nothing that was said before shows.
    bool knows_before = true;
    std::chrono::milliseconds waited{0};  ///< how long it lay with the peer before it reached us
    Instant received_at{};
    Happening what;
    std::vector<File> files{};  ///< that came with it from somebody whose identity is proven; for imports
    /// Mail that no server vouches for: whose it says it is. With the secret reply address that only this mailbox was
    /// given (`token`), enough to act under a letter that was sent there, and for nothing else.
    struct Claim {
        std::string address;
        bool token = false;
    };
    std::optional<Claim> claim{};
};

// What the bot wants done. Durable: each becomes one or more outbox rows.

/// Says something. `thread` and `in_reply_to` are ids of the peer's events.
struct Say {
    wording::Document document;
    EventId thread;
    EventId in_reply_to;
    std::vector<std::string> mentions;  ///< full identifiers of people to notify
    bool urgent = false;                ///< danger: said anew, never as an edit, and without a word before it
    /// What it is to channels that tell them apart (mail: RFC 3834 marks, unsubscribing).
    enum class Occasion : std::uint8_t {
        answer,  ///< to what they wrote
        notice,  ///< unasked, but meant for them alone: a request handed on, an answer of a structure
        alert    ///< unasked and regular: alerts, digests; can be unsubscribed from
    };
    Occasion occasion = Occasion::answer;
    std::string title{};  ///< for channels with subjects: says nothing of a person; empty: the thread's own
    std::vector<std::shared_ptr<const File>> files{};  ///< that go with it; the text stands without them
};
/// Replaces what we said before: the row of that message, or, where its row may be gone by now, the name that the
/// peer gave it.
struct Replace {
    std::int64_t outbox_id = 0;
    wording::Document document;
    EventId remote_id{};  ///< empty: the row's
};
/// Takes back what we said: an outbox row of ours, or (after an erasure, when the rows are gone) an event of
/// ours by the name that the peer gave it.
struct Retract {
    std::int64_t outbox_id = 0;
    EventId remote_id;
};
struct AcceptInvitation {};
struct DeclineInvitation {
    std::string reason;
};
struct Leave {};
/// Follow the conversation to its new place.
struct Follow {
    std::string to, via;
};

using Wish = std::variant<Say, Replace, Retract, AcceptInvitation, DeclineInvitation, Leave, Follow>;

}  // namespace bot
