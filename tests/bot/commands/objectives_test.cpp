#include "bot/commands/objectives.hpp"

#include "bot/commands/chat_bureau.hpp"
#include "bot/commands/objective_data.hpp"
#include "bot/commands/objective_journal.hpp"
#include "rules/figures/xlsx_writer.hpp"
#include "rules/steering/replay.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <unistd.h>

namespace bot::commands {
namespace objectives_test {

namespace fs = std::filesystem;
namespace st = rules::steering;

class Objectives : public ::testing::Test {
  protected:
    fs::path folder = fs::path(::testing::TempDir()) / ("objectives-" + std::to_string(::getpid()));
    std::ostringstream out, messages;
    void SetUp() override { fs::create_directories(folder); }
    void TearDown() override { fs::remove_all(folder); }
    fs::path file(const char* name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    static std::string content(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] ImportOptions import_of(const fs::path& path) const {
        ImportOptions options;
        options.file = path, options.catalogue = fs::path(PHARE_SOURCE_DIR) / "rules/catalogue";
        options.journal = folder / "journal.csv", options.today = *st::read_day("2020-11-20");
        return options;
    }
};

const std::string header = "periode;territoire;operateur;mesure;indicateur;tranche_age;valeur;source;extrait_le\n";
const std::string october = header + "2020-09;28;PE;AIJ;suivis;lt26;980;SI_PE;2020-11-12\n2020-10;28;PE;AIJ;suivis;lt26;1 140;SI_PE;2020-11-12\n";

TEST_F(Objectives, NothingCountsWithoutOuiAndAnnulerTakesBack) {
    auto options = import_of(file("octobre.csv", october));
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done) << messages.str();
    EXPECT_FALSE(fs::exists(options.journal));
    options.yes = true;
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done) << messages.str();
    std::string error;
    auto ledger = read_journal(options.journal, error);
    ASSERT_TRUE(ledger) << error;
    EXPECT_EQ(ledger->log_on(*st::read_day("2020-11-20")).series("AIJ-2020-NOR", "SI_PE").size(), 2U);
    EXPECT_EQ(out.str().find("Répondez OUI"), std::string::npos) << "nobody can answer here";
    EXPECT_NE(out.str().find("la même commande avec --oui"), std::string::npos);
    out.str({});
    EXPECT_EQ(import_figures(options, out, messages), ObjectivesEnd::done) << "the same file again: a timer may send it twice";
    EXPECT_NE(out.str().find("Rien de nouveau à compter"), std::string::npos);
    auto const before = content(options.journal);
    ImportOptions back = options;
    back.file.clear(), back.withdraw = 1;
    EXPECT_EQ(import_figures(back, out, messages), ObjectivesEnd::done);
    EXPECT_TRUE(content(options.journal).starts_with(before));  // only ever added to
    ledger = read_journal(options.journal, error);
    EXPECT_EQ(ledger->log_on(*st::read_day("2020-11-21")).size(), 0U);
}

TEST_F(Objectives, RefusedRowsComeBackInAFileAndTheOthersWait) {
    auto const path = file("mixte.csv", october + "2020-13;28;PE;AIJ;suivis;lt26;3;SI_PE;2020-11-12\n");
    EXPECT_EQ(import_figures(import_of(path), out, messages), ObjectivesEnd::some_refused);
    EXPECT_NE(content(folder / "mixte.csv.refus.csv").find("2020-13"), std::string::npos);
    EXPECT_NE(out.str().find("--oui"), std::string::npos);
}

TEST_F(Objectives, RefusedRowsOfAWorkbookComeBackInAWorkbook) {
    std::vector<std::vector<std::string>> const rows{
        {"periode", "territoire", "operateur", "mesure", "indicateur", "tranche_age", "valeur", "source", "extrait_le"},
        {"2020-13", "28", "PE", "AIJ", "suivis", "lt26", "3", "SI_PE", "2020-11-12"}};
    auto const path = file("mixte.xlsx", rules::figures::workbook_of(rows, "Chiffres"));
    EXPECT_EQ(import_figures(import_of(path), out, messages), ObjectivesEnd::some_refused) << out.str() << messages.str();
    EXPECT_TRUE(content(folder / "mixte.xlsx.refus.xlsx").starts_with("PK"));
    EXPECT_FALSE(fs::exists(folder / "mixte.xlsx.refus.csv"));
}

TEST_F(Objectives, AJournalIsTriedInTheTerminal) {
    auto options = import_of(file("octobre.csv", october));
    options.yes = true;
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done) << messages.str();
    EXPECT_NE(out.str().find("2 lignes comptent"), std::string::npos) << out.str();
    std::vector<std::string> errors;
    auto const texts = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    ASSERT_TRUE(texts);
    auto const files = Files::under(PHARE_SOURCE_DIR);
    auto const bureau = chat_bureau(files, texts, options.journal, "moi");
    ASSERT_TRUE(bureau.figures) << (bureau.complaints.empty() ? "" : bureau.complaints.front());
    talking::FiguresQuestion question;
    question.intent = reading::Intent::indicateur_realisation;
    question.role = people::Role::partner, question.sender = "moi", question.text = "taux de réalisation AIJ";
    question.today = *st::read_day("2020-11-25");
    auto const said = bureau.figures->answer(question, wording::Register::vous);
    ASSERT_TRUE(said);
    EXPECT_NE(wording::plain_text(*said).find("2\u202f120"), std::string::npos) << wording::plain_text(*said);
    EXPECT_FALSE(chat_bureau(files, texts, folder / "absent.csv", "moi").figures) << "a name mistyped is no empty journal";
    EXPECT_TRUE(chat_bureau(files, texts, {}, "moi").figures);
}

TEST_F(Objectives, ADamagedJournalIsNotReadInPart) {
    auto options = import_of(file("octobre.csv", october));
    options.yes = true;
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done);
    std::ofstream(options.journal, std::ios::app) << "2,oui,2020-11-2";
    std::string error;
    EXPECT_FALSE(read_journal(options.journal, error));
    EXPECT_NE(error.find(":4\u00A0: cette ligne est abîmée"), std::string::npos) << error;
}

TEST_F(Objectives, StatusSaysWhatIsKnownOnADay) {
    auto options = import_of(file("octobre.csv", october));
    options.yes = true;
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done);
    StatusOptions status;
    status.catalogue = options.catalogue, status.journal = options.journal, status.only = "AIJ-2020-NOR", status.json = true;
    for (auto const& [day, known] : std::map<std::string, nlohmann::json>{{"2020-11-19", nullptr}, {"2020-11-20", 2120}}) {
        std::ostringstream text;
        status.as_of = *st::read_day(day);
        ASSERT_EQ(objectives_status(status, text, messages), ObjectivesEnd::done) << messages.str();
        auto const json = nlohmann::json::parse(text.str());
        ASSERT_EQ(json.size(), 1U);
        EXPECT_EQ(json[0]["connu"], known) << day;
        EXPECT_EQ(json[0]["p_manque"].is_null(), known.is_null()) << "without a figure there is no forecast: " << json[0];
        EXPECT_EQ(json[0]["atterrissage"].is_null(), known.is_null());
        EXPECT_EQ(json[0]["cible"], 6746);
        EXPECT_EQ(json[0]["unite"], "suivis");
    }
    auto elsewhere = status;
    elsewhere.journal = folder / "journla.csv";
    EXPECT_EQ(objectives_status(elsewhere, out, messages), ObjectivesEnd::unusable) << "a name mistyped is no empty journal";
    EXPECT_NE(messages.str().find("n’existe pas"), std::string::npos);
    status.only = "PERSONNE";
    EXPECT_EQ(objectives_status(status, out, messages), ObjectivesEnd::unusable);
}

TEST_F(Objectives, ADayIsExplainedWithWhatWasInTheJournalThen) {
    auto options = import_of(file("octobre.csv", october));
    options.yes = true;
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done);
    options.file = file("novembre.csv", header + "2020-09;28;PE;AIJ;suivis;lt26;1 000;SI_PE;2020-12-12\n2020-11;28;PE;AIJ;suivis;lt26;1 200;SI_PE;2020-12-12\n");
    options.today = *st::read_day("2020-12-14");
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done) << messages.str();
    StatusOptions status;
    status.catalogue = options.catalogue, status.journal = options.journal, status.explain = "AIJ-2020-NOR", status.json = true;
    status.as_of = *st::read_day("2020-12-20");
    std::ostringstream text;
    ASSERT_EQ(objectives_status(status, text, messages), ObjectivesEnd::done) << messages.str();
    auto const json = nlohmann::json::parse(text.str());
    EXPECT_EQ(json.at("compte").at("du"), "2020-12-13") << "from the eve of the last figures on";
    auto const& landing = json.at("compte").at("atterrissage");
    EXPECT_NE(landing.at("nouveau_mois"), 0);
    EXPECT_NE(landing.at("revisions"), 0);
    EXPECT_EQ(landing.at("modele"), 0);
    status.since = status.as_of;
    EXPECT_EQ(objectives_status(status, text, messages), ObjectivesEnd::unusable);
    EXPECT_NE(messages.str().find("doit venir avant"), std::string::npos);
    status.since.reset(), status.as_of = *st::read_day("2020-11-21"), status.json = false;
    std::ostringstream early;
    ASSERT_EQ(objectives_status(status, early, messages), ObjectivesEnd::done);
    EXPECT_EQ(early.str().find("2020-11\u00a0:"), std::string::npos) << early.str();
    EXPECT_NE(early.str().find("2020-09\u00a0: 980"), std::string::npos) << early.str();
}

TEST_F(Objectives, FewerThanFivePeopleAreHidden) {
    // Small enough that three people in a month are believed.
    fs::create_directories(folder / "catalogue/objectifs");
    fs::copy(fs::path(PHARE_SOURCE_DIR) / "rules/catalogue/objectifs/sources", folder / "catalogue/objectifs/sources");
    std::string text = content(fs::path(PHARE_SOURCE_DIR) / "rules/catalogue/objectifs/aij.yaml");
    text.resize(text.find("  - id: AIJ-2020-NOR-CONSEILLERS"));
    auto const replace = [&text](const std::string& from, const std::string& to) {
        ASSERT_NE(text.find(from), std::string::npos) << from;
        text.replace(text.find(from), from.size(), to);
    };
    replace("annee_precedente: 3300", "annee_precedente: 30");
    replace("cible: 6746", "cible: 40");
    replace("rythme_avant: 275", "rythme_avant: 3");
    replace("    moyens: {objectif: AIJ-2020-NOR-CONSEILLERS}\n", "");  // cut off above
    file("catalogue/objectifs/aij.yaml", text);
    auto options = import_of(file("peu.csv", header + "2020-01;28;PE;AIJ;suivis;lt26;3;SI_PE;2020-11-12\n"));
    options.catalogue = folder / "catalogue";
    options.yes = true;
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done) << messages.str();
    StatusOptions status;
    status.catalogue = options.catalogue, status.journal = options.journal, status.only = "AIJ-2020-NOR";
    status.as_of = options.today, status.json = true;
    std::ostringstream shown;
    ASSERT_EQ(objectives_status(status, shown, messages), ObjectivesEnd::done) << messages.str();
    auto const json = nlohmann::json::parse(shown.str())[0];
    EXPECT_EQ(json["dernier_mois"], "2020-01") << "it is believed";
    EXPECT_TRUE(json["cache"]) << json;
    for (auto const* told : {"connu", "corrige", "ecart", "atterrissage", "p_manque", "rythme"})
        EXPECT_TRUE(json[told].is_null()) << told << " less what the plan says is the figure: " << json;
    status.json = false;
    std::ostringstream plain;
    ASSERT_EQ(objectives_status(status, plain, messages), ObjectivesEnd::done) << messages.str();
    EXPECT_NE(plain.str().find("non montré"), std::string::npos) << plain.str();
    EXPECT_EQ(plain.str().find("écart"), std::string::npos) << plain.str();
    EXPECT_EQ(plain.str().find("il faudrait"), std::string::npos) << plain.str();
}

TEST_F(Objectives, AStateIsTheLastOneAndIsNotForecast) {
    std::string rows = header;
    int month = 0;
    for (auto const* value : {"50", "55", "60", "62"})
        rows += "2020-0" + std::to_string(++month) + ";28;PE;AIJ;conseillers;all;" + value + ";RH_PE;2020-11-12\n";
    auto options = import_of(file("conseillers.csv", rows));
    options.yes = true;
    ASSERT_EQ(import_figures(options, out, messages), ObjectivesEnd::done) << messages.str() << out.str();
    EXPECT_NE(out.str().find("62 conseillers"), std::string::npos) << out.str();
    StatusOptions status;
    status.catalogue = options.catalogue, status.journal = options.journal, status.only = "AIJ-2020-NOR-CONSEILLERS";
    status.as_of = options.today, status.json = true;
    std::ostringstream shown;
    ASSERT_EQ(objectives_status(status, shown, messages), ObjectivesEnd::done) << messages.str();
    auto const json = nlohmann::json::parse(shown.str())[0];
    EXPECT_EQ(json["connu"], 62) << json;
    EXPECT_EQ(json["ecart"], -15) << json;
    EXPECT_TRUE(json["atterrissage"].is_null()) << json;
    EXPECT_TRUE(json["p_manque"].is_null()) << json;
    status.json = false;
    std::ostringstream text;
    ASSERT_EQ(objectives_status(status, text, messages), ObjectivesEnd::done);
    EXPECT_NE(text.str().find("62 conseillers, pour une cible de 77"), std::string::npos) << text.str();
}

/// The development half of the shared fixtures: never trained on alone, looked at as a whole.
class Backtest : public Objectives {
  protected:
    fs::path data = fs::path(PHARE_SHARED_DIR) / "fixtures/alerts";
    void SetUp() override {
        Objectives::SetUp();
        if (!fs::exists(data / "truth.csv")) GTEST_SKIP() << "no shared fixtures: " << data << " is absent, the backtest is not run";
    }
};

TEST_F(Backtest, ReplayWritesATickForEachMonthAndKeepsToItsBudget) {
    ReplayOptions options{data, folder / "alerts.csv", folder / "overruns.csv"};
    ASSERT_EQ(replay_objectives(options, messages), ObjectivesEnd::done) << messages.str();
    std::map<std::string, std::string> outcome;
    std::string line;
    std::ifstream truth(data / "truth.csv");
    while (std::getline(truth, line)) {
        std::vector<std::string> cells;
        std::stringstream stream(line);
        for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
        outcome[cells.at(0)] = cells.at(3);
    }
    std::map<std::string, int> highest;
    std::ifstream alerts(options.out);
    std::getline(alerts, line);
    EXPECT_EQ(line, "objective_id,tick,level,p_shortfall,lo80,mid,hi80");
    int ticks = 0;
    while (std::getline(alerts, line)) {
        std::stringstream stream(line);
        std::string id, tick, level;
        std::getline(stream, id, ','), std::getline(stream, tick, ','), std::getline(stream, level, ',');
        highest[id] = std::max(highest[id], std::stoi(level));
        ++ticks;
    }
    EXPECT_EQ(ticks, 3308);  // as golden_dev.csv has
    int fine = 0, false_alarms = 0, short_of = 0, never = 0;
    for (auto const& [id, level] : highest) {
        bool const missed = outcome.at(id) == "shortfall";
        (missed ? short_of : fine) += 1;
        false_alarms += !missed && level >= 2 ? 1 : 0;
        never += missed && level < 2 ? 1 : 0;
    }
    // The budgets (16 % and 30 %) are of many worlds; one draw of 280 moves by some points (decision 0012).
    EXPECT_LE(false_alarms, 0.18 * fine) << false_alarms << " of " << fine;
    EXPECT_LE(never, 0.27 * short_of) << never << " of " << short_of;
}

TEST_F(Backtest, WhatComesLaterChangesNothingBefore) {
    std::string error;
    auto const whole = read_objective_data(data, error);
    ASSERT_TRUE(whole) << error;
    auto const day = *st::read_day("2021-06-25");
    auto seen = *whole;
    seen.log = {};
    for (auto const& objective : whole->objectives)
        for (auto const* source : {"AIS", "IMILO", "SI_PE", "ASP", "DECA", "ASC", "CHORUS"})
            for (auto const& row : whole->log.series(objective.id, source)) {
                if (row.published_on > day) continue;
                st::Publication publication;
                publication.objective = objective.id, publication.source = source, publication.month = row.month;
                publication.value = row.value, publication.unattributed = row.unattributed, publication.published_on = row.published_on;
                seen.log.append(publication);
            }
    for (std::size_t i = 0; i < whole->objectives.size(); ++i) {
        auto const a = st::evaluate(*whole, st::prepare(*whole, whole->objectives[i]), day),
                   b = st::evaluate(seen, st::prepare(seen, seen.objectives[i]), day);
        EXPECT_EQ(a.landing.middle, b.landing.middle) << whole->objectives[i].id;
        EXPECT_EQ(a.landing.p_shortfall, b.landing.p_shortfall) << whole->objectives[i].id;
    }
}

}  // namespace objectives_test
}  // namespace bot::commands
