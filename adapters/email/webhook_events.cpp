#include "adapters/email/webhook_events.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/bounce.hpp"

#include <nlohmann/json.hpp>

namespace adapters::email {

using nlohmann::json;
using Kind = ProviderEvent::Kind;

namespace {

std::string word_at(const json& object, const char* key) {
    if (!object.is_object()) return {};
    auto const found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& part(const json& object, const char* key) {
    static const json none;
    if (!object.is_object()) return none;
    auto const found = object.find(key);
    return found == object.end() ? none : *found;
}

std::optional<Kind> postmark_kind(std::string_view type) {
    if (type == "HardBounce" || type == "BadEmailAddress") return Kind::hard_bounce;
    if (type == "SpamComplaint" || type == "SpamNotification") return Kind::complaint;
    if (type == "Unsubscribe") return Kind::unsubscribed;
    if (type == "SoftBounce" || type == "DnsError") return Kind::soft_bounce;
    return std::nullopt;  // delays, vacation notes, policy and faults of ours say nothing of the address
}

/// Their own list changed: what put the address there.
std::optional<Kind> postmark_suppression(const json& post) {
    auto const& on = part(post, "SuppressSending");
    if (!on.is_boolean() || !on.get<bool>()) return std::nullopt;  // taken off it again: with us an operator decides
    auto const reason = word_at(post, "SuppressionReason");
    if (reason == "HardBounce") return Kind::hard_bounce;
    if (reason == "SpamComplaint") return Kind::complaint;
    return reason == "ManualSuppression" ? std::optional(Kind::unsubscribed) : std::nullopt;
}

/// "550 5.1.1 …" → "5.1.1"
std::string status_in(std::string_view said) {
    for (std::size_t i = 0; i + 5 <= said.size(); ++i) {
        bool const begins = (said[i] == '4' || said[i] == '5') && said[i + 1] == '.' && is_digit(said[i + 2]) && said[i + 3] == '.' && is_digit(said[i + 4]);
        if (!begins || (i > 0 && (is_digit(said[i - 1]) || said[i - 1] == '.'))) continue;
        std::size_t end = i + 5;
        while (end < said.size() && end < i + 7 && is_digit(said[end])) ++end;
        return std::string(said.substr(i, end - i));
    }
    return {};
}

std::optional<Kind> mailgun_failure(const json& data) {
    // "temporary": Mailgun goes on trying; three greylistings in a row are no dead mailbox.
    if (word_at(data, "severity") != "permanent") return std::nullopt;
    auto const reason = word_at(data, "reason");
    if (reason == "suppress-bounce") return Kind::hard_bounce;
    if (reason == "suppress-complaint") return Kind::complaint;
    if (reason == "suppress-unsubscribe") return Kind::unsubscribed;
    if (reason != "bounce" && reason != "old" && reason != "generic") return std::nullopt;  // "espblock": our reputation, not their address
    auto const& status = part(data, "delivery-status");
    auto const said = word_at(status, "message") + " " + word_at(status, "description");
    auto code = word_at(status, "enhanced-code");
    if (code.empty()) code = status_in(said);
    bool const bare = code.empty() && trimmed(said).empty();
    if (reason == "bounce" && (bare || is_dead_address(code, said))) return Kind::hard_bounce;
    if (code.starts_with("5.7.") || code.starts_with("4.7.")) return std::nullopt;
    return Kind::soft_bounce;
}

}  // namespace

std::optional<WebhookPost> read_postmark_event(std::string_view text) {
    json const post = json::parse(text, nullptr, false);
    auto const record = word_at(post, "RecordType");
    if (record.empty() || record == "Inbound") return std::nullopt;
    WebhookPost out;
    std::optional<Kind> kind;
    if (record == "Bounce") kind = postmark_kind(word_at(post, "Type"));
    if (record == "SpamComplaint") kind = Kind::complaint;
    if (record == "SubscriptionChange") kind = postmark_suppression(post);
    if (!kind) return out;
    auto const id = word_at(post, "MessageID");
    ProviderEvent event{word_at(post, record == "SubscriptionChange" ? "Recipient" : "Email"), id.empty() ? std::string() : "<" + id + ">", *kind};
    if (is_address(event.address)) out.events.push_back(std::move(event));
    return out;
}

WebhookPost read_mailgun_event(std::string_view text, std::string_view signing_key, Instant now) {
    json const post = json::parse(text, nullptr, false);
    auto const& signature = part(post, "signature");
    WebhookPost out;
    out.status = mailgun_signed(word_at(signature, "timestamp"), word_at(signature, "token"), word_at(signature, "signature"), signing_key, now) ? 200 : 406;
    if (out.status != 200) return out;
    out.replay_key = word_at(signature, "token");
    auto const& data = part(post, "event-data");
    auto const event = word_at(data, "event");
    auto const id = word_at(part(part(data, "message"), "headers"), "message-id");
    ProviderEvent said{word_at(data, "recipient"), id.empty() || id.starts_with('<') ? id : "<" + id + ">", Kind::soft_bounce};
    if (event == "complained") {
        said.kind = Kind::complaint;
    } else if (event == "unsubscribed") {
        said.kind = Kind::unsubscribed;
    } else {
        auto const kind = event == "failed" ? mailgun_failure(data) : std::nullopt;
        if (!kind) return out;
        said.kind = *kind;
    }
    if (is_address(said.address)) out.events.push_back(std::move(said));
    return out;
}

}  // namespace adapters::email
