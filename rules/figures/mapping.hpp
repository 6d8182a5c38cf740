#pragma once
/// \file rules/figures/mapping.hpp
/// Which column of a source's file is which field (domain.md §5.2), and what its words mean: one versioned YAML
/// file a source in `rules/catalogue/objectifs/sources/`. Threads: values; the folder is opened only here.

#include "rules/yaml/strict_yaml.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules::figures {

enum class Field : std::uint8_t {
    period, territory, operator_, measure, indicator, age_bracket, value, cumulative, unit, source, extracted, standing,
    fill, comment
};
inline constexpr std::size_t field_count = 14;
[[nodiscard]] std::string_view name_of(Field);  ///< "periode", "territoire" …
[[nodiscard]] std::optional<Field> field_named(std::string_view);

struct Mapping {
    std::string source;   ///< POP, IMILO, AIS, ASP, SAISIE …
    int version = 1;
    std::string verified;  ///< how sure we are of the layout, for people
    std::map<std::string, Field, std::less<>> columns;  ///< folded header → field
    std::map<Field, std::string> always;                ///< where the file has no such column
    /// Folded word of a file → catalogue's word, by field.
    std::map<Field, std::map<std::string, std::string, std::less<>>> words;
    std::vector<std::string> ignored;                   ///< folded headers that are known and not read

    [[nodiscard]] std::optional<Field> field_of(std::string_view header) const;
    [[nodiscard]] std::string word(Field, std::string_view) const;  ///< the catalogue's, or as it stands
};

struct LoadedMappings {
    std::vector<Mapping> mappings;
    yaml::Complaints complaints;
};
[[nodiscard]] LoadedMappings load_mappings(const std::filesystem::path& folder);
[[nodiscard]] LoadedMappings read_mapping(std::string_view text, std::string_view shown_as);

/// The mapping that knows all headers, and most of them by its own words; nothing: none knows them all.
[[nodiscard]] const Mapping* mapping_for(const std::vector<Mapping>&, const std::vector<std::string>& headers);

}  // namespace rules::figures
