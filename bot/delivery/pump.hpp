#pragma once
/// \file bot/delivery/pump.hpp
/// Works the inbox off: per conversation in order, conversations beside each other, those in danger first. Each entry becomes one
/// unit of the store: new state, answers and "done" together, so that a crash leaves it either untouched or
/// answered.
///
/// Threads: the loop's. Lifetime: outlives the executor's work that it spawned (`resting` first).

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/delivery/danger_watch.hpp"
#include "bot/delivery/eraser.hpp"
#include "bot/delivery/front_desk.hpp"
#include "bot/delivery/loop_breaker.hpp"
#include "bot/delivery/postman.hpp"
#include "bot/delivery/recall.hpp"
#include "bot/delivery/turn_order.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bot::delivery {

struct PumpSettings {
    /// A message that lay longer than this before we saw it belongs to an outage: only the last open question
    /// of the room is answered, with a word about the outage.
    std::chrono::milliseconds outage_after{120'000};
    std::chrono::milliseconds settle{1'500};  ///< how long such a room is given to show what else waits
    std::size_t at_once = 24;  ///< conversations being worked on; more would keep intake waiting
    std::size_t kept_free = 4;   ///< beyond these, for danger alone: the others may be waiting for slow peers
    std::chrono::milliseconds scrub_after{2'000};  ///< a redaction's bytes leave the files; gathers several
    int attempts = 3;          ///< before an entry that cannot be answered is set aside
    int store_attempts = 12;   ///< the same for one that the store will not take (some twenty minutes); never for lack of space
    std::chrono::hours answers_expire{24 * 7};
    std::function<std::uint64_t()> random;  ///< for codes; empty: the system's
    LoopLimits loop;
};

class Pump {
  public:
    using Settings = PumpSettings;

    Pump(
        boost::asio::any_io_executor,
        db::Store&,
        Alarm&,
        talking::Tools,
        std::vector<Channel*>,
        Postman&,
        Settings settings = Settings()
    );

    /// Before `start`. Not owned; null: everything goes to the conversation.
    void set_front_desk(FrontDesk* desk) { desk_ = desk; }
    void start();  ///< takes up what an earlier run left
    void wake();   ///< entries were committed
    void stop();   ///< turns under way end, no new ones begin
    [[nodiscard]] bool resting() const { return active_ == 0 && watch_.resting(); }
    [[nodiscard]] std::size_t waiting() const { return waiting_; }

  private:
    struct Waiting {
        std::int64_t seq = 0;
        Steady seen{};  // when we heard of it
    };
    struct Lane {
        std::deque<Waiting> seqs;
        bool active = false;
        bool settling = false;  // waits for what else an outage left, and holds no place meanwhile
        std::optional<Instant> away_since;  // an outage is being caught up with
        bool settled = false;
        std::int64_t heard =
            0;  // the entry that the loop breaker was asked about, once however often it is tried
        LoopBreaker::Verdict verdict = LoopBreaker::Verdict::answer;
    };
    void look_for_entries();
    void go();
    void look_for_danger(std::int64_t seq);
    boost::asio::awaitable<void> work(std::string key);
    enum class Next : std::uint8_t { entry, same_again, settle };
    boost::asio::awaitable<Next> turn(std::string key);
    boost::asio::awaitable<Next> at_desk(Taken taken);
    /// A turn failed for want of storage or by a bug: try again, or set the entry aside after `most` tries.
    boost::asio::awaitable<Next> after_failure(Taken taken, int most, bool no_space, bool apologise);
    boost::asio::awaitable<void> answer(Taken taken, talking::Circumstances circumstances);
    struct Apology {
        db::ConversationRef to;
        std::vector<Wire> wires;
        EventId answers;
    };
    boost::asio::awaitable<void> set_aside(db::InboxEntry entry, const char* why, Apology apology);
    [[nodiscard]] Apology apology_for(const Taken&) const;
    /// The entry belongs to another lane than the one that its envelope put it into.
    void move_to(const std::string& key, Waiting entry);
    void settle(const std::string& key);
    [[nodiscard]] std::optional<Taken> take(std::int64_t seq) const;
    [[nodiscard]] bool later_question_waits(const Lane&, const Inbound& first) const;

    boost::asio::any_io_executor executor_;
    db::Store& store_;
    Alarm& alarm_;
    talking::Tools tools_;
    Channels channels_;
    Recall recall_;
    Postman& postman_;
    FrontDesk* desk_ = nullptr;
    Settings settings_;
    LoopBreaker breaker_;
    Eraser eraser_;
    std::map<std::string, Lane> lanes_;
    TurnOrder order_;  // lanes with entries that nobody works on
    DangerWatch watch_;
    std::int64_t last_seen_ = 0;
    std::size_t active_ = 0, waiting_ = 0, settling_ = 0;
    bool running_ = false;
};

}  // namespace bot::delivery
