#pragma once
/// \file bot/delivery/front_desk.hpp
/// Somebody who deals with certain messages before the conversation does: orders under an alert, marks on it, figures
/// typed in the bureau's room. The pump asks, in order within a conversation as for everything else.
///
/// Threads: the loop's.

#include "bot/message.hpp"
#include "db/store.hpp"

#include <boost/asio/awaitable.hpp>

namespace bot::delivery {

class FrontDesk {
  public:
    virtual ~FrontDesk() = default;
    /// Cheap, no waiting.
    [[nodiscard]] virtual bool takes(const Inbound&) = 0;
    /// Whether what a conversation would ask of it takes long to work out ("vu comme le 25/06"). Cheap, no waiting.
    [[nodiscard]] virtual bool needs_time(const Inbound&) { return false; }
    /// Works that out beside the loop, so that the conversation finds it there.
    virtual boost::asio::awaitable<void> prepare(Inbound) { co_return; }
    /// State, answers and "done" in one transaction. Throws NotStored: nothing has happened; the entry comes again.
    virtual boost::asio::awaitable<void> take(db::InboxEntry entry, Inbound inbound) = 0;
};

}  // namespace bot::delivery
