#include "adapters/net/http_server.hpp"

#include "adapters/net/detail/peer_count.hpp"
#include "adapters/net/detail/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <system_error>

namespace adapters::net {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using detail::Clock;
using detail::Session;
using detail::Shared;
namespace {

/// No descriptor or no memory for a connection (EMFILE, ENFILE, ENOBUFS): its peer waits in the backlog
/// meanwhile.
constexpr std::chrono::milliseconds resource_pause{100};
/// Every place is at work: one may have become idle meanwhile, which nobody tells.
constexpr std::chrono::milliseconds look_again{100};

Reply bare(int status) {
    Reply reply;
    reply.status = status;
    reply.body = "{}";
    return reply;
}

}  // namespace

HttpServer::Answers::Answers()
    : not_found([](const RequestHead&) { return bare(404); }),
      wrong_method([](const RequestHead&) { return bare(405); }),
      refused([](int status) { return bare(status); }) {}

/// A listening socket and what its accept loop waits on while there is no room.
struct Listener {
    explicit Listener(const asio::any_io_executor& executor) : acceptor(executor), room(executor) {}
    tcp::acceptor acceptor;
    asio::steady_timer room;  ///< cancelled when a session ends
};

struct HttpServer::Impl : std::enable_shared_from_this<HttpServer::Impl> {
    Impl(const asio::any_io_executor& ex, const Limits& limits)
        : executor(ex), peers(limits.connections_per_peer), drained(ex) {}

    static asio::awaitable<void> accept(std::shared_ptr<Impl> self, std::shared_ptr<Listener> listener);
    /// Until a session has ended, at most so long.
    asio::awaitable<void> wait_for_room(Listener& listener, std::chrono::milliseconds most);
    /// Somebody knocks and every place is taken: whoever has sent no whole header for longest gives his up, else whoever
    /// has been silent for longest since his last answer. A request under way is left alone: then the peer waits.
    asio::awaitable<void> make_room(Listener& listener);
    void begin(tcp::socket socket);
    void session_ended();
    void close_listeners();

    asio::any_io_executor executor;
    std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    std::vector<std::shared_ptr<Listener>> listeners;
    detail::PeerCount peers;
    asio::steady_timer drained;  ///< cancelled when the last session ends
};

void HttpServer::Impl::session_ended() {
    for (auto const& listener : listeners) listener->room.cancel();
    if (shared->sessions.empty()) drained.cancel();
}

void HttpServer::Impl::close_listeners() {
    shared->draining = true;
    error_code ignored;
    for (auto const& listener : listeners) {
        listener->acceptor.close(ignored);
        listener->room.cancel();
    }
    listeners.clear();
}

asio::awaitable<void> HttpServer::Impl::wait_for_room(Listener& listener, std::chrono::milliseconds most) {
    error_code ignored;
    listener.room.expires_after(most);
    co_await listener.room.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> HttpServer::Impl::make_room(Listener& listener) {
    error_code ec;
    co_await listener.acceptor.async_wait(tcp::acceptor::wait_read, asio::redirect_error(asio::use_awaitable, ec));
    auto const& sessions = shared->sessions;
    if (shared->draining || sessions.size() < shared->limits.connections) co_return;
    auto const least = std::min_element(sessions.begin(), sessions.end(), [](const Session* a, const Session* b) {
        return a->worth() < b->worth();
    });
    if (least == sessions.end() || (*least)->worth().first == Session::Holds::work) {
        ++shared->counters.paused;
    } else {
        ++shared->counters.evicted;
        (*least)->evict();
    }
    co_await wait_for_room(listener, look_again);
}

asio::awaitable<void> HttpServer::Impl::accept(
    std::shared_ptr<Impl> self, std::shared_ptr<Listener> listener
) {
    error_code ec;
    while (!self->shared->draining) {
        if (self->shared->sessions.size() >= self->shared->limits.connections) {
            co_await self->make_room(*listener);
            continue;
        }
        tcp::socket socket =
            co_await listener->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
        if (self->shared->draining) break;
        if (!ec) {
            self->begin(std::move(socket));
        } else if (ec != asio::error::connection_aborted) {
            ++self->shared->counters.paused;
            co_await self->wait_for_room(*listener, resource_pause);
        }
    }
}

void HttpServer::Impl::begin(tcp::socket socket) {
    error_code ec;
    auto const address = detail::without_mapping(socket.remote_endpoint(ec).address());
    if (ec) return;  // gone already
    ++shared->counters.accepted;
    if (!peers.enter(address)) {
        ++shared->counters.refused_peers;
        return;
    }
    socket.set_option(tcp::no_delay(true), ec);
    auto session = std::make_shared<Session>(std::move(socket), address.to_string(), shared);
    auto ended = [weak = weak_from_this(), address](std::exception_ptr error) {
        auto const self = weak.lock();
        if (!self) return;
        self->peers.leave(address);
        if (!error) return;
        ++self->shared->counters.failures;
        if (self->shared->answers.failed) self->shared->answers.failed(error);
    };
    asio::co_spawn(
        executor, [session] { return Session::run(session); }, std::move(ended)
    );
}

HttpServer::HttpServer(
    asio::any_io_executor executor, std::vector<Route> routes, Limits limits, Answers answers
)
    : impl_(std::make_shared<Impl>(executor, limits)) {
    std::stable_sort(routes.begin(), routes.end(), [](const Route& a, const Route& b) {
        return a.prefix.size() > b.prefix.size();
    });
    impl_->shared->routes = std::move(routes);
    impl_->shared->limits = limits;
    impl_->shared->answers = std::move(answers);
    impl_->shared->on_session_end = [weak = std::weak_ptr<Impl>(impl_)] {
        if (auto const self = weak.lock()) self->session_ended();
    };
}

HttpServer::~HttpServer() {
    impl_->close_listeners();
    for (Session* session : impl_->shared->sessions) session->close();
}

std::uint16_t HttpServer::listen(const std::string& address, std::uint16_t port) {
    try {
        tcp::endpoint const endpoint(asio::ip::make_address(address), port);
        auto listener = std::make_shared<Listener>(impl_->executor);
        auto& acceptor = listener->acceptor;
        acceptor.open(endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        if (endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false));
        acceptor.bind(endpoint);
        acceptor.listen();
        std::uint16_t const bound = acceptor.local_endpoint().port();
        impl_->listeners.push_back(listener);
        auto stopped = [](std::exception_ptr error) {
            if (error) std::rethrow_exception(error);  // accepting throws only where memory is at an end
        };
        asio::co_spawn(
            impl_->executor,
            [impl = impl_, listener] { return Impl::accept(impl, listener); },
            std::move(stopped)
        );
        return bound;
    } catch (const boost::system::system_error& e) {
        throw std::system_error(e.code(), address + " port " + std::to_string(port));
    }
}

asio::awaitable<void> HttpServer::drain(std::chrono::milliseconds limit) {
    auto const impl = impl_;
    impl->close_listeners();
    for (Session* session : impl->shared->sessions) {
        if (session->is_idle()) session->close();
    }
    impl->drained.expires_after(limit);
    error_code ignored;
    if (!impl->shared->sessions.empty()) {
        co_await impl->drained.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    for (Session* session : impl->shared->sessions) session->close();
}

const Counters& HttpServer::counters() const {
    return impl_->shared->counters;
}

}  // namespace adapters::net
