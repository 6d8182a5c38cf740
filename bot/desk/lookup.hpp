#pragma once
/// \file bot/desk/lookup.hpp
/// What is looked for among the objectives of an installation, prepared once: by id, by tree, by measure, by the words that
/// people say. Holds pointers into the objectives that it was made of.
///
/// Threads: a value that does not change.

#include "bot/desk/trees.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bot::desk {

/// A word that names a place or an operator: it stands beside an objective and names none.
[[nodiscard]] bool beside_a_name(std::string_view word);

class Lookup {
  public:
    explicit Lookup(std::span<const rules::steering::Objective>);
    [[nodiscard]] const Trees& trees() const { return trees_; }
    /// Those of a measure, whatever its accents and capitals; in the order of the catalogue.
    [[nodiscard]] const std::vector<const rules::steering::Objective*>& of_measure(std::string_view code) const;
    /// Those whose measure or label has a word of the text, each with how many; words that many labels have and numbers
    /// do not count. In the order of the catalogue.
    [[nodiscard]] std::vector<std::pair<std::size_t, const rules::steering::Objective*>> in_common(std::string_view text) const;
    /// Whether a word (as `words_of` gives it) stands in the measure or label of one of them.
    [[nodiscard]] bool knows(const std::string& word) const { return words_.contains(word); }
    /// A word that was probably mistyped, and the known one that was meant.
    struct Near {
        std::string written, meant;
    };
    /// Two letters that changed places ("cje"), or in a long word one that is wrong, missing or too many; only if one word
    /// alone can be meant. The first such word of those given.
    [[nodiscard]] std::optional<Near> near(const std::vector<std::string>& words) const;

  private:
    struct Place {
        std::size_t objective = 0, times = 0;
    };
    std::span<const rules::steering::Objective> objectives_;
    Trees trees_;
    std::unordered_map<std::string, std::vector<Place>> words_;
    std::map<std::string, std::vector<const rules::steering::Objective*>, std::less<>> measures_;
};

/// A lookup that belongs to the objectives beside it: a copy of both has none.
class OwnLookup {
  public:
    OwnLookup() = default;
    OwnLookup(const OwnLookup& /*other*/) {}  // its objectives are others
    OwnLookup(OwnLookup&&) noexcept = default;
    OwnLookup& operator=(const OwnLookup& other) {
        if (this != &other) made_.reset();
        return *this;
    }
    OwnLookup& operator=(OwnLookup&&) noexcept = default;
    ~OwnLookup() = default;
    void make(std::span<const rules::steering::Objective> objectives) { made_ = std::make_shared<const Lookup>(objectives); }
    [[nodiscard]] const std::shared_ptr<const Lookup>& made() const { return made_; }

  private:
    std::shared_ptr<const Lookup> made_;
};

}  // namespace bot::desk
