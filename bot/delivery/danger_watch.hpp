#pragma once
/// \file bot/delivery/danger_watch.hpp
/// Looks through what waits for its turn, between the turns of others, so that nobody in danger stands behind a backlog.
/// The newest first: whoever wrote a moment ago is there to read the answer.
///
/// Threads: the loop's. Lifetime: outlives the executor's work that it posted (`resting` first).

#include "bot/message.hpp"
#include "bot/talking/conversation.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

namespace bot::delivery {

/// Whether a message would be answered with where to call. Pure; well under a millisecond.
[[nodiscard]] bool speaks_of_danger(const talking::Tools&, const Inbound&, std::chrono::sys_days today);

class DangerWatch {
  public:
    /// \param look  looks at one entry of the inbox
    DangerWatch(boost::asio::any_io_executor executor, std::function<void(std::int64_t seq)> look);

    void add(std::int64_t seq) { unseen_.push_back(seq); }
    void clear() { unseen_.clear(); }  ///< nothing waits for its turn any more
    void go();                         ///< a few at a time, until all have been looked at
    [[nodiscard]] bool resting() const { return !posted_; }

  private:
    boost::asio::any_io_executor executor_;
    std::function<void(std::int64_t)> look_;
    std::vector<std::int64_t> unseen_;
    bool posted_ = false;
};

}  // namespace bot::delivery
