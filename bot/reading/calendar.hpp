#pragma once
/// \file bot/reading/calendar.hpp
/// Days and periods that a question on figures or an alert names, against today: "au 31/10", "depuis janvier",
/// "2e trimestre", "jusqu’à vendredi", "48 h". Rules: message schema §4.2. Threads: pure.

#include "bot/reading/facts.hpp"

#include <vector>

namespace bot::reading {

struct Calendar {
    std::vector<Slot> date_ref, periode, jusqu_au, duree;  ///< in the order of the text
};
/// \param ahead a day without its year is to come ("le comité de jeudi"), not past
[[nodiscard]] Calendar read_calendar(const Analysis&, Day today, bool ahead = false);

}  // namespace bot::reading
