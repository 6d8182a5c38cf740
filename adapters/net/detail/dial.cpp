#include "adapters/net/detail/dial.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <vector>

namespace adapters::net::detail {
namespace {

using asio::ip::tcp;

/// A look-up that may outlast its caller: getaddrinfo cannot be cancelled, so the caller waits on the timer
/// instead.
struct LookUp {
    explicit LookUp(const asio::any_io_executor& executor) : resolver(executor), done(executor) {}
    tcp::resolver resolver;
    asio::steady_timer done;
    std::vector<tcp::endpoint> endpoints;
};

asio::awaitable<std::vector<tcp::endpoint>> look_up(Origin origin, Clock::time_point until) {
    std::vector<tcp::endpoint> endpoints;
    error_code ec;
    auto const address = asio::ip::make_address(origin.host, ec);
    if (!ec) {
        std::uint16_t port = 0;
        std::from_chars(origin.port.data(), origin.port.data() + origin.port.size(), port);
        endpoints.emplace_back(address, port);
        co_return endpoints;
    }
    auto const executor = co_await asio::this_coro::executor;
    auto const state = std::make_shared<LookUp>(executor);
    state->done.expires_at(until);
    state->resolver.async_resolve(
        origin.host,
        origin.port,
        [state](error_code, const tcp::resolver::results_type& found) {
            for (auto const& entry : found) state->endpoints.push_back(entry.endpoint());
            state->done.expires_at(Clock::time_point::min());  // a wait that begins only now ends at once
        }
    );
    co_await state->done.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    endpoints = state->endpoints;
    co_return endpoints;
}

}  // namespace

asio::awaitable<boost::system::result<std::unique_ptr<Stream>>> dial(
    Origin origin, std::shared_ptr<asio::ssl::context> context, Clock::time_point until
) {
    auto const executor = co_await asio::this_coro::executor;
    boost::system::result<std::unique_ptr<Stream>> unreachable(make_error_code(client_errc::unreachable));
    auto const endpoints = co_await look_up(origin, until);
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        // A silent address must leave time for the next one.
        auto const now = Clock::now();
        auto const share = (until - now) / static_cast<Clock::rep>(endpoints.size() - i);
        Wire* wire = nullptr;
        auto stream = make_plain_stream(tcp::socket(executor));
        wire = &stream->wire();
        error_code ec = asio::error::timed_out;
        if (wire->arm(now + share)) {
            co_await wire->socket.async_connect(endpoints[i], asio::redirect_error(asio::use_awaitable, ec));
            ec = wire->disarm(ec);
        }
        if (ec) continue;
        wire->socket.set_option(tcp::no_delay(true), ec);
        if (!origin.tls) {
            boost::system::result<std::unique_ptr<Stream>> plain(std::move(stream));
            co_return plain;
        }
        tcp::socket socket = std::move(wire->socket);
        auto tls = co_await connect_tls(std::move(socket), context, origin.host, until);
        if (tls) co_return tls;
        bool const in_time = tls.error() != asio::error::timed_out;
        tls = make_error_code(in_time ? client_errc::tls_refused : client_errc::unreachable);
        co_return tls;
    }
    co_return unreachable;
}

}  // namespace adapters::net::detail
