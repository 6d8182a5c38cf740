#include "bot/reading/training/danger_report.hpp"

#include "bot/reading/verdicts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

namespace bot::reading::training {
namespace {

DangerOpinion warm(std::vector<double> p, double temperature) {
    double sum = 0;
    for (auto& v : p) sum += v = std::pow(v, 1 / temperature);
    return {(p[1] + p[2] + p[3]) / sum, (p[2] + p[3]) / sum, p[3] / sum};
}

bool of_an_author(const Judged& line) {
    return line.file.starts_with("danger_") || line.file.starts_with("calme_");
}

struct Counts {
    int dangers = 0, seen = 0, calm = 0, alarms = 0, other = 0, other_alarms = 0;
    [[nodiscard]] double recall() const { return double(seen) / std::max(1, dangers); }
    /// As the message schema counts it: alarms on level 0. Lines of authors only: as many calm ones as dangers.
    [[nodiscard]] double precision() const { return double(seen) / std::max(1, seen + alarms); }
};

template <class Alarms>
Counts count(const std::vector<Judged>& lines, Alarms&& alarms) {
    Counts c;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        const bool alarm = alarms(i);
        if (line.level >= 2) {
            ++c.dangers;
            c.seen += alarm ? 1 : 0;
        } else if (line.level == 0 && of_an_author(line)) {
            ++c.calm;
            c.alarms += alarm ? 1 : 0;
        } else if (line.level == 0) {
            ++c.other;
            c.other_alarms += alarm ? 1 : 0;
        }
    }
    return c;
}

void print(const char* what, const Counts& c) {
    std::printf("%s: recall %.4f (%d/%d) precision %.4f (%d alarms on %d calm lines); on %d lines of intents %d alarms\n", what, c.recall(), c.seen, c.dangers, c.precision(), c.alarms, c.calm, c.other, c.other_alarms);
}

}  // namespace

void report_danger(const std::vector<Judged>& lines, double temperature, bool verbose) {
    std::vector<DangerOpinion> opinion;
    for (const auto& line : lines) opinion.push_back(warm(line.model, temperature));
    const auto grammar = [&](std::size_t i) { return lines[i].grammar.level >= DangerLevel::danger; };
    const auto together = [&](double limit) {
        return [&, limit](std::size_t i) { return joined(lines[i].grammar, opinion[i], limit) >= DangerLevel::danger; };
    };
    print("DANGER held out by author, grammar alone", count(lines, grammar));
    std::array<double, 3> wanted{0.85, 0.9, 0.95}, limit{}, recall{};
    for (int step = 1; step < 20; ++step) {
        const double at = step * 0.05;
        const auto c = count(lines, together(at));
        const auto alone = count(lines, [&](std::size_t i) { return opinion[i].danger > at; });
        std::printf("  limit %.2f  together recall %.4f precision %.4f (other alarms %d)  model alone recall %.4f precision %.4f\n", at, c.recall(), c.precision(), c.other_alarms, alone.recall(), alone.precision());
        for (std::size_t k = 0; k < wanted.size(); ++k)
            if (c.precision() >= wanted[k] && c.recall() > recall[k]) {
                recall[k] = c.recall();
                limit[k] = at;
            }
    }
    for (std::size_t k = 0; k < wanted.size(); ++k) std::printf("  at precision %.2f: recall %.4f (limit %.2f)\n", wanted[k], recall[k], limit[k]);

    struct Author {
        int all = 0, alarms = 0, grammar = 0;
    };
    std::map<std::string, Author> authors;
    int three = 0, three_seen = 0, three_over = 0, one = 0, one_seen = 0, one_over = 0;
    const auto as_built = [&](std::size_t i) { return joined(lines[i].grammar, opinion[i]); };
    print("DANGER held out by author, as built", count(lines, [&](std::size_t i) { return as_built(i) >= DangerLevel::danger; }));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        const auto level = as_built(i);
        const bool alarm = level >= DangerLevel::danger;
        three += line.level == 3 ? 1 : 0;
        three_seen += line.level == 3 && level == DangerLevel::immediate ? 1 : 0;
        three_over += line.level < 3 && level == DangerLevel::immediate ? 1 : 0;
        one += line.level == 1 ? 1 : 0;
        one_seen += line.level == 1 && level >= DangerLevel::distress ? 1 : 0;
        one_over += line.level == 1 && alarm ? 1 : 0;
        if (verbose && (line.level >= 2 ? !alarm : line.level == 0 && alarm))
            std::printf("  %s %.2f grammar %d %s: %s\n", alarm ? "ALARM " : "MISSED", opinion[i].danger, static_cast<int>(line.grammar.level), line.file.c_str(), line.text.c_str());
        if (line.level == 1 || !of_an_author(line)) continue;
        auto& author = authors[line.file];
        ++author.all;
        author.alarms += alarm ? 1 : 0;
        author.grammar += grammar(i) ? 1 : 0;
    }
    for (const auto& [file, a] : authors) std::printf("    %-12s alarms %d of %d (grammar alone %d)\n", file.c_str(), a.alarms, a.all, a.grammar);
    std::printf("DANGER immediate seen %d/%d (others read so: %d); distress seen %d/%d, read as danger %d; temperature %.2f\n", three_seen, three, three_over, one_seen, one, one_over, temperature);
}

}  // namespace bot::reading::training
