#pragma once
/// \file rules/figures/import.hpp
/// A partner's file of figures: what would count, what was refused and why, what to send back. Nothing counts
/// before somebody says OUI; ANNULER takes it back (ledger.hpp).
///
/// A row counts for the objective of the same measure, operator, territory, unit, age bracket and period, never for a
/// near one (domain.md §1.7 b). Threads: functions of their arguments.

#include "rules/figures/mapping.hpp"
#include "rules/figures/table.hpp"
#include "rules/steering/objective.hpp"
#include "rules/steering/publication.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace rules::figures {

struct Circumstances {
    steering::Day received_on;
    std::string by;         ///< who sent it: a role or an address
    std::string file_hash;  ///< of the bytes
};

struct AcceptedRow {
    int line = 0;
    steering::Publication publication;
    bool revises = false;   ///< the log had another value for that month
    double before = 0;      ///< it
    bool confirms = false;  ///< the same value, extracted later: a publication more (an odd figure is believed, a month settles)
};

struct RefusedRow {
    int line = 0;
    std::vector<std::string> cells;
    std::string problem;
};

struct Preview {
    std::optional<Unreadable> refused_whole;  ///< then nothing else is filled
    std::string source, mapping;              ///< "POP, version 1"
    std::vector<std::string> headers;
    int rows_read = 0;
    std::vector<AcceptedRow> accepted;
    std::vector<RefusedRow> refused;
    int unchanged = 0;                        ///< rows that say what the log says already, of the same day or earlier: passed over

    /// Whether all that could count is known already.
    [[nodiscard]] bool is_known() const { return !refused_whole && accepted.empty() && unchanged > 0; }
};

[[nodiscard]] Preview preview(
    std::string_view bytes,
    const std::vector<Mapping>&,
    std::span<const steering::Objective>,
    const steering::PublicationLog&,
    const Circumstances&
);

/// The rows that would count, in the order of the file.
[[nodiscard]] std::vector<steering::Publication> publications(const Preview&);

}  // namespace rules::figures
