#pragma once
/// \file adapters/matrix/transaction.hpp
/// Takes a transaction of the homeserver apart: what must be stored, what cannot be read, what is not for us.
///
/// An event is stored as its own bytes. How long it had waited is in them (`unsigned.age`, which the
/// homeserver writes at the moment of sending), so nothing is added to what came in; `decode` gives it as
/// `Inbound::waited`. Never fails: what cannot be read is set aside, since a transaction that is not
/// acknowledged blocks all others. Source: application service API, PUT transactions; synapse.md §3, §4.
/// Threads: pure; any.

#include "adapters/matrix/settings.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::matrix {

struct Intake {
    struct Event {
        std::string room_id, event_id;
        std::string raw;
    };
    struct Bad {
        std::string raw;
        std::string_view why;  ///< a word of a closed list: "not_json", "no_event_id", …
    };
    std::vector<Event> events;  ///< in the order in which they came
    std::vector<Bad> bad;
    std::size_t ignored = 0;  ///< readable, and none of our business
    bool garbage = false;     ///< the body as a whole was no transaction; it stands in `bad`
};

[[nodiscard]] Intake split(const Settings&, std::string_view body);

/// Whether an event with ids is worth storing: types that we handle, not our own echoes, no notices, not
/// flagged as soft-failed.
[[nodiscard]] bool concerns_us(const Settings&, const nlohmann::json& event);

}  // namespace adapters::matrix
