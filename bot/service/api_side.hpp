#pragma once
/// \file bot/service/api_side.hpp
/// The API of partners' software: its routes, its listener; and the tokens by which machines come in.
///
/// Threads: the loop's. Lifetime: as Side's; the desk outlives it.

#include "adapters/api/api_endpoint.hpp"
#include "adapters/net/http_server.hpp"
#include "adapters/objectives/objective_routes.hpp"
#include "bot/commands/config.hpp"
#include "bot/evaluating/evaluator.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>

namespace bot::service {

/// Who may come in where machines knock: the API, and the bureau's door for figures and alerts. One file of tokens.
class Tokens {
  public:
    Tokens(const commands::Config&, delivery::Alarm&);
    [[nodiscard]] adapters::api::Gate& gate() { return gate_; }
    /// By scope: imports:write, objectives:read, alerts:write.
    [[nodiscard]] adapters::objectives::Doors doors();

  private:
    adapters::api::TokenFile file_;
    adapters::api::Gate gate_;
};

class ApiSide {
  public:
    ApiSide(
        boost::asio::io_context&,
        const commands::ApiConfig&,
        db::Store&,
        delivery::Alarm&,
        adapters::api::Gate&,
        std::shared_ptr<const evaluating::Evaluator>,
        office::Office* office
    );

    void open();
    boost::asio::awaitable<void> close();
    [[nodiscard]] const adapters::net::Counters* http() const { return &server_.counters(); }

  private:
    commands::Listen listen_;
    adapters::api::ApiEndpoint endpoint_;
    adapters::net::HttpServer server_;
};

}  // namespace bot::service
