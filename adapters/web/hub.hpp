#pragma once
/// \file adapters/web/hub.hpp
/// Wakes the pages that wait for something to happen in their conversation. Nothing durable: what happened stands in the
/// store; a wake-up that is lost at a crash is made up for by the page's next look.
///
/// Threads: the loop's. Lifetime: outlives the coroutines that wait (`stop`, then let them end).

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <string>

namespace adapters::web {

class Hub {
  public:
    explicit Hub(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    void changed(const std::string& conversation);
    /// Delivery let this row through; it may not be written down yet.
    void arrived(const std::string& conversation, std::int64_t id);
    [[nodiscard]] std::int64_t arrived_up_to(const std::string& conversation) const;
    /// Ask before looking; what changes after that ends the wait.
    [[nodiscard]] std::uint64_t version(const std::string& conversation) const;
    /// Until something has changed since `version`, `limit` is over, or `stop`.
    boost::asio::awaitable<void> wait(
        std::string conversation, std::uint64_t version, std::chrono::milliseconds limit
    );
    void stop();
    [[nodiscard]] bool is_stopped() const { return stopped_; }
    [[nodiscard]] std::size_t remembered() const { return lanes_.size(); }

  private:
    struct Lane {
        std::int64_t arrived = 0;
        std::uint64_t version = 0;
        std::list<boost::asio::steady_timer*> waiting;
    };
    Lane& lane(const std::string& conversation);
    boost::asio::any_io_executor executor_;
    std::map<std::string, Lane> lanes_;
    std::uint64_t clock_ = 0;
    bool stopped_ = false;
};

}  // namespace adapters::web
