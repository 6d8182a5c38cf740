#include "tests/support/fake_homeserver.hpp"

#include "tests/support/fake_homeserver_impl.hpp"

#include <boost/asio/post.hpp>

#include <map>
#include <utility>

namespace tests {

namespace net = adapters::net;
using Json = nlohmann::json;

namespace {

std::int64_t milliseconds_now() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::string text_of(const Json& object, std::string_view name) {
    if (!object.is_object() || !object.contains(name)) return {};
    auto const& value = object[std::string(name)];
    return value.is_string() ? value.get<std::string>() : std::string();
}

Json words(const std::string& text) {
    return {{"msgtype", "m.text"}, {"body", text}};
}

}  // namespace

FakeHomeserver::Impl::Impl(boost::asio::any_io_executor ex, HomeserverOptions o)
    : executor(std::move(ex)),
      options(std::move(o)),
      rooms(
          options.server_name,
          [this](std::string_view user) { return is_ours(user); },
          [this](const std::string& id) { sender->queue(id); },
          milliseconds_now
      ) {
    FakeSender::Options sending;
    sending.hs_token = options.hs_token;
    sending.unit = options.unit;
    sending.request_limit = options.request_limit;
    sender = std::make_shared<FakeSender>(executor, sending, [this](const std::vector<std::string>& ids) {
        Json body;
        body["events"] = Json::array();
        for (auto const& id : ids) body["events"].push_back(rooms.sent(id));
        return body.dump();
    });
}

bool FakeHomeserver::Impl::is_ours(std::string_view user) const {
    return user.starts_with("@" + options.user_prefix) && user.ends_with(":" + options.server_name);
}

void FakeHomeserver::Impl::start_server(std::uint16_t at) {
    server.reset();
    net::Route client;
    client.prefix = "/_matrix/client/";
    client.methods = {"GET", "POST", "PUT"};
    client.body_limit = 1u << 20;
    client.handle = [weak = weak_from_this()](Request request) {
        return weak.lock()->client_request(std::move(request));
    };
    net::Route media = client;
    media.prefix = "/_matrix/media/";
    net::Route control;
    control.prefix = "/control/";
    control.methods = {"GET", "POST"};
    control.body_limit = 16u << 20;
    control.handle = [weak = weak_from_this()](Request request) {
        auto const self = weak.lock();
        return self->control_request(std::move(request), *self->owner);
    };
    server = std::make_unique<net::HttpServer>(executor, std::vector<net::Route>{client, media, control});
    port = server->listen("127.0.0.1", at);
}

FakeHomeserver::FakeHomeserver(boost::asio::any_io_executor executor, HomeserverOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(options))) {
    impl_->owner = this;
}

FakeHomeserver::~FakeHomeserver() {
    close();
}

std::uint16_t FakeHomeserver::listen(std::uint16_t port) {
    impl_->start_server(port);
    return impl_->port;
}

std::string FakeHomeserver::url() const {
    return "http://127.0.0.1:" + std::to_string(impl_->port);
}
void FakeHomeserver::set_appservice(const std::string& url) {
    impl_->sender->set_url(url);
}

void FakeHomeserver::close() {
    impl_->sender->stop();
    impl_->server.reset();
}

std::string FakeHomeserver::room(const std::string& user, bool is_public, bool encrypted) {
    Rooms::Kind kind;
    kind.is_public = is_public;
    kind.encrypted = encrypted;
    return impl_->rooms.create(user, kind);
}

std::string FakeHomeserver::invite(
    const std::string& room, const std::string& by, const std::string& user, bool direct
) {
    Json content = Json::object();
    if (direct) content["is_direct"] = true;
    return impl_->rooms.set_membership(room, by, user, "invite", content);
}

std::string FakeHomeserver::chat(const std::string& user, bool encrypted) {
    auto const id = room(user, false, encrypted);
    invite(id, user, bot(), true);
    return id;
}

std::string FakeHomeserver::enter(const std::string& room, const std::string& user) {
    return impl_->rooms.set_membership(room, user, user, "join");
}

std::string FakeHomeserver::say(const std::string& room, const std::string& user, const std::string& text) {
    return impl_->rooms.append(room, "m.room.message", user, words(text));
}

std::string FakeHomeserver::say_raw(
    const std::string& room, const std::string& user, const std::string& type, const std::string& content
) {
    return impl_->rooms.append(room, type, user, Json::parse(content));
}

std::string FakeHomeserver::reply(
    const std::string& room, const std::string& user, const std::string& to, const std::string& text
) {
    auto content = words(text);
    content["m.relates_to"]["m.in_reply_to"]["event_id"] = to;
    return impl_->rooms.append(room, "m.room.message", user, content);
}

std::string FakeHomeserver::edit(
    const std::string& room, const std::string& user, const std::string& event, const std::string& text
) {
    auto content = words("* " + text);
    content["m.new_content"] = words(text);
    content["m.relates_to"] = {{"rel_type", "m.replace"}, {"event_id", event}};
    return impl_->rooms.append(room, "m.room.message", user, content);
}

std::string FakeHomeserver::redact(
    const std::string& room, const std::string& user, const std::string& event
) {
    return impl_->rooms.redact(room, user, event, Json::object());
}

std::string FakeHomeserver::react(
    const std::string& room, const std::string& user, const std::string& event, const std::string& key
) {
    Json content;
    content["m.relates_to"] = {{"rel_type", "m.annotation"}, {"event_id", event}, {"key", key}};
    return impl_->rooms.append(room, "m.reaction", user, content);
}

std::string FakeHomeserver::go(const std::string& room, const std::string& user) {
    return impl_->rooms.set_membership(room, user, user, "leave");
}

std::string FakeHomeserver::kick(const std::string& room, const std::string& by, const std::string& user) {
    return impl_->rooms.set_membership(room, by, user, "leave");
}

std::string FakeHomeserver::encrypt(const std::string& room, const std::string& user) {
    impl_->rooms.find(room)->encrypted = true;
    Json content = {{"algorithm", "m.megolm.v1.aes-sha2"}};
    return impl_->rooms.append(room, "m.room.encryption", user, content, "");
}

std::string FakeHomeserver::upgrade(const std::string& room, const std::string& user, bool honest) {
    Rooms::Kind kind;
    kind.is_public = true;
    kind.predecessor = honest ? room : "!elsewhere:" + impl_->options.server_name;
    auto const fresh = impl_->rooms.create(user, kind);
    Json content = {{"body", "This room has been replaced"}, {"replacement_room", fresh}};
    impl_->rooms.append(room, "m.room.tombstone", user, content, "");
    impl_->rooms.find(room)->closed = true;
    return fresh;
}

void FakeHomeserver::lose_acknowledgements(int n) {
    impl_->sender->lose_acknowledgements(n);
}
void FakeHomeserver::repeat_transactions(int n) {
    impl_->sender->repeat(n);
}
void FakeHomeserver::duplicate_events(int n) {
    impl_->sender->duplicate(n);
}
void FakeHomeserver::limit_requests(int n, std::chrono::milliseconds wait, std::string retry_after_header) {
    impl_->to_limit = n;
    impl_->limit_wait = wait;
    impl_->retry_after = std::move(retry_after_header);
}
void FakeHomeserver::refuse_joins(int n) {
    impl_->to_refuse_joins = n;
}
void FakeHomeserver::lose_replies(int n) {
    impl_->to_lose = n;
}
void FakeHomeserver::empty_replies(int n) {
    impl_->to_empty = n;
}
void FakeHomeserver::fail_requests(int n, int status) {
    impl_->to_fail = n;
    impl_->fail_status = status;
}
void FakeHomeserver::hang_requests(int n, std::chrono::milliseconds how_long) {
    impl_->to_hang = n;
    impl_->hang_time = how_long;
}
void FakeHomeserver::refuse_token(bool yes) {
    impl_->token_void = yes;
}

void FakeHomeserver::restart(bool forget_queue) {
    impl_->done.clear();
    impl_->sender->restart(forget_queue);
    impl_->start_server(impl_->port);
}
void FakeHomeserver::stop_listening() {
    impl_->server.reset();
}
void FakeHomeserver::listen_again() {
    impl_->start_server(impl_->port);
}

std::vector<Seen> FakeHomeserver::timeline(const std::string& room) const {
    std::vector<Seen> seen;
    std::map<std::string, std::size_t> places;
    auto const* const known = impl_->rooms.find(room);
    if (known == nullptr) return seen;
    for (auto const& id : known->events) {
        auto const& event = impl_->rooms.event(id);
        auto const& content = event["content"];
        if (event["type"] != "m.room.message" || !content.contains("body")) continue;
        auto const relates = content.value("m.relates_to", Json::object());
        if (text_of(relates, "rel_type") == "m.replace") {
            auto const target = places.find(text_of(relates, "event_id"));
            if (target == places.end() || seen[target->second].sender != event["sender"]) continue;
            seen[target->second].body = text_of(content["m.new_content"], "body");
            seen[target->second].formatted_body = text_of(content["m.new_content"], "formatted_body");
            continue;
        }
        places[id] = seen.size();
        Seen one;
        one.event_id = id;
        one.sender = text_of(event, "sender");
        one.body = text_of(content, "body");
        one.formatted_body = text_of(content, "formatted_body");
        one.key = text_of(content, "fr.phare.key");
        one.in_reply_to = text_of(relates.value("m.in_reply_to", Json::object()), "event_id");
        if (text_of(relates, "rel_type") == "m.thread") one.thread = text_of(relates, "event_id");
        seen.push_back(std::move(one));
    }
    return seen;
}

std::vector<Seen> FakeHomeserver::answers(const std::string& room) const {
    auto seen = timeline(room);
    std::erase_if(seen, [&](const Seen& one) { return one.sender != impl_->bot(); });
    return seen;
}

std::vector<Seen> FakeHomeserver::answers_to(const std::string& room, const std::string& event) const {
    auto seen = answers(room);
    std::erase_if(seen, [&](const Seen& one) { return one.in_reply_to != event; });
    return seen;
}

std::string FakeHomeserver::membership(const std::string& room, const std::string& user) const {
    auto const* const known = impl_->rooms.find(room);
    if (known == nullptr || !known->membership.contains(user)) return {};
    return known->membership.at(user);
}

std::vector<std::string> FakeHomeserver::rooms() const {
    return impl_->rooms.room_ids();
}
std::string FakeHomeserver::raw_event(const std::string& event) const {
    return impl_->rooms.event(event).dump();
}
bool FakeHomeserver::idle() const {
    return impl_->sender->idle();
}
std::string FakeHomeserver::bot() const {
    return impl_->bot();
}
std::vector<std::uint64_t> FakeHomeserver::transaction_ids() const {
    return impl_->sender->ids_used();
}
bool FakeHomeserver::sender_registered() const {
    return impl_->registered;
}
std::string FakeHomeserver::display_name() const {
    return impl_->display_name;
}
std::vector<std::string> FakeHomeserver::uploads() const {
    return impl_->uploads;
}
std::string FakeHomeserver::keep_file(std::string bytes) {
    impl_->uploads.push_back(std::move(bytes));
    return "mxc://" + impl_->options.server_name + "/media" + std::to_string(impl_->uploads.size());
}

FakeHomeserver::Totals FakeHomeserver::totals() const {
    auto totals = impl_->totals;
    auto const& sent = impl_->sender->totals();
    totals.transactions_tried = sent.tries;
    totals.transactions_delivered = sent.delivered;
    totals.transactions_failed = sent.failed;
    totals.pings = sent.pings;
    totals.backlog = impl_->sender->backlog();
    totals.last_status = sent.last_status;
    return totals;
}

}  // namespace tests
