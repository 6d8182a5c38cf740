#pragma once
/// \file tests/rules/law/real.hpp
/// The catalogue that young people are answered from, loaded once.

#include "rules/law/verdict.hpp"
#include "rules/yaml/number.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rules::law::real {

inline const Catalogue& catalogue() {
    static std::shared_ptr<const Catalogue> const loaded = [] {
        auto result = Catalogue::load(PHARE_SOURCE_DIR "/rules/catalogue");
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
inline Situation person(const std::vector<std::pair<std::string, std::string>>& facts) {
    Situation situation;
    for (const auto& [name, text] : facts)
        situation.set(field(name), catalogue().vocabulary().parse(field(name), text).value());
    return situation;
}

}  // namespace rules::law::real
