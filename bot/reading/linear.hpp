#pragma once
/// \file bot/reading/linear.hpp
/// A linear model of many classes over hashed features, with weights of eight bits, as the training tool writes it.
///
/// Data: little-endian words: magic, hash of the training set, temperature, classes, rows; per row the feature's
/// hash, a scale and one signed byte a class. Threads: immutable.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace bot::reading {

/// One thing seen in a message. `word`: which word it came from, or `no_word`.
struct Feature {
    std::uint32_t hash = 0;
    std::uint32_t word = 0;
    float value = 0;
};
inline constexpr std::uint32_t no_word = 0xffffffff;

using Features = std::vector<Feature>;

class LinearModel {
  public:
    LinearModel() = default;
    /// `data` must outlive the model. Throws std::invalid_argument if it is no such model.
    explicit LinearModel(std::span<const std::uint32_t> data);

    /// Probabilities of the classes, calibrated; they add up to 1.
    void probabilities(const Features&, std::vector<double>& out) const;
    /// What one feature says for a class, before calibration.
    [[nodiscard]] double weight(const Feature&, std::size_t klass) const;
    [[nodiscard]] std::size_t classes() const { return classes_; }

  private:
    [[nodiscard]] std::uint32_t row(std::uint32_t hash) const;  ///< from 1; 0: unknown

    std::span<const std::uint32_t> rows_;
    std::size_t classes_ = 0, stride_ = 0;
    double temperature_ = 1;
    struct Slot {
        std::uint32_t hash = 0, row = 0;  // row + 1; 0: free
    };
    std::vector<Slot> index_;  // open addressing; the hash beside the row spares a second miss of the cache
};

inline constexpr std::uint32_t model_magic = 0x50485231;

/// The models built into the program.
struct BuiltInModels {
    std::span<const std::uint32_t> intent, danger, danger_type;
};
[[nodiscard]] BuiltInModels built_in_models();

}  // namespace bot::reading
