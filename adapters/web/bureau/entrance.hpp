#pragma once
/// \file adapters/web/bureau/entrance.hpp
/// The way in from a conversation: somebody of the bureau writes "tableau de bord" to the bot, alone with it, and gets a
/// link there. Everything else goes on to the desk.
///
/// Threads: the loop's. Lifetime: desk and doorkeeper outlive it.

#include "adapters/web/bureau/doorkeeper.hpp"
#include "bot/delivery/front_desk.hpp"

namespace adapters::web::bureau {

class Entrance final : public bot::delivery::FrontDesk {
  public:
    Entrance(bot::delivery::FrontDesk& desk, Doorkeeper& door) : desk_(desk), door_(door) {}
    [[nodiscard]] bool takes(const bot::Inbound& inbound) override { return door_.is_asked(inbound) || desk_.takes(inbound); }
    boost::asio::awaitable<void> take(db::InboxEntry entry, bot::Inbound inbound) override {
        if (door_.is_asked(inbound)) return door_.answer(std::move(entry), std::move(inbound));
        return desk_.take(std::move(entry), std::move(inbound));
    }

  private:
    bot::delivery::FrontDesk& desk_;
    Doorkeeper& door_;
};

}  // namespace adapters::web::bureau
