#pragma once
/// \file bot/delivery/loop_breaker.hpp
/// Stops talking to machines, whatever their protocol calls them: two bots that answer each other, a mail
/// robot without its header, a client gone mad.
///
/// Three signs, each for one (conversation, sender): more than `answers` in `window`; the same text `repeats`
/// times in `window`; `fast_in_a_row` messages that each came sooner after our answer than anybody types.
/// While tripped nothing is answered but danger; it closes again after `window` without a message.
/// Pure but for its memory, which is bounded and lost at a restart. Threads: the loop's.

#include "bot/delivery/alarm.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bot::delivery {

struct LoopLimits {
    std::chrono::milliseconds window{600'000};
    int answers = 40;
    int repeats = 4;
    int fast_in_a_row = 3;
    std::chrono::milliseconds fast{700};  ///< 0: this sign is not looked at
    std::size_t remembered = 50'000;      ///< pairs; the oldest go first
};

class LoopBreaker {
  public:
    using Settings = LoopLimits;
    explicit LoopBreaker(Settings settings = Settings()) : settings_(settings) {}

    enum class Verdict : std::uint8_t { answer, just_tripped, tripped };
    /// A message came that was written at `now`. Call before answering it.
    Verdict heard(
        const std::string& conversation, const std::string& sender, std::string_view text, Steady now
    );
    /// An answer to it went out.
    void answered(const std::string& conversation, const std::string& sender, Steady now);

  private:
    struct Pair {
        std::deque<Steady> answers;
        std::deque<std::pair<Steady, std::size_t>> texts;  // when, hash
        Steady last_heard{}, last_answer{};
        int fast = 0;
        bool tripped = false;
    };
    Pair& pair(const std::string& conversation, const std::string& sender);

    Settings settings_;
    std::unordered_map<std::string, Pair> pairs_;
    std::deque<std::string> order_;  // first seen first
};

}  // namespace bot::delivery
