#include "adapters/email/imap_cursor.hpp"

#include <gtest/gtest.h>

namespace imap_cursor_test {

using namespace adapters::email;
using namespace std::chrono_literals;

TEST(ImapCursor, ComesBackAsItWasStored) {
    ImapCursor const cursor{77, 4'294'967'295U, 12, 2};

    EXPECT_EQ(cursor_from(stored_form(cursor)), cursor);
}

TEST(ImapCursor, WhatCannotBeReadIsAsIfNothingHadBeenRead) {
    for (auto const* text : {"", "{", "[]", "{\"uid\":-1}", "{\"uid\":4294967296}", "{\"uid\":\"7\"}"}) EXPECT_EQ(cursor_from(text), ImapCursor()) << text;
}

TEST(ImapCursor, TheThirdFailureOfTheSameMailGivesItUp) {
    auto const first = after_failure({77, 8, 0, 0}, 9);
    auto const second = after_failure(first.cursor, 9);
    auto const third = after_failure(second.cursor, 9);

    EXPECT_FALSE(first.give_up);
    EXPECT_FALSE(second.give_up);
    EXPECT_EQ(second.cursor.uid, 8U);
    EXPECT_TRUE(third.give_up);
    EXPECT_EQ(third.cursor, (ImapCursor{77, 9, 0, 0}));
}

TEST(ImapCursor, AnotherMailBeginsItsOwnCount) {
    auto const other = after_failure({77, 8, 9, 2}, 10);

    EXPECT_FALSE(other.give_up);
    EXPECT_EQ(other.cursor.failures, 1);
}

TEST(ImapCursor, DaysAreWrittenAsImapWantsThem) {
    EXPECT_EQ(imap_day(std::chrono::year{2026} / 11 / 2), "2-Nov-2026");
    EXPECT_EQ(imap_day(std::chrono::year{2027} / 1 / 31), "31-Jan-2027");
}

TEST(ImapCursor, TroubleIsAskedAboutMoreAndMoreSeldom) {
    EXPECT_EQ(poll_pause(20s, 0, false), 20s);
    EXPECT_EQ(poll_pause(20s, 1, false), 20s);
    EXPECT_EQ(poll_pause(20s, 3, false), 80s);
    EXPECT_EQ(poll_pause(20s, 100, false), 15min);
    EXPECT_EQ(poll_pause(20s, 1, true), 5min);
    EXPECT_EQ(poll_pause(30min, 9, false), 30min);
}

}  // namespace imap_cursor_test
