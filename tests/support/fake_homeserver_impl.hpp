#pragma once
/// \file tests/support/fake_homeserver_impl.hpp
/// Inside of the fake homeserver: its state, its client requests (fake_requests.cpp) and its control requests
/// (fake_control.cpp).

#include "adapters/net/http_server.hpp"
#include "tests/support/fake_homeserver.hpp"
#include "tests/support/fake_rooms.hpp"
#include "tests/support/fake_sender.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

struct FakeHomeserver::Impl : std::enable_shared_from_this<FakeHomeserver::Impl> {
    using Json = nlohmann::json;
    using Reply = adapters::net::Reply;
    using Request = adapters::net::Request;
    /// Path below /_matrix/client/v3, decoded.
    using Path = std::vector<std::string>;

    Impl(boost::asio::any_io_executor, HomeserverOptions);

    void start_server(std::uint16_t at);
    [[nodiscard]] std::string bot() const {
        return "@" + options.sender_localpart + ":" + options.server_name;
    }
    [[nodiscard]] bool is_ours(std::string_view user) const;

    boost::asio::awaitable<Reply> client_request(Request);
    boost::asio::awaitable<Reply> ping();
    std::optional<Reply> fault(const Request&);
    [[nodiscard]] Reply media_of(std::string_view path) const;
    Reply carry_out(const Request&, const Path&, const Json& body);
    Reply join(const std::string& room);
    Reply leave(const std::string& room, const Json& body);
    Reply send(const std::string& path, const std::string& room, const Json& content, std::size_t size);
    Reply redact(
        const std::string& path, const std::string& room, const std::string& event, const Json& body
    );
    Reply messages(const std::string& room, const std::string& query);
    Reply register_user(const Json& body);
    Reply room_request(const Request&, const Path&, const Json& body);
    boost::asio::awaitable<Reply> control_request(Request, FakeHomeserver& owner);
    [[nodiscard]] Json timeline_json(const std::string& room) const;

    static Reply answer(const Json& body, int status = 200);
    static Reply error(int status, std::string_view errcode, std::string_view text);

    boost::asio::any_io_executor executor;
    HomeserverOptions options;
    Rooms rooms;
    std::shared_ptr<FakeSender> sender;
    std::unique_ptr<adapters::net::HttpServer> server;
    FakeHomeserver* owner = nullptr;
    std::uint16_t port = 0;
    std::map<std::string, std::string>
        done;  ///< path of a request with transaction id → event id; in memory only
    std::map<std::string, Reply> answered_once;  ///< control requests by their `once`
    std::vector<std::string> uploads;  ///< bytes of each picture or file, in order
    std::string display_name;
    bool registered = false, token_void = false;
    int to_limit = 0, to_refuse_joins = 0, to_lose = 0, to_empty = 0, to_fail = 0, fail_status = 503,
        to_hang = 0;
    std::chrono::milliseconds limit_wait{0}, hang_time{0};
    std::string retry_after;
    Totals totals;
};

}  // namespace tests
