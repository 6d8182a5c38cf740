#include "rules/steering/measured.hpp"

#include <array>

namespace rules::steering {
namespace {

struct UnitWords {
    Unit unit;
    std::string_view word, plural, singular;
};
constexpr std::array units{
    UnitWords{Unit::entries, "entrees", "entrées", "entrée"},
    UnitWords{Unit::prescriptions, "prescriptions", "prescriptions", "prescription"},
    UnitWords{Unit::followed, "suivis", "jeunes suivis", "jeune suivi"},
    UnitWords{Unit::contracts, "contrats", "contrats", "contrat"},
    UnitWords{Unit::missions, "missions", "missions", "mission"},
    UnitWords{Unit::places, "places", "places", "place"},
    UnitWords{Unit::staff, "conseillers", "conseillers", "conseiller"},
    UnitWords{Unit::schools, "ecoles", "écoles", "école"},
    UnitWords{Unit::actions, "actions", "actions", "action"},
    UnitWords{Unit::euros, "euros", "euros", "euro"},
    UnitWords{Unit::thousand_euros, "k_euros", "milliers d’euros", "millier d’euros"},
};
struct CountingWord {
    Counting counting;
    std::string_view word;
};
constexpr std::array countings{
    CountingWord{Counting::flow, "flux"},
    CountingWord{Counting::distinct_year, "distincts_annee"},
    CountingWord{Counting::stock, "stock"},
};

bool comparable(const Measured& a, const Measured& b) {
    return a.unit == b.unit && a.counting == b.counting && a.age_under == b.age_under;
}

}  // namespace

std::optional<Unit> unit_named(std::string_view word) {
    for (auto const& unit : units)
        if (unit.word == word) return unit.unit;
    return {};
}
std::string_view name_of(Unit unit) {
    for (auto const& known : units)
        if (known.unit == unit) return known.word;
    return {};
}
bool is_whole(Unit unit) { return unit != Unit::euros && unit != Unit::thousand_euros && unit != Unit::staff; }

std::string_view plural_of(Unit unit) {
    for (auto const& known : units)
        if (known.unit == unit) return known.plural;
    return {};
}
std::string_view words_for(Unit unit, double count) {
    for (auto const& known : units)
        if (known.unit == unit) return count > -2 && count < 2 ? known.singular : known.plural;
    return {};
}
std::optional<Counting> counting_named(std::string_view word) {
    for (auto const& counting : countings)
        if (counting.word == word) return counting.counting;
    return {};
}
std::string_view name_of(Counting counting) {
    for (auto const& known : countings)
        if (known.counting == counting) return known.word;
    return {};
}

std::optional<Measured> sum(const Measured& a, const Measured& b) {
    if (!comparable(a, b) || a.counting != Counting::flow) return {};
    auto both = a;
    both.number += b.number;
    return both;
}

std::optional<double> share(const Measured& part, const Measured& whole) {
    if (!comparable(part, whole) || whole.number == 0) return {};
    return part.number / whole.number;
}

}  // namespace rules::steering
