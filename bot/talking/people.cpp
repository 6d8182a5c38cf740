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

namespace {

struct Numbers {
    std::vector<Line> urgent, others;  ///< what every danger has, what this one has
};

Numbers numbers_for(const Turn& turn, const reading::Danger& danger, int age) {
    Numbers numbers;
    for (const auto& resource : turn.tools.catalogue->resources()) {
        if (!resource.verified) continue;
        const bool urgency = is_for(resource, "urgence");
        if (!urgency && !is_for(resource, danger.type)) continue;
        if (resource.id == "119" && age >= 21) continue;  // it serves up to 21
        (urgency ? numbers.urgent : numbers.others).push_back(resource_line(turn.formality(), resource));
    }
    return numbers;
}

}  // namespace

void say_danger_of_profile(Turn& turn, const reading::Danger& danger, int age) {
    auto [urgent, others] = numbers_for(turn, danger, age);
    others.insert(others.end(), urgent.begin(), urgent.end());
    turn.say("danger_profil", {{"numeros", std::move(others)}});
    turn.urgent = true;
}

void answer_danger(Turn& turn, const reading::Danger& danger, int said_age) {
    const bool immediate = danger.level == reading::DangerLevel::immediate;
    auto [urgent, others] = numbers_for(turn, danger, said_age > 0 ? said_age : age_of(turn));
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

void say_without_calling(Turn& turn) {
    const auto* urgency = turn.tools.catalogue->resource("urgences");
    const auto* children = turn.tools.catalogue->resource("119");
    const std::string sms = urgency != nullptr && urgency->verified ? urgency->sms : std::string();
    std::string site = children != nullptr && children->verified && age_of(turn) < 21 ? children->url : std::string();
    for (const std::string_view opening : {"https://", "www."})
        if (site.starts_with(opening)) site.erase(0, opening.size());
    turn.say(
        "pause_sans_appel",
        {{"avec_sms", sms.empty() ? "non" : "oui"}, {"sms", sms}, {"avec_site", site.empty() ? "non" : "oui"}, {"site", site}}
    );
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
