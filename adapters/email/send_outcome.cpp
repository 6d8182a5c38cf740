#include "adapters/email/send_outcome.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/plain_text.hpp"

#include <algorithm>
#include <array>

namespace adapters::email {

bool asks_for_later(std::string_view text) {
    std::string const fold = folded(text, 600);
    for (std::string_view words : {"plus tard", "try again", "try later", "greylist", "liste grise", "temporar", "ofr_999", "reessay", "later"})
        if (has(fold, words)) return true;
    return false;
}

SendVerdict judge(const SendReport& report) {
    bool const good = report.code >= 200 && report.code < 400;
    switch (report.phase) {
        case SendPhase::connect:
        case SendPhase::tls:
        case SendPhase::greeting:
        case SendPhase::auth: return SendVerdict::hold;
        case SendPhase::sender:
            // 5xx to MAIL is about us (configuration), a 4xx or silence about the moment: neither says anything of the recipient.
            return SendVerdict::hold;
        case SendPhase::after_dot:
            if (report.code == 0) return SendVerdict::unknown;
            if (good) return SendVerdict::delivered;
            break;
        case SendPhase::recipient:
        case SendPhase::data: break;
    }
    if (report.code == 0 || report.code == 421) return report.code == 421 ? SendVerdict::hold : SendVerdict::deferred;
    if (report.code >= 500 && !asks_for_later(report.text)) return SendVerdict::refused;
    return SendVerdict::deferred;
}

RetryPlan plan_for(MailKind kind) { return {kind == MailKind::alert ? std::chrono::hours(6) : std::chrono::hours(48)}; }

std::optional<Instant> next_try(MailKind kind, int tries, Instant first_try, Instant now, std::int64_t id) {
    using std::chrono::minutes;
    static constexpr std::array<minutes, 4> first{minutes(1), minutes(5), minutes(15), minutes(60)};
    auto const index = static_cast<std::size_t>(std::max(tries, 1) - 1);
    std::chrono::milliseconds const pause = index < first.size() ? first[index] : minutes(180);
    auto const hash = (static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15u + static_cast<std::uint64_t>(index)) >> 40;
    auto const shift = static_cast<std::int64_t>(hash % 401) - 200;  // thousandths: ± 20 %
    Instant const due = now + pause + pause * shift / 1000;
    if (due > first_try + plan_for(kind).expiry) return std::nullopt;
    return due;
}

}  // namespace adapters::email
