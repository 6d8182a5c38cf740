#include "bot/desk/pushed.hpp"
#include "tests/bot/desk/rounds_world.hpp"

namespace bot::desk {
namespace rounds_test {

TEST(PushedAlerts, TheLevelIsAnAnnotationEveryAnnotationATextAndMoneyStaysHere) {
    auto with = tools();
    with->settings.link = "https://exemple.fr/o/";
    auto const out = look(*with, behind(), autumn, autumn + 10h);
    auto const overview = overview_on(*with, out.state, autumn);
    Instant const now = autumn + 10h;
    auto const all = alerts_to_push(*with, out.state, overview, now);
    ASSERT_FALSE(all.empty());
    auto const body = json::parse(all.front().body);
    ASSERT_EQ(body.size(), 1U);
    auto const& alert = body[0];
    EXPECT_EQ(alert["labels"]["alertname"], "EcartObjectif");
    EXPECT_EQ(alert["labels"]["kind"], "shortfall");
    EXPECT_EQ(alert["labels"]["objective"], "AIJ-2020-NOR");
    EXPECT_EQ(alert["labels"]["region"], "R28");
    EXPECT_FALSE(alert["labels"].contains("level"));
    for (auto const& [name, value] : alert["labels"].items()) {
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos) << name;
        EXPECT_FALSE(value.get<std::string>().empty());
    }
    for (auto const& [name, value] : alert["annotations"].items()) EXPECT_TRUE(value.is_string()) << name;
    EXPECT_EQ(alert["startsAt"], "2020-11-13T00:00:00.000Z");
    EXPECT_EQ(alert["endsAt"], "2020-11-13T10:20:00.000Z");
    EXPECT_EQ(alert["generatorURL"], "https://exemple.fr/o/AIJ-2020-NOR");
    EXPECT_THAT(alert["annotations"]["summary"].get<std::string>(), HasSubstr("repère"));

    with->objectives.front().funded = true;
    auto const hush = json::parse(alerts_to_push(*with, out.state, overview_on(*with, out.state, autumn), now).front().body)[0];
    EXPECT_FALSE(hush["annotations"].contains("landing"));
    EXPECT_THAT(hush["annotations"]["summary"].get<std::string>(), Not(HasSubstr("repère")));
}

TEST(PushedAlerts, AnEndIsSentWithTheFiguresThatEndedItForAQuarterOfAnHour) {
    auto const with = tools();
    auto state = look(*with, behind(), autumn, autumn + 10h).state;
    state.book.open.clear();
    state.ended[shortfall] = {autumn, autumn + 11h};
    auto const overview = overview_on(*with, state, autumn);
    auto const all = alerts_to_push(*with, state, overview, autumn + 11h + 15min);
    ASSERT_EQ(all.size(), 1U);
    auto const alert = json::parse(all.front().body)[0];
    EXPECT_EQ(alert["endsAt"], "2020-11-13T11:00:00.000Z");
    EXPECT_EQ(alert["annotations"]["level"], "terminée");
    EXPECT_TRUE(alert["annotations"].contains("landing"));
    EXPECT_TRUE(alerts_to_push(*with, state, overview, autumn + 11h + 16min).empty());
    State back;
    ASSERT_TRUE(take_book(back, book_record(state).bytes));
    EXPECT_EQ(alerts_to_push(*with, back, overview, autumn + 11h + 15min).size(), 1U) << "a restart does not forget it";
}

TEST(PushedAlerts, WhatALookClosesIsKeptForThem) {
    auto const with = tools();
    auto state = look(*with, behind(), autumn, autumn + 10h).state;
    ASSERT_TRUE(state.book.open.contains(shortfall));
    auto const opened = state.book.open.at(shortfall).opened;
    // The year turns out complete after all: the count is there.
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 11; ++m) {
        auto row = month("AIJ-2020-NOR", "SI_PE", m, 700);
        row.published_on = row.received_on = y2020 / 12 / 10, row.standing = steering::Standing::consolidated;
        rows.push_back(row);
    }
    Day const day = y2020 / 12 / 10;
    count(state, std::move(rows), day);
    auto const out = look(*with, state, day, day + 10h);
    EXPECT_FALSE(out.state.book.open.contains(shortfall));
    ASSERT_TRUE(out.state.ended.contains(shortfall));
    EXPECT_EQ(out.state.ended.at(shortfall).opened, opened);
    auto const later = look(*with, out.state, day + std::chrono::days(1), day + 34h);
    EXPECT_TRUE(later.state.ended.empty());
}

}  // namespace rounds_test
}  // namespace bot::desk
