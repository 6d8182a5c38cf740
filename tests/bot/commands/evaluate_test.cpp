#include "bot/commands/evaluate.hpp"

#include "bot/evaluating/column_words.hpp"
#include "rules/law/verdict.hpp"
#include "rules/yaml/number.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace bot::commands {
namespace evaluate_test {

namespace fs = std::filesystem;
namespace law = rules::law;
using evaluating::Cell;
using evaluating::Mark;
using evaluating::Meaning;
using evaluating::trimmed;
using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using End = EvaluateReport::End;

fs::path folder() {
    return fs::path(PHARE_SOURCE_DIR) / "rules" / "catalogue";
}
const law::Catalogue& catalogue() {
    static auto const loaded = law::Catalogue::load(folder());
    if (!loaded.catalogue) throw std::runtime_error(loaded.complaints.front().text());
    return *loaded.catalogue;
}
const rules::places::Gazetteer& gazetteer() {
    static std::string error;
    static auto const loaded = rules::places::Gazetteer::load(folder() / "lieux", error);
    if (!loaded) throw std::runtime_error(error);
    return *loaded;
}
const ColumnWords& words() {
    static std::vector<std::string> complaints;
    static auto const read = ColumnWords::read(folder(), catalogue().vocabulary(), complaints);
    if (!read) throw std::runtime_error(complaints.front());
    return *read;
}
law::FieldId field(std::string_view name) {
    return catalogue().vocabulary().find(name).value();
}

/// The words of cells, through the vocabulary and back: "" if nothing was said, "!" if it was not understood.
std::string cell(std::string_view name, std::string_view text) {
    Cell const read = words().read_cell(field(name), text);
    if (!read.problem.empty()) return "!";
    return read.value ? catalogue().vocabulary().text(field(name), *read.value) : "";
}

TEST(ColumnWords, KnowsNamesAndSynonymsInBothLanguages) {
    for (auto const& [header, name] : std::vector<std::pair<std::string, std::string>>{
             {"age", "age"},
             {"Âge", "age"},
             {"Né(e) le", "date_naissance"},
             {"DATE DE NAISSANCE", "date_naissance"},
             {"birth_date", "date_naissance"},
             {"Inscrit à France Travail", "inscrit_ft"},
             {"inscrit_ft", "inscrit_ft"},
             {"QF", "quotient_familial"},
             {"Code INSEE", "commune"}}) {
        auto const meaning = words().meaning(header);
        ASSERT_TRUE(meaning.has_value()) << header;
        EXPECT_EQ(*meaning, Meaning(field(name))) << header;
    }
    EXPECT_EQ(words().meaning("identifiant"), Meaning(Mark::id));
    EXPECT_EQ(words().meaning("Code postal"), Meaning(Mark::code_postal));
    EXPECT_FALSE(words().meaning("couleur préférée").has_value());
    EXPECT_EQ(words().nearest("inscrt_ft"), "inscrit_ft");
}

TEST(ColumnWords, ReadsCellsAsPeopleWriteThem) {
    EXPECT_EQ(cell("age", "19"), "19");
    EXPECT_EQ(cell("age", " 19 ans "), "19");
    EXPECT_EQ(cell("age", "19,5"), "!");
    EXPECT_EQ(cell("age", "dix-neuf"), "!");
    EXPECT_EQ(cell("age", "99"), "!") << "outside the bounds";
    EXPECT_EQ(cell("quotient_familial", "1\u202F234,56\u00A0€"), "1234.56");
    EXPECT_EQ(cell("quotient_familial", "1\u00A0234,5"), "1234.50");
    EXPECT_EQ(cell("quotient_familial", "850 €/mois"), "850");
    EXPECT_EQ(cell("quotient_familial", "1.234,56"), "!") << "may be read in two ways";
    EXPECT_EQ(cell("inscrit_ft", "Oui"), "oui");
    EXPECT_EQ(cell("inscrit_ft", "yes"), "oui");
    EXPECT_EQ(cell("inscrit_ft", "FAUX"), "non");
    EXPECT_EQ(cell("inscrit_ft", "peut-être"), "!");
    EXPECT_EQ(cell("rqth", "no"), "non");
    EXPECT_EQ(cell("rqth", "demande en cours"), "en_cours");
    EXPECT_EQ(cell("statut", "Étudiante"), "etudiant");
    EXPECT_EQ(cell("statut", "demandeur d’emploi"), "demandeur_emploi");
    EXPECT_EQ(cell("niveau_diplome", "CAP ou BEP"), "cap_bep") << "the label";
    EXPECT_EQ(cell("niveau_diplome", "Bac+2"), "bac2");
    EXPECT_EQ(cell("date_naissance", "11/03/2007"), "2007-03-11");
    EXPECT_EQ(cell("date_naissance", "2007-03-11T00:00:00"), "2007-03-11");
    EXPECT_EQ(cell("date_naissance", "30/02/2007"), "!");
    EXPECT_EQ(cell("departement", "Seine-Maritime"), "76");
    EXPECT_EQ(cell("commune", "1004"), "01004") << "a spreadsheet dropped the zero";
    for (auto const* nothing : {"", "  ", "?", "-", "NSP", "non renseigné", "unknown"})
        EXPECT_EQ(cell("age", nothing), "") << nothing;
}

TEST(ColumnWords, RefusesAWordThatMeansTwoThings) {
    fs::path const other = fs::path(testing::TempDir()) / "colonnes";
    fs::create_directories(other);
    std::ofstream(other / "colonnes.yaml") << "colonnes:\n  age: [annees]\n  enfants: [annees]\n";
    std::vector<std::string> complaints;

    EXPECT_FALSE(ColumnWords::read(other, catalogue().vocabulary(), complaints).has_value());
    EXPECT_THAT(complaints, ElementsAre(HasSubstr("colonnes.yaml:3")));
}

struct Run {
    EvaluateReport report;
    std::vector<std::string> lines, refused;
    std::string messages;
};

std::vector<std::string> lines_of(const fs::path& path) {
    std::vector<std::string> lines;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

Run run(const std::string& content, std::vector<std::string> measures, bool json_lines = false) {
    fs::path const place =
        fs::path(testing::TempDir()) /
        ("evaluate-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(place);
    fs::create_directories(place);
    std::ofstream(place / "in", std::ios::binary) << content;
    EvaluateOptions options;
    options.in = (place / "in").string();
    options.out = (place / "out").string();
    options.day = rules::yaml::parse_day("2026-11-22").value();
    options.measures = std::move(measures);
    options.json_lines = json_lines;
    std::ostringstream messages;
    Run result;
    result.report = evaluate_file(options, catalogue(), gazetteer(), folder(), messages);
    result.messages = messages.str();
    result.lines = lines_of(place / "out");
    result.refused = lines_of(place / "out.refus.csv");
    EXPECT_FALSE(fs::exists(place / "out.part"));
    fs::remove_all(place);
    return result;
}

std::string outcome(
    const std::string& measure,
    const std::vector<std::pair<std::string, std::string>>& facts,
    const std::string& day
) {
    law::Situation situation;
    for (auto const& [name, text] : facts)
        situation.set(field(name), catalogue().vocabulary().parse(field(name), text).value());
    auto const date = rules::yaml::parse_day(day).value();
    situation = law::completed(catalogue().vocabulary(), situation, date, &gazetteer());
    return std::string(law::name(law::assess(catalogue(), *catalogue().find(measure), situation, date).outcome
    ));
}

TEST(Evaluate, GivesOneOutcomeForEachPersonAndMeasure) {
    auto const done = run(
        "identifiant;Né(e) le;Statut;Date\r\nA-1;11/03/2007;neet;\r\nB 2;2001-01-01;étudiante;10/11/2020\r\n",
        {"cej", "garantie_jeunes"}
    );

    EXPECT_EQ(done.report.end, End::done) << done.messages;
    EXPECT_THAT(
        done.lines,
        ElementsAre(
            "ligne;id;date;cej;garantie_jeunes",
            "2;A-1;2026-11-22;" +
                outcome("cej", {{"date_naissance", "2007-03-11"}, {"statut", "neet"}}, "2026-11-22") +
                ";hors_periode",
            "3;B 2;2020-11-10;hors_periode;" + outcome(
                                                   "garantie_jeunes",
                                                   {{"date_naissance", "2001-01-01"}, {"statut", "etudiant"}},
                                                   "2020-11-10"
                                               )
        )
    );
}

TEST(Evaluate, EvaluatesAllVerifiedMeasuresUnlessToldOtherwise) {
    auto const done = run("age\n19\n", {});
    std::size_t verified = 0;
    for (auto const& measure : catalogue().measures())
        verified += measure.publication == law::Publication::verifie ? 1 : 0;

    EXPECT_EQ(
        std::count(done.lines[0].begin(), done.lines[0].end(), ';'), static_cast<std::ptrdiff_t>(verified) + 1
    );
}

TEST(Evaluate, RefusesAFileWithAColumnThatMeansNothing) {
    auto const done = run("age;inscrt_ft;age_revolu\n19;oui;19\n", {"cej"});

    EXPECT_EQ(done.report.end, End::unusable);
    EXPECT_THAT(done.messages, HasSubstr("ligne 1, colonne 2"));
    EXPECT_THAT(done.messages, HasSubstr("«\u00A0inscrit_ft\u00A0»"));
    EXPECT_THAT(done.messages, HasSubstr("colonne 3")) << "two columns for one fact";
    EXPECT_TRUE(done.lines.empty()) << "nothing was written";
}

TEST(Evaluate, CopiesWhatItRefusesWithTheReason) {
    auto const done = run("age,inscrit_ft\n19,oui\n19,bof\n\"20\",\"peut-être, oui\"\n21\n22,non\n", {"cej"});

    EXPECT_EQ(done.report.end, End::some_refused);
    EXPECT_EQ(done.report.rows, 5);
    EXPECT_EQ(done.report.refused, 3);
    ASSERT_EQ(done.lines.size(), 3U);
    EXPECT_THAT(done.lines[2], testing::StartsWith("6,"));
    ASSERT_EQ(done.refused.size(), 4U);
    EXPECT_EQ(
        done.refused[0],
        "\xEF\xBB\xBF"
        "age,inscrit_ft,ligne,motif"
    );
    EXPECT_THAT(
        done.refused[1], HasSubstr("19,bof,3,\"inscrit_ft\u00A0: «\u00A0bof\u00A0» n’est pas compris")
    );
    EXPECT_THAT(done.refused[2], testing::StartsWith("20,\"peut-être, oui\",4,"));
    EXPECT_THAT(done.refused[3], HasSubstr("21,,5,1 colonnes au lieu de 2"));
}

TEST(Evaluate, RefusesARowThatContradictsItself) {
    auto const done = run(
        "age;date_naissance;commune;departement\n19;11/03/2007;;\n25;11/03/2007;;\n;;76540;14\n;;76540;76\n",
        {"cej"}
    );

    EXPECT_EQ(done.report.refused, 2);
    EXPECT_THAT(done.refused.at(1), HasSubstr("age vaut 25, alors que le reste de la ligne donne 19"));
    EXPECT_THAT(done.refused.at(2), HasSubstr("departement vaut 14"));
}

TEST(Evaluate, FindsTheCommuneByNameOrPostalCodeOnlyWhenOneFits) {
    // bafa_caf_61 asks for the département: known from Alençon, from 61000, not from a name that several
    // bear.
    auto const done =
        run("ville;code "
            "postal;age\nAlençon;;17\n;61000;17\nAlençon;61000;17\nAtlantide;;17\n;75011;17\n;6100;17\n",
            {"bafa_caf_61", "bafa_caf_14"});
    std::string const orne =
        outcome("bafa_caf_61", {{"departement", "61"}, {"region", "28"}, {"age", "17"}}, "2026-11-22");

    EXPECT_EQ(done.report.refused, 1);
    EXPECT_THAT(done.refused.at(1), HasSubstr("Atlantide"));
    for (std::size_t const line : {1U, 2U, 3U})
        EXPECT_THAT(done.lines[line], HasSubstr(orne + ";non_eligible")) << line;
}

TEST(Evaluate, SaysWhatIsWrongWithTheRequest) {
    EXPECT_EQ(run("age\n19\n", {"cje"}).report.end, End::wrong_request);
    EXPECT_THAT(run("age\n19\n", {"cje"}).messages, HasSubstr("«\u00A0cej\u00A0»"));
    EXPECT_EQ(run("", {"cej"}).report.end, End::unusable);
    EXPECT_EQ(run("PK\x03\x04", {"cej"}).report.end, End::unusable);

    EvaluateOptions options;
    options.in = "/nowhere/at/all.csv";
    std::ostringstream messages;
    EXPECT_EQ(evaluate_file(options, catalogue(), gazetteer(), folder(), messages).end, End::wrong_request);
    fs::path const file = fs::path(testing::TempDir()) / "same.csv";
    std::ofstream(file) << "age\n19\n";
    options.in = options.out = file.string();
    EXPECT_EQ(evaluate_file(options, catalogue(), gazetteer(), folder(), messages).end, End::wrong_request);
    EXPECT_THAT(lines_of(file), ElementsAre("age", "19")) << "the input is left alone";
}

TEST(EvaluateJson, GivesOutcomeAmountMissingAndReasons) {
    auto const done = run(
        R"({"id": 7, "date": "2026-11-22", "situation": {"age": 15}})"
        "\n"
        R"({"id": "b", "situation": {"age": 20, "statut": "neet", "quotient_familial": 561.68, "inscrit_ft": true, "rsa": null}})"
        "\n\n"
        R"({"id": "c", "date": "2020-11-10", "situation": {"date_naissance": "2000-01-01"}})"
        "\n",
        {"cej"},
        true
    );

    EXPECT_EQ(done.report.end, End::done) << done.messages;
    ASSERT_EQ(done.lines.size(), 3U);
    json const young = json::parse(done.lines[0]), asked = json::parse(done.lines[1]),
               early = json::parse(done.lines[2]);
    EXPECT_EQ(young["id"], 7);
    EXPECT_EQ(young["results"]["cej"]["outcome"], "non_eligible");
    EXPECT_EQ(
        young["results"]["cej"]["reasons"],
        json::array(
            {"age\u00A0: 15\u00A0ans\u00A0; il faut 16\u00A0ans au moins (" +
             catalogue().find("cej")->source("d2022-199")->text + ")"}
        )
    ) << "the fact, what it is, what is asked for, and by which text";
    EXPECT_EQ(young["results"]["cej"]["missing"], json::array());
    law::Situation situation;
    for (auto const& [name, text] :
         {std::pair("age", "20"), std::pair("statut", "neet"), std::pair("inscrit_ft", "oui")})
        situation.set(field(name), catalogue().vocabulary().parse(field(name), text).value());
    auto const verdict = law::assess(
        catalogue(), *catalogue().find("cej"), situation, rules::yaml::parse_day("2026-11-22").value()
    );
    std::vector<std::string> missing;
    for (auto const id : verdict.missing) missing.push_back(catalogue().vocabulary().at(id).name);
    EXPECT_EQ(asked["results"]["cej"]["outcome"], law::name(verdict.outcome));
    EXPECT_EQ(asked["results"]["cej"]["missing"], json(missing));
    EXPECT_EQ(early["results"]["cej"]["outcome"], "hors_periode");
    EXPECT_EQ(early["results"]["cej"]["opens_on"], "2022-03-01");
}

json reasons_of(
    std::string_view situation, const std::string& measure, std::string_view date = "2026-11-22"
) {
    auto const done =
        run(R"({"date": ")" + std::string(date) + R"(", "situation": )" + std::string(situation) + "}\n",
            {measure},
            true);
    return json::parse(done.lines.at(0))["results"][measure]["reasons"];
}

TEST(EvaluateJson, SaysEachReasonAsAnAdviserReadsIt) {
    auto const said = [](auto&&... arguments) {
        std::string const text = reasons_of(arguments...).at(0).template get<std::string>();
        return text.substr(0, text.find(" ("));
    };
    EXPECT_EQ(
        said(R"({"age": 20, "statut": "lyceen"})", "cej"),
        "statut\u00A0: Au lycée\u00A0; il faut Ni études, ni emploi, ni formation ou En recherche d’emploi"
    );
    EXPECT_EQ(
        said(R"({"age": 20, "statut": "neet", "difficultes_acces_emploi": false})", "cej"),
        "difficultes_acces_emploi\u00A0: non\u00A0; il faut oui"
    ) << "what was to be verified has been, and is not so";
    EXPECT_EQ(
        said(R"({"age": 20, "service_civique_deja_fait": true})", "service_civique"),
        "service_civique_deja_fait\u00A0: oui\u00A0; il faut non"
    );
    EXPECT_EQ(
        said(R"({"region": "28", "statut": "neet", "mois_depuis_sortie_etudes": 9})", "qualif_collectif"),
        "mois_depuis_sortie_etudes\u00A0: 9\u00A0mois\u00A0; il faut plus de 9\u00A0mois"
    );
    EXPECT_EQ(
        said(R"({"departement": "14", "quotient_familial": 850.01})", "bafa_caf_14"),
        "quotient_familial\u00A0: 850,01\u00A0€/mois\u00A0; il faut 850\u00A0€/mois au plus"
    );
    EXPECT_EQ(
        said(R"({"commune": "61001", "age": 20})", "bafa_caf_14"), "departement\u00A0: 61\u00A0; il faut 14"
    );
}

TEST(EvaluateJson, NamesMissingFactsThatCanBeGivenAndTheirQuestions) {
    auto const done =
        run(R"({"situation": {"age": 20, "statut": "neet"}})"
            "\n",
            {"qualif_collectif"},
            true);
    json const result = json::parse(done.lines.at(0))["results"]["qualif_collectif"];
    EXPECT_EQ(result["outcome"], "a_completer");
    EXPECT_THAT(
        result["missing"].get<std::vector<std::string>>(),
        UnorderedElementsAre("departement", "mois_depuis_sortie_etudes")
    );
    EXPECT_THAT(
        result["questions"].get<std::vector<std::string>>(),
        UnorderedElementsAre(
            "Dans quel département habitez-vous\u00A0?",
            "Depuis combien de mois avez-vous quitté l’école ou les études\u00A0?"
        )
    );
}

TEST(EvaluateJson, NamesWhatTookThePlaceOfAClosedMeasure) {
    auto const done =
        run(R"({"situation": {}})"
            "\n",
            {"garantie_jeunes", "aide_embauche_jeunes"},
            true);
    json const results = json::parse(done.lines.at(0))["results"];
    EXPECT_EQ(results["garantie_jeunes"]["outcome"], "hors_periode");
    EXPECT_EQ(results["garantie_jeunes"]["closed_since"], "2022-03-01");
    EXPECT_EQ(results["garantie_jeunes"]["replaced_by"], json::array({"cej"}));
    EXPECT_FALSE(results["aide_embauche_jeunes"].contains("replaced_by"));
}

TEST(Evaluate, SaysNothingFlatlyOfADraft) {
    auto const adviser =
        run(R"({"situation": {"rqth": "oui", "statut": "neet"}})"
            "\n",
            {},
            true);
    json const all = json::parse(adviser.lines.at(0))["results"];
    EXPECT_EQ(all.size(), catalogue().measures().size());
    EXPECT_EQ(all["cap_emploi"]["draft"], true);
    EXPECT_EQ(all["cap_emploi"]["outcome"], "eligible_sous_reserve");
    EXPECT_THAT(all["cap_emploi"]["reserves"].back().get<std::string>(), HasSubstr("Brouillon"));
    EXPECT_FALSE(all["cej"].contains("draft"));

    auto const file = run("rqth;statut\noui;neet\n", {});
    EXPECT_THAT(file.lines.at(0), Not(HasSubstr("cap_emploi"))) << "only verified ones, unless asked for";
    auto const asked = run("rqth;statut\noui;neet\n", {"cap_emploi"});
    EXPECT_EQ(asked.lines.at(0), "ligne;date;cap_emploi (brouillon)");
    EXPECT_THAT(asked.lines.at(1), HasSubstr(";eligible_sous_reserve"));
    EXPECT_THAT(asked.messages, HasSubstr("brouillon"));
}

TEST(Evaluate, TakesTheDayOfTheContractForItsStartUnlessTold) {
    auto const outcome_at = [](std::string_view start) {
        auto const done =
            run(R"({"date": "2026-12-15", "situation": {"contrat_type": "apprentissage", "rqth": "non", )"
                R"("effectif_employeur": 20, "diplome_prepare_niveau": 4)" +
                    std::string(start) + "}}\n",
                {"aide_employeur_apprenti"},
                true);
        return json::parse(done.lines.at(0))["results"]["aide_employeur_apprenti"]["outcome"]
            .get<std::string>();
    };
    EXPECT_EQ(outcome_at(""), "eligible");
    EXPECT_EQ(outcome_at(R"(, "date_debut_contrat": "2026-12-31")"), "eligible");
    EXPECT_EQ(outcome_at(R"(, "date_debut_contrat": "2027-01-01")"), "non_eligible");
}

TEST(EvaluateJson, AnswersEachWrongLineInItsPlace) {
    auto const done =
        run("{\"id\": 1\n{\"id\": 2, \"situation\": {\"taille\": 3}}\n{\"id\": 3, \"situation\": {\"age\": "
            "[1]}}\n[]\n"
            "{\"id\": 5, \"situation\": {\"age\": 20, \"âge\": 21}}\n{\"id\": 6, \"situation\": {}, "
            "\"sitaution\": {}}\n"
            "{\"id\": 7, \"situation\": {}, \"date\": \"hier\"}\n{\"id\": 8, \"situation\": {\"age\": 20}}\n",
            {"cej"},
            true);

    EXPECT_EQ(done.report.refused, 7);
    ASSERT_EQ(done.lines.size(), 8U);
    for (std::size_t line = 0; line < 7; ++line) {
        json const answer = json::parse(done.lines[line]);
        EXPECT_EQ(answer["line"], line + 1);
        EXPECT_FALSE(answer["error"].get<std::string>().empty());
        EXPECT_FALSE(answer.contains("results"));
    }
    EXPECT_EQ(json::parse(done.lines[1])["id"], 2);
    EXPECT_TRUE(json::parse(done.lines[7]).contains("results"));
}

TEST(Evaluate, GoesThroughManyRowsInChunks) {
    std::string content = "id,age\n";
    for (int i = 0; i < 20'000; ++i) content += std::to_string(i) + "," + std::to_string(15 + i % 20) + "\n";

    auto const done = run(content, {"cej"});

    ASSERT_EQ(done.lines.size(), 20'001U);
    EXPECT_EQ(done.lines[20'000], "20001,19999,2026-11-22," + outcome("cej", {{"age", "34"}}, "2026-11-22"));
    EXPECT_EQ(
        done.lines[8194],
        "8195,8193,2026-11-22," + outcome("cej", {{"age", std::to_string(15 + 8193 % 20)}}, "2026-11-22")
    );
}

}  // namespace evaluate_test
}  // namespace bot::commands
