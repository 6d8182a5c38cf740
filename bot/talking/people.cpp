#include "bot/talking/people.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace bot::talking {
namespace {

using wording::Line;
using wording::Span;

/// The resource's sentence with its number made to stand out, and when it answers.
Line resource_line(const Turn& turn, const law::Resource& resource) {
    const auto& text = turn.formality() == wording::Register::tu ? resource.text_tu : resource.text_vous;
    Line line;
    const auto at = resource.number.empty() ? std::string::npos : text.find(resource.number);
    if (at == std::string::npos) {
        line = wording::plain(text);
    } else {
        if (at > 0) line.push_back({Span::Style::plain, text.substr(0, at), {}});
        line.push_back({Span::Style::strong, resource.number, {}});
        line.push_back({Span::Style::plain, text.substr(at + resource.number.size()), {}});
    }
    if (!resource.hours.empty()) line.push_back({Span::Style::plain, " (" + resource.hours + ")", {}});
    return line;
}

bool is_for(const law::Resource& resource, std::string_view what) {
    return std::find(resource.for_what.begin(), resource.for_what.end(), what) != resource.for_what.end();
}

int age_of(const Turn& turn) {
    const auto age = turn.known(turn.situation(), "age");
    return age ? static_cast<int>(age->raw) : 0;
}

/// Lists of offices write ' where French print has ’.
std::string typeset(std::string text) {
    for (auto i = text.find('\''); i != std::string::npos; i = text.find('\'', i)) text.replace(i, 1, "’");
    return text;
}

constexpr std::size_t most_offices = 5;
constexpr std::size_t most_agencies = 3;

/// Communes that stand for the place: the one, or all of the département.
std::vector<const rules::places::Commune*> communes_of(const Turn& turn) {
    const auto situation = turn.situation();
    if (const auto code = turn.known(situation, "commune"))
        if (const auto* commune = turn.tools.gazetteer->by_code(law::to_code(*code))) return {commune};
    std::vector<const rules::places::Commune*> out;
    if (const auto departement = turn.known(situation, "departement"))
        for (const auto& commune : turn.tools.gazetteer->communes())
            if (commune.departement == law::to_code(*departement)) out.push_back(&commune);
    return out;
}

std::vector<Line> offices_near(const Turn& turn, const std::vector<const rules::places::Commune*>& communes) {
    std::vector<Line> lines;
    std::set<std::string> seen;
    const int age = age_of(turn);
    for (const auto* commune : communes) {
        if (age >= 26) break;  // missions locales serve the 16 to 25
        for (const auto* office : turn.tools.gazetteer->missions_locales(*commune)) {
            if (lines.size() >= most_offices || !seen.insert(office->code).second) continue;
            const auto* seat = turn.tools.gazetteer->by_code(office->seat_commune_code);
            lines.push_back(turn.line(
                "lieu_mission_locale",
                {{"nom", typeset(office->name)},
                 {"avec_siege", seat != nullptr ? "oui" : "non"},
                 {"siege", seat != nullptr ? seat->name : std::string()}}
            ));
        }
    }
    std::size_t agencies = 0;
    for (const auto* commune : communes) {
        for (const auto* agency : turn.tools.gazetteer->agencies(*commune)) {
            if (agencies >= most_agencies || !seen.insert("ft" + agency->code).second) continue;
            ++agencies;
            const std::string address = agency->address + (agency->address.empty() ? "" : ", ") +
                                        agency->postal_code + " " + agency->town;
            lines.push_back(turn.line(
                "lieu_france_travail", {{"nom", typeset(agency->name)}, {"adresse", typeset(address)}}
            ));
        }
    }
    return lines;
}

}  // namespace

void answer_danger(Turn& turn, const reading::Danger& danger) {
    std::vector<Line> urgent, others;
    const bool immediate = danger.level == reading::DangerLevel::immediate;
    const int age = age_of(turn);
    for (const auto& resource : turn.tools.catalogue->resources()) {
        if (!resource.verified) continue;
        const bool urgency = is_for(resource, "urgence");
        if (!urgency && !is_for(resource, danger.type)) continue;
        if (resource.id == "119" && age >= 21) continue;  // it serves up to 21
        if (urgency)
            urgent.push_back(resource_line(turn, resource));
        else
            others.push_back(resource_line(turn, resource));
    }
    if (!immediate) others.insert(others.end(), urgent.begin(), urgent.end());
    turn.answer = {};
    turn.say(
        danger.third_person ? "danger_tiers" : "danger",
        {{"immediat", immediate ? "oui" : "non"},
         {"urgence", immediate ? urgent : std::vector<Line>{}},
         {"numeros", others.empty() ? urgent : others}}
    );
    turn.urgent = true;
    turn.memory.paused = true;
    turn.memory.question = {};
    turn.memory.misunderstood = 0;
}

void hand_over(Turn& turn) {
    const auto lines = offices_near(turn, communes_of(turn));
    turn.handed_over = true;
    if (!lines.empty()) {
        turn.memory.question = {};
        turn.say("humain", {{"lieux", lines}});
        return;
    }
    if (turn.memory.outside || turn.declined("commune") || turn.only_momentary) {
        turn.memory.question = {};
        turn.say("humain_sans_lieu");
        return;
    }
    turn.memory.question = {};
    turn.memory.question.field = "commune";
    turn.memory.question.measure = std::string(for_hand_over);
    turn.say("humain_ou");
}

}  // namespace bot::talking
