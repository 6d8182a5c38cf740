#include "bot/needs/book.hpp"

#include "tests/support/memory_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace bot::needs {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Counts with(std::int64_t n, std::string_view departement, std::string_view theme) {
    Counts counts;
    for (; n > 0; --n) counts.add(departement, theme);
    return counts;
}

TEST(Needs, OnlyTenOrMoreAreShown) {
    std::map<std::string, Counts> months{{"2026-10", with(9, "76", "emploi")}};
    for (int i = 0; i < 10; ++i) months["2026-10"].add("14", "personne");
    auto const shown = published(months, "2026-11");
    ASSERT_THAT(shown, SizeIs(1));
    int cells = 0;
    for (auto const& row : shown[0].cells)
        for (auto const& cell : row)
            if (cell) {
                ++cells;
                EXPECT_EQ(*cell, 10);
            }
    EXPECT_EQ(cells, 1);
    EXPECT_FALSE(shown[0].is_empty());
    EXPECT_TRUE(published({{"2026-10", with(9, "76", "emploi")}}, "2026-11")[0].is_empty());
}

TEST(Needs, AMonthThatStillGrowsIsNotShown) {
    std::map<std::string, Counts> const months{{"2026-11", with(50, "76", "emploi")}, {"2026-10", with(20, "76", "emploi")}, {"2026-09", with(20, "27", "aide")}};
    auto const shown = published(months, "2026-11");
    ASSERT_THAT(shown, SizeIs(2));
    EXPECT_EQ(shown[0].month, "2026-10");
    EXPECT_EQ(shown[1].month, "2026-09");
}

/// Somebody more or less changes no hidden cell into a number that tells of them: every number shown is of ten or more.
TEST(Needs, NothingShownIsOfFewerThanTen) {
    Counts counts;
    for (std::size_t d = 0; d < departements.size(); ++d)
        for (std::size_t t = 0; t < themes.size(); ++t)
            for (std::size_t n = 0; n < 4 * d + 2 * t; ++n) counts.add(departements[d], themes[t]);
    auto const shown = published({{"2026-10", counts}}, "2026-11");
    for (std::size_t d = 0; d < departements.size(); ++d)
        for (std::size_t t = 0; t < themes.size(); ++t) {
            auto const real = static_cast<std::int64_t>(4 * d + 2 * t);
            EXPECT_EQ(shown[0].cells[t][d].has_value(), real >= k);
            if (shown[0].cells[t][d]) {
                EXPECT_EQ(*shown[0].cells[t][d], real);
            }
        }
}

TEST(Needs, ComeBackFromTheStoreAndNothingElseIsEverCounted) {
    auto const counts = with(3, "50", "formation");
    auto const back = Counts::read(counts.stored());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->of("50", "formation"), 3);
    for (auto const* bad : {"", "[]", "{\"50\":1}", "{\"50\":{\"formation\":\"x\"}}", "{"}) EXPECT_FALSE(Counts::read(bad)) << bad;
    EXPECT_TRUE(is_known({"2026-11", "76", "emploi"}));
    EXPECT_FALSE(is_known({"2026-11", "75", "emploi"}));
    EXPECT_FALSE(is_known({"2026-11", "76", "santé"}));
    EXPECT_FALSE(is_known({"", "76", "emploi"}));
}

TEST(Needs, AreCountedInTheTransactionOrNotAtAll) {
    tests::Disk disk;
    std::deque<std::function<void()>> later;
    bool fails = false;
    tests::MemoryStore store(disk, [&](std::function<void()> call) { later.push_back(std::move(call)); }, [&] { return fails; });
    auto const write = [&] {
        store.write([](db::Transaction& t) { count(t, {{"2026-11", "76", "emploi"}, {"2026-11", "99", "emploi"}}, 1); }, [](std::exception_ptr) {});
        while (!later.empty()) {
            auto call = std::move(later.front());
            later.pop_front();
            call();
        }
    };
    write();
    write();
    fails = true;
    write();
    auto const all = read_all(store);
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_EQ(all.at("2026-11").of("76", "emploi"), 2);
    EXPECT_EQ(all.at("2026-11").of("99", "emploi"), 0);
}

}  // namespace
}  // namespace bot::needs
