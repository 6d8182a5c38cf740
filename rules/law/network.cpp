#include "rules/law/network.hpp"

#include "rules/law/cells.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numeric>

namespace rules::law {

using Lanes = std::uint64_t;  // one bit a case

std::size_t Network::variable_of(const Condition& condition) {
    bool const is_leaf = condition.kind == Condition::Kind::leaf;
    auto const at = std::find_if(variables_.begin(), variables_.end(), [&](const Variable& v) {
        return is_leaf ? !v.to_verify && v.field == condition.leaf.field
                       : v.to_verify && *v.to_verify == condition.to_verify;
    });
    auto const index = static_cast<std::size_t>(at - variables_.begin());
    if (at == variables_.end())
        variables_.push_back({condition.leaf.field, is_leaf ? nullptr : &condition.to_verify, {}, 2});
    if (is_leaf) variables_[index].leaves.push_back(&condition.leaf);
    return index;
}

std::size_t Network::add(const Condition& condition) {
    Gate gate;
    gate.origin = &condition;
    for (const Condition& part : condition.parts) gate.inputs.push_back(add(part));
    bool const free = condition.kind == Condition::Kind::to_verify && condition.parts.empty();
    if (condition.kind == Condition::Kind::leaf || free) {
        gate.variable = variable_of(condition);
        gate.truth = {false, true};
    }
    std::size_t const index = gates_.size();
    for (std::size_t const input : gate.inputs) gates_[input].parent = index;
    gates_.push_back(std::move(gate));
    return index;
}

/// Cells with the same truth for every leaf are merged: fewer cases, same findings.
void Network::split_into_cells(const Setting& setting) {
    for (std::size_t v = 0; v < variables_.size(); ++v) {
        Variable& variable = variables_[v];
        if (variable.to_verify) continue;
        std::vector<Gate*> readers;
        for (Gate& gate : gates_)
            if (gate.origin->kind == Condition::Kind::leaf && gate.variable == v) readers.push_back(&gate);
        std::map<std::vector<bool>, std::size_t> merged;
        for (Gate* reader : readers) reader->truth.clear();
        for (const Cell& cell : cells(variable.field, variable.leaves, setting)) {
            std::vector<bool> signature;
            for (const Gate* reader : readers) {
                const Leaf& leaf = reader->origin->leaf;
                auto const bound = leaf.parameter.empty() ? std::nullopt : setting.bound(leaf.parameter);
                signature.push_back(holds(leaf, setting.vocabulary.at(leaf.field), cell.sample, bound));
            }
            if (!merged.emplace(signature, merged.size()).second) continue;
            for (std::size_t i = 0; i < readers.size(); ++i) readers[i]->truth.push_back(signature[i]);
        }
        variable.cells = merged.size();
    }
}

Network::Network(const Setting& setting) {
    root_ = add(setting.version.conditions);
    gates_[root_].parent = root_;
    for (const AmountCase& row : setting.version.amounts) {
        if (!row.when) {
            rows_.emplace_back();
            continue;
        }
        std::size_t const gate = add(*row.when);
        gates_[gate].parent = gate;
        rows_.emplace_back(gate);
    }
    split_into_cells(setting);
    for (const Variable& variable : variables_) {
        std::uint64_t const largest = std::numeric_limits<std::uint64_t>::max();
        cases_ = cases_ > largest / variable.cells ? largest : cases_ * variable.cells;
    }
}

/// Going through the cases: some variables run inside a plane, the others from plane to plane.
struct Network::Run {
    explicit Run(const Network& of)
        : network(of), inside(of.variables_.size(), 0), cell(of.variables_.size(), 0) {
        std::vector<std::size_t> order(network.variables_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return network.variables_[a].cells < network.variables_[b].cells;
        });
        for (std::size_t const v : order) {
            std::size_t const n = network.variables_[v].cells;
            if (lanes * n <= 64) {
                inside[v] = lanes;
                lanes *= n;
            } else {
                outside.push_back(v);
                planes *= n;
            }
        }
        step = static_cast<std::uint64_t>(static_cast<double>(planes) * 0.618) | 1U;
        while (std::gcd(step, planes) != 1) ++step;
        mask = lanes == 64 ? ~Lanes{0} : (Lanes{1} << lanes) - 1;
        std::size_t const count = network.gates_.size();
        value.assign(count, 0);
        observed.assign(count, 0);
        changed.assign(count, 0);
        for (std::size_t g = 0; g < count; ++g) value[g] = lanes_of(network.gates_[g]);
        earlier.reserve(count);
    }

    /// The plane of a gate whose variable runs inside the plane: it never changes.
    [[nodiscard]] Lanes lanes_of(const Gate& gate) const {
        Lanes plane = 0;
        if (gate.truth.empty() || inside[gate.variable] == 0) return plane;
        std::size_t const stride = inside[gate.variable];
        for (std::size_t lane = 0; lane < lanes; ++lane)
            if (gate.truth[lane / stride % gate.truth.size()]) plane |= Lanes{1} << lane;
        return plane;
    }

    /// The next planes, in steps that scatter: a clause that matters shows it soon. \returns false after the
    /// last.
    [[nodiscard]] bool advance() {
        at = (at + step) % planes;
        std::uint64_t rest = at;
        for (std::size_t const v : outside) {
            cell[v] = rest % network.variables_[v].cells;
            rest /= network.variables_[v].cells;
        }
        return at != 0;
    }

    void forward() {
        for (std::size_t g = 0; g < network.gates_.size(); ++g) {
            const Gate& gate = network.gates_[g];
            switch (gate.origin->kind) {
                case Condition::Kind::all:
                    value[g] = mask;
                    for (std::size_t const i : gate.inputs) value[g] &= value[i];
                    break;
                case Condition::Kind::any:
                    value[g] = 0;
                    for (std::size_t const i : gate.inputs) value[g] |= value[i];
                    break;
                case Condition::Kind::not_:
                    value[g] = ~value[gate.inputs.front()] & mask;
                    break;
                case Condition::Kind::at_least:
                    add_up(gate);
                    value[g] = sum_against(gate.origin->count).at_least;
                    break;
                case Condition::Kind::to_verify:
                    if (!gate.inputs.empty()) {  // all facts are known: its constat decides
                        value[g] = value[gate.inputs.front()];
                        break;
                    }
                    [[fallthrough]];
                case Condition::Kind::leaf:
                    if (inside[gate.variable] == 0) value[g] = gate.truth[cell[gate.variable]] ? mask : 0;
                    break;
            }
        }
    }

    /// Adds up the inputs in each case: digit b of the sum, in binary, is plane b of `sum`.
    void add_up(const Gate& gate) {
        sum.fill(0);
        for (std::size_t const i : gate.inputs) {
            Lanes carry = value[i];
            for (Lanes& digit : sum) {
                Lanes const both = digit & carry;
                digit ^= carry;
                carry = both;
                if (carry == 0) break;
            }
        }
    }

    /// Cases in which the sum is at least, or exactly, `count`.
    struct Compared {
        Lanes at_least, exactly;
    };
    [[nodiscard]] Compared sum_against(int count) const {
        Lanes more = 0, equal = mask;
        for (std::size_t b = sum.size(); b-- > 0;) {
            bool const one = ((static_cast<unsigned>(count) >> b) & 1U) != 0;
            if (one) {
                equal &= sum[b];
            } else {
                more |= equal & sum[b];
                equal &= ~sum[b];
            }
        }
        return {more | equal, equal};
    }

    /// In which cases the root hangs on each gate, from the root down.
    void backward() {
        observed[network.root_] = mask;
        for (std::size_t g = network.root_ + 1; g-- > 0;) {
            const Gate& gate = network.gates_[g];
            const auto& inputs = gate.inputs;
            bool const conjunction =
                gate.origin->kind == Condition::Kind::all || gate.origin->kind == Condition::Kind::to_verify;
            switch (gate.origin->kind) {
                case Condition::Kind::all:
                case Condition::Kind::any: {
                    earlier.clear();  // cases that the inputs before leave open
                    Lanes open = observed[g];
                    for (std::size_t const i : inputs) {
                        earlier.push_back(open);
                        open &= conjunction ? value[i] : ~value[i];
                    }
                    open = mask;
                    for (std::size_t i = inputs.size(); i-- > 0;) {
                        observed[inputs[i]] = earlier[i] & open;
                        open &= conjunction ? value[inputs[i]] : ~value[inputs[i]];
                    }
                    break;
                }
                case Condition::Kind::not_:
                    observed[inputs.front()] = observed[g];
                    break;
                case Condition::Kind::at_least: {
                    // It hangs on an input where the others hold exactly one less than are wanted.
                    add_up(gate);
                    Lanes const just = sum_against(gate.origin->count).exactly;
                    Lanes const one_less = sum_against(gate.origin->count - 1).exactly;
                    for (std::size_t const i : inputs)
                        observed[i] = observed[g] & ((value[i] & just) | (~value[i] & one_less));
                    break;
                }
                case Condition::Kind::to_verify:
                    if (!inputs.empty()) observed[inputs.front()] = observed[g];
                    break;
                case Condition::Kind::leaf:
                    break;
            }
            // To leave an input out is to take it as true in `toutes`, as false in `une` and `au_moins`.
            for (std::size_t const i : inputs)
                changed[i] |= observed[i] & (conjunction ? ~value[i] : value[i]);
        }
    }

    const Network& network;
    std::vector<std::size_t> inside;  // stride of the variable in a plane; 0: it runs outside
    std::vector<std::size_t> cell;    // of the variables outside
    std::vector<std::size_t> outside;
    std::size_t lanes = 1;
    std::uint64_t planes = 1, step = 1, at = 0;
    Lanes mask = 0;
    std::vector<Lanes> value, observed, changed, earlier;
    std::array<Lanes, 16> sum{};  // more inputs than a file of a mebibyte can hold
};

/// Whether no further case could change a finding.
bool Network::nothing_left(const Run& run, const std::vector<std::uint64_t>& first) const {
    bool const always_paid = rows_.empty() || std::count(rows_.begin(), rows_.end(), std::nullopt) > 0;
    if (!always_paid || std::count(first.begin(), first.end(), Lanes{0}) > 0) return false;
    for (std::size_t g = 0; g < root_; ++g)
        if (run.changed[g] == 0 && gates_[gates_[g].parent].origin->kind != Condition::Kind::not_)
            return false;
    return true;
}

std::optional<Findings> Network::enumerate() const {
    if (cases_ > most_cases) return std::nullopt;
    Run run(*this);
    Lanes ever = 0, ever_not = 0, unpaid = 0;
    std::vector<Lanes> first(rows_.size(), 0);
    std::uint64_t done = 0;
    do {
        run.forward();
        run.backward();
        Lanes const holds = run.value[root_];
        ever |= holds;
        ever_not |= ~holds & run.mask;
        Lanes open = holds;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            Lanes const now = rows_[row] ? open & run.value[*rows_[row]] : open;
            first[row] |= now;
            open &= ~now;
        }
        if (!rows_.empty()) unpaid |= open;
        if (++done % 64 == 0 && ever != 0 && ever_not != 0 && nothing_left(run, first)) break;
    } while (run.advance());

    Findings found;
    found.never = ever == 0;
    found.always = ever_not == 0;
    found.unpaid = unpaid != 0;
    for (std::size_t row = 0; row < rows_.size(); ++row)
        if (first[row] == 0) found.shadowed.push_back(row);
    std::vector<bool> useless(gates_.size(), false);
    for (std::size_t g = root_; g-- > 0;) {
        std::size_t const parent = gates_[g].parent;
        bool const negated =
            gates_[parent].origin->kind == Condition::Kind::not_;  // the `non` itself is judged
        useless[g] = useless[parent] || (!negated && run.changed[g] == 0);
        if (useless[g] && !useless[parent]) found.useless.push_back(gates_[g].origin);
    }
    std::reverse(found.useless.begin(), found.useless.end());
    return found;
}

}  // namespace rules::law
