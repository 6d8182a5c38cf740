#include "adapters/email/classify.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/automatic.hpp"
#include "adapters/email/calendar.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/reply_token.hpp"

#include <algorithm>
#include <array>

namespace adapters::email {

namespace {

/// Own marks: nobody else writes them, so the mail was ours once.
std::string own_mark(const Evidence& mail, const HeaderBlock& header, const Identity& us) {
    if (us.is_ours(mail.from)) return "From est à nous";
    for (auto const value : header.all("x-loop"))
        for (auto const& address : addresses_in(value))
            if (us.is_ours(address)) return "X-Loop";
    if (!mail.message_id.empty() && us.is_our_message_id(mail.message_id)) return "Message-ID est à nous";
    if (mail.envelope_from && !mail.envelope_from->empty() && us.is_ours(*mail.envelope_from)) return "l’expéditeur de l’enveloppe est à nous";
    if (us.is_ours(mail.answer_to)) return "Reply-To est à nous";
    return {};
}

/// Believed: from a mail system, and about something that we sent (email.md §2.6). What was not addressed to us at
/// all (an archive that is inspected) cannot be judged and is left alone.
bool is_believed(const Evidence& mail, const BounceFacts& facts, const Identity& us) {
    bool const to_us = std::any_of(mail.recipients.begin(), mail.recipients.end(), [&](auto const& r) { return us.is_ours(r); });
    if (!to_us) return true;
    bool const ours = !mail.verp.empty() || us.is_our_message_id(facts.original_message_id);
    return ours && is_machine_sender(mail.envelope_from, mail.from);
}

std::optional<Judgement> judge_report(const Evidence& mail, const BounceFacts& facts, const Identity& us) {
    using Kind = BounceFacts::Kind;
    auto const said = [](Class cls, std::string why) { return Judgement{cls, false, std::move(why)}; };
    switch (facts.kind) {
        case Kind::none: return std::nullopt;
        case Kind::complaint: return said(Class::complaint, "plainte pour indésirable (RFC 5965)");
        case Kind::read_receipt: return said(Class::read_receipt, "accusé de lecture (RFC 8098)");
        case Kind::delivered: return said(Class::delivered, "Action: " + facts.action);
        case Kind::delayed: return said(Class::delayed, "Action: delayed");
        case Kind::notice: return said(Class::auto_generated, "rapport sur un courriel, pas sur une adresse (RFC 6591)");
        case Kind::failed: break;
    }
    if (!is_believed(mail, facts, us)) return said(Class::bounce_unverified, "retour sans preuve que le courriel est parti d’ici");
    return said(Class::bounce, facts.status.empty() ? "rapport de remise" : "rapport de remise, état " + facts.status);
}

/// Robots, lists and the like. `why` names the mark.
std::optional<Judgement> judge_robot(const Evidence& mail, const HeaderBlock& header) {
    auto const said = [](Class cls, std::string why) { return Judgement{cls, false, std::move(why)}; };
    RobotSubject const title = robot_subject(mail.subject);
    std::string const field = auto_reply_field(header);
    std::string const submitted = auto_submitted(header);
    if (!submitted.empty() && submitted != "no") {
        bool const reply = submitted == "auto-replied" || !field.empty() || title == RobotSubject::auto_reply;
        return said(reply ? Class::auto_reply : Class::auto_generated, "Auto-Submitted: " + submitted);
    }
    if (!field.empty()) return said(Class::auto_reply, field);
    bool const answers = !mail.thread_ids.empty();
    if (std::string const list = list_field(header); !list.empty()) {
        bool const reply = answers && title == RobotSubject::auto_reply;
        return said(reply ? Class::auto_reply : Class::list, list);
    }
    bool const null_sender = mail.envelope_from && mail.envelope_from->empty();
    if (null_sender && title == RobotSubject::auto_reply) return said(Class::auto_reply, "expéditeur d’enveloppe vide");
    if (null_sender) return said(Class::auto_generated, "expéditeur d’enveloppe vide");
    if (is_robot_local_part(mail.from)) return said(Class::auto_generated, "adresse de robot");
    if (is_robot_local_part(mail.envelope_from.value_or(""))) return said(Class::auto_generated, "expéditeur d’enveloppe de robot");
    if (answers && title == RobotSubject::auto_reply) return said(Class::auto_reply, "objet de réponse automatique, à un courriel de nous");
    if (answers && tells_of_absence(mail.subject)) return said(Class::auto_reply, "objet qui dit une absence, à un courriel de nous");
    if (answers && title == RobotSubject::receipt) return said(Class::read_receipt, "objet d’accusé de lecture, à un courriel de nous");
    if (answers && title == RobotSubject::not_delivered) return said(Class::bounce_unverified, "objet de retour, à un courriel de nous");
    if (!mail.is_forward && is_robot_notice(mail.visible)) return said(answers ? Class::auto_reply : Class::auto_generated, "le texte dit qu’il est automatique");
    return std::nullopt;
}

Class invitation_class(std::string_view method) {
    if (method == "CANCEL") return Class::invitation_cancelled;
    if (method == "REPLY") return Class::invitation_reply;
    if (method == "COUNTER" || method == "DECLINECOUNTER") return Class::invitation_counter;
    return Class::invitation;
}

}  // namespace

std::string_view word_of(Class cls) {
    static constexpr std::array<std::string_view, 21> words{
        "human", "empty", "forward", "auto_reply", "auto_generated", "list", "own", "loop", "bounce", "bounce_unverified", "delayed", "delivered", "complaint",
        "read_receipt", "invitation", "invitation_cancelled", "invitation_reply", "invitation_counter", "unsubscribe", "unreadable", "malformed"};
    return words[static_cast<std::size_t>(cls)];
}

bool is_robot_local_part(std::string_view address) {
    std::string local = lowered(local_part(address));
    if (auto const tag = tagged(address)) local = tag->base;
    std::erase_if(local, [](char c) { return c == '-' || c == '_' || c == '.'; });
    static constexpr std::array<std::string_view, 17> robots{
        "mailerdaemon", "postmaster", "noreply", "nereply", "nepasrepondre", "nepasrepondreacemail", "donotreply", "dontreply", "nepasreponse", "bounce", "bounces",
        "noreponse", "sansreponse", "listserv", "majordomo", "daemon", "autoreply"};
    if (std::find(robots.begin(), robots.end(), local) != robots.end()) return true;
    for (std::string_view part : {"noreply", "nepasrepondre", "nerepondezpas", "nerepondrepas", "pasdereponse", "sansreponse", "donotreply", "dontreply", "donotrespond", "noresponder", "keineantwort", "mailerdaemon"})
        if (local.starts_with(part) || local.ends_with(part)) return true;
    return false;
}

bool is_machine_sender(const std::optional<std::string>& envelope_from, std::string_view from) {
    if (envelope_from && envelope_from->empty()) return true;
    auto const daemon = [](std::string_view address) {
        std::string const local = lowered(local_part(address));
        return local == "mailer-daemon" || local == "postmaster" || local == "mailerdaemon" || local == "mail-daemon" || local == "poostmaster";
    };
    if (envelope_from) return daemon(*envelope_from);
    return daemon(from);
}

bool is_unsubscribe(std::string_view subject, std::string_view visible) {
    static constexpr std::array<std::string_view, 12> words{
        "stop", "arret", "desabonnement", "desinscription", "desabonner", "desinscrire", "unsubscribe", "me desabonner", "me desinscrire", "se desabonner", "je me desabonne", "se desinscrire"};
    auto const bare = [](std::string_view text) {
        std::string out;
        for (char const c : folded(text, 300)) out += is_alpha(c) || c == '\'' || is_digit(c) ? c : ' ';
        return std::string(folded(out));
    };
    std::string const text = bare(visible), title = bare(subject);
    auto const is_word = [&](std::string_view what) { return std::find(words.begin(), words.end(), what) != words.end(); };
    if (is_word(text)) return true;
    if (is_word(title) && visible.size() <= 120 && !has(visible, "?")) return true;
    if (visible.size() > 160 || has(visible, "?")) return false;
    if (text.starts_with("stop ")) {
        for (auto const word : {"merci", "plus", "mail", "alerte", "message", "envoi", "svp", "desabon", "desins", "recevoir", "sms", "stop"})
            if (has(text, word)) return true;
        return false;
    }
    for (auto const word : {"desabonnez moi", "desabonner moi", "desinscrivez moi", "me desabonner", "me desinscrire", "ne plus recevoir", "plus recevoir de m", "plus recevoir vos", "je me desabonne", "arretez de m'ecrire", "ne m'ecrivez plus"})
        if (has(text, word)) return true;
    return false;
}

Judgement classify(const Evidence& mail, const HeaderBlock& header, const Contents& contents, const BounceFacts& facts, const Identity& us) {
    if (auto report = judge_report(mail, facts, us)) return *report;
    if (std::string mark = own_mark(mail, header, us); !mark.empty()) return {Class::own, false, std::move(mark)};
    if (header.all("received").size() > 50) return {Class::loop, false, "plus de 50 champs Received"};
    if (auto robot = judge_robot(mail, header)) return *robot;
    Judgement human{Class::human, true, "aucune marque de robot"};
    if (suppresses_answers(header)) human = {Class::human, false, "X-Auto-Response-Suppress"};
    else if (mail.answer_to.empty()) human = {Class::human, false, "aucune adresse où répondre"};
    else if (is_robot_local_part(mail.answer_to)) human = {Class::human, false, "Reply-To de robot"};
    if (!contents.calendar.empty()) {
        Invitation const event = read_invitation(contents.calendar, contents.calendar_method);
        if (!event.method.empty()) return {invitation_class(event.method), false, "agenda, METHOD:" + event.method};
    }
    if (contents.encrypted) human.cls = Class::unreadable;
    else if (mail.is_forward) human.cls = Class::forward;
    else if (is_unsubscribe(mail.subject, mail.visible) ||
             std::any_of(mail.recipients.begin(), mail.recipients.end(), [&](auto const& r) {
                 auto const tag = tagged(r);
                 if (tag && tag->tag.starts_with(unsubscribe_tag)) return us.is_ours(r);
                 return us.is_ours(r) && (tag ? tag->base : lowered(local_part(r))) == "desabonnement";
             }))
        human.cls = Class::unsubscribe;
    else if (mail.visible.empty() && !mail.has_attachments) human.cls = Class::empty;
    return human;
}

}  // namespace adapters::email
