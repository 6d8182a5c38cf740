// Bulk evaluation beside the row evaluator: figures per core, memory for a million people, and a proof on
// millions of random situations that both say the same.
//
//   bulk_bench [--rows N] [--prove N]     figures; --prove: situations compared with the row evaluator
//   bulk_bench --export FILE --rows N     the 20 rules, N situations and our answers, for bench/peers/

#include "rules/law/bulk.hpp"
#include "rules/law/evaluation.hpp"
#include "tests/rules/law/random_people.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>

namespace {

using namespace rules::law;
using Json = nlohmann::ordered_json;

constexpr std::uint64_t seed = 20261122;
constexpr double unknown_share = 0.3;

Day today() {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
}

volatile unsigned kept_work = 0;  // or the compiler leaves out what nobody reads

/// Best of five, in seconds: the machine is shared.
double seconds(const std::function<void()>& work) {
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        auto const begun = std::chrono::steady_clock::now();
        work();
        best =
            std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
    return best;
}

Outcome row_outcome(
    const Vocabulary& vocabulary, const Measure& measure, const Situation& situation, Day day
) {
    const Version* version = measure.in_force(day);
    if (!version) return Outcome::hors_periode;
    Setting const setting{vocabulary, measure, *version, situation, day};
    switch (evaluate(version->conditions, setting, Verifying::favourable)) {
        case Truth::no:
            return Outcome::non_eligible;
        case Truth::unknown:
            return Outcome::a_completer;
        case Truth::yes:
            break;
    }
    return evaluate(version->conditions, setting, Verifying::unfavourable) == Truth::yes
               ? Outcome::eligible
               : Outcome::eligible_sous_reserve;
}

std::size_t leaves_of(const Measure& measure) {
    std::size_t count = 0;
    if (const Version* version = measure.in_force(today()))
        for_each_leaf(version->conditions, [&](const Condition&) { ++count; });
    return count;
}

/// The twenty measures in force with the most leaves.
std::vector<const Measure*> twenty(const Catalogue& catalogue) {
    std::vector<const Measure*> chosen;
    for (const Measure& measure : catalogue.measures()) chosen.push_back(&measure);
    std::stable_sort(chosen.begin(), chosen.end(), [](auto* a, auto* b) {
        return leaves_of(*a) > leaves_of(*b);
    });
    chosen.resize(20);
    return chosen;
}

struct Persons {
    std::vector<Situation> situations;
    std::vector<Day> days;
};
Persons persons(
    const Catalogue& catalogue, const std::vector<const Measure*>& measures, std::size_t count, bool any_day
) {
    RandomPeople people(catalogue.vocabulary(), measures, seed, Values::possible);
    Persons made;
    for (std::size_t i = 0; i < count; ++i) {
        made.situations.push_back(people.person(unknown_share));
        made.days.push_back(any_day ? people.day() : today());
    }
    return made;
}

void measure_speed(
    const char* title,
    const Catalogue& catalogue,
    const std::vector<const Measure*>& measures,
    std::size_t count,
    bool any_day
) {
    Bulk const bulk(catalogue.vocabulary(), measures);
    auto const shape = bulk.shape();
    Persons const made = persons(catalogue, measures, std::min<std::size_t>(count, 20'000), any_day);
    std::size_t const distinct = made.situations.size();
    BulkRows rows = bulk.rows();
    for (std::size_t i = 0; i < count; ++i)
        rows.append(made.situations[i % distinct], made.days[i % distinct]);
    BulkOutcomes outcomes;
    auto const million = [&](double time, std::size_t n) {
        return static_cast<double>(n * measures.size()) / time / 1e6;
    };

    fmt::print(
        "{} : {} measures, {} variants, {} leaves, {} gates, {} fields\n",
        title,
        shape.measures,
        shape.variants,
        shape.leaves,
        shape.gates,
        shape.fields
    );
    double const row_time = seconds([&] {
        unsigned sum = 0;
        for (std::size_t i = 0; i < distinct; ++i)
            for (const Measure* measure : measures)
                sum += static_cast<unsigned>(
                    row_outcome(catalogue.vocabulary(), *measure, made.situations[i], made.days[i])
                );
        kept_work = sum;
    });
    double const row_speed = million(row_time, distinct);
    fmt::print(
        "  {:<44}{:>10.2f} M evaluations/s\n", "row evaluator (two passes, no explanation)", row_speed
    );
    for (BulkPath const path : {BulkPath::portable, BulkPath::avx2}) {
        if (path == BulkPath::avx2 && !has_avx2()) continue;
        const char* const name = path == BulkPath::avx2 ? "AVX2" : "portable";
        double const kernel = million(seconds([&] { bulk.evaluate(rows, outcomes, path); }), count);
        double const whole = million(
            seconds([&] {
                rows.clear();
                for (std::size_t i = 0; i < count; ++i)
                    rows.append(made.situations[i % distinct], made.days[i % distinct]);
                bulk.evaluate(rows, outcomes, path);
            }),
            count
        );
        fmt::print(
            "  {:<44}{:>10.1f} M evaluations/s   × {:.0f}\n",
            fmt::format("columns to outcomes, {}", name),
            kernel,
            kernel / row_speed
        );
        fmt::print(
            "  {:<44}{:>10.1f} M evaluations/s   × {:.0f}\n",
            fmt::format("situations to columns to outcomes, {}", name),
            whole,
            whole / row_speed
        );
    }
    fmt::print(
        "  {:<44}{:>10.1f} MB ({} B a row, outcomes included)\n",
        fmt::format("memory for {} people", count),
        static_cast<double>(rows.bytes() + outcomes.bytes()) / 1e6,
        (rows.bytes() + outcomes.bytes()) / count
    );
}

/// \returns how many outcomes differ.
std::size_t prove(
    const Catalogue& catalogue, const std::vector<const Measure*>& measures, std::size_t situations
) {
    Bulk const bulk(catalogue.vocabulary(), measures);
    RandomPeople people(catalogue.vocabulary(), measures, seed);
    std::size_t differ = 0;
    for (std::size_t done = 0; done < situations; done += 20'000) {
        BulkRows rows = bulk.rows();
        Persons made;
        for (std::size_t i = 0; i < 20'000; ++i) {
            made.situations.push_back(people.person(done % 3 == 0 ? 0.5 : 0.05));
            made.days.push_back(people.day());
            rows.append(made.situations.back(), made.days.back());
        }
        BulkOutcomes fast, portable;
        bulk.evaluate(rows, portable, BulkPath::portable);
        if (has_avx2()) bulk.evaluate(rows, fast, BulkPath::avx2);
        if (has_avx2() && !(fast == portable)) ++differ;
        for (std::size_t m = 0; m < measures.size(); ++m)
            for (std::size_t i = 0; i < made.situations.size(); ++i)
                if (portable.at(m, i) !=
                    row_outcome(catalogue.vocabulary(), *measures[m], made.situations[i], made.days[i]))
                    ++differ;
    }
    return differ;
}

/// Parameters resolved, `a_verifier` left out (it is assumed true): what every peer can say.
Json tree(const Condition& condition, const Setting& setting) {
    Json parts = Json::array();
    for (const Condition& part : condition.parts) parts.push_back(tree(part, setting));
    switch (condition.kind) {
        case Condition::Kind::all:
            return {{"all", parts}};
        case Condition::Kind::any:
            return {{"any", parts}};
        case Condition::Kind::not_:
            return {{"not", parts.front()}};
        case Condition::Kind::at_least:
            return {{"count", condition.count}, {"of", parts}};
        case Condition::Kind::to_verify:
            return {{"certain", true}};
        case Condition::Kind::leaf:
            break;
    }
    const Leaf& leaf = condition.leaf;
    const Field& field = setting.vocabulary.at(leaf.field);
    static const char* const names[] = {"is", "is", "<", "<=", ">=", ">"};
    Json values = Json::array();
    bool const text = field.type == FieldType::choice || field.type == FieldType::code;
    auto const bound = leaf.parameter.empty() ? std::nullopt : setting.bound(leaf.parameter);
    double const unit = field.type == FieldType::number ? 100.0 : 1.0;
    if (bound) values.push_back(static_cast<double>(bound->hundredths) / 100.0);
    for (Value const value : leaf.values) {
        if (bound) break;
        if (text)
            values.push_back(setting.vocabulary.text(leaf.field, value));
        else if (field.type == FieldType::boolean)
            values.push_back(value.raw != 0);
        else
            values.push_back(static_cast<double>(value.raw) / unit);
    }
    return {
        {"field", field.name}, {"op", names[static_cast<std::size_t>(leaf.comparison)]}, {"values", values}};
}

/// The facts that stand in a `constat`.
void findings(const Condition& condition, bool inside, std::vector<FieldId>& found) {
    if (condition.kind == Condition::Kind::leaf && inside) found.push_back(condition.leaf.field);
    bool const below = inside || condition.kind == Condition::Kind::to_verify;
    for (const Condition& part : condition.parts) findings(part, below, found);
}

void export_rules(const Catalogue& catalogue, std::size_t count, const std::string& file) {
    auto const measures = twenty(catalogue);
    const Vocabulary& vocabulary = catalogue.vocabulary();
    Json all{{"rules", Json::array()}, {"situations", Json::array()}, {"answers", Json::array()}};
    Situation const nobody;
    for (const Measure* measure : measures) {
        const Version& version = *measure->in_force(today());
        all["rules"].push_back(
            {{"id", measure->id},
             {"tree", tree(version.conditions, Setting{vocabulary, *measure, version, nobody, today()})}}
        );
    }
    std::vector<FieldId> found;  // what a `constat` says is left out: no peer has the like of it
    for (const Measure* measure : measures) findings(measure->in_force(today())->conditions, false, found);
    Persons const made = persons(catalogue, measures, count, false);
    for (Situation situation : made.situations) {
        for (FieldId const field : found) situation.forget(field);
        Json facts = Json::object();
        for (const auto& known : situation.known()) {
            const Field& field = vocabulary.at(known.field);
            if (field.type == FieldType::boolean)
                facts[field.name] = known.value.raw != 0;
            else if (field.type == FieldType::choice || field.type == FieldType::code)
                facts[field.name] = vocabulary.text(known.field, known.value);
            else
                facts[field.name] =
                    static_cast<double>(known.value.raw) / (field.type == FieldType::number ? 100.0 : 1.0);
        }
        all["situations"].push_back(std::move(facts));
        Json answers = Json::array();  // 1 yes, 0 no, -1 unknown
        for (const Measure* measure : measures) {
            Outcome const outcome = row_outcome(vocabulary, *measure, situation, today());
            answers.push_back(
                outcome == Outcome::non_eligible  ? 0
                : outcome == Outcome::a_completer ? -1
                                                  : 1
            );
        }
        all["answers"].push_back(std::move(answers));
    }
    std::ofstream(file) << all.dump() << '\n';
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t rows = 1'000'000, situations = 2'000'000;
    std::string file;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--rows") == 0) rows = std::stoul(argv[i + 1]);
        if (std::strcmp(argv[i], "--prove") == 0) situations = std::stoul(argv[i + 1]);
        if (std::strcmp(argv[i], "--export") == 0) file = argv[i + 1];
    }
    auto const loaded = Catalogue::load(PHARE_SOURCE_DIR "/rules/catalogue");
    if (!loaded.catalogue) {
        std::cerr << loaded.complaints.front().text() << '\n';
        return 1;
    }
    const Catalogue& catalogue = *loaded.catalogue;
    if (!file.empty()) {
        export_rules(catalogue, rows, file);
        return 0;
    }
    std::vector<const Measure*> all;
    for (const Measure& measure : catalogue.measures()) all.push_back(&measure);
    fmt::print(
        "{} people, {:.0f} % of the facts unknown, one core, best of five\n", rows, 100 * unknown_share
    );
    measure_speed("20 rules, one day", catalogue, twenty(catalogue), rows, false);
    measure_speed("whole catalogue, one day", catalogue, all, rows, false);
    measure_speed("whole catalogue, any day (all versions)", catalogue, all, rows, true);
    std::size_t const differ = prove(catalogue, all, situations);
    fmt::print(
        "row, portable and AVX2 evaluators on {} situations × {} measures : {} differences\n",
        situations,
        all.size(),
        differ
    );
    return differ == 0 ? 0 : 1;
}
