#include "bot/wording/document.hpp"
#include "bot/wording/french.hpp"
#include "bot/wording/messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace bot::wording {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A folder of texts that lives as long as the test.
class Folder {
  public:
    Folder() {
        static std::atomic<int> number{0};
        path_ = std::filesystem::temp_directory_path() /
                ("phare-texts-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const Folder& with(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name) << text;
        return *this;
    }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

std::shared_ptr<const Messages> load(const std::string& text) {
    const Folder folder;
    folder.with("t.yaml", text);
    std::vector<std::string> errors;
    auto messages = Messages::load(folder.path(), errors);
    EXPECT_THAT(errors, IsEmpty());
    return messages;
}

std::vector<std::string> complaints(const std::string& text) {
    const Folder folder;
    folder.with("t.yaml", text);
    std::vector<std::string> errors;
    EXPECT_EQ(Messages::load(folder.path(), errors), nullptr);
    return errors;
}

std::string both(const std::string& line) {
    return "m:\n  tu_et_vous:\n    - p: \"" + line + "\"\n";
}

TEST(PlainText, StandsAloneWithoutAnyChannel) {
    const Document document{{
        Paragraph{
            {plain("Bonjour"),
             {{Span::Style::plain, "voir ", ""}, {Span::Style::link, "la page", "https://a.fr/x"}}}},
        Bullets{{plain("un "), strong("deux")}},
        Numbered{{plain("premier"), plain("second")}},
        Quote{{plain("c koi")}},
        Paragraph{{{{Span::Style::link, "cnil.fr", "https://cnil.fr"}}}},
    }};

    EXPECT_EQ(
        plain_text(document),
        "Bonjour\nvoir la page (https://a.fr/x)\n• un\n• deux\n1. premier\n2. second\n«\u00a0c "
        "koi\u00a0»\ncnil.fr"
    );
}

TEST(PlainText, JoinedKeepsTheOrder) {
    const Document a{{Paragraph{{plain("a")}}}}, b{{Paragraph{{plain("b")}}}};

    EXPECT_EQ(plain_text(joined(a, b)), "a\nb");
}

TEST(Messages, MarksBecomeSpans) {
    const auto messages = load(both("Écris *OUI* ou _non_\u00a0: [le site](https://a.fr), 2 \\\\* 3"));

    const auto document = messages->say("m", Register::tu);

    const Line expected{
        {Span::Style::plain, "Écris ", ""},
        {Span::Style::strong, "OUI", ""},
        {Span::Style::plain, " ou ", ""},
        {Span::Style::emphasis, "non", ""},
        {Span::Style::plain, "\u00a0: ", ""},
        {Span::Style::link, "le site", "https://a.fr"},
        {Span::Style::plain, ", 2 * 3", ""}};
    EXPECT_THAT(std::get<Paragraph>(document.blocks.at(0)).lines, ElementsAre(expected));
}

TEST(Messages, ArgumentsAreNeverMarkupNorPattern) {
    const auto messages = load(both("*{nom}*\u00a0: {texte}"));
    const std::string hostile = "*a* _b_ [c](https://d) {nom} 'x' <b>&\n# } \\";

    const auto line =
        std::get<Paragraph>(
            messages->say("m", Register::tu, {{"nom", hostile}, {"texte", hostile}}).blocks.at(0)
        )
            .lines.at(0);

    std::string shown = hostile;
    shown[shown.find('\n')] = ' ';
    EXPECT_THAT(
        line,
        ElementsAre(Span{Span::Style::strong, shown, ""}, Span{Span::Style::plain, "\u00a0: " + shown, ""})
    );
}

TEST(Messages, PluralAndSelectFollowFrench) {
    const auto messages =
        load(both("{n, plural, one {# piste} other {# pistes}}{plus, select, oui { et plus} other {}}"));

    EXPECT_EQ(
        plain_text(messages->say("m", Register::tu, {{"n", std::int64_t{0}}, {"plus", "non"}})), "0 piste"
    );
    EXPECT_EQ(
        plain_text(messages->say("m", Register::tu, {{"n", std::int64_t{3}}, {"plus", "oui"}})),
        "3 pistes et plus"
    );
}

TEST(Messages, AListTakesThePlaceOfItsItemAndNothingLeavesNothing) {
    const auto messages = load(
        "m:\n  tu_et_vous:\n    - numeros: [\"{choix}\", \"Je ne sais pas\"]\n    - puces: [\"{autres}\"]\n"
    );

    const auto document = messages->say(
        "m",
        Register::vous,
        {{"choix", std::vector<Line>{plain("a"), plain("b")}}, {"autres", std::vector<Line>{}}}
    );

    EXPECT_EQ(plain_text(document), "1. a\n2. b\n3. Je ne sais pas");
    EXPECT_EQ(document.blocks.size(), 1U);
}

TEST(Messages, TheTwoRegistersAreTwoTexts) {
    const auto messages = load("m:\n  tu:\n    - p: \"Tu veux\"\n  vous:\n    - p: \"Vous voulez\"\n");

    EXPECT_EQ(plain_text(messages->say("m", Register::tu)), "Tu veux");
    EXPECT_EQ(plain_text(messages->say("m", Register::vous)), "Vous voulez");
}

TEST(Messages, UnknownIdAndMissingArgumentAreBugs) {
    const auto messages = load(both("{nom}"));

    EXPECT_FALSE(messages->has("autre"));
    EXPECT_THROW((void)messages->say("autre", Register::tu), std::logic_error);
    EXPECT_THROW((void)messages->say("m", Register::tu), std::logic_error);
}

struct Refused {
    std::string text, why;
};
void PrintTo(const Refused& refused, std::ostream* out) {
    *out << refused.why;
}
class TextsAreRefused : public testing::TestWithParam<Refused> {};

TEST_P(TextsAreRefused, WithFileAndLine) {
    const auto errors = complaints(GetParam().text);

    EXPECT_THAT(errors, Contains(testing::AllOf(testing::StartsWith("t.yaml:"), HasSubstr(GetParam().why))));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    TextsAreRefused,
    testing::Values(
        Refused{"m:\n  tu:\n    - p: \"a\"\n", "tu et vous"},
        Refused{both("l'aide"), "apostrophe"},
        Refused{both("inscrit(e)"), "(e)"},
        Refused{both("inscrit·e"), "·"},
        Refused{both("{nom"), "pas un modèle"},
        Refused{both("{n, plural, one {a}}"), "pas un modèle"},
        Refused{both("{n, number}"), "select et plural"},
        Refused{both("{n} {n, plural, other {#}}"), "deux noms"},
        Refused{both("Quoi ?"), "U+00A0"},
        Refused{both("« a »"), "U+00A0"},
        Refused{both("un *deux"), "paire"},
        Refused{both("[x](ftp://a)"), "https://"},
        Refused{
            both("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
                 "dix-sept dix-huit dix-neuf vingt {mot}"),
            "21 mots"},
        Refused{"m:\n  tu_et_vous:\n    - x: \"a\"\n", "bloc inconnu"},
        Refused{"m:\n  tu_et_vous: \"a\"\n", "liste de blocs"}
    )
);

TEST(Messages, OneIdInTwoFilesIsRefused) {
    const Folder folder;
    folder.with("a.yaml", both("a")).with("b.yaml", both("b"));
    std::vector<std::string> errors;

    EXPECT_EQ(Messages::load(folder.path(), errors), nullptr);
    EXPECT_THAT(errors, ElementsAre(testing::AllOf(HasSubstr("b.yaml:1"), HasSubstr("déjà"))));
}

TEST(Messages, AMissingFolderIsAnErrorAndNoCrash) {
    std::vector<std::string> errors;

    EXPECT_EQ(Messages::load("/nonexistent/phare", errors), nullptr);
    EXPECT_EQ(errors.size(), 1U);
}

TEST(French, Forms) {
    using namespace std::chrono;
    EXPECT_EQ(french_date(sys_days(2027y / March / 12)), "12\u00a0mars\u00a02027");
    EXPECT_EQ(french_date(sys_days(2020y / September / 1)), "1er\u00a0septembre\u00a02020");
    EXPECT_EQ(french_duration(std::chrono::minutes(1)), "1\u00a0minute");
    EXPECT_EQ(french_duration(std::chrono::minutes(90)), "90\u00a0minutes");
    EXPECT_EQ(french_duration(std::chrono::hours(12)), "12\u00a0heures");
    EXPECT_EQ(french_duration(std::chrono::hours(24)), "24\u00a0heures");
    EXPECT_EQ(french_duration(std::chrono::hours(48)), "2\u00a0jours");
    EXPECT_EQ(french_hundredths(56168), "561,68");
    EXPECT_EQ(french_hundredths(50000), "500");
    EXPECT_EQ(french_hundredths(123456789), "1\u202f234\u202f567,89");
    EXPECT_EQ(french_hundredths(-5), "−0,05");
    EXPECT_EQ(french_list({}), "");
    EXPECT_EQ(french_list({"a"}), "a");
    EXPECT_EQ(french_list({"a", "b", "c"}), "a, b et c");
    EXPECT_EQ(french_of("le CCAS"), "du CCAS");
    EXPECT_EQ(french_of("la mission locale"), "de la mission locale");
}

TEST(French, ParisTimeTurnsOnTheLastSundays) {
    using namespace std::chrono;
    const auto at = [](year_month_day d, int h, int m) {
        return sys_seconds(sys_days(d)) + hours(h) + minutes(m);
    };
    EXPECT_EQ(french_hour(at(2026y / November / 22, 13, 5)), "14\u00a0h\u00a005");
    EXPECT_EQ(french_hour(at(2026y / July / 14, 13, 5)), "15\u00a0h\u00a005");
    EXPECT_EQ(french_hour(at(2026y / March / 29, 0, 59)), "1\u00a0h\u00a059");
    EXPECT_EQ(french_hour(at(2026y / March / 29, 1, 0)), "3\u00a0h\u00a000");
    EXPECT_EQ(french_hour(at(2026y / October / 25, 0, 59)), "2\u00a0h\u00a059");
    EXPECT_EQ(french_hour(at(2026y / October / 25, 1, 0)), "2\u00a0h\u00a000");
}

}  // namespace
}  // namespace bot::wording
