#pragma once
/// \file bot/service/mail_intake_side.hpp
/// The mail side of the service, inwards: LMTP, the polled mailbox, providers' posts. What comes in is read and answered
/// through the channel of `MailSide`.
///
/// Threads, lifetime: see Side. The workers that ask the mailbox and fetch files are joined before the side dies.

#include "adapters/email/file_fetcher.hpp"
#include "adapters/email/imap_poller.hpp"
#include "adapters/email/lmtp_listener.hpp"
#include "bot/commands/mail_config.hpp"
#include "bot/service/side.hpp"

#include <boost/asio/thread_pool.hpp>

#include <optional>
#include <vector>

namespace bot::service {

class MailIntakeSide final : public Side {
  public:
    /// \param further  routes that stand beside the providers' (one-click unsubscribing)
    /// \param key  of our tokens
    MailIntakeSide(boost::asio::io_context&, const commands::MailConfig&, std::string key, std::vector<adapters::net::Route> further);
    ~MailIntakeSide() override;

    [[nodiscard]] std::vector<delivery::Channel*> channels() override { return {}; }
    /// Throws std::system_error, and std::runtime_error where a secret cannot be read.
    void open(const Ends&) override;
    void start() override;
    boost::asio::awaitable<void> close() override;
    [[nodiscard]] const adapters::net::Counters* http() const override;

  private:
    void open_lmtp(delivery::Alarm&);
    void open_http(delivery::Alarm&);

    boost::asio::io_context& loop_;
    commands::MailConfig config_;
    std::string key_;
    std::vector<adapters::net::Route> further_;
    std::optional<adapters::email::MailIntake> intake_;
    std::optional<adapters::email::LmtpListener> lmtp_;
    std::optional<adapters::email::ImapPoller> poller_;
    std::optional<adapters::net::HttpServer> server_;
    std::optional<adapters::email::FileErrands> errands_;
    boost::asio::thread_pool worker_{1}, files_worker_{1};
};

}  // namespace bot::service
