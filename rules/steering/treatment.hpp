#pragma once
/// \file rules/steering/treatment.hpp
/// What people do about an alert (alerting.md §2.5): take it on, for a time, with a reason, perhaps with a
/// commitment that is checked; or ask for quiet until the next bureau. Taking on is not silence: neither changes
/// the record, and silence never mutes a rise to critical, a meeting, data, or a resolution.
///
/// Rights are the caller's: who may do it is checked at the moment of the gesture. Threads: values.

#include "rules/steering/hysteresis.hpp"
#include "rules/steering/months.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace rules::steering {

/// "400/mois à partir de septembre".
struct Commitment {
    double pace = 0;  ///< a month, in the objective's unit
    Month from;
    std::string by;
};

/// A commitment against a month that came in.
struct PromiseCheck {
    Commitment promise;
    Month month;
    double seen = 0;
    [[nodiscard]] bool kept() const { return seen >= promise.pace; }
};

struct Acknowledgement {
    std::string by, reason;
    Day at, until;            ///< up to and with
    AlertLevel level_then = AlertLevel::none;
    std::optional<Commitment> commitment;
};

struct Silence {
    std::string by, reason;
    Day from, until;  ///< up to and with
    bool end_announced = false;
};

struct Treatment {
    std::optional<Acknowledgement> acknowledged;
    std::optional<Silence> silence;
};

inline constexpr int acknowledged_days = 31, silence_days = 62, days_past_bureau = 7;
inline constexpr int silence_notice_days = 3;
inline constexpr std::size_t shortest_reason = 10;  ///< characters, not bytes
/// Of a reason: blanks in a row count once, none at its ends.
[[nodiscard]] std::size_t characters(std::string_view);

enum class Refusal : std::uint8_t {
    no_open_episode,
    not_silenced,
    reason_too_short,
    beyond_the_bureau,  ///< next bureau + 7 days
    too_long,           ///< 62 days
    in_the_past
};
[[nodiscard]] std::string_view name_of(Refusal);  ///< French, for the thread
template <class T>
using Asked = std::variant<T, Refusal>;

/// \param until nothing: 31 days
[[nodiscard]] Asked<Treatment> acknowledge(
    Treatment,
    std::string by,
    std::string reason,
    Day today,
    AlertLevel level,
    std::optional<Day> until = {},
    std::optional<Commitment> = {}
);
/// The reaction is taken back.
[[nodiscard]] Treatment unacknowledge(Treatment);
/// \param until nothing: until the next bureau (31 days if none is recorded)
[[nodiscard]] Asked<Treatment> silence(
    Treatment, std::string by, std::string reason, Day today, std::optional<Day> next_bureau, std::optional<Day> until = {}
);

/// Somebody wants to hear of it again.
[[nodiscard]] Treatment lift_silence(Treatment);

/// Why an acknowledged alert is open again.
enum class Reopened : std::uint8_t { no, expired, worse, commitment_broken };
struct Review {
    Treatment after;
    Reopened reopened = Reopened::no;
    std::optional<double> pace_seen;  ///< of a broken commitment: beside `pace`
    std::optional<PromiseCheck> checked;  ///< a commitment that this month was checked against, kept or not
    bool silence_ending = false;      ///< in three days: announced once
    bool silence_ended = false;
};
/// A month that came in, corrected.
struct NewMonth {
    Month month;
    double figure = 0;
};
/// What a day and its figures do to a treatment.
/// \param new_month nothing: no new reference month since the last review
[[nodiscard]] Review review(Treatment, Day today, AlertLevel level, std::optional<NewMonth> new_month);

/// May something be pushed to people now, under this treatment?
enum class Push : std::uint8_t { opened, raised, raised_to_critical, moved, reopened, closed, data, meeting };
[[nodiscard]] bool muted(const Treatment&, Push, Day today);

}  // namespace rules::steering
