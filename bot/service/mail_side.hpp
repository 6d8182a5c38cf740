#pragma once
/// \file bot/service/mail_side.hpp
/// The mail side of the service, outwards: the channel, its worker thread, the relay or the folder that takes the mails, and
/// the routes of the links that stand in them.
///
/// Threads, lifetime: see Side. The worker is joined before the side dies; what is under way then ends within a second
/// and is tried again at the next start.

#include "adapters/email/mail_channel.hpp"
#include "adapters/email/wire/curl_handle.hpp"
#include "bot/service/side.hpp"

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <filesystem>
#include <memory>

namespace bot::service {

struct MailSideSettings {
    MailSideSettings() = default;
    adapters::email::MailSettings mail;
    adapters::email::wire::Server relay;
    std::string hello = "localhost";  ///< the name that we greet the relay with
    std::filesystem::path mail_dir;   ///< mails become files there instead; empty: they go to the relay
};

class MailSide final : public Side {
  public:
    MailSide(db::Store&, delivery::Alarm&, MailSideSettings);
    ~MailSide() override;

    [[nodiscard]] std::vector<delivery::Channel*> channels() override { return {&channel_}; }
    void open(const Ends&) override {}
    boost::asio::awaitable<void> close() override;
    /// For an HTTP server that faces the world.
    [[nodiscard]] std::vector<adapters::net::Route> routes() const;

  private:
    db::Store& store_;
    delivery::Alarm& alarm_;
    std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
    std::unique_ptr<adapters::email::Mailer> mailer_;
    boost::asio::thread_pool worker_{1};
    adapters::email::MailChannel channel_;
};

}  // namespace bot::service
