#include "bot/board/csv.hpp"

#include "tests/bot/board/figures.hpp"

#include <gmock/gmock.h>

namespace board_csv_test {

using namespace bot::board;
using testing::HasSubstr;
using testing::StartsWith;
using tests::board::today;
using tests::board::tools;

TEST(BoardCsv, OpensInAFrenchSpreadsheet) {
    auto const board = board_on(*tools(), tests::board::looked_at(), today, today, {true});
    auto const csv = csv_of(board, *tools()->messages);
    EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBFObjectif;Niveau;Fin du mois;Réalisé;"));
    EXPECT_THAT(csv, HasSubstr(";octobre 2020;3905;4818;-913;-18,9;6746;57,9;"));
    std::size_t lines = 0, separators = 0;
    for (std::size_t at = 0; (at = csv.find("\r\n", at)) != std::string::npos; at += 2) ++lines;
    EXPECT_EQ(lines, board.rows.size() + board.states.size() + 1);
    for (char const c : csv.substr(0, csv.find("\r\n"))) separators += c == ';' ? 1 : 0;
    EXPECT_EQ(separators, 15U);
}

TEST(BoardCsv, TextsAreNeitherFormulasNorNewCells) {
    Board board;
    Row row;
    row.label = "=1+1;\"x\"\r\ny", row.level = "+3", row.unit = "@a", row.source = "-b";
    row.is_hidden = true, row.gap_number = -0.0;
    board.rows = {row};
    auto const csv = csv_of(board, *tools()->messages);
    EXPECT_THAT(csv, HasSubstr("\r\n\"'=1+1;\"\"x\"\"\r\ny\";'+3;;non montré;;0;non montré;"));
    EXPECT_THAT(csv, HasSubstr(";'@a;;'-b;"));
}

TEST(BoardCsv, StaffAndSchoolsStandInTheSameColumns) {
    Board board;
    Standstill counted, unknown;
    counted.label = "Conseillers", counted.month = "juin 2020", counted.known_number = 1250, counted.target_number = 1300, counted.source = "RH_ML";
    unknown.label = "Écoles", unknown.month = "aucun", unknown.target_number = 5;
    board.states = {counted, unknown};
    auto const csv = csv_of(board, *tools()->messages);
    EXPECT_THAT(csv, HasSubstr("\r\nConseillers;Sous la cible;juin 2020;1250;;;;1300;;;;;;compté un jour donné;RH_ML;\r\n"));
    EXPECT_THAT(csv, HasSubstr("\r\nÉcoles;;aucun;;;;;5;;;;;;compté un jour donné;;\r\n"));
}

TEST(BoardCsv, MonthsSayWhatIsHiddenAndWhatIsProvisional) {
    Row row;
    row.label = "X", row.unit = "entrées";
    Month seen, hidden, to_come;
    seen.name = "octobre 2020", seen.plan_number = 10, seen.known_number = 12345, seen.corrected_number = 12346, seen.provisional = true;
    hidden.name = "novembre 2020", hidden.plan_number = 20, hidden.known = hidden.corrected = "non montré";
    to_come.name = "décembre 2020", to_come.plan_number = 30;
    row.months = {seen, hidden, to_come};
    EXPECT_THAT(csv_of_months(row, *tools()->messages), HasSubstr("\r\nX;octobre 2020;10;12345;12346;entrées;provisoire\r\nX;novembre 2020;20;non montré;non montré;entrées;\r\nX;décembre 2020;30;;;entrées;\r\n"));
}

}  // namespace board_csv_test
