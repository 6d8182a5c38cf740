#include "bot/reading/answers.hpp"
#include "tests/bot/reading/the_reader.hpp"

#include <gtest/gtest.h>

namespace bot::reading {
namespace {

TEST(Answers, AreBoundToTheQuotedQuestionAboveThem) {
    const std::string mail = "Bonjour,\n\n> Quel âge avez-vous ?\n22 ans\n\n> Avez-vous le permis ?\nnon\n> Merci de répondre.\nÀ bientôt";
    const auto questions = quoted_questions(mail);
    ASSERT_EQ(questions.size(), 2U);
    EXPECT_EQ(questions[0].asked, "age");
    EXPECT_EQ(mail.substr(questions[0].answer.begin, questions[0].answer.end - questions[0].answer.begin), "22 ans");
    EXPECT_EQ(questions[1].asked, "permis");
    EXPECT_EQ(mail.substr(questions[1].answer.begin, questions[1].answer.end - questions[1].answer.begin), "non");
    EXPECT_TRUE(quoted_questions("22 ans, pas de permis").empty());
    EXPECT_TRUE(quoted_questions("> Quel âge avez-vous ?").empty());
}

TEST(Answers, BecomeFactsThatPointIntoTheMail) {
    const std::string mail = "> Où habitez-vous ?\n\nÀ Argentan\n\n> Êtes-vous inscrite à France Travail ?\n\noui\n";
    const auto reading = read(mail);
    EXPECT_EQ(reading.intent, Intent::donner_info);
    std::size_t found = 0;
    for (const auto& fact : reading.facts) {
        ASSERT_LE(fact.evidence.end, mail.size());
        const auto quoted = mail.substr(fact.evidence.begin, fact.evidence.end - fact.evidence.begin);
        if (fact.name == "commune") found += quoted.find("Argentan") != std::string::npos ? 1 : 0;
        if (fact.name == "inscrit_ft") found += fact.value == "oui" && quoted == "oui" ? 1 : 0;
    }
    EXPECT_EQ(found, 2U);
}

}  // namespace
}  // namespace bot::reading
