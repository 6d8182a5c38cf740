#pragma once
/// \file rules/steering/measured.hpp
/// What a figure counts. Entries and prescriptions, persons followed and a stock are different things, whatever
/// their numbers: a count carries its kind in its type, so that a sum of two kinds does not compile; figures
/// read from files carry it as a value, and `sum` refuses to mix (domain.md §0.2, finding 1).
///
/// Threads: values.

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rules::steering {

/// What one unit is of.
enum class Unit : std::uint8_t {
    entries,        ///< entrees: entrées en formation, en parcours
    prescriptions,  ///< prescriptions: what a prescriber asked for, entered or not
    followed,       ///< suivis: distinct persons accompanied in the period
    contracts,      ///< contrats
    missions,       ///< missions (service civique)
    places,         ///< places
    staff,          ///< conseillers, ETP
    schools,        ///< ecoles
    actions,        ///< actions, conventions
    euros,          ///< euros engaged or paid
    thousand_euros  ///< k_euros
};

/// How the months make the year.
enum class Counting : std::uint8_t {
    flow,           ///< months add up (entries, contracts, euros)
    distinct_year,  ///< distinct persons in the year: a month brings those not yet counted
    stock           ///< a state at a date: months never add up
};

[[nodiscard]] std::optional<Unit> unit_named(std::string_view catalogue_word);
[[nodiscard]] std::string_view name_of(Unit);     ///< the catalogue's word
/// Whether there is no half of it: persons, contracts, schools; not money, nor staff, of whom some work half-time.
[[nodiscard]] bool is_whole(Unit);
[[nodiscard]] std::string_view plural_of(Unit);
/// As French counts: "1 jeune suivi", "1,5 entrée", "2 entrées", "0 entrée".
[[nodiscard]] std::string_view words_for(Unit, double count);   ///< for people: "entrées en formation"
[[nodiscard]] std::optional<Counting> counting_named(std::string_view catalogue_word);
[[nodiscard]] std::string_view name_of(Counting);

/// A count of one kind, known when the program is written.
template <Unit kind>
class Count {
  public:
    explicit constexpr Count(double number) : number_(number) {}
    [[nodiscard]] constexpr double number() const { return number_; }
    friend constexpr Count operator+(Count a, Count b) { return Count(a.number_ + b.number_); }
    friend constexpr Count operator-(Count a, Count b) { return Count(a.number_ - b.number_); }
    friend constexpr auto operator<=>(Count, Count) = default;

  private:
    double number_;
};
using Entries = Count<Unit::entries>;
using Prescriptions = Count<Unit::prescriptions>;

/// A count whose kind came from a file.
struct Measured {
    double number = 0;
    Unit unit = Unit::entries;
    Counting counting = Counting::flow;
    int age_under = 0;  ///< 0: all ages; brackets that differ are different populations
    friend bool operator==(const Measured&, const Measured&) = default;
};
/// \returns nothing if the two do not count the same thing in the same population, or if it is a stock
[[nodiscard]] std::optional<Measured> sum(const Measured&, const Measured&);
/// part / whole, under the same condition.
[[nodiscard]] std::optional<double> share(const Measured& part, const Measured& whole);

}  // namespace rules::steering
