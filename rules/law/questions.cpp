#include "rules/law/questions.hpp"

#include "rules/law/cells.hpp"
#include "rules/law/verdict.hpp"
#include "rules/law/weights.hpp"

#include <algorithm>
#include <array>

namespace rules::law {
namespace {

/// Leaves whose value is not known, below nodes that are not settled: those below a settled one change
/// nothing. One walk from the leaves up. \returns the truth of the node
Truth collect_live(
    const Condition& condition, const Setting& setting, Verifying verifying, std::vector<const Leaf*>& live
) {
    bool const verify =
        condition.kind == Condition::Kind::to_verify;  // never asked: whoever verifies says it
    if (condition.parts.empty() || verify || &condition == setting.forced) {
        Truth const truth = evaluate(condition, setting, verifying);
        if (truth == Truth::unknown && condition.kind == Condition::Kind::leaf) live.push_back(&condition.leaf);
        return truth;
    }
    if (condition.kind == Condition::Kind::not_)
        return negated(collect_live(condition.parts.front(), setting, flipped(verifying), live));
    std::size_t const before = live.size();
    int yes = 0, open = 0;
    for (const Condition& part : condition.parts) {
        Truth const truth = collect_live(part, setting, verifying, live);
        if (truth == Truth::yes) ++yes;
        if (truth == Truth::unknown) ++open;
    }
    Truth const truth = combined(condition, yes, open);
    if (truth != Truth::unknown) live.resize(before);
    return truth;
}

double leaf_chance(const Condition& condition, const Setting& setting, Weights& weights) {
    Truth const truth = evaluate(condition, setting, Verifying::open);
    if (truth != Truth::unknown) return truth == Truth::yes ? 1 : 0;
    return weights.of(condition.leaf, setting);
}

double node_chance(
    const Condition& condition, const Setting& setting, Verifying verifying, Weights& weights
) {
    switch (condition.kind) {
        case Condition::Kind::leaf:
            return leaf_chance(condition, setting, weights);
        case Condition::Kind::to_verify:
            return evaluate(condition, setting, verifying) == Truth::yes ? 1 : 0;
        case Condition::Kind::not_:
            return 1 - node_chance(condition.parts.front(), setting, flipped(verifying), weights);
        case Condition::Kind::all: {
            double product = 1;
            for (const Condition& part : condition.parts)
                product *= node_chance(part, setting, verifying, weights);
            return product;
        }
        case Condition::Kind::any: {
            double none = 1;
            for (const Condition& part : condition.parts)
                none *= 1 - node_chance(part, setting, verifying, weights);
            return 1 - none;
        }
        case Condition::Kind::at_least: {
            // exactly[k]: chance that k parts are true
            std::vector<double> exactly{1};
            for (const Condition& part : condition.parts) {
                double const p = node_chance(part, setting, verifying, weights);
                exactly.push_back(0);
                for (std::size_t k = exactly.size() - 1; k > 0; --k)
                    exactly[k] = exactly[k] * (1 - p) + exactly[k - 1] * p;
                exactly[0] *= 1 - p;
            }
            double sum = 0;
            for (auto k = static_cast<std::size_t>(condition.count); k < exactly.size(); ++k)
                sum += exactly[k];
            return sum;
        }
    }
    return 0;
}

std::optional<FieldId> base_of(const Field& field, const Vocabulary& vocabulary) {
    switch (field.derivation) {
        case Derivation::none:
        case Derivation::sector_from_employer:  // asked by itself
        case Derivation::day_of_evaluation:
            return std::nullopt;
        case Derivation::age_from_birth_date:
            return vocabulary.find("date_naissance");
        case Derivation::departement_from_commune:
        case Derivation::zrr_frr_from_commune:
            return vocabulary.find("commune");
        case Derivation::region_from_departement:
            return vocabulary.find("departement");
    }
    return std::nullopt;
}

/// The share of the field's values that settle the conditions. Values that the leaves do not tell apart are
/// tried once.
double
decisive_share(FieldId id, const std::vector<const Leaf*>& leaves, const Setting& setting) {
    constexpr std::size_t told_apart = 5;  // leaves
    std::array<std::optional<bool>, std::size_t{1} << told_apart> settled;
    const Field& field = setting.vocabulary.at(id);
    Setting tried = setting;
    double decisive = 0;
    for (const Cell& cell : cells(id, leaves, setting)) {
        std::size_t signature = 0;
        for (std::size_t i = 0; i < leaves.size() && leaves.size() <= told_apart; ++i) {
            auto const bound =
                leaves[i]->parameter.empty() ? std::nullopt : setting.bound(leaves[i]->parameter);
            signature |= (holds(*leaves[i], field, cell.sample, bound) ? std::size_t{1} : 0) << i;
        }
        std::optional<bool>& known = settled[signature];
        if (!known || leaves.size() > told_apart) {
            tried.supposed = Situation::Known{id, cell.sample};
            known = evaluate(setting.version.conditions, tried, Verifying::favourable) != Truth::unknown;
        }
        if (*known) decisive += cell.weight;
    }
    return decisive;
}

}  // namespace

std::vector<FieldId> unsettled_fields(const Setting& setting) {
    std::vector<const Leaf*> leaves;
    collect_live(setting.version.conditions, setting, Verifying::favourable, leaves);
    std::vector<FieldId> fields;
    for (const Leaf* leaf : leaves)
        if (std::find(fields.begin(), fields.end(), leaf->field) == fields.end())
            fields.push_back(leaf->field);
    return fields;
}

std::vector<LiveField> live_fields(const Setting& setting) {
    std::vector<const Leaf*> leaves, same;
    collect_live(setting.version.conditions, setting, Verifying::favourable, leaves);
    std::vector<LiveField> live;
    for (const Leaf* leaf : leaves) {
        FieldId const id = leaf->field;
        if (std::any_of(live.begin(), live.end(), [&](const LiveField& l) { return l.field == id; }))
            continue;
        same.clear();
        for (const Leaf* other : leaves)
            if (other->field == id) same.push_back(other);
        // The only field left settles it whatever its value.
        live.push_back({id, same.size() == leaves.size() ? 1 : decisive_share(id, same, setting)});
    }
    std::stable_sort(live.begin(), live.end(), [](const LiveField& a, const LiveField& b) {
        return a.decisive > b.decisive;
    });
    return live;
}

double chance(const Setting& setting, Weights& weights) {
    return node_chance(setting.version.conditions, setting, Verifying::favourable, weights);
}

double price(const Field& field) {
    bool const first = field.answered_by.empty() || field.answered_by.front() == Answerer::jeune;
    return 1 + field.sensitivity + (first ? 0 : 0.5);
}

std::optional<FieldId> askable(FieldId field, const Vocabulary& vocabulary, const Situation& situation) {
    for (std::optional<FieldId> id = field; id; id = base_of(vocabulary.at(*id), vocabulary)) {
        // If the base is known and the field is not, the base says nothing of it: asking again would not
        // help.
        if (situation.get(*id) || situation.declined(*id)) return std::nullopt;
        const Field& asked = vocabulary.at(*id);
        bool const theirs = asked.answered_by.empty() ||
                            std::any_of(asked.answered_by.begin(), asked.answered_by.end(), [](Answerer who) {
                                return who == Answerer::jeune || who == Answerer::adresse;
                            });
        if (asked.askable() && theirs) return id;
    }
    return std::nullopt;
}

std::optional<FieldId> question_for(const Setting& setting) {
    std::optional<FieldId> best;
    double best_score = -1;
    for (const LiveField& live : live_fields(setting)) {
        auto const asked = askable(live.field, setting.vocabulary, setting.situation);
        if (!asked) continue;
        double const score = live.decisive / price(setting.vocabulary.at(*asked));
        if (score > best_score) {
            best_score = score;
            best = asked;
        }
    }
    return best;
}

}  // namespace rules::law
