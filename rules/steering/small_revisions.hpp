#pragma once
/// \file rules/steering/small_revisions.hpp
/// A month that is revised by one to four people tells of one to four people, to whoever saw it before or asks "vu comme
/// le". So what is shown of a series changes, for each month and for the sum at its end, from one publication to the next by
/// nobody or by five and more, and nearly so between publications further apart; a smaller revision waits until it is no longer
/// small, or is counted with the next month that comes. The sum shown is off by fewer than five (ten, where months are of a
/// few), and is exact on the day a new month is published.
///
/// It is the log itself that is read so, before anything is computed: gap, landing, probability and pace tell no more than
/// the figure does. Whoever brings figures sees the rows as they are. Not covered: an import that is taken back, which
/// rewrites what was known. Threads: functions of their arguments.

#include "rules/steering/publication.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rules::steering {

struct ShownSeries {
    std::vector<Vintage> rows;  ///< in order of publication
    bool waits = false;         ///< on that day a revision of fewer than five is not counted yet
};
/// \param rows of one series of people, in order of publication
[[nodiscard]] ShownSeries without_small_revisions(std::span<const Vintage> rows, Day day = Day::max());

/// Every series of objectives that count people; money and states stay as they are.
/// \param counts_people by objective
/// \returns objectives of which a revision waits on that day
[[nodiscard]] std::vector<std::string> hold_small_revisions(PublicationLog&, const std::function<bool(std::string_view objective)>& counts_people, Day day);

}  // namespace rules::steering
