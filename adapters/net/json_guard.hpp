#pragma once
/// \file adapters/net/json_guard.hpp
/// Whether a JSON text may be built into a tree: a hostile one costs 29 times its size in memory, and a deep
/// one the stack.
///
/// Runs before `nlohmann::json::parse`, in one linear pass that builds nothing. Never use nlohmann's parser
/// callback for this: it is quadratic (reliability: finding 5, T4). Threads: pure. Cost: about as much as
/// parsing, without the tree.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace adapters::net {

enum class JsonVerdict : std::uint8_t {
    ok,
    not_json,  ///< syntax, invalid UTF-8, a number out of range
    too_deep,  ///< more containers in each other than `depth`
    too_many,  ///< more values and keys than `items`
    too_long   ///< a string or key of more than `string_bytes`
};

struct JsonLimits {
    JsonLimits() = default;
    std::size_t depth = 64;
    std::size_t items = 2'000'000;
    std::size_t string_bytes = 1u << 20;
};

[[nodiscard]] JsonVerdict check_json(std::string_view text, JsonLimits limits = JsonLimits());

}  // namespace adapters::net
