#pragma once
/// \file tests/bot/desk/rounds_world.hpp
/// An objective far behind in the autumn of 2020, and whom the desk tells: for tests of looks, breakdowns, pushed alerts.

#include "bot/commands/desk_config.hpp"
#include "bot/desk/rounds.hpp"
#include "rules/steering/working_days.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bot::desk {
namespace rounds_test {

using namespace std::chrono_literals;
using nlohmann::json;
using steering::AlertLevel;
using steering::Kind;
using testing::HasSubstr;
using testing::Not;

inline constexpr auto y2020 = std::chrono::year(2020);
inline const Day autumn = y2020 / 11 / 13;  // a Friday

inline commands::Config::Desk config() {
    commands::Config::Desk config;
    config.bureau_room = "!bureau:test";
    config.rooms.push_back({"!aij:test", {"AIJ-2020-NOR", "AIJ-2020-NOR-CONSEILLERS"}, {}, false});
    config.members = {"@prefete:test"};
    config.mail["secretariat"] = {"secretariat@exemple.fr"};
    config.mail["dreets"] = {"dreets@exemple.fr"};
    config.meetings.push_back({Day(y2020 / 9 / 17), "bureau", {}, ""});
    config.meetings.push_back({Day(y2020 / 11 / 26), "bureau", {}, "Rouen"});
    return config;
}

inline std::shared_ptr<Tools> tools(const commands::Config::Desk& from = config()) {
    std::vector<std::string> errors;
    auto const messages = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    EXPECT_TRUE(messages) << (errors.empty() ? "" : errors.front());
    auto loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), from, messages, {"matrix", "email"});
    EXPECT_TRUE(loaded.tools) << (loaded.complaints.empty() ? "" : loaded.complaints.front());
    auto own = std::make_shared<Tools>(*loaded.tools);
    std::erase_if(own->objectives, [](auto const& o) { return o.id != "AIJ-2020-NOR"; });
    return own;
}

inline steering::Publication month(const std::string& objective, const std::string& source, unsigned number, double value) {
    steering::Publication row;
    row.objective = objective, row.source = source, row.value = value;
    row.month = y2020 / std::chrono::month(number);
    row.published_on = row.received_on = steering::last_day(row.month) + std::chrono::days(12);
    return row;
}

inline void count(State& state, std::vector<steering::Publication> rows, Day on) {
    static int files = 0;
    int const number = state.ledger.propose(std::move(rows), "file" + std::to_string(++files), "stat", on);
    EXPECT_EQ(state.ledger.confirm(number, on), figures::LedgerRefusal::none);
}

/// Ten invented months far under 6 746.
inline State behind() {
    State state;
    std::vector<steering::Publication> rows;
    unsigned number = 0;
    for (double const value : {270., 265., 230., 120., 150., 260., 250., 240., 280., 290.}) rows.push_back(month("AIJ-2020-NOR", "SI_PE", ++number, value));
    count(state, std::move(rows), autumn - std::chrono::days(1));
    return state;
}

inline std::string said(const Outcome& out, std::string_view where, std::string_view subject = {}) {
    std::string all;
    for (auto const& post : out.posts)
        if (post.to.conversation == where && post.subject.find(subject) != std::string::npos) all += wording::plain_text(post.document) + "\n";
    return all;
}

inline const EpisodeId shortfall{"AIJ-2020-NOR", Kind::shortfall};

}  // namespace rounds_test
}  // namespace bot::desk
