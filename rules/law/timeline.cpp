#include "rules/law/timeline.hpp"

#include "rules/law/calendar.hpp"
#include "rules/law/evaluation.hpp"
#include "rules/places/gazetteer.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using std::chrono::days;

bool reads(const Measure& measure, const Vocabulary& vocabulary, Derivation derivation) {
    bool found = false;
    for (const Version& version : measure.versions)
        for_each_leaf(version.conditions, [&](const Condition& leaf) {
            found = found || vocabulary.at(leaf.leaf.field).derivation == derivation;
        });
    return found;
}

std::optional<FieldId> derived_field(const Vocabulary& vocabulary, Derivation derivation) {
    for (std::size_t i = 0; i < vocabulary.fields().size(); ++i)
        if (vocabulary.fields()[i].derivation == derivation) return FieldId{static_cast<std::uint16_t>(i)};
    return std::nullopt;
}

Outcome outcome_on(const Catalogue& catalogue, const Measure& measure, const Situation& facts, Day day) {
    const Version* version = measure.in_force(day);
    if (!version) return Outcome::hors_periode;
    return outcome_of(Setting{catalogue.vocabulary(), measure, *version, facts, day});
}

/// The parameters that the version's conditions compare with.
std::vector<const Parameter*> compared_in(const Measure& measure, const Version& version) {
    std::vector<const Parameter*> found;
    for_each_leaf(version.conditions, [&](const Condition& leaf) {
        for (const Parameter& parameter : measure.parameters)
            if (parameter.name == leaf.leaf.parameter &&
                std::find(found.begin(), found.end(), &parameter) == found.end())
                found.push_back(&parameter);
    });
    return found;
}

class Walk {
  public:
    Walk(const Catalogue& catalogue, const Measure& measure, const Told& told)
        : catalogue_(catalogue), measure_(measure), told_(told), facts_(told.facts) {
        const Vocabulary& vocabulary = catalogue.vocabulary();
        age_ = derived_field(vocabulary, Derivation::age_from_birth_date);
        auto const birth_field = vocabulary.find("date_naissance");
        auto const birth = birth_field ? facts_.get(*birth_field) : std::nullopt;
        auto const age = age_ ? facts_.get(*age_) : std::nullopt;
        if (birth) {
            Day const day{days(birth->raw)};
            births_ = {day, day};
        } else if (age) {
            births_ = births_at_age(static_cast<int>(age->raw), told.on);
        }
        if (age_ && births_) facts_.forget(*age_);  // set anew for each day
        uses_age_ = age_ && births_ && reads(measure, vocabulary, Derivation::age_from_birth_date);
        uses_place_ = told.gazetteer && reads(measure, vocabulary, Derivation::zrr_frr_from_commune);
    }

    Timeline run(Day from, Day to) {
        Timeline timeline;
        timeline.measure = &measure_;
        auto const starts = days_of_change(from, to);
        for (std::size_t i = 0; i < starts.size(); ++i) {
            Stretch stretch = on(starts[i]);
            stretch.from = starts[i];
            stretch.to = i + 1 < starts.size() ? starts[i + 1] - days(1) : to;
            if (stretch.birthday) timeline.exact = false;
            auto& stretches = timeline.stretches;
            if (!stretches.empty() && stretches.back().outcome == stretch.outcome &&
                stretches.back().birthday == stretch.birthday) {
                stretches.back().to = stretch.to;
                continue;
            }
            if (!stretches.empty()) stretch.because = borders_on(starts[i]);
            stretches.push_back(std::move(stretch));
        }
        return timeline;
    }

  private:
    /// Every day of (from, to] on which a leaf may turn, and `from`.
    [[nodiscard]] std::vector<Day> days_of_change(Day from, Day to) const {
        std::vector<Day> starts{from};
        auto const add = [&](Day day) {
            if (day > from && day <= to) starts.push_back(day);
        };
        for (const Version& version : measure_.versions) {
            add(version.from);
            if (version.to) add(*version.to + days(1));
            for (const Parameter* parameter : compared_in(measure_, version))
                for (const Parameter::Step& step : parameter->steps) add(step.from);
        }
        if (uses_age_) {
            for (Day const birth : {births_->earliest, births_->latest})
                for (int age = std::max(0, age_on(from, birth)); age <= age_on(to, birth); ++age)
                    add(birthday(birth, age));
        }
        if (uses_place_)
            for (Day const day : places::Gazetteer::zrr_frr_changes()) add(day);
        std::sort(starts.begin(), starts.end());
        starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
        return starts;
    }

    [[nodiscard]] Outcome outcome_at(std::optional<int> age, Day day) const {
        Situation facts = facts_;
        if (age && *age >= 0) facts.set(*age_, of_int(*age));
        return outcome_on(
            catalogue_, measure_, completed(catalogue_.vocabulary(), facts, day, told_.gazetteer), day
        );
    }

    [[nodiscard]] Stretch on(Day day) const {
        Stretch stretch;
        if (!uses_age_) {
            stretch.outcome = outcome_at(std::nullopt, day);
            return stretch;
        }
        int const youngest = age_on(day, births_->latest), eldest = age_on(day, births_->earliest);
        stretch.outcome = outcome_at(youngest, day);
        if (eldest == youngest) return stretch;
        Outcome const then = outcome_at(eldest, day);
        if (then != stretch.outcome) stretch.birthday = UnknownBirthday{eldest, then};
        return stretch;
    }

    [[nodiscard]] std::vector<Border> borders_on(Day day) const {
        std::vector<Border> found;
        if (uses_age_) {
            int const age = age_on(day, births_->latest);
            if (age != age_on(day - days(1), births_->latest) && births_->earliest == births_->latest)
                found.push_back({Border::Kind::birthday, age, nullptr, nullptr});
            else if (births_->earliest != births_->latest && birthday_of_somebody(day))
                found.push_back({Border::Kind::birthday, age_on(day, births_->earliest), nullptr, nullptr});
        }
        const Version* before = measure_.in_force(day - days(1));
        const Version* now = measure_.in_force(day);
        if (now != before)
            found.push_back(
                {now ? Border::Kind::version_begins : Border::Kind::version_ended,
                 0,
                 now ? now : before,
                 nullptr}
            );
        if (now)
            for (const Parameter* parameter : compared_in(measure_, *now))
                for (const Parameter::Step& step : parameter->steps)
                    if (step.from == day) found.push_back({Border::Kind::parameter, 0, nullptr, parameter});
        auto const changes = places::Gazetteer::zrr_frr_changes();
        if (uses_place_ && std::find(changes.begin(), changes.end(), day) != changes.end())
            found.push_back({Border::Kind::place_status, 0, nullptr, nullptr});
        return found;
    }

    [[nodiscard]] bool birthday_of_somebody(Day day) const {
        return age_on(day, births_->earliest) != age_on(day - days(1), births_->earliest) ||
               age_on(day, births_->latest) != age_on(day - days(1), births_->latest);
    }

    const Catalogue& catalogue_;
    const Measure& measure_;
    const Told& told_;
    Situation facts_;
    std::optional<FieldId> age_;
    std::optional<Births> births_;
    bool uses_age_ = false, uses_place_ = false;
};

bool open(Outcome outcome) {
    return outcome != Outcome::non_eligible && outcome != Outcome::hors_periode;
}

std::optional<Opening> opening(const Timeline& timeline) {
    const Stretch& today = timeline.stretches.front();
    if (open(today.outcome)) return std::nullopt;
    for (std::size_t i = 0; i < timeline.stretches.size(); ++i) {
        const Stretch& stretch = timeline.stretches[i];
        if (open(stretch.outcome))
            return Opening{timeline.measure, stretch.from, stretch.from, stretch.outcome, stretch.because};
        if (!stretch.birthday || !open(stretch.birthday->then)) continue;
        // The youngest of those of that age turn it on the day after the stretch, if it goes on that far.
        bool const goes_on = i + 1 < timeline.stretches.size() && open(timeline.stretches[i + 1].outcome);
        return Opening{
            timeline.measure,
            stretch.from,
            goes_on ? stretch.to + days(1) : stretch.to,
            stretch.birthday->then,
            {{Border::Kind::birthday, stretch.birthday->age, nullptr, nullptr}}};
    }
    return std::nullopt;
}

}  // namespace

const Stretch* Timeline::at(Day day) const {
    auto const found = std::find_if(stretches.begin(), stretches.end(), [&](const Stretch& stretch) {
        return stretch.from <= day && day <= stretch.to;
    });
    return found == stretches.end() ? nullptr : &*found;
}

Timeline timeline(const Catalogue& catalogue, const Measure& measure, const Told& told, Day from, Day to) {
    return Walk(catalogue, measure, told).run(from, to);
}

std::optional<Until> until(const Timeline& timeline, Day today) {
    const Stretch* stretch = timeline.at(today);
    if (!stretch) return std::nullopt;
    if (stretch->birthday) return Until{stretch->to, stretch->birthday->age, {}, stretch->birthday->then};
    const Stretch* next = timeline.at(stretch->to + days(1));
    if (!next) return std::nullopt;
    if (next->birthday && next->outcome == stretch->outcome)
        return Until{next->to, next->birthday->age, next->because, next->birthday->then};
    return Until{stretch->to, std::nullopt, next->because, next->outcome};
}

std::vector<Opening> openings(
    const Catalogue& catalogue, const Told& told, int months, std::string_view audience
) {
    std::vector<Opening> found;
    for (const Measure& measure : catalogue.measures()) {
        if (!measure.shown_to(audience)) continue;
        auto one = opening(timeline(catalogue, measure, told, told.on, months_later(told.on, months)));
        if (one) found.push_back(std::move(*one));
    }
    std::stable_sort(found.begin(), found.end(), [](const Opening& a, const Opening& b) {
        return a.earliest != b.earliest ? a.earliest < b.earliest : a.measure->effort < b.measure->effort;
    });
    return found;
}

}  // namespace rules::law
