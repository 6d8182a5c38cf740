#pragma once
/// \file bot/service/desk_side.hpp
/// The bureau's side of the service: the office, and its door for files and foreign alerts over HTTP.
///
/// Threads, lifetime: as Side; made after the postman and before the pump, which it outlives.

#include "adapters/objectives/alertmanager.hpp"
#include "adapters/objectives/objective_routes.hpp"
#include "bot/commands/config.hpp"
#include "bot/office/office.hpp"
#include "bot/service/side.hpp"

#include <optional>
#include <string>

namespace bot::service {

/// Throws std::runtime_error if the file of the token cannot be used. \pre an `alertmanager_url`
[[nodiscard]] adapters::objectives::AlertmanagerSettings alertmanager_settings(const commands::Config::Desk&);

class DeskSide {
  public:
    /// Throws std::runtime_error if records of the desk are damaged or the token cannot be read: nothing is started over them.
    DeskSide(
        boost::asio::io_context&,
        const commands::Config::Desk&,
        const Ends&,
        std::vector<delivery::Channel*>,
        std::shared_ptr<const desk::Tools>,
        adapters::objectives::Doors doors
    );
    [[nodiscard]] office::Office& office() { return office_; }
    void open();   ///< listens, if the configuration wants it
    void start();  ///< begins to look
    boost::asio::awaitable<void> close();
    [[nodiscard]] std::string metrics() const;  ///< Prometheus text format: alerting.md §5.5

  private:
    boost::asio::awaitable<void> push();  ///< our alerts to Alertmanager, round after round

    boost::asio::io_context& loop_;
    delivery::Alarm& alarm_;
    commands::Listen listen_;
    adapters::objectives::Doors doors_;
    office::Office office_;
    std::optional<adapters::net::HttpServer> server_;
    std::optional<adapters::objectives::Alertmanager> alertmanager_;
    bool running_ = true;
};

}  // namespace bot::service
