#include "rules/law/evaluation.hpp"
#include "rules/law/quantity.hpp"
#include "rules/law/verdict.hpp"

namespace rules::law {
namespace {

Explained explained(const Condition& condition, const Setting& setting, Verifying verifying) {
    Explained line;
    line.condition = &condition;
    line.truth = evaluate(condition, setting, verifying);
    if (!setting.version.grounds.empty()) line.source = setting.version.grounds.front();
    if (condition.kind == Condition::Kind::leaf) {
        const Leaf& leaf = condition.leaf;
        line.value = setting.value_of(leaf.field);
        if (auto const bound = leaf.parameter.empty() ? std::nullopt : setting.bound(leaf.parameter)) {
            line.bound = written(bound->hundredths, bound->parameter->unit);
            line.source = bound->step->source;
            line.since = bound->step->from;
        }
    }
    for (const Condition& part : condition.parts) line.parts.push_back(explained(part, setting, verifying));
    return line;
}

}  // namespace

std::optional<Explained> explain(
    const Catalogue& catalogue, const Measure& measure, const Situation& situation, Day day
) {
    const Version* version = measure.in_force(day);
    if (!version) return std::nullopt;
    Setting const setting{catalogue.vocabulary(), measure, *version, situation, day};
    return explained(version->conditions, setting, Verifying::open);
}

}  // namespace rules::law
