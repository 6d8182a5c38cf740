#include "rules/steering/measured.hpp"

#include <array>

namespace rules::steering {
namespace {

struct UnitWords {
    Unit unit;
    std::string_view word, plural;
};
constexpr std::array units{
    UnitWords{Unit::entries, "entrees", "entrées"},
    UnitWords{Unit::prescriptions, "prescriptions", "prescriptions"},
    UnitWords{Unit::followed, "suivis", "jeunes suivis"},
    UnitWords{Unit::contracts, "contrats", "contrats"},
    UnitWords{Unit::missions, "missions", "missions"},
    UnitWords{Unit::places, "places", "places"},
    UnitWords{Unit::staff, "conseillers", "conseillers"},
    UnitWords{Unit::schools, "ecoles", "écoles"},
    UnitWords{Unit::actions, "actions", "actions"},
    UnitWords{Unit::euros, "euros", "euros"},
    UnitWords{Unit::thousand_euros, "k_euros", "milliers d’euros"},
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
std::string_view plural_of(Unit unit) {
    for (auto const& known : units)
        if (known.unit == unit) return known.plural;
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
