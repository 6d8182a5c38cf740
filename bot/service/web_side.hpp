#pragma once
/// \file bot/service/web_side.hpp
/// The chat page: its channel, its routes, its listener; beside it, where there is a desk, the bureau's page.
///
/// Threads, lifetime: see Side.

#include "adapters/web/bureau/bureau_endpoint.hpp"
#include "adapters/web/bureau/entrance.hpp"
#include "adapters/web/chat_endpoint.hpp"
#include "adapters/web/web_channel.hpp"
#include "bot/commands/config.hpp"
#include "bot/service/side.hpp"
#include "bot/talking/conversation.hpp"

#include <optional>

namespace bot::service {

class WebSide final : public Side {
  public:
    WebSide(boost::asio::io_context&, const commands::Config::Web&, const talking::Tools&);

    [[nodiscard]] std::vector<delivery::Channel*> channels() override { return {&channel_}; }
    /// Before `open`: the bureau's page too. \param channels those by which sign-in links can be sent
    void serve_bureau(office::Office&, std::vector<delivery::Channel*> channels);
    void open(const Ends&) override;
    /// Once opened: what stands before the desk; null without a bureau's page.
    [[nodiscard]] delivery::FrontDesk* entrance() { return entrance_ ? &*entrance_ : nullptr; }
    boost::asio::awaitable<void> close() override;
    [[nodiscard]] const adapters::net::Counters* http() const override {
        return server_ ? &server_->counters() : nullptr;
    }

  private:
    boost::asio::io_context& loop_;
    commands::Listen listen_;
    adapters::web::ChatSettings settings_;
    adapters::web::Texts texts_;
    adapters::web::Hub hub_;
    adapters::web::WebChannel channel_;
    std::optional<adapters::web::ChatEndpoint> endpoint_;
    office::Office* office_ = nullptr;
    std::vector<delivery::Channel*> link_channels_;
    std::optional<adapters::web::bureau::Doorkeeper> door_;
    std::optional<adapters::web::bureau::Entrance> entrance_;
    std::optional<adapters::web::bureau::BureauEndpoint> bureau_;
    std::optional<adapters::net::HttpServer> server_;
};

}  // namespace bot::service
