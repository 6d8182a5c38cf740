#include "adapters/matrix/client.hpp"

#include "adapters/matrix/json_fields.hpp"
#include "adapters/matrix/retry_after.hpp"
#include "adapters/net/json_guard.hpp"
#include "bot/observing/log.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <stdexcept>
#include <utility>

namespace adapters::matrix {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto usual_limit = 30s;
constexpr auto short_limit = 5s;
constexpr std::size_t room_for_headers = std::size_t{64} << 10U;
constexpr auto join_limit = 90s;  // a join over federation is slow

net::Origin origin_of(const std::string& url) {
    auto const origin = net::parse_origin(url);
    if (!origin) throw std::invalid_argument("matrix.homeserver n’est pas une adresse http ou https");
    return *origin;
}

std::string room_path(const std::string& room, std::string_view rest) {
    return "/_matrix/client/v3/rooms/" + net::percent_encode(room) + std::string(rest);
}

CsReply understood(const net::Answer& answer) {
    CsReply reply;
    reply.status = answer.status;
    reply.body = answer.body;
    auto const parsed = net::check_json(answer.body) == net::JsonVerdict::ok
                            ? json::parse(answer.body, nullptr, false)
                            : json();
    reply.is_json = parsed.is_object();
    if (answer.status >= 300) {
        reply.errcode = text(parsed, "errcode");
        reply.error = text(parsed, "error");
    }
    if (answer.status == 429) {
        // The header comes first: `retry_after_ms` is deprecated since 1.10.
        auto const asked = net::header(answer.headers, "retry-after");
        if (auto const wait = retry_after(asked, net::header(answer.headers, "date"))) {
            reply.wait = *wait;
        } else if (auto const& ms = member(parsed, "retry_after_ms"); ms.is_number_unsigned()) {
            auto const most = std::chrono::milliseconds(1h).count();
            reply.wait = std::chrono::milliseconds(
                std::min<std::uint64_t>(ms.get<std::uint64_t>(), static_cast<std::uint64_t>(most))
            );
        }
        if (reply.wait == 0ms) reply.wait = 1s;
    }
    return reply;
}

/// A word for the log. Empty: the homeserver answered.
std::string_view why_not_reached(const CsReply& reply) {
    using net::client_errc;
    // 502 to 504 without a code of Matrix come from a proxy before a homeserver that is not there.
    if (!reply.failure) return reply.status >= 502 && reply.status <= 504 && reply.errcode.empty() ? "proxy" : "";
    for (auto const& [code, word] : {std::pair(client_errc::tls_refused, "certificate"), std::pair(client_errc::timed_out, "no_answer_in_time"),
                                     std::pair(client_errc::lost, "connection_broke"), std::pair(client_errc::bad_reply, "no_http")})
        if (reply.failure == net::make_error_code(code)) return word;
    return "no_connection";
}

}  // namespace

std::string reply_field(const CsReply& reply, std::string_view name) {
    if (!reply.is_json) return {};
    return std::string(text(json::parse(reply.body, nullptr, false), name));
}

CsClient::CsClient(boost::asio::any_io_executor executor, Settings settings)
    : settings_(std::move(settings)),
      http_(std::move(executor), origin_of(settings_.homeserver_url), settings_.ca_file) {}

CsClient::~CsClient() = default;

void CsClient::note(const CsReply& reply) {
    auto const why = why_not_reached(reply);
    bool const reached = why.empty();
    if (reached == reached_) return;
    reached_ = reached;
    using namespace bot::observing;
    if (reached) log(Level::info, What::peer_up, {{"peer", "homeserver"}});
    else log(Level::warning, What::peer_down, {{"peer", "homeserver"}, Field::word("cause", why)});
    if (reached && on_return) on_return();
}

CsClient::Result CsClient::request(
    std::string method,
    std::string target,
    std::string body,
    std::chrono::milliseconds limit,
    std::string content_type,
    std::size_t reply_limit
) {
    auto const alive = shared_from_this();
    net::Call call;
    call.method = std::move(method);
    call.target = std::move(target);
    call.headers = {{"authorization", "Bearer " + settings_.as_token}, {"accept", "application/json"}};
    call.body = std::move(body);
    call.content_type = std::move(content_type);
    call.limit = limit;
    call.reply_limit = reply_limit;
    auto answer = co_await http_.call(std::move(call));
    CsReply reply;
    if (answer) {
        reply = understood(*answer);
    } else {
        reply.failure = answer.error();
    }
    note(reply);
    co_return reply;
}

CsClient::Result CsClient::versions() {
    return request("GET", "/_matrix/client/versions", "", usual_limit);
}

CsClient::Result CsClient::whoami() {
    return request("GET", "/_matrix/client/v3/account/whoami", "", usual_limit);
}

CsClient::Result CsClient::register_sender() {
    json const body = {
        {"type", "m.login.application_service"},
        {"username", settings_.sender_localpart},
        {"inhibit_login", true}};
    return request("POST", "/_matrix/client/v3/register", body.dump(), usual_limit);
}

CsClient::Result CsClient::set_display_name() {
    json const body = {{"displayname", settings_.display_name}};
    auto target = "/_matrix/client/v3/profile/" + net::percent_encode(settings_.user_id()) + "/displayname";
    return request("PUT", std::move(target), body.dump(), usual_limit);
}

CsClient::Result CsClient::ping() {
    auto target = "/_matrix/client/v1/appservice/" + net::percent_encode(settings_.id) + "/ping";
    return request("POST", std::move(target), "{}", usual_limit);
}

CsClient::Result CsClient::join(std::string room, std::string via) {
    auto target = "/_matrix/client/v3/join/" + net::percent_encode(room);
    if (!via.empty()) {  // `via` since 1.12, `server_name` for older servers
        auto const server = net::percent_encode(via);
        target += "?via=" + server + "&server_name=" + server;
    }
    return request("POST", std::move(target), "{}", join_limit);
}

CsClient::Result CsClient::leave(std::string room, std::string body) {
    return request("POST", room_path(room, "/leave"), std::move(body), usual_limit);
}

CsClient::Result CsClient::joined_members(std::string room) {
    return request("GET", room_path(room, "/joined_members"), "", usual_limit);
}

CsClient::Result CsClient::creation_of(std::string room) {
    return request("GET", room_path(room, "/state/m.room.create/"), "", usual_limit);
}

CsClient::Result CsClient::send(std::string room, std::string txn_id, std::string content) {
    auto target = room_path(room, "/send/m.room.message/" + net::percent_encode(txn_id));
    return request("PUT", std::move(target), std::move(content), usual_limit);
}

CsClient::Result CsClient::upload(std::string bytes, std::string content_type, std::string name) {
    auto target = "/_matrix/media/v3/upload?filename=" + net::percent_encode(name);
    return request("POST", std::move(target), std::move(bytes), usual_limit, std::move(content_type));
}

CsClient::Result CsClient::download(std::string mxc, std::size_t most) {
    constexpr std::string_view scheme = "mxc://";
    CsReply reply;
    std::string_view rest = mxc;
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
    auto const slash = std::min(rest.find('/'), rest.size());
    auto const id = rest.substr(std::min(slash + 1, rest.size()));
    bool const plain = !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; });
    if (rest.size() == mxc.size() || slash == 0 || !plain) {
        reply.failure = make_error_code(boost::system::errc::invalid_argument);
        co_return reply;
    }
    auto const place = "/" + net::percent_encode(rest.substr(0, slash)) + "/" + net::percent_encode(id);
    // Authenticated since 1.11; what came before serves older homeservers.
    std::string nothing, json_type = "application/json";
    auto target = "/_matrix/client/v1/media/download" + place;
    reply = co_await request("GET", std::move(target), nothing, usual_limit, json_type, most + room_for_headers);
    if (reply.status == 404 && reply.errcode == "M_UNRECOGNIZED") {
        auto old_target = "/_matrix/media/v3/download" + place;
        reply = co_await request("GET", std::move(old_target), nothing, usual_limit, json_type, most + room_for_headers);
    }
    co_return reply;
}

CsClient::Result CsClient::redact(std::string room, std::string event, std::string txn_id, std::string body) {
    auto target =
        room_path(room, "/redact/" + net::percent_encode(event) + "/" + net::percent_encode(txn_id));
    return request("PUT", std::move(target), std::move(body), usual_limit);
}

CsClient::Result CsClient::own_messages(std::string room) {
    json filter;
    filter["senders"] = json::array({settings_.user_id()});
    auto target = room_path(room, "/messages?dir=b&limit=10&filter=" + net::percent_encode(filter.dump()));
    return request("GET", std::move(target), "", usual_limit);
}

CsClient::Result CsClient::receipt(std::string room, std::string event) {
    return request(
        "POST", room_path(room, "/receipt/m.read/" + net::percent_encode(event)), "{}", short_limit
    );
}

CsClient::Result CsClient::typing(std::string room, std::chrono::milliseconds how_long) {
    json const body = {{"typing", true}, {"timeout", how_long.count()}};
    auto target = room_path(room, "/typing/" + net::percent_encode(settings_.user_id()));
    return request("PUT", std::move(target), body.dump(), short_limit);
}

}  // namespace adapters::matrix
