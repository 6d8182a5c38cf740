#include "bot/talking/people.hpp"

#include <algorithm>
#include <utility>

namespace bot::talking {
namespace {

using wording::Line;
using wording::Span;

/// The resource's sentence with its number made to stand out, and when it answers.
Line resource_line(wording::Register formality, const law::Resource& resource) {
    std::string_view rest = formality == wording::Register::tu ? resource.text_tu : resource.text_vous;
    Line line;
    for (const auto& number : {resource.number, resource.sms}) {
        const auto at = number.empty() ? std::string_view::npos : rest.find(number);
        if (at == std::string_view::npos) continue;
        if (at > 0) line.push_back({Span::Style::plain, std::string(rest.substr(0, at)), {}});
        line.push_back({Span::Style::strong, number, {}});
        rest.remove_prefix(at + number.size());
    }
    if (!rest.empty()) line.push_back({Span::Style::plain, std::string(rest), {}});
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
            urgent.push_back(resource_line(turn.formality(), resource));
        else
            others.push_back(resource_line(turn.formality(), resource));
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

std::vector<Line> lines_of(const Turn& turn, std::initializer_list<std::string_view> resources) {
    std::vector<Line> lines;
    for (const auto id : resources)
        if (const auto* resource = turn.tools.catalogue->resource(id); resource != nullptr && resource->verified)
            lines.push_back(resource_line(turn.formality(), *resource));
    return lines;
}

std::vector<Line> urgency_line(const Turn& turn) {
    return urgency_line(turn.tools, turn.formality());
}

std::vector<Line> urgency_line(const Tools& tools, wording::Register formality) {
    const auto* resource = tools.catalogue->resource("urgences");
    if (resource == nullptr || !resource->verified) return {};
    const auto said =
        tools.messages->say("ligne_urgence", formality, {{"numero", resource->number}, {"sms", resource->sms}});
    const auto* paragraph = std::get_if<wording::Paragraph>(&said.blocks.front());
    return paragraph != nullptr ? paragraph->lines : std::vector<Line>{};
}

wording::Document all_numbers(const Tools& tools, wording::Register formality) {
    wording::Bullets first, others;
    for (const auto& resource : tools.catalogue->resources())
        if (resource.verified)
            (is_for(resource, "urgence") ? first : others).items.push_back(resource_line(formality, resource));
    first.items.insert(first.items.end(), others.items.begin(), others.items.end());
    return first.items.empty() ? wording::Document{} : wording::Document{{std::move(first)}};
}

std::vector<Line> adult_line(const Turn& turn) {
    const auto number = turn.number("119");
    return number.empty() ? std::vector<Line>{} : std::vector<Line>{turn.line("ligne_adulte", {{"numero", number}})};
}

void say_listening(Turn& turn) {
    const int age = age_of(turn);
    // Fil Santé Jeunes serves the 12 to 25.
    turn.say("ecoute", {{"ligne", lines_of(turn, {age > 25 ? "3114" : "fil_sante_jeunes"})}});
}

}  // namespace bot::talking
