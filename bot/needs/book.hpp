#pragma once
/// \file bot/needs/book.hpp
/// Where the counts lie: one sealed record a month, under the channel name "besoins" beside the conversations, raised in
/// the transaction that finishes the message: a message counts once, whatever crashes, and nothing links it to the count.
///
/// Threads: `count` inside a unit; `read_all` as Store's reading side.

#include "bot/needs/needs.hpp"
#include "db/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace bot::needs {

inline constexpr std::string_view storage_channel = "besoins";

/// A record that cannot be read begins anew: the answer that it goes with is worth more than a count.
void count(db::Transaction&, const std::vector<Need>&, db::Micros now);
/// Months that can be read.
[[nodiscard]] std::map<std::string, Counts> read_all(db::Store&);

}  // namespace bot::needs
