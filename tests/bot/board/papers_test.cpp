// Workbook and note, read back by other programs' libraries: what was written is what is there, and nothing that is hidden.

#include "bot/board/note.hpp"
#include "bot/board/workbook.hpp"
#include "tests/bot/board/figures.hpp"

#include <gmock/gmock.h>
#include <qpdf/QPDF.hh>
#include <zip.h>

#include <map>
#include <string>

namespace bot::board {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::board::today;
using tests::board::tools;

Board real() { return board_on(*tools(), tests::board::looked_at(), today, today, {true}); }

/// One file of a zip, empty if it has none of that name.
std::string part(const std::string& bytes, const char* name) {
    zip_error_t error;
    zip_error_init(&error);
    auto* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    auto* const zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip == nullptr) return {};
    std::string out;
    if (auto* const file = zip_fopen(zip, name, 0)) {
        char buffer[4096];
        for (zip_int64_t n = 0; (n = zip_fread(file, buffer, sizeof buffer)) > 0;) out.append(buffer, static_cast<std::size_t>(n));
        zip_fclose(file);
    }
    zip_close(zip);
    return out;
}

TEST(Workbook, FiguresAreNumbersAndWordsAreWords) {
    auto board = real();
    board.rows.front().deeds.push_back("=1+1 @x");
    Standstill staff;
    staff.label = "Conseillers d’essai", staff.month = "juin 2020", staff.known_number = 1234321;
    board.states.push_back(staff);
    auto const bytes = workbook_of(board, *tools()->messages);
    auto const first = part(bytes, "xl/worksheets/sheet1.xml"), strings = part(bytes, "xl/sharedStrings.xml");
    EXPECT_THAT(first, HasSubstr("<v>3905</v>"));
    EXPECT_THAT(first, HasSubstr("<v>6746</v>"));
    EXPECT_THAT(strings, HasSubstr("AIJ 2020"));
    EXPECT_THAT(strings, HasSubstr("=1+1 @x"));
    EXPECT_THAT(strings, HasSubstr("Conseillers d’essai"));
    EXPECT_THAT(first, HasSubstr("<v>1234321</v>")) << "staff stands beside the objectives";
    for (auto const* sheet : {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml"}) {
        auto const xml = part(bytes, sheet);
        EXPECT_FALSE(xml.empty()) << sheet;
        EXPECT_THAT(xml, Not(HasSubstr("<f>"))) << "nothing is a formula";
    }
    EXPECT_EQ(workbook_of(board, *tools()->messages), bytes) << "the same board, the same bytes";
}

TEST(Workbook, WhatIsHiddenIsNotInTheFile) {
    Board board;
    board.as_of = today;
    Row row;
    row.id = row.label = "X";
    row.is_hidden = true;
    row.known = "<\u00a05", row.gap = "non montré", row.expected_number = 40;
    Month month;
    month.name = "octobre 2020", month.known = "non montré", month.plan_number = 40;
    row.months = {month};
    board.rows = {row};
    auto const bytes = workbook_of(board, *tools()->messages);
    EXPECT_THAT(part(bytes, "xl/sharedStrings.xml"), HasSubstr("non montré"));
    EXPECT_THAT(part(bytes, "xl/worksheets/sheet1.xml"), HasSubstr("<c r=\"D2\" t=\"s\">")) << "words, no number";
}

TEST(Note, HasTwoPagesATitleALanguageAndAnAlternative) {
    auto const bytes = note_of(real(), *tools()->messages);
    ASSERT_THAT(bytes, StartsWith("%PDF-"));
    QPDF pdf;
    pdf.processMemoryFile("note", bytes.data(), bytes.size());
    EXPECT_EQ(pdf.getAllPages().size(), 2U);
    auto root = pdf.getRoot();
    EXPECT_EQ(root.getKey("/Lang").getUTF8Value(), "fr-FR");
    EXPECT_TRUE(root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
    EXPECT_TRUE(root.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
    EXPECT_EQ(pdf.getTrailer().getKey("/Info").getKey("/Title").getUTF8Value(), "Objectifs du plan jeunes");
    std::map<std::string, int> tags;
    std::string alternative;
    for (auto& object : pdf.getAllObjects()) {
        if (!object.isDictionary() || !object.hasKey("/S") || !object.getKey("/S").isName()) continue;
        ++tags[object.getKey("/S").getName()];
        if (object.hasKey("/Alt")) alternative = object.getKey("/Alt").getUTF8Value();
    }
    EXPECT_EQ(tags["/H1"], 1);
    EXPECT_GE(tags["/H2"], 2);
    EXPECT_EQ(tags["/Table"], 1);
    EXPECT_GE(tags["/TR"], 3);
    EXPECT_EQ(tags["/Figure"], 1);
    EXPECT_THAT(alternative, HasSubstr("6\u202f746"));
    EXPECT_LT(bytes.size(), 300'000U);
    EXPECT_EQ(note_of(real(), *tools()->messages), bytes) << "the same board, the same bytes";
}

TEST(Note, SaysTheLastDeedsOfEachObjectiveAsFarAsThePageGoes) {
    auto board = real();
    board.rows.front().deeds.clear();
    auto const paragraphs = [](const Board& of) {
        auto const bytes = note_of(of, *tools()->messages);
        QPDF pdf;
        pdf.processMemoryFile("note", bytes.data(), bytes.size());
        EXPECT_EQ(pdf.getAllPages().size(), 2U);
        int count = 0;
        for (auto& object : pdf.getAllObjects())
            count += object.isDictionary() && object.hasKey("/S") && object.getKey("/S").isName() && object.getKey("/S").getName() == "/P";
        return count;
    };
    int const without = paragraphs(board);
    board.rows.front().deeds = {"12/10/2020\u00A0: alerte ouverte", "13/10/2020\u00A0: prise en charge"};
    EXPECT_EQ(paragraphs(board), without + 2);
    board.rows.front().deeds.assign(5, "13/10/2020\u00A0: prise en charge");
    EXPECT_EQ(paragraphs(board), without + 3 + 1) << "three, and where the others are";
    auto const row = board.rows.front();
    for (int i = 0; i < 200; ++i) board.rows.push_back(row);
    paragraphs(board);
}

TEST(Note, WhatTheFontCannotDrawIsLeftOut) {
    auto board = real();
    board.rows.front().deeds = {"marque 👀 sous l’alerte 🇫🇷"};
    auto const marked = note_of(board, *tools()->messages);
    board.rows.front().deeds = {"marque sous l’alerte "};
    EXPECT_EQ(marked, note_of(board, *tools()->messages)) << "no empty boxes";
}

TEST(Note, ManyObjectivesStayOnTwoPagesAndTheRestIsCounted) {
    auto board = real();
    auto const row = board.rows.front();
    for (int i = 0; i < 200; ++i) board.rows.push_back(row);
    auto const bytes = note_of(board, *tools()->messages);
    QPDF pdf;
    pdf.processMemoryFile("note", bytes.data(), bytes.size());
    EXPECT_EQ(pdf.getAllPages().size(), 2U);
}

}  // namespace
}  // namespace bot::board
