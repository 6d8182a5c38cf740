#include "rules/law/bulk.hpp"
#include "rules/law/catalogue_diff.hpp"
#include "rules/law/cell_set.hpp"
#include "rules/law/simulated_people.hpp"
#include "rules/law/turning_days.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <random>

namespace rules::law {
namespace {

constexpr std::uint64_t most_cells = std::uint64_t{1} << 20;
constexpr std::size_t chunk = 4096;

/// A catalogue's side of the comparison.
struct Side {
    const Vocabulary& vocabulary;
    const Measure* measure;
};

/// One cell of a field, as each side writes it.
struct Sample {
    Value before, after;
};
struct Axis {
    std::optional<FieldId> before, after;  ///< of each vocabulary
    std::vector<Sample> samples;
};

/// Leaves of a side on a day, by field name.
std::map<std::string, std::vector<ValueSet>> sets_of(const Side& side, Day day) {
    std::map<std::string, std::vector<ValueSet>> sets;
    const Version* const version = side.measure ? side.measure->in_force(day) : nullptr;
    if (!version) return sets;
    Situation const nothing_known;
    Setting const setting{side.vocabulary, *side.measure, *version, nothing_known, day};
    for_each_leaf(version->conditions, [&](const Condition& leaf) {
        auto& of_field = sets[side.vocabulary.at(leaf.leaf.field).name];
        if (auto set = satisfying(leaf.leaf, setting)) of_field.push_back(std::move(*set));
    });
    return sets;
}

/// A value that no rule names: known, and different from all.
constexpr Value no_such{-1};

std::vector<Sample> candidates(
    const Field* before,
    const Field* after,
    const std::vector<ValueSet>& old_sets,
    const std::vector<ValueSet>& new_sets
) {
    std::vector<Sample> found;
    const Field& field = after ? *after : *before;
    if (field.type == FieldType::choice) {
        std::vector<std::string> names =
            before && before->type == FieldType::choice ? before->values : std::vector<std::string>();
        if (after)
            for (const auto& name : after->values)
                if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        auto const in = [](const Field* side, const std::string& name) {
            if (!side) return no_such;
            auto const at = std::find(side->values.begin(), side->values.end(), name);
            return at == side->values.end() ? no_such : Value{at - side->values.begin()};
        };
        for (const auto& name : names) found.push_back({in(before, name), in(after, name)});
        return found;
    }
    std::vector<std::int64_t> starts;
    for (const auto* sets : {&old_sets, &new_sets})
        for (const ValueSet& set : *sets) add_cuts(set, starts);
    if (field.type == FieldType::code) {
        starts.push_back(of_code("?").raw);  // any other code
    } else {
        std::int64_t const low = std::min(before ? before->low : field.low, field.low),
                           high = std::max(before ? before->high : field.high, field.high);
        if (field.type == FieldType::boolean) starts = {0, 1};
        starts.push_back(low);
        std::erase_if(starts, [&](std::int64_t raw) { return raw < low || raw > high; });
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    for (std::int64_t const raw : starts) found.push_back({{raw}, {raw}});
    return found;
}

/// Samples that no leaf of either side tells apart are one.
std::vector<Axis> axes_of(const Side& before, const Side& after, Day day) {
    auto old_sets = sets_of(before, day), new_sets = sets_of(after, day);
    for (const auto& [name, sets] : old_sets) new_sets[name];
    std::vector<Axis> axes;
    for (const auto& [name, sets] : new_sets) {
        Axis axis{before.vocabulary.find(name), after.vocabulary.find(name), {}};
        const Field* const old_field = axis.before ? &before.vocabulary.at(*axis.before) : nullptr;
        const Field* const new_field = axis.after ? &after.vocabulary.at(*axis.after) : nullptr;
        std::vector<std::vector<bool>> seen;
        for (const Sample& sample : candidates(old_field, new_field, old_sets[name], sets)) {
            std::vector<bool> signature;
            for (const ValueSet& set : old_sets[name]) signature.push_back(contains(set, sample.before.raw));
            for (const ValueSet& set : sets) signature.push_back(contains(set, sample.after.raw));
            if (std::find(seen.begin(), seen.end(), signature) != seen.end()) continue;
            seen.push_back(std::move(signature));
            axis.samples.push_back(sample);
        }
        axes.push_back(std::move(axis));
    }
    return axes;
}

/// Whether each of many situations opens the measure on a day.
class Judge {
  public:
    Judge(const Side& side, Day day)
        : day_(day), bulk_(side.vocabulary, list_of(side)), rows_(bulk_.rows()), exists_(side.measure) {}

    void add(const Situation& situation) { rows_.append(situation, day_); }
    [[nodiscard]] std::vector<bool> answers() {
        std::vector<bool> open(rows_.size(), false);
        if (exists_) {
            bulk_.evaluate(rows_, outcomes_);
            for (std::size_t row = 0; row < open.size(); ++row)
                open[row] = outcomes_.at(0, row) <= Outcome::eligible_sous_reserve;
        }
        rows_.clear();
        return open;
    }

  private:
    static std::vector<const Measure*> list_of(const Side& side) {
        if (!side.measure) return {};
        return {side.measure};
    }
    Day day_;
    Bulk bulk_;
    BulkRows rows_;
    BulkOutcomes outcomes_;
    bool exists_;
};

void tally(Judge& before, Judge& after, std::uint64_t& gained, std::uint64_t& lost) {
    auto const was = before.answers(), is = after.answers();
    for (std::size_t row = 0; row < was.size(); ++row) {
        if (is[row] && !was[row]) ++gained;
        if (was[row] && !is[row]) ++lost;
    }
}

void count_cells(const Side& before, const Side& after, CaseChange& change, std::uint64_t seed) {
    auto const axes = axes_of(before, after, change.from);
    std::uint64_t product = 1;
    for (const Axis& axis : axes) {
        std::uint64_t const n = axis.samples.size();
        product = product > std::numeric_limits<std::uint64_t>::max() / n
                      ? std::numeric_limits<std::uint64_t>::max()
                      : product * n;
    }
    change.sampled = product > most_cells;
    change.cells = std::min(product, most_cells);
    Judge old_judge(before, change.from), new_judge(after, change.from);
    std::mt19937_64 engine(seed);
    for (std::uint64_t cell = 0; cell < change.cells; ++cell) {
        Situation was, is;
        std::uint64_t rest = cell;
        for (const Axis& axis : axes) {
            std::uint64_t const n = axis.samples.size();
            const Sample& sample = axis.samples[(change.sampled ? engine() : rest) % n];
            rest /= n;
            if (axis.before) was.set(*axis.before, sample.before);
            if (axis.after) is.set(*axis.after, sample.after);
        }
        old_judge.add(was);
        new_judge.add(is);
        if ((cell + 1) % chunk == 0 || cell + 1 == change.cells)
            tally(old_judge, new_judge, change.gained, change.lost);
    }
}

void count_people(
    const Side& before, const Side& after, const std::vector<SimulatedPerson>& people, CaseChange& change
) {
    Judge old_judge(before, change.from), new_judge(after, change.from);
    for (const SimulatedPerson& person : people) {
        old_judge.add(situation_of(before.vocabulary, person));
        new_judge.add(situation_of(after.vocabulary, person));
    }
    std::uint64_t gained = 0, lost = 0;
    tally(old_judge, new_judge, gained, lost);
    change.people = people.size();
    change.people_gained = gained;
    change.people_lost = lost;
}

/// First days of the stretches in which neither side changes.
std::set<Day> stretches(const Side& before, const Side& after) {
    std::set<Day> days;
    for (const Side* side : {&before, &after}) {
        if (!side->measure) continue;
        for (const Version& version : side->measure->versions) {
            days.merge(turning_days(*side->measure, version));
            if (version.to) days.insert(*version.to + std::chrono::days(1));
        }
    }
    return days;
}

}  // namespace

std::vector<CaseChange> count_cases(
    const Vocabulary& old_vocabulary,
    const Measure* before,
    const Vocabulary& new_vocabulary,
    const Measure* after,
    const DiffOptions& options
) {
    Side const was{old_vocabulary, before}, is{new_vocabulary, after};
    std::vector<CaseChange> changes;
    std::vector<SimulatedPerson> people;
    auto const days = stretches(was, is);
    for (auto at = days.begin(); at != days.end(); ++at) {
        CaseChange change;
        change.from = *at;
        if (auto const next = std::next(at); next != days.end()) change.to = *next - std::chrono::days(1);
        count_cells(was, is, change, options.seed);
        if (change.gained == 0 && change.lost == 0) continue;
        if (people.empty()) {
            const Vocabulary* const vocabularies[] = {&old_vocabulary, &new_vocabulary};
            people = simulated_people(vocabularies, options.people, options.seed);
        }
        count_people(was, is, people, change);
        changes.push_back(change);
    }
    return changes;
}

}  // namespace rules::law
