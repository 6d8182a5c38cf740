#include "bot/desk/trees.hpp"

namespace bot::desk {

using rules::steering::Objective;

Trees::Trees(std::span<const Objective> objectives) {
    by_id_.reserve(objectives.size());
    for (auto const& each : objectives) by_id_.emplace(each.id, &each);
    for (auto const& each : objectives) by_root_[root_of(each)].push_back(&each);
}

const Objective* Trees::find(std::string_view id) const {
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

const std::string& Trees::root_of(const Objective& objective) const {
    constexpr int deepest = 16;  // a circle of parents ends here
    const Objective* at = &objective;
    for (int depth = 0; depth < deepest && !at->parent.empty(); ++depth) {
        auto const* const parent = find(at->parent);
        if (parent == nullptr) break;
        at = parent;
    }
    return at->id;
}

const std::vector<const Objective*>& Trees::members(const std::string& root) const {
    static const std::vector<const Objective*> none;
    auto const found = by_root_.find(root);
    return found == by_root_.end() ? none : found->second;
}

}  // namespace bot::desk
