#include "bot/board/shelf.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace board_shelf_test {

using namespace bot::board;
using namespace std::chrono;

const bot::desk::Day monday = year(2026) / 11 / 30;

TEST(BoardShelf, ABoardIsMadeOnceUntilFiguresJournalOrDayChange) {
    int made = 0;
    Shelf shelf([&](bot::desk::Day as_of, bot::desk::Day today, Viewer) {
        ++made;
        Board board;
        board.as_of = as_of, board.is_past = as_of < today;
        return board;
    });
    auto const first = shelf.get(monday, monday, {true}, 1);
    EXPECT_EQ(shelf.get(monday, monday, {true}, 1), first);
    EXPECT_EQ(made, 1);
    EXPECT_NE(shelf.get(monday, monday, {false}, 1), first) << "who may not see money has a board of their own";
    EXPECT_TRUE(shelf.get(monday - days(3), monday, {true}, 1)->is_past);
    EXPECT_EQ(shelf.get(monday, monday, {true}, 1), first);
    EXPECT_EQ(made, 3);
    EXPECT_NE(shelf.get(monday, monday, {true}, 2), first) << "figures or the journal changed";
    EXPECT_EQ(made, 4);
    EXPECT_TRUE(shelf.get(monday, monday + days(1), {true}, 2)->is_past) << "the day changed";
    EXPECT_EQ(made, 5);
}

TEST(BoardShelf, DoesNotGrowWithTheDaysThatPeopleAskFor) {
    int made = 0;
    Shelf shelf([&](bot::desk::Day, bot::desk::Day, Viewer) { return ++made, Board(); });
    std::vector<std::weak_ptr<const Board>> seen;
    for (int back = 0; back < 1'000; ++back) seen.push_back(shelf.get(monday - days(back), monday, {true}, 1));
    EXPECT_EQ(made, 1'000);
    EXPECT_LE(std::count_if(seen.begin(), seen.end(), [](auto const& each) { return !each.expired(); }), static_cast<std::ptrdiff_t>(Shelf::most));
}

}  // namespace board_shelf_test
