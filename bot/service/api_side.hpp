#pragma once
/// \file bot/service/api_side.hpp
/// The API of partners' software: its tokens, its routes, its listener.
///
/// Threads: the loop's. Lifetime: as Side's; the desk outlives it.

#include "adapters/api/api_endpoint.hpp"
#include "adapters/net/http_server.hpp"
#include "bot/commands/config.hpp"
#include "bot/evaluating/evaluator.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>

namespace bot::service {

class ApiSide {
  public:
    /// \pre config.api
    ApiSide(
        boost::asio::io_context&,
        const commands::Config&,
        db::Store&,
        delivery::Alarm&,
        std::shared_ptr<const evaluating::Evaluator>,
        office::Office* office
    );

    void open();
    boost::asio::awaitable<void> close();
    [[nodiscard]] const adapters::net::Counters* http() const { return &server_.counters(); }

  private:
    commands::Listen listen_;
    adapters::api::TokenFile tokens_;
    adapters::api::Gate gate_;
    adapters::api::ApiEndpoint endpoint_;
    adapters::net::HttpServer server_;
};

}  // namespace bot::service
