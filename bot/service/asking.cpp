#include "bot/service/asking.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace bot::service {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// "0.0.0.0" is where one listens, not where one is reached.
std::string reached_at(const std::string& address) {
    if (address == "0.0.0.0") return "127.0.0.1";
    return address == "::" ? "::1" : address;
}

}  // namespace

std::optional<Told> ask_http(const commands::Listen& at, const std::string& path) {
    constexpr std::size_t most = std::size_t{64} << 10U;
    asio::ip::tcp::iostream peer;
    peer.expires_after(3s);
    peer.connect(reached_at(at.address), std::to_string(at.port));
    if (!peer) return std::nullopt;
    peer << "GET " << path << " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" << std::flush;
    Told told;
    std::string version, line;
    if (!(peer >> version >> told.status) || !version.starts_with("HTTP/1.")) return Told();
    while (std::getline(peer, line) && line != "\r") {
    }
    for (char c = 0; told.body.size() < most && peer.get(c);) told.body += c;
    return told;
}

bool can_listen(const commands::Listen& listen) {
    asio::io_context apart;
    boost::system::error_code error;
    asio::ip::tcp::endpoint const at(asio::ip::make_address(listen.address, error), listen.port);
    if (error) return false;
    asio::ip::tcp::acceptor acceptor(apart);
    acceptor.open(at.protocol(), error);
    if (error) return false;
    acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
    acceptor.bind(at, error);
    return !error;
}

}  // namespace bot::service
