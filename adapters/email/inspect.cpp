#include "adapters/email/inspect.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <string_view>

namespace adapters::email {

namespace {

nlohmann::ordered_json facts_of(const Understood& mail) {
    nlohmann::ordered_json out;
    out["cls"] = word_of(mail.judgement.cls);
    out["may_answer"] = mail.judgement.may_answer;
    out["why"] = mail.judgement.why;
    out["visible"] = mail.visible;
    auto const put = [&](const char* name, const std::string& value) {
        if (!value.empty()) out[name] = value;
    };
    put("forwarded", mail.forwarded);
    put("forwarded_from", mail.forwarded_from);
    put("subject", mail.subject);
    put("sender", mail.sender);
    put("from_name", mail.from_name);
    put("answer_to", mail.answer_to);
    out["auth"] = word_of(mail.auth);
    put("trusted_sender", mail.trusted_sender);
    put("message_id", mail.message_id);
    if (!mail.thread_ids.empty()) out["thread_ids"] = mail.thread_ids;
    put("token", mail.token);
    put("verp", mail.verp);
    out["attachments"] = nlohmann::ordered_json::array();
    for (auto const& file : mail.attachments) out["attachments"].push_back({{"name", file.name}, {"type", file.type}});
    put("method", mail.method);
    put("uid", mail.uid);
    if (mail.bounce.kind != BounceFacts::Kind::none) {
        put("action", mail.bounce.action);
        put("status", mail.bounce.status);
        out["hard"] = mail.bounce.hard;
        put("final_recipient", mail.bounce.final_recipient);
        put("original_message_id", mail.bounce.original_message_id);
        if (!mail.bounce.recipients.empty()) out["recipients"] = mail.bounce.recipients;
    }
    return out;
}

}  // namespace

std::string inspect_json(const Understood& mail) {
    auto facts = facts_of(mail);
    if (!mail.cut.empty()) facts["cut"] = mail.cut;
    return facts.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string inspect_text(const Understood& mail) {
    std::string out;
    auto const facts = facts_of(mail);  // items() keeps a reference: it must outlive the loop
    for (auto const& [name, value] : facts.items())
        if (!(value.is_array() && value.empty()))
            out += name + ": " + (value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) + "\n";
    if (!mail.cut.empty()) out += "\n--- texte écarté ---\n" + mail.cut + "\n";
    return out;
}

std::optional<Instant> read_instant(const std::string& text) {
    std::int64_t seconds = 0;
    const char* const end = text.data() + text.size();
    if (auto const [at, error] = std::from_chars(text.data(), end, seconds); error == std::errc{} && at == end)
        return Instant(std::chrono::seconds(seconds));
    // 2025-03-03, then T or a blank and 11:04 or 11:04:27, then Z
    int part[6] = {0, 1, 1, 0, 0, 0};
    std::size_t count = 0;
    for (const char* from = text.data(); count < 6;) {
        auto const [at, error] = std::from_chars(from, end, part[count]);
        if (error != std::errc{}) return std::nullopt;
        ++count;
        if (at == end || (*at == 'Z' && at + 1 == end)) break;
        if (count == 6 || std::string_view("--T::")[count - 1] != (*at == ' ' ? 'T' : *at)) return std::nullopt;
        from = at + 1;
    }
    auto const day = std::chrono::year(part[0]) / part[1] / part[2];
    if (count != 3 && count < 5) return std::nullopt;
    if (day.ok() && part[3] >= 0 && part[3] < 24 && part[4] >= 0 && part[4] < 60 && part[5] >= 0 && part[5] < 61)
        return Instant(std::chrono::sys_days(day)) + std::chrono::hours(part[3]) + std::chrono::minutes(part[4]) + std::chrono::seconds(part[5]);
    return std::nullopt;
}

InboundMail mail_of_file(const std::string& name, std::string bytes, std::optional<std::string> envelope_from, Instant now) {
    InboundMail mail;
    mail.source = "file";
    mail.received_at = now;
    if (name.ends_with(".txt") || name.ends_with(".html"))
        bytes = std::string("From: inconnu@example.invalid\nSubject: Re:\nContent-Type: text/") + (name.ends_with(".txt") ? "plain" : "html") +
                "; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + bytes;
    mail.raw = std::move(bytes);
    mail.envelope_from = std::move(envelope_from);
    return mail;
}

}  // namespace adapters::email
