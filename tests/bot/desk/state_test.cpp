#include "bot/desk/state.hpp"

#include <gtest/gtest.h>

namespace bot::desk {
namespace state_test {

using namespace std::chrono;

const Day first = year(2020) / 11 / 12;

steering::Publication row(double value, Day published) {
    steering::Publication row;
    row.objective = "AIJ-2020-NOR", row.source = "SI_PE", row.month = year(2020) / October;
    row.value = value, row.published_on = row.received_on = published;
    row.unattributed = 12.5, row.comment = "exemple fictif", row.file_hash = "h" + std::to_string(value);
    return row;
}

TEST(DeskState, TheLogComesBackFromItsRecordsInWhateverOrder) {
    figures::Ledger ledger;
    std::vector<Record> records;
    int sequence = 0;
    auto const propose = [&](double value, Day on) {
        (void)ledger.propose({row(value, on)}, "hash" + std::to_string(value), "@stat:test", on, {"0a1b2c", "name" + std::to_string(value)});
        records.push_back(import_record(ledger.imports().back()));
    };
    propose(1140, first);
    ASSERT_EQ(ledger.confirm(1, first), figures::LedgerRefusal::none);
    records.push_back(deed_record(++sequence, 1, Deed::confirmed, first, "@stat:test"));
    propose(1150, first + days(10));
    ASSERT_EQ(ledger.confirm(2, first + days(11)), figures::LedgerRefusal::none);
    records.push_back(deed_record(++sequence, 2, Deed::confirmed, first + days(11), "@stat:test"));
    ASSERT_EQ(ledger.withdraw(2, first + days(20)), figures::LedgerRefusal::none);
    records.push_back(deed_record(++sequence, 2, Deed::withdrawn, first + days(20), "@stat:test"));
    EXPECT_EQ(deeds_in(ledger), sequence);
    std::reverse(records.begin(), records.end());

    auto const back = ledger_of(records);

    ASSERT_TRUE(back);
    auto const value_on = [&](Day day) {
        auto const known = steering::known_on(back->log_on(day).series("AIJ-2020-NOR", "SI_PE"), day);
        return known.empty() ? 0 : known.front().value;
    };
    EXPECT_EQ(value_on(first - days(1)), 0);
    EXPECT_EQ(value_on(first), 1140);
    EXPECT_EQ(value_on(first + days(15)), 1150) << "as it counted then";
    EXPECT_EQ(value_on(first + days(20)), 1140);
    EXPECT_EQ(back->imports()[0].rows[0].unattributed, 12.5);
    EXPECT_EQ(back->imports()[0].rows[0].comment, "exemple fictif");
    auto const& claim = ledger.imports()[0].claim;
    EXPECT_EQ(back->claimed(claim.owner, claim.handle), &back->imports()[0]) << "whose it is over HTTP";
    EXPECT_EQ(back->claimed("somebody", claim.handle), nullptr);
    EXPECT_EQ(back->claimed("", 1), nullptr);
}

TEST(DeskState, ALogWithAHoleOrADamagedRecordIsRefusedWhole) {
    figures::Ledger ledger;
    (void)ledger.propose({row(1, first)}, "a", "", first);
    (void)ledger.propose({row(2, first)}, "b", "", first);
    EXPECT_FALSE(ledger_of({import_record(ledger.imports()[1])}));
    EXPECT_FALSE(ledger_of({{"import/000001", "{"}}));
    EXPECT_FALSE(ledger_of({deed_record(1, 4, Deed::confirmed, first, "")}));
    EXPECT_TRUE(ledger_of({}));
}

TEST(DeskState, TheBookComesBackAsItWas) {
    State state;
    EpisodeId const id{"AIJ-2020-NOR", steering::Kind::shortfall};
    steering::Episode episode;
    episode.number = 2, episode.opened = episode.waits_since = first, episode.level = episode.level_max = steering::AlertLevel::alerte;
    episode.p_told = 0.83, episode.landing_told = 5766, episode.data_hash = "x";
    episode.told = {"matrix !bureau:test"}, episode.escalated = {"dreets"};
    episode.treatment.acknowledged = steering::Acknowledgement{
        "@prefete:test", "on relance", first, first + days(31), steering::AlertLevel::alerte,
        steering::Commitment{400, year(2020) / December, "@prefete:test"}};
    episode.treatment.silence = steering::Silence{"@prefete:test", "revu au bureau", first, first + days(9), true};
    state.book.open[id] = episode;
    state.book.numbers[id] = 2;
    state.book.sent = {"k1", "k2"};
    auto& thread = state.threads[{"matrix !bureau:test", "AIJ-2020-NOR"}];
    thread.said = {{7, "$7"}}, thread.episodes = {id}, thread.last_told = first;
    Past taken;
    taken.on = first, taken.what = Past::What::promised, taken.level = steering::AlertLevel::alerte;
    taken.role = "responsable", taken.words = "pris en charge par @prefete:test", taken.detail = "2020-09";
    state.history[id] = {taken, taken};  // lists of two once read back as an object
    state.marks["!bureau:test $9"] = {{id}, true};
    state.rebased["AIJ-2020-NOR"] = {{first, "@prefete:test", "double compte retiré"}};
    state.book.open.begin()->second.last_check = steering::PromiseCheck{{400, year(2020) / September, "ML"}, year(2020) / October, 390};
    thread.figures["AIJ-2020-NOR"] = {5766, 1};
    state.proposals["matrix !bureau:test"] = 3;
    state.last_month["AIJ-2020-NOR"] = 10;
    state.at_last_bureau[id] = steering::AlertLevel::vigilance;
    state.bureau_seen = first;
    state.digests = {"2020-12-17 7"};
    state.agenda = {id};
    state.counted_at = Instant(microseconds(42));
    state.digest_said_at = Instant(microseconds(43));
    state.ended[id] = {first, Instant(microseconds(44))};
    auto const stored = book_record(state);

    State back;
    ASSERT_TRUE(take_book(back, stored.bytes));

    EXPECT_EQ(book_record(back).bytes, stored.bytes);
    EXPECT_EQ(back.history, state.history);
    auto const& e = back.book.open.at(id);
    EXPECT_EQ(e.treatment.acknowledged->commitment->pace, 400);
    EXPECT_TRUE(e.treatment.silence->end_announced);
    EXPECT_EQ((back.threads.at({"matrix !bureau:test", "AIJ-2020-NOR"}).said.at(0).remote_id), "$7");
    State untouched;
    EXPECT_FALSE(take_book(untouched, "{\"form\":99}"));
    EXPECT_FALSE(take_book(untouched, "nothing"));
}

}  // namespace state_test
}  // namespace bot::desk
