#include "adapters/email/waiting_files.hpp"

#include "adapters/email/base64.hpp"
#include "adapters/email/stored_mail.hpp"
#include "adapters/email/understood.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace adapters::email {

namespace {
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t most_files = 10;
constexpr auto given_up_after = 6h;
constexpr std::array<std::chrono::minutes, 6> pauses{1min, 2min, 5min, 15min, 30min, 60min};
}  // namespace

db::ConversationRef waiting_ref(const InboundMail& mail) { return {std::string(waiting_channel), repeat_key(mail)}; }

std::string stored_form(const WaitingMail& waiting) {
    json const line{{"tries", waiting.tries}, {"not_before", waiting.not_before.time_since_epoch().count()}};
    return line.dump() + "\n" + stored_form(waiting.mail);
}

std::optional<WaitingMail> waiting_from(std::string_view stored) try {
    auto const end = stored.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto const line = json::parse(stored.substr(0, end));
    auto mail = mail_from_stored(stored.substr(end + 1));
    if (!mail) return std::nullopt;
    WaitingMail out;
    out.mail = std::move(*mail);
    out.tries = line.at("tries").get<int>();
    out.not_before = Instant(std::chrono::microseconds(line.at("not_before").get<std::int64_t>()));
    return out;
} catch (const json::exception&) {
    return std::nullopt;
}

std::optional<Instant> next_fetch(const WaitingMail& waiting, Instant now) {
    auto const step = std::min<std::size_t>(static_cast<std::size_t>(std::max(waiting.tries, 0)), pauses.size() - 1);
    Instant const next = now + pauses.at(step);
    if (next > waiting.mail.received_at + given_up_after) return std::nullopt;
    return next;
}

std::size_t most_of(const InboundMail& mail, std::size_t file, const Limits& limits) {
    if (file >= std::min(mail.elsewhere.size(), most_files) || mail.raw.size() >= limits.raw_bytes) return 0;
    // In base64 lines, all of them together with the mail must stay a mail that is read.
    std::size_t const room = (limits.raw_bytes - mail.raw.size()) / std::min(mail.elsewhere.size(), most_files) / 4 * 3 / 80 * 78;
    return mail.elsewhere[file].size <= room ? room : 0;
}

InboundMail with_files(InboundMail mail, const std::vector<std::optional<std::string>>& bytes) {
    mail.known_as = repeat_key(mail);
    for (std::size_t i = mail.elsewhere.size(); i-- > 0;)  // from the last, so that the places before stay what they are
        if (i < bytes.size() && bytes[i] && mail.elsewhere[i].at <= mail.raw.size()) mail.raw.insert(mail.elsewhere[i].at, base64_lines(*bytes[i]));
    mail.elsewhere.clear();
    return mail;
}

}  // namespace adapters::email
