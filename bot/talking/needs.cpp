#include "bot/talking/needs.hpp"

#include "bot/talking/memory.hpp"

#include <algorithm>
#include <cstdio>

namespace bot::talking {
namespace {

std::string month_of(reading::Day today) {
    const std::chrono::year_month_day day(today);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()));
    return text;
}

/// "76540" → "76"; a département that was told as such; empty: not known, or not ours.
std::string departement_in(const Facts& facts) {
    for (const auto* name : {"commune", "departement"})
        if (const auto found = facts.find(name); found != facts.end() && found->second.value.size() >= 2) {
            auto code = found->second.value.substr(0, 2);
            if (std::find(needs::departements.begin(), needs::departements.end(), code) != needs::departements.end()) return code;
        }
    return {};
}

}  // namespace

std::vector<needs::Need> needs_in(Turn& turn, reading::Intent intent, reading::DangerLevel danger, reading::Day today) {
    auto& memory = turn.memory;
    const auto departement = departement_in(memory.facts);
    const bool leave_out = turn.partner() || !turn.inbound.one_to_one || memory.several || memory.about_other || memory.paused ||
                           danger != reading::DangerLevel::none || departement.empty() || turn.erase;
    if (leave_out) return {};
    std::vector<std::string> asked;
    if (!memory.wish.empty()) asked.push_back(memory.wish);
    if (intent == reading::Intent::parler_humain) asked.emplace_back("personne");
    if (intent == reading::Intent::demarches_contact) asked.emplace_back("adresse");
    const auto month = month_of(today);
    std::erase_if(memory.counted, [&](const std::string& each) { return !each.starts_with(month); });
    std::vector<needs::Need> all;
    for (auto& theme : asked) {
        const auto mark = month + " " + theme;
        needs::Need need{month, departement, theme};
        if (!needs::is_known(need) || std::find(memory.counted.begin(), memory.counted.end(), mark) != memory.counted.end()) continue;
        memory.counted.push_back(mark);
        all.push_back(std::move(need));
    }
    return all;
}

}  // namespace bot::talking
