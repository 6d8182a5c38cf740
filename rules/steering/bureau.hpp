#pragma once
/// \file rules/steering/bureau.hpp
/// Meetings of the bureau: at least one every two months (letter of the préfet de région, 7/10/2020), when to
/// warn, when the digest goes out, how many are left (alerting.md §2.8).
///
/// Threads: values.

#include "rules/steering/months.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rules::steering {

enum class MeetingState : std::uint8_t {
    in_order,          ///< one is recorded on or before the limit, or it is too early to worry
    to_convene,        ///< a_convoquer: none recorded, and the limit is 21 days away or less
    too_late,          ///< trop_tard: the recorded one is after the limit
    overdue            ///< en_retard: the limit is past
};
inline constexpr int meeting_notice_days = 21;

struct MeetingRule {
    Day limit;  ///< last meeting + 2 calendar months, clamped to the end of the month
    MeetingState state = MeetingState::in_order;
};
[[nodiscard]] MeetingRule meeting_rule(Day last, std::optional<Day> next, Day today);

/// A dated meeting of an instance of the CREFOP.
struct Meeting {
    Day day;
    std::string instance;  ///< "bureau", "commission_4" …
    std::optional<std::chrono::minutes> hour;  ///< wall clock in Paris; unknown: "heure à fixer"
    std::string place;
};

class Calendar {
  public:
    Calendar() = default;
    explicit Calendar(std::vector<Meeting>);
    /// The last one on or before `today`, the next one after it.
    [[nodiscard]] std::optional<Day> last(std::string_view instance, Day today) const;
    [[nodiscard]] std::optional<Day> next(std::string_view instance, Day today) const;
    /// Meetings after `today`, up to and with `end`: "il reste 2 bureaux avant la fin de l'objectif".
    [[nodiscard]] int left(std::string_view instance, Day today, Day end) const;
    [[nodiscard]] const std::vector<Meeting>& meetings() const { return meetings_; }

  private:
    std::vector<Meeting> meetings_;
};

/// Which digest of the next meeting is due on `today`, counted in calendar days.
enum class Digest : std::uint8_t { none, week_before, day_before };
[[nodiscard]] Digest digest_due(const Calendar&, std::string_view instance, Day today);

}  // namespace rules::steering
