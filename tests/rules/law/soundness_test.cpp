/// Kleene soundness over random people: what is settled stays settled when more is learnt.

#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace rules::law {
namespace soundness_test {

using essai::catalogue;

/// A value near the places where rules change their mind.
Value some_value(const Field& field) {
    switch (field.type) {
        case FieldType::code:
            return of_code(*rc::gen::element("14", "27", "61", "28", "75", "autre"));
        case FieldType::date:
            return Value{*rc::gen::inRange<std::int64_t>(9000, 21000)};
        case FieldType::integer:
            return Value{*rc::gen::inRange(field.low, std::min<std::int64_t>(field.high, 35) + 1)};
        case FieldType::number:
            return Value{*rc::gen::element<std::int64_t>(0, 1999, 2000, 52549, 52550, 52551, 90000)};
        default:
            return Value{*rc::gen::inRange(field.low, field.high + 1)};
    }
}

/// Everything about a person, in an order in which it may be told.
std::vector<Situation::Known> somebody() {
    const Vocabulary& vocabulary = catalogue().vocabulary();
    std::vector<std::size_t> order(vocabulary.fields().size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
    std::vector<Situation::Known> told;
    for (std::size_t const i : order)
        told.push_back({FieldId{static_cast<std::uint16_t>(i)}, some_value(vocabulary.fields()[i])});
    return told;
}

Day some_day() {
    using namespace std::chrono;
    return sys_days(year(2018) / 1 / 1) + days(*rc::gen::inRange(0, 3300));
}

bool settled(Outcome outcome) {
    return outcome == Outcome::eligible || outcome == Outcome::non_eligible;
}

TEST(Soundness, ASettledAnswerStaysWhenMoreIsTold) {
    bool const held = rc::check([] {
        auto const told = somebody();
        Day const day = some_day();
        for (const Measure& measure : catalogue().measures()) {
            Situation situation;
            Verdict before = assess(catalogue(), measure, situation, day);
            for (const auto& fact : told) {
                situation.set(fact.field, fact.value);
                Verdict const now = assess(catalogue(), measure, situation, day);
                if (settled(before.outcome)) RC_ASSERT(now.outcome == before.outcome);
                if (before.outcome == Outcome::eligible_sous_reserve)
                    RC_ASSERT(now.outcome != Outcome::non_eligible && now.outcome != Outcome::a_completer);
                if (before.amount && now.outcome != Outcome::non_eligible) {
                    RC_ASSERT(now.amount.has_value());
                    RC_ASSERT(now.amount->hundredths == before.amount->hundredths);
                }
                before = now;
            }
            RC_ASSERT(before.outcome != Outcome::a_completer);
        }
    });
    EXPECT_TRUE(held);
}

TEST(Soundness, AReasonForANoIsEnoughAloneAndNoneTooMany) {
    bool const held = rc::check([] {
        auto const told = somebody();
        Day const day = some_day();
        Situation all;
        for (const auto& fact : told) all.set(fact.field, fact.value);
        for (const Measure& measure : catalogue().measures()) {
            Verdict const verdict = assess(catalogue(), measure, all, day);
            if (verdict.outcome != Outcome::non_eligible) continue;
            RC_ASSERT(!verdict.reasons.empty());
            Situation only;
            for (const Condition* reason : verdict.reasons)
                only.set(reason->leaf.field, *all.get(reason->leaf.field));
            RC_ASSERT(assess(catalogue(), measure, only, day).outcome == Outcome::non_eligible);
        }
    });
    EXPECT_TRUE(held);
}

TEST(Soundness, EveryMissingFieldIsUnknownAndTheQuestionIsOneOfThem) {
    bool const held = rc::check([] {
        auto told = somebody();
        told.resize(*rc::gen::inRange<std::size_t>(0, told.size()));
        Situation situation;
        for (const auto& fact : told) situation.set(fact.field, fact.value);
        Day const day = some_day();
        for (const Measure& measure : catalogue().measures()) {
            Verdict const verdict = assess(catalogue(), measure, situation, day);
            RC_ASSERT((verdict.outcome == Outcome::a_completer) == !verdict.missing.empty());
            for (FieldId const id : verdict.missing) RC_ASSERT(!situation.get(id).has_value());
        }
        if (auto const question = next_question(catalogue(), situation, day)) {
            RC_ASSERT(!situation.get(*question).has_value());
            RC_ASSERT(catalogue().vocabulary().at(*question).askable());
        }
    });
    EXPECT_TRUE(held);
}

}  // namespace soundness_test
}  // namespace rules::law
