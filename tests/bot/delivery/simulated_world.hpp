#pragma once
/// \file tests/bot/delivery/simulated_world.hpp
/// A homeserver, a network, a disk and the real delivery loops in one thread on a virtual clock. Everything
/// that can go wrong is drawn from one seed, so a seed is a history that can be played again.

#include "bot/delivery/pump.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace tests {

struct Faults {
    double crash_per_second = 0;  ///< of the program
    double commit_fails = 0;      ///< a whole batch
    double reply_lost = 0;        ///< it arrived, nobody told us
    double request_lost = 0;
    double unreachable = 0;
    double rate_limited = 0;
    double ack_lost = 0;                  ///< the homeserver sends the transaction again
    double clock_jumps_per_second = 0;    ///< of the wall's clock: an hour, a day, a year, either way
    double peer_restarts_per_second = 0;  ///< forgets idempotency keys
};

/// One line that a person in the room can see.
struct Visible {
    std::string answers, body, key, id;
};

class SimulatedWorld {
  public:
    SimulatedWorld(
        bot::talking::Tools tools, unsigned seed, Faults faults, bot::delivery::PumpSettings settings
    );
    ~SimulatedWorld();

    /// Somebody writes. Event ids are "<room>-<number>".
    void say(const std::string& room, const std::string& text, bot::Instant when);
    /// Plays until nothing is left to happen; faults stop at `calm_after`.
    /// \returns false if it did not come to rest within a simulated day.
    bool play(bot::Instant calm_after);

    [[nodiscard]] const std::map<std::string, std::vector<Visible>>& rooms() const { return rooms_; }
    [[nodiscard]] const Disk& disk() const { return disk_; }
    [[nodiscard]] int crashes() const { return crashes_; }
    [[nodiscard]] int acknowledged() const { return acknowledged_; }
    [[nodiscard]] bot::Instant start() const { return start_; }

  private:
    friend class SimulatedChannel;
    struct Program;
    struct Event {
        std::string room, id, text;
        bot::Instant written;
    };
    bool chance(double p);
    std::chrono::microseconds latency(int most_ms);
    void push();
    void start_program();
    void crash();
    void disturb();

    bot::talking::Tools tools_;
    bot::delivery::PumpSettings settings_;
    Faults faults_;
    std::mt19937 random_;
    bot::Instant start_;
    std::unique_ptr<VirtualTime> time_;
    std::vector<std::unique_ptr<boost::asio::io_context>>
        contexts_;  // also of dead programs: closures point there
    Disk disk_;
    std::unique_ptr<Program> program_;

    std::deque<Event> to_push_;
    bool pushing_ = false;
    int push_tries_ = 0;
    std::map<std::string, int> counter_;
    std::map<std::string, std::vector<Visible>> rooms_;
    std::map<std::string, std::string> sent_keys_;  // the homeserver's memory of transaction ids
    int crashes_ = 0, acknowledged_ = 0, ids_ = 0;
};

}  // namespace tests
