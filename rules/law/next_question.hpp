#pragma once
/// \file rules/law/next_question.hpp
/// How the next question is chosen. Internal to rules/law; the bench compares the ways.
/// Threads: an object on one thread; deterministic.

#include "rules/law/questions.hpp"

#include <vector>

namespace rules::law {

/// The published measures for young people that one situation leaves undecided on a day. Refers to its
/// arguments.
class Undecided {
  public:
    Undecided(const Catalogue&, const Situation&, Day);

    /// Measures that are open to the person already, sous réserve included, side helps left out.
    [[nodiscard]] int open() const { return open_; }

    /// While fewer than three main measures are open: the question that takes away most uncertainty for its
    /// price, each measure counting as it is probable; main measures before side helps. Then: the most
    /// informative.
    [[nodiscard]] std::optional<FieldId> best() const;
    /// Plain information gain for its price, over all measures alike.
    [[nodiscard]] std::optional<FieldId> most_informative() const;
    /// The first question of the vocabulary that some undecided measure needs.
    [[nodiscard]] std::optional<FieldId> first_in_order() const;

  private:
    struct Open {
        const Measure* measure = nullptr;
        const Version* version = nullptr;
        bool side = false;
        std::vector<FieldId> live;  // fields below nodes that are not settled
    };
    struct Asked {  // a question, and the fields that it gives
        FieldId question;
        std::vector<FieldId> fields;
    };

    [[nodiscard]] Setting setting(const Open&) const;
    [[nodiscard]] std::vector<Asked> questions(const std::vector<const Open*>&) const;
    [[nodiscard]] std::vector<const Open*> these(bool side) const;
    [[nodiscard]] std::optional<FieldId> in_two_steps(bool probable_first) const;
    [[nodiscard]] std::optional<FieldId> informing(
        const std::vector<Asked>& choice, const std::vector<const Open*>&, bool probable_first
    ) const;
    [[nodiscard]] double gain(FieldId, const std::vector<const Open*>&, bool probable_first) const;

    const Catalogue& catalogue_;
    const Situation& situation_;
    Day day_;
    int open_ = 0;
    std::vector<Open> undecided_;
};

}  // namespace rules::law
