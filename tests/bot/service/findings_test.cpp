#include "bot/service/findings.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace findings_test {

TEST(Findings, AreSaidToAPersonAndToAProgram) {
    std::vector<adapters::matrix::Finding> const found{{0, true, "la page répond", ""}, {96, false, "pas de \"web.url\"", "Écrivez-le"}, {98, false, "injoignable", "Vérifiez"}};
    std::ostringstream lines, json;
    bot::service::write_findings(found, lines);
    EXPECT_EQ(lines.str(), "✔ la page répond\n✘ pas de \"web.url\"\n  → Écrivez-le\n✘ injoignable\n  → Vérifiez\n");
    bot::service::write_findings_json(found, json);
    auto const told = nlohmann::json::parse(json.str());
    EXPECT_EQ(told["ok"], false);
    EXPECT_EQ(told["code"], 96) << "the exit code: that of the first trouble";
    ASSERT_EQ(told["constats"].size(), 3U);
    EXPECT_EQ(told["constats"][1], (nlohmann::json{{"ok", false}, {"code", 96}, {"constat", "pas de \"web.url\""}, {"faire", "Écrivez-le"}}));

    std::ostringstream well;
    bot::service::write_findings_json({found.front()}, well);
    EXPECT_EQ(nlohmann::json::parse(well.str())["ok"], true);
}

}  // namespace findings_test
