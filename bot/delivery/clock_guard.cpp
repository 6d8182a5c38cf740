#include "bot/delivery/clock_guard.hpp"

namespace bot::delivery {

using namespace std::chrono_literals;

bool ClockGuard::near(Offset now, Offset before) {
    return now - before >= -5s && now - before <= 10min;
}

bool ClockGuard::trusts(Instant wall, Steady steady) {
    Offset const offset = wall.time_since_epoch() - steady.time_since_epoch();
    if (held_ && near(offset, *held_)) {
        held_ = offset;  // small steps of a disciplined clock add up over months
        doubtful_.reset();
        return true;
    }
    if (!doubtful_ || !near(offset, *doubtful_)) {
        doubtful_ = offset;
        since_ = steady;
    }
    if (steady - since_ < 1h) return false;
    held_ = offset;
    doubtful_.reset();
    return true;
}

Instant ClockGuard::stamp(Instant wall, Steady steady) {
    static_cast<void>(trusts(wall, steady));
    return held_ ? Instant(steady.time_since_epoch() + *held_) : wall;
}

}  // namespace bot::delivery
