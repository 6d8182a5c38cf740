#include "rules/law/bulk_program.hpp"

#include "rules/law/cell_set.hpp"
#include "rules/law/turning_days.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>
#include <tuple>

namespace rules::law::bulk {
namespace {

constexpr std::size_t day_column = 0;

/// Builds the nodes; equal ones are built once. Cells are filled in when all cuts are known.
class Compiler {
  public:
    explicit Compiler(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
        program_.column_of_field.assign(vocabulary.fields().size(), -1);
        program_.columns.emplace_back();
        known_.push_back(add_step({.op = Op::known}));
    }

    void add(const Measure& measure) {
        std::vector<Dated> found;
        for (const Version& version : measure.versions) {
            auto const days = turning_days(measure, version);
            for (auto at = days.begin(); at != days.end(); ++at) {
                auto const next = std::next(at);
                std::int64_t const last = next != days.end() ? raw(*next) - 1
                                          : version.to       ? raw(*version.to)
                                                             : std::numeric_limits<std::int64_t>::max();
                Setting const setting{vocabulary_, measure, version, nothing_known_, *at};
                Variant variant;
                variant.favourable = node_of(version.conditions, setting, Verifying::favourable);
                variant.unfavourable = node_of(version.conditions, setting, Verifying::unfavourable);
                bool const goes_on = !found.empty() && found.back().days.high + 1 == raw(*at) &&
                                     found.back().variant.favourable == variant.favourable &&
                                     found.back().variant.unfavourable == variant.unfavourable;
                if (goes_on)
                    found.back().days.high = last;
                else
                    found.push_back({{raw(*at), last}, variant});
            }
        }
        for (Dated& dated : found) dated.variant.in_force = leaf_node(day_column, {dated.days});
        measures_.push_back(std::move(found));
    }

    Program finish() {
        for (const auto& [key, ref] : leaves_) add_cuts(key.second, program_.columns[key.first].cuts);
        lay_out_columns();
        for (const auto& [key, ref] : leaves_)
            fill_cells(program_.steps[step_of_[ref / 2]], key.first, key.second);
        for (Step& step : program_.steps)
            if (step.op == Op::known) {
                step.width = program_.columns[step.column].width;
                step.column = program_.columns[step.column].offset;
            }
        const Column& days = program_.columns[day_column];
        for (const auto& measure : measures_) {
            auto& variants = program_.measures.emplace_back();
            for (const Dated& dated : measure)
                variants.push_back(
                    {days.cell_of(dated.days.low), days.cell_of(dated.days.high), dated.variant}
                );
        }
        return std::move(program_);
    }

  private:
    struct Dated {
        Interval days;
        Variant variant;
    };

    static std::int64_t raw(Day day) { return of_day(day).raw; }

    Ref add_step(Step step) {
        step.out = static_cast<Ref>(2 * program_.nodes);
        if (step_of_.empty()) step_of_ = {0, 0};  // the two nodes that no step makes
        step_of_.push_back(program_.steps.size());
        ++program_.nodes;
        program_.steps.push_back(step);
        return step.out;
    }

    std::size_t column_of(FieldId field) {
        auto& column = program_.column_of_field[static_cast<std::size_t>(field)];
        if (column < 0) {
            column = static_cast<std::int32_t>(program_.columns.size());
            program_.columns.emplace_back();
            known_.push_back(add_step({.op = Op::known, .column = static_cast<std::uint32_t>(column)}));
        }
        return static_cast<std::size_t>(column);
    }

    Ref leaf_node(std::size_t column, ValueSet set) {
        // A set and its complement are one node: the one that has no beginning is the negation.
        bool const negated = !set.empty() && set.front().low == std::numeric_limits<std::int64_t>::min();
        if (negated) set = complement(set);
        auto const [at, is_new] = leaves_.emplace(std::pair(column, std::move(set)), 0);
        if (is_new) at->second = add_step({.op = Op::cells, .known = known_[column]});
        return at->second | (negated ? 1U : 0U);
    }

    /// At least `count` of `inputs`; `all` is all of them, and `une` is all negated, negated.
    Ref gate(std::vector<Ref> inputs, std::size_t count) {
        // What is certain, either way, is counted now.
        std::size_t const before = inputs.size();
        count -= std::min(count, static_cast<std::size_t>(std::count(inputs.begin(), inputs.end(), certain)));
        if (before == 0 || count == 0) return certain;
        std::erase_if(inputs, [](Ref ref) { return ref / 2 == certain / 2; });
        if (inputs.size() < count) return certain ^ 1U;
        if (count == 1 && inputs.size() > 1) {
            for (Ref& ref : inputs) ref ^= 1U;
            std::size_t const every = inputs.size();
            return gate(std::move(inputs), every) ^ 1U;
        }
        std::sort(inputs.begin(), inputs.end());
        Op const op = count == inputs.size() ? Op::all : Op::at_least;
        if (op == Op::all) {
            inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
            count = inputs.size();
        }
        if (inputs.size() == 1) return inputs.front();
        if (op == Op::at_least && inputs.size() > 64) throw std::length_error("au_moins: more than 64 parts");
        auto const [at, is_new] = gates_.emplace(std::tuple(op, count, inputs), 0);
        if (is_new) {
            Step step{.op = op, .count = static_cast<std::uint32_t>(count)};
            step.first = static_cast<std::uint32_t>(program_.refs.size());
            step.inputs = static_cast<std::uint32_t>(inputs.size());
            program_.refs.insert(program_.refs.end(), inputs.begin(), inputs.end());
            at->second = add_step(step);
        }
        return at->second;
    }

    Ref presumed(Ref input) {
        if (input / 2 == certain / 2) return input;
        if (input / 2 == unknowable / 2) return certain;
        auto const [at, is_new] = gates_.emplace(std::tuple(Op::presumed, 0, std::vector{input}), 0);
        if (is_new) {
            Step step{.op = Op::presumed};
            step.first = static_cast<std::uint32_t>(program_.refs.size());
            step.inputs = 1;
            program_.refs.push_back(input);
            at->second = add_step(step);
        }
        return at->second;
    }

    Ref node_of(const Condition& condition, const Setting& setting, Verifying verifying) {
        std::vector<Ref> parts;
        Verifying const below = condition.kind == Condition::Kind::not_ ? flipped(verifying) : verifying;
        for (const Condition& part : condition.parts) parts.push_back(node_of(part, setting, below));
        switch (condition.kind) {
            case Condition::Kind::all: {
                std::size_t const every = parts.size();
                return gate(std::move(parts), every);
            }
            case Condition::Kind::any:
                if (parts.empty()) return certain ^ 1U;
                return gate(std::move(parts), 1);
            case Condition::Kind::not_:
                return parts.front() ^ 1U;
            case Condition::Kind::at_least:
                return gate(std::move(parts), static_cast<std::size_t>(condition.count));
            case Condition::Kind::to_verify: {
                // Where the constat is unknown, the clause suits the person, or not, as verifying says.
                Ref const found = parts.empty() ? unknowable : parts.front();
                return verifying == Verifying::favourable ? presumed(found) : presumed(found ^ 1U) ^ 1U;
            }
            case Condition::Kind::leaf:
                if (auto set = satisfying(condition.leaf, setting))
                    return leaf_node(column_of(condition.leaf.field), std::move(*set));
                return unknowable;
        }
        return unknowable;
    }

    void lay_out_columns() {
        for (Column& column : program_.columns) {
            std::sort(column.cuts.begin(), column.cuts.end());
            column.cuts.erase(std::unique(column.cuts.begin(), column.cuts.end()), column.cuts.end());
            if (column.cells() > 65'536) throw std::length_error("a field is cut into too many cells");
            column.width = column.cells() <= 256 ? 1 : 2;
            column.offset = static_cast<std::uint32_t>(program_.block_bytes);
            program_.block_bytes += column.width * block_rows;
        }
    }

    void fill_cells(Step& step, std::size_t index, const ValueSet& set) {
        const Column& column = program_.columns[index];
        step.column = column.offset;
        step.width = column.width;
        step.cells = static_cast<std::uint32_t>(column.cells());
        bool const small = column.cells() <= 16;
        step.table = static_cast<std::uint32_t>(program_.tables.size());
        step.first = static_cast<std::uint32_t>(program_.ranges.size());
        if (small) program_.tables.resize(program_.tables.size() + 16, 0);
        bool inside = false;
        for (std::uint32_t cell = 1; cell < column.cells(); ++cell) {
            std::int64_t const sample =
                cell == 1 ? std::numeric_limits<std::int64_t>::min() : column.cuts[cell - 2];
            bool const in = contains(set, sample);
            if (in && small) program_.tables[step.table + cell] = 0xFF;
            auto const number = static_cast<std::uint16_t>(cell);
            if (in && !inside) program_.ranges.push_back({number, number});
            if (in) program_.ranges.back().high = number;
            inside = in;
        }
        step.inputs = static_cast<std::uint32_t>(program_.ranges.size()) - step.first;
    }

    const Vocabulary& vocabulary_;
    Situation const nothing_known_;
    Program program_;
    std::vector<Ref> known_;            // by column
    std::vector<std::size_t> step_of_;  // by node
    std::map<std::pair<std::size_t, ValueSet>, Ref> leaves_;
    std::map<std::tuple<Op, std::size_t, std::vector<Ref>>, Ref> gates_;
    std::vector<std::vector<Dated>> measures_;
};

}  // namespace

std::uint32_t Column::cell_of(std::int64_t value) const {
    if (cuts.size() <= 16) {  // most fields: counting is faster than searching
        std::uint32_t cell = 1;
        for (std::int64_t const cut : cuts) cell += value >= cut ? 1U : 0U;
        return cell;
    }
    return static_cast<std::uint32_t>(std::upper_bound(cuts.begin(), cuts.end(), value) - cuts.begin()) + 1;
}

Program compile(const Vocabulary& vocabulary, std::span<const Measure* const> measures) {
    Compiler compiler(vocabulary);
    for (const Measure* measure : measures) compiler.add(*measure);
    return compiler.finish();
}

Selection select(const Program& program, std::uint32_t first_epoch, std::uint32_t last_epoch) {
    Selection selection;
    std::vector<bool> needed(program.nodes, false);
    for (const auto& measure : program.measures) {
        selection.variants_before.push_back(static_cast<std::uint32_t>(selection.variants.size()));
        for (const DatedVariant& dated : measure) {
            if (dated.last_epoch < first_epoch || last_epoch < dated.first_epoch) continue;
            Variant variant = dated.variant;
            // The day is always known: a variant that covers them all need not be asked for.
            if (dated.first_epoch <= first_epoch && last_epoch <= dated.last_epoch)
                variant.in_force = certain;
            selection.variants.push_back(variant);
            for (Ref const ref : {variant.in_force, variant.favourable, variant.unfavourable})
                needed[ref / 2] = true;
        }
    }
    selection.variants_before.push_back(static_cast<std::uint32_t>(selection.variants.size()));
    // What a step reads was made before it.
    for (auto step = program.steps.rbegin(); step != program.steps.rend(); ++step) {
        if (!needed[step->out / 2]) continue;
        selection.steps.push_back(*step);
        if (step->op == Op::cells) needed[step->known / 2] = true;
        if (step->op == Op::all || step->op == Op::at_least || step->op == Op::presumed)
            for (std::uint32_t i = 0; i < step->inputs; ++i) needed[program.refs[step->first + i] / 2] = true;
    }
    std::reverse(selection.steps.begin(), selection.steps.end());
    return selection;
}

}  // namespace rules::law::bulk
