#pragma once
/// \file rules/law/bulk_kernel.hpp
/// The straight code that bulk evaluation runs on a block of rows. Internal to rules/law.
///
/// Plain arrays only: bulk_avx2.cpp is compiled for another processor than the rest, and must not leave the
/// linker a function of the library that only that processor can run.

#include <cstddef>
#include <cstdint>

namespace rules::law::bulk {

constexpr std::size_t block_rows = 512, words = block_rows / 64;

/// A node and whether it is negated: 2·node + 1 if so. Its plane "true" stands at that index, and its plane
/// "false" at the index of the opposite.
using Ref = std::uint32_t;
constexpr Ref certain = 0, unknowable = 2;  ///< the first two nodes: always true, always unknown

enum class Op : std::uint8_t {
    known,     ///< which rows have a value in the column
    cells,     ///< the value is in a set of cells
    all,       ///< every input is true
    at_least,  ///< `count` inputs are true
    presumed,  ///< the input, and true where it is unknown
};

struct Range {
    std::uint16_t low, high;  ///< cells, inclusive
};

struct Step {
    Op op = Op::known;
    std::uint8_t width = 1;  ///< known, cells: bytes a cell
    Ref out = 0;
    Ref known = 0;                        ///< cells: where Op::known put its answer
    std::uint32_t column = 0;             ///< known, cells: offset in the block
    std::uint32_t first = 0, inputs = 0;  ///< all, at_least, presumed: in `refs`. cells: in `ranges`
    std::uint32_t table = 0,
                  cells = 0;  ///< cells: in `tables`, where there are at most 16: 0xFF for those in the set
    std::uint32_t count = 0;
};

/// One version of a measure, or a part of one during which no parameter changes.
struct Variant {
    Ref in_force = certain;                ///< on the row's day
    Ref favourable = 0, unfavourable = 0;  ///< the conditions, by what becomes of `a_verifier`
};

struct Code {
    const Step* steps;
    std::size_t step_count;
    const Ref* refs;
    const Range* ranges;
    const std::uint8_t* tables;
    const Variant* variants;               ///< those of each measure together
    const std::uint32_t* variants_before;  ///< one a measure, and their number
    std::size_t measures;
};

/// \param block the columns of 512 rows, 32-byte aligned. \param planes 8 words for each Ref, 64-byte
/// aligned, where the first two nodes are already set. \param out 3 planes a measure: the bits of the
/// Outcome's number.
void run_portable(const Code&, const std::uint8_t* block, std::uint64_t* planes, std::uint64_t* out);
/// The same, where has_avx2(). Elsewhere it is run_portable.
void run_avx2(const Code&, const std::uint8_t* block, std::uint64_t* planes, std::uint64_t* out);

}  // namespace rules::law::bulk
