#pragma once
/// \file bot/delivery/outbox_queue.hpp
/// Which outbox row may be tried now. One at a time and in order for each conversation; conversations beside
/// each other: those first in which somebody is in danger, those last that hold nothing but regular posts, the rest by who
/// waits longest. A row that stands before one of danger goes when that one would. Holds ids and times only, never a
/// message. Pure: time comes in, decisions go out.

#include "bot/delivery/alarm.hpp"
#include "db/store.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bot::delivery {

class OutboxQueue {
  public:
    /// \param kept_free  places beyond `at_once` that only danger takes: slow peers may hold all others
    explicit OutboxQueue(std::size_t at_once, std::size_t kept_free = 0) : at_once_(at_once), kept_free_(kept_free) {}

    /// \param conversation any key that tells conversations apart
    void add(
        const std::string& conversation, std::int64_t id, Steady due, bool may_have_arrived,
        db::Precedence precedence = db::Precedence::usual
    );

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
    /// Forgets rows below `first_kept` that are no more (the conversation was erased), but for one that is being
    /// tried. \returns the ids that were forgotten.
    std::vector<std::int64_t> drop(const std::string& conversation, std::int64_t first_kept);
    [[nodiscard]] bool waits(const std::string& conversation) const { return lanes_.contains(conversation); }

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] std::size_t under_way() const { return trying_; }

  private:
    struct Row {
        std::string conversation;
        Steady due{};
        bool may_have_arrived = false, trying = false, unreachable = false;
        db::Precedence precedence = db::Precedence::usual;
    };
    using Due = std::pair<Steady, std::int64_t>;
    struct Lane {
        std::deque<std::int64_t> ids;
        bool held = false;
        std::size_t first = 0, last = 0;  // rows of that precedence
        std::optional<std::pair<std::size_t, Due>> offered;  // rank, and what stands in due_
    };
    [[nodiscard]] static std::size_t rank(const Lane&);
    [[nodiscard]] std::size_t places(std::size_t rank) const { return at_once_ + (rank == 0 ? kept_free_ : 0); }
    /// Its head stands in due_ as it must stand now, or not at all.
    void offer(Lane& lane);
    void withdraw(Lane& lane);

    std::size_t at_once_, kept_free_, trying_ = 0;
    std::map<std::string, Lane> lanes_;
    std::map<std::int64_t, Row> rows_;
    std::array<std::set<Due>, 3> due_;  // by rank: heads of lanes that are neither held nor being tried
};

}  // namespace bot::delivery
