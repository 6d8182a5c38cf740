#pragma once
/// \file bot/desk/settings.hpp
/// What the configuration says about the bureau: rooms, mail addresses, meetings. Values. Threads: any.

#include "bot/desk/lookup.hpp"
#include "bot/people/people.hpp"
#include "bot/people/rights.hpp"
#include "rules/figures/mapping.hpp"
#include "rules/steering/bureau.hpp"
#include "rules/steering/evaluation.hpp"
#include "rules/steering/notices.hpp"
#include "bot/wording/messages.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace bot::desk {

namespace steering = rules::steering;
namespace figures = rules::figures;
using steering::Day;

/// Somebody who is told things, on one channel.
struct Listener {
    people::Destination where;
    steering::Role role = steering::Role::owner;
    std::vector<std::string> objectives;  ///< whose alerts it gets; empty: all
    std::vector<std::string> mentions;    ///< full identifiers that the message calls (Matrix): never the whole room
    steering::AlertLevel from = steering::AlertLevel::none;  ///< none: by role
};

struct Settings {
    std::vector<Listener> listeners;
    steering::Calendar calendar;          ///< of all instances; "bureau" is the one that alerts count in
    std::string link;                     ///< prefix of the page of an objective, "" without one
    /// After figures were accepted: for this long sister files are waited for (alerting.md §2.6).
    std::chrono::milliseconds wait_for_sisters{std::chrono::minutes(30)};
};

/// What the desk works with. Shared, immutable.
struct Tools {
    std::vector<steering::Objective> objectives;
    steering::Profiles profiles;
    steering::Sources sources;
    std::map<std::string, steering::SourceLag, std::less<>> lags;
    steering::Model model;
    std::vector<figures::Mapping> mappings;
    std::shared_ptr<const wording::Messages> messages;
    people::Rights rights;
    Settings settings;
    /// Channels that this run can speak on: nothing is addressed to another.
    std::set<std::string> channels{"matrix"};
    OwnLookup own_lookup{};  ///< `prepare_lookup`

    /// To be called once the objectives are what they stay; before, `find` and `lookup` look at each of them.
    void prepare_lookup() { own_lookup.make(objectives); }
    [[nodiscard]] std::shared_ptr<const Lookup> lookup() const;
    [[nodiscard]] const steering::Objective* find(std::string_view id) const;
    /// As notices.hpp wants them: the id is `key_of` of the destination.
    [[nodiscard]] std::vector<steering::Recipient> recipients() const;
    [[nodiscard]] const Listener* listener(std::string_view recipient) const;
    /// Whether alerts are said in this conversation: then short orders there are for the desk.
    [[nodiscard]] bool is_room_of_ours(std::string_view channel, std::string_view conversation) const;
};

/// "matrix !room:server": names a destination in books and keys.
[[nodiscard]] std::string key_of(const people::Destination&);
[[nodiscard]] people::Destination destination_of(std::string_view key);

inline constexpr std::string_view bureau = "bureau";

}  // namespace bot::desk
