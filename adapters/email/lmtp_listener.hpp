#pragma once
/// \file adapters/email/lmtp_listener.hpp
/// The LMTP server's sockets (lmtp_server.hpp decides what is said): a UNIX socket, TCP on loopback, or both. 250 is said
/// after the commit and never before; a store that is full or closing is 451/452 and the peer keeps its mail.
///
/// Limits: connections at once (the next ones wait in the backlog), bytes held over all connections (then 452, at MAIL
/// or at the end of the mail that goes beyond them, of which nothing is kept any more),
/// silence of a peer, life of a connection; the size of a mail is `limits.raw_bytes`. Source: RFC 2033; email.md §2.1, §2.3.
/// Threads: the executor's one thread. Lifetime: the intake outlives it; `drain` before the end lets mails under way end.

#include "adapters/email/mail_intake.hpp"
#include "adapters/email/lmtp_server.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace adapters::email {

struct LmtpLimits {
    LmtpLimits() = default;
    std::size_t connections = 8;
    /// A mail of the largest size and a second of half of it: each costs some five times its bytes until it is read (test_mail_in.py), and
    /// the unit of packaging/systemd grants 512 MB.
    std::size_t held_bytes = 40u << 20;
    std::chrono::milliseconds silence{300'000};
    std::chrono::milliseconds write_time{60'000};
    std::chrono::milliseconds life{1'800'000};
};

class LmtpListener {
  public:
    /// \param now  stored as the time of arrival
    LmtpListener(boost::asio::any_io_executor, MailIntake&, LmtpServer::Options, std::function<Instant()> now, LmtpLimits = LmtpLimits());
    ~LmtpListener();

    /// Replaces a socket file that nobody listens on any more; what listens there, or is no socket, stays and is an
    /// error. Whoever may write to the file may deliver: mode 0660. Throws std::system_error.
    void listen(const std::filesystem::path& socket);
    /// \returns the port. Throws std::system_error.
    std::uint16_t listen(const std::string& address, std::uint16_t port);
    /// Accepts no more, says 421 to peers between two mails; completes when nobody is left or the time is over.
    boost::asio::awaitable<void> drain(std::chrono::milliseconds limit);
    [[nodiscard]] std::size_t connections() const;
    /// Bytes of mails that are kept now, over all connections.
    [[nodiscard]] std::size_t held() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace adapters::email
