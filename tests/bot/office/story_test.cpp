// Fourteen months of a bureau: figures typed and confirmed, an alert, somebody who takes it on and promises a pace, a
// broken promise, the digest before the meeting, recovery, the end. Then the same with a program that dies at commits.

#include "bot/commands/desk_config.hpp"
#include "bot/wording/french.hpp"
#include "rules/steering/working_days.hpp"
#include "tests/bot/office/bureau_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

namespace {

using namespace tests;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
namespace st = rules::steering;

const std::string bureau = "!bureau:test", aij = "!bureau-aij:test";
const std::string prefect = "@prefete:test", owner = "@responsable:test", statistician = "@stat:test", stranger = "@passant:test";

const bot::talking::Tools& talking() {
    static const auto knowledge = bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    EXPECT_TRUE(knowledge.tools) << (knowledge.complaints.empty() ? "" : knowledge.complaints.front());
    return *knowledge.tools;
}

st::Day day(int y, unsigned m, unsigned d) { return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d); }
bot::Instant noon(int y, unsigned m, unsigned d) { return day(y, m, d) + 11h; }

std::shared_ptr<const bot::desk::Tools> desk() {
    bot::commands::Config::Desk config;
    config.bureau_room = bureau;
    config.rooms.push_back({aij, {"AIJ-2020-NOR"}, {owner}, false});
    config.members = {prefect};
    config.owners = {owner};
    config.data_owners = {statistician};
    for (auto const d : {day(2020, 1, 16), day(2020, 3, 12), day(2020, 5, 7), day(2020, 7, 2), day(2020, 9, 10), day(2020, 11, 5), day(2020, 12, 17), day(2021, 2, 11)})
        config.meetings.push_back({d, "bureau", {}, "Rouen"});
    auto loaded = bot::commands::load_desk(bot::commands::Files::under(PHARE_SOURCE_DIR), config, talking().messages, {"matrix"});
    EXPECT_TRUE(loaded.tools) << (loaded.complaints.empty() ? "" : loaded.complaints.front());
    auto only_aij = std::make_shared<bot::desk::Tools>(*loaded.tools);
    std::erase_if(only_aij->objectives, [](auto const& o) { return o.id != "AIJ-2020-NOR"; });
    return only_aij;
}

/// Months of 2020 as they were typed on the 12th of the next one; invented.
struct Typed {
    const char* month;
    const char* number;
    st::Day on;
};
const std::vector<Typed>& typed() {
    static const std::vector<Typed> all{
        {"janvier", "270", day(2020, 2, 12)}, {"février", "265", day(2020, 3, 12)},  {"mars", "230", day(2020, 4, 14)},
        {"avril", "120", day(2020, 5, 12)},   {"mai", "150", day(2020, 6, 12)},      {"juin", "260", day(2020, 7, 15)},
        {"juillet", "250", day(2020, 8, 12)}, {"août", "240", day(2020, 9, 14)},     {"septembre", "500", day(2020, 10, 12)},
        {"octobre", "2\u202f300", day(2020, 11, 12)}, {"novembre", "1\u202f900", day(2020, 12, 14)}, {"décembre", "900", day(2021, 1, 12)}};
    return all;
}

void play_story(BureauWorld& world) {
    for (auto const& each : typed()) {
        world.at(each.on + 9h, [&world, &each] { world.say(aij, statistician, std::string("AIJ ") + each.month + " : " + each.number); });
        world.at(each.on + 9h + 2min, [&world] { world.say(aij, statistician, "OUI"); });
    }
    // The alert of the summer is taken on, with a promise from September.
    world.at(noon(2020, 9, 16), [&world] {
        auto const* alert = world.last(aij, "ALERTE");
        if (alert == nullptr) alert = world.last(aij, "CRITIQUE");
        if (alert == nullptr) return;
        world.react(aij, stranger, alert->id, "👀");
        world.react(aij, owner, alert->id, "👀");
    });
    world.at(noon(2020, 9, 17), [&world] {
        auto const* const answer = world.last(aij, "Pris en charge par");
        if (answer != nullptr) world.say(aij, owner, "900 par mois à partir de septembre", answer->thread);
    });
    world.play_until(noon(2021, 3, 15));
}

std::string told(const BureauWorld& world) {
    std::string all;
    for (auto const& [room, lines] : world.rooms()) {
        all += "== " + room + "\n";
        for (auto const& line : lines) {
            auto const on = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(line.at));
            all += "[" + st::written_day(st::Day(on)) + (line.thread.empty() ? "] " : "] (" + line.thread + ") ") + line.body + "\n";
        }
    }
    return all;
}

TEST(BureauStory, FourteenMonthsFromTheFirstFigureToTheEnd) {
    BureauWorld world(talking(), desk(), noon(2020, 1, 20), 1, {});

    play_story(world);

    SCOPED_TRACE(told(world));
    if (std::getenv("PHARE_SHOW") != nullptr) std::cout << told(world);
    // Figures: proposed, then counted by OUI, each once.
    EXPECT_EQ(world.count(aij, "Répondez OUI pour que ce chiffre compte"), 12);
    EXPECT_EQ(world.count(aij, "1 ligne compte à partir de maintenant"), 12);
    // The stranger is refused where he asked, the owner is not.
    EXPECT_EQ(world.count(aij, "une alerte se traite par un membre du bureau"), 1);
    EXPECT_EQ(world.count(aij, "Pris en charge par @responsable:test"), 2);
    EXPECT_EQ(world.count(aij, "Engagement noté"), 1);
    // September is under the promise: said once, with both figures.
    ASSERT_EQ(world.count(aij, "engagement non tenu"), 1);
    EXPECT_THAT(world.last(aij, "engagement non tenu")->body, HasSubstr("500 en septembre"));
    EXPECT_THAT(world.last(aij, "engagement non tenu")->body, HasSubstr("900"));
    // Digest twice before each of the meetings, with the open alert.
    EXPECT_EQ(world.count(bureau, "Bureau du 5\u00a0novembre\u00a02020"), 2);
    // The figures of the 14th come between the two: the order of the day is said anew.
    EXPECT_EQ(world.count(bureau, "Bureau du 17\u00a0décembre\u00a02020"), 3);
    EXPECT_EQ(world.count(bureau, "Des chiffres sont arrivés depuis"), 1);
    // Each with its dates as a file, of the bureau that it is about.
    EXPECT_EQ(world.count(bureau, "bureau.ics"), world.count(bureau, "Bureau du "));
    ASSERT_NE(world.last(bureau, "bureau.ics"), nullptr);
    EXPECT_THAT(world.last(bureau, "bureau.ics")->bytes, testing::AllOf(HasSubstr("BEGIN:VCALENDAR"), HasSubstr("20210211"), HasSubstr("Rouen")));
    // It ends as it should, once, below the first message.
    ASSERT_EQ(world.count(aij, "FIN D’ALERTE"), 1);
    auto const* const end = world.last(aij, "FIN D’ALERTE");
    EXPECT_THAT(end->body, HasSubstr("engagement 900 par mois"));
    EXPECT_FALSE(end->thread.empty());
}

TEST(BureauStory, AMarkOnAnAlertThatWasEditedInPlaceTakesItOn) {
    BureauWorld world(talking(), desk(), noon(2020, 8, 3), 1, {});
    int edits_seen = 0;
    for (auto const& each : typed()) {
        if (each.on > day(2020, 9, 14)) continue;
        auto const on = std::max(each.on, day(2020, 8, 4));
        world.at(on + 9h + std::chrono::minutes(&each - typed().data()), [&world, &each] { world.say(aij, statistician, std::string("AIJ ") + each.month + " : " + each.number); });
        world.at(on + 9h + std::chrono::minutes(&each - typed().data()) + 30s, [&world] { world.say(aij, statistician, "OUI"); });
    }
    // A revision in autumn that changes next to nothing: the message is edited.
    world.at(noon(2020, 9, 16), [&world] { world.say(aij, statistician, "AIJ juin : 261"); });
    world.at(noon(2020, 9, 16) + 1min, [&world] { world.say(aij, statistician, "OUI"); });
    world.at(noon(2020, 9, 18), [&world, &edits_seen] {
        for (auto const& line : world.rooms().at(aij))
            if (line.edits > 0) {
                ++edits_seen;
                world.react(aij, owner, line.id, "👀");
                break;
            }
    });
    world.play_until(noon(2020, 9, 18) + 1h);
    SCOPED_TRACE(told(world));
    ASSERT_EQ(edits_seen, 1) << "nothing was edited: this test tests nothing";
    EXPECT_EQ(world.count(aij, "Pris en charge par @responsable:test"), 1);
}

TEST(BureauStory, ASilenceThatEndsAtNightSpeaksInTheMorning) {
    BureauWorld world(talking(), desk(), noon(2020, 8, 3), 1, {});
    for (auto const& each : typed()) {
        if (each.on > day(2020, 9, 14)) continue;
        auto const on = std::max(each.on, day(2020, 8, 4));
        world.at(on + 9h + std::chrono::minutes(&each - typed().data()), [&world, &each] { world.say(aij, statistician, std::string("AIJ ") + each.month + " : " + each.number); });
        world.at(on + 9h + std::chrono::minutes(&each - typed().data()) + 30s, [&world] { world.say(aij, statistician, "OUI"); });
    }
    bool silenced = false;
    world.at(noon(2020, 9, 16), [&world, &silenced] {
        auto const* alert = world.last(aij, "niveau");
        if (alert == nullptr) return;
        silenced = true;
        world.say(aij, owner, "silence jusqu’au 12/10 motif revu avec le réseau", alert->thread.empty() ? alert->id : alert->thread);
    });
    // September comes on the last evening of the silence, after office hours.
    world.at(day(2020, 10, 12) + 19h, [&world] { world.say(aij, statistician, "AIJ septembre : 1 900"); });
    world.at(day(2020, 10, 12) + 19h + 1min, [&world] { world.say(aij, statistician, "OUI"); });
    world.play_until(noon(2020, 10, 13) + 3h);
    SCOPED_TRACE(told(world));
    ASSERT_TRUE(silenced);
    EXPECT_EQ(world.count(aij, "Silence jusqu’au"), 1);
    int in_the_night = 0, in_the_morning = 0;
    for (auto const& line : world.rooms().at(aij)) {
        if (line.at < day(2020, 10, 12) + 20h || line.body.find("niveau") == std::string::npos) continue;
        (line.at < day(2020, 10, 13) + 6h + 30min ? in_the_night : in_the_morning) += 1;  // 8:30 in Paris
    }
    EXPECT_EQ(in_the_night, 0);
    EXPECT_EQ(in_the_morning, 1) << "what moved is told when the silence is over";
}

TEST(BureauStory, NoAmountIsSaidWhileAStrangerSitsInTheRoomOfTheBureau) {
    bot::commands::Config::Desk config;
    config.bureau_room = bureau, config.members = {prefect};
    config.meetings.push_back({day(2019, 11, 7), "bureau", {}, ""});
    auto loaded = bot::commands::load_desk(bot::commands::Files::under(PHARE_SOURCE_DIR), config, talking().messages, {"matrix"});
    ASSERT_TRUE(loaded.tools);
    auto const start = noon(2019, 10, 14);
    BureauWorld::Bad watched;
    watched.tells_members = true;
    BureauWorld world(talking(), loaded.tools, start, 1, watched);
    auto const type = [&world](bot::Instant at, const char* amount) {
        world.at(at, [&world, amount] { world.say(bureau, prefect, std::string("stratégie pauvreté septembre 2019 : ") + amount); });
    };
    type(start + 1min, "1 310");  // the homeserver has not said who is there
    world.at(start + 2min, [&world] { world.seat(bureau, {prefect}); });
    type(start + 5min, "1 350");
    world.at(start + 10min, [&world] { world.seat(bureau, {prefect, stranger}); });
    type(start + 10min + 1s, "1 370");  // asked at that moment
    world.at(start + 20min, [&world] { world.seat(bureau, {prefect}); });
    type(start + 23min, "1 390");
    world.play_until(start + 30min);
    SCOPED_TRACE(told(world));
    EXPECT_EQ(world.last(bureau, "1\u202f310"), nullptr);
    EXPECT_NE(world.last(bureau, "1\u202f350"), nullptr);
    EXPECT_EQ(world.last(bureau, "1\u202f370"), nullptr);
    EXPECT_NE(world.last(bureau, "1\u202f390"), nullptr);
    EXPECT_EQ(world.count(bureau, "Rien n’est noté"), 2);
    EXPECT_EQ(world.count(bureau, "@passant:test y lit sans figurer"), 1);
}

TEST(BureauStory, AFilePutIntoTheRoomIsFetchedShownAndCountedByOui) {
    BureauWorld world(talking(), desk(), noon(2020, 11, 12), 1, {});
    std::ifstream example(PHARE_SOURCE_DIR "/bot/demo/chiffres_exemple.csv", std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(example)), {});
    world.at(noon(2020, 11, 12) + 1min, [&] { world.attach(aij, statistician, "chiffres.csv", bytes); });
    world.at(noon(2020, 11, 12) + 2min, [&] { world.attach(aij, statistician, "absent.csv", std::nullopt); });
    world.at(noon(2020, 11, 12) + 3min, [&] { world.say(aij, statistician, "OUI"); });
    world.play_until(noon(2020, 11, 12) + 5min);
    SCOPED_TRACE(told(world));
    EXPECT_NE(world.last(aij, "en attente de votre accord"), nullptr);
    EXPECT_EQ(world.count(aij, "pas pu récupérer le fichier absent.csv"), 1);
    EXPECT_EQ(world.count(aij, "comptent à partir de maintenant"), 1);
    auto const log = world.office().state().ledger.log_on(day(2020, 11, 12));
    EXPECT_FALSE(log.series("AIJ-2020-NOR", "SI_PE").empty());
}

TEST(BureauStory, NobodyIsCalledAtNightOrOnAHoliday) {
    BureauWorld world(talking(), desk(), noon(2020, 1, 20), 1, {});
    // Figures that come on a Saturday night before the Monday of Pentecost are told of on Tuesday.
    world.at(day(2020, 5, 30) + 21h, [&world] { world.say(aij, statistician, "AIJ avril : 40"); });
    world.at(day(2020, 5, 30) + 21h + 2min, [&world] { world.say(aij, statistician, "OUI"); });
    play_story(world);
    int unasked = 0;
    for (auto const& [room, lines] : world.rooms())
        for (auto const& line : lines) {
            if (!line.replies_to.empty()) continue;
            ++unasked;
            auto const wall = bot::wording::paris_time(std::chrono::floor<std::chrono::seconds>(line.at));
            EXPECT_TRUE(st::office_hours(st::Wall(std::chrono::floor<std::chrono::minutes>(wall.time_since_epoch())))) << line.body;
        }
    EXPECT_GT(unasked, 10);
}

TEST(BureauStory, NothingIsSaidTwiceAndNothingIsLostWhateverDies) {
    const char* const asked = std::getenv("PHARE_SEEDS");
    int const seeds = asked == nullptr ? 8 : std::atoi(asked);
    BureauWorld calm(talking(), desk(), noon(2020, 1, 20), 1, {});
    play_story(calm);
    auto const bodies = [](const BureauWorld& world, const std::string& room) {
        std::vector<std::string> all;
        for (auto const& line : world.rooms().at(room)) all.push_back(line.body);
        return all;
    };
    int deaths = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        BureauWorld rough(talking(), desk(), noon(2020, 1, 20), static_cast<unsigned>(seed), {0.12, 0.1});
        play_story(rough);
        deaths += rough.deaths();
        EXPECT_EQ(bodies(rough, aij), bodies(calm, aij));
        EXPECT_EQ(bodies(rough, bureau), bodies(calm, bureau));
        if (HasFailure()) break;
    }
    std::cout << seeds << " seeds, " << deaths << " deaths\n";
    EXPECT_GE(deaths, 20 * seeds / 8) << "too kind a world to show anything";
}

}  // namespace
