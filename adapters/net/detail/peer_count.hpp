#pragma once
/// \file adapters/net/detail/peer_count.hpp
/// How many connections each peer holds. One peer is an IPv4 address, or an IPv6 /64, which one household or
/// machine has to itself. Loopback is not counted: there every peer is our own proxy or homeserver. Threads:
/// pure.

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>
#include <string>

namespace adapters::net::detail {

class PeerCount {
  public:
    explicit PeerCount(std::size_t most) : most_(most) {}

    /// \returns false if the peer has its share already; else `leave` must follow.
    [[nodiscard]] bool enter(const boost::asio::ip::address& address) {
        if (address.is_loopback()) return true;
        std::size_t& count = counts_[prefix(address)];
        if (count >= most_) return false;
        ++count;
        return true;
    }
    void leave(const boost::asio::ip::address& address) {
        auto const found = counts_.find(prefix(address));
        if (found != counts_.end() && --found->second == 0) counts_.erase(found);
    }

  private:
    static std::string prefix(const boost::asio::ip::address& address) {
        if (address.is_v4()) return address.to_string();
        auto const bytes = address.to_v6().to_bytes();
        return {bytes.begin(), bytes.begin() + 8};
    }

    std::size_t most_;
    std::map<std::string, std::size_t> counts_;
};

/// The IPv4 address inside ::ffff:a.b.c.d, which a socket for both families reports; else the address itself.
inline boost::asio::ip::address without_mapping(const boost::asio::ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
}

}  // namespace adapters::net::detail
