#include "bot/talking/memory.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace bot::talking::test {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Person {
    const char* today;
    const char* age;
};
class Search : public testing::TestWithParam<Person> {};

/// Bars of the reference: leads after three messages at most, a list of 650 characters at most, three leads.
TEST_P(Search, FirstLeadsComeWithinThreeMessages) {
    Conversation conversation(day(GetParam().today));
    conversation.write("salut");
    conversation.write(std::string("j’ai ") + GetParam().age + " ans, j’habite à Rouen");
    std::string said;
    for (int turn = 0; turn < 2 && !conversation.last.leads_given; ++turn) said = conversation.write("1");

    EXPECT_TRUE(conversation.last.leads_given);
    EXPECT_LE(conversation.state.memory().leads.size(), 3U);
    EXPECT_GE(conversation.state.memory().leads.size(), 1U) << GetParam().today << " " << GetParam().age;
    const auto list = said.rfind("D’après ce que tu m’as dit");
    ASSERT_NE(list, std::string::npos) << said;
    const auto characters = std::count_if(said.begin() + static_cast<std::ptrdiff_t>(list), said.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    EXPECT_LE(characters, 650) << said.substr(list);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Search,
    testing::Values(
        Person{"2020-11-10", "15"},
        Person{"2020-11-10", "17"},
        Person{"2020-11-10", "19"},
        Person{"2020-11-10", "22"},
        Person{"2020-11-10", "25"},
        Person{"2020-11-10", "29"},
        Person{"2026-11-22", "15"},
        Person{"2026-11-22", "17"},
        Person{"2026-11-22", "19"},
        Person{"2026-11-22", "22"},
        Person{"2026-11-22", "25"},
        Person{"2026-11-22", "29"}
    )
);

TEST(Search, QuestionsHaveFiveChoicesAtMostAndAWayOut) {
    Conversation conversation(day("2026-11-22"));
    conversation.write("salut");
    auto answer = conversation.write("19 ans, Rouen");

    EXPECT_THAT(answer, HasSubstr("PASSER"));
    EXPECT_THAT(answer, Not(HasSubstr("6. ")));
    EXPECT_LE(conversation.state.memory().question.choices.size(), 5U);
}

TEST(Search, ADeclinedQuestionIsNeverAskedAgain) {
    Conversation conversation(day("2026-11-22"));
    conversation.write("salut");
    conversation.write("19 ans, Rouen");
    const auto field = conversation.state.memory().question.field;
    ASSERT_NE(field, "");
    conversation.write("passer");
    for (const auto* line : {"aide", "je cherche une formation", "je cherche un travail", "1", "2"}) {
        conversation.write(line);
        EXPECT_NE(conversation.state.memory().question.field, field);
    }
}

/// Whatever is typed, something sensible comes back and the state stays readable.
TEST(Search, AnythingMayBeTyped) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const std::vector<std::string> lines = {
        "1",
        "2",
        "3",
        "4",
        "5",
        "9",
        "0",
        "oui",
        "non",
        "passer",
        "pourquoi",
        "pourquoi 2",
        "pourquoi 9",
        "corriger",
        "19 ans",
        "31 ans",
        "16 ans",
        "rouen",
        "j’habite à Nantes",
        "saint arnoult",
        "76",
        "pas le bac",
        "sans diplôme",
        "je suis étudiant",
        "au chômage",
        "c koi le cej",
        "garantie jeunes",
        "epide ou service civique ?",
        "je veux un humain",
        "mes données",
        "export",
        "effacer",
        "recommencer",
        "plus simple",
        "reprendre",
        "j’ai envie de mourir",
        "qsdfghjklm",
        "!!!",
        "t’es trop bête",
        "merci",
        "salut",
        "et si j’avais 30 ans",
        "mon frère a 17 ans",
        "vie privée",
        "tu parles anglais ?",
        "*gras* {x} [a](b)",
        "\x01\x02",
        "é\xff"};
    for (int round = 0; round < 40; ++round) {
        Conversation conversation(day(round % 2 == 0 ? "2026-11-22" : "2020-11-10"));
        for (int turn = 0; turn < 12; ++turn) {
            const auto& line = lines[std::uniform_int_distribution<std::size_t>(0, lines.size() - 1)(random)];
            EXPECT_NE(conversation.write(line), "") << line;
        }
    }
}

TEST(Search, EveryFieldOfTheVocabularyHasAName) {
    for (const auto& field : tools().catalogue->vocabulary().fields()) {
        const auto name = tools().messages->say("champ", wording::Register::tu, {{"champ", field.name}});
        EXPECT_FALSE(name.empty()) << field.name;
    }
}

TEST(Search, ThePersonIsMirroredInTuOrVous) {
    Conversation conversation(day("2026-11-22"));
    conversation.write("Bonjour, pouvez-vous m’aider ?");
    const auto answer = conversation.write("J’ai 23 ans et j’habite à Caen, que me proposez-vous ?");

    EXPECT_THAT(answer, Not(HasSubstr(" tu ")));
    EXPECT_THAT(answer, HasSubstr("épondez"));
}

}  // namespace
}  // namespace bot::talking::test
