#pragma once
/// \file bot/delivery/postman.hpp
/// Delivers the outbox: asks the queue what may go, lets the channel try once, writes down what came of it.
///
/// Threads: the loop's. Lifetime: outlives the executor's work that it spawned (`drained` first).

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/delivery/outbox_queue.hpp"
#include "bot/observing/log.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace bot::delivery {

/// The key under which a conversation's rows queue.
[[nodiscard]] std::string lane_key(const db::ConversationRef&);

class Postman {
  public:
    Postman(
        boost::asio::any_io_executor, db::Store&, Alarm&, std::vector<Channel*>, std::size_t at_once = 32
    );

    void start();  ///< takes up what an earlier run left
    void wake();   ///< rows were committed
    void stop();   ///< no further tries; those under way end by themselves
    [[nodiscard]] bool resting() const { return queue_.under_way() == 0; }
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }

    void hold(const db::ConversationRef&);  ///< erasure: nothing leaves until `release`
    void release(const db::ConversationRef&);
    void forget(const db::ConversationRef&, std::int64_t first_kept);  ///< its rows below that are no more
    [[nodiscard]] bool waits(const db::ConversationRef&) const;        ///< something of it is still to be delivered
    void peer_is_back();  ///< somebody saw the peer answer: what waits only because it did not may go

  private:
    void look_for_rows();
    std::optional<db::OutboxEntry> take(std::int64_t id);
    void go();
    boost::asio::awaitable<void> attempt(OutboxQueue::Job job);
    [[nodiscard]] observing::Field channel_field(const db::OutboxEntry&) const;
    boost::asio::awaitable<void> settle(db::OutboxEntry entry, Attempt attempt);
    boost::asio::awaitable<void> give_up(db::OutboxEntry entry, db::Delivery why, int status);

    boost::asio::any_io_executor executor_;
    db::Store& store_;
    Alarm& alarm_;
    std::map<std::string, Channel*, std::less<>> channels_;
    OutboxQueue queue_;
    std::unordered_map<std::int64_t, db::OutboxEntry> fresh_;  // just read, not tried yet; bounded
    std::int64_t last_seen_ = 0;
    Steady alarm_set_for_ = Steady::max();
    std::map<std::string, bool, std::less<>> peer_away_;
    bool running_ = false;
};

}  // namespace bot::delivery
