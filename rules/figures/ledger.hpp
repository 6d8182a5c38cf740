#pragma once
/// \file rules/figures/ledger.hpp
/// Imports and what became of them: proposed, counted by OUI, taken back by ANNULER. Append-only like the log: taking
/// back is one more entry, and any past day can be seen with what counted then. Threads: values.

#include "rules/steering/publication.hpp"

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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

/// Rows of an import: never changed once they are there, and shared by all copies. Two are equal if they are the same ones.
class Rows {
  public:
    Rows() = default;
    Rows(std::vector<steering::Publication> rows) : rows_(std::make_shared<const std::vector<steering::Publication>>(std::move(rows))) {}
    Rows(std::initializer_list<steering::Publication> rows) : Rows(std::vector<steering::Publication>(rows)) {}
    [[nodiscard]] std::vector<steering::Publication>::const_iterator begin() const { return rows_->begin(); }
    [[nodiscard]] std::vector<steering::Publication>::const_iterator end() const { return rows_->end(); }
    [[nodiscard]] std::size_t size() const { return rows_->size(); }
    [[nodiscard]] bool empty() const { return rows_->empty(); }
    [[nodiscard]] const steering::Publication& operator[](std::size_t i) const { return (*rows_)[i]; }
    friend bool operator==(const Rows& a, const Rows& b) { return a.rows_ == b.rows_; }

  private:
    std::shared_ptr<const std::vector<steering::Publication>> rows_ = std::make_shared<const std::vector<steering::Publication>>();
};

struct Import {
    int number = 0;  ///< of the receipt, from 1
    std::string file_hash, by;
    Claim claim;
    Rows rows;
    steering::Day proposed_on;
    std::optional<steering::Day> confirmed_on, withdrawn_on;
};

enum class LedgerRefusal : std::uint8_t { none, no_such_import, already_counts, already_withdrawn, same_file_counts, nothing_to_count };
[[nodiscard]] std::string_view name_of(LedgerRefusal);  ///< French

class Ledger {
  public:
    /// \returns the receipt's number
    int propose(Rows rows, std::string file_hash, std::string by, steering::Day, Claim = Claim());
    LedgerRefusal confirm(int number, steering::Day);   ///< OUI
    LedgerRefusal withdraw(int number, steering::Day);  ///< ANNULER
    [[nodiscard]] std::span<const Import> imports() const { return imports_; }
    /// \returns null if there is none, or it is somebody else's: the caller must not tell one from the other
    [[nodiscard]] const Import* claimed(std::string_view owner, std::string_view handle) const;
    [[nodiscard]] const Import* claimed(std::string_view owner, int number) const;
    /// The last day up to `until` on which figures of that objective began or ceased to count.
    [[nodiscard]] std::optional<steering::Day> changed_on(std::string_view objective, steering::Day until) const;
    /// Rows that counted on that day, in the order of their imports.
    [[nodiscard]] std::vector<Rows> counting_on(steering::Day) const;
    /// What counted on that day.
    [[nodiscard]] steering::PublicationLog log_on(steering::Day) const;

  private:
    std::vector<Import> imports_;
};

}  // namespace rules::figures
