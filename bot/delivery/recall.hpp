#pragma once
/// \file bot/delivery/recall.hpp
/// What is known before a turn is made: the state of the conversation, wherever it is kept, and what a code that somebody
/// wrote stands for.
///
/// Errors: a broken seal reads as nothing known; NotStored when the store cannot be read. Threads: the loop's.

#include "bot/delivery/channel.hpp"
#include "bot/talking/conversation.hpp"
#include "db/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bot::delivery {

using Channels = std::map<std::string, Channel*, std::less<>>;
/// \returns null if it is switched off in this run.
[[nodiscard]] Channel* find(const Channels&, std::string_view name);

/// An entry of the inbox that was read.
struct Taken {
    db::InboxEntry entry;
    Inbound inbound;
    db::ConversationRef home;  ///< whose conversation it is: its answers
};

struct Known {
    talking::State state;
    db::ConversationRef place;          ///< where it is kept: its home, or the conversation that this one was linked to
    std::optional<std::string> stored;  ///< what was read there
    bool kept = true;                   ///< false: the answer is made from nothing and leaves nothing
};

/// Under what name the file of a hand-over is kept beside the conversations.
[[nodiscard]] db::ConversationRef file_of(const std::string& code);

class Recall {
  public:
    /// All outlive this.
    Recall(db::Store& store, const talking::Tools& tools, const Channels& channels)
        : store_(store), tools_(tools), channels_(channels) {}

    [[nodiscard]] Known known_of(const Taken&) const;
    /// Whose the code is that a text names, if it stands.
    [[nodiscard]] std::optional<people::Destination> link_named_in(const Inbound&) const;
    /// The open file that a message written at a desk names.
    [[nodiscard]] std::optional<talking::OpenFile> file_named_in(const Inbound&) const;

  private:
    db::Store& store_;
    const talking::Tools& tools_;
    const Channels& channels_;
};

}  // namespace bot::delivery
