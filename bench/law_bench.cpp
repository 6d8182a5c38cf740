/// The law for one person, and loading it: what must stay under 100 µs, 2 ms and 100 ms.

#include "rules/law/next_question.hpp"
#include "rules/law/population.hpp"
#include "rules/law/timeline.hpp"
#include "rules/law/verdict.hpp"
#include "rules/law/what_if.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace rules::law;
namespace fs = std::filesystem;

const Day today{std::chrono::year{2026} / 11 / 22};

const Catalogue& catalogue() {
    static const std::shared_ptr<const Catalogue> loaded = [] {
        auto result = Catalogue::load(PHARE_SOURCE_DIR "/rules/catalogue");
        if (!result.catalogue) throw std::runtime_error(result.complaints.front().text());
        return result.catalogue;
    }();
    return *loaded;
}

/// Persons of whom some facts are known: three in four, so that every outcome is met.
const std::vector<Situation>& people() {
    static const std::vector<Situation> all = [] {
        std::mt19937_64 random(1);
        std::vector<Situation> some;
        for (int i = 0; i < 256; ++i) {
            Situation person = drawn_person(catalogue(), random);
            auto const known = person.known();
            for (const auto& fact : known)
                if (random() % 4 == 0) person.forget(fact.field);
            some.push_back(std::move(person));
        }
        return some;
    }();
    return all;
}

/// What a young person has said after three messages.
Situation three_messages() {
    Situation person;
    for (auto const& [name, text] : std::initializer_list<std::pair<const char*, const char*>>{
             {"age", "19"}, {"departement", "76"}, {"region", "28"}, {"statut", "neet"}}) {
        auto const id = catalogue().vocabulary().find(name).value();
        person.set(id, catalogue().vocabulary().parse(id, text).value());
    }
    return person;
}

void whole_catalogue(benchmark::State& state, const std::vector<Situation>& persons, bool explained) {
    std::size_t next = 0;
    for (auto _ : state) {
        const Situation& person = persons[next++ % persons.size()];
        for (const Measure& measure : catalogue().measures()) {
            Verdict const verdict = assess(catalogue(), measure, person, today);
            benchmark::DoNotOptimize(verdict.outcome);
            if (!explained) continue;
            auto const tree = explain(catalogue(), measure, person, today);
            benchmark::DoNotOptimize(tree.has_value());
        }
    }
    state.counters["measures"] = static_cast<double>(catalogue().measures().size());
}

void OneSituation(benchmark::State& state) {
    whole_catalogue(state, people(), false);
}
BENCHMARK(OneSituation)->Unit(benchmark::kMicrosecond);

void OneSituationExplained(benchmark::State& state) {
    whole_catalogue(state, people(), true);
}
BENCHMARK(OneSituationExplained)->Unit(benchmark::kMicrosecond);

void FirstMessagesExplained(benchmark::State& state) {
    whole_catalogue(state, {three_messages()}, true);
}
BENCHMARK(FirstMessagesExplained)->Unit(benchmark::kMicrosecond);

void NextQuestion(benchmark::State& state) {
    Situation const person = three_messages();
    for (auto _ : state) benchmark::DoNotOptimize(next_question(catalogue(), person, today));
}
BENCHMARK(NextQuestion)->Unit(benchmark::kMicrosecond);

/// The dearest case: nothing is known, or three measures are open and uncertainty is weighed over all.
void NextQuestionByInformation(benchmark::State& state) {
    Situation const person = three_messages();
    for (auto _ : state) benchmark::DoNotOptimize(Undecided(catalogue(), person, today).most_informative());
}
BENCHMARK(NextQuestionByInformation)->Unit(benchmark::kMicrosecond);

void TimelineOfAllMeasures(benchmark::State& state) {
    Situation const person = three_messages();
    for (auto _ : state)
        for (const Measure& measure : catalogue().measures())
            benchmark::DoNotOptimize(
                timeline(catalogue(), measure, {person, today}, today, today + std::chrono::days(3650))
                    .stretches.size()
            );
}
BENCHMARK(TimelineOfAllMeasures)->Unit(benchmark::kMicrosecond);

void WhatIfOfAllMeasures(benchmark::State& state) {
    std::size_t next = 0;
    for (auto _ : state) {
        const Situation& person = people()[next++ % people().size()];
        for (const Measure& measure : catalogue().measures())
            benchmark::DoNotOptimize(what_if(catalogue(), measure, {person, today}).size());
    }
}
BENCHMARK(WhatIfOfAllMeasures)->Unit(benchmark::kMicrosecond);

/// 500 measures: the catalogue's own files, copied under other names until there are enough.
class Generated {
  public:
    explicit Generated(std::size_t count)
        : folder_(fs::temp_directory_path() / ("phare-bench-" + std::to_string(::getpid()))) {
        fs::path const source = PHARE_SOURCE_DIR "/rules/catalogue";
        fs::create_directories(folder_ / "mesures");
        for (const char* file : {"vocabulaire.yaml", "ressources.yaml", "a_priori.yaml"})
            fs::copy_file(source / file, folder_ / file);
        fs::copy(source / "parametres", folder_ / "parametres");
        std::size_t made = 0;
        for (std::size_t copy = 0; made < count; ++copy) {
            for (const auto& entry : fs::directory_iterator(source / "mesures")) {
                if (made == count) break;
                std::ifstream in(entry.path());
                std::string text{std::istreambuf_iterator<char>(in), {}};
                std::string const id = entry.path().stem().string();
                std::string const name = copy == 0 ? id : id + "_" + std::to_string(copy);
                std::string const line = "mesure: " + id;
                if (auto const at = text.find(line); at != std::string::npos)
                    text.replace(at, line.size(), "mesure: " + name);
                std::ofstream(folder_ / "mesures" / (name + ".yaml")) << text;
                bytes_ += text.size();
                ++made;
            }
        }
    }
    Generated(const Generated&) = delete;
    Generated& operator=(const Generated&) = delete;
    ~Generated() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    [[nodiscard]] const fs::path& folder() const { return folder_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

  private:
    fs::path folder_;
    std::size_t bytes_ = 0;
};

void LoadAndCheck(benchmark::State& state) {
    Generated const generated(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        auto const loaded = Catalogue::load(generated.folder());
        if (!loaded.catalogue) state.SkipWithError(loaded.complaints.front().text().c_str());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(generated.bytes()) * state.iterations());
}
BENCHMARK(LoadAndCheck)->Arg(87)->Arg(500)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
