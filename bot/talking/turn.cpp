#include "bot/talking/turn.hpp"

#include "rules/law/verdict.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace bot::talking {
namespace {

constexpr std::string_view no_break = "\u00a0";
constexpr std::string_view normandie = "28";  // the only region that the catalogue asks for

std::string with_no_break_spaces(std::string text) {
    for (auto i = text.find(' '); i != std::string::npos; i = text.find(' ', i)) text.replace(i, 1, no_break);
    return text;
}

/// "Au lycée" → "au lycée", "D’un pays" → "d’un pays"; "CAP ou BEP" stays.
std::string inside_a_sentence(std::string label) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const std::string_view rest = std::string_view(label).substr(label.empty() ? 0 : 1);
    const bool sentence_like = !rest.empty() && (is_lower(rest.front()) || rest.starts_with("’"));
    if (sentence_like && label.front() >= 'A' && label.front() <= 'Z')
        label.front() = static_cast<char>(label.front() - 'A' + 'a');
    return label;
}

/// "€/mois" is read "€ par mois".
std::string unit_words(std::string unit) {
    if (const auto slash = unit.find('/'); slash != std::string::npos) unit.replace(slash, 1, " par ");
    return unit;
}

}  // namespace

wording::Register Turn::formality() const {
    return memory.formal || partner() ? wording::Register::vous : tools.young_register;
}

Basis Turn::basis() const {
    return only_momentary ? Basis::other : momentary.empty() ? Basis::kept : Basis::unkept;
}

std::string Turn::number(std::string_view id) const {
    const auto* resource = tools.catalogue->resource(id);
    return resource != nullptr && resource->verified ? resource->number : std::string();
}

void Turn::say(std::string_view id, const wording::Arguments& arguments) {
    answer = wording::joined(std::move(answer), tools.messages->say(id, formality(), arguments));
}

wording::Line Turn::line(std::string_view id, const wording::Arguments& arguments) const {
    const auto document = tools.messages->say(id, formality(), arguments);
    if (document.empty()) return {};
    const auto* paragraph = std::get_if<wording::Paragraph>(&document.blocks.front());
    return paragraph != nullptr && !paragraph->lines.empty() ? paragraph->lines.front() : wording::Line{};
}

std::string Turn::words(std::string_view id, const wording::Arguments& arguments) const {
    std::string out;
    for (const auto& span : line(id, arguments)) out += span.text;
    return out;
}

law::Situation Turn::situation() const {
    law::Situation situation;
    const auto take = [&](std::string_view name, std::string_view value) {
        const auto field = vocabulary().find(name);
        if (!field) return;
        if (const auto parsed = vocabulary().parse(*field, value)) situation.set(*field, *parsed);
    };
    if (!only_momentary) {
        for (const auto& [name, receipt] : memory.facts) take(name, receipt.value);
        for (const auto& name : memory.declined)
            if (const auto field = vocabulary().find(name)) situation.decline(*field);
    }
    for (const auto& fact : momentary)
        if (!fact.denied) take(fact.name, fact.value);
    return law::completed(vocabulary(), situation, at.today, tools.gazetteer.get());
}

bool Turn::declined(std::string_view field) const {
    return std::find(memory.declined.begin(), memory.declined.end(), field) != memory.declined.end();
}

std::optional<law::Value> Turn::known(const law::Situation& situation, std::string_view field) const {
    const auto id = vocabulary().find(field);
    return id ? situation.get(*id) : std::nullopt;
}

std::string field_words(const Turn& turn, std::string_view field) {
    return turn.words("champ", {{"champ", std::string(field)}});
}

std::string value_words(const Turn& turn, std::string_view field, std::string_view value) {
    if (field == "commune") {
        const auto* commune = turn.tools.gazetteer->by_code(value);
        return commune != nullptr ? commune->name : std::string(value);
    }
    if (field == "departement") {
        const auto name = rules::places::departement_name(value);
        return std::string(name.empty() ? value : name);
    }
    if (field == "region" && value == normandie) return "Normandie";
    const auto id = turn.vocabulary().find(field);
    if (!id) return std::string(value);
    const auto& described = turn.vocabulary().at(*id);
    const auto parsed = turn.vocabulary().parse(*id, value);
    if (!parsed) return std::string(value);
    switch (described.type) {
        case law::FieldType::boolean:
            return inside_a_sentence(turn.words(parsed->raw != 0 ? "choix_oui" : "choix_non"));
        case law::FieldType::choice:
            return inside_a_sentence(described.labels.at(static_cast<std::size_t>(parsed->raw)));
        case law::FieldType::number: {
            std::string out = wording::french_hundredths(parsed->raw);
            return with_no_break_spaces(
                described.unit.empty() ? out : out + " " + unit_words(described.unit)
            );
        }
        case law::FieldType::integer:
            return with_no_break_spaces(
                described.unit.empty() ? std::string(value)
                                       : std::string(value) + " " + unit_words(described.unit)
            );
        case law::FieldType::date:
            return wording::french_date(law::Day(std::chrono::days(parsed->raw)));
        case law::FieldType::code:
            break;
    }
    return std::string(value);
}

std::string fact_words(const Turn& turn, std::string_view field, std::string_view value) {
    if (field == "age" || field == "commune" || field == "departement")
        return value_words(turn, field, value);
    const wording::Arguments arguments{{"champ", std::string(field)}, {"valeur", std::string(value)}};
    if (auto said = turn.words("fait", arguments); !said.empty()) return said;
    return turn.words(
        "donnee", {{"champ", field_words(turn, field)}, {"valeur", value_words(turn, field, value)}}
    );
}

namespace {
constexpr std::array<std::string_view, 5> telling = {
    "age", "commune", "departement", "niveau_diplome", "statut"};
}

std::string day_words(const std::string& iso) {
    int y = 0;
    unsigned m = 0, d = 0;
    char rest = 0;
    if (std::sscanf(iso.c_str(), "%4d-%2u-%2u%c", &y, &m, &d, &rest) != 3) return iso;
    const auto day = std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
    return day.ok() ? wording::french_date(std::chrono::sys_days(day)) : iso;
}

std::size_t telling_rank(std::string_view field) {
    return static_cast<std::size_t>(std::find(telling.begin(), telling.end(), field) - telling.begin());
}

std::vector<std::string> telling_facts_words(const Turn& turn) {
    std::vector<std::string> out;
    for (const auto name : telling) {
        const auto now = std::find_if(turn.momentary.begin(), turn.momentary.end(), [&](const auto& f) {
            return f.name == name && !f.denied;
        });
        const auto kept = turn.memory.facts.find(name);
        if (now != turn.momentary.end())
            out.push_back(fact_words(turn, name, now->value));
        else if (kept != turn.memory.facts.end() && !turn.only_momentary)
            out.push_back(fact_words(turn, name, kept->second.value));
    }
    return out;
}

}  // namespace bot::talking
