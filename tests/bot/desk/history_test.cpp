#include "bot/desk/history.hpp"

#include <gmock/gmock.h>

namespace history_test {

using namespace bot::desk;
using namespace std::chrono;
using rules::steering::AlertLevel;
using rules::steering::Episode;
using rules::steering::Kind;
using What = Past::What;
using testing::ElementsAre;

const EpisodeId aij{"AIJ-2020-NOR", Kind::shortfall};
const Day september = year(2020) / September / 16;

Episode open_at(AlertLevel level, int number = 1) {
    Episode episode;
    episode.number = number, episode.opened = september, episode.level = episode.level_max = level;
    return episode;
}

/// What a look adds when the book goes from one to the other.
struct Looks {
    State state;
    Overview overview;
    void look(Day day, std::optional<Episode> after) {
        auto const before = state.book;
        if (after) state.book.open[aij] = *after;
        else state.book.open.erase(aij);
        note_changes(state, before, overview, day);
    }
    [[nodiscard]] std::vector<What> whats() const {
        std::vector<What> out;
        for (auto const& past : state.history.at(aij)) out.push_back(past.what);
        return out;
    }
};

Past deed(What what, Day day, std::string words) {
    Past past;
    past.on = day, past.what = what, past.role = "responsable", past.words = std::move(words);
    return past;
}

TEST(AlertHistory, OutlivesTheAlertWithRolesAndWithoutNames) {
    Looks looks;
    looks.look(september, open_at(AlertLevel::vigilance));
    looks.look(september + days(10), open_at(AlertLevel::alerte));
    auto taken = open_at(AlertLevel::alerte);
    taken.treatment.acknowledged = rules::steering::Acknowledgement{"@resp:test", "", september + days(11), september + days(60), AlertLevel::alerte, {}};
    note_deed(looks.state, aij, deed(What::promised, september + days(11), "pris en charge par @resp:test, engagement 900 par mois"));
    looks.state.book.open[aij] = taken;
    looks.look(september + days(11), taken);
    auto broken = open_at(AlertLevel::alerte);
    broken.last_check = rules::steering::PromiseCheck{{900, year(2020) / September, "@resp:test"}, year(2020) / September, 500};
    looks.look(september + days(40), broken);
    looks.look(september + days(70), broken);
    looks.look(september + days(90), open_at(AlertLevel::vigilance));
    looks.look(september + days(120), {});
    looks.look(september + days(121), {});

    EXPECT_THAT(looks.whats(), ElementsAre(What::opened, What::raised, What::promised, What::broken, What::lowered, What::closed));
    for (auto const& past : looks.state.history.at(aij)) EXPECT_EQ(past.words, "") << "names go with the alert";
    EXPECT_EQ(looks.state.history.at(aij)[2].role, "responsable");
    EXPECT_EQ(looks.state.history.at(aij)[3].detail, "2020-09");
    EXPECT_EQ(looks.state.history.at(aij).back().detail, "revenu");
    EXPECT_EQ(looks.state.history.at(aij).back().on, september + days(120));
}

TEST(AlertHistory, SaysWhyNobodyHasItAnyMore) {
    for (bool const worse : {false, true}) {
        Looks looks;
        auto taken = open_at(AlertLevel::alerte);
        taken.treatment.acknowledged = rules::steering::Acknowledgement{"@resp:test", "on relance", september, september + days(31), AlertLevel::alerte, {}};
        looks.look(september, taken);
        looks.look(september + days(32), open_at(worse ? AlertLevel::critique : AlertLevel::alerte));
        EXPECT_EQ(looks.whats().back(), worse ? What::worse : What::lapsed);
    }
}

TEST(AlertHistory, APromiseThatIsKeptIsSaidOnceForEachMonth) {
    Looks looks;
    looks.look(september, open_at(AlertLevel::alerte));
    auto kept = open_at(AlertLevel::alerte);
    for (auto const month : {October, October, November}) {
        kept.last_check = rules::steering::PromiseCheck{{900, year(2020) / September, "@resp:test"}, year(2020) / month, 950};
        looks.look(september + days(60), kept);
    }
    EXPECT_THAT(looks.whats(), ElementsAre(What::opened, What::kept, What::kept));
}

TEST(AlertHistory, EndsAfterThreeYearsAndIsBoundedBefore) {
    Looks looks;
    for (int i = 1; i <= 60; ++i) {
        looks.look(september + days(2 * i), open_at(AlertLevel::alerte, i));
        looks.look(september + days(2 * i + 1), {});
    }
    EXPECT_EQ(looks.state.history.at(aij).size(), pasts_kept);
    looks.look(september + days(121) + past_kept_for + days(1), {});
    EXPECT_TRUE(looks.state.history.empty());
}

TEST(AlertHistory, WordsOfAnOlderBookAreKeptWhileTheAlertIsOpen) {
    Looks looks;
    looks.state.book.open[aij] = open_at(AlertLevel::alerte);
    auto bytes = book_record(looks.state).bytes;
    auto const at = bytes.find("\"history\":[]");
    ASSERT_NE(at, std::string::npos);
    bytes.replace(at, std::string_view("\"history\":[]").size(), R"("deeds":[[["AIJ-2020-NOR",0],["12/11 : pris en charge par @a:b"]]])");
    State old;
    ASSERT_TRUE(take_book(old, bytes));
    ASSERT_EQ(old.history.at(aij).size(), 1U);
    EXPECT_EQ(old.history.at(aij).front().words, "12/11 : pris en charge par @a:b");

    Looks later{old, {}};
    later.look(september + days(90), {});
    EXPECT_THAT(later.whats(), ElementsAre(What::closed));
}

}  // namespace history_test
