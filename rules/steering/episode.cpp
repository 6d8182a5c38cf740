#include "rules/steering/episode.hpp"

namespace rules::steering {

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::shortfall:
            return "shortfall";
        case Kind::overrun:
            return "overrun";
        case Kind::cost_per_entry:
            return "cost_per_entry";
        case Kind::data:
            return "data";
        case Kind::meeting:
            return "meeting";
    }
    return "";
}

Ending ending(double consolidated, double known, double target, Day end, int publications, Day today) {
    bool const over = today > end;
    bool const settled = publications >= closing_publications || today > end + std::chrono::days(closing_days);
    if (over && settled) return known >= target ? Ending::closed_reached : Ending::closed_missed;
    if (consolidated >= target) return Ending::reached;
    return over ? Ending::closing : Ending::running;
}

}  // namespace rules::steering
