#include "adapters/net/detail/stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace adapters::net::detail {

bool Wire::arm(Clock::time_point until) {
    expired_ = until <= Clock::now();
    if (expired_) return false;
    timer_.expires_at(until);
    timer_.async_wait([weak = weak_from_this()](error_code ec) {
        auto const self = weak.lock();
        // A handler that was already queued when the watch was renewed or ended finds a later expiry.
        if (ec || !self || self->timer_.expiry() > Clock::now()) return;
        self->expired_ = true;
        error_code ignored;
        self->socket.cancel(ignored);
    });
    return true;
}

error_code Wire::disarm(error_code ec) {
    timer_.expires_at(Clock::time_point::max());
    if (ec && expired_) return asio::error::timed_out;
    return ec;
}

void Wire::close() {
    timer_.cancel();
    error_code ignored;
    socket.close(ignored);
}

namespace {

class PlainStream final : public Stream {
  public:
    explicit PlainStream(asio::ip::tcp::socket socket) : Stream(std::move(socket)) {}

    asio::awaitable<boost::system::result<std::size_t>> read_some(
        asio::mutable_buffer buffer, Clock::time_point until
    ) override {
        error_code ec = asio::error::timed_out;
        if (!wire_->arm(until)) co_return ec;
        std::size_t const n =
            co_await wire_->socket.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, ec));
        ec = wire_->disarm(ec);
        if (ec) co_return ec;
        co_return n;
    }

    asio::awaitable<error_code> write(
        asio::const_buffer first, asio::const_buffer second, Clock::time_point until
    ) override {
        error_code ec = asio::error::timed_out;
        if (!wire_->arm(until)) co_return ec;
        std::array<asio::const_buffer, 2> const both{first, second};
        co_await asio::async_write(wire_->socket, both, asio::redirect_error(asio::use_awaitable, ec));
        ec = wire_->disarm(ec);
        co_return ec;
    }
};

}  // namespace

std::unique_ptr<Stream> make_plain_stream(asio::ip::tcp::socket socket) {
    return std::make_unique<PlainStream>(std::move(socket));
}

}  // namespace adapters::net::detail
