// A year of bad luck in a few seconds: the real pump and postman against a simulated homeserver, disk and
// network.

#include "bot/commands/knowledge.hpp"
#include "tests/bot/delivery/simulated_world.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace simulation_test {

using namespace tests;
using namespace std::chrono_literals;

const bot::talking::Tools& tools() {
    static const auto knowledge =
        bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    EXPECT_TRUE(knowledge.tools) << (knowledge.complaints.empty() ? "" : knowledge.complaints.front());
    return *knowledge.tools;
}

int from_environment(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::atoi(text);
}

bot::delivery::PumpSettings patient() {
    bot::delivery::PumpSettings settings;
    settings.outage_after = 24h * 3650;  // every question gets its own answer, whatever the clock says
    settings.loop.fast = 0ms;
    settings.loop.answers = 1'000'000;
    settings.loop.repeats = 1'000'000;
    return settings;
}

/// Nothing here is answered with a date of the wall's clock, which jumps in these worlds ("mes données" is).
const std::vector<std::string>& lines() {
    static const std::vector<std::string> all{
        "salut",
        "g 19 ans",
        "j'habite à Rouen",
        "pas de diplôme",
        "1",
        "pourquoi",
        "aide",
        "non 20 ans pas 19",
        "c'est quoi le CEJ ?",
        "plus simple",
        "2",
        "recommencer",
        "17 ans",
        "Le Havre",
        "je cherche une formation",
        "vie privée",
        "passer",
        "je suis à Dieppe"};
    return all;
}

void write(SimulatedWorld& world, unsigned seed, int rooms, int questions) {
    std::mt19937 random(seed ^ 0x5eedU);
    for (int r = 0; r < rooms; ++r) {
        auto when = world.start();
        for (int q = 0; q < questions; ++q) {
            when += std::chrono::milliseconds(std::uniform_int_distribution<>(0, 1500)(random));
            world.say(
                "!room" + std::to_string(r) + ":test",
                lines()[std::uniform_int_distribution<std::size_t>(0, lines().size() - 1)(random)],
                when
            );
        }
    }
}

/// The first line in which two rooms differ; empty: none.
std::string difference(const std::vector<Visible>& calm, const std::vector<Visible>& rough) {
    for (std::size_t i = 0; i < std::max(calm.size(), rough.size()); ++i) {
        auto const one = i < calm.size() ? calm[i].answers + ": " + calm[i].body : std::string("(nothing)");
        auto const other =
            i < rough.size() ? rough[i].answers + ": " + rough[i].body : std::string("(nothing)");
        if (one != other) return "line " + std::to_string(i) + "\n--- calm\n" + one + "\n--- rough\n" + other;
    }
    return {};
}

Faults everything() {
    Faults faults;
    faults.crash_per_second = 0.8;
    faults.commit_fails = 0.05;
    faults.reply_lost = 0.08;
    faults.request_lost = 0.05;
    faults.unreachable = 0.08;
    faults.rate_limited = 0.05;
    faults.ack_lost = 0.1;
    faults.peer_restarts_per_second = 0.3;
    faults.clock_jumps_per_second = 0.5;
    return faults;
}

TEST(Simulation, WhatPeopleSeeIsWhatAFaultlessWorldWouldHaveShown) {
    int const first = from_environment("PHARE_SEED", 1), seeds = from_environment("PHARE_SEEDS", 60);
    int crashes = 0;
    for (int seed = first; seed < first + seeds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        auto const s = static_cast<unsigned>(seed);
        SimulatedWorld calm(tools(), s, Faults{}, patient());
        SimulatedWorld rough(tools(), s, everything(), patient());
        write(calm, s, 6, 8);
        write(rough, s, 6, 8);

        ASSERT_TRUE(calm.play(calm.start()));
        ASSERT_TRUE(rough.play(rough.start() + 20s)) << "did not come to rest";

        crashes += rough.crashes();
        EXPECT_EQ(rough.acknowledged(), 48);
        ASSERT_EQ(calm.rooms().size(), rough.rooms().size());
        for (auto const& [room, lines] : calm.rooms())
            EXPECT_EQ(difference(lines, rough.rooms().at(room)), "") << "in " << room;
        if (HasFailure()) break;
    }
    RecordProperty("crashes", crashes);
    std::cout << seeds << " seeds from " << first << ", " << crashes << " crashes\n";
    EXPECT_GT(crashes, seeds) << "the world was too kind to show anything";
}

TEST(Simulation, AfterALongOutageEachRoomGetsOneAnswerThatSpeaksOfIt) {
    bot::delivery::PumpSettings settings = patient();
    settings.outage_after = 2min;
    Faults down;
    down.commit_fails = 1;  // nothing can be stored: the homeserver keeps everything
    SimulatedWorld world(tools(), 7, down, settings);
    for (int r = 0; r < 30; ++r)
        for (int q = 0; q < 3; ++q)
            world.say(
                "!late" + std::to_string(r) + ":test",
                q == 0   ? "g 19 ans"
                : q == 1 ? "j'habite à Rouen"
                         : "pas de diplôme",
                world.start() + q * 1s
            );

    ASSERT_TRUE(world.play(world.start() + 12h));

    ASSERT_EQ(world.rooms().size(), 30U);
    for (auto const& [room, lines] : world.rooms()) {
        std::set<std::string> answered;
        for (auto const& line : lines) answered.insert(line.answers);
        EXPECT_EQ(answered, std::set<std::string>{room + "-3"}) << "only the last question is answered";
        EXPECT_NE(lines.front().body.find("panne"), std::string::npos) << lines.front().body;
    }
}

/// One request arrives once at the structure, one answer once at the young person, whatever dies in between.
TEST(Simulation, ARequestThatIsPassedOnArrivesOnceAndSoDoesItsAnswer) {
    const std::string young = "!young:test", desk = "!desk:test";
    auto knowing = tools();
    bot::people::Settings people;
    people.any_desk = {"matrix", desk};
    knowing.people = std::make_shared<const bot::people::People>(people);
    // The code follows from conversation and event, so the structure's answer can be written beforehand.
    const auto code = bot::talking::reference_code(young, young + "-3");
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        SimulatedWorld world(knowing, seed, everything(), patient());
        world.say(young, "j'ai 19 ans et j'habite à Rouen", world.start());
        world.say(young, "HUMAIN", world.start() + 10s);
        world.say(young, "1", world.start() + 20s);
        world.say(desk, code + " Venez jeudi", world.start() + 10min);

        ASSERT_TRUE(world.play(world.start() + 40s));

        int requests = 0, answers = 0;
        for (auto const& line : world.rooms().at(desk)) requests += line.body.find("recontacté") != std::string::npos ? 1 : 0;
        for (auto const& line : world.rooms().at(young)) answers += line.body.find("Venez jeudi") != std::string::npos ? 1 : 0;
        EXPECT_EQ(requests, 1);
        EXPECT_EQ(answers, 1);
        EXPECT_TRUE(world.disk().states.contains("fiche\n" + code));
    }
}

TEST(Simulation, ErasingSurvivesCrashesAndTakesOurMessagesBack) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        SimulatedWorld world(tools(), seed, everything(), patient());
        const std::string room = "!erase:test";
        // Others write at the very time, so that commits are shared and the postman is woken by their
        // answers.
        for (int other = 0; other < 6; ++other)
            for (int q = 0; q < 8; ++q)
                world.say(
                    "!other" + std::to_string(other) + ":test",
                    lines()[static_cast<std::size_t>(q)],
                    world.start() + 29s + q * 300ms
                );
        world.say(room, "g 19 ans j'habite à Rouen", world.start());
        world.say(room, "oublie-moi", world.start() + 15s);
        world.say(room, "oui", world.start() + 30s);

        ASSERT_TRUE(world.play(world.start() + 40s));

        ASSERT_EQ(world.rooms().at(room).size(), 1U)
            << "what we had said is taken back, the receipt of the erasure stays";
        EXPECT_NE(world.rooms().at(room).front().body.find("effacé"), std::string::npos);
        EXPECT_FALSE(world.disk().states.contains("matrix\n" + room));
    }
}

}  // namespace simulation_test
