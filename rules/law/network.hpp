#pragma once
/// \file rules/law/network.hpp
/// One version as a circuit over the cells of its fields, run through all cases, up to 64 at a time. Internal
/// to rules/law.
///
/// Everything is known here, so truth has two values; each distinct `a_verifier` text is a free variable, and
/// one with a `constat` is what that says.
/// Cells that no leaf tells apart are one. Threads: an object on one thread.

#include "rules/law/evaluation.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rules::law {

struct Findings {
    bool never = false, always = false;
    bool unpaid = false;                    ///< the conditions hold and no row of the amount does
    std::vector<const Condition*> useless;  ///< outermost clauses that could be left out
    std::vector<std::size_t> shadowed;      ///< rows that are never the first to hold
};

class Network {
  public:
    static constexpr std::uint64_t most_cases = std::uint64_t{1} << 21;

    /// Refers to the setting's version only while it is built, and to its conditions in the findings.
    explicit Network(const Setting&);
    [[nodiscard]] std::uint64_t cases() const { return cases_; }
    /// \returns nothing if there are more than `most_cases`.
    [[nodiscard]] std::optional<Findings> enumerate() const;

  private:
    struct Gate {
        const Condition* origin = nullptr;
        std::size_t parent = 0;
        std::vector<std::size_t> inputs;
        std::size_t variable = 0;  // leaf and a_verifier
        std::vector<bool> truth;   // by cell of the variable
    };
    struct Variable {
        FieldId field{};
        const std::string* to_verify = nullptr;  // not null: no field
        std::vector<const Leaf*> leaves;
        std::size_t cells = 2;
    };
    struct Run;

    std::size_t add(const Condition&);
    std::size_t variable_of(const Condition&);
    void split_into_cells(const Setting&);
    [[nodiscard]] bool nothing_left(const Run&, const std::vector<std::uint64_t>& first) const;

    std::vector<Gate> gates_;  // inputs before the gate that they enter
    std::vector<Variable> variables_;
    std::size_t root_ = 0;
    std::vector<std::optional<std::size_t>> rows_;  // gate of each row; nothing: in all other cases
    std::uint64_t cases_ = 1;
};

}  // namespace rules::law
