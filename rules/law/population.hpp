#pragma once
/// \file rules/law/population.hpp
/// Invented persons, drawn from the weights of a_priori.yaml: to compare orders of questions and versions of
/// a catalogue. They resemble nobody.
///
/// Fields are drawn in the file's order, each given those before it; then the others, all values alike.
/// Dates, and fields of the address that follow from a commune, are left out unless they have weights.
/// Threads: the generator belongs to the caller; the same seed gives the same persons everywhere.

#include "rules/law/catalogue.hpp"

#include <random>

namespace rules::law {

[[nodiscard]] Situation drawn_person(const Catalogue&, std::mt19937_64&);

}  // namespace rules::law
