#pragma once
/// \file rules/law/bulk_program.hpp
/// Measures compiled to straight code over planes of bits. Internal to rules/law.
///
/// Threads: immutable once compiled.

#include "rules/law/bulk_kernel.hpp"
#include "rules/law/catalogue.hpp"

#include <span>
#include <vector>

namespace rules::law::bulk {

/// A field as rows keep it: the number of the cell, from 1; 0 is unknown.
struct Column {
    std::vector<std::int64_t> cuts;  ///< ascending; each starts a cell
    std::uint8_t width = 1;          ///< bytes a row
    std::uint32_t offset = 0;        ///< in the block
    [[nodiscard]] std::uint32_t cell_of(std::int64_t value) const;
    [[nodiscard]] std::size_t cells() const { return cuts.size() + 2; }
};

/// A variant and the days for which it holds.
struct DatedVariant {
    std::uint32_t first_epoch, last_epoch;  ///< cells of the day column
    Variant variant;
};

struct Program {
    std::vector<Column> columns;                ///< the first is the day
    std::vector<std::int32_t> column_of_field;  ///< -1: no measure looks at it
    std::size_t block_bytes = 0;
    std::size_t nodes = 2;  ///< certain and unknowable included
    std::vector<Step> steps;
    std::vector<Ref> refs;
    std::vector<Range> ranges;
    std::vector<std::uint8_t> tables;
    std::vector<std::vector<DatedVariant>> measures;
};

/// Throws std::length_error, see Bulk.
[[nodiscard]] Program compile(const Vocabulary&, std::span<const Measure* const>);

/// The part of a program that rows of certain days need.
struct Selection {
    std::vector<Step> steps;
    std::vector<Variant> variants;
    std::vector<std::uint32_t> variants_before;
};
[[nodiscard]] Selection select(const Program&, std::uint32_t first_epoch, std::uint32_t last_epoch);

}  // namespace rules::law::bulk
