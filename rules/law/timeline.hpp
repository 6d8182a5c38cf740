#pragma once
/// \file rules/law/timeline.hpp
/// From when to when a person has a right to a measure: birthdays, versions of the law and steps of its
/// parameters together. Everything else that the person said is taken to stay as it is.
///
/// Exact: found by looking at each day on which something changes, and at no other. With an age instead of a
/// birth date the birthdays are known to the year only, and the type says so. Facts are given as told, not
/// completed; when both are told the birth date counts and not the age. A day is the one that the measure's
/// date_de_reference means. Threads: functions of their arguments; results refer to the catalogue.

#include "rules/law/verdict.hpp"

#include <optional>
#include <vector>

namespace rules::law {

/// What changes on a day.
struct Border {
    enum class Kind : std::uint8_t {
        birthday,        ///< the person turns `age`
        version_begins,  ///< `version` comes into force
        version_ended,   ///< the day before was the last of `version`, and none follows it at once
        parameter,       ///< `parameter` takes another value
        place_status     ///< another list of ZRR or FRR counts
    };
    Kind kind = Kind::birthday;
    int age = 0;
    const Version* version = nullptr;
    const Parameter* parameter = nullptr;
    friend bool operator==(const Border&, const Border&) = default;
};

/// The person turns an age on a day of the stretch that is not known; from then on the outcome is another.
struct UnknownBirthday {
    int age = 0;
    Outcome then = Outcome::a_completer;
    friend bool operator==(const UnknownBirthday&, const UnknownBirthday&) = default;
};

/// As many days as possible with one outcome.
struct Stretch {
    Day from, to;  ///< first and last day
    Outcome outcome = Outcome::a_completer;
    std::optional<UnknownBirthday> birthday;  ///< only in a timeline that is not exact
    std::vector<Border> because;              ///< what changes on `from`; empty: the timeline starts here
};

struct Timeline {
    const Measure* measure = nullptr;
    /// Each border is the day itself. False: birthdays that matter are known to the year only.
    bool exact = true;
    std::vector<Stretch> stretches;  ///< ascending, without gaps
    [[nodiscard]] const Stretch* at(Day) const;
};

/// What to look at a person with.
struct Told {
    const Situation& facts;  ///< as told; derived facts are added for each day
    Day on;                  ///< the day on which they were told: an age is the age of that day
    const places::Gazetteer* gazetteer = nullptr;
};

/// \returns the stretches that cover [from, to]
[[nodiscard]] Timeline timeline(const Catalogue&, const Measure&, const Told&, Day from, Day to);

/// The last day of today's outcome, and why it ends.
struct Until {
    Day last;                     ///< with `turning`: the last day on which it may still hold
    std::optional<int> turning;   ///< it ends on this birthday, whose day is not known
    std::vector<Border> because;  ///< what changes on the day after
    Outcome then = Outcome::a_completer;
};
/// \returns nothing if the outcome of `today` lasts as long as the timeline
[[nodiscard]] std::optional<Until> until(const Timeline&, Day today);

/// A measure that is closed to the person today and will not be.
struct Opening {
    const Measure* measure = nullptr;
    Day earliest, latest;  ///< equal when the day is known
    Outcome outcome =
        Outcome::a_completer;  ///< what it will then be: eligible, under reserve, or to complete
    std::vector<Border> because;
};
/// Published measures for `audience` that open within `months` of the day on which the facts were told; the
/// soonest first.
[[nodiscard]] std::vector<Opening> openings(
    const Catalogue&, const Told&, int months, std::string_view audience = "jeune"
);

}  // namespace rules::law
