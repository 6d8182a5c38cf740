#pragma once
// A conversation of a partner, and figures of a fictitious autumn: AIJ 2020 from January to October, an envelope of 2019.

#include "bot/commands/desk_config.hpp"
#include "bot/desk/answers.hpp"
#include "bot/desk/asked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::desk {
namespace answers_test {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono;

inline const std::string bureau_room = "!bureau:test";

inline const talking::Tools& talking_tools() {
    static const auto knowledge = commands::load_knowledge(commands::Files::under(PHARE_SOURCE_DIR), false);
    EXPECT_TRUE(knowledge.tools) << (knowledge.complaints.empty() ? "" : knowledge.complaints.front());
    return *knowledge.tools;
}

inline std::shared_ptr<const Tools> tools() {
    commands::Config::Desk config;
    config.bureau_room = bureau_room;
    config.members = {"@prefete:test"};
    config.examples = true;
    auto loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config, talking_tools().messages, {"matrix"});
    EXPECT_TRUE(loaded.tools) << (loaded.complaints.empty() ? "" : loaded.complaints.front());
    return loaded.tools;
}

class Asked : public testing::Test {
  protected:
    Asked() {
        static const std::vector<double> months{270, 265, 230, 120, 150, 260, 250, 240, 980, 1140};
        std::vector<steering::Publication> rows;
        for (unsigned m = 1; m <= months.size(); ++m) add(rows, "AIJ-2020-NOR", "SI_PE", m, months[m - 1]);
        for (unsigned m = 1; m <= 5; ++m) add(rows, "PAUVRETE-2019-NOR", "CHORUS", m, 240, 2019);
        count(rows);
    }
    static void add(std::vector<steering::Publication>& rows, const char* objective, const char* source, unsigned m, double value, int y = 2020) {
        steering::Publication row;
        row.objective = objective, row.source = source, row.month = year(y) / month(m), row.value = value;
        row.published_on = row.received_on = Day(row.month / last) + days(20);
        rows.push_back(row);
    }
    void count(const std::vector<steering::Publication>& rows) {
        auto const number = state.ledger.propose(rows, "h" + std::to_string(state.ledger.imports().size()), "", Day(year(2020) / 1 / 1));
        EXPECT_EQ(state.ledger.confirm(number, Day(year(2020) / 1 / 1)), figures::LedgerRefusal::none);
    }
    std::string ask(const std::string& text, const std::string& sender = "@conseillere:test", const std::string& room = "!dm:test", bool alone = true) {
        reading::Context context;
        context.today = today;
        context.partner = true;
        auto const reading = talking_tools().reader->read(text, context);
        talking::FiguresQuestion question{reading.intent, reading.slots, reading.measures, people::Role::partner, sender, today, text, room, alone, before};
        if (auto named = about(*tools_, question); !named.empty()) before = std::move(named);  // as talking does
        auto const document = answer(*tools_, state, question);
        return document ? wording::plain_text(*document) : "(none: " + std::string(reading::name(reading.intent)) + ")";
    }
    State state;
    std::shared_ptr<const Tools> tools_ = tools();
    std::vector<std::string> before;
    Day today = year(2020) / 11 / 25;
};

}  // namespace answers_test
}  // namespace bot::desk
