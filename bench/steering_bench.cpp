// steering_bench evaluate         10 000 objectives of a year, evaluated once each at their ninth month, one core
// steering_bench make FILE        writes an XLSX of 50 000 rows of figures
// steering_bench read FILE        previews it: seconds and peak memory

#include "rules/figures/import.hpp"
#include "rules/steering/objective_file.hpp"
#include "rules/steering/replay.hpp"
#include "tests/rules/figures/workbook.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

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
    std::printf("%d objectives prepared and evaluated in %.3f s (mean P %.3f)\n", objectives, seconds_since(start), sum / objectives);
    return 0;
}

int make(const char* path) {
    std::vector<std::vector<std::string>> rows{{"periode", "territoire", "operateur", "mesure", "indicateur", "tranche_age", "valeur", "source", "commentaire"}};
    for (int i = 0; i < 50'000; ++i)
        rows.push_back({"@" + std::to_string(44197 + 31 * (i % 12)), "28", "ML", i < 12 ? "OTP_FORMATION" : "MESURE-" + std::to_string(i), "prescriptions",
                        "lt26", "#" + std::to_string(i % 997), "IMILO", "ligne " + std::to_string(i)});
    std::ofstream(path, std::ios::binary) << rules::figures::testing::zipped(rules::figures::testing::workbook(rows));
    return 0;
}

int read(const char* path) {
    auto const folder = std::filesystem::path(PHARE_SOURCE_DIR) / "rules/catalogue/objectifs";
    auto const objectives = st::load_objectives(folder).objectives;
    auto const mappings = rules::figures::load_mappings(folder / "sources").mappings;
    std::ifstream file(path, std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto const start = Clock::now();
    auto const preview = rules::figures::preview(bytes, mappings, objectives, {}, {*st::read_day("2022-03-01"), "bench", "0"});
    double const seconds = seconds_since(start);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "%zu bytes, %d rows (%zu accepted, %zu refused) in %.3f s, peak %.1f MB\n", bytes.size(), preview.rows_read, preview.accepted.size(),
        preview.refused.size(), seconds, static_cast<double>(usage.ru_maxrss) / 1024
    );
    return preview.refused_whole ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::string const what = argc > 1 ? argv[1] : "";
    if (what == "evaluate") return evaluate();
    if (what == "make" && argc > 2) return make(argv[2]);
    if (what == "read" && argc > 2) return read(argv[2]);
    std::cerr << "steering_bench evaluate | make FILE | read FILE\n";
    return 2;
}
