#include "rules/law/next_question.hpp"

#include "rules/law/cells.hpp"
#include "rules/law/verdict.hpp"
#include "rules/law/weights.hpp"

#include <algorithm>
#include <cmath>

namespace rules::law {
namespace {

constexpr int enough = 3;  // open measures: as many as a person can look into

double entropy(double p) {
    return p <= 0 || p >= 1 ? 0 : -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

std::vector<const Leaf*> leaves_on(FieldId field, const Condition& tree) {
    std::vector<const Leaf*> leaves;
    for_each_leaf(tree, [&](const Condition& leaf) {
        if (leaf.leaf.field == field) leaves.push_back(&leaf.leaf);
    });
    return leaves;
}

}  // namespace

Undecided::Undecided(const Catalogue& catalogue, const Situation& situation, Day day)
    : catalogue_(catalogue), situation_(situation), day_(day) {
    for (const Measure& measure : catalogue.measures()) {
        const Version* version = measure.in_force(day);
        if (!version || !measure.shown_to("jeune")) continue;
        Setting const now{catalogue.vocabulary(), measure, *version, situation, day};
        Truth const truth = evaluate(version->conditions, now, Verifying::favourable);
        if (truth == Truth::yes && !catalogue.side_help(measure)) ++open_;
        if (truth != Truth::unknown) continue;
        undecided_.push_back({&measure, version, catalogue.side_help(measure), unsettled_fields(now)});
    }
}

Setting Undecided::setting(const Open& one) const {
    return {catalogue_.vocabulary(), *one.measure, *one.version, situation_, day_};
}

std::vector<const Undecided::Open*> Undecided::these(bool side) const {
    std::vector<const Open*> some;
    for (const Open& one : undecided_)
        if (one.side == side) some.push_back(&one);
    return some;
}

/// What may be asked for these measures, in the order of the vocabulary.
std::vector<Undecided::Asked> Undecided::questions(const std::vector<const Open*>& some) const {
    std::vector<FieldId> fields;
    for (const Open* one : some) fields.insert(fields.end(), one->live.begin(), one->live.end());
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    std::vector<Asked> asked;
    for (FieldId const field : fields) {
        auto const question = askable(field, catalogue_.vocabulary(), situation_);
        if (!question) continue;
        auto const at =
            std::find_if(asked.begin(), asked.end(), [&](const Asked& a) { return a.question == *question; });
        if (at == asked.end())
            asked.push_back({*question, {field}});
        else
            at->fields.push_back(field);
    }
    std::sort(asked.begin(), asked.end(), [](const Asked& a, const Asked& b) {
        return a.question < b.question;
    });
    return asked;
}

/// Bits that knowing the field takes away, over the measures. `probable_first`: each as it is probable, so
/// that what is nearly a yes is settled before what is nearly a no.
double Undecided::gain(FieldId field, const std::vector<const Open*>& some, bool probable_first) const {
    double sum = 0;
    for (const Open* one : some) {
        if (std::find(one->live.begin(), one->live.end(), field) == one->live.end()) continue;
        Setting tried = setting(*one);
        auto const leaves = leaves_on(field, one->version->conditions);
        double left = 0, before = 0;
        for (const Cell& cell : cells(field, leaves, tried)) {
            if (cell.weight <= 0) continue;
            Setting then = tried;
            then.supposed = Situation::Known{field, cell.sample};
            Weights weights;  // what is known changes what is likely
            double const p = chance(then, weights);
            left += cell.weight * entropy(p);
            before += cell.weight * p;
        }
        sum += (entropy(before) - left) * (probable_first ? before : 1);
    }
    return sum;
}

std::optional<FieldId> Undecided::informing(
    const std::vector<Asked>& choice, const std::vector<const Open*>& some, bool probable_first
) const {
    std::optional<FieldId> best;
    double best_score = 0;
    for (const Asked& asked : choice) {
        double sum = 0;
        for (FieldId const field : asked.fields) sum += gain(field, some, probable_first);
        double const score = sum / price(catalogue_.vocabulary().at(asked.question));
        if (!best || score > best_score) {
            best_score = score;
            best = asked.question;
        }
    }
    return best;
}

/// Main measures first, side helps when those leave nothing to ask.
std::optional<FieldId> Undecided::in_two_steps(bool probable_first) const {
    auto const main = these(false);
    if (auto const question = informing(questions(main), main, probable_first)) return question;
    auto const side = these(true);
    return informing(questions(side), side, probable_first);
}

std::optional<FieldId> Undecided::best() const {
    return in_two_steps(open_ < enough);
}

std::optional<FieldId> Undecided::most_informative() const {
    auto all = these(false);
    auto const side = these(true);
    all.insert(all.end(), side.begin(), side.end());
    return informing(questions(all), all, false);
}

std::optional<FieldId> Undecided::first_in_order() const {
    auto all = these(false);
    auto const side = these(true);
    all.insert(all.end(), side.begin(), side.end());
    auto const asked = questions(all);
    return asked.empty() ? std::nullopt : std::optional(asked.front().question);
}

int open_measures(const Catalogue& catalogue, const Situation& situation, Day day) {
    return Undecided(catalogue, situation, day).open();
}

std::optional<FieldId> next_question(const Catalogue& catalogue, const Situation& situation, Day day) {
    return Undecided(catalogue, situation, day).best();
}

}  // namespace rules::law
