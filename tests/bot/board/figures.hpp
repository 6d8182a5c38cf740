#pragma once
/// \file tests/bot/board/figures.hpp
/// The desk with the example's figures counted and looked at: what board, workbook and note are made from.

#include "bot/commands/desk_config.hpp"
#include "bot/desk/gestures.hpp"
#include "bot/desk/rounds.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace tests::board {

inline const bot::desk::Day today = std::chrono::year(2020) / 11 / 13;
inline const bot::Instant now = std::chrono::sys_days(today) + std::chrono::hours(10);

inline std::shared_ptr<const bot::desk::Tools> tools() {
    static const auto loaded = [] {
        std::vector<std::string> errors;
        auto const messages = bot::wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
        EXPECT_TRUE(messages) << (errors.empty() ? "" : errors.front());
        bot::commands::Config::Desk config;
        config.bureau_room = "!bureau:test";
        config.members = {"prefete@exemple.fr"};
        config.owners = {"responsable@exemple.fr"};
        config.data_owners = {"stat@exemple.fr"};
        config.examples = true;
        config.meetings.push_back({bot::desk::Day(std::chrono::year(2020) / 12 / 17), "bureau", {}, ""});
        auto made = bot::commands::load_desk(bot::commands::Files::under(PHARE_SOURCE_DIR), config, messages, {"matrix", "email"});
        EXPECT_TRUE(made.tools) << (made.complaints.empty() ? "" : made.complaints.front());
        return made.tools;
    }();
    return loaded;
}

inline std::string example_file() {
    std::ifstream file(PHARE_SOURCE_DIR "/bot/demo/chiffres_exemple.csv", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline bot::desk::State counted(const std::string& file, bot::desk::Day day = today) {
    auto delivered = bot::desk::propose(*tools(), {}, file, "stat@exemple.fr", "http", day);
    EXPECT_GT(delivered.import, 0) << delivered.receipt;
    auto const refused = bot::desk::confirm(delivered.outcome, delivered.import, "stat@exemple.fr", day, now);
    EXPECT_FALSE(refused) << refused.value_or("");
    return std::move(delivered.outcome.state);
}

/// Figures counted, alerts decided.
inline bot::desk::State looked_at() { return bot::desk::look(*tools(), counted(example_file()), today, now).state; }

}  // namespace tests::board
