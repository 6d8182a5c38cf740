#pragma once
/// \file adapters/matrix/event_slices.hpp
/// Finds the events of a transaction as slices of its text, without building anything.
///
/// Each event is parsed alone afterwards: one that is broken spoils only itself, and a body of 20 MB never
/// stands in memory as one tree (which would cost 6 to 29 times its size). What is stored is the slice: the
/// bytes as sent. Source: reliability T4, T5. Cost: linear, allocates only the list. Threads: pure; any.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace adapters::matrix {

struct EventSlice {
    std::string_view text;
    std::size_t depth = 0;  ///< containers in each other, at the deepest place
};

/// The elements of the top-level array "events", in order; none if the body has no such array. More than one
/// member of that name: the elements of all. The slices are views into `body` and not yet known to be JSON.
/// \returns nothing if the body is no object, its brackets or strings do not close, or there are more than
/// `most` elements.
[[nodiscard]] std::optional<std::vector<EventSlice>> event_slices(std::string_view body, std::size_t most);

}  // namespace adapters::matrix
