#pragma once
/// \file rules/yaml/complain.hpp
/// How complaints about files are put together: French, with the typography that French wants.
/// Threads: functions of their arguments.

#include "rules/yaml/strict_yaml.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace rules::yaml {

/// "« word »", with no-break spaces.
[[nodiscard]] std::string guillemets(std::string_view word);
void complain(Complaints&, const Place&, std::string message, std::string advice);
/// Forms that are spelt for two and cannot be read aloud: no text for young people has one.
inline constexpr std::array<std::string_view, 6> spelt_for_two{"(e)", "(ne)", "(se)", "(rice)", "(euse)", "·"};
/// Advice for a word that is not among `known`: the nearest one, else all of them.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace rules::yaml
