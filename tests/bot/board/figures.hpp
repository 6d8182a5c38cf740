#pragma once
/// \file tests/bot/board/figures.hpp
/// The desk with the example's figures counted and looked at: what board, workbook and note are made from.

#include "bot/commands/desk_config.hpp"
#include "bot/desk/gestures.hpp"
#include "bot/desk/rounds.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

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

/// From January on, as a source sends it; 3 905 in all, where 4 818 were planned.
inline std::string file_of(const std::vector<int>& months) {
    std::string file = "periode;territoire;operateur;mesure;indicateur;tranche_age;valeur;cumul;unite;source;extrait_le;statut;taux_remplissage;commentaire\n";
    char line[160];
    for (std::size_t m = 0; m < months.size(); ++m) {
        auto const number = static_cast<int>(m) + 1;
        // Published in the middle of the month after: levels rise from one publication to the next.
        std::snprintf(line, sizeof line, "2020-%02d;28;PE;AIJ;suivis;lt26;%d;0;personnes;SI_PE;%d-%02d-12;provisoire;;essai\n", number, months[m], 2020 + number / 12, number % 12 + 1);
        file += line;
    }
    return file;
}
inline std::string example_file() { return file_of({270, 265, 230, 120, 150, 260, 250, 240, 980, 1140}); }

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
