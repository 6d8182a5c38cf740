#pragma once
/// \file tests/support/import_aides_jeunes.hpp
/// Condition lists in the vocabulary of betagouv/aides-jeunes, turned into our tree: rules that nobody here
/// wrote, to test checker and evaluators on. They never enter our catalogue.
///
/// A benefit is true when all its general conditions hold and, if it has profiles, all conditions of one of
/// them. Each sentence that is not modelled there becomes an `a_verifier`. Source: reference eligibility.md
/// §2.

#include "rules/law/catalogue.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace support {

struct ImportedRules {
    rules::law::Vocabulary vocabulary;          ///< made for these rules
    std::vector<rules::law::Measure> measures;  ///< one version each, since 2000
    std::vector<std::string> left_out;          ///< "id: why" for what our tree has no word for
};

/// \param benefits the array `benefits` of the extract. Those without structured conditions are passed over.
[[nodiscard]] ImportedRules import_aides_jeunes(const nlohmann::json& benefits);

}  // namespace support
