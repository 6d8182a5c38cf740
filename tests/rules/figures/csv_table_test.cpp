#include "rules/figures/csv_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rules::figures {
namespace {

struct CsvRead {
    std::vector<std::vector<std::string>> rows;
    std::vector<int> lines;
    std::optional<Unreadable> wrong;
};

CsvRead csv_of(std::string_view bytes) {
    CsvRead read;
    read.wrong = read_table(bytes, [&](int line, std::span<const Cell> cells) {
        read.lines.push_back(line);
        read.rows.emplace_back();
        for (auto const& cell : cells) read.rows.back().emplace_back(cell.text);
        return true;
    });
    return read;
}

TEST(CsvTable, AllDialectsAreOneTable) {
    std::vector<std::vector<std::string>> const expected{{"mois", "libellé"}, {"2021-02", "été; oui, \"non\""}};
    for (std::string const text : {"mois;libell\xC3\xA9\n2021-02;\"\xC3\xA9t\xC3\xA9; oui, \"\"non\"\"\"\n",
                                   "\xEF\xBB\xBFmois,libell\xC3\xA9\r\n2021-02,\"\xC3\xA9t\xC3\xA9; oui, \"\"non\"\"\"\r\n",
                                   "mois\tlibell\xE9\r2021-02\t\"\xE9t\xE9; oui, \"\"non\"\"\"\r"})
        EXPECT_EQ(csv_of(text).rows, expected);
    std::string utf16 = "\xFF\xFE";
    for (char const c : std::string("a;b\n1;2\n")) utf16 += c, utf16 += '\0';
    EXPECT_EQ(csv_of(utf16).rows, (std::vector<std::vector<std::string>>{{"a", "b"}, {"1", "2"}}));
}

TEST(CsvTable, Windows1252AndBlanks) {
    EXPECT_EQ(decoded("\x80 \x92"), "€ ’");
    EXPECT_EQ(trimmed("\xC2\xA0 a b\xE2\x80\xAF"), "a b");
    EXPECT_EQ(trimmed(" \t\r\n"), "");
}

TEST(CsvTable, LinesAreThoseOfTheFile) {
    auto const read = csv_of("a;b\n\n1;\"x\ny\"\n2;3\n");
    ASSERT_FALSE(read.wrong);
    EXPECT_EQ(read.lines, (std::vector<int>{1, 3, 5}));
}

TEST(CsvTable, DamagedFilesAreRefusedWithTheLine) {
    EXPECT_EQ(csv_of("a;b\n1;\"never closed\n2;3\n").wrong->line, 2);
    EXPECT_EQ(csv_of("a;b\n1;\"x\"y\n").wrong->line, 2);
    EXPECT_EQ(csv_of("a;b\n" + std::string(5000, 'x') + ";1\n").wrong->line, 2);
    EXPECT_EQ(csv_of("a;b\n" + std::string(100, ';') + "\n").wrong->line, 2);
    EXPECT_TRUE(csv_of("").wrong);
    EXPECT_TRUE(csv_of("\n\n\n").wrong);
}

TEST(CsvTable, OtherFilesAreRefusedWithTheSentence) {
    EXPECT_NE(csv_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest").wrong->message.find(".xls"), std::string::npos);
    EXPECT_NE(csv_of("PK\x03\x04" + std::string(26, '\x01') + "mimetypeapplication/vnd.oasis.opendocument.spreadsheet").wrong->message.find(".ods"), std::string::npos);
    EXPECT_TRUE(csv_of("%PDF-1.7").wrong);
    EXPECT_TRUE(csv_of(std::string("a\0b", 3)).wrong);
}

RC_GTEST_PROP(CsvTableProperty, AnyBytesAreReadOrRefused, (const std::string& bytes)) {
    auto const read = csv_of(bytes);
    RC_ASSERT(read.wrong || !read.rows.empty());
    for (auto const& row : read.rows)
        for (auto const& cell : row) RC_ASSERT(valid_utf8(cell));
}

}  // namespace
}  // namespace rules::figures
