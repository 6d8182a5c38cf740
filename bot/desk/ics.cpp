#include "bot/desk/ics.hpp"

#include "bot/wording/french.hpp"

#include <fmt/format.h>

namespace bot::desk {
namespace {

namespace chr = std::chrono;
using rules::steering::Day;

std::string compact(Day day) {
    chr::year_month_day const d(day);
    return fmt::format("{:04}{:02}{:02}", static_cast<int>(d.year()), static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
}
std::string compact(chr::sys_seconds at) {
    auto const day = chr::floor<chr::days>(at);
    chr::hh_mm_ss const time(at - day);
    return compact(day) + fmt::format("T{:02}{:02}{:02}Z", time.hours().count(), time.minutes().count(), time.seconds().count());
}

/// The instant that the wall clock in Paris shows so; of an hour that a change of clocks repeats, the first.
chr::sys_seconds instant_in_paris(Day day, chr::minutes wall) {
    auto const shown = chr::sys_seconds(day) + wall;
    for (auto const offset : {chr::hours(2), chr::hours(1)})
        if (wording::paris_time(shown - offset) == shown) return shown - offset;
    return shown - chr::hours(1);
}

std::string escaped(const std::string& text) {
    std::string out;
    for (char const c : text) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        if (c == '\n') out += "\\n";
        else if (c != '\r') out += c;
    }
    return out;
}

/// Lines end with CRLF and are folded at 75 bytes, never inside a character.
void add_line(std::string& out, const std::string& line) {
    constexpr std::size_t most = 74;
    std::size_t in_line = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        bool const starts = (static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U;
        std::size_t length = 1;
        while (i + length < line.size() && (static_cast<unsigned char>(line[i + length]) & 0xC0U) == 0x80U) ++length;
        if (starts && in_line + length > most) out += "\r\n ", in_line = 1;
        out += line[i];
        ++in_line;
    }
    out += "\r\n";
}

}  // namespace

std::string calendar_file(const rules::steering::Calendar& calendar, Day today, Instant now, const std::string& domain) {
    constexpr auto duration = chr::hours(2);
    std::string out;
    for (auto const* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Phare//Bureau//FR", "METHOD:PUBLISH"}) add_line(out, line);
    for (auto const& meeting : calendar.meetings()) {
        if (meeting.day < today) continue;
        add_line(out, "BEGIN:VEVENT");
        add_line(out, "UID:" + meeting.instance + "-" + compact(meeting.day) + "@" + domain);
        add_line(out, "DTSTAMP:" + compact(chr::floor<chr::seconds>(now)));
        if (meeting.hour) {
            auto const start = instant_in_paris(meeting.day, *meeting.hour);
            add_line(out, "DTSTART:" + compact(start));
            add_line(out, "DTEND:" + compact(start + duration));
        } else {
            add_line(out, "DTSTART;VALUE=DATE:" + compact(meeting.day));
        }
        auto const name = meeting.instance == "bureau" ? std::string("Bureau du plan jeunes") : "CREFOP, " + meeting.instance;
        add_line(out, "SUMMARY:" + escaped(name + (meeting.hour ? "" : " (heure à fixer)")));
        if (!meeting.place.empty()) add_line(out, "LOCATION:" + escaped(meeting.place));
        add_line(out, "END:VEVENT");
    }
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace bot::desk
