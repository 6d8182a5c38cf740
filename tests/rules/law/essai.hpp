#pragma once
/// \file tests/rules/law/essai.hpp
/// The test catalogue (tests/rules/law/catalogue), loaded once, and short ways to speak of a person.

#include "rules/law/verdict.hpp"
#include "rules/yaml/number.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rules::law::essai {

inline const Catalogue& catalogue() {
    static std::shared_ptr<const Catalogue> const loaded = [] {
        auto result = Catalogue::load(LAW_TEST_DIR "/catalogue");
        if (!result.catalogue) throw std::runtime_error(result.complaints.front().text());
        return result.catalogue;
    }();
    return *loaded;
}

inline Day day(std::string_view iso) {
    return rules::yaml::parse_day(iso).value();
}
inline FieldId field(std::string_view name) {
    return catalogue().vocabulary().find(name).value();
}

/// {{"age", "22"}, {"statut", "neet"}}
inline Situation person(const std::vector<std::pair<std::string, std::string>>& facts) {
    Situation situation;
    for (const auto& [name, text] : facts)
        situation.set(field(name), catalogue().vocabulary().parse(field(name), text).value());
    return situation;
}

inline Verdict verdict(
    std::string_view measure,
    const std::vector<std::pair<std::string, std::string>>& facts,
    std::string_view date
) {
    return assess(catalogue(), *catalogue().find(measure), person(facts), day(date));
}

}  // namespace rules::law::essai
