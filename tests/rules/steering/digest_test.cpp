#include "rules/steering/digest.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

Situation landing(const char* objective, AlertLevel level, double p, double gap) {
    Situation made;
    made.objective = made.root = objective;
    made.level = level, made.p = p, made.gap = Measured{gap, Unit::entries, Counting::flow, 30};
    return made;
}
Episode open(AlertLevel level) {
    Episode episode;
    episode.level = episode.level_max = level, episode.opened = day("2021-06-01");
    return episode;
}

TEST(Digest, SaysWhatChangedSinceTheBureauLastMet) {
    Book book;
    for (auto const& [id, level] : std::map<std::string, AlertLevel>{{"NEW", AlertLevel::alerte}, {"WORSE", AlertLevel::critique},
                                                                      {"BETTER", AlertLevel::vigilance}, {"SAME", AlertLevel::alerte}})
        book.open[{id, Kind::shortfall}] = open(level);
    LevelsThen const then{{{"WORSE", Kind::shortfall}, AlertLevel::alerte}, {{"BETTER", Kind::shortfall}, AlertLevel::alerte},
                          {{"SAME", Kind::shortfall}, AlertLevel::alerte}, {{"GONE", Kind::shortfall}, AlertLevel::alerte}};
    auto& taken = book.open[{"SAME", Kind::shortfall}].treatment;
    taken = std::get<Treatment>(acknowledge({}, "ML", "", day("2021-06-02"), AlertLevel::alerte, {}, Commitment{400, month("2021-09"), "ML"}));
    taken = std::get<Treatment>(silence(taken, "ML", "revu au bureau", day("2021-06-02"), day("2021-07-10")));
    auto data = landing("SAME", AlertLevel::vigilance, 0, 0);
    data.kind = Kind::data;
    book.open[{"WORSE", Kind::shortfall}].last_check = PromiseCheck{{400, month("2021-06"), "ML"}, month("2021-07"), 390};
    std::vector<EpisodeId> const agenda{{"WORSE", Kind::shortfall}, {"GONE", Kind::shortfall}};
    std::vector<Situation> const situations{landing("NEW", AlertLevel::alerte, .7, -10), landing("WORSE", AlertLevel::critique, .95, -500),
                                            landing("BETTER", AlertLevel::vigilance, .5, -100), landing("SAME", AlertLevel::alerte, .8, -50),
                                            landing("GONE", AlertLevel::none, .1, 20), data};
    auto const digest = digest_of(book, then, situations, day("2021-09-10"), agenda);
    ASSERT_EQ(digest.fresh.size(), 1U);
    EXPECT_EQ(digest.fresh[0].episode.objective, "NEW");
    ASSERT_EQ(digest.worse.size(), 1U);
    EXPECT_EQ(digest.worse[0].episode.objective, "WORSE");
    ASSERT_EQ(digest.better.size(), 1U);
    EXPECT_EQ(digest.better[0].episode.objective, "BETTER");
    ASSERT_EQ(digest.closed.size(), 1U);
    EXPECT_EQ(digest.closed[0].episode.objective, "GONE");
    EXPECT_EQ(digest.fine, std::vector<std::string>{"GONE"});
    EXPECT_EQ(digest.not_taken_on.size(), 2U);
    EXPECT_EQ(digest.commitments.size(), 1U);
    ASSERT_EQ(digest.checks.size(), 1U);
    EXPECT_FALSE(digest.checks[0].second.kept());
    EXPECT_EQ(digest.on_agenda, (std::vector<EpisodeId>{{"WORSE", Kind::shortfall}})) << "what is over needs no decision";
    EXPECT_EQ(digest.silences.size(), 1U);
    EXPECT_EQ(digest.silences_ending.size(), 1U);
    EXPECT_EQ(digest.doubtful_data, std::vector<std::string>{"SAME"});
    ASSERT_EQ(digest.table.size(), 4U);
    EXPECT_EQ(digest.table.front().episode.objective, "WORSE");
    EXPECT_EQ(digest.table.back().episode.objective, "NEW");
    EXPECT_EQ(levels_of(book).size(), 4U);
}

}  // namespace
}  // namespace rules::steering
