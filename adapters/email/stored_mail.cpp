#include "adapters/email/stored_mail.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/understood.hpp"

#include <nlohmann/json.hpp>

namespace adapters::email {

using nlohmann::json;

std::string stored_form(const InboundMail& mail) {
    json line{
        {"source", mail.source},
        {"envelope_to", mail.envelope_to},
        {"received_at", mail.received_at.time_since_epoch().count()},
        {"provider_ids", mail.provider_ids}};
    if (mail.envelope_from) line["envelope_from"] = *mail.envelope_from;
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
    return mail;
} catch (const json::exception&) {
    return std::nullopt;
}

db::NewInbound inbox_entry(const InboundMail& mail) {
    bool const known = mail.envelope_from && !mail.envelope_from->empty();
    db::ConversationRef const conversation{"email", known ? lowered(*mail.envelope_from) : std::string("<>")};
    return {conversation, repeat_key(mail), stored_form(mail), mail.received_at.time_since_epoch().count()};
}

}  // namespace adapters::email
