/// What is known of a person, against a plain map: whatever is told, forgotten or declined, in any order.

#include "rules/law/value.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace rules::law {
namespace situation_test {

TEST(Situation, KeepsWhatWasLastToldOfEachFact) {
    std::uint64_t const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 50; ++round) {
        Situation situation;
        std::map<std::uint16_t, std::int64_t> told;
        std::set<std::uint16_t> declined;
        for (int step = 0; step < 200; ++step) {
            auto const raw = static_cast<std::uint16_t>(random() % 140);  // some past what is looked up
            FieldId const field{raw};
            auto const what = random() % 6;
            if (what < 4) {
                auto const value = static_cast<std::int64_t>(random() % 1000);
                situation.set(field, Value{value});
                told[raw] = value;
                declined.erase(raw);
            } else if (what == 4) {
                situation.forget(field);
                told.erase(raw);
                declined.erase(raw);
            } else {
                situation.decline(field);
                told.erase(raw);
                declined.insert(raw);
            }
            Situation const copy = situation;
            ASSERT_EQ(copy, situation);
            for (std::uint16_t id = 0; id < 140; ++id) {
                auto const at = told.find(id);
                auto const known = copy.get(FieldId{id});
                ASSERT_EQ(known.has_value(), at != told.end()) << id;
                if (known) {
                    ASSERT_EQ(known->raw, at->second) << id;
                }
                ASSERT_EQ(copy.declined(FieldId{id}), declined.contains(id)) << id;
            }
            ASSERT_EQ(copy.known().size(), told.size());
        }
        Situation again;
        for (auto const& [id, value] : told) again.set(FieldId{id}, Value{value});
        for (std::uint16_t const id : declined) again.decline(FieldId{id});
        EXPECT_EQ(again, situation) << "the order in which it was told does not matter";
    }
}

}  // namespace situation_test
}  // namespace rules::law
