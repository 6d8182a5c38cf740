#include "adapters/email/understood.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/calendar.hpp"
#include "adapters/email/contents.hpp"
#include "adapters/email/header_text.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/reply_text.hpp"
#include "adapters/email/reply_token.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace adapters::email {

namespace {

/// "<a@b>" for each id of a References or In-Reply-To field.
std::vector<std::string> ids_in(std::string_view value, std::size_t limit) {
    std::vector<std::string> ids;
    for (std::size_t at = value.find('<'); at != std::string_view::npos && ids.size() < limit; at = value.find('<', at)) {
        std::size_t const end = value.find_first_of("<>", at + 1);
        if (end == std::string_view::npos) break;
        if (value[end] == '>') {
            std::string id(value.substr(at, end - at + 1));
            std::erase_if(id, [](char c) { return is_blank(c); });
            if (id.size() > 2 && id.size() < 1000) ids.push_back(std::move(id));
            at = end + 1;
        } else {
            at = end;
        }
    }
    return ids;
}

void read_thread(Understood& mail, const HeaderBlock& header, const Limits& limits) {
    auto const add = [&](const std::string& id) {
        if (std::find(mail.thread_ids.begin(), mail.thread_ids.end(), id) == mail.thread_ids.end()) mail.thread_ids.push_back(id);
    };
    for (auto const value : header.all("in-reply-to"))
        for (auto const& id : ids_in(value, 5)) add(id);
    std::vector<std::string> references;
    for (auto const value : header.all("references"))
        for (auto& id : ids_in(value, limits.references)) references.push_back(std::move(id));
    for (auto id = references.rbegin(); id != references.rend() && mail.thread_ids.size() < limits.references; ++id) add(*id);
}

/// From, Reply-To, recipients, tokens.
void read_people(Understood& mail, const InboundMail& inbound, const HeaderBlock& header, const Identity& us) {
    auto const from_fields = header.all("from");
    std::vector<Mailbox> authors;
    for (auto const value : from_fields)
        for (auto& box : read_mailboxes(value, 20)) authors.push_back(std::move(box));
    // Two From fields, a group, or several authors: nobody that could be named.
    if (from_fields.size() == 1 && authors.size() == 1 && !authors.front().in_group) {
        mail.sender = authors.front().address;
        mail.from_name = authors.front().name;
    }
    auto const answers = read_mailboxes(header.first("reply-to"), 5);
    mail.answer_to = !answers.empty() ? answers.front().address : mail.sender;
    mail.recipients = inbound.envelope_to;
    for (auto const name : {"delivered-to", "x-original-to", "to", "cc", "envelope-to", "resent-to"})
        for (auto const value : header.all(name))
            for (auto& box : read_mailboxes(value, us.limits.addresses)) mail.recipients.push_back(std::move(box.address));
    for (auto const& address : mail.recipients) {
        auto const tag = tagged(address);
        if (!tag || !us.is_ours(address)) continue;
        if (tag->tag.starts_with("verp-")) {
            if (mail.verp.empty()) mail.verp = tag->tag.substr(5);
        } else if (mail.token.empty()) {
            bool const wish = tag->tag.starts_with(unsubscribe_tag);
            mail.token = wish ? tag->tag.substr(unsubscribe_tag.size()) : tag->tag;
        }
    }
    for (auto const& address : mail.recipients)  // an archive of somebody else's: show the token all the same
        if (auto const tag = tagged(address); tag && mail.verp.empty() && tag->tag.starts_with("verp-")) mail.verp = tag->tag.substr(5);
}

/// What the envelope says, else the top-most Return-Path (a mailbox that is polled keeps only that).
std::optional<std::string> envelope_sender(const InboundMail& inbound, const HeaderBlock& header) {
    std::string_view value = trimmed(header.first("return-path"));
    if (value == "<>") return std::string{};  // also beside another envelope: a mark of a machine, and doubt means no answer
    if (inbound.envelope_from) return inbound.envelope_from;
    if (value.empty()) return std::nullopt;
    auto const boxes = read_mailboxes(value, 1);
    if (!boxes.empty()) return boxes.front().address;
    if (value.starts_with('<') && value.ends_with('>')) return std::string(trimmed(value.substr(1, value.size() - 2)));
    return std::nullopt;
}

/// The name that mail systems give themselves.
bool is_mail_system(std::string_view name) {
    std::string const fold = folded(name, 80);
    for (std::string_view word : {"mail delivery", "mailer-daemon", "mail administrator", "mail system", "system administrator", "postmaster", "administrateur systeme"})
        if (has(fold, word)) return true;
    return false;
}

/// A mail that was forwarded as a file of its own: Outlook's and Thunderbird's other way.
const Part* forwarded_file(const Contents& contents) {
    for (auto const& file : contents.attachments)
        if (file.part->is("message/rfc822") && file.part->parts.size() == 1) return file.part;
    return nullptr;
}

Standing standing_of(const Understood& mail) {
    if (is_forward_subject(mail.subject)) return Standing::forward;
    return mail.thread_ids.empty() && mail.token.empty() && !is_reply_subject(mail.subject) ? Standing::first : Standing::reply;
}

std::string hex_of(const unsigned char* bytes, std::size_t size) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

}  // namespace

bool is_for_import(std::string_view name, std::string_view type) {
    std::string const ending = lowered(name);
    return ending.ends_with(".csv") || ending.ends_with(".xlsx") || type == "text/csv" ||
           type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

Understood understand(const InboundMail& inbound, const Identity& us) {
    Understood mail;
    mail.refusal = prescan(inbound.raw, us.limits);
    if (mail.refusal) {
        mail.judgement = {Class::malformed, false, std::string(word_of(*mail.refusal))};
        return mail;
    }
    HeaderBlock const header = read_headers(inbound.raw);
    auto const ids = ids_in(header.first("message-id"), 1);
    mail.message_id = ids.empty() ? std::string{} : ids.front();
    mail.subject = header_text(header.first("subject"));
    read_people(mail, inbound, header, us);
    read_thread(mail, header, us.limits);
    mail.auth = auth_verdict(header, us.authserv_for(inbound.source), domain_part(mail.sender), us.trusted_sealers);
    if (mail.auth == AuthVerdict::pass) mail.trusted_sender = mail.sender;

    Part const root = read_mime(inbound.raw);
    Contents const contents = read_contents(root);
    auto const from = envelope_sender(inbound, header);
    mail.bounce = read_bounce(contents, header, mail.subject, is_machine_sender(from, mail.sender) || is_machine_sender(std::nullopt, mail.sender) || is_mail_system(mail.from_name));
    mail.bounce_proven = !mail.verp.empty() || us.is_our_message_id(mail.bounce.original_message_id);

    bool is_forward = false;
    if (!contents.encrypted) {
        ReplyText text = analyse_reply(contents.text, standing_of(mail));
        mail.visible = std::move(text.visible);
        mail.cut = std::move(text.cut);
        mail.between = answers_below(contents.text, mail.visible);
        mail.forwarded = std::move(text.forwarded);
        mail.forwarded_from = std::move(text.forwarded_from);
        is_forward = text.is_forward;
        if (Part const* const file = forwarded_file(contents); file != nullptr && !is_forward && is_forward_subject(mail.subject)) {
            is_forward = true;
            mail.forwarded = analyse_reply(read_contents(file->parts.front()).text, Standing::reply).visible;
            auto const authors = read_mailboxes(read_headers(file->header).first("from"), 1);
            if (!authors.empty()) mail.forwarded_from = authors.front().address;
        }
        for (auto const& file : contents.attachments) {
            bool const wanted = is_for_import(file.name, file.type);
            mail.attachments.push_back({file.name, file.type, wanted ? file.part->decoded() : std::string{}, wanted});
        }
    }
    if (!contents.calendar.empty()) {
        Invitation const event = read_invitation(contents.calendar, contents.calendar_method);
        mail.method = event.method;
        mail.uid = event.uid;
    }
    Evidence evidence{from,           mail.sender,     mail.answer_to, mail.subject,          mail.message_id,
                      mail.recipients, mail.thread_ids, mail.verp,      !mail.attachments.empty(), is_forward,
                      mail.visible};
    mail.judgement = classify(evidence, header, contents, mail.bounce, us);
    return mail;
}

std::string repeat_key(const InboundMail& inbound) {
    HeaderBlock const header = read_headers(inbound.raw);
    std::string material;
    auto const add = [&](std::string_view field) {
        material += std::to_string(field.size()) + ":";
        material += field;
    };
    add(inbound.provider_ids.contains("message_id") ? inbound.provider_ids.at("message_id") : std::string{});
    add(trimmed(header.first("message-id")));
    add(lowered(inbound.envelope_from.value_or("?")));
    std::vector<std::string> to = inbound.envelope_to;
    std::sort(to.begin(), to.end());
    for (auto const& address : to) add(lowered(address));
    add(std::string_view(inbound.raw).substr(std::min(header.body, inbound.raw.size())));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(material.data(), material.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return hex_of(digest.data(), size);
}

}  // namespace adapters::email
