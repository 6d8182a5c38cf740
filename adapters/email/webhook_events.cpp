#include "adapters/email/webhook_events.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"

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

}  // namespace

std::optional<WebhookPost> read_postmark_event(std::string_view text) {
    json const post = json::parse(text, nullptr, false);
    auto const record = word_at(post, "RecordType");
    if (record.empty() || record == "Inbound") return std::nullopt;
    WebhookPost out;
    if (record != "Bounce" && record != "SpamComplaint") return out;
    auto const kind = record == "SpamComplaint" ? Kind::complaint : postmark_kind(word_at(post, "Type"));
    auto const id = word_at(post, "MessageID");
    ProviderEvent event{word_at(post, "Email"), id.empty() ? std::string() : "<" + id + ">", kind.value_or(Kind::soft_bounce)};
    if (kind && is_address(event.address)) out.events.push_back(std::move(event));
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
    if (event == "complained") said.kind = Kind::complaint;
    else if (event == "unsubscribed") said.kind = Kind::unsubscribed;
    else if (event != "failed") return out;
    else if (word_at(data, "severity") == "permanent") {
        // "suppress-bounce" and the like are Mailgun's own lists; policy and spam refusals say nothing of the address.
        auto const reason = word_at(data, "reason");
        if (reason == "bounce" || reason == "suppress-bounce") said.kind = Kind::hard_bounce;
    }
    if (is_address(said.address)) out.events.push_back(std::move(said));
    return out;
}

}  // namespace adapters::email
