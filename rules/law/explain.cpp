#include "rules/law/evaluation.hpp"
#include "rules/law/quantity.hpp"
#include "rules/law/verdict.hpp"

namespace rules::law {
namespace {

/// From the leaves up: each is looked at once.
void explain_into(Explained& line, const Condition& condition, const Setting& setting) {
    line.condition = &condition;
    if (!setting.version.grounds.empty()) line.source = setting.version.grounds.front();
    line.parts.resize(condition.parts.size());
    int yes = 0, open = 0;
    for (std::size_t i = 0; i < condition.parts.size(); ++i) {
        explain_into(line.parts[i], condition.parts[i], setting);
        if (line.parts[i].truth == Truth::yes) ++yes;
        if (line.parts[i].truth == Truth::unknown) ++open;
    }
    switch (condition.kind) {
        case Condition::Kind::all:
        case Condition::Kind::any:
        case Condition::Kind::at_least:
            line.truth = combined(condition, yes, open);
            break;
        case Condition::Kind::not_:
            line.truth = negated(line.parts.front().truth);
            break;
        case Condition::Kind::to_verify:
            line.truth = line.parts.empty() ? Truth::unknown : line.parts.front().truth;
            break;
        case Condition::Kind::leaf: {
            const Leaf& leaf = condition.leaf;
            line.value = setting.value_of(leaf.field);
            auto const bound = leaf.parameter.empty() ? std::nullopt : setting.bound(leaf.parameter);
            if (bound) {
                line.bound = written(bound->hundredths, bound->parameter->unit);
                line.source = bound->step->source;
                line.since = bound->step->from;
            }
            bool const decided = line.value && (leaf.parameter.empty() || bound);
            line.truth = !decided                                                               ? Truth::unknown
                         : holds(leaf, setting.vocabulary.at(leaf.field), *line.value, bound) ? Truth::yes
                                                                                                : Truth::no;
            break;
        }
    }
}

}  // namespace

std::optional<Explained> explain(
    const Catalogue& catalogue, const Measure& measure, const Situation& situation, Day day
) {
    const Version* version = measure.in_force(day);
    if (!version) return std::nullopt;
    Setting const setting{catalogue.vocabulary(), measure, *version, situation, day};
    Explained tree;
    explain_into(tree, version->conditions, setting);
    return tree;
}

}  // namespace rules::law
