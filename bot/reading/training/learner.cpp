#include "bot/reading/training/learner.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace bot::reading::training {
namespace {

/// xorshift64*: the order of examples must not depend on the library.
class Shuffle {
  public:
    std::uint64_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return state_ * 2685821657736338717ULL;
    }
    void run(std::vector<std::uint32_t>& order) {
        for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[next() % i]);
    }

  private:
    std::uint64_t state_ = 0x9E3779B97F4A7C15ULL;
};

}  // namespace

std::vector<std::uint32_t> learn(const std::vector<const Example*>& examples, const Settings& settings) {
    std::unordered_map<std::uint32_t, std::uint32_t> seen;
    for (const auto* example : examples) {
        std::vector<std::uint32_t> own;
        for (const auto& f : example->features) own.push_back(f.hash);
        std::sort(own.begin(), own.end());
        own.erase(std::unique(own.begin(), own.end()), own.end());
        for (const auto h : own) ++seen[h];
    }
    std::vector<std::uint32_t> hashes;
    for (const auto& [hash, count] : seen)
        if (count >= settings.seen_at_least) hashes.push_back(hash);
    std::sort(hashes.begin(), hashes.end());
    std::unordered_map<std::uint32_t, std::uint32_t> row;
    for (std::uint32_t i = 0; i < hashes.size(); ++i) row[hashes[i]] = i;

    struct Seen {
        std::uint32_t row;
        float value;
    };
    std::vector<std::vector<Seen>> data(examples.size());
    for (std::size_t i = 0; i < examples.size(); ++i)
        for (const auto& f : examples[i]->features)
            if (const auto at = row.find(f.hash); at != row.end()) data[i].push_back({at->second, f.value});

    const auto k = settings.classes;
    std::vector<float> weights(hashes.size() * k), squares(hashes.size() * k, 1e-6F);
    std::vector<double> score(k);
    std::vector<std::uint32_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0U);
    Shuffle shuffle;
    for (int epoch = 0; epoch < settings.epochs; ++epoch) {
        shuffle.run(order);
        const auto rate = static_cast<float>(settings.rate);
        for (const auto i : order) {
            std::fill(score.begin(), score.end(), 0.0);
            for (const auto& s : data[i])
                for (std::size_t c = 0; c < k; ++c)
                    score[c] += static_cast<double>(weights[s.row * k + c] * s.value);
            const double top = *std::max_element(score.begin(), score.end());
            double sum = 0;
            for (auto& v : score) sum += v = std::exp(v - top);
            for (std::size_t c = 0; c < k; ++c)
                score[c] = (score[c] / sum - (c == examples[i]->klass ? 1.0 : 0.0)) *
                           static_cast<double>(examples[i]->weight);
            for (const auto& s : data[i])
                for (std::size_t c = 0; c < k; ++c) {
                    auto& w = weights[s.row * k + c];
                    const float g = static_cast<float>(score[c]) * s.value +
                                    static_cast<float>(settings.decay) * w;
                    auto& q = squares[s.row * k + c];
                    q += g * g;
                    w -= rate * g / std::sqrt(q);
                }
        }
    }

    std::vector<std::uint32_t> kept(hashes.size());
    std::iota(kept.begin(), kept.end(), 0U);
    const auto strength = [&](std::uint32_t r) {
        float most = 0;
        for (std::size_t c = 0; c < k; ++c) most = std::max(most, std::abs(weights[r * k + c]));
        return most * std::sqrt(static_cast<float>(seen[hashes[r]]));
    };
    if (kept.size() > settings.most_rows) {
        std::vector<float> how(hashes.size());
        for (std::uint32_t r = 0; r < hashes.size(); ++r) how[r] = strength(r);
        std::sort(kept.begin(), kept.end(), [&](auto a, auto b) { return how[a] != how[b] ? how[a] > how[b] : a < b; });
        kept.resize(settings.most_rows);
        std::sort(kept.begin(), kept.end());
    }
    std::vector<std::uint32_t> out{model_magic, 0, 0, std::bit_cast<std::uint32_t>(1.0F), static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(kept.size())};
    for (const auto r : kept) {
        float most = 0;
        for (std::size_t c = 0; c < k; ++c) most = std::max(most, std::abs(weights[r * k + c]));
        const float scale = most > 0 ? most / 127.0F : 1.0F;
        out.push_back(hashes[r]);
        out.push_back(std::bit_cast<std::uint32_t>(scale));
        for (std::size_t c = 0; c < k; c += 4) {
            std::uint32_t packed = 0;
            for (std::size_t b = 0; b < 4 && c + b < k; ++b) {
                const auto value = static_cast<std::int8_t>(std::lround(weights[r * k + c + b] / scale));
                packed |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(value)) << (8 * b);
            }
            out.push_back(packed);
        }
    }
    std::uint64_t hash = 1469598103934665603ULL;
    for (std::size_t i = 3; i < out.size(); ++i) hash = (hash ^ out[i]) * 1099511628211ULL;
    out[2] = static_cast<std::uint32_t>(hash ^ (hash >> 32));
    return out;
}

double best_temperature(
    const std::vector<std::vector<double>>& held_out, const std::vector<std::uint32_t>& klass
) {
    double best = 1, least = 1e300;
    for (int step = 2; step <= 60; ++step) {
        const double t = step * 0.05;
        double loss = 0;
        for (std::size_t i = 0; i < held_out.size(); ++i) {
            double sum = 0;
            for (const double p : held_out[i]) sum += std::pow(std::max(p, 1e-12), 1 / t);
            loss -= std::log(std::max(std::pow(std::max(held_out[i][klass[i]], 1e-12), 1 / t) / sum, 1e-12));
        }
        if (loss < least) {
            least = loss;
            best = t;
        }
    }
    return best;
}

void set_temperature(std::vector<std::uint32_t>& model, double temperature) {
    model[3] = std::bit_cast<std::uint32_t>(static_cast<float>(temperature));
}

}  // namespace bot::reading::training
