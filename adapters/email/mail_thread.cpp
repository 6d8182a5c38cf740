#include "adapters/email/mail_thread.hpp"

#include <nlohmann/json.hpp>

namespace adapters::email {

bot::EventId thread_id(const MailThread& thread) {
    nlohmann::json const out{{"to", thread.to}, {"subject", thread.subject}, {"references", thread.references}, {"proven", thread.proven}};
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

MailThread thread_of(const bot::EventId& id) try {
    if (id.empty()) return {};
    if (id.front() == '<') return {{}, {}, {id}, false};
    auto const in = nlohmann::json::parse(id);
    MailThread out;
    out.to = in.at("to").get<std::string>();
    out.subject = in.at("subject").get<std::string>();
    out.references = in.at("references").get<std::vector<std::string>>();
    out.proven = in.at("proven").get<bool>();
    return out;
} catch (const nlohmann::json::exception&) {
    return {};
}

}  // namespace adapters::email
