#pragma once
/// \file adapters/terminal/conversation.hpp
/// One person at a terminal: the same loops as the service's, with the terminal as the only channel.
///
/// Ownership: the store outlives it. Threads: the caller's; `say` runs the loop until everything is answered.

#include "adapters/terminal/terminal_channel.hpp"
#include "bot/delivery/pump.hpp"
#include "bot/delivery/system_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <string>
#include <vector>

namespace adapters::terminal {

class Conversation {
  public:
    Conversation(
        db::Store&, bot::talking::Tools, std::function<std::chrono::sys_days(bot::Instant)> civil_day, Look
    );

    /// One line through the whole trip: stored, answered, delivered. \returns what was answered.
    /// Throws what the store threw if the line could not be stored.
    std::vector<std::string> say(const std::string& line, const std::string& who = "moi");

  private:
    boost::asio::awaitable<void> one_turn(db::NewInbound);

    boost::asio::io_context loop_{1};
    db::Store& store_;
    bot::delivery::SystemAlarm alarm_;
    std::vector<std::string> said_;
    int count_ = 0;
    TerminalChannel channel_;
    bot::delivery::Postman postman_;
    bot::delivery::Pump pump_;
};

}  // namespace adapters::terminal
