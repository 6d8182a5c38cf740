#include "tests/adapters/email/mail_world.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/contents.hpp"
#include "adapters/email/header_text.hpp"
#include "adapters/email/headers.hpp"
#include "adapters/email/mime_tree.hpp"
#include "adapters/email/stored_mail.hpp"
#include "bot/commands/knowledge.hpp"

#include <cstdio>
#include <cstdlib>

namespace tests {

using namespace adapters::email;
using namespace std::chrono_literals;
using Result = wire::SmtpOutcome::Result;

wire::SmtpOutcome outcome(Result result, int code, std::string said) {
    wire::SmtpOutcome out;
    out.result = result;
    out.code = code;
    out.said = std::move(said);
    if (out.said.size() > 9) out.enhanced = out.said.substr(4, 5);
    return out;
}

wire::SmtpOutcome ScriptedRelay::submit(const wire::Submission& mail, std::int64_t row) {
    tries.push_back({mail, row, time_.now()});
    auto result = outcome(Result::accepted, 250);
    if (!planned.empty()) {
        result = planned.front();
        planned.pop_front();
    }
    if (behind != nullptr && result.result == Result::accepted) result = behind->submit(mail, row);
    if (std::getenv("PHARE_SHOW") != nullptr) std::printf("→ %s\n%s\n", mail.recipient.c_str(), MailWorld::text_of(mail).c_str());
    if (result.result == Result::accepted) taken.push_back(mail);
    return result;
}

Writing mail(std::string text) {
    Writing w;
    w.text = std::move(text);
    return w;
}

bot::talking::Tools mail_tools(bot::people::Settings people) {
    static auto const knowledge = bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    if (!knowledge.tools) throw std::logic_error(knowledge.complaints.empty() ? "no catalogue" : knowledge.complaints.front());
    auto out = *knowledge.tools;
    out.people = std::make_shared<const bot::people::People>(std::move(people));
    return out;
}

std::string raw_mail(const Writing& w, int number) {
    std::string out;
    auto const domain = std::string(domain_part(w.from));
    if (w.vouched) out += "Authentication-Results: mx.phare.test; dmarc=pass header.from=" + domain + "\r\n";
    out += "From: <" + w.from + ">\r\nTo: <" + w.to + ">\r\nSubject: " + w.subject + "\r\n";
    out += "Message-ID: <m" + std::to_string(number) + "@" + domain + ">\r\n" + w.headers;
    out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    for (char const c : w.text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out + "\r\n";
}

MailSettings MailWorld::mail_settings() {
    MailSettings settings;
    settings.us.addresses = {"orientation@phare.test"};
    settings.us.domain = "phare.test";
    settings.us.authserv_id = "mx.phare.test";
    settings.address = "orientation@phare.test";
    settings.key = "0123456789abcdef0123456789abcdef";
    settings.public_url = "https://phare.test";
    return settings;
}

MailWorld::MailWorld(bot::talking::Tools tools, MailSettings settings, bot::delivery::Channel* beside)
    : tools_(std::move(tools)), settings_(std::move(settings)), beside_(beside) {
    begin();
}

void MailWorld::begin() {
    alarm_.emplace(time);
    store_.emplace(
        disk, [this](std::function<void()> then) { time.in(1ms, std::move(then)); }, [this] { return store_fails; }
    );
    channel_.emplace(*store_, *alarm_, relay, [](std::function<void()> job) { job(); }, settings_);
    std::vector<bot::delivery::Channel*> channels{&*channel_};
    if (beside_ != nullptr) channels.push_back(beside_);
    postman_.emplace(context_.get_executor(), *store_, *alarm_, channels);
    pump_.emplace(context_.get_executor(), *store_, *alarm_, tools_, channels, *postman_);
    postman_->start();
    pump_->start();
}

void MailWorld::die(bool commit_first) {
    store_->die(commit_first);
    pump_.reset();
    postman_.reset();
    channel_.reset();
    alarm_.reset();
    store_.reset();
}

void MailWorld::write(const Writing& w) {
    auto raw = raw_mail(w, ++number_);
    receive(raw, w.envelope_from ? *w.envelope_from : w.from, w.to);
}

void MailWorld::receive(const std::string& raw, const std::optional<std::string>& envelope_from, const std::string& to) {
    InboundMail mail;
    mail.source = "lmtp";
    mail.envelope_from = envelope_from;
    mail.envelope_to = {to};
    mail.received_at = time.now();
    mail.raw = raw;
    admit(inbox_entry(mail));
}

void MailWorld::post(const std::string& conversation, const bot::Say& say) {
    auto const wires = channel_->render(say);
    auto const now = time.now().time_since_epoch().count();
    store_->write(
        [=](db::Transaction& t) {
            for (auto const& wire : wires) t.enqueue({{"email", conversation}, wire.kind, wire.payload, {}, {}, now, 0}, now);
        },
        [this](std::exception_ptr) { postman_->wake(); }
    );
}

void MailWorld::admit(const db::NewInbound& inbound) {
    store_->write([inbound](db::Transaction& t) { t.admit(inbound); }, [this](std::exception_ptr) { pump_->wake(); });
}

void MailWorld::reply(const std::string& from, const std::string& text, bool vouched) {
    auto const mails = got(from);
    if (mails.empty()) throw std::logic_error("nothing came that could be replied to");
    auto const& last = mails.back();
    Writing w;
    w.from = from;
    w.to = std::string(trimmed(header_of(last, "reply-to")));
    w.subject = header_of(last, "subject");
    auto const id = std::string(trimmed(header_of(last, "message-id")));
    w.headers = "In-Reply-To: " + id + "\r\nReferences: " + header_of(last, "references") + " " + id + "\r\n";
    w.vouched = vouched;
    w.text = text + "\n\nLe dim. 22 nov. 2026 à 10:00, Phare <orientation@phare.test> a écrit :\n";
    auto const said = text_of(last);
    for (std::size_t at = 0; at < said.size();) {
        auto const end = std::min(said.find('\n', at), said.size());
        w.text += "> " + said.substr(at, end - at) + "\n";
        at = end + 1;
    }
    write(w);
}

void MailWorld::play(std::chrono::milliseconds duration) {
    auto const end = time.now() + duration;
    for (;;) {
        context_.restart();
        context_.poll();
        if (time.idle() || time.next() > end) break;
        time.step();
    }
    time.at(end, [] {});
    while (!time.idle() && time.next() <= end) {
        time.step();
        context_.restart();
        context_.poll();
    }
}

std::vector<wire::Submission> MailWorld::got(const std::string& address) const {
    std::vector<wire::Submission> out;
    for (auto const& mail : relay.taken)
        if (mail.recipient == address) out.push_back(mail);
    return out;
}

std::string MailWorld::last(const std::string& address) const {
    auto const mails = got(address);
    return mails.empty() ? std::string() : text_of(mails.back());
}

std::string MailWorld::text_of(const wire::Submission& mail) {
    Part const root = read_mime(mail.message);
    return read_contents(root).text;
}

std::string MailWorld::header_of(const wire::Submission& mail, const std::string& name) {
    return header_text(read_headers(mail.message).first(name));
}

std::optional<std::string> MailWorld::state(const std::string& conversation) { return store_->read_state({"email", conversation}); }

}  // namespace tests
