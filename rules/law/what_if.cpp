#include "rules/law/what_if.hpp"

#include "rules/law/calendar.hpp"
#include "rules/law/cells.hpp"
#include "rules/law/evaluation.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using std::chrono::days;

constexpr std::size_t most_changes = 3, most_answers = 3;

/// What the person knows of their birth, if anything.
std::optional<Births> births_of(const Vocabulary& vocabulary, const Told& told) {
    auto const birth_field = vocabulary.find("date_naissance");
    if (auto const birth = birth_field ? told.facts.get(*birth_field) : std::nullopt)
        return Births{Day(days(birth->raw)), Day(days(birth->raw))};
    for (const Situation::Known& known : told.facts.known())
        if (vocabulary.at(known.field).derivation == Derivation::age_from_birth_date)
            return births_at_age(static_cast<int>(known.value.raw), told.on);
    return std::nullopt;
}

/// One way to change one field.
struct Option {
    Change change;
    Day on;  // a wait ends here
    bool on_exact = true;
    int cost = 0;
};
/// The ways to change one field; all waits together are the first list.
using Options = std::vector<Option>;

class Search {
  public:
    Search(const Catalogue& catalogue, const Measure& measure, const Told& told, int horizon)
        : vocabulary_(catalogue.vocabulary()),
          measure_(measure),
          told_(told),
          today_(completed(vocabulary_, told.facts, told.on, told.gazetteer)),
          last_day_(months_later(told.on, horizon)) {}

    std::vector<WhatIf> run() {
        const Version* version = measure_.in_force(told_.on);
        if (!version) return {};
        Setting const setting{vocabulary_, measure_, *version, today_, told_.on};
        if (outcome_of(setting) != Outcome::non_eligible) return {};
        collect(setting);
        for (std::size_t size = 1; size <= most_changes; ++size) choose(0, size);
        std::stable_sort(found_.begin(), found_.end(), [](const WhatIf& a, const WhatIf& b) {
            bool const a_open = a.outcome == Outcome::a_completer, b_open = b.outcome == Outcome::a_completer;
            return a_open != b_open ? b_open : a.cost < b.cost;
        });
        if (found_.size() > most_answers) found_.resize(most_answers);
        return std::move(found_);
    }

  private:
    void collect(const Setting& setting) {
        std::vector<FieldId> fields;
        for_each_leaf(setting.version.conditions, [&](const Condition& leaf) {
            fields.push_back(leaf.leaf.field);
        });
        std::sort(fields.begin(), fields.end());
        fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
        Options waits;
        std::vector<Options> others;
        for (FieldId const id : fields) {
            const Field& field = vocabulary_.at(id);
            auto const value = today_.get(id);
            if (!value || field.sensitivity >= 3 || field.evolution == Evolution::jamais) continue;
            std::vector<const Leaf*> leaves;
            for_each_leaf(setting.version.conditions, [&](const Condition& leaf) {
                if (leaf.leaf.field == id) leaves.push_back(&leaf.leaf);
            });
            auto const split = cells(id, leaves, setting);
            if (field.clock())
                add_waits(id, *value, split, waits);
            else if (field.evolution != Evolution::temps)
                if (auto options = options_for(id, *value, split); !options.empty())
                    others.push_back(std::move(options));
        }
        std::stable_sort(waits.begin(), waits.end(), [](const Option& a, const Option& b) {
            return a.on < b.on;
        });
        if (!waits.empty()) options_.push_back(std::move(waits));
        for (Options& options : others) options_.push_back(std::move(options));
    }

    void add_waits(FieldId id, Value now, const std::vector<Cell>& split, Options& waits) const {
        const Field& field = vocabulary_.at(id);
        for (const Cell& cell : split) {
            if (cell.sample <= now) continue;
            Option option{{id, now, cell.sample, std::nullopt, Evolution::temps}, {}, true, 0};
            if (field.unit == "mois") {
                auto const months = cell.sample.raw - now.raw;
                if (months > 1200) continue;
                option.on = months_later(told_.on, static_cast<int>(months));
            } else if (field.derivation == Derivation::age_from_birth_date) {
                auto const births = births_of(vocabulary_, told_);
                if (!births) continue;
                option.on = birthday(births->latest, static_cast<int>(cell.sample.raw));
                option.on_exact = births->earliest == births->latest;
            } else {
                auto const years = cell.sample.raw - now.raw;
                if (years > 100) continue;
                option.on = months_later(told_.on, static_cast<int>(years * 12));
            }
            if (option.on <= told_.on || option.on > last_day_) continue;
            option.cost = 1 + months_between(told_.on, option.on) / 6;
            waits.push_back(std::move(option));
        }
    }

    [[nodiscard]] Options options_for(FieldId id, Value now, const std::vector<Cell>& split) const {
        const Field& field = vocabulary_.at(id);
        bool const ordered = field.type == FieldType::integer || field.type == FieldType::number ||
                             field.type == FieldType::date;
        int const cost = field.evolution == Evolution::demarche    ? 2
                         : field.evolution == Evolution::employeur ? 3
                                                                   : 6;
        Options options;
        for (std::size_t i = 0; i < split.size(); ++i) {
            Value to = split[i].sample;
            std::optional<Value> end;
            if (ordered) {
                Value const last{(i + 1 < split.size() ? split[i + 1].sample.raw : field.high + 1) - 1};
                if (to <= now && now <= last) continue;
                end = last;
                if (last < now) std::swap(to, *end);
            }
            if (to == now || to == any_other_code || (field.only_up && to < now)) continue;
            if (field.towards &&
                std::find(field.towards->begin(), field.towards->end(), to) == field.towards->end())
                continue;
            options.push_back({{id, now, to, end, field.evolution}, told_.on, true, cost});
        }
        // The nearest first: of several that do, it is the one that is said.
        if (ordered)
            std::stable_sort(options.begin(), options.end(), [&](const Option& a, const Option& b) {
                auto const far = [&](const Option& o) { return std::abs(o.change.to.raw - now.raw); };
                return far(a) < far(b);
            });
        return options;
    }

    /// Every set of `size` lists from `first` on that holds no set already found.
    void choose(std::size_t first, std::size_t size) {
        if (size == 0) {
            try_values();
            return;
        }
        for (std::size_t i = first; i + size <= options_.size(); ++i) {
            chosen_.push_back(i);
            choose(i + 1, size - 1);
            chosen_.pop_back();
        }
    }

    /// The cheapest values of the chosen lists that lift the no.
    void try_values() {
        auto const within = [&](const std::vector<std::size_t>& smaller) {
            return std::includes(chosen_.begin(), chosen_.end(), smaller.begin(), smaller.end());
        };
        if (std::any_of(found_sets_.begin(), found_sets_.end(), within)) return;
        std::optional<WhatIf> best;
        std::vector<std::size_t> at(chosen_.size(), 0);
        while (true) {
            WhatIf const one = tried(at);
            bool const lifted = one.outcome != Outcome::non_eligible && one.outcome != Outcome::hors_periode;
            if (lifted && (!best || better(one, *best))) best = one;
            std::size_t k = 0;
            while (k < at.size() && ++at[k] == options_[chosen_[k]].size()) at[k++] = 0;
            if (k == at.size()) break;
        }
        if (!best) return;
        found_sets_.push_back(chosen_);
        found_.push_back(std::move(*best));
    }

    [[nodiscard]] static bool better(const WhatIf& a, const WhatIf& b) {
        bool const a_open = a.outcome == Outcome::a_completer, b_open = b.outcome == Outcome::a_completer;
        return a_open != b_open ? b_open : a.cost < b.cost;
    }

    [[nodiscard]] WhatIf tried(const std::vector<std::size_t>& at) const {
        WhatIf one;
        one.on = told_.on;
        for (std::size_t k = 0; k < at.size(); ++k) {
            const Option& option = options_[chosen_[k]][at[k]];
            one.changes.push_back(option.change);
            one.cost += option.cost;
            if (option.on > one.on) {
                one.on = option.on;
                one.on_exact = option.on_exact;
            }
        }
        std::sort(one.changes.begin(), one.changes.end(), [](const Change& a, const Change& b) {
            return a.field < b.field;
        });
        const Version* version = measure_.in_force(one.on);
        if (!version) {
            one.outcome = Outcome::hors_periode;
            return one;
        }
        Situation const then =
            completed(vocabulary_, supposing(vocabulary_, told_, one), one.on, told_.gazetteer);
        one.outcome = outcome_of(Setting{vocabulary_, measure_, *version, then, one.on});
        return one;
    }

    const Vocabulary& vocabulary_;
    const Measure& measure_;
    const Told& told_;
    Situation today_;
    Day last_day_;
    std::vector<Options> options_;
    std::vector<std::size_t> chosen_;  // indices of lists, ascending
    std::vector<std::vector<std::size_t>> found_sets_;
    std::vector<WhatIf> found_;
};

}  // namespace

Situation supposing(const Vocabulary& vocabulary, const Told& told, const WhatIf& change) {
    Situation then = told.facts;
    int const months = months_between(told.on, change.on);
    auto const births = births_of(vocabulary, told);
    for (const Situation::Known& known : told.facts.known()) {
        const Field& field = vocabulary.at(known.field);
        if (!field.clock()) continue;
        std::int64_t value = known.value.raw + (field.unit == "mois" ? months : months / 12);
        if (field.derivation == Derivation::age_from_birth_date && births)
            value = age_on(change.on, births->latest);
        then.set(known.field, Value{std::min(value, field.high)});
    }
    for (const Change& one : change.changes)
        if (one.how != Evolution::temps) then.set(one.field, one.to);
    return then;
}

std::vector<WhatIf> what_if(
    const Catalogue& catalogue, const Measure& measure, const Told& told, int horizon_months
) {
    return Search(catalogue, measure, told, horizon_months).run();
}

}  // namespace rules::law
