#pragma once
/// \file bot/service/service.hpp
/// The whole service in one object, so that its parts die in the reverse order of their birth.
///
/// Threads: `run` makes its thread the loop's. Errors: std::system_error if a port cannot be had,
/// RegistrationError from the Matrix side.

#include "adapters/net/http_server.hpp"
#include "bot/commands/config.hpp"
#include "bot/commands/upkeep.hpp"
#include "bot/delivery/pump.hpp"
#include "bot/delivery/system_alarm.hpp"
#include "bot/service/api_side.hpp"
#include "bot/service/desk_side.hpp"
#include "bot/service/side.hpp"
#include "bot/service/supervisor.hpp"
#include "bot/service/web_side.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace bot::service {

class Service {
  public:
    /// \param desk null: no objectives are followed. \param evaluator what the API answers from; null: no API. \param day the civil day of an instant. \param end readable once we are asked to end.
    Service(
        const commands::Config&,
        std::unique_ptr<db::Store>,
        talking::Tools,
        std::shared_ptr<const desk::Tools> desk,
        std::shared_ptr<const evaluating::Evaluator> evaluator,
        std::function<std::chrono::sys_days(Instant)> day,
        int end
    );
    /// Until `end` is readable. Throws what hinders opening. \returns false if it broke while it ran: a bug, and starting again helps
    [[nodiscard]] bool run();

  private:
    [[nodiscard]] std::vector<delivery::Channel*> channels() const;
    [[nodiscard]] talking::Tools with_figures(talking::Tools) const;
    void measure();
    boost::asio::awaitable<void> shut_down();

    commands::Config config_;
    boost::asio::io_context loop_{1};
    boost::asio::posix::stream_descriptor end_;
    std::unique_ptr<db::Store> store_;
    delivery::SystemAlarm alarm_;
    Supervisor supervisor_;
    WebSide* web_ = nullptr;  ///< one of the sides
    std::vector<std::unique_ptr<Side>> sides_;
    delivery::Postman postman_;
    Tokens tokens_;
    std::unique_ptr<DeskSide> desk_;
    std::unique_ptr<ApiSide> api_;
    delivery::Pump pump_;
    adapters::net::HttpServer health_;
    commands::Upkeep upkeep_;
};

}  // namespace bot::service
