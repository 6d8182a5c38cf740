#include "bot/commands/check.hpp"

#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace check_test {

namespace fs = std::filesystem;
using bot::commands::check_catalogue;
using bot::commands::CheckForm;
using testing::HasSubstr;

const auto day = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29);

TEST(Check, TheCatalogueOfTheProjectPassesInBothForms) {
    std::ostringstream lines, json, messages;
    fs::path const folder = PHARE_SOURCE_DIR "/rules/catalogue";
    EXPECT_TRUE(check_catalogue(folder, day, CheckForm::lines, lines, messages));
    EXPECT_TRUE(check_catalogue(folder, day, CheckForm::json, json, messages));
    EXPECT_EQ(messages.str(), "");
    auto const told = nlohmann::json::parse(json.str());
    EXPECT_EQ(told["ok"], true);
    EXPECT_TRUE(told["fautes"].empty());
    EXPECT_THAT(lines.str(), HasSubstr(std::to_string(told["mesures_verifiees"].get<int>()) + " mesures vérifiées, " + std::to_string(told["brouillons"].get<int>()) + " en brouillon"));
    EXPECT_THAT(lines.str(), HasSubstr(std::to_string(told["objectifs"].get<int>()) + " objectifs, dont "));
    EXPECT_THAT(lines.str(), HasSubstr(told["empreinte"].get<std::string>()));
}

TEST(Check, EachFaultHasItsPlaceAndItsAdvice) {
    tests::Folder const copy;
    fs::copy(PHARE_SOURCE_DIR "/rules/catalogue", copy / "c", fs::copy_options::recursive);
    std::ofstream(copy / "c" / "mesures" / "zzz.yaml") << "id: zzz\nfoo: bar\n";
    std::ofstream(copy / "c" / "objectifs" / "zzz.yaml") << "foo: bar\n";
    std::ostringstream lines, json, messages, silent;
    EXPECT_FALSE(check_catalogue(copy / "c", day, CheckForm::lines, lines, messages));
    EXPECT_FALSE(check_catalogue(copy / "c", day, CheckForm::json, json, silent));
    EXPECT_EQ(lines.str(), "");
    EXPECT_EQ(silent.str(), "") << "a program reads standard output alone";
    auto const told = nlohmann::json::parse(json.str());
    EXPECT_EQ(told["ok"], false);
    EXPECT_TRUE(told["exemples"].is_null());
    bool measure = false, objective = false;
    for (auto const& fault : told["fautes"]) {
        EXPECT_FALSE(fault["message"].get<std::string>().empty());
        EXPECT_THAT(messages.str(), HasSubstr(fault["message"].get<std::string>()));
        auto const file = fault["fichier"].get<std::string>();
        if (file.find("mesures/zzz.yaml") != std::string::npos) measure = measure || fault["ligne"] == 2;
        if (file.find("objectifs/zzz.yaml") != std::string::npos) objective = true;
    }
    EXPECT_TRUE(measure) << json.str();
    EXPECT_TRUE(objective) << json.str();
}

}  // namespace check_test
