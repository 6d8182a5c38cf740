#include "rules/places/csv.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace rules::places {
namespace {

class Csv : public testing::Test {
  protected:
    std::optional<std::vector<CsvRow>> read(const std::string& text) {
        const auto file =
            std::filesystem::temp_directory_path() /
            ("phare_csv_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) +
             ".csv");
        std::ofstream(file, std::ios::binary) << text;
        auto rows = read_csv(file, {"a", "b"}, error_);
        std::filesystem::remove(file);
        return rows;
    }
    bool complains_of(std::string_view part) const { return error_.find(part) != std::string::npos; }
    std::string error_;
};

TEST_F(Csv, ReadsQuotedCommasQuotesAndLineEnds) {
    const auto rows = read("a,b\n\"x, \"\"y\"\"\",\"1\n2\"\nc,\n");

    ASSERT_TRUE(rows) << error_;
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0].cells, (std::vector<std::string>{"x, \"y\"", "1\n2"}));
    EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"c", ""}));
    EXPECT_EQ((*rows)[1].line, 4);
}

TEST_F(Csv, NamesTheLineThatIsTooShort) {
    EXPECT_FALSE(read("a,b\n1,2\n3\n"));
    EXPECT_TRUE(complains_of(":3\u00A0: 1 colonnes au lieu de 2")) << error_;
}

TEST_F(Csv, RefusesAnotherHeader) {
    EXPECT_FALSE(read("a,c\n1,2\n"));
    EXPECT_TRUE(complains_of(":1\u00A0: ce ne sont pas les colonnes")) << error_;
}

TEST_F(Csv, RefusesWhatWouldLoadInPart) {
    EXPECT_FALSE(read("a,b\n1,2"));
    EXPECT_TRUE(complains_of("pas de fin de ligne")) << error_;
    EXPECT_FALSE(read("a,b\r\n1,2\r\n"));
    EXPECT_TRUE(complains_of("retour chariot")) << error_;
    EXPECT_FALSE(read("a,b\n\"1,2\n"));
    EXPECT_TRUE(complains_of("jamais refermé")) << error_;
    EXPECT_FALSE(read("a,b\n\"1\"x,2\n"));
    EXPECT_TRUE(complains_of("suit un guillemet fermant")) << error_;
    EXPECT_FALSE(read("a,b\n1\"x,2\n"));
    EXPECT_TRUE(complains_of("dans une cellule")) << error_;
    EXPECT_FALSE(read("a,b\n\xE9,2\n"));
    EXPECT_TRUE(complains_of("pas en UTF-8")) << error_;
    EXPECT_FALSE(read(""));
}

TEST(CsvList, SplitsAtBars) {
    EXPECT_EQ(split_list("14190|14370"), (std::vector<std::string>{"14190", "14370"}));
    EXPECT_TRUE(split_list("").empty());
}

}  // namespace
}  // namespace rules::places
