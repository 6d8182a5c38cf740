#include "rules/steering/hysteresis.hpp"

#include <algorithm>

namespace rules::steering {

std::string_view name_of(AlertLevel level) {
    switch (level) {
        case AlertLevel::none:
            return "";
        case AlertLevel::vigilance:
            return "vigilance";
        case AlertLevel::alerte:
            return "alerte";
        case AlertLevel::critique:
            return "critique";
    }
    return "";
}

Latch stepped(Latch latch, const Thresholds& at, double p, bool new_month) {
    if (p >= at.raise) {
        if (new_month || latch.up == 0) ++latch.up;
        latch.down = 0;
    } else if (p < at.lower) {
        if (new_month || latch.down == 0) ++latch.down;
        latch.up = 0;
    } else {
        latch.up = latch.down = 0;
    }
    if (!latch.on && (latch.up >= at.confirmations || (p >= at.raise_at_once && new_month))) latch.on = true;
    else if (latch.on && latch.down >= at.confirmations) latch.on = false;
    return latch;
}

AlertLevel Levels::level() const {
    for (std::size_t i = latches.size(); i-- > 0;)
        if (latches[i].on) return static_cast<AlertLevel>(i + 1);
    return AlertLevel::none;
}

double early_part(double months_left) {
    return std::clamp((months_left - usual_from) / (early_until - usual_from), 0.0, 1.0);
}

Levels stepped(Levels levels, const Tick& tick, const std::array<Thresholds, 3>& table) {
    bool const new_month = tick.last_month > levels.last_month;
    levels.last_month = tick.last_month;
    if (tick.months_used < months_before_a_level) return levels;
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
        auto const before = levels.latches[i];
        auto at = table[i];
        at.raise += at.early * early_part(tick.months_left);
        at.raise_at_once += at.early * early_part(tick.months_left);
        if (tick.months_left < months_to_act) {
            at.raise = std::max(at.raise, raise_when_too_late);
            at.raise_at_once = std::max(at.raise_at_once, raise_when_too_late);
        }
        auto after = stepped(before, at, tick.p, new_month);
        bool const rises = after.on && !before.on, falls = !after.on && before.on;
        if ((falls && !tick.may_lower) || (rises && i > 0 && !tick.may_raise_high)) after = before;
        levels.latches[i] = after;
    }
    return levels;
}

AlertLevel told_level(AlertLevel level, double p, double required, double best) {
    if (level != AlertLevel::critique) return level;
    bool const out_of_reach = best > 0 && required >= 1.25 * best;
    return out_of_reach || p >= no_doubt_left ? level : AlertLevel::alerte;
}

}  // namespace rules::steering
