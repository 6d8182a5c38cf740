#pragma once
/// \file adapters/net/rate_limit.hpp
/// Token buckets, one a key (a visitor, a token): a burst, then so many in a minute. Memory is bounded: a bucket that is full again is
/// forgotten; where that is not enough, newcomers share one bucket until it is (a flood from many addresses).
///
/// Keys are kept as hashes under a random key of this process, never as addresses (P8). Threads: the loop's.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace adapters::net {

/// A point of steady time.
using Steady = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;

struct Rate {
    double burst = 20;
    double per_minute = 10;
};

class RateLimit {
  public:
    explicit RateLimit(Rate rate, std::size_t remembered = 20'000);
    /// \returns false: too much; then `wait` tells when one more may come.
    [[nodiscard]] bool allow(std::string_view key, Steady now);
    [[nodiscard]] std::chrono::seconds wait(std::string_view key, Steady now) const;
    /// How many may come at once now.
    [[nodiscard]] std::size_t left(std::string_view key, Steady now) const;
    [[nodiscard]] const Rate& rate() const { return rate_; }
    [[nodiscard]] std::size_t remembered() const { return buckets_.size(); }

  private:
    struct Bucket {
        double tokens;
        Steady at;
    };
    [[nodiscard]] std::uint64_t name_of(std::string_view key) const;
    [[nodiscard]] double tokens(const Bucket&, Steady now) const;
    void forget_full(Steady now);

    Rate rate_;
    std::size_t most_;
    std::uint64_t salt_[2];
    std::unordered_map<std::uint64_t, Bucket> buckets_;
    Bucket others_;
};

}  // namespace adapters::net
