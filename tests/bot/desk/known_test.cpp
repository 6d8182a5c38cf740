// What is worked out once is what would be worked out at each question, whatever came in between.

#include "bot/desk/known.hpp"
#include "bot/desk/answers.hpp"
#include "bot/desk/metrics.hpp"
#include "bot/desk/typed.hpp"
#include "tests/bot/desk/rounds_world.hpp"

#include <random>
#include <thread>

namespace bot::desk {
namespace known_test {

using namespace rounds_test;

std::shared_ptr<const Tools> whole_catalogue() {
    std::vector<std::string> errors;
    auto const messages = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    auto const loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config(), messages, {"matrix", "email"});
    EXPECT_TRUE(loaded.tools);
    return loaded.tools;
}

TEST(Known, TheSameFiguresOfADayAreWorkedOutOnceAndOthersAnew) {
    auto const with = tools();
    auto state = behind();
    EXPECT_NE(state.known(*with, autumn), state.known(*with, autumn)) << "without a shelf nothing is kept";
    state.shelf = std::make_shared<Shelf>();
    auto const first = state.known(*with, autumn);
    EXPECT_FALSE(state.shelf->ready(state, *with, autumn));
    EXPECT_EQ(first->standings().size(), 1U);
    EXPECT_TRUE(state.shelf->ready(state, *with, autumn));
    auto copy = state;
    EXPECT_EQ(copy.known(*with, autumn), first);
    EXPECT_NE(copy.known(*with, autumn + std::chrono::days(1)), first);
    count(copy, {month("AIJ-2020-NOR", "SI_PE", 11, 900)}, autumn);
    EXPECT_FALSE(copy.shelf->ready(copy, *with, autumn));
    EXPECT_NE(copy.known(*with, autumn), first);
    EXPECT_EQ(state.known(*with, autumn), first) << "the other state's figures are its own";
    ASSERT_EQ(copy.ledger.withdraw(2, autumn), figures::LedgerRefusal::none);
    EXPECT_EQ(copy.known(*with, autumn), first) << "what was taken back that day never counted";
    copy.rebased["AIJ-2020-NOR"].push_back({autumn, "@prefete:test", "double compte retiré"});
    EXPECT_NE(copy.known(*with, autumn), first);
    copy.rebased.clear();
    note_model(copy.models, with->model, autumn - std::chrono::days(9));
    EXPECT_NE(copy.known(*with, autumn), first);
}

TEST(Known, KeptOrNotTheDeskSaysTheSame) {
    auto const with = whole_catalogue();
    unsigned const seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    auto const upto = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    std::vector<const steering::Objective*> known;
    for (auto const& each : with->objectives)
        if (each.has_target()) known.push_back(&each);
    State fresh, kept;
    kept.shelf = std::make_shared<Shelf>();
    Day today = std::chrono::year(2021) / 5 / 3;
    std::size_t watched = 0;
    for (int step = 0; step < 24; ++step) {
        std::vector<steering::Publication> rows;
        for (unsigned i = 0; i < 3; ++i) {
            auto const& objective = *known[upto(static_cast<unsigned>(known.size()))];
            unsigned const less = 1 + upto(9);
            for (int m = 1; m <= objective.months && steering::last_day(objective.month_at(m)) < today; ++m) {
                auto row = month(objective.id, objective.source, 1, std::round(objective.versions.back().target / objective.months / less));
                row.month = objective.month_at(m);
                row.published_on = row.received_on = std::max(steering::last_day(row.month) + std::chrono::days(12 + upto(9)), today - std::chrono::days(40));
                rows.push_back(row);
            }
        }
        if (rows.empty()) rows.push_back(month("AIJ-2020-NOR", "SI_PE", 1, 270));
        for (auto* const state : {&fresh, &kept}) {
            int const number = state->ledger.propose(rows, "f" + std::to_string(step), "stat", today);
            ASSERT_EQ(state->ledger.confirm(number, today), figures::LedgerRefusal::none);
        }
        if (upto(4) == 0) {
            int const back = 1 + static_cast<int>(upto(static_cast<unsigned>(step) + 1));
            EXPECT_EQ(fresh.ledger.withdraw(back, today), kept.ledger.withdraw(back, today));
        }
        auto const a = look(*with, fresh, today, today + 10h), b = look(*with, kept, today, today + 10h);
        ASSERT_EQ(book_record(a.state).bytes, book_record(b.state).bytes);
        ASSERT_EQ(a.posts.size(), b.posts.size());
        for (std::size_t i = 0; i < a.posts.size(); ++i) EXPECT_EQ(wording::plain_text(a.posts[i].document), wording::plain_text(b.posts[i].document));
        watched += b.state.book.open.size();
        Day const before = today - std::chrono::days(upto(60));
        EXPECT_EQ(metrics_text(*with, overview_on(*with, fresh, before)), metrics_text(*with, overview_on(*with, kept, before)));
        fresh = a.state, kept = b.state;
        today += std::chrono::days(upto(15));
    }
    EXPECT_GT(watched, 0U) << "a desk that watches nothing shows nothing";
    EXPECT_NE(kept.shelf, nullptr) << "looks hand it on";
}

TEST(Known, SeveralMayAskAtOnce) {
    auto const with = whole_catalogue();
    auto state = behind();
    state.shelf = std::make_shared<Shelf>();
    std::vector<const std::vector<Standing>*> seen(4);
    std::vector<std::shared_ptr<const Known>> known(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < seen.size(); ++i)
            threads.emplace_back([&, i] {
                known[i] = state.known(*with, autumn);
                seen[i] = &known[i]->standings();
            });
    }
    for (auto const* each : seen) EXPECT_EQ(each->size(), seen.front()->size());
    EXPECT_EQ(state.known(*with, autumn), state.known(*with, autumn));
}

TEST(Lookup, FindsWhatASearchThroughAllFinds) {
    auto const with = whole_catalogue();
    auto const lookup = with->lookup();
    Tools const copy = *with;
    EXPECT_EQ(copy.own_lookup.made(), nullptr) << "its objectives are others";
    for (auto const& objective : with->objectives) {
        EXPECT_EQ(with->find(objective.id), &objective);
        EXPECT_EQ(copy.find(objective.id), &copy.objectives[static_cast<std::size_t>(&objective - with->objectives.data())]);
        auto const& tree = lookup->trees().members(lookup->trees().root_of(objective));
        EXPECT_NE(std::find(tree.begin(), tree.end(), &objective), tree.end());
        auto const found = lookup->in_common("écart " + objective.label + " ?");
        EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](auto const& each) { return each.second == &objective; })) << objective.label;
        auto const& same = lookup->of_measure(objective.measure);
        EXPECT_NE(std::find(same.begin(), same.end(), &objective), same.end());
    }
    EXPECT_EQ(with->find("PERSONNE"), nullptr);
    EXPECT_TRUE(lookup->in_common("bonjour, il fait beau").empty());
    EXPECT_TRUE(lookup->in_common("moins avec contractualisation").empty()) << "words of many labels name none";
}

}  // namespace known_test
}  // namespace bot::desk
