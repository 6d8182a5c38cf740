#pragma once
/// \file rules/steering/notices.hpp
/// What is to be said to whom, once (alerting.md §2.6, §2.7): opening, rise, real change, escalation, closing.
/// No repeat timer. One message for each tree of objectives and recipient. Whoever got "open" gets "closed",
/// whatever is silenced or inhibited by then.
///
/// `decide` is a function: book and situations in, book and messages out; the caller commits both together and
/// then sends. The same situations again bring nothing. Nothing is sent at night: the caller holds messages until
/// `next_office_hour`. Threads: values.

#include "rules/steering/episode.hpp"

#include <span>
#include <vector>

namespace rules::steering {

enum class Role : std::uint8_t {
    measure_room,
    operator_room,  ///< sees its own sub-objectives, whatever the parent says
    owner,
    bureau_room,
    secretariat,
    dreets_lead,
    co_chairs,
    data_owner
};

struct Recipient {
    std::string id;  ///< a room or an address; of one recipient once
    Role role = Role::owner;
    std::vector<std::string> objectives;  ///< whose alerts it gets; empty: all
    /// Told from this level on; none: from the one of its role (a bureau without rooms for its measures hears of level 2).
    AlertLevel from = AlertLevel::none;
    std::vector<std::string> withheld{};  ///< objectives whose levels it may not hear of (money)
};

/// One episode in a message.
struct Line {
    EpisodeId episode;
    int number = 1;
    Push push = Push::opened;
    AlertLevel level = AlertLevel::none;
    std::optional<double> share_of_parent;  ///< of the parent's gap; only where units agree
    std::string key;                        ///< of (episode, recipient, reason, data): never sent twice
    Reopened reopened = Reopened::no;
};

enum class Way : std::uint8_t { send, edit };

struct Message {
    std::string recipient, root;
    Way way = Way::send;
    std::vector<Line> lines;  ///< the parent first
};

struct Decision {
    Book book;
    std::vector<Message> messages;
    std::vector<EpisodeId> for_agenda;         ///< next bureau's
    std::vector<EpisodeId> suggest_meeting;    ///< an extra one: the next is more than 30 days away
};

/// \param situations everything that was evaluated: an open episode without one stays as it is
[[nodiscard]] Decision decide(
    Book,
    std::span<const Situation> situations,
    std::span<const Recipient> recipients,
    Day today,
    std::optional<Day> next_bureau
);

}  // namespace rules::steering
