#pragma once
/// \file rules/yaml/plain_yaml.hpp
/// A fast reader for the plain part of YAML that nearly all of our files keep to. Internal to rules/yaml.
///
/// It reads block maps and lists, flow collections, scalars that stay on one line, anchors and aliases; of
/// anything else, and of anything wrong, it says "not mine", and yaml-cpp reads the text and finds the words
/// for what is wrong. What it does read gives the same events, at the same places, as yaml-cpp 0.7 (tested on
/// the catalogue and on thousands of damaged copies of it). Threads: functions of their arguments.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules::yaml {

struct Event {
    enum class Kind : std::uint8_t { scalar, alias, list_start, list_end, map_start, map_end };
    Kind kind = Kind::scalar;
    int line = 0, column = 0;  ///< from 0; the column in bytes; of an end: 0
    bool quoted = false;
    std::size_t anchor = 0;  ///< from 1; of an alias: the anchor that it means; 0: none
    std::string value;
    friend bool operator==(const Event&, const Event&) = default;
};

/// \param text valid UTF-8
/// \returns nothing if the text is not plain enough
[[nodiscard]] std::optional<std::vector<Event>> plain_events(std::string_view text);

}  // namespace rules::yaml
