// desk_bench [objectives]   a bureau of that many objectives (10 000) over 36 months, three publications a month of each:
//   how long everything takes that stands before a question, and then a question itself, again and again. Beside it, as the
//   floor, the same question to a bureau that has that one tree of objectives alone.
// Ends with 1 when a question at the 99th percentile takes more than five times its floor, or an answer is not the floor's.

#include "bot/commands/desk_config.hpp"
#include "bot/desk/answers.hpp"
#include "bot/desk/known.hpp"
#include "bot/desk/rounds.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace {

namespace desk = bot::desk;
namespace st = rules::steering;
using Clock = std::chrono::steady_clock;
using std::chrono::year;

constexpr int months = 36, tree_size = 10, questions = 400;
constexpr double most_times_the_floor = 5;
const desk::Day today = year(2023) / 11 / 25;

double ms_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

/// Trees of ten: one for all and nine operators.
st::Objective objective(int number) {
    st::Objective one;
    int const tree = number / tree_size, part = number % tree_size;
    one.id = "O" + std::to_string(number);
    if (part != 0) one.parent = "O" + std::to_string(tree * tree_size);
    one.measure = "MESURE_N" + std::to_string(1000 + tree), one.label = "Mesure n" + std::to_string(1000 + tree) + (part == 0 ? "" : " opérateur " + std::to_string(part));
    one.operator_ = part == 0 ? "" : "OP" + std::to_string(part), one.territory = "28", one.source = "S", one.year_before = 1000;
    one.start = year(2021) / std::chrono::January, one.months = months;
    st::ObjectiveVersion version;
    version.from = year(2021) / 1 / 1, version.target = 3600, version.trajectory = st::Linear{};
    one.versions.push_back(version);
    return one;
}

std::shared_ptr<const desk::Tools> tools(const desk::Tools& from, int first, int count) {
    auto own = std::make_shared<desk::Tools>(from);
    own->objectives.clear();
    for (int i = first; i < first + count; ++i) own->objectives.push_back(objective(i));
    own->sources["S"].share = {0.8, 0.9, 0.95, 1, 1, 1};
    own->prepare_lookup();
    return own;
}

/// A file a month: the month, and the two before it revised.
desk::State state(int first, int count) {
    desk::State filled;
    filled.shelf = std::make_shared<desk::Shelf>();
    for (int m = 1; m < months - 1; ++m) {
        std::vector<st::Publication> rows;
        desk::Day on{};
        for (int i = first; i < first + count; ++i) {
            auto const one = objective(i);
            on = st::last_day(one.month_at(m)) + std::chrono::days(20);
            for (int back = 0; back < 3 && back < m; ++back) {
                st::Publication row;
                row.objective = one.id, row.source = "S", row.month = one.month_at(m - back);
                row.value = std::round((i % tree_size == 0 ? 90 : 80) + 10 * std::sin(i + m - back) + back), row.published_on = row.received_on = on;
                rows.push_back(row);
            }
        }
        int const import = filled.ledger.propose(std::move(rows), "f" + std::to_string(m), "bench", on);
        if (filled.ledger.confirm(import, on) != rules::figures::LedgerRefusal::none) std::abort();
    }
    return filled;
}

bot::talking::FiguresQuestion question(int number) {
    bot::talking::FiguresQuestion asked;
    asked.intent = bot::reading::Intent::indicateur_realisation;
    asked.role = bot::people::Role::partner, asked.today = today;
    asked.text = "Où en est la mesure n" + std::to_string(1000 + number / tree_size) + " ?";
    return asked;
}

struct Answers {
    std::vector<double> ms;
    std::vector<std::string> texts;
    [[nodiscard]] double at(double share) const {
        auto sorted = ms;
        std::sort(sorted.begin(), sorted.end());
        return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
    }
    void add(const desk::Tools& with, const desk::State& in, int number) {
        auto const start = Clock::now();
        auto const said = desk::answer(with, in, question(number));
        ms.push_back(ms_since(start));
        texts.push_back(said ? bot::wording::plain_text(*said) : "");
    }
};

/// What was counted and what was planned: the first two lines. How complete a source is, and so the landing, is learned from
/// all its series: ten of them say something else than ten thousand.
std::string counted(const std::string& text) {
    auto const first = text.find('\n');
    return text.substr(0, first == std::string::npos ? first : text.find('\n', first + 1));
}

}  // namespace

int main(int argc, char** argv) {
    int const objectives = argc > 1 ? std::max(tree_size, std::atoi(argv[1]) / tree_size * tree_size) : 10'000;
    std::vector<std::string> errors;
    auto const messages = bot::wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    bot::commands::Config::Desk config;
    config.bureau_room = "!bureau:test", config.members = {"@prefete:test"};
    config.meetings.push_back({desk::Day(year(2023) / 11 / 10), "bureau", {}, ""});
    config.meetings.push_back({desk::Day(year(2024) / 1 / 5), "bureau", {}, ""});
    auto const loaded = bot::commands::load_desk(bot::commands::Files::under(PHARE_SOURCE_DIR), config, messages, {"matrix"});
    if (!messages || !loaded.tools) {
        for (auto const& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
        return 2;
    }

    auto const all = tools(*loaded.tools, 0, objectives);
    auto full = state(0, objectives);
    auto start = Clock::now();
    auto known = full.known(*all, today);
    std::printf("%d objectives, %zu rows: log and sources %.0f ms\n", objectives, known->steering().log.size(), ms_since(start));
    start = Clock::now();
    std::size_t const standings = known->standings().size();
    std::printf("  every objective through all its publication days: %.0f ms (%zu; beside the loop in the service)\n", ms_since(start), standings);
    start = Clock::now();
    auto const out = desk::look(*all, full, today, bot::Instant(today) + std::chrono::hours(10));
    std::printf("  then a look of the desk: %.0f ms, %zu messages\n", ms_since(start), out.posts.size());
    start = Clock::now();
    auto const past = full.known(*all, today - std::chrono::days(30));
    std::printf("  another day asked for the first time: %.0f ms\n", ms_since(start));

    std::mt19937 random(1);
    Answers ours, floor;
    for (int i = 0; i < questions; ++i) {
        int const tree = static_cast<int>(random() % static_cast<unsigned>(objectives / tree_size)) * tree_size;
        ours.add(*all, full, tree);
        auto const alone = tools(*loaded.tools, tree, tree_size);
        auto const small = state(tree, tree_size);
        (void)small.known(*alone, today)->standings();
        floor.add(*alone, small, tree);
    }
    double const ratio = ours.at(0.99) / floor.at(0.99);
    std::printf(
        "%d questions: median %.1f ms, 99th percentile %.1f ms; among %d objectives alone %.1f and %.1f ms: %.2f times the floor (bar %.0f)\n", questions, ours.at(0.5), ours.at(0.99), tree_size,
        floor.at(0.5), floor.at(0.99), ratio, most_times_the_floor
    );
    for (std::size_t i = 0; i < ours.texts.size(); ++i)
        if (counted(ours.texts[i]) != counted(floor.texts[i]) || ours.texts[i].empty())
            return std::printf("an answer counts otherwise than the floor's:\n%s\n---\n%s\n", ours.texts[i].c_str(), floor.texts[i].c_str()), 1;
    return ratio <= most_times_the_floor ? 0 : 1;
}
