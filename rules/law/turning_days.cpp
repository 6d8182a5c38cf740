#include "rules/law/turning_days.hpp"

#include "rules/law/evaluation.hpp"

namespace rules::law {

std::set<Day> turning_days(const Measure& measure, const Version& version) {
    std::set<Day> days{version.from};
    auto const add = [&](const std::vector<Parameter>& parameters, const Condition& leaf) {
        for (const Parameter& parameter : parameters)
            if (parameter.name == leaf.leaf.parameter)
                for (const auto& step : parameter.steps)
                    if (step.from > version.from && (!version.to || step.from <= *version.to))
                        days.insert(step.from);
    };
    for_each_leaf(version.conditions, [&](const Condition& leaf) {
        add(version.parameters, leaf);
        add(measure.parameters, leaf);
    });
    return days;
}

}  // namespace rules::law
