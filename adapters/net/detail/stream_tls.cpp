#include "adapters/net/detail/stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

#include <array>
#include <system_error>

namespace adapters::net::detail {
namespace {

class TlsStream final : public Stream {
  public:
    TlsStream(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
        : Stream(std::move(socket)), context_(std::move(context)), tls_(wire_->socket, *context_) {}

    asio::awaitable<error_code> handshake(std::string host, Clock::time_point until) {
        error_code ec;
        asio::ip::make_address(host, ec);
        bool const is_name = static_cast<bool>(ec);
        // SNI holds names only (RFC 6066 §3); the certificate is checked for both.
        if (is_name)
            SSL_ctrl(
                tls_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()
            );
        tls_.set_verify_callback(asio::ssl::host_name_verification(host), ec);
        if (ec) co_return ec;
        ec = asio::error::timed_out;
        if (!wire_->arm(until)) co_return ec;
        co_await tls_.async_handshake(
            asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, ec)
        );
        ec = wire_->disarm(ec);
        co_return ec;
    }

    asio::awaitable<boost::system::result<std::size_t>> read_some(
        asio::mutable_buffer buffer, Clock::time_point until
    ) override {
        error_code ec = asio::error::timed_out;
        if (!wire_->arm(until)) co_return ec;
        std::size_t const n =
            co_await tls_.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, ec));
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
        co_await asio::async_write(tls_, both, asio::redirect_error(asio::use_awaitable, ec));
        ec = wire_->disarm(ec);
        co_return ec;
    }

  private:
    std::shared_ptr<asio::ssl::context> context_;
    asio::ssl::stream<asio::ip::tcp::socket&> tls_;
};

}  // namespace

std::shared_ptr<asio::ssl::context> make_tls_context(const std::string& ca_file) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    error_code ec;
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(asio::ssl::verify_peer, ec);
    if (!ec) context->set_default_verify_paths(ec);
    if (ec) throw std::system_error(ec, "TLS");
    if (!ca_file.empty()) context->load_verify_file(ca_file, ec);
    if (ec) throw std::system_error(ec, "certificats de " + ca_file);
    return context;
}

asio::awaitable<boost::system::result<std::unique_ptr<Stream>>> connect_tls(
    asio::ip::tcp::socket socket,
    std::shared_ptr<asio::ssl::context> context,
    std::string host,
    Clock::time_point until
) {
    auto stream = std::make_unique<TlsStream>(std::move(socket), std::move(context));
    error_code const ec = co_await stream->handshake(host, until);
    if (ec) co_return ec;
    std::unique_ptr<Stream> done = std::move(stream);
    boost::system::result<std::unique_ptr<Stream>> result(std::move(done));
    co_return result;
}

}  // namespace adapters::net::detail
