#pragma once
/// \file bot/desk/trees.hpp
/// Objectives by id and by the tree that they stand in: parent, children, sisters. With ten thousand of them a search
/// from the front for each is what takes the time.
///
/// Holds pointers into the objectives that it was made of; they stay where they are as long as it is used. Threads: a
/// value that does not change.

#include "rules/steering/objective.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bot::desk {

class Trees {
  public:
    Trees() = default;
    explicit Trees(std::span<const rules::steering::Objective>);
    /// null: there is none
    [[nodiscard]] const rules::steering::Objective* find(std::string_view id) const;
    /// The id of the root of the tree that it stands in; its own where its parent is not known.
    [[nodiscard]] const std::string& root_of(const rules::steering::Objective&) const;
    /// All of one tree, in the order of the catalogue.
    [[nodiscard]] const std::vector<const rules::steering::Objective*>& members(const std::string& root) const;

  private:
    std::unordered_map<std::string_view, const rules::steering::Objective*> by_id_;
    std::unordered_map<std::string_view, std::vector<const rules::steering::Objective*>> by_root_;
};

}  // namespace bot::desk
