#pragma once
/// \file bot/delivery/links.hpp
/// One state for several conversations of a person: where it is kept, what points to it, how a code joins another.
///
/// Threads: inside a unit of the store.

#include "bot/message.hpp"
#include "bot/people/people.hpp"
#include "db/store.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace bot::delivery {

/// What keeping a state has to do with other conversations.
struct Links {
    db::ConversationRef place;
    std::optional<std::string> read;  // what the answer was made from
    bool kept = true;                 // false: nothing is written down
    bool shared = false;              // somebody else may have written there meanwhile
    std::vector<db::ConversationRef> all;
    std::string code;                 // given out: stands for `place`
    std::optional<people::Destination> joins;
    std::string sender;
    std::string used;                 // the code that joined
};

/// Somebody wrote to a shared state between our reading and our writing: the turn is made again.
struct Changed : std::runtime_error {
    Changed() : std::runtime_error("the state has changed meanwhile") {}
};

/// Under what name a code is kept beside the conversations.
[[nodiscard]] db::ConversationRef link_of(const std::string& code);
/// The code that somebody wrote.
[[nodiscard]] std::optional<std::string> linked_code(const Inbound&);
/// Writes the state to where it is kept, and into every linked conversation where that is. Throws Changed.
void keep_state(
    db::Transaction&, const db::ConversationRef& home, const Links&, const std::string& stored, db::Micros now, db::Micros forget_at
);
/// A sign of life without a word: what is known stays until `forget_at`, also where it is kept elsewhere.
/// \returns false if nothing is known
bool keep_on(db::Transaction&, const db::ConversationRef& home, db::Micros now, db::Micros forget_at);

}  // namespace bot::delivery
