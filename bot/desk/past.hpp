#pragma once
/// \file bot/desk/past.hpp
/// One line of what became of an alert: for its last message while it is open, for the bureau's journal also when it is over.
///
/// While the alert is open a line may carry the words of whoever acted, with name and reason. They go when it closes: what
/// stays says when, what, and in which role. Threads: values.

#include "rules/steering/episode.hpp"

#include <map>
#include <string>
#include <vector>

namespace bot::desk {

struct Past {
    /// Stored by number: new ones go to the end.
    enum class What : std::uint8_t {
        noted,  ///< words of a version that kept nothing else; gone when the alert closes
        opened,
        raised,
        lowered,
        taken,
        promised,  ///< taken on with a promise
        given_back,
        lapsed,  ///< nobody has it any more: its time was over
        worse,   ///< nobody has it any more: the level rose
        silenced,
        unsilenced,
        kept,    ///< a promise, in `detail` "2020-09"
        broken,  ///< the same; nobody has the alert any more
        rescoped,
        closed  ///< `detail`: why, see closing_reason
    };
    rules::steering::Day on{};
    What what = What::noted;
    rules::steering::AlertLevel level = rules::steering::AlertLevel::none;
    std::string role{};    ///< of whoever acted: "bureau", "responsable", "donnees"; empty: nobody did
    std::string words{};   ///< "pris en charge par …"
    std::string detail{};
    friend bool operator==(const Past&, const Past&) = default;
};
using Pasts = std::map<rules::steering::EpisodeId, std::vector<Past>>;

}  // namespace bot::desk
