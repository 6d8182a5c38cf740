#pragma once
/// \file bot/delivery/outbox_queue.hpp
/// Which outbox row may be tried now. One at a time and in order for each conversation; conversations beside
/// each other. Holds ids and times only, never a message. Pure: time comes in, decisions go out.

#include "bot/delivery/alarm.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace bot::delivery {

class OutboxQueue {
  public:
    explicit OutboxQueue(std::size_t at_once) : at_once_(at_once) {}

    /// \param conversation any key that tells conversations apart
    void add(const std::string& conversation, std::int64_t id, Steady due, bool may_have_arrived);

    struct Job {
        std::int64_t id = 0;
        bool may_have_arrived = false;
    };
    /// The next row to try, marked as being tried; nothing if none is due or `at_once` are under way.
    [[nodiscard]] std::optional<Job> next(Steady now);
    /// When to ask again if nothing else happens; nothing: only after an `add` or a result.
    [[nodiscard]] std::optional<Steady> wake_at() const;

    void done(std::int64_t id);  ///< delivered or given up: the conversation's next row is free
    /// To be tried again at `at`. `unreachable`: nobody answered at all (see `peer_is_back`).
    void again(std::int64_t id, Steady at, bool may_have_arrived, bool unreachable);
    /// Somebody answered: what waits only because nobody did may go now.
    void peer_is_back(Steady now);

    /// Nothing of the conversation is tried until `release` (erasure under way).
    void hold(const std::string& conversation);
    void release(const std::string& conversation);
    /// Forgets rows that are no more (the conversation was erased), but for one that is being tried.
    void drop(const std::string& conversation);

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] std::size_t under_way() const { return trying_; }

  private:
    struct Row {
        std::string conversation;
        Steady due{};
        bool may_have_arrived = false, trying = false, unreachable = false;
    };
    struct Lane {
        std::deque<std::int64_t> ids;
        bool held = false;
    };
    void offer(const std::string& conversation);
    void withdraw(const std::string& conversation, const Lane& lane);

    std::size_t at_once_, trying_ = 0;
    std::map<std::string, Lane> lanes_;
    std::map<std::int64_t, Row> rows_;
    std::set<std::pair<Steady, std::int64_t>> due_;  // heads of lanes that are neither held nor being tried
};

}  // namespace bot::delivery
