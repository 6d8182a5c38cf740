#include "tests/bot/talking/conversation_runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace bot::talking::test {
namespace {

std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(PHARE_SOURCE_DIR) / "tests/conversations"))
        if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

class Conversations : public testing::TestWithParam<std::string> {};

TEST_P(Conversations, GoAsWritten) {
    play(std::filesystem::path(PHARE_SOURCE_DIR) / "tests/conversations" / (GetParam() + ".txt"));
}

INSTANTIATE_TEST_SUITE_P(All, Conversations, testing::ValuesIn(files()), [](const auto& file) {
    std::string name = file.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_'
    );
    return name;
});

TEST(Conversations, ThereAreEnoughOfThem) {
    EXPECT_GE(files().size(), 20U);
}

}  // namespace
}  // namespace bot::talking::test
