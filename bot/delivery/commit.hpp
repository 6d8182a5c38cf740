#pragma once
/// \file bot/delivery/commit.hpp
/// `co_await` on the store and on the clock: queue a unit, come back to this executor when it is on disk or has
/// failed; or come back after a while.

#include "bot/delivery/alarm.hpp"
#include "db/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>

namespace bot::delivery {

inline db::Micros micros(Instant at) {
    return at.time_since_epoch().count();
}
inline Instant instant(db::Micros at) {
    return Instant(std::chrono::microseconds(at));
}

/// A turn was made, but its unit was not committed: nothing of it has happened.
struct NotStored {
    bool no_space = false;  ///< the disk is full: waiting helps, counting tries does not
};
/// \param failure  of a commit, not null
[[nodiscard]] NotStored not_stored(const std::exception_ptr& failure);

/// \returns null when the unit is durable; else why it is not (nothing of it was kept).
boost::asio::awaitable<std::exception_ptr> commit(db::Store& store, db::Store::Unit unit);
/// The same for any call of the store that takes a completion (scrub, purge, backup).
boost::asio::awaitable<std::exception_ptr> completion_of(std::function<void(db::Store::Completion)> start);

/// Nothing for a while.
boost::asio::awaitable<void> rest(Alarm& alarm, std::chrono::milliseconds time);

}  // namespace bot::delivery
