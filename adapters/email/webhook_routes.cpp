#include "adapters/email/webhook_routes.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/base64.hpp"
#include "adapters/email/reply_token.hpp"
#include "adapters/email/stored_mail.hpp"
#include "adapters/email/understood.hpp"
#include "adapters/email/webhook_events.hpp"
#include "bot/delivery/commit.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace adapters::email {

namespace asio = boost::asio;

namespace {

using Read = std::function<WebhookPost(const net::Request&, Instant)>;

net::Reply bare(int status) {
    net::Reply reply;
    reply.status = status;
    reply.body = "{}";
    return reply;
}

std::optional<net::Reply> refuse_login(const net::RequestHead& head, const std::string& login) {
    std::string_view value = net::header(head.headers, "authorization");
    constexpr std::size_t scheme = 6;
    bool const basic = value.size() > scheme && lowered(value.substr(0, scheme)) == "basic ";
    if (basic && !login.empty() && same_secret(trimmed(value.substr(scheme)), to_base64(login))) return std::nullopt;
    auto reply = bare(401);
    reply.headers = {{"WWW-Authenticate", "Basic realm=\"phare\", charset=\"UTF-8\""}};
    return reply;
}

/// In the unit, before the mail is admitted: is this signature new, or does it come with what it came with before?
std::function<bool(db::Transaction&)> once(const WebhookPost& post, Instant now, std::shared_ptr<bool> replayed) {
    std::string what;
    for (auto const& mail : post.mails) what += repeat_key(mail);
    for (auto const& event : post.events) what += stored_form(event);
    db::ConversationRef const ref{"email.post", post.replay_key};
    return [ref, what = std::move(what), now, replayed](db::Transaction& tx) {
        auto const known = tx.state(ref);
        *replayed = known && *known != what;
        // Longer than the signature holds, with room for clocks that differ.
        if (!known) tx.save_state(ref, what, bot::delivery::micros(now), bot::delivery::micros(now + std::chrono::hours(1)));
        return !*replayed;
    };
}

asio::awaitable<net::Reply> nothing_here() {
    auto reply = bare(404);
    co_return reply;
}

asio::awaitable<net::Reply> take(MailIntake& intake, Limits limits, std::function<void()> files_wait, Read read, Instant now, net::Request request) {
    auto post = read(request, now);
    std::string().swap(request.body);
    if (post.status != 200) co_return bare(post.status);
    auto const replayed = std::make_shared<bool>(false);
    Parcel parcel;
    parcel.received_at = now;
    if (!post.replay_key.empty()) parcel.first = once(post, now, replayed);
    for (auto& mail : post.mails) {
        if (!files_wait) mail.elsewhere.clear();
        put(parcel, std::move(mail), limits);
    }
    bool const wait = !parcel.waiting.empty();
    parcel.events = std::move(post.events);
    if (parcel.mails.empty() && !wait && parcel.events.empty() && parcel.aside.empty()) co_return bare(200);
    auto const taken = co_await intake.take(std::move(parcel));
    if (taken != Taken::stored) co_return bare(503);
    if (*replayed) co_return bare(406);
    if (wait) files_wait();
    co_return bare(200);
}

WebhookPost read_postmark_post(const net::Request& request, Instant at) {
    auto event = read_postmark_event(request.body);
    return event ? std::move(*event) : read_postmark(request.body, at);
}

net::Route route(MailIntake& intake, const WebhookAccess& access, const std::function<Instant()>& now, std::string path, Read read) {
    net::Route out;
    out.prefix = path;
    out.methods = {"POST"};
    out.body_limit = access.limits.raw_bytes / 2 * 3 + (1u << 20);  // base64 inside JSON
    out.handle = [&intake, limits = access.limits, files_wait = access.files_wait, now, path = std::move(path), read = std::move(read)](net::Request request) -> asio::awaitable<net::Reply> {
        if (request.head.path != path) return nothing_here();
        return take(intake, limits, files_wait, read, now(), std::move(request));
    };
    return out;
}

}  // namespace

std::vector<net::Route> webhook_routes(MailIntake& intake, WebhookAccess access, std::function<Instant()> now) {
    std::vector<net::Route> routes;
    auto const with_login = [&](std::string path, Read read, const std::string& login) {
        if (login.empty()) return;
        auto one = route(intake, access, now, std::move(path), std::move(read));
        one.admit = [login](const net::RequestHead& head) { return refuse_login(head, login); };
        routes.push_back(std::move(one));
    };
    with_login("/mail/postmark", read_postmark_post, access.postmark_login);
    with_login("/mail/brevo", [](const net::Request& request, Instant at) { return read_brevo(request.body, at); }, access.brevo_login);
    if (!access.mailgun_key.empty()) {
        auto read = [key = access.mailgun_key](const net::Request& request, Instant at) {
            auto const type = net::header(request.head.headers, "content-type");
            if (find_word(type, "application/json") == 0) return read_mailgun_event(request.body, key, at);
            auto const form = read_form(type, request.body);
            if (form) return read_mailgun(*form, key, at);
            WebhookPost none;
            none.status = 406;
            return none;
        };
        // Mailgun posts the mail as it came if the address ends with "mime", and only then.
        for (auto const* path : {"/mail/mailgun", "/mail/mailgun/mime"}) routes.push_back(route(intake, access, now, path, read));
    }
    return routes;
}

}  // namespace adapters::email
