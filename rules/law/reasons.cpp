#include "rules/law/reasons.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using Set = std::vector<const Condition*>;

/// How many parts, which have the wanted truth, it takes to give the node that truth.
std::size_t parts_needed(const Condition& node, Truth wanted) {
    std::size_t const all = node.parts.size();
    auto const count = static_cast<std::size_t>(node.count);
    switch (node.kind) {
        case Condition::Kind::all:
            return wanted == Truth::yes ? all : 1;
        case Condition::Kind::any:
            return wanted == Truth::yes ? 1 : all;
        case Condition::Kind::at_least:
            return wanted == Truth::yes ? count : all - count + 1;
        default:
            return all;
    }
}

/// The smallest sets, as many as are needed, in the order in which they stand in the file.
Set smallest(std::vector<Set> sets, std::size_t needed) {
    std::vector<std::size_t> order(sets.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return sets[a].size() < sets[b].size();
    });
    order.resize(std::min(needed, order.size()));
    std::sort(order.begin(), order.end());
    Set joined;
    for (std::size_t const i : order) joined.insert(joined.end(), sets[i].begin(), sets[i].end());
    return joined;
}

/// A smallest set of leaves that gives the node the truth `wanted`, which it has.
Set causes(const Condition& node, const Setting& setting, Truth wanted, Verifying verifying) {
    if (node.kind == Condition::Kind::leaf) return {&node};
    if (node.kind == Condition::Kind::not_)
        return causes(node.parts.front(), setting, negated(wanted), flipped(verifying));
    if (node.kind == Condition::Kind::to_verify)  // its constat says so: by itself it suits the person
        return node.parts.empty() ? Set{} : causes(node.parts.front(), setting, wanted, verifying);
    std::vector<Set> sets;
    for (const Condition& part : node.parts)
        if (evaluate(part, setting, verifying) == wanted)
            sets.push_back(causes(part, setting, wanted, verifying));
    return smallest(std::move(sets), parts_needed(node, wanted));
}

/// The fewest `a_verifier` nodes on which the truth `wanted` rests; `verifying` suits that truth.
Set dependencies(const Condition& node, const Setting& setting, Truth wanted, Verifying verifying) {
    if (evaluate(node, setting, flipped(verifying)) == wanted) return {};
    if (node.kind == Condition::Kind::to_verify) return {&node};
    if (node.kind == Condition::Kind::not_)
        return dependencies(node.parts.front(), setting, negated(wanted), flipped(verifying));
    std::vector<Set> sets;
    for (const Condition& part : node.parts)
        if (evaluate(part, setting, verifying) == wanted)
            sets.push_back(dependencies(part, setting, wanted, verifying));
    return smallest(std::move(sets), parts_needed(node, wanted));
}

bool same_line(const Leaf& a, const Leaf& b) {
    return a.field == b.field && a.comparison == b.comparison && a.values == b.values &&
           a.parameter == b.parameter;
}

/// The truth of the tree when only the leaves `kept` are known.
Truth with_only(const Set& kept, const Condition& node, const Setting& setting, Verifying verifying) {
    if (node.kind == Condition::Kind::not_)
        return negated(with_only(kept, node.parts.front(), setting, flipped(verifying)));
    if (node.kind == Condition::Kind::leaf) {
        bool const known = std::any_of(kept.begin(), kept.end(), [&](const Condition* leaf) {
            return same_line(leaf->leaf, node.leaf);
        });
        return known ? evaluate(node, setting, verifying) : Truth::unknown;
    }
    if (node.kind == Condition::Kind::to_verify) {
        Truth const found =
            node.parts.empty() ? Truth::unknown : with_only(kept, node.parts.front(), setting, verifying);
        return found != Truth::unknown ? found : verifying == Verifying::favourable ? Truth::yes : Truth::no;
    }
    int yes = 0, open = 0;
    for (const Condition& part : node.parts) {
        Truth const truth = with_only(kept, part, setting, verifying);
        if (truth == Truth::yes) ++yes;
        if (truth == Truth::unknown) ++open;
    }
    return combined(node, yes, open);
}

/// A line that stands twice in the tree is one reason, and may make another needless.
Set without_needless(Set reasons, const Setting& setting) {
    for (std::size_t i = 0; i < reasons.size();) {
        Set fewer = reasons;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (with_only(fewer, setting.version.conditions, setting, Verifying::favourable) == Truth::no)
            reasons = std::move(fewer);
        else
            ++i;
    }
    return reasons;
}

bool under_negation(const Condition& tree, const Condition* wanted, bool negative) {
    if (&tree == wanted) return negative;
    bool const below = negative != (tree.kind == Condition::Kind::not_);
    return std::any_of(tree.parts.begin(), tree.parts.end(), [&](const Condition& part) {
        return under_negation(part, wanted, below);
    });
}

}  // namespace

std::vector<const Condition*> reasons_for_no(const Setting& setting) {
    Set reasons = causes(setting.version.conditions, setting, Truth::no, Verifying::favourable);
    return reasons.size() == 1 ? reasons : without_needless(std::move(reasons), setting);
}

std::vector<std::string> reserves(const Setting& setting) {
    const Condition& tree = setting.version.conditions;
    std::vector<std::string> texts;
    for (const Condition* clause : dependencies(tree, setting, Truth::yes, Verifying::favourable)) {
        std::string text = (under_negation(tree, clause, false) ? "Ne doit pas être le cas\u00A0: " : "") +
                           clause->to_verify;
        if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace rules::law
