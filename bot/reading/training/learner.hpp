#pragma once
/// \file bot/reading/training/learner.hpp
/// Multinomial logistic regression by Adagrad in a fixed order: the same examples give the same bytes.

#include "bot/reading/linear.hpp"

#include <cstdint>
#include <vector>

namespace bot::reading::training {

struct Example {
    Features features;
    std::uint32_t klass = 0;
    float weight = 1;
};

struct Settings {
    std::size_t classes = 2;
    int epochs = 30;
    double rate = 0.2, decay = 1e-4;
    std::size_t most_rows = 30000;  ///< features kept, the strongest
    std::uint32_t seen_at_least = 2;
};

/// The model's data as LinearModel reads it, with temperature 1.
[[nodiscard]] std::vector<std::uint32_t> learn(const std::vector<const Example*>&, const Settings&);

/// The temperature under which the held-out probabilities are most likely.
[[nodiscard]] double best_temperature(
    const std::vector<std::vector<double>>& held_out, const std::vector<std::uint32_t>& klass
);
void set_temperature(std::vector<std::uint32_t>& model, double temperature);

}  // namespace bot::reading::training
