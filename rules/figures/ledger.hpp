#pragma once
/// \file rules/figures/ledger.hpp
/// Imports and what became of them: proposed, counted by OUI, taken back by ANNULER. Append-only like the log: taking
/// back is one more entry, and any past day can be seen with what counted then. Threads: values.

#include "rules/steering/publication.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rules::figures {

/// SHA-256 in hex: the same file is known again, whoever sends it.
[[nodiscard]] std::string file_hash(std::string_view bytes);

/// Whose an import is, where it came over HTTP: nobody else sees it, counts it or takes it back there.
struct Claim {
    Claim() = default;
    Claim(std::string owner_, std::string handle_) : owner(std::move(owner_)), handle(std::move(handle_)) {}
    std::string owner;   ///< id of the token; empty: it came otherwise, and is nobody's over HTTP
    std::string handle;  ///< what HTTP calls it: nothing that can be guessed
};

struct Import {
    int number = 0;  ///< of the receipt, from 1
    std::string file_hash, by;
    Claim claim;
    std::vector<steering::Publication> rows;
    steering::Day proposed_on;
    std::optional<steering::Day> confirmed_on, withdrawn_on;
};

enum class LedgerRefusal : std::uint8_t { none, no_such_import, already_counts, already_withdrawn, same_file_counts, nothing_to_count };
[[nodiscard]] std::string_view name_of(LedgerRefusal);  ///< French

class Ledger {
  public:
    /// \returns the receipt's number
    int propose(std::vector<steering::Publication> rows, std::string file_hash, std::string by, steering::Day, Claim = Claim());
    LedgerRefusal confirm(int number, steering::Day);   ///< OUI
    LedgerRefusal withdraw(int number, steering::Day);  ///< ANNULER
    [[nodiscard]] std::span<const Import> imports() const { return imports_; }
    /// \returns null if there is none, or it is somebody else's: the caller must not tell one from the other
    [[nodiscard]] const Import* claimed(std::string_view owner, std::string_view handle) const;
    [[nodiscard]] const Import* claimed(std::string_view owner, int number) const;
    /// The last day up to `until` on which figures of that objective began or ceased to count.
    [[nodiscard]] std::optional<steering::Day> changed_on(std::string_view objective, steering::Day until) const;
    /// What counted on that day.
    [[nodiscard]] steering::PublicationLog log_on(steering::Day) const;

  private:
    std::vector<Import> imports_;
};

}  // namespace rules::figures
