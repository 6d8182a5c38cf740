#pragma once
/// \file adapters/net/visitor_address.hpp
/// Whose request it is, behind proxies of ours. Threads: pure.

#include "adapters/net/http.hpp"

#include <span>
#include <string>

namespace adapters::net {

/// The visitor's address, grouped as one household or machine has it (IPv4 address, IPv6 /64): X-Forwarded-For from the
/// right as far as proxies of ours go, else the peer.
[[nodiscard]] std::string visitor_address(const RequestHead&, std::span<const std::string> proxies);

}  // namespace adapters::net
