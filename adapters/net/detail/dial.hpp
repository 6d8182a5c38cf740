#pragma once
/// \file adapters/net/detail/dial.hpp
/// From an origin to a connection, within a limit: name, address after address, TLS.
/// Threads: the executor's one thread (names are looked up by Asio's own thread).

#include "adapters/net/detail/stream.hpp"
#include "adapters/net/http_client.hpp"

namespace adapters::net::detail {

/// \param context only for an origin with TLS. Errors: client_errc::unreachable, client_errc::tls_refused.
asio::awaitable<boost::system::result<std::unique_ptr<Stream>>> dial(
    Origin origin, std::shared_ptr<asio::ssl::context> context, Clock::time_point until
);

}  // namespace adapters::net::detail
