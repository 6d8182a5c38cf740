#include "bot/wording/messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace bot::wording {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::shared_ptr<const Messages> texts() {
    std::vector<std::string> errors;
    auto messages = Messages::load(std::filesystem::path(PHARE_SOURCE_DIR) / "bot/wording/texts", errors);
    EXPECT_THAT(errors, IsEmpty());
    return messages;
}

TEST(Texts, TheWelcomeSaysWhatItIsWhatIsKeptAndWhereToCall) {
    const auto messages = texts();
    ASSERT_TRUE(messages);
    for (const auto formality : {Register::tu, Register::vous}) {
        const std::vector<Line> urgency{plain("112, 114")};
        const auto text =
            plain_text(messages->say("accueil", formality, {{"chiffrement", "non"}, {"garde", "messagerie"}, {"duree", ""}, {"urgence", urgency}}));
        for (const auto* part :
             {"assistant automatique",
              "30\u00a0jours",
              "7\u00a0jours",
              "EFFACER",
              "MES DONNÉES",
              "HUMAIN",
              "112",
              "114",
              "pas chiffrée"})
            EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(
        plain_text(messages->say("accueil", Register::tu, {{"chiffrement", "oui"}, {"garde", "messagerie"}, {"duree", ""}, {"urgence", std::vector<Line>{}}})),
        Not(HasSubstr("chiffrée"))
    );
}

/// Numbers to call come from the catalogue, where each is verified: none is written into a text.
TEST(Texts, NoNumberToCallIsWrittenInThem) {
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(PHARE_SOURCE_DIR) / "bot/wording/texts")) {
        std::ifstream in(file.path());
        for (std::string line; std::getline(in, line);) {
            if (line.find_first_not_of(' ') != std::string::npos && line[line.find_first_not_of(' ')] == '#') continue;
            for (const auto* number : {"112", "114", "119", "115", "3114", "3018", "3919", "116 00", "0 800", "39 49"})
                EXPECT_EQ(line.find(number), std::string::npos) << file.path().filename() << ": " << line;
        }
    }
}

TEST(Texts, NothingPromisesARight) {
    const auto messages = texts();
    ASSERT_TRUE(messages);
    // Texts without arguments: the others are read in tests/conversations.
    int read = 0;
    for (const auto& id : messages->ids()) {
        for (const auto formality : {Register::tu, Register::vous}) {
            std::string text;
            try {
                text = plain_text(messages->say(id, formality));
            } catch (const std::logic_error&) {
                continue;
            }
            ++read;
            EXPECT_THAT(text, Not(HasSubstr("as droit"))) << id;
            EXPECT_THAT(text, Not(HasSubstr("avez droit"))) << id;
        }
    }
    EXPECT_GT(read, 60);
}

TEST(Texts, QuestionsStayUnderThreeHundredCharacters) {
    const auto messages = texts();
    ASSERT_TRUE(messages);
    const auto choices = std::get<Numbered>(messages->say("choix_diplome", Register::tu).blocks.at(0)).items;
    const auto text = plain_text(messages->say(
        "question",
        Register::tu,
        {{"question", "Quel est ton plus haut diplôme\u00a0?"},
         {"choix", choices},
         {"forme", "choix"},
         {"avec_raison", "oui"},
         {"raison", "Certaines pistes sont pour les jeunes sans diplôme, d’autres non."}}
    ));
    EXPECT_LE(text.size(), 320U) << text;  // bytes: a little more than the 300 characters of the bar
    EXPECT_THAT(text, HasSubstr("3. Bac ou plus"));
    EXPECT_THAT(text, HasSubstr("PASSER"));
}

}  // namespace
}  // namespace bot::wording
