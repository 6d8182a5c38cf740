#include "bot/observing/metrics.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace bot::observing {
namespace {

using namespace std::chrono_literals;

/// The text of the exposition, read as strictly as the format says.
struct Exposition {
    std::map<std::string, std::string> types;  ///< family → counter, gauge, histogram
    std::map<std::string, double> samples;     ///< name with labels → value
    std::vector<std::string> faults;
};

bool is_name(const std::string& s) {
    return !s.empty() && s.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
}

std::string family_of(const std::string& sample_name, const std::map<std::string, std::string>& types) {
    if (types.contains(sample_name)) return sample_name;
    for (std::string const suffix : {"_bucket", "_sum", "_count"}) {
        if (!sample_name.ends_with(suffix)) continue;
        auto const family = sample_name.substr(0, sample_name.size() - suffix.size());
        if (types.contains(family) && types.at(family) == "histogram") return family;
    }
    return "";
}

Exposition read(const std::string& text) {
    Exposition out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string first;
        std::string second;
        std::string third;
        words >> first >> second >> third;
        if (first == "#") {
            if (second == "TYPE")
                words >> out.types[third];
            else if (second != "HELP")
                out.faults.push_back(line);
            continue;
        }
        std::string const name = first.substr(0, first.find('{'));
        char* end = nullptr;
        double const number = std::strtod(second.c_str(), &end);
        bool const closes = first.find('{') == std::string::npos || first.ends_with("\"}");
        if (!is_name(name) || !closes || second.empty() || *end != '\0' || family_of(name, out.types).empty())
            out.faults.push_back(line);
        if (!out.samples.emplace(first, number).second) out.faults.push_back("twice: " + line);
    }
    if (!text.ends_with('\n')) out.faults.emplace_back("no end of line at the end");
    return out;
}

TEST(Metrics, AreExposedInTheTextFormat) {
    observe(Timing::commit, 3ms);
    count_intent("greeting");

    auto const exposed = read(exposition());

    EXPECT_TRUE(exposed.faults.empty()) << testing::PrintToString(exposed.faults);
    for (auto const& [family, type] : exposed.types) {
        EXPECT_TRUE(family.starts_with("phare_")) << family;
        EXPECT_EQ(family.ends_with("_total"), type == "counter") << family;
    }
    EXPECT_EQ(exposed.types.size(), 28u + 8u + 4u + 2u);
}

TEST(Metrics, CountFromZero) {
    auto const before = read(exposition()).samples.at("phare_events_admitted_total");
    count(Count::events_admitted);
    count(Count::events_admitted, 4);
    EXPECT_EQ(read(exposition()).samples.at("phare_events_admitted_total"), before + 5);
    EXPECT_EQ(value(Count::events_admitted), static_cast<std::uint64_t>(before) + 5);
    EXPECT_EQ(value(Count::delivery_expired), 0u);
}

TEST(Metrics, EachCounterIsItsOwn) {
    auto const last = static_cast<int>(Count::http_failures);
    for (int i = 0; i <= last; ++i) {
        auto const one = static_cast<Count>(i);
        auto const before = read(exposition()).samples;
        count(one);
        auto const after = read(exposition()).samples;
        std::set<std::string> changed;
        for (auto const& [name, number] : after) {
            if (number != before.at(name)) changed.insert(name);
        }
        EXPECT_EQ(changed.size(), 1u) << testing::PrintToString(changed);
    }
}

TEST(Metrics, GaugesHoldTheLastValue) {
    set(Gauge::free_bytes, 12e9);
    set(Gauge::outbox_age_seconds, 1.5);
    auto const samples = read(exposition()).samples;
    EXPECT_EQ(samples.at("phare_free_bytes"), 12e9);
    EXPECT_EQ(samples.at("phare_outbox_age_seconds"), 1.5);
}

TEST(Metrics, TimesAreSeconds) {
    observe(Timing::deliver, 20ms);
    observe(Timing::deliver, 3s);
    auto const samples = read(exposition()).samples;
    EXPECT_EQ(samples.at("phare_deliver_seconds_count"), 2);
    EXPECT_NEAR(samples.at("phare_deliver_seconds_sum"), 3.02, 1e-9);
    EXPECT_EQ(samples.at("phare_deliver_seconds_bucket{le=\"0.025\"}"), 1);
    EXPECT_EQ(samples.at("phare_deliver_seconds_bucket{le=\"+Inf\"}"), 2);
}

TEST(Metrics, IntentsAreLabelsOfAClosedList) {
    count_intent("ask_measure");
    count_intent("je m’appelle Camille \"\n");
    for (int i = 0; i < 200; ++i) count_intent("made_up_" + std::to_string(i));

    auto const text = exposition();
    auto const exposed = read(text);
    EXPECT_EQ(exposed.samples.at("phare_intents_total{intent=\"ask_measure\"}"), 1);
    EXPECT_EQ(text.find("Camille"), std::string::npos);
    EXPECT_GE(exposed.samples.at("phare_intents_total{intent=\"other\"}"), 137);
    EXPECT_TRUE(exposed.faults.empty()) << testing::PrintToString(exposed.faults);
}

TEST(Metrics, SayWhichVersionRuns) {
    EXPECT_NE(exposition().find("phare_build_info{version=\""), std::string::npos);
}

TEST(Metrics, MayBeCountedFromAnyThread) {
    auto const before = value(Count::turns);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([] {
                for (int k = 0; k < 1000; ++k) {
                    count(Count::turns);
                    count_intent("thread");
                    observe(Timing::answer, 1ms);
                }
            });
        }
    }
    EXPECT_EQ(value(Count::turns), before + 4000);
}

}  // namespace
}  // namespace bot::observing
