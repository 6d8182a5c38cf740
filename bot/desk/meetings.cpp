#include "bot/desk/meetings.hpp"

#include "bot/desk/typed.hpp"
#include "bot/desk/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace bot::desk {
namespace {

wording::Document next_bureau(const Tools& tools, Day today) {
    auto const next = tools.settings.calendar.next(bureau, today), last = tools.settings.calendar.last(bureau, today);
    if (!last && !next)
        return say(tools, "reunion_instance", {{"instance", "Bureau"}, {"avec_prochaine", "non"}, {"prochaine", ""}, {"avec_derniere", "non"}, {"derniere", ""}});
    auto const rule = steering::meeting_rule(last.value_or(*next), next, today);
    const char* state = rule.state == steering::MeetingState::to_convene ? "to_convene"
                        : rule.state == steering::MeetingState::too_late ? "too_late"
                        : rule.state == steering::MeetingState::overdue  ? "overdue"
                                                                         : "autre";
    return say(
        tools, "alerte_reunion",
        {{"etat", state},
         {"dernier", last ? day_words(*last) : "non enregistré"},
         {"limite", day_words(rule.limit)},
         {"avec_prochain", next ? "oui" : "non"},
         {"prochain", next ? day_words(*next) : ""}}
    );
}

/// Words that name an instance of the CREFOP other than the bureau.
bool names_an_instance(const std::vector<std::string>& words) {
    static constexpr std::array<std::string_view, 9> names{"commission", "commissions", "pleniere", "plenier", "hoc", "catef", "catefs", "comite", "comites"};
    return std::any_of(words.begin(), words.end(), [](auto const& word) { return std::find(names.begin(), names.end(), word) != names.end(); });
}

/// The one of the calendar whose every word stands in the text.
std::string instance_in(const steering::Calendar& calendar, const std::vector<std::string>& words) {
    std::string best;
    std::size_t most = 0;
    for (auto const& meeting : calendar.meetings()) {
        auto const own = words_of(meeting.instance);
        bool const all = std::all_of(own.begin(), own.end(), [&](auto const& word) { return std::find(words.begin(), words.end(), word) != words.end(); });
        if (all && meeting.instance != bureau && own.size() > most) best = meeting.instance, most = own.size();
    }
    return best;
}

std::string when_and_where(const steering::Meeting& meeting) {
    auto text = day_words(meeting.day);
    if (meeting.hour) text += fmt::format(" à {}\u00a0h{}", meeting.hour->count() / 60, meeting.hour->count() % 60 == 0 ? "" : fmt::format("\u00a0{:02}", meeting.hour->count() % 60));
    if (!meeting.place.empty()) text += ", " + meeting.place;
    return text;
}

wording::Document of_instance(const Tools& tools, const std::string& instance, Day today) {
    auto const& calendar = tools.settings.calendar;
    auto const last = calendar.last(instance, today);
    auto const& all = calendar.meetings();
    auto const next = std::find_if(all.begin(), all.end(), [&](const steering::Meeting& m) { return m.instance == instance && m.day > today; });
    return say(
        tools, "reunion_instance",
        {{"instance", instance_words(instance)},
         {"avec_prochaine", next == all.end() ? "non" : "oui"},
         {"prochaine", next == all.end() ? "" : when_and_where(*next)},
         {"avec_derniere", last ? "oui" : "non"},
         {"derniere", last ? day_words(*last) : ""}}
    );
}

}  // namespace

std::string instance_words(std::string_view instance) {
    std::string words(instance);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

wording::Document meeting_words(const Tools& tools, std::string_view text, Day today) {
    auto const words = words_of(text);
    if (auto const instance = instance_in(tools.settings.calendar, words); !instance.empty()) return of_instance(tools, instance, today);
    bool const of_bureau = std::find(words.begin(), words.end(), std::string(bureau)) != words.end();
    if (of_bureau || !names_an_instance(words)) return next_bureau(tools, today);
    std::set<std::string> known;
    for (auto const& meeting : tools.settings.calendar.meetings()) known.insert(instance_words(meeting.instance));
    return say(
        tools, "reunion_inconnue", {{"avec", known.empty() ? "non" : "oui"}, {"connues", wording::french_list(std::vector<std::string>(known.begin(), known.end()))}}
    );
}

}  // namespace bot::desk
