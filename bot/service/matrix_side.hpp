#pragma once
/// \file bot/service/matrix_side.hpp
/// The Matrix side of the service: client, channel, endpoint, introduction at the homeserver.
///
/// Threads, lifetime: see Side.

#include "adapters/matrix/homeserver_endpoint.hpp"
#include "adapters/matrix/matrix_channel.hpp"
#include "adapters/matrix/startup.hpp"
#include "bot/commands/config.hpp"
#include "bot/service/side.hpp"

#include <optional>

namespace bot::service {

/// Settings with the registration's tokens if asked for. Throws RegistrationError.
[[nodiscard]] adapters::matrix::Settings matrix_settings(const commands::Config::Matrix&, bool with_tokens);

class MatrixSide final : public Side {
  public:
    /// Throws RegistrationError.
    MatrixSide(boost::asio::io_context&, const commands::Config::Matrix&);

    [[nodiscard]] std::vector<delivery::Channel*> channels() override { return {&channel_}; }
    void open(const Ends&) override;
    void start() override;
    boost::asio::awaitable<void> close() override;
    [[nodiscard]] const adapters::net::Counters* http() const override;

  private:
    boost::asio::awaitable<void> introduce();

    boost::asio::io_context& loop_;
    commands::Listen listen_;
    adapters::matrix::Settings settings_;
    std::shared_ptr<adapters::matrix::CsClient> client_;
    adapters::matrix::MatrixChannel channel_;
    std::optional<adapters::matrix::HomeserverEndpoint> endpoint_;
    std::optional<adapters::net::HttpServer> server_;
    std::optional<adapters::matrix::Startup> startup_;
};

}  // namespace bot::service
