#include "bot/delivery/retry_schedule.hpp"

namespace bot::delivery {

std::chrono::milliseconds pause_after(int tries, std::int64_t id) {
    using std::chrono::milliseconds;
    constexpr int doublings = 6;  // 2^6 s = 64 s, after which the peer is away for longer
    milliseconds const pause =
        tries > doublings + 1 ? milliseconds(300'000) : milliseconds(1000LL << (tries < 1 ? 0 : tries - 1));
    auto const spread = static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15ULL >> 54;  // 0 … 1023
    return pause + milliseconds(pause.count() * static_cast<std::int64_t>(spread) / 10'230);
}

}  // namespace bot::delivery
