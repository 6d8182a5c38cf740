#include "rules/steering/notices.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

Situation situation(const char* objective, AlertLevel level, const char* hash, const char* parent = "") {
    Situation made;
    made.objective = objective, made.parent = parent, made.root = *parent ? parent : objective;
    made.level = level, made.p = 0.8, made.landing = 900, made.target = 1000, made.data_hash = hash;
    return made;
}

const std::vector<Recipient> people{{"!mesure", Role::measure_room, {}},      {"chef@exemple", Role::owner, {}},
                                    {"!bureau", Role::bureau_room, {}},       {"secretariat@exemple", Role::secretariat, {}},
                                    {"dreets@exemple", Role::dreets_lead, {}}, {"presidents@exemple", Role::co_chairs, {}},
                                    {"donnees@exemple", Role::data_owner, {}}, {"!ml", Role::operator_room, {"ML"}}};

Decision decided(Book book, const std::vector<Situation>& situations, const char* on, std::optional<Day> bureau = {}) {
    return decide(std::move(book), situations, people, day(on), bureau);
}

std::vector<std::string> sent_to(const Decision& decision) {
    std::vector<std::string> names;
    for (auto const& message : decision.messages)
        if (message.way == Way::send) names.push_back(message.recipient);
    std::sort(names.begin(), names.end());
    return names;
}

TEST(Notices, VigilanceIsForTheDigestOnly) {
    auto const decision = decided({}, {situation("O", AlertLevel::vigilance, "a")}, "2021-06-01");
    EXPECT_TRUE(decision.messages.empty());
    EXPECT_EQ(decision.book.open.size(), 1U);
}

TEST(Notices, EachLevelItsPeople) {
    auto const alerte = decided({}, {situation("O", AlertLevel::alerte, "a")}, "2021-06-01");
    EXPECT_EQ(sent_to(alerte), (std::vector<std::string>{"!mesure", "chef@exemple"}));
    auto const critique = decided({}, {situation("O", AlertLevel::critique, "a")}, "2021-06-01");
    EXPECT_EQ(sent_to(critique), (std::vector<std::string>{"!bureau", "!mesure", "chef@exemple", "secretariat@exemple"}));
    EXPECT_EQ(critique.for_agenda.size(), 1U);
}

TEST(Notices, TheSameInputTwiceSendsNothing) {
    auto const first = decided({}, {situation("O", AlertLevel::alerte, "a")}, "2021-06-01");
    EXPECT_TRUE(decided(first.book, {situation("O", AlertLevel::alerte, "a")}, "2021-06-01").messages.empty());
    // Other figures, no real change: the message is edited in place, once.
    auto const edited = decided(first.book, {situation("O", AlertLevel::alerte, "b")}, "2021-06-02");
    EXPECT_TRUE(sent_to(edited).empty());
    EXPECT_EQ(edited.messages.size(), 2U);
    EXPECT_TRUE(decided(edited.book, {situation("O", AlertLevel::alerte, "b")}, "2021-06-03").messages.empty());
}

TEST(Notices, ARiseIsOneEpisodeAndEveryoneIsToldOfIt) {
    auto const first = decided({}, {situation("O", AlertLevel::alerte, "a")}, "2021-06-01");
    auto const risen = decided(first.book, {situation("O", AlertLevel::critique, "b")}, "2021-07-01");
    EXPECT_EQ(risen.messages.size(), 4U);
    for (auto const& message : risen.messages) {
        EXPECT_EQ(message.lines.front().push, Push::raised_to_critical);
        EXPECT_EQ(message.lines.front().number, 1);
    }
    EXPECT_EQ(risen.book.open.size(), 1U);
}

TEST(Notices, WhoGotOpenGetsClosedWhateverIsSilenced) {
    auto const opened = decided({}, {situation("O", AlertLevel::alerte, "a")}, "2021-06-01");
    auto book = opened.book;
    auto& episode = book.open.begin()->second;
    episode.treatment = std::get<Treatment>(silence({}, "x", "revu au bureau", day("2021-06-02"), day("2021-07-10")));
    auto held = situation("O", AlertLevel::none, "b");
    held.data_hold = true;
    auto const closed = decided(book, {held}, "2021-06-20");
    EXPECT_EQ(sent_to(closed), sent_to(opened));
    for (auto const& message : closed.messages) EXPECT_EQ(message.lines.front().push, Push::closed);
    EXPECT_TRUE(closed.book.open.empty());
    auto const again = decided(closed.book, {situation("O", AlertLevel::alerte, "c")}, "2021-09-01");
    EXPECT_EQ(again.book.open.begin()->second.number, 2);
    EXPECT_EQ(sent_to(again), sent_to(opened));
}

TEST(Notices, ARevisionThatUndoesAVigilanceTellsNobody) {
    auto const opened = decided({}, {situation("O", AlertLevel::vigilance, "a")}, "2021-06-01");
    EXPECT_TRUE(decided(opened.book, {situation("O", AlertLevel::none, "b")}, "2021-07-01").messages.empty());
}

TEST(Notices, ParentAndChildAreOneMessageAndTheOperatorStillHears) {
    auto parent = situation("G", AlertLevel::alerte, "a"), child = situation("ML", AlertLevel::alerte, "b", "G");
    parent.gap = Measured{-400, Unit::prescriptions, Counting::flow, 26};
    child.gap = Measured{-100, Unit::prescriptions, Counting::flow, 26};
    auto const decision = decided({}, {child, parent}, "2021-06-01");
    EXPECT_EQ(sent_to(decision), (std::vector<std::string>{"!mesure", "!ml", "chef@exemple"}));
    for (auto const& message : decision.messages) {
        if (message.recipient == "!ml") {
            ASSERT_EQ(message.lines.size(), 1U);
            EXPECT_EQ(message.lines[0].episode.objective, "ML");
            continue;
        }
        ASSERT_EQ(message.lines.size(), 2U);
        EXPECT_EQ(message.lines[0].episode.objective, "G");
        EXPECT_NEAR(message.lines[1].share_of_parent.value_or(0), 0.25, 1e-9);
    }
}

TEST(Notices, SharesOnlyWhereUnitsAgree) {
    auto parent = situation("G", AlertLevel::alerte, "a"), child = situation("ML", AlertLevel::alerte, "b", "G");
    parent.gap = Measured{-400, Unit::entries, Counting::flow, 30};
    child.gap = Measured{-100, Unit::prescriptions, Counting::flow, 26};
    for (auto const& message : decided({}, {child, parent}, "2021-06-01").messages)
        for (auto const& line : message.lines) EXPECT_FALSE(line.share_of_parent);
}

TEST(Notices, AChildThatIsBadUnderAFineParentSpeaks) {
    auto const decision = decided({}, {situation("G", AlertLevel::none, "a"), situation("ML", AlertLevel::alerte, "b", "G")}, "2021-06-01");
    EXPECT_EQ(sent_to(decision), (std::vector<std::string>{"!mesure", "!ml", "chef@exemple"}));
}

TEST(Notices, DoubtfulDataHoldTheLevelBackAndTheirOwnerIsToldOnce) {
    auto level = situation("O", AlertLevel::alerte, "a");
    level.data_hold = true;
    auto data = situation("O", AlertLevel::vigilance, "a");
    data.kind = Kind::data, data.data = DataState::none;
    auto const first = decided({}, {level, data}, "2021-06-01");
    EXPECT_EQ(sent_to(first), std::vector<std::string>{"donnees@exemple"});
    auto const months_later = decided(first.book, {level, data}, "2021-08-01");
    EXPECT_TRUE(sent_to(months_later).empty() || sent_to(months_later) == std::vector<std::string>{"dreets@exemple"});
    for (auto const& message : months_later.messages) EXPECT_NE(message.recipient, "donnees@exemple");
    level.data_hold = false;
    EXPECT_FALSE(sent_to(decided(first.book, {level}, "2021-06-02")).empty());  // held back, not lost
}

TEST(Notices, EachStateOfTheDataItsPeople) {
    auto const told = [](DataState state) {
        auto data = situation("O", AlertLevel::vigilance, "a");
        data.kind = Kind::data, data.data = state;
        return sent_to(decided({}, {data}, "2021-06-01"));
    };
    using People = std::vector<std::string>;
    EXPECT_EQ(told(DataState::late), People{"donnees@exemple"});
    EXPECT_EQ(told(DataState::suspect), People{"donnees@exemple"});
    EXPECT_EQ(told(DataState::none), People{"donnees@exemple"});
    EXPECT_EQ(told(DataState::broken), (People{"chef@exemple", "donnees@exemple", "dreets@exemple"}));
    EXPECT_EQ(told(DataState::unreliable), (People{"!bureau", "secretariat@exemple"}));
}

TEST(Notices, AnotherQuestionOnTheDataIsAskedAnewAndOnce) {
    auto const on = [](DataState state) {
        auto data = situation("O", AlertLevel::vigilance, "");
        data.kind = Kind::data, data.data = state, data.data_hash = name_of(state);
        return data;
    };
    auto const late = decided({}, {on(DataState::late)}, "2021-06-01");
    auto const none = decided(late.book, {on(DataState::none)}, "2021-07-01");
    EXPECT_TRUE(sent_to(none).empty()) << "an outage is told once";
    auto const broken = decided(none.book, {on(DataState::broken)}, "2021-07-02");
    std::vector<std::string> const all{"chef@exemple", "donnees@exemple", "dreets@exemple"};
    EXPECT_EQ(sent_to(broken), all);
    EXPECT_TRUE(sent_to(decided(broken.book, {on(DataState::broken)}, "2021-07-03")).empty());
    auto fine = on(DataState::fresh);
    fine.level = AlertLevel::none;
    EXPECT_EQ(sent_to(decided(broken.book, {fine}, "2021-07-04")), all);
}

TEST(Notices, EscalatesInWorkingDays) {
    auto const opened = decided({}, {situation("O", AlertLevel::alerte, "a")}, "2021-05-10");
    auto const quiet = decided(opened.book, {situation("O", AlertLevel::alerte, "a")}, "2021-05-17");
    EXPECT_TRUE(sent_to(quiet).empty());  // Ascension: four working days
    auto const called = decided(quiet.book, {situation("O", AlertLevel::alerte, "a")}, "2021-05-18");
    EXPECT_EQ(sent_to(called), std::vector<std::string>{"dreets@exemple"});
    auto const agenda = decided(called.book, {situation("O", AlertLevel::alerte, "a")}, "2021-05-26");
    EXPECT_EQ(agenda.for_agenda.size(), 1U);
    EXPECT_TRUE(decided(agenda.book, {situation("O", AlertLevel::alerte, "a")}, "2021-06-26").for_agenda.empty());
}

TEST(Notices, AnAcknowledgedAlertDoesNotEscalate) {
    auto opened = decided({}, {situation("O", AlertLevel::critique, "a")}, "2021-05-10");
    auto& episode = opened.book.open.begin()->second;
    episode.treatment = std::get<Treatment>(acknowledge({}, "x", "", day("2021-05-10"), AlertLevel::critique));
    EXPECT_TRUE(sent_to(decided(opened.book, {situation("O", AlertLevel::critique, "a")}, "2021-05-28")).empty());
    auto const expired = decided(opened.book, {situation("O", AlertLevel::critique, "a")}, "2021-06-14");
    EXPECT_FALSE(sent_to(expired).empty());
    for (auto const& message : expired.messages) EXPECT_EQ(message.lines.front().reopened, Reopened::expired);
}

TEST(Notices, CriticalAndNobodyThenTheChairsAndAnExtraMeeting) {
    auto const opened = decided({}, {situation("O", AlertLevel::critique, "a")}, "2021-06-01", day("2021-08-01"));
    auto const later = decided(opened.book, {situation("O", AlertLevel::critique, "a")}, "2021-06-08", day("2021-08-01"));
    EXPECT_EQ(sent_to(later), (std::vector<std::string>{"dreets@exemple", "presidents@exemple"}));
    EXPECT_EQ(later.suggest_meeting.size(), 1U);
}

TEST(Notices, ARealChangeIsTold) {
    auto first = situation("O", AlertLevel::alerte, "a");
    auto const opened = decided({}, {first}, "2021-06-01");
    auto moved = situation("O", AlertLevel::alerte, "b");
    moved.p = 0.85, moved.new_month = NewMonth{month("2021-05"), 80};
    EXPECT_TRUE(sent_to(decided(opened.book, {moved}, "2021-06-04")).empty());
    moved.p = 0.91, moved.data_hash = "c";
    EXPECT_EQ(sent_to(decided(opened.book, {moved}, "2021-06-04")).size(), 2U);
    moved.p = 0.8, moved.landing = 921, moved.data_hash = "d";
    EXPECT_EQ(sent_to(decided(opened.book, {moved}, "2021-06-04")).size(), 2U);
    moved.new_month.reset();
    EXPECT_TRUE(sent_to(decided(opened.book, {moved}, "2021-06-04")).empty());
}

/// A life of a tree of objectives: whatever happens, no key goes out twice, nobody gets "closed" without "open",
/// and whoever got "open" has "closed" in the end.
RC_GTEST_PROP(NoticesProperty, NothingTwiceAndNoOrphans, ()) {
    Book book;
    std::set<std::string> keys;
    std::map<std::pair<std::string, std::string>, int> open;  // (recipient, episode) → messages
    auto const ids = std::vector<std::string>{"G", "PE", "ML"};
    auto today = day("2021-01-04");
    int const steps = *rc::gen::inRange(1, 25);
    for (int step = 0; step <= steps; ++step) {
        today += std::chrono::days(*rc::gen::inRange(0, 20));
        std::vector<Situation> situations;
        for (auto const& id : ids) {
            auto level = step == steps ? AlertLevel::none : static_cast<AlertLevel>(*rc::gen::inRange(0, 4));
            auto made = situation(id.c_str(), level, "", id == "G" ? "" : "G");
            made.data_hash = std::to_string(*rc::gen::inRange(0, 5));
            made.p = *rc::gen::inRange(0, 100) / 100.0;
            made.data_hold = *rc::gen::inRange(0, 4) == 0;
            if (*rc::gen::inRange(0, 2) == 1) made.new_month = NewMonth{month_of(today), 10};
            situations.push_back(made);
        }
        for (auto& [id, episode] : book.open) {
            auto const gesture = *rc::gen::inRange(0, 6);
            if (gesture == 0) episode.treatment = std::get<Treatment>(silence({}, "x", "revu au bureau", today, {}));
            if (gesture == 1 && episode.level != AlertLevel::none)
                episode.treatment = std::get<Treatment>(acknowledge(episode.treatment, "x", "", today, episode.level));
            if (gesture == 2) episode.treatment = unacknowledge(episode.treatment);
        }
        auto const decision = decide(book, situations, people, today, {});
        for (auto const& message : decision.messages) {
            RC_ASSERT(!message.lines.empty());
            for (auto const& line : message.lines) {
                RC_ASSERT(keys.insert((message.way == Way::edit ? "edit " : "") + line.key).second);
                if (message.way == Way::edit) continue;
                auto const key = std::pair{message.recipient, line.episode.objective + "/" + std::to_string(line.number)};
                if (line.push == Push::closed) {
                    RC_ASSERT(open.erase(key) == 1);
                } else {
                    ++open[key];
                }
            }
        }
        RC_ASSERT(decide(decision.book, situations, people, today, {}).messages.empty());
        book = decision.book;
    }
    RC_ASSERT(open.empty());
    RC_ASSERT(book.open.empty());
}

}  // namespace
}  // namespace rules::steering
