#include "rules/law/evaluation.hpp"

#include <algorithm>

namespace rules::law {
namespace {

bool compared(Comparison comparison, std::int64_t value, std::int64_t bound) {
    switch (comparison) {
        case Comparison::is:
        case Comparison::one_of:
            return value == bound;
        case Comparison::less:
            return value < bound;
        case Comparison::at_most:
            return value <= bound;
        case Comparison::at_least:
            return value >= bound;
        case Comparison::more:
            return value > bound;
    }
    return false;
}

bool among(const Leaf& leaf, Value value) {
    if (leaf.comparison == Comparison::is || leaf.comparison == Comparison::one_of)
        return std::find(leaf.values.begin(), leaf.values.end(), value) != leaf.values.end();
    return compared(leaf.comparison, value.raw, leaf.values.front().raw);
}

Truth leaf_truth(const Leaf& leaf, const Setting& setting) {
    auto const value = setting.value_of(leaf.field);
    if (!value) return Truth::unknown;
    if (leaf.parameter.empty()) return among(leaf, *value) ? Truth::yes : Truth::no;
    auto const bound = setting.bound(leaf.parameter);
    if (!bound) return Truth::unknown;
    return holds(leaf, setting.vocabulary.at(leaf.field), *value, bound) ? Truth::yes : Truth::no;
}

}  // namespace

std::optional<Value> Setting::value_of(FieldId field) const {
    if (supposed && supposed->field == field) return supposed->value;
    return situation.get(field);
}

std::optional<Bound> Setting::bound(std::string_view name) const {
    const Parameter* parameter = parameter_named(version.parameters, name);
    if (!parameter) parameter = parameter_named(measure.parameters, name);
    if (!parameter) return std::nullopt;
    const Parameter::Step* in_force = nullptr;
    for (const Parameter::Step& step : parameter->steps)
        if (step.from <= day) in_force = &step;
    if (!in_force) return std::nullopt;
    return Bound{in_force->raw, parameter, in_force};
}

bool holds(const Leaf& leaf, const Field& field, Value value, const std::optional<Bound>& bound) {
    if (bound) {
        // A parameter is in hundredths, whatever the field; an integer is scaled, so that 17,5 stays exact.
        std::int64_t const scale = field.type == FieldType::number ? 1 : 100;
        return compared(leaf.comparison, value.raw * scale, bound->hundredths);
    }
    return among(leaf, value);
}

Truth combined(const Condition& condition, int yes, int open) {
    auto const parts = static_cast<int>(condition.parts.size());
    int const needed = condition.kind == Condition::Kind::all   ? parts
                       : condition.kind == Condition::Kind::any ? 1
                                                                : condition.count;
    if (yes >= needed) return Truth::yes;
    return yes + open < needed ? Truth::no : Truth::unknown;
}

Truth evaluate(const Condition& condition, const Setting& setting, Verifying verifying) {
    if (&condition == setting.forced) return setting.forced_to;
    switch (condition.kind) {
        case Condition::Kind::all: {
            Truth truth = Truth::yes;
            for (const Condition& part : condition.parts) {
                truth = std::min(truth, evaluate(part, setting, verifying));
                if (truth == Truth::no) break;
            }
            return truth;
        }
        case Condition::Kind::any: {
            Truth truth = Truth::no;
            for (const Condition& part : condition.parts) {
                truth = std::max(truth, evaluate(part, setting, verifying));
                if (truth == Truth::yes) break;
            }
            return truth;
        }
        case Condition::Kind::not_:
            return negated(evaluate(condition.parts.front(), setting, flipped(verifying)));
        case Condition::Kind::at_least: {
            int yes = 0, open = 0;
            for (const Condition& part : condition.parts) {
                Truth const truth = evaluate(part, setting, verifying);
                if (truth == Truth::yes) ++yes;
                if (truth == Truth::unknown) ++open;
            }
            return combined(condition, yes, open);
        }
        case Condition::Kind::to_verify:
            if (!condition.parts.empty()) {
                Truth const found = evaluate(condition.parts.front(), setting, verifying);
                if (found != Truth::unknown) return found;
            }
            return verifying == Verifying::favourable     ? Truth::yes
                   : verifying == Verifying::unfavourable ? Truth::no
                                                          : Truth::unknown;
        case Condition::Kind::leaf:
            return leaf_truth(condition.leaf, setting);
    }
    return Truth::unknown;
}

}  // namespace rules::law
