#include "adapters/email/bounce.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/header_text.hpp"
#include "adapters/email/html_text.hpp"
#include "adapters/email/plain_text.hpp"

#include <algorithm>
#include <array>

namespace adapters::email {

namespace {

constexpr std::array<std::string_view, 50> failure_subjects{
    "nondeliverable", "not delivered", "could not send", "mail failure", "delivery error", "unable to deliver", "user unknown", "mail delivery status", "message delivery", "undelivered",
    "returned to sender", "delivery report", "delivery problem", "cannot send message", "could not be delivered", "mail not delivered",
    "undelivered mail", "undeliverable", "mail delivery failed", "mail delivery failure", "delivery status notification", "delivery failure", "returned mail",
    "failure notice", "delivery has failed", "mail system error", "delivery notification", "message not delivered", "non remis", "non-remise", "non remise", "echec de la remise",
    "echec de remise", "echec de livraison", "echec de la livraison", "echec d'envoi", "echec de l'envoi", "echec de distribution", "echec de la distribution",
    "echec de transmission", "message non distribue", "non distribuable", "non delivre", "courrier non distribue", "remise impossible", "retour de courrier",
    "notification d'etat de remise", "mail non delivre", "erreur de remise", "impossible de remettre"};
constexpr std::array<std::string_view, 11> delay_subjects{
    "(delay)",
    "delayed", "delivery delay", "retard", "warning: could not send", "warning: message", "still being retried", "differe", "en attente de remise", "not yet been delivered", "delay notification"};
constexpr std::array<std::string_view, 20> failure_texts{
    "could not be delivered", "wasn't able to deliver", "undeliverable", "delivery to the following recipient failed", "did not reach the following recipient", "delivery has failed",
    "was not delivered", "n'a pas pu etre remis", "n'a pas pu etre delivre", "n'a pas pu etre distribue", "pas pu remettre", "echec de la remise", "qmail-send", "unable to deliver",
    "address couldn't be found", "impossible de remettre", "remise a echoue", "n'a pas ete remis", "adresse introuvable", "n'a pas pu etre livre"};
/// Behind them a copy of our own mail begins.
constexpr std::array<std::string_view, 15> copy_bars{
    "original message follows", "below is a copy of", "- returned message", "the header of the original message", "--- message d'origine",
    "--- below this line is a copy", "------ this is a copy", "----- original message", "--- original message", "original message headers", "en-tetes du message d'origine", "en-tetes de message d'origine",
    "--- copie du message", "----- message header", "--- ci-dessous"};

/// "5.1.1" at `at` with nothing that belongs to a number around it; its length, 0: none.
std::size_t code_at(std::string_view text, std::size_t at) {
    if (text[at] != '2' && text[at] != '4' && text[at] != '5') return 0;
    if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) return 0;
    std::size_t i = at + 1;
    for (int group = 0; group < 2; ++group) {
        if (i >= text.size() || text[i] != '.') return 0;
        std::size_t const begin = ++i;
        while (i < text.size() && is_digit(text[i])) ++i;
        if (i == begin || i - begin > 3) return 0;
    }
    bool const goes_on = i < text.size() && (is_digit(text[i]) || (text[i] == '.' && i + 1 < text.size() && is_digit(text[i + 1])));
    return goes_on ? 0 : i - at;
}

std::string code_in(std::string_view text) {
    for (std::size_t i = 0; i + 5 <= text.size(); ++i)
        if (std::size_t const n = code_at(text, i)) return std::string(text.substr(i, n));
    return {};
}

/// "rfc822; <a@b>" → "a@b".
std::string typed_address(std::string_view value) {
    if (std::size_t const semicolon = value.find(';'); semicolon != std::string_view::npos) value.remove_prefix(semicolon + 1);
    auto const found = addresses_in(value, 1);
    if (!found.empty()) return found.front();
    value = trimmed(value);
    if (value.starts_with('<') && value.ends_with('>')) value = value.substr(1, value.size() - 2);
    return std::string(value.substr(0, 254));
}

std::string message_id_in(std::string_view text) {
    std::size_t const at = find_word(text, "message-id:");
    if (at == std::string_view::npos || (at > 0 && text[at - 1] != '\n' && text[at - 1] != ' ')) return {};
    std::size_t const open = text.find('<', at), close = text.find('>', at);
    if (open == std::string_view::npos || close == std::string_view::npos || close < open || close - at > 1000) return {};
    return std::string(text.substr(open, close - open + 1));
}

struct Group {
    std::string action, status, diagnostic, recipient;
};

/// The per-recipient groups of a delivery-status body (RFC 3464 §2.1), separated by blank lines; the first group,
/// about the message, may be missing.
std::vector<Group> groups_of(std::string_view text) {
    std::vector<Group> groups;
    for (std::size_t at = 0; at < text.size();) {
        while (at < text.size() && (text[at] == '\n' || text[at] == '\r' || text[at] == ' ')) ++at;
        if (at >= text.size()) break;
        std::size_t end = text.find("\n\n", at);
        if (end == std::string_view::npos) end = text.size();
        std::string const group_text = std::string(text.substr(at, end - at)) + "\n\n";
        HeaderBlock const block = read_headers(group_text);
        at = end + 1;
        Group group;
        group.recipient = typed_address(block.first("final-recipient"));
        if (std::string const original = typed_address(block.first("original-recipient")); group.recipient.empty()) group.recipient = original;
        group.action = lowered(trimmed(block.first("action")));
        group.action = group.action.substr(0, group.action.find_first_of(" ;("));
        group.status = code_in(block.first("status"));
        std::string said(block.first("diagnostic-code"));
        std::erase(said, '\r');
        std::replace(said.begin(), said.end(), '\n', ' ');
        group.diagnostic = said.substr(0, 1000);
        if (!group.recipient.empty() || !group.action.empty() || !group.status.empty()) groups.push_back(std::move(group));
        if (groups.size() > 500) break;
    }
    return groups;
}

/// Status wins over the server's own code unless it says nothing (x.0.0) or contradicts it.
std::string settled_status(std::string status, std::string_view diagnostic) {
    std::string const said = code_in(diagnostic);
    if (said.empty()) return status;
    bool const empty_word = status.empty() || status.ends_with(".0.0");
    return empty_word || status.front() != said.front() ? said : status;
}

void from_groups(BounceFacts& facts, const std::vector<Group>& groups, std::string_view explained) {
    auto const failed = std::find_if(groups.begin(), groups.end(), [](auto const& g) { return g.action == "failed"; });
    auto const& main = failed != groups.end() ? *failed : groups.front();
    facts.action = main.action;
    facts.diagnostic = main.diagnostic;
    facts.final_recipient = main.recipient;
    facts.status = settled_status(main.status, main.diagnostic);
    if (facts.status.empty()) facts.status = code_in(explained);
    for (auto const& group : groups)
        if (!group.recipient.empty() && (group.action == main.action || group.action.empty())) facts.recipients.push_back(group.recipient);
    using Kind = BounceFacts::Kind;
    if (main.action == "delayed") facts.kind = Kind::delayed;
    else if (main.action == "delivered" || main.action == "relayed" || main.action == "expanded" || main.action == "deliverable") facts.kind = Kind::delivered;
    else if (main.action.empty() && facts.status.starts_with('2')) facts.kind = Kind::delivered;
    else facts.kind = Kind::failed;
    facts.hard = facts.kind == Kind::failed && is_dead_address(facts.status, facts.diagnostic, explained);
}

/// The machine's text down to the copy of our mail.
std::string_view explanation(std::string_view text) {
    std::size_t at = 0;
    for (auto const line : lines_of(text.substr(0, 64 * 1024))) {
        std::string const fold = folded(line, 80);
        bool const header = fold.starts_with("return-path:") || fold.starts_with("received: ") || fold.starts_with("received:from ");
        if (header || has_any(fold, copy_bars)) return text.substr(0, at);
        at += line.size() + 1;
    }
    return text.substr(0, 64 * 1024);
}

void from_text(BounceFacts& facts, const HeaderBlock& header, std::string_view text) {
    std::string_view const said = explanation(text);
    for (auto const value : header.all("x-failed-recipients"))
        for (auto& address : addresses_in(value)) facts.recipients.push_back(std::move(address));
    if (facts.recipients.empty()) {
        std::string_view where = said;  // behind "<a@b>:", or alone on a line, or the first one
        for (auto const line : lines_of(said)) {
            std::string_view const bare = trimmed(line);
            auto const found = addresses_in(bare, 2);
            if (found.size() != 1) continue;
            bool const alone = bare.size() <= found.front().size() + 4;
            if (alone || bare.starts_with("<" + found.front() + ">")) facts.recipients.push_back(found.front());
        }
        if (facts.recipients.empty()) facts.recipients = addresses_in(where, 1);
    }
    facts.final_recipient = facts.recipients.empty() ? std::string{} : facts.recipients.front();
    facts.status = code_in(said);
    facts.diagnostic = std::string(said.substr(0, 4000));
    facts.hard = facts.kind == BounceFacts::Kind::failed && is_dead_address(facts.status, said);
    facts.original_message_id = message_id_in(text.substr(std::min(text.size(), said.size())));
}

void from_returned(BounceFacts& facts, const Contents& contents) {
    if (contents.returned == nullptr) return;
    std::string const header = contents.returned->header.empty() ? contents.returned->decoded() : contents.returned->header;
    facts.original_message_id = message_id_in(header);
    if (facts.original_message_id.empty() && header.starts_with("Message-I")) facts.original_message_id = message_id_in("\n" + header);
    if (facts.final_recipient.empty()) {
        auto const to = read_mailboxes(read_headers(header).first("to"), 1);
        if (!to.empty()) facts.final_recipient = to.front().address;
    }
}

void complaint(BounceFacts& facts, std::string_view report) {
    HeaderBlock const block = read_headers(report);
    for (auto const name : {"original-rcpt-to", "removal-recipient", "x-hmxmroriginalrecipient"})
        if (auto const found = addresses_in(block.first(name), 1); !found.empty() && facts.final_recipient.empty())
            facts.final_recipient = found.front();
    if (!facts.final_recipient.empty()) facts.recipients = {facts.final_recipient};
}

/// Somebody's click on "spam" is about the address; a failed signature or a virus is about a mail (RFC 5965 §7.3, 6430, 6591).
BounceFacts::Kind feedback_kind(std::string_view report) {
    HeaderBlock const block = read_headers(report);
    std::string const type = lowered(trimmed(block.first("feedback-type")));
    for (std::string_view other : {"auth-failure", "dmarc", "not-spam", "virus"})
        if (type == other) return BounceFacts::Kind::notice;
    return BounceFacts::Kind::complaint;
}

}  // namespace

BounceFacts read_bounce(const Contents& contents, const HeaderBlock& header, std::string_view subject, bool machine_sender) {
    using Kind = BounceFacts::Kind;
    BounceFacts facts;
    std::string const title = folded(subject, 300);
    std::string report;
    for (const Part* part : contents.reports) {
        if (part->is("message/feedback-report")) {
            facts.kind = feedback_kind(report = part->text() + "\n\n");
            complaint(facts, report);
            from_returned(facts, contents);
            return facts;
        }
        if (part->is("message/disposition-notification") || part->is("message/global-disposition-notification")) {
            facts.kind = Kind::read_receipt;
            HeaderBlock const block = read_headers(report = part->text() + "\n\n");
            facts.final_recipient = typed_address(block.first("final-recipient"));
            facts.original_message_id = std::string(trimmed(block.first("original-message-id")));
            return facts;
        }
        report = part->text();
    }
    if (contents.report_type == "disposition-notification") facts.kind = Kind::read_receipt;
    if (contents.report_type == "feedback-report") facts.kind = Kind::complaint;
    if (facts.kind != Kind::none) {
        from_returned(facts, contents);
        return facts;
    }
    // Old gateways put the groups into a plain part.
    if (report.empty() && machine_sender)
        if (std::size_t const at = contents.text.find("Final-Recipient:"); at != std::string::npos) report = contents.text.substr(at);
    std::string_view const explained = explanation(contents.text);
    auto const groups = groups_of(report);
    if (!groups.empty()) {
        from_groups(facts, groups, explained);
        if (facts.recipients.empty()) {
            BounceFacts text;
            from_text(text, header, contents.text);
            facts.recipients = text.recipients;
            facts.final_recipient = text.final_recipient;
        }
        from_returned(facts, contents);
        return facts;
    }
    if (contents.report_type.empty() && !machine_sender) return facts;
    std::string const text = folded(explained, 6000);
    static constexpr std::array<std::string_view, 6> delay_texts{
        "will be retried", "has been delayed", "still being retried", "n'a pas encore ete remis", "nouvelle tentative", "continuera d'essayer"};
    bool const delay = has_any(title, delay_subjects) || (has_any(text, delay_texts) && !has(text, "permanent"));
    if (!contents.report_type.empty() || has_any(title, failure_subjects) || has_any(text, failure_texts) || header.has("x-failed-recipients")) {
        facts.kind = delay ? Kind::delayed : Kind::failed;
        from_text(facts, header, contents.text);
        if (facts.original_message_id.empty()) from_returned(facts, contents);
    } else if (delay) {
        facts.kind = Kind::delayed;
        from_text(facts, header, contents.text);
    }
    return facts;
}

}  // namespace adapters::email
