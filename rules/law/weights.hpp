#pragma once
/// \file rules/law/weights.hpp
/// How likely values and leaves are for somebody of whom a few facts are known (a_priori.yaml). It orders
/// questions; it never decides anything. Internal to rules/law.
///
/// A field without a prior has all values alike; one with a prior keeps a fiftieth spread evenly, so that
/// nothing is taken as impossible. Threads: an object on one thread, for one situation.

#include "rules/law/evaluation.hpp"

#include <span>
#include <vector>

namespace rules::law {

/// The shares of the first prior that holds; empty: all values alike. `supposed` of the setting counts.
[[nodiscard]] std::span<const Share> shares_of(const Field&, const Setting&);
/// The share of [low, high] (raw, inclusive) in the field's domain.
[[nodiscard]] double share_between(const Field&, std::span<const Share>, std::int64_t low, std::int64_t high);

/// Remembers the shares of each field for one situation.
class Weights {
  public:
    /// Chance that an unknown field makes the leaf true.
    [[nodiscard]] double of(const Leaf&, const Setting&);

  private:
    struct Seen {
        bool looked_up = false;
        std::span<const Share> shares;
    };
    std::vector<Seen> seen_;
};

}  // namespace rules::law
