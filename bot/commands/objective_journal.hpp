#pragma once
/// \file bot/commands/objective_journal.hpp
/// The ledger of imports as a file that is only ever added to: one line a row that counts, one line a withdrawal.
/// Stands in for the database until storage is there. Threads: the caller's; one writer.

#include "rules/figures/ledger.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace bot::commands {

/// \returns an empty ledger if there is no file; nothing, and why, if it is damaged
[[nodiscard]] std::optional<rules::figures::Ledger> read_journal(const std::filesystem::path&, std::string& error);
/// Adds what a confirmed import holds, on disk when this returns. \returns false, and why
[[nodiscard]] bool journal_confirmed(const std::filesystem::path&, const rules::figures::Import&, std::string& error);
[[nodiscard]] bool journal_withdrawn(
    const std::filesystem::path&, int number, rules::steering::Day, std::string& error
);

}  // namespace bot::commands
