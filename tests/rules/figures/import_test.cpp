#include "rules/figures/receipt.hpp"

#include "rules/steering/objective_file.hpp"
#include "tests/rules/figures/workbook.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace rules::figures {
namespace {

using steering::read_day;
using steering::read_month;

std::filesystem::path folder() { return std::filesystem::path(PHARE_SOURCE_DIR) / "rules/catalogue/objectifs"; }

class ImportedFigures : public ::testing::Test {
  protected:
    std::vector<steering::Objective> objectives = steering::load_objectives(folder()).objectives;
    LoadedMappings mappings = load_mappings(folder() / "sources");
    steering::PublicationLog log;
    Circumstances circumstances{*read_day("2021-03-10"), "essai", "abc"};

    [[nodiscard]] Preview read(const std::string& bytes) const { return preview(bytes, mappings.mappings, objectives, log, circumstances); }
    static inline const std::string header =
        "periode;territoire;operateur;mesure;indicateur;tranche_age;valeur;cumul;unite;source;extrait_le;statut;taux_remplissage;commentaire\n";
    static std::string row(const std::string& month, const std::string& value, const std::string& rest = "0;personnes;IMILO;2021-03-05;provisoire;;") {
        return month + ";28;ML;OTP_FORMATION;prescriptions;lt26;" + value + ";" + rest + "\n";
    }
};

TEST_F(ImportedFigures, TheMappingsLoad) {
    for (auto const& complaint : mappings.complaints) ADD_FAILURE() << complaint.text();
    EXPECT_GE(mappings.mappings.size(), 5U);
}

TEST_F(ImportedFigures, GoodRowsWaitForOui) {
    auto const preview = read(header + row("2021-01", "1 140") + row("février 2021", "980,0"));
    ASSERT_FALSE(preview.refused_whole) << preview.refused_whole->message;
    ASSERT_TRUE(preview.refused.empty()) << preview.refused.front().problem;
    ASSERT_EQ(preview.accepted.size(), 2U);
    auto const& first = preview.accepted[0].publication;
    EXPECT_EQ(first.objective, "OTP-2021-NOR-ML");
    EXPECT_EQ(first.value, 1140);
    EXPECT_EQ(first.published_on, *read_day("2021-03-05"));
    EXPECT_EQ(preview.accepted[1].publication.value, 980);
    auto const words = receipt(preview, objectives);
    EXPECT_NE(words.find("OUI"), std::string::npos);
    EXPECT_NE(words.find("prescriptions"), std::string::npos);
}

TEST_F(ImportedFigures, EnglishHeadersTabsAndASpreadsheetGiveTheSame) {
    auto const english = read("month\tarea\toperator\tmeasure\tindicator\tage bracket\tvalue\tsource\n2021-01\tNormandie\tMissions locales\tOTP_FORMATION\tprescriptions\t-26\t1140\tIMILO\n");
    ASSERT_FALSE(english.refused_whole) << english.refused_whole->message;
    ASSERT_EQ(english.accepted.size(), 1U) << english.refused.front().problem;
    auto const sheet = read(testing::zipped(testing::workbook({{"Mois", "Territoire", "Opérateur", "Mesure", "Indicateur", "Tranche d’âge", "Valeur", "Source"},
                                                             {"@44197", "Normandie", "ML", "OTP_FORMATION", "prescriptions", "lt26", "#1140", "IMILO"}})));
    ASSERT_FALSE(sheet.refused_whole) << sheet.refused_whole->message;
    ASSERT_EQ(sheet.accepted.size(), 1U);
    EXPECT_EQ(sheet.accepted[0].publication.objective, english.accepted[0].publication.objective);
    EXPECT_EQ(sheet.accepted[0].publication.month, english.accepted[0].publication.month);
    EXPECT_EQ(sheet.accepted[0].publication.value, 1140);
}

TEST_F(ImportedFigures, OneLineIsRead) {
    auto const words = receipt(read(header + row("2021-01", "1")), objectives);
    EXPECT_NE(words.find("1 ligne lue ("), std::string::npos) << words;
    EXPECT_NE(words.find("1 prescription,"), std::string::npos) << words;
}

TEST_F(ImportedFigures, ASchoolHasNoAgeAndItsMonthsAreNoSum) {
    for (auto const* bracket : {"all", "", "15_18"}) {
        std::string text = header;
        for (auto const* month : {"2019-05", "2019-06"})
            text += std::string(month) + ";76;REGION;ECOLE_PRODUCTION;ecoles;" + bracket + ";1;0;;SAISIE;2021-03-05;;;\n";
        auto const preview = read(text);
        ASSERT_FALSE(preview.refused_whole) << preview.refused_whole->message;
        ASSERT_TRUE(preview.refused.empty()) << bracket << ": " << preview.refused.front().problem;
        auto const words = receipt(preview, objectives);
        EXPECT_NE(words.find("1 école à fin 2019-06"), std::string::npos) << words;
        EXPECT_EQ(words.find("2 écoles"), std::string::npos) << words;
    }
    auto const wrong = read(header + "2019-05;76;REGION;ECOLE_PRODUCTION;ecoles;lt30;1;0;;SAISIE;2021-03-05;;;\n");
    EXPECT_EQ(wrong.refused.size(), 1U) << "an age that is given is the objective's";
}

TEST_F(ImportedFigures, AnUnknownColumnRefusesTheFileWithTheLine) {
    auto const preview = read("periode;valeur;humeur du jour\n2021-01;3;bonne\n");
    ASSERT_TRUE(preview.refused_whole);
    EXPECT_EQ(preview.refused_whole->line, 1);
    EXPECT_NE(preview.refused_whole->message.find("humeur du jour"), std::string::npos);
    EXPECT_TRUE(read("periode;operateur\n2021-01;ML\n").refused_whole);
    EXPECT_TRUE(read("periode;valeur;valeur\n2021-01;1;2\n").refused_whole);
}

TEST_F(ImportedFigures, RefusedRowsComeBackWithTheirProblem) {
    auto const preview = read(
        header + row("2021-01", "100") + row("2021-01", "101") + row("2023-06-31", "1") + row("2021-02", "1.140") + row("2021-03", "-4") +
        row("2021-02", "") + row("2021-02", "7", "0;personnes;IMILO;2021-02-30;provisoire;;") + row("2021-09", "7") + row("2021-02", "=1+1", "0;personnes;IMILO;2021-03-05;provisoire;;") +
        "2021-02;28;ML;OTP_FORMATION;entrees;lt26;5;0;personnes;IMILO;;;;\n" + "2021-02;28;ML;OTP_FORMATION;prescriptions;lt30;5;0;personnes;IMILO;;;;\n" +
        "2021-02;28;ML;AUTRE;prescriptions;lt26;5;0;personnes;IMILO;;;;\n"
    );
    EXPECT_EQ(preview.accepted.size(), 1U);
    ASSERT_EQ(preview.refused.size(), 11U);
    std::vector<std::string> const says{"ligne 2", "2023-06-31", "millier", "négative", "vide", "2021-02-30", "après le jour", "=1+1", "pas la même chose", "tranche d’âge", "AUTRE"};
    for (std::size_t i = 0; i < says.size(); ++i) {
        EXPECT_NE(preview.refused[i].problem.find(says[i]), std::string::npos) << says[i] << ": " << preview.refused[i].problem;
        EXPECT_EQ(preview.refused[i].line, static_cast<int>(i) + 3);
    }
    auto const file = annotated(preview);
    EXPECT_TRUE(file.starts_with("\xEF\xBB\xBF"));
    EXPECT_NE(file.find("Problème"), std::string::npos);
    EXPECT_NE(file.find(";'=1+1;"), std::string::npos);  // disarmed
    EXPECT_EQ(static_cast<int>(std::count(file.begin(), file.end(), '\n')), 12);

    // As a workbook: the same rows, each with its line and problem, and nothing in it is a formula.
    auto const book = annotated_workbook(preview);
    EXPECT_EQ(book, annotated_workbook(preview));
    ASSERT_EQ(kind_of(book), FileKind::xlsx);
    std::vector<std::vector<std::string>> rows;
    auto const wrong = read_table(book, [&](int, std::span<const Cell> cells) {
        auto& here = rows.emplace_back();
        for (auto const& cell : cells) {
            EXPECT_TRUE(cell.kind == CellKind::text || cell.kind == CellKind::empty);
            here.emplace_back(cell.text);
        }
        return true;
    });
    EXPECT_FALSE(wrong) << wrong->message;
    ASSERT_EQ(rows.size(), preview.refused.size() + 1);
    EXPECT_EQ(rows.front().back(), "Problème");
    for (std::size_t i = 0; i < preview.refused.size(); ++i) {
        EXPECT_EQ(rows[i + 1].back(), preview.refused[i].problem);
        EXPECT_EQ(rows[i + 1][rows[i + 1].size() - 2], std::to_string(preview.refused[i].line));
    }
}

TEST_F(ImportedFigures, ThereIsNoHalfOfAPerson) {
    auto const preview = read(header + row("2021-01", "100,5") + row("2021-02", "101"));
    ASSERT_EQ(preview.refused.size(), 1U);
    EXPECT_EQ(preview.refused.front().problem, "«\u00a0100,5\u00a0» dans valeur : des prescriptions se comptent en nombres entiers");
    EXPECT_EQ(preview.accepted.size(), 1U);
}

TEST_F(ImportedFigures, AnAnnotatedFileThatWasPutRightCanComeBackAsItIs) {
    auto const preview = read(header + row("2021-13", "100"));
    ASSERT_EQ(preview.refused.size(), 1U);
    auto corrected = preview;
    corrected.refused[0].cells[0] = "2021-01";
    for (auto const& bytes : {annotated(corrected), annotated_workbook(corrected)}) {
        auto const again = read(bytes);
        EXPECT_FALSE(again.refused_whole) << again.refused_whole->message;
        EXPECT_TRUE(again.refused.empty());
        ASSERT_EQ(again.accepted.size(), 1U);
        EXPECT_EQ(again.accepted[0].publication.value, 100);
    }
}

TEST_F(ImportedFigures, ARevisionIsSaidAndTheSameAgainIsPassedOver) {
    log.append(publications(read(header + row("2021-01", "100")))[0]);
    auto const revised = read(header + row("2021-01", "110"));
    ASSERT_EQ(revised.accepted.size(), 1U);
    EXPECT_TRUE(revised.accepted[0].revises);
    EXPECT_EQ(revised.accepted[0].before, 100);
    auto const again = read(header + row("2021-01", "100"));
    EXPECT_TRUE(again.accepted.empty());
    EXPECT_EQ(again.unchanged, 1);
}

TEST_F(ImportedFigures, TheSameFigureExtractedLaterIsAPublicationMore) {
    auto const first = read(header + row("2021-01", "100"));
    ASSERT_EQ(first.accepted.size(), 1U);
    log.append(publications(first)[0]);
    std::string const later = "0;personnes;IMILO;2021-03-08;provisoire;;";
    auto const again = read(header + row("2021-01", "100", later));
    ASSERT_EQ(again.accepted.size(), 1U) << "an odd figure is believed when it is published again";
    EXPECT_TRUE(again.accepted[0].confirms);
    EXPECT_FALSE(again.accepted[0].revises);
    EXPECT_EQ(again.unchanged, 0);
    EXPECT_NE(receipt(again, objectives).find("dont 1 ligne qui confirme un mois connu"), std::string::npos) << receipt(again, objectives);
    log.append(publications(again)[0]);
    auto const known = steering::known_on(log.series(again.accepted[0].publication.objective, "IMILO"), steering::Day::max());
    ASSERT_EQ(known.size(), 1U);
    EXPECT_EQ(known[0].publications, 2);
    EXPECT_EQ(read(header + row("2021-01", "100", later)).unchanged, 1) << "the same file again is none";
}

TEST_F(ImportedFigures, CumulatedFiguresBecomeMonths) {
    std::string const cumulative = "1;personnes;IMILO;2021-03-05;provisoire;;";
    auto const preview = read(header + row("2021-02", "250", cumulative) + row("2021-01", "100", cumulative));
    ASSERT_EQ(preview.accepted.size(), 2U);
    EXPECT_EQ(preview.accepted[0].publication.value, 150);
    EXPECT_EQ(preview.accepted[1].publication.value, 100);
    EXPECT_EQ(read(header + row("2021-02", "250", cumulative)).refused.size(), 1U);  // January is nowhere
    log.append(publications(read(header + row("2021-01", "90")))[0]);
    EXPECT_EQ(read(header + row("2021-02", "250", cumulative)).accepted[0].publication.value, 160);
    EXPECT_EQ(read(header + row("2021-02", "80", cumulative)).refused.size(), 1U);  // it cannot fall
}

TEST_F(ImportedFigures, TheFillRateGivesTheUnattributed) {
    auto const preview = read(header + "2021-01;28;PE;OTP_FORMATION;prescriptions;lt30;1000;0;personnes;AIS;2021-03-05;provisoire;83,7 %;\n");
    ASSERT_EQ(preview.accepted.size(), 1U) << preview.refused.front().problem;
    EXPECT_NEAR(preview.accepted[0].publication.unattributed.value_or(0), 163, 1e-9);
}

TEST_F(ImportedFigures, MoneyIsBroughtToTheObjectivesUnit) {
    circumstances.received_on = *read_day("2019-04-10");
    auto const preview = read(header + "2019-02;28;DEPARTEMENTS;ENVELOPPE;montant_engage;all;250000;0;eur;CHORUS;2019-04-05;definitif;;\n");
    ASSERT_EQ(preview.accepted.size(), 1U) << preview.refused.front().problem;
    EXPECT_EQ(preview.accepted[0].publication.value, 250);
}

}  // namespace
}  // namespace rules::figures
