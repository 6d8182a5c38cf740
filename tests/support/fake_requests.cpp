// The client requests of the fake homeserver, with the answers that Synapse gives
// (fixtures/matrix/responses).
#include "tests/support/fake_homeserver_impl.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>

namespace tests {

namespace asio = boost::asio;
namespace net = adapters::net;
using Reply = net::Reply;
using Json = nlohmann::json;

namespace {

constexpr std::string_view v3 = "/_matrix/client/v3/";

std::vector<std::string> segments(std::string_view path) {
    std::vector<std::string> out;
    while (true) {
        auto const slash = path.find('/');
        std::string decoded;
        if (!net::percent_decode(path.substr(0, slash), decoded)) decoded.clear();
        out.push_back(std::move(decoded));
        if (slash == std::string_view::npos) return out;
        path.remove_prefix(slash + 1);
    }
}

std::string parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        auto const pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        std::string decoded;
        return net::percent_decode(pair.substr(equals + 1), decoded) ? decoded : std::string();
    }
    return {};
}

}  // namespace

Reply FakeHomeserver::Impl::answer(const Json& body, int status) {
    Reply reply;
    reply.status = status;
    reply.body = body.dump();
    return reply;
}

Reply FakeHomeserver::Impl::error(int status, std::string_view errcode, std::string_view text) {
    return answer({{"errcode", errcode}, {"error", text}}, status);
}

/// A bad day that was ordered for this request, before anything is done.
std::optional<Reply> FakeHomeserver::Impl::fault(const Request& request) {
    if (to_fail > 0) {
        --to_fail;
        Reply reply;
        reply.status = fail_status;
        reply.content_type = "text/html";
        reply.body = "<html>proxy</html>";
        return reply;
    }
    if (token_void || net::header(request.head.headers, "authorization") != "Bearer " + options.as_token)
        return error(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.");
    if (to_limit > 0) {
        --to_limit;
        ++totals.limited;
        Json body = {{"errcode", "M_LIMIT_EXCEEDED"}, {"error", "Too Many Requests"}};
        body["retry_after_ms"] = limit_wait.count();
        auto reply = answer(body, 429);
        if (!retry_after.empty()) reply.headers.emplace_back("Retry-After", retry_after);
        return reply;
    }
    return std::nullopt;
}

Reply FakeHomeserver::Impl::media_of(std::string_view path) const {
    auto const prefix = "/_matrix/client/v1/media/download/" + options.server_name + "/media";
    std::size_t number = 0;
    if (path.starts_with(prefix)) std::from_chars(path.data() + prefix.size(), path.data() + path.size(), number);
    if (number == 0 || number > uploads.size()) return error(404, "M_NOT_FOUND", "Not found");
    Reply reply;
    reply.content_type = "application/octet-stream";
    reply.body = uploads[number - 1];
    return reply;
}

asio::awaitable<Reply> FakeHomeserver::Impl::client_request(Request request) {
    auto const self = shared_from_this();
    ++totals.requests;
    if (to_hang > 0) {
        --to_hang;
        boost::system::error_code ignored;
        asio::steady_timer timer(executor, hang_time);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (request.head.path == "/_matrix/client/versions" && to_fail == 0) {
        Json versions;
        versions["versions"] = Json::array({"v1.11", "v1.12"});
        co_return answer(versions);
    }
    if (auto bad_day = fault(request)) co_return std::move(*bad_day);
    auto const ping_path = "/_matrix/client/v1/appservice/" + options.id + "/ping";
    if (request.head.path == ping_path) {
        Reply pinged = co_await ping();
        co_return pinged;
    }
    if (request.head.path.starts_with("/_matrix/client/v1/appservice/"))
        co_return error(403, "M_FORBIDDEN", "Application service ID does not match");
    if (request.head.path == "/_matrix/media/v3/upload" && request.head.method == "POST") {
        uploads.push_back(request.body);
        co_return answer({{"content_uri", "mxc://" + options.server_name + "/media" + std::to_string(uploads.size())}});
    }
    if (request.head.path.starts_with("/_matrix/client/v1/media/download/") && request.head.method == "GET")
        co_return media_of(request.head.path);
    if (!request.head.path.starts_with(v3)) co_return error(404, "M_UNRECOGNIZED", "Unrecognized request");
    auto const path = segments(std::string_view(request.head.path).substr(v3.size()));
    auto const body = request.body.empty() ? Json::object() : Json::parse(request.body, nullptr, false);
    if (!body.is_object()) co_return error(400, "M_NOT_JSON", "Content not JSON.");
    Reply reply = carry_out(request, path, body);
    bool const changes = request.head.method != "GET" && path.front() != "profile" && reply.status == 200;
    if (changes && to_lose > 0) {
        --to_lose;
        start_server(port);  // destroys the one that this request came through: its connections break
    } else if (changes && to_empty > 0) {
        --to_empty;
        reply.body.clear();
    }
    co_return reply;
}

asio::awaitable<Reply> FakeHomeserver::Impl::ping() {
    if (!sender->has_url())
        co_return error(400, "M_URL_NOT_SET", "The application service does not have a URL set");
    std::string body = R"({"transaction_id":null})";
    auto const pinged = co_await sender->ping(std::move(body));
    if (pinged.status == 0) {
        bool const late = pinged.failure == net::make_error_code(net::client_errc::timed_out);
        if (late) co_return error(504, "M_CONNECTION_TIMEOUT", "timed out");
        co_return error(502, "M_CONNECTION_FAILED", "refused");
    }
    Json answered;
    if (pinged.status != 200) {
        answered = {{"errcode", "M_BAD_STATUS"}, {"error", "HTTP " + std::to_string(pinged.status)}};
        answered["status"] = pinged.status;
        answered["body"] = pinged.body;
        co_return answer(answered, 502);
    }
    answered["duration_ms"] = 1;
    co_return answer(answered);
}

Reply FakeHomeserver::Impl::carry_out(const Request& request, const Path& path, const Json& body) {
    auto const& method = request.head.method;
    if (path.size() == 2 && path[0] == "account" && path[1] == "whoami") return answer({{"user_id", bot()}});
    if (path.size() == 1 && path[0] == "register" && method == "POST") return register_user(body);
    if (path.size() == 3 && path[0] == "profile" && path[2] == "displayname" && method == "PUT") {
        if (!registered) return error(500, "M_UNKNOWN", "Internal server error");
        display_name = body.value("displayname", "");
        return answer(Json::object());
    }
    if (path.size() == 2 && path[0] == "join" && method == "POST") return join(path[1]);
    if (path.size() >= 3 && path[0] == "rooms") return room_request(request, path, body);
    return error(404, "M_UNRECOGNIZED", "Unrecognized request");
}

Reply FakeHomeserver::Impl::room_request(const Request& request, const Path& path, const Json& body) {
    auto const& room = path[1];
    auto const& verb = path[2];
    auto const& method = request.head.method;
    if (verb == "join" && method == "POST") return join(room);
    if (verb == "leave" && method == "POST") return leave(room, body);
    auto const* const known = rooms.find(room);
    bool const inside =
        known != nullptr && known->membership.contains(bot()) && known->membership.at(bot()) == "join";
    if (!inside) return error(403, "M_FORBIDDEN", "User " + bot() + " not in room " + room);
    if (verb == "send" && path.size() == 5 && method == "PUT")
        return send(request.head.path, room, body, request.body.size());
    if (verb == "redact" && path.size() == 5 && method == "PUT")
        return redact(request.head.path, room, path[3], body);
    if (verb == "messages" && method == "GET") return messages(room, request.head.query);
    if (verb == "joined_members" && method == "GET") {
        Json joined = Json::object();
        for (auto const& [user, membership] : known->membership)
            if (membership == "join") joined[user] = Json::object();
        return answer({{"joined", joined}});
    }
    if (verb == "state" && path.size() >= 4 && path[3] == "m.room.create") return answer(known->create);
    if (verb == "typing") {
        ++totals.typing;
        return answer(Json::object());
    }
    if (verb == "receipt") {
        ++totals.receipts;
        return answer(Json::object());
    }
    return error(404, "M_UNRECOGNIZED", "Unrecognized request");
}

Reply FakeHomeserver::Impl::register_user(const Json& body) {
    auto const name = body.value("username", "");
    if (body.value("type", "") != "m.login.application_service")
        return error(403, "M_FORBIDDEN", "Registration is off");
    if (!name.starts_with(options.user_prefix)) return error(400, "M_EXCLUSIVE", "Invalid user localpart");
    if (registered) return error(400, "M_USER_IN_USE", "User ID already taken.");
    registered = true;
    return answer({{"user_id", bot()}, {"home_server", options.server_name}});
}

Reply FakeHomeserver::Impl::join(const std::string& room) {
    auto const* const known = rooms.find(room);
    if (known == nullptr)
        return error(404, "M_UNKNOWN", "Can't join remote room because no servers are known.");
    auto const found = known->membership.find(bot());
    auto const before = found == known->membership.end() ? std::string() : found->second;
    if (to_refuse_joins > 0 || before == "ban" ||
        (before != "join" && before != "invite" && !known->is_public)) {
        to_refuse_joins = std::max(0, to_refuse_joins - 1);
        return error(403, "M_FORBIDDEN", "You are not invited to this room.");
    }
    if (before != "join") rooms.set_membership(room, bot(), bot(), "join");
    return answer({{"room_id", room}});
}

Reply FakeHomeserver::Impl::leave(const std::string& room, const Json& body) {
    auto const* const known = rooms.find(room);
    if (known == nullptr) return error(404, "M_UNKNOWN", "Not a known room");
    auto const found = known->membership.find(bot());
    if (found == known->membership.end() || (found->second != "join" && found->second != "invite"))
        return error(403, "M_FORBIDDEN", "User is not in the room.");
    Json content = Json::object();
    if (body.contains("reason")) content["reason"] = body["reason"];
    rooms.set_membership(room, bot(), bot(), "leave", content);
    return answer(Json::object());
}

Reply FakeHomeserver::Impl::send(
    const std::string& path, const std::string& room, const Json& content, std::size_t size
) {
    if (auto const before = done.find(path); before != done.end())
        return answer({{"event_id", before->second}});
    if (size > 65'000) return error(413, "M_TOO_LARGE", "event too large");
    if (!content.contains("body") || !content.contains("msgtype")) return error(400, "M_BAD_JSON", "no body");
    if (rooms.find(room)->closed) return error(403, "M_FORBIDDEN", "You don't have permission to post that");
    ++totals.sends;
    auto const id = rooms.append(room, "m.room.message", bot(), content);
    done[path] = id;
    return answer({{"event_id", id}});
}

Reply FakeHomeserver::Impl::redact(
    const std::string& path, const std::string& room, const std::string& event, const Json& body
) {
    if (auto const before = done.find(path); before != done.end())
        return answer({{"event_id", before->second}});
    if (!rooms.has_event(event)) return error(404, "M_NOT_FOUND", "Event not found");
    auto const id = rooms.redact(room, bot(), event, body);
    done[path] = id;
    return answer({{"event_id", id}});
}

Reply FakeHomeserver::Impl::messages(const std::string& room, const std::string& query) {
    auto const filter = Json::parse(parameter(query, "filter"), nullptr, false);
    auto const limit = parameter(query, "limit");
    std::size_t const most = limit.empty() ? 10 : static_cast<std::size_t>(std::stoul(limit));
    Json answered;
    answered["chunk"] = Json::array();
    answered["start"] = "t1";
    auto const& ids = rooms.find(room)->events;
    for (auto id = ids.rbegin(); id != ids.rend() && answered["chunk"].size() < most; ++id) {
        auto event = rooms.sent(*id);
        if (filter.is_object() && filter.contains("senders")) {
            auto const& senders = filter["senders"];
            if (std::find(senders.begin(), senders.end(), event["sender"]) == senders.end()) continue;
        }
        answered["chunk"].push_back(std::move(event));
    }
    return answer(answered);
}

}  // namespace tests
