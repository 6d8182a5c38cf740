#include "bot/commands/csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace bot::commands {
namespace csv_reader_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<CsvRecord> read(const std::string& bytes, char* separator = nullptr) {
    std::istringstream in(bytes);
    CsvReader reader(in);
    EXPECT_THAT(reader.unreadable(), IsEmpty());
    std::vector<CsvRecord> records;
    for (CsvRecord record; reader.next(record);) records.push_back(record);
    if (separator) *separator = reader.separator();
    return records;
}

TEST(CsvReader, FindsTheSeparatorInTheFirstLine) {
    char separator = 0;
    EXPECT_THAT(read("age;ville\n19;Caen, centre\n", &separator)[1].cells, ElementsAre("19", "Caen, centre"));
    EXPECT_EQ(separator, ';');
    EXPECT_THAT(read("age,ville\n19,Caen\n", &separator)[1].cells, ElementsAre("19", "Caen"));
    EXPECT_EQ(separator, ',');
    EXPECT_THAT(read("age\tville\n19\tCaen\n", &separator)[1].cells, ElementsAre("19", "Caen"));
    EXPECT_EQ(separator, '\t');
    EXPECT_THAT(read("\"a;b;c\",d\n1,2\n", &separator)[0].cells, ElementsAre("a;b;c", "d"));
    EXPECT_EQ(separator, ',') << "what is quoted does not count";
    EXPECT_THAT(read("age\n19\n")[1].cells, ElementsAre("19"));
}

TEST(CsvReader, ReadsQuotesAndLineEndsOfEveryKind) {
    auto const records = read("a;b\r\n\"dit \"\"oui\"\"\";\"deux\r\nlignes\"\r\n\r\nc;\rd;e");

    ASSERT_EQ(records.size(), 4U);
    EXPECT_THAT(records[1].cells, ElementsAre("dit \"oui\"", "deux\nlignes"));
    EXPECT_THAT(records[2].cells, ElementsAre("c", ""));
    EXPECT_THAT(records[3].cells, ElementsAre("d", "e"));
    EXPECT_EQ(records[0].line, 1);
    EXPECT_EQ(records[1].line, 2);
    EXPECT_EQ(records[2].line, 5) << "two lines in the quotes, and a blank one";
    EXPECT_EQ(records[3].line, 6);
}

TEST(CsvReader, ReadsWindowsAndUnicodeText) {
    EXPECT_THAT(read("\xEF\xBB\xBFn\xC3\xA9;b\n")[0].cells, ElementsAre("né", "b"));
    EXPECT_THAT(read("n\xE9 le;prix\n1;10\xA0\x80\n")[1].cells, ElementsAre("1", "10\u00A0€"));
    EXPECT_THAT(read("n\xE9 le;\x9Cuvre\n")[0].cells, ElementsAre("né le", "œuvre"));
    EXPECT_THAT(read("a;\xE9t\xE9\nb;\xC3\xA9t\xC3\xA9\n")[1].cells, ElementsAre("b", "été"))
        << "each line by itself";
    auto const bad = read(
        "\xEF\xBB\xBF"
        "a\n\xE9\n"
    );
    EXPECT_THAT(bad[1].problem, HasSubstr("UTF-8"));
}

TEST(CsvReader, SaysWhatCannotBeTrusted) {
    EXPECT_THAT(read("a;b\n1;\"jamais refermé\n2;3\n")[1].problem, HasSubstr("guillemet"));
    EXPECT_THAT(read("a;b\n1;\"x\"y\n")[1].problem, HasSubstr("guillemet fermant"));
    auto const records = read("a\n" + std::string(3'000'000, 'x') + "\n1\n");
    ASSERT_EQ(records.size(), 3U);
    EXPECT_THAT(records[1].problem, HasSubstr("1\u00A0Mio"));
    EXPECT_LT(records[1].cells[0].size(), 2'000'000U);
    EXPECT_THAT(records[2].cells, ElementsAre("1")) << "the next one is read again";
}

TEST(CsvReader, RefusesWhatIsNoCsvAtAll) {
    for (std::string const& bytes :
         {std::string("PK\x03\x04rest"),
          std::string(
              "\xFF\xFE"
              "a\0;\0",
              6
          ),
          std::string("a\0b", 3)}) {
        std::istringstream in(bytes);
        EXPECT_FALSE(CsvReader(in).unreadable().empty());
    }
    EXPECT_THAT(read(""), IsEmpty());
}

TEST(CsvReader, ReadsWhatItWrites) {
    std::vector<std::string> const cells{"", "simple", "a;b", "deux\nlignes", "dit \"oui\"", "\u00A0", ",\t"};
    for (char const separator : {';', ',', '\t'}) {
        std::string header = csv_line({"1", "2", "3", "4", "5", "6", "7"}, separator);
        EXPECT_EQ(read(header + csv_line(cells, separator))[1].cells, cells);
    }
}

}  // namespace csv_reader_test
}  // namespace bot::commands
