#include "bot/evaluating/person_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::evaluating {
namespace {

namespace law = rules::law;
using rules::places::Commune;

bool code_shaped(std::string_view text) {
    return text.size() == 5 && text[0] >= '0' && text[0] <= '9' &&
           text.find_first_of("0123456789", 2) != std::string_view::npos;
}

std::string quoted(std::string_view text) {
    return fmt::format("«\u00A0{}\u00A0»", text);
}

}  // namespace

/// The commune of a name, of a postal code or of both; left open where several fit.
void PersonReader::settle_place(const Place& place, Person& person) const {
    auto const commune_field = vocabulary_.find("commune"),
               departement_field = vocabulary_.find("departement");
    auto const region_field = vocabulary_.find("region");
    if (!commune_field || person.situation.get(*commune_field)) return;
    std::string postal_code(place.postal_code);
    if (postal_code.size() == 4)
        postal_code = fmt::format("0{}", postal_code);  // a spreadsheet drops the zero
    auto const by_code = gazetteer_.by_postal_code(postal_code);
    std::vector<const Commune*> fit;
    if (!place.town.empty()) {
        for (auto const& hit : gazetteer_.by_name(rules::places::Gazetteer::fold(place.town))) {
            bool const agrees = postal_code.empty() ||
                                std::find(by_code.begin(), by_code.end(), hit.commune) != by_code.end();
            if (agrees && std::find(fit.begin(), fit.end(), hit.commune) == fit.end())
                fit.push_back(hit.commune);
        }
    } else {
        fit = by_code;
    }
    if (fit.size() == 1) {
        person.situation.set(*commune_field, law::of_code(fit.front()->code));
        return;
    }
    if (fit.empty() && !postal_code.empty() && by_code.empty()) {
        bool const is_code =
            postal_code.size() == 5 &&
            std::all_of(postal_code.begin(), postal_code.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!is_code)
            person.problem =
                fmt::format("code postal {}\u00A0: cinq chiffres sont attendus", quoted(place.postal_code));
        else if (region_field && !person.situation.get(*region_field))
            person.situation.set(
                *region_field, law::of_code("autre")
            );  // the gazetteer has every postal code of Normandie
        return;
    }
    if (fit.empty()) {
        person.problem = fmt::format(
            "commune {}{}\u00A0: inconnue en Normandie\u00A0; écrire le code INSEE (cinq caractères)",
            quoted(place.town),
            postal_code.empty() ? "" : " de code postal " + postal_code
        );
        return;
    }
    person.place_left_open = true;
    bool const same = std::all_of(fit.begin(), fit.end(), [&](const Commune* c) {
        return c->departement == fit.front()->departement;
    });
    if (same && departement_field && !person.situation.get(*departement_field))
        person.situation.set(*departement_field, law::of_code(fit.front()->departement));
}

/// Derived facts; a given fact that contradicts what another implies is refused.
void PersonReader::complete(Person& person) const {
    law::Situation bare = person.situation;
    std::vector<law::FieldId> derivable;
    auto const fields = vocabulary_.fields();
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].derivation != law::Derivation::none && !law::only_usual(fields[i].derivation))
            derivable.push_back(law::FieldId{static_cast<std::uint16_t>(i)});
    for (law::FieldId const id : derivable) {
        auto const given = person.situation.get(id);
        if (!given) continue;
        bare = person.situation;
        bare.forget(id);
        auto const derived = law::completed(vocabulary_, bare, person.day, &gazetteer_).get(id);
        if (derived && *derived != *given) {
            person.field = vocabulary_.at(id).name;
            person.problem = fmt::format(
                "{} vaut {}, alors que le reste de la ligne donne {}",
                vocabulary_.at(id).name,
                vocabulary_.text(id, *given),
                vocabulary_.text(id, *derived)
            );
            return;
        }
    }
    person.situation = law::completed(vocabulary_, person.situation, person.day, &gazetteer_);
}

Person PersonReader::read(const std::vector<Told>& told) const {
    Person person;
    person.day = day_;
    Place place;
    auto const commune_field = vocabulary_.find("commune");
    for (const auto& [meaning, raw] : told) {
        std::string_view const text = trimmed(raw);
        if (const auto* mark = std::get_if<Mark>(&meaning)) {
            if (*mark == Mark::id) person.id = text;
            if (*mark == Mark::id || words_.says_nothing(text)) continue;
            if (*mark == Mark::code_postal) place.postal_code = text;
            if (*mark == Mark::ville) place.town = text;
            if (*mark != Mark::date) continue;
            auto const day = ColumnWords::read_day(text);
            if (day) {
                person.day = *day;
                continue;
            }
            person.field = "date";
            person.problem = fmt::format(
                "date {}\u00A0: ce jour n’existe pas, ou s’écrit autrement\u00A0: 2026-11-22 ou "
                "22/11/2026",
                quoted(text)
            );
            continue;
        }
        auto const id = std::get<law::FieldId>(meaning);
        // A column « commune » may hold a name.
        if (id == commune_field && !words_.says_nothing(text) && !code_shaped(text) &&
            text.find_first_of("0123456789") == std::string_view::npos) {
            place.town = text;
            continue;
        }
        Cell const cell = words_.read_cell(id, text);
        if (cell.value) person.situation.set(id, *cell.value);
        if (cell.problem.empty() || !person.problem.empty()) continue;
        person.field = vocabulary_.at(id).name;
        person.problem = fmt::format("{}\u00A0: {}", vocabulary_.at(id).name, cell.problem);
    }
    if (person.problem.empty() && (!place.postal_code.empty() || !place.town.empty())) {
        settle_place(place, person);
        if (!person.problem.empty()) person.field = "commune";
    }
    if (person.problem.empty()) complete(person);
    return person;
}

}  // namespace bot::evaluating
