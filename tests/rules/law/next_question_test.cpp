#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>

namespace rules::law {
namespace next_question_test {

using essai::catalogue;
using essai::day;
using essai::field;
using essai::person;

std::string question(const Situation& situation, std::string_view date = "2026-11-22") {
    auto const id = next_question(catalogue(), situation, day(date));
    return id ? catalogue().vocabulary().at(*id).name : "";
}

TEST(NextQuestion, SettlesTheMostProbableMeasureFirst) {
    // With most of the CEJ known it is likelier than the invented aid, of which nothing is known.
    EXPECT_EQ(
        question(person({{"age", "20"}, {"statut", "neet"}, {"imposition_foyer", "non_imposable"}})), "rsa"
    );
}

TEST(NextQuestion, IsNeverOneThatWasDeclined) {
    Situation someone = person({{"age", "20"}, {"statut", "neet"}, {"imposition_foyer", "non_imposable"}});
    someone.decline(field("rsa"));
    EXPECT_NE(question(someone), "rsa");
    for (int asked = 0; asked < 30; ++asked) {
        std::string const name = question(someone);
        if (name.empty()) return;
        EXPECT_FALSE(someone.declined(field(name))) << name;
        someone.decline(field(name));
    }
    FAIL() << "questions never end";
}

TEST(NextQuestion, IsNeverAboutHealth) {
    // At 27 only the disability decides the CEJ: it is not asked.
    Situation someone = person(
        {{"age", "27"},
         {"statut", "neet"},
         {"imposition_foyer", "non_imposable"},
         {"rsa", "non"},
         {"revenu_mensuel", "9000"}}
    );
    EXPECT_EQ(question(someone), "");
}

TEST(NextQuestion, EndsWhenNothingCouldChange) {
    EXPECT_EQ(question(person({{"age", "40"}, {"revenu_mensuel", "9000"}})), "");
}

TEST(NextQuestion, IsTheSameForTheSameFacts) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(question({}), question({}));
    EXPECT_NE(question({}), "");
}

TEST(NextQuestion, DoesNotLookAtDraftsNorAtClosedMeasures) {
    EXPECT_EQ(question({}, "2021-01-01"), "") << "only drafts were in force that day";
}

TEST(NextQuestion, AsksWhatAFactIsComputedFrom) {
    EXPECT_EQ(question({}, "2023-07-01"), "commune")
        << "nobody is asked for a département that a commune gives";
}

}  // namespace next_question_test
}  // namespace rules::law
