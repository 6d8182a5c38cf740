#include "adapters/email/stored_mail.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/reply_token.hpp"
#include "adapters/email/understood.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace adapters::email {

using nlohmann::json;

std::string stored_form(const InboundMail& mail) {
    json line{
        {"source", mail.source},
        {"envelope_to", mail.envelope_to},
        {"received_at", mail.received_at.time_since_epoch().count()},
        {"provider_ids", mail.provider_ids}};
    if (mail.envelope_from) line["envelope_from"] = *mail.envelope_from;
    if (!mail.elsewhere.empty()) {
        auto& files = line["elsewhere"] = json::array();
        for (auto const& file : mail.elsewhere) files.push_back({file.token, file.at, file.size});
    }
    return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n" + mail.raw;
}

std::optional<InboundMail> mail_from_stored(std::string_view payload) try {
    auto const end = payload.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto const line = json::parse(payload.substr(0, end));
    InboundMail mail;
    mail.source = line.at("source").get<std::string>();
    mail.envelope_to = line.at("envelope_to").get<std::vector<std::string>>();
    mail.received_at = Instant(std::chrono::microseconds(line.at("received_at").get<std::int64_t>()));
    mail.provider_ids = line.at("provider_ids").get<std::map<std::string, std::string>>();
    if (auto const from = line.find("envelope_from"); from != line.end()) mail.envelope_from = from->get<std::string>();
    mail.raw = std::string(payload.substr(end + 1));
    if (auto const files = line.find("elsewhere"); files != line.end())
        for (auto const& file : *files) mail.elsewhere.push_back({file.at(0).get<std::string>(), file.at(1).get<std::size_t>(), file.at(2).get<std::size_t>()});
    return mail;
} catch (const json::exception&) {
    return std::nullopt;
}

db::NewInbound inbox_entry(const InboundMail& mail) {
    bool const known = mail.envelope_from && !mail.envelope_from->empty();
    db::ConversationRef const conversation{"email", known ? lowered(*mail.envelope_from) : std::string("<>")};
    return {conversation, mail.known_as.empty() ? repeat_key(mail) : mail.known_as, stored_form(mail), mail.received_at.time_since_epoch().count()};
}

namespace {
constexpr std::array<std::string_view, 4> kinds{"hard_bounce", "soft_bounce", "complaint", "unsubscribed"};
}

std::string stored_form(const ProviderEvent& event) {
    json const line{
        {"source", "event"},
        {"kind", kinds.at(static_cast<std::size_t>(event.kind))},
        {"address", event.address},
        {"message_id", event.message_id}};
    return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

std::optional<ProviderEvent> event_from_stored(std::string_view payload) try {
    auto const end = payload.find('\n');
    if (end == std::string_view::npos || end + 1 != payload.size()) return std::nullopt;
    auto const line = json::parse(payload.substr(0, end));
    if (line.at("source") != "event") return std::nullopt;
    auto const kind = std::find(kinds.begin(), kinds.end(), line.at("kind").get<std::string>());
    if (kind == kinds.end()) return std::nullopt;
    ProviderEvent event;
    event.kind = static_cast<ProviderEvent::Kind>(kind - kinds.begin());
    event.address = line.at("address").get<std::string>();
    event.message_id = line.at("message_id").get<std::string>();
    return event;
} catch (const json::exception&) {
    return std::nullopt;
}

db::NewInbound inbox_entry(const ProviderEvent& event, Instant received_at) {
    auto const at = received_at.time_since_epoch().count();
    auto payload = stored_form(event);
    // Without the mail that it is about, only its time tells it from the next one.
    std::string const unique = payload + (event.message_id.empty() ? std::to_string(at) : std::string());
    return {{"email", "<>"}, "event-" + to_hex(hmac_sha256("provider event", unique)), std::move(payload), at};
}

}  // namespace adapters::email
