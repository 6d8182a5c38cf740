#pragma once
/// \file adapters/api/api_endpoint.hpp
/// The API behind HTTP: routes for a server, each with its limit on the body. The order of refusals is 404, 405, 401,
/// 403, 429, 415, all before the body; then 413, 400, 422.
///
/// Threads: the loop's; many people are evaluated on a thread of the endpoint's own, one request at a time. Lifetime:
/// what it is given outlives it, and it outlives the server that has its routes.

#include "adapters/api/gate.hpp"
#include "adapters/api/idempotency.hpp"
#include "adapters/api/law_answers.hpp"
#include "adapters/api/objective_answers.hpp"
#include "adapters/api/operations.hpp"
#include "adapters/net/http_server.hpp"
#include "bot/office/office.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <vector>

namespace adapters::api {

class ApiEndpoint {
  public:
    /// \param office null: no objectives are followed, and what is asked about them is 404
    ApiEndpoint(Gate&, bot::delivery::Alarm&, std::shared_ptr<const Evaluator>, bot::office::Office* office, db::Store&);
    ~ApiEndpoint();

    [[nodiscard]] std::vector<net::Route> routes();
    /// Problems in place of the server's bare answers.
    [[nodiscard]] static net::HttpServer::Answers answers();

  private:
    [[nodiscard]] std::optional<net::Reply> admit(const net::RequestHead&);
    boost::asio::awaitable<net::Reply> handle(net::Request);
    boost::asio::awaitable<net::Reply> answer(const Endpoint& endpoint, std::string id, net::Request request, Token token);
    [[nodiscard]] net::Reply about_objectives(Operation, const net::RequestHead&, const std::string& id, const Token&);
    boost::asio::awaitable<net::Reply> bulk(net::Request request);

    Gate& gate_;
    bot::delivery::Alarm& alarm_;
    std::shared_ptr<const Evaluator> evaluator_;
    bot::office::Office* office_;
    Idempotency keys_;
    Overviews overviews_;
    boost::asio::thread_pool worker_{1};
};

}  // namespace adapters::api
