#include "rules/law/questions.hpp"
#include "rules/law/reasons.hpp"
#include "rules/law/verdict.hpp"

#include <algorithm>

namespace rules::law {
namespace {

/// The amount if the facts decide it: rows are looked at in order, and one that is not settled hides those
/// below.
std::optional<Amount> amount_of(const Setting& setting) {
    for (const AmountCase& row : setting.version.amounts) {
        Truth const truth = row.when ? evaluate(*row.when, setting, Verifying::open) : Truth::yes;
        if (truth == Truth::unknown) return std::nullopt;
        if (truth == Truth::no) continue;
        Amount amount = row.amount;
        if (!amount.parameter.empty()) {
            auto const bound = setting.bound(amount.parameter);
            if (!bound) return std::nullopt;
            amount.hundredths = bound->hundredths;
            amount.unit = bound->parameter->unit;
            amount.source = bound->step->source;
            amount.since = bound->step->from;
        }
        return amount;
    }
    return std::nullopt;
}

void say_when_open(const Measure& measure, Day day, Verdict& verdict) {
    verdict.outcome = Outcome::hors_periode;
    for (const Version& version : measure.versions) {
        if (version.to && *version.to < day) verdict.closed_since = *version.to + std::chrono::days(1);
        if (version.from > day && !verdict.opens_on) verdict.opens_on = version.from;
    }
}

}  // namespace

Outcome outcome_of(const Setting& setting) {
    const Condition& conditions = setting.version.conditions;
    switch (evaluate(conditions, setting, Verifying::favourable)) {
        case Truth::no:
            return Outcome::non_eligible;
        case Truth::unknown:
            return Outcome::a_completer;
        case Truth::yes:
            break;
    }
    return evaluate(conditions, setting, Verifying::unfavourable) == Truth::yes
               ? Outcome::eligible
               : Outcome::eligible_sous_reserve;
}

Verdict assess(const Setting& setting) {
    Verdict verdict;
    verdict.measure = &setting.measure;
    verdict.version = &setting.version;
    verdict.outcome = outcome_of(setting);
    if (verdict.outcome == Outcome::non_eligible) {
        verdict.reasons = reasons_for_no(setting);
        return verdict;
    }
    if (verdict.outcome == Outcome::a_completer)
        for (const LiveField& live : live_fields(setting)) verdict.missing.push_back(live.field);
    if (verdict.outcome == Outcome::eligible_sous_reserve) verdict.reserves = reserves(setting);
    verdict.amount = amount_of(setting);
    return verdict;
}

Verdict assess(const Catalogue& catalogue, const Measure& measure, const Situation& situation, Day day) {
    if (const Version* version = measure.in_force(day))
        return assess(Setting{catalogue.vocabulary(), measure, *version, situation, day});
    Verdict verdict;
    verdict.measure = &measure;
    say_when_open(measure, day, verdict);
    return verdict;
}

std::vector<Verdict> assess_all(
    const Catalogue& catalogue, const Situation& situation, Day day, std::string_view audience
) {
    std::vector<Verdict> verdicts;
    for (const Measure& measure : catalogue.measures()) {
        if (measure.shown_to(audience)) verdicts.push_back(assess(catalogue, measure, situation, day));
    }
    std::stable_sort(verdicts.begin(), verdicts.end(), [](const Verdict& a, const Verdict& b) {
        return a.outcome != b.outcome ? a.outcome < b.outcome : a.measure->effort < b.measure->effort;
    });
    return verdicts;
}

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::eligible:
            return "eligible";
        case Outcome::eligible_sous_reserve:
            return "eligible_sous_reserve";
        case Outcome::a_completer:
            return "a_completer";
        case Outcome::non_eligible:
            return "non_eligible";
        case Outcome::hors_periode:
            return "hors_periode";
    }
    return {};
}

}  // namespace rules::law
