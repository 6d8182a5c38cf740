// steering_bench evaluate         10 000 objectives of a year, evaluated once each at their ninth month, one core
// steering_bench make FILE        writes an XLSX of 50 000 rows of figures
// steering_bench read FILE        previews it: seconds and peak memory; most of its rows name no objective
// steering_bench make-known FILE, read-known FILE   the same, every row counts for one of 4 167 objectives
// steering_bench chart            draws both shapes fifty times
// Each ends with 1 when it is beyond its bar: 1 s; 2 s and 100 MB; 40 ms of processor time for a drawing once the font is loaded.

#include "bot/charts/chart.hpp"
#include "rules/figures/import.hpp"
#include "rules/steering/objective_file.hpp"
#include "rules/steering/replay.hpp"
#include "tests/rules/figures/workbook.hpp"

#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

namespace {

namespace st = rules::steering;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

int evaluate() {
    constexpr int objectives = 10'000;
    st::Steering steering;
    for (int i = 0; i < objectives; ++i) {
        st::Objective objective;
        objective.id = "O" + std::to_string(i), objective.source = "S", objective.year_before = 1000;
        objective.start = std::chrono::year(2021) / std::chrono::January;
        st::ObjectiveVersion version;
        version.target = 1200, version.trajectory = st::Seasonal{{10, 8, 9, 7, 6, 6, 4, 3, 14, 14, 11, 8}};
        objective.versions.push_back(version);
        for (int m = 1; m <= 9; ++m)
            for (int again = 0; again < 5; ++again) {
                st::Publication row;
                row.objective = objective.id, row.source = "S", row.month = objective.month_at(m);
                row.value = 80 + 10 * std::sin(i + m) + again;
                row.published_on = st::last_day(row.month) + std::chrono::days(20 + 30 * again);
                steering.log.append(row);
            }
        steering.objectives.push_back(std::move(objective));
    }
    steering.sources["S"].share = {0.8, 0.9, 0.95, 1, 1, 1};
    auto const day = *st::read_day("2021-10-25");
    auto const start = Clock::now();
    double sum = 0;
    for (auto const& objective : steering.objectives) sum += st::evaluate(steering, st::prepare(steering, objective), day).landing.p_shortfall;
    double const seconds = seconds_since(start);
    std::printf("%d objectives prepared and evaluated in %.3f s (mean P %.3f; bar 1 s)\n", objectives, seconds, sum / objectives);
    return seconds < 1 ? 0 : 1;
}

constexpr int rows_made = 50'000;
constexpr int months = 12;
/// The first days of the months of 2021 as a spreadsheet counts days.
constexpr std::array<int, months> first_days{44197, 44228, 44256, 44287, 44317, 44348, 44378, 44409, 44440, 44470, 44501, 44531};

std::string territory_of(int i) { return "T" + std::to_string(i / months); }

/// `known`: each row has an objective of `own_objectives`; else most have none.
int make(const char* path, bool known) {
    std::vector<std::vector<std::string>> rows{{"periode", "territoire", "operateur", "mesure", "indicateur", "tranche_age", "valeur", "source", "commentaire"}};
    for (int i = 0; i < rows_made; ++i)
        rows.push_back({"@" + std::to_string(first_days.at(static_cast<std::size_t>(i % months))), known ? territory_of(i) : "28", "ML", known || i < months ? "OTP_FORMATION" : "MESURE-" + std::to_string(i),
                        "prescriptions", "lt26", "#" + std::to_string(i % 997), "IMILO", "ligne " + std::to_string(i)});
    std::ofstream(path, std::ios::binary) << rules::figures::testing::zipped(rules::figures::testing::workbook(rows));
    return 0;
}

/// The objective of the catalogue that such rows count for, once for each territory.
std::vector<st::Objective> own_objectives(const std::vector<st::Objective>& catalogue) {
    std::vector<st::Objective> own;
    for (auto const& objective : catalogue)
        if (objective.measure == "OTP_FORMATION" && objective.operator_ == "ML")
            for (int i = 0; i < rows_made; i += months) {
                own.push_back(objective);
                own.back().id += '-' + territory_of(i), own.back().territory = territory_of(i);
                own.back().start = std::chrono::year(2021) / std::chrono::January, own.back().months = months;
            }
    return own;
}

int read(const char* path, bool known) {
    auto const folder = std::filesystem::path(PHARE_SOURCE_DIR) / "rules/catalogue/objectifs";
    auto objectives = st::load_objectives(folder).objectives;
    if (known) objectives = own_objectives(objectives);
    auto const mappings = rules::figures::load_mappings(folder / "sources").mappings;
    std::ifstream file(path, std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto const start = Clock::now();
    auto const preview = rules::figures::preview(bytes, mappings, objectives, {}, {*st::read_day("2022-03-01"), "bench", "0"});
    double const seconds = seconds_since(start);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "%zu bytes, %d rows for %zu objectives (%zu accepted, %zu refused) in %.3f s, peak %.1f MB (bars 2 s, 100 MB)\n", bytes.size(), preview.rows_read,
        objectives.size(), preview.accepted.size(), preview.refused.size(), seconds, static_cast<double>(usage.ru_maxrss) / 1024
    );
    bool const counted = !known || preview.accepted.size() == static_cast<std::size_t>(rows_made);
    return preview.refused_whole || preview.rows_read != rows_made || !counted || seconds >= 2 || usage.ru_maxrss >= 100 * 1024 ? 1 : 0;
}

int chart() {
    bot::charts::Chart year;
    year.title = "AIJ 2020 · Normandie · jeunes suivis", year.subtitle = "Fin octobre : −913 (−18,9 %)";
    double plan = 0, known = 0;
    for (auto const* month : {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}) {
        year.months.emplace_back(month);
        year.plan.push_back(plan += 562);
        if (year.known.size() < 10) year.known.push_back(known += 390);
    }
    year.corrected = year.known;
    year.corrected.back() += 120;
    year.target = 6746, year.forecast = true, year.low = 4973, year.middle = 5770, year.high = 6567;
    year.known_label = "connu", year.corrected_label = "une fois complet", year.plan_label = "prévu";
    year.forecast_label = "atterrissage (4 chances sur 5)", year.target_label = "cible 6 746", year.note = "Source : SI_PE, vu le 20/11/2020";
    int end = 0;
    for (auto const& [name, shape] : {std::pair{"square", bot::charts::Shape::square}, std::pair{"landscape", bot::charts::Shape::landscape}}) {
        // The first one loads the font; it is told apart.
        double first = 0, slowest = 0, all = 0, first_work = 0, work = 0;
        std::size_t bytes = 0;
        for (int i = 0; i < 50; ++i) {
            auto const start = Clock::now();
            auto const began = std::clock();
            bytes = bot::charts::png_of(year, shape).size();
            double const ms = 1000 * seconds_since(start);
            (i == 0 ? first_work : work) = std::max(i == 0 ? first_work : work, 1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
            all += ms;
            (i == 0 ? first : slowest) = std::max(i == 0 ? first : slowest, ms);
        }
        std::printf("%-9s %zu bytes: first %.1f ms, slowest of the next 49 %.1f ms, mean %.1f ms; processor time of the first %.1f ms, at most %.1f ms then (bar 40 ms)\n", name, bytes, first, slowest, all / 50, first_work, work);
        if (bytes == 0 || work >= 40) end = 1;
    }
    return end;
}

}  // namespace

int main(int argc, char** argv) {
    std::string const what = argc > 1 ? argv[1] : "";
    if (what == "evaluate") return evaluate();
    if (argc > 2 && (what == "make" || what == "make-known")) return make(argv[2], what == "make-known");
    if (argc > 2 && (what == "read" || what == "read-known")) return read(argv[2], what == "read-known");
    if (what == "chart") return chart();
    std::cerr << "steering_bench evaluate | make FILE | read FILE | make-known FILE | read-known FILE | chart\n";
    return 2;
}
