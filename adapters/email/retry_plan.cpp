#include "adapters/email/retry_plan.hpp"

#include <algorithm>
#include <array>

namespace adapters::email {

std::chrono::hours expiry_of(MailKind kind) {
    return std::chrono::hours(kind == MailKind::alert ? 6 : 48);
}

std::optional<Instant> next_try(MailKind kind, int tries, Instant first_try, Instant now, std::int64_t id) {
    using std::chrono::minutes;
    static constexpr std::array<minutes, 4> first{minutes(1), minutes(5), minutes(15), minutes(60)};
    auto const index = static_cast<std::size_t>(std::max(tries, 1) - 1);
    std::chrono::milliseconds const pause = index < first.size() ? first[index] : minutes(180);
    auto const hash = (static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15u + static_cast<std::uint64_t>(index)) >> 40;
    auto const shift = static_cast<std::int64_t>(hash % 401) - 200;  // thousandths: ± 20 %
    Instant const due = now + pause + pause * shift / 1000;
    if (due > first_try + expiry_of(kind)) return std::nullopt;
    return due;
}

}  // namespace adapters::email
