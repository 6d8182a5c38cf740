#pragma once
/// \file bot/commands/families.hpp
/// Which families of measures the catalogue's rules leave open to a person, by the names of the message schema (§7).

#include "bot/reading/situation.hpp"
#include "rules/law/catalogue.hpp"

#include <string>
#include <vector>

namespace bot::commands {

struct Occasion {
    reading::Day today{};
    bool partner = false;
    bool danger = false;  ///< of level 2 or more: resources first, eligibility stops
    reading::Intent intent{};
};
[[nodiscard]] std::vector<std::string> families(
    const rules::law::Catalogue&, const rules::places::Gazetteer&, const reading::Known&, const Occasion&
);

}  // namespace bot::commands
