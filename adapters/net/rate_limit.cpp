#include "adapters/net/rate_limit.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace adapters::net {

RateLimit::RateLimit(Rate rate, std::size_t remembered)
    : rate_(rate), most_(remembered), salt_{}, others_{rate.burst, Steady{}} {
    if (RAND_bytes(reinterpret_cast<unsigned char*>(salt_), sizeof salt_) != 1)
        throw std::runtime_error("le système ne donne pas de hasard");
}

/// Keyed mixing (FNV-1a between two random words): who does not know them cannot make two visitors meet.
std::uint64_t RateLimit::name_of(std::string_view key) const {
    std::uint64_t h = salt_[0];
    for (char const c : key) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    h ^= salt_[1];
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdULL;
    h ^= h >> 33;
    return h;
}

double RateLimit::tokens(const Bucket& bucket, Steady now) const {
    double const minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.at).count();
    return std::min(rate_.burst, bucket.tokens + minutes * rate_.per_minute);
}

void RateLimit::forget_full(Steady now) {
    std::erase_if(buckets_, [&](auto const& each) { return tokens(each.second, now) >= rate_.burst; });
}

bool RateLimit::allow(std::string_view key, Steady now) {
    auto const name = name_of(key);
    auto found = buckets_.find(name);
    if (found == buckets_.end() && buckets_.size() >= most_) forget_full(now);
    if (found == buckets_.end() && buckets_.size() < most_)
        found = buckets_.emplace(name, Bucket{rate_.burst, now}).first;
    Bucket& bucket = found == buckets_.end() ? others_ : found->second;
    bucket = {tokens(bucket, now), std::max(now, bucket.at)};
    if (bucket.tokens < 1 - 1e-9) return false;  // what comes back in pieces adds up to a little less
    bucket.tokens -= 1;
    return true;
}

std::chrono::seconds RateLimit::wait(std::string_view key, Steady now) const {
    auto const found = buckets_.find(name_of(key));
    double const has = tokens(found == buckets_.end() ? others_ : found->second, now);
    double const seconds = has >= 1 - 1e-9 ? 1 : (1 - has) / rate_.per_minute * 60;
    return std::chrono::seconds(std::max(1L, static_cast<long>(std::ceil(seconds))));
}

std::size_t RateLimit::left(std::string_view key, Steady now) const {
    auto const found = buckets_.find(name_of(key));
    if (found != buckets_.end()) return static_cast<std::size_t>(tokens(found->second, now) + 1e-9);
    bool const full = buckets_.size() >= most_;
    return static_cast<std::size_t>((full ? tokens(others_, now) : rate_.burst) + 1e-9);
}

}  // namespace adapters::net
