/// How long one message takes to read with everything on (normalisation, places, grammars, danger, the three models, slots),
/// on one core, and how much memory the reader holds. Aims (nlu.md §7): p99 under 0.5 ms, under 40 MB.
///
///     reading_bench [LINES.txt]       one message a line; without it: the sentences of bot/reading/examples

#include "bot/reading/reading.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 20;

std::vector<std::string> own_sentences() {
    std::vector<std::string> texts;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(PHARE_SOURCE_DIR "/bot/reading/examples"))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    rules::yaml::Complaints complaints;
    for (const auto& file : files) {
        const auto root = rules::yaml::read_file(file, file.filename().string(), complaints);
        for (const auto& entry : root.items())
            if (auto text = rules::yaml::text(entry["texte"], complaints)) texts.push_back(std::move(*text));
    }
    return texts;
}

std::vector<std::string> lines_of(const char* file) {
    std::vector<std::string> texts;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) texts.push_back(line);
    return texts;
}

/// Resident memory of this process in megabytes.
double resident() {
    std::ifstream in("/proc/self/statm");
    long pages = 0;
    in >> pages >> pages;
    return static_cast<double>(pages) * 4096 / 1e6;
}

}  // namespace

int main(int count, char** arguments) {
    const auto texts = count > 1 ? lines_of(arguments[1]) : own_sentences();
    if (texts.empty()) return 1;
    const double before = resident();
    std::string error;
    const auto begin = Clock::now();
    const auto reader = bot::reading::Reader::load(
        PHARE_SOURCE_DIR "/bot/reading/lexicons", rules::places::Gazetteer::load(PHARE_SOURCE_DIR "/rules/catalogue/lieux", error), error);
    if (!reader) {
        std::fputs(error.c_str(), stderr);
        return 1;
    }
    const auto loading = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    bot::reading::Context context;
    context.today = std::chrono::year{2026} / 3 / 16;
    for (const auto& text : texts) (void)reader->read(text, context);
    std::vector<double> micros, best(texts.size(), 1e9);
    micros.reserve(texts.size() * rounds);
    std::size_t facts = 0;
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto start = Clock::now();
            const auto reading = reader->read(texts[i], context);
            micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
            best[i] = std::min(best[i], micros.back());
            facts += reading.facts.size();
        }
    std::sort(micros.begin(), micros.end());
    const auto at = [&](double share) { return micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))]; };
    std::printf(
        "%zu messages, %zu facts, %d rounds: p50 %.0f µs  p95 %.0f µs  p99 %.0f µs  max %.0f µs\n"
        "loading %.0f ms, memory of the reader with its places and models %.1f MB\n",
        texts.size(), facts / rounds, rounds, at(0.50), at(0.95), at(0.99), micros.back(), loading, resident() - before);
    // The slow tail, each message at its best round: what it is made of, not what else ran on the machine.
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto x, auto y) { return best[x] > best[y]; });
    for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 12); ++i)
        std::printf("  %4.0f µs, %zu bytes: %.70s\n", best[order[i]], texts[order[i]].size(), texts[order[i]].c_str());
    return 0;
}
