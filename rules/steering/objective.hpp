#pragma once
/// \file rules/steering/objective.hpp
/// An objective: what is counted, of whom, by whom, until when, and how it should come in (alerting.md §2.1).
///
/// `unit`, `counting` and the population are never optional: without them two figures cannot be compared. A change
/// of target or trajectory is a new `ObjectiveVersion` with a date and an act. Threads: values.

#include "rules/steering/measured.hpp"
#include "rules/steering/trajectory.hpp"

#include <string>
#include <vector>

namespace rules::steering {

enum class Direction : std::uint8_t {
    floor,    ///< to be reached
    ceiling,  ///< not to be passed
    band      ///< an envelope: neither left over nor passed
};

struct Population {
    int age_min = 0;
    int age_under = 0;  ///< 0: no bound. "moins de 30 ans" is 30, "jusqu'à 30 ans inclus" is 31
    std::string other;
};

/// What may change while the objective runs.
struct ObjectiveVersion {
    Day from;                          ///< applies to evaluations from this day on
    std::string act;                   ///< the decision: instruction, minutes
    double target = 0;                 ///< of the whole period
    double tolerance_low = 0;          ///< shortfall: under target × (1 − tolerance_low)
    double tolerance_high = 0;         ///< overrun: above target × (1 + tolerance_high)
    double socle = 0, additional = 0;  ///< socle + additional = target; 0, 0: no such parts
    Trajectory trajectory;
};

struct Objective {
    std::string id, parent;  ///< parent: empty for a root
    std::string label;       ///< for people: "OTP 2021 · Missions locales · prescriptions, moins de 26 ans"
    std::string measure, operator_, territory;
    Population population;
    Unit unit = Unit::entries;
    Counting counting = Counting::flow;
    double opening_stock = 0;
    Direction direction = Direction::floor;
    Month start;
    int months = 12;
    std::string source, cross_source;  ///< where its figures come from
    std::string owner;
    std::string document, legal_reference;      ///< where the objective itself comes from
    bool fictitious = false, to_confirm = false;
    double year_before = 0;                     ///< 0: not known, or a new measure
    std::string means;                          ///< the state that counts who works on it (advisers); empty: not said
    double load_of_each = 0;                    ///< what each of these takes on in a month; 0: as the plan asks
    std::string volume;                         ///< of an envelope: the objective whose entries it pays for; empty: none
    bool funded = false;                        ///< money: shown only to roles that may see it
    std::vector<ObjectiveVersion> versions;     ///< by `from`; empty: the bureau has yet to say (a_saisir)

    [[nodiscard]] bool has_target() const { return !versions.empty(); }
    /// The version in force; the first one before that. Only if `has_target`.
    [[nodiscard]] const ObjectiveVersion& on(Day) const;
    [[nodiscard]] Day end() const;              ///< last day of the period
    [[nodiscard]] Month month_at(int number) const { return start + std::chrono::months(number - 1); }
    /// From 1; 0 or less before the period, above `months` after it.
    [[nodiscard]] int number_of(Month month) const { return months_apart(start, month) + 1; }
    /// Whether a month is in the period.
    [[nodiscard]] bool covers(Month month) const { return number_of(month) >= 1 && number_of(month) <= months; }
};

}  // namespace rules::steering
