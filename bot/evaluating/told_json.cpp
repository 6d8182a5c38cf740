#include "bot/evaluating/told_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::evaluating {
namespace {

using Json = nlohmann::ordered_json;

/// A fact as a cell would write it. \returns nothing for what no cell can hold.
std::optional<std::string> cell_text(const Json& value) {
    if (value.is_null()) return std::string();
    if (value.is_boolean()) return std::string(value.get<bool>() ? "oui" : "non");
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number()) return value.dump();
    return std::nullopt;
}

Person refused(std::string field, std::string problem) {
    Person person;
    person.field = std::move(field);
    person.problem = std::move(problem);
    return person;
}

std::string expected(std::initializer_list<std::string_view> beside) {
    std::string all;
    for (auto const each : beside) all += std::string(each) + ", ";
    return all + "date et situation sont attendus";
}

}  // namespace

Person read_person(
    const Json& told, const ColumnWords& words, const PersonReader& reader, std::initializer_list<std::string_view> beside
) {
    if (!told.is_object()) return refused("", "un objet JSON est attendu");
    for (const auto& [key, value] : told.items())
        if (key != "date" && key != "situation" && std::find(beside.begin(), beside.end(), key) == beside.end())
            return refused(key, fmt::format("clé inconnue «\u00A0{}\u00A0»\u00A0; {}", key, expected(beside)));
    auto const situation = told.find("situation");
    if (situation == told.end() || !situation->is_object())
        return refused("situation", "«\u00A0situation\u00A0» manque ou n’est pas un objet");
    std::vector<Meaning> meanings;
    std::vector<std::string> texts;
    if (auto const date = told.find("date"); date != told.end()) {
        auto text = cell_text(*date);
        if (!text) return refused("date", "«\u00A0date\u00A0» n’est pas un texte");
        meanings.emplace_back(Mark::date);
        texts.push_back(std::move(*text));
    }
    for (const auto& [name, value] : situation->items()) {
        auto const meaning = words.meaning(name);
        if (!meaning) {
            std::string const near = words.nearest(name);
            return refused(name, fmt::format(
                "fait inconnu «\u00A0{}\u00A0»{}",
                name,
                near.empty() ? "" : "\u00A0; vouliez-vous dire «\u00A0" + near + "\u00A0»\u00A0?"
            ));
        }
        if (std::find(meanings.begin(), meanings.end(), *meaning) != meanings.end())
            return refused(name, fmt::format("«\u00A0{}\u00A0» est dit deux fois", name));
        auto text = cell_text(value);
        if (!text)
            return refused(name, fmt::format("«\u00A0{}\u00A0» n’est ni un texte, ni un nombre, ni vrai ou faux", name));
        meanings.push_back(*meaning);
        texts.push_back(std::move(*text));
    }
    std::vector<PersonReader::Told> all;
    for (std::size_t i = 0; i < meanings.size(); ++i) all.emplace_back(meanings[i], texts[i]);
    return reader.read(all);
}

}  // namespace bot::evaluating
