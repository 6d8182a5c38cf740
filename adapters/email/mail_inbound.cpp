#include "adapters/email/mail_inbound.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/mail_thread.hpp"
#include "adapters/email/mail_writer.hpp"
#include "adapters/email/opening_words.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/reply_text.hpp"
#include "adapters/email/reply_token.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

constexpr std::string_view unproven_mark = "unproven ";  // no address holds a blank

std::chrono::sys_days day_of(const InboundMail& mail) { return std::chrono::floor<std::chrono::days>(mail.received_at); }

bool holds_token(const InboundMail& mail, const Understood& read, const MailSettings& settings, TokenPurpose purpose, std::string_view address) {
    auto const tag = reply_tag(read.token);
    return !tag.token.empty() && check_token(settings.key, tag.token, {purpose, address, tag.thread}, day_of(mail)) == TokenVerdict::good;
}

/// A name for the thread that a mail begins: the same each time the mail is read, and nobody else's to choose.
std::string thread_begun_by(const std::string& event_id, const MailSettings& settings) {
    constexpr std::size_t bytes = 5;  // eight letters
    return to_base32(hmac_sha256(settings.key, "thread:" + event_id).substr(0, bytes));
}

struct Writer {
    std::string conversation, to;
    bool trusted = false;  ///< vouched for: may have a role
    bool known = false;    ///< is who wrote here before
};

Writer writer_of(const InboundMail& mail, const Understood& read, const MailSettings& settings, const std::string& event_id) {
    Writer out;
    std::string const from = known_address(read.sender);
    out.to = known_address(read.answer_to);
    // Reply-To is no more than a header: it is followed out of the house, but then it is another's conversation.
    if (!read.trusted_sender.empty() && same_word(domain_part(out.to), domain_part(from))) {
        out.conversation = from;
        out.trusted = out.known = true;
        return out;
    }
    out.known = read.auth != AuthVerdict::fail && from == out.to && holds_token(mail, read, settings, TokenPurpose::reply, from);
    out.conversation = unproven(out.to, out.known ? reply_tag(read.token).thread : thread_begun_by(event_id, settings));
    return out;
}

bool is_reply(const Understood& read) {
    return !read.thread_ids.empty() || is_reply_subject(read.subject);
}

/// "Bonjour, mes réponses sont ci-dessous": says nothing once those are there.
bool only_announces(const AnswerBelow& one) {
    constexpr std::size_t of_a_note = 200;
    return one.number == 0 && one.text.size() <= of_a_note && !has(one.text, "?") && std::none_of(one.text.begin(), one.text.end(), is_digit) &&
           announces_answers(folded(one.text));
}

/// What they want said to us.
std::string own_words(const Understood& read) {
    if (!read.between.empty()) {  // answers between the lines: the numbers are in what was quoted
        std::string answers;
        for (auto const& one : read.between) {
            if (only_announces(one)) continue;
            if (!answers.empty()) answers += '\n';
            if (one.number > 0) answers += std::to_string(one.number) + ". ";
            answers += one.text;
        }
        return answers;
    }
    std::string text = read.visible;
    if (read.judgement.cls == Class::forward && !read.forwarded.empty()) text += (text.empty() ? "" : "\n") + read.forwarded;
    if (is_reply(read) || read.judgement.cls == Class::forward) return text;
    return opening_words(read.subject, text, read.from_name, read.sender);
}

/// "Re: Un jeune souhaite être recontacté – fiche 4F7-K2M9" → "4F7-K2M9": who answers our letter need not write the code
/// again. Empty: the subject is none of a letter.
std::string file_code(std::string_view subject) {
    constexpr std::size_t size = 8, hyphen = 3;
    auto at = find_word(subject, "fiche ");
    if (at == std::string_view::npos) return {};
    auto const code = subject.substr(at + 6, size);
    if (code.size() != size) return {};
    for (std::size_t i = 0; i < size; ++i)
        if (i == hyphen ? code[i] != '-' : !is_digit(code[i]) && !(code[i] >= 'A' && code[i] <= 'Z')) return {};
    return std::string(code);
}

bot::EventId thread_for(const Understood& read, const Writer& writer) {
    static const std::vector<std::string> ours{"Votre question"};
    MailThread thread;
    thread.to = writer.to;
    thread.subject = answer_subject(read.subject, ours);
    thread.references.assign(read.thread_ids.rbegin(), read.thread_ids.rend());
    if (thread.references.size() > 19) thread.references.erase(thread.references.begin(), thread.references.end() - 19);
    if (!read.message_id.empty()) thread.references.push_back(read.message_id);
    thread.proven = writer.known;
    return thread_id(thread);
}

/// The newest letter of ours among those that it says it answers; empty: none.
bot::EventId letter_answered(const Understood& read, const MailSettings& settings) {
    for (auto const& id : read.thread_ids)
        if (is_message_id_of_ours(settings.key, id, settings.us.domain)) return id;
    return {};
}

std::string names_of(const std::vector<NamedFile>& files) {
    std::string out;
    for (auto const& file : files) out += (out.empty() ? "" : ", ") + file.name;
    return out;
}

/// Whose mailbox is full, or whose server was away, may be well tomorrow; a policy (5.7.x) is our trouble, not theirs.
std::optional<DeliveryFact> fact_of(const Understood& read) {
    if (read.judgement.cls == Class::complaint) return DeliveryFact::complaint;
    if (read.judgement.cls != Class::bounce) return std::nullopt;
    if (read.bounce.hard) return DeliveryFact::hard_bounce;
    if (read.bounce.status.starts_with("5.7.") || read.bounce.status.starts_with("4.7.")) return std::nullopt;
    return DeliveryFact::soft_bounce;
}

}  // namespace

std::string unproven(std::string_view address, std::string_view thread) {
    return std::string(unproven_mark) + known_address(address) + (thread.empty() ? "" : " ") + std::string(thread);
}

std::string_view thread_in(std::string_view conversation) {
    if (!conversation.starts_with(unproven_mark)) return {};
    conversation.remove_prefix(unproven_mark.size());
    std::size_t const blank = conversation.find(' ');
    return blank == std::string_view::npos ? std::string_view{} : conversation.substr(blank + 1);
}

std::string address_of(std::string_view conversation) {
    if (!conversation.starts_with(unproven_mark)) return std::string(conversation);
    conversation.remove_prefix(unproven_mark.size());
    return std::string(conversation.substr(0, conversation.find(' ')));
}

bool is_proven(std::string_view conversation) { return !conversation.starts_with(unproven_mark); }

std::optional<bot::Inbound> inbound_of(
    const InboundMail& mail, const Understood& read, const MailSettings& settings, const std::string& event_id
) {
    if (!read.judgement.may_answer || !is_address(read.answer_to)) return std::nullopt;
    Writer const writer = writer_of(mail, read, settings, event_id);
    std::string const below = letter_answered(read, settings);
    bot::Inbound out;
    out.channel = "email";
    out.conversation = writer.conversation;
    out.event_id = event_id;
    out.sender = writer.conversation;
    // An unproven one is nobody's name, and no address of a domain either: it carries no role.
    if (!writer.trusted) std::replace(out.sender.begin(), out.sender.end(), '@', ' ');
    out.knows_before = writer.known;
    if (!writer.trusted && read.auth != AuthVerdict::fail) out.claim = bot::Inbound::Claim{known_address(read.sender), writer.known};
    out.received_at = mail.received_at;
    auto const thread = thread_for(read, writer);
    if (writer.trusted)
        for (auto const& file : read.attachments)
            if (!file.bytes.empty() || (file.for_import && mail.source == "brevo"))  // Brevo posts names alone
                out.files.push_back({file.name, file.type, file.bytes});
    if (read.judgement.cls == Class::unreadable) {
        out.what = bot::Unreadable{thread};
    } else if (read.judgement.cls == Class::unsubscribe) {
        out.what = bot::Unsubscribed{thread, !facts_of(mail, read, settings).empty()};
    } else if (std::string const code = file_code(read.subject); writer.trusted && is_reply(read) && !code.empty()) {
        out.what = bot::Text{has(read.visible.substr(0, 40), code) ? read.visible : code + " " + read.visible, thread, below};
    } else if (std::string words = own_words(read); !words.empty() && !(read.visible.empty() && read.between.empty() && !read.attachments.empty() && is_reply(read))) {
        out.what = bot::Text{std::move(words), thread, below};
    } else if (!read.attachments.empty()) {
        out.what = bot::Attachment{"file", names_of(read.attachments), thread};
    } else {
        out.what = bot::Text{{}, thread, {}};  // an empty mail: they are told how to ask
    }
    return out;
}

std::vector<AddressFact> facts_of(const InboundMail& mail, const Understood& read, const MailSettings& settings) {
    std::vector<AddressFact> out;
    if (read.judgement.cls == Class::unsubscribe) {
        std::string const from = known_address(read.sender);
        bool const theirs = !read.trusted_sender.empty() || (read.auth != AuthVerdict::fail && (holds_token(mail, read, settings, TokenPurpose::reply, from) ||
                                                             holds_token(mail, read, settings, TokenPurpose::unsubscribe, from)));
        if (theirs && is_address(from)) out.push_back({from, DeliveryFact::unsubscribed});
        return out;
    }
    auto const fact = fact_of(read);
    if (!fact || read.verp.empty()) return out;
    auto addresses = read.bounce.recipients;
    addresses.push_back(read.bounce.final_recipient);
    for (auto const& each : addresses) {
        std::string const address = known_address(each);
        bool const said = std::any_of(out.begin(), out.end(), [&](auto const& one) { return one.address == address; });
        if (!said && is_address(address) && check_token(settings.key, read.verp, {TokenPurpose::verp, address, {}}, day_of(mail)) == TokenVerdict::good)
            out.push_back({address, *fact});
    }
    return out;
}

std::optional<DeliveryFact> fact_of_original(const Understood& read, const MailSettings& settings) {
    return row_of(read.bounce.original_message_id, settings) == 0 ? std::nullopt : fact_of(read);
}

std::int64_t row_of(std::string_view id, const MailSettings& settings) {
    if (!is_message_id_of_ours(settings.key, id, settings.us.domain)) return 0;
    std::int64_t number = 0;
    for (auto at = id.find('o') + 1; at < id.size() && is_digit(id[at]); ++at) number = number * 10 + (id[at] - '0');
    return number;
}

}  // namespace adapters::email
