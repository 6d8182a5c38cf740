#include "rules/figures/ledger.hpp"

#include <gtest/gtest.h>

namespace rules::figures {
namespace {

using steering::read_day;
using steering::read_month;

std::vector<steering::Publication> rows(double value) {
    steering::Publication row;
    row.objective = "O", row.source = "S", row.month = *read_month("2021-01"), row.value = value, row.published_on = *read_day("2021-02-20");
    return {row};
}

TEST(Ledger, NothingCountsBeforeOuiAndAnnulerUndoes) {
    Ledger ledger;
    int const number = ledger.propose(rows(100), "h1", "x", *read_day("2021-02-21"));
    EXPECT_EQ(number, 1);
    EXPECT_EQ(ledger.log_on(*read_day("2021-03-01")).size(), 0U);
    EXPECT_EQ(ledger.confirm(number, *read_day("2021-02-22")), LedgerRefusal::none);
    EXPECT_EQ(ledger.log_on(*read_day("2021-02-21")).size(), 0U);
    EXPECT_EQ(ledger.log_on(*read_day("2021-02-22")).size(), 1U);
    EXPECT_EQ(ledger.withdraw(number, *read_day("2021-03-01")), LedgerRefusal::none);
    EXPECT_EQ(ledger.log_on(*read_day("2021-03-02")).size(), 0U);
    EXPECT_EQ(ledger.log_on(*read_day("2021-02-25")).size(), 1U);  // as it was known then
}

TEST(Ledger, TheSameFileCountsOnce) {
    Ledger ledger;
    auto const today = *read_day("2021-02-22");
    int const first = ledger.propose(rows(1), "h", "x", today), second = ledger.propose(rows(1), "h", "x", today);
    EXPECT_EQ(ledger.confirm(first, today), LedgerRefusal::none);
    EXPECT_EQ(ledger.confirm(first, today), LedgerRefusal::already_counts);
    EXPECT_EQ(ledger.confirm(second, today), LedgerRefusal::same_file_counts);
    EXPECT_EQ(ledger.withdraw(first, today), LedgerRefusal::none);
    EXPECT_EQ(ledger.withdraw(first, today), LedgerRefusal::already_withdrawn);
    EXPECT_EQ(ledger.confirm(first, today), LedgerRefusal::already_withdrawn);
    EXPECT_EQ(ledger.confirm(second, today), LedgerRefusal::none);
    EXPECT_EQ(ledger.confirm(9, today), LedgerRefusal::no_such_import);
    EXPECT_EQ(ledger.confirm(ledger.propose({}, "e", "x", today), today), LedgerRefusal::nothing_to_count);
}

}  // namespace
}  // namespace rules::figures
