#include "rules/steering/bureau.hpp"

#include <algorithm>

namespace rules::steering {

MeetingRule meeting_rule(Day last, std::optional<Day> next, Day today) {
    MeetingRule rule{same_day_months_later(last, 2)};
    if (next && *next <= rule.limit) return rule;
    if (today > rule.limit) rule.state = MeetingState::overdue;
    else if (next) rule.state = MeetingState::too_late;
    else if (today >= rule.limit - std::chrono::days(meeting_notice_days)) rule.state = MeetingState::to_convene;
    return rule;
}

Calendar::Calendar(std::vector<Meeting> meetings) : meetings_(std::move(meetings)) {
    std::stable_sort(meetings_.begin(), meetings_.end(), [](const Meeting& a, const Meeting& b) {
        return a.day < b.day;
    });
}

std::optional<Day> Calendar::last(std::string_view instance, Day today) const {
    std::optional<Day> found;
    for (auto const& meeting : meetings_)
        if (meeting.instance == instance && meeting.day <= today) found = meeting.day;
    return found;
}

std::optional<Day> Calendar::next(std::string_view instance, Day today) const {
    for (auto const& meeting : meetings_)
        if (meeting.instance == instance && meeting.day > today) return meeting.day;
    return {};
}

int Calendar::left(std::string_view instance, Day today, Day end) const {
    return static_cast<int>(std::count_if(meetings_.begin(), meetings_.end(), [&](const Meeting& meeting) {
        return meeting.instance == instance && meeting.day > today && meeting.day <= end;
    }));
}

Digest digest_due(const Calendar& calendar, std::string_view instance, Day today) {
    auto const next = calendar.next(instance, today);
    if (!next) return Digest::none;
    auto const days = (*next - today).count();
    return days == 7 ? Digest::week_before : days == 1 ? Digest::day_before : Digest::none;
}

}  // namespace rules::steering
