#pragma once
/// \file tests/support/fake_sender.hpp
/// How Synapse sends to an application service: one transaction in flight, at most 100 events, a failed one
/// again after 2, 4, 8 … 512 units and for ever, oldest first, and at once when a ping succeeds.
///
/// Transaction ids restart after a restart, as on SQLite. A retry has the same id and events, as they are
/// now. Source: reference synapse.md §3, matrix.md §2.4. Internal to the fake homeserver. Threads: the
/// executor's one.

#include "adapters/net/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tests {

class FakeSender : public std::enable_shared_from_this<FakeSender> {
  public:
    using Body = std::function<std::string(const std::vector<std::string>& event_ids)>;
    struct Options {
        Options() = default;
        std::string hs_token;
        std::chrono::milliseconds unit{5};              ///< stands for a second
        std::chrono::milliseconds request_limit{2000};  ///< stands for 60 s
        std::size_t batch = 100;
    };
    struct Totals {
        std::uint64_t tries = 0, delivered = 0, failed = 0, pings = 0;
        int last_status = 0;
    };

    FakeSender(boost::asio::any_io_executor, Options, Body);
    void set_url(const std::string& url);  ///< of the application service; empty: none, nothing is sent
    void queue(const std::string& event_id);
    void stop();

    /// Faults: of the next `n` successful tries, the acknowledgement is lost (the transaction comes again).
    void lose_acknowledgements(int n) { lost_ += n; }
    /// The next `n` transactions are sent twice although they were acknowledged.
    void repeat(int n) { repeats_ += n; }
    /// The events of the next `n` transactions come again under a new id.
    void duplicate(int n) { duplicates_ += n; }
    /// The process dies and comes back: ids restart, what waits rests until the next event.
    /// \param forget_queue events that were in no transaction yet are lost.
    void restart(bool forget_queue);

    /// POST /_matrix/app/v1/ping. \returns status 0 if there was no answer. A success sends the backlog at
    /// once.
    struct Pinged {
        int status = 0;
        std::string body;
        boost::system::error_code failure;
    };
    boost::asio::awaitable<Pinged> ping(std::string body);

    [[nodiscard]] bool has_url() const { return client_ != nullptr; }
    [[nodiscard]] bool idle() const { return queue_.empty() && stored_.empty() && !in_flight_; }
    [[nodiscard]] std::size_t backlog() const { return queue_.size() + stored_.size(); }
    [[nodiscard]] const Totals& totals() const { return totals_; }
    [[nodiscard]] const std::vector<std::uint64_t>& ids_used() const { return ids_used_; }

  private:
    struct Transaction {
        std::uint64_t id = 0;
        std::vector<std::string> events;
    };
    static boost::asio::awaitable<void> run(std::shared_ptr<FakeSender>);
    boost::asio::awaitable<bool> put(Transaction);
    void wake();
    void next_transaction();

    boost::asio::any_io_executor executor_;
    Options options_;
    Body body_;
    std::shared_ptr<adapters::net::HttpClient> client_;
    std::string base_;
    boost::asio::steady_timer timer_;
    std::deque<std::string> queue_;
    std::deque<Transaction> stored_;
    std::uint64_t next_id_ = 1, era_ = 0;
    int doublings_ = 0, lost_ = 0, repeats_ = 0, duplicates_ = 0;
    bool in_flight_ = false, running_ = false, stopped_ = false, lazy_ = false, flush_ = false;
    Totals totals_;
    std::vector<std::uint64_t> ids_used_;
};

}  // namespace tests
