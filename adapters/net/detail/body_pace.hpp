#pragma once
/// \file adapters/net/detail/body_pace.hpp
/// How long a body may take: a limit for all of it, and a least speed over windows of ten seconds.
/// Threads: pure.

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace adapters::net::detail {

class BodyPace {
  public:
    using Time = std::chrono::steady_clock::time_point;
    /// The window is shorter where the whole time is: three windows fit into it at least.
    BodyPace(Time start, std::chrono::milliseconds whole, std::size_t bytes_per_second)
        : window_(std::min<std::chrono::milliseconds>(std::chrono::seconds(10), whole / 3)),
          end_(start + whole),
          window_end_(start + window_),
          needed_(bytes_per_second * static_cast<std::size_t>(window_.count()) / 1000) {}

    [[nodiscard]] Time next_check() const { return std::min(window_end_, end_); }
    void received(std::size_t bytes) { seen_ += bytes; }
    /// At or after `next_check()`: \returns true if the body is to be given up; else a new window begins.
    [[nodiscard]] bool is_too_slow(Time now) {
        if (now >= end_ || seen_ < needed_) return true;
        seen_ = 0;
        window_end_ = now + window_;
        return false;
    }

  private:
    std::chrono::milliseconds window_;
    Time end_, window_end_;
    std::size_t needed_, seen_ = 0;
};

}  // namespace adapters::net::detail
