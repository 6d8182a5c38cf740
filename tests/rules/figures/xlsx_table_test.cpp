#include "rules/figures/xlsx_table.hpp"

#include "tests/rules/figures/workbook.hpp"

#include <gtest/gtest.h>

namespace rules::figures {
namespace {

using testing::Parts;
using testing::workbook;
using testing::zipped;

struct XlsxRead {
    std::vector<std::vector<std::pair<CellKind, std::string>>> rows;
    std::optional<Unreadable> wrong;
};
XlsxRead xlsx_of(const std::string& bytes) {
    XlsxRead read;
    read.wrong = read_table(bytes, [&](int, std::span<const Cell> cells) {
        read.rows.emplace_back();
        for (auto const& cell : cells) read.rows.back().emplace_back(cell.kind, cell.text);
        return true;
    });
    return read;
}

TEST(XlsxTable, TextsNumbersAndDays) {
    auto const read = xlsx_of(zipped(workbook({{"mois", "valeur", "note"}, {"@44228", "#1140.5", ""}, {"", "", ""}, {"2021-03", "#12", "a & b < c"}})));
    ASSERT_FALSE(read.wrong) << read.wrong->message;
    ASSERT_EQ(read.rows.size(), 3U);
    EXPECT_EQ(read.rows[1][0], (std::pair{CellKind::date, std::string("2021-02-01")}));
    EXPECT_EQ(read.rows[1][1], (std::pair{CellKind::number, std::string("1140.5")}));
    EXPECT_EQ(read.rows[2][2], (std::pair{CellKind::text, std::string("a & b < c")}));
}

TEST(XlsxTable, SerialDaysAndColumns) {
    EXPECT_EQ(day_of_serial(44228, false), "2021-02-01");
    EXPECT_EQ(day_of_serial(42766, true), "2021-02-01");
    EXPECT_FALSE(day_of_serial(-1, false));
    EXPECT_FALSE(day_of_serial(1e300, false));
    EXPECT_EQ(column_of("A1"), 0);
    EXPECT_EQ(column_of("AB12"), 27);
    EXPECT_FALSE(column_of("12"));
    EXPECT_FALSE(column_of("AAAAA1"));
    EXPECT_FALSE(column_of("A1B"));
}

TEST(XlsxTable, InlineStringsRichTextAndErrors) {
    auto parts = workbook({{"x"}});
    parts["xl/sharedStrings.xml"] = "<sst><si><r><t>ri</t></r><r><t>che</t></r><rPh><t>non</t></rPh></si></sst>";
    parts["xl/worksheets/sheet1.xml"] =
        R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:t>ici</x:t></x:is></x:c>)"
        R"(<x:c t="e"><x:v>#REF!</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>formule</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
    auto const read = xlsx_of(zipped(parts));
    ASSERT_FALSE(read.wrong);
    ASSERT_EQ(read.rows.size(), 1U);
    EXPECT_EQ(read.rows[0][0].second, "riche");
    EXPECT_EQ(read.rows[0][1].second, "ici");
    EXPECT_EQ(read.rows[0][2].second, "#REF!");
    EXPECT_EQ(read.rows[0][3].second, "formule");
}

TEST(XlsxTable, HostileWorkbooksAreRefused) {
    auto const good = workbook({{"a"}, {"b"}});
    auto with = [&](const char* part, const std::string& text) {
        auto parts = good;
        parts[part] = text;
        return xlsx_of(zipped(parts));
    };
    EXPECT_NE(with("xl/worksheets/sheet1.xml", R"(<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>)")
                  .wrong->message.find("DTD"), std::string::npos);
    EXPECT_TRUE(with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c").wrong);
    EXPECT_TRUE(with("xl/workbook.xml", "<workbook/>").wrong);
    EXPECT_TRUE(with("xl/_rels/workbook.xml.rels", "<Relationships/>").wrong);
    EXPECT_TRUE(with("xl/worksheets/sheet1.xml", R"(<worksheet><sheetData><row><c r="ZZ1"><v>1</v></c></row></sheetData></worksheet>)").wrong);
    EXPECT_TRUE(with("xl/worksheets/sheet1.xml", R"(<worksheet><sheetData><row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData></worksheet>)").wrong);
    EXPECT_TRUE(with("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>").wrong);
    auto bomb = good;
    bomb["xl/sharedStrings.xml"] = "<sst><si><t>" + std::string(8U << 20U, 'a') + "</t></si></sst>";
    EXPECT_NE(xlsx_of(zipped(bomb)).wrong->message.find("décompresse"), std::string::npos);
    auto index = with("xl/worksheets/sheet1.xml", R"(<worksheet><sheetData><row><c t="s"><v>99999999</v></c><c t="s"><v>-1</v></c><c><v>1</v></c></row></sheetData></worksheet>)");
    ASSERT_FALSE(index.wrong);
    EXPECT_EQ(index.rows[0][0].first, CellKind::empty);
    auto const whole = zipped(good);
    for (std::size_t length = 4; length < whole.size(); length += 7) EXPECT_TRUE(xlsx_of(whole.substr(0, length)).wrong) << length;
}

}  // namespace
}  // namespace rules::figures
