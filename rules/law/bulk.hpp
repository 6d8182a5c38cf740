#pragma once
/// \file rules/law/bulk.hpp
/// Many people against many measures at once: the outcomes of assess(), a bit each, for files of partners,
/// for simulated populations and for comparing two catalogues.
///
/// How: every field is cut where some leaf changes its mind, and a row keeps one byte a field, the number of
/// its cell (0: unknown; two bytes where there are more than 255 cells). A leaf, the same for all measures
/// and versions that share it, is a set of cells: it gives 512 rows a plane of bits "true" and a plane
/// "false". Measures are straight code of `and` and `at least` over pairs of planes; `non` only exchanges the
/// two, and what is equal in two measures is computed once. The date is a column like another, cut where a
/// version or a parameter changes.
///
/// Property (tests): the outcome is that of assess() for every row, and the AVX2 path gives the same bits as
/// the portable one. Cost: about 75 bytes a row for the whole catalogue. Threads: a Bulk is immutable; one
/// BulkRows or BulkOutcomes on one thread at a time. Lifetimes: nothing refers to the catalogue once built,
/// but the measures' order is the caller's.

#include "rules/law/verdict.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace rules::law {

namespace bulk {
struct Program;
}

/// Which machine code runs. `best` asks the processor once.
enum class BulkPath : std::uint8_t { best, portable, avx2 };
[[nodiscard]] bool has_avx2();

/// Rows of one Bulk: what it needs to know of each person. Grows by blocks; nothing is moved.
class BulkRows {
  public:
    /// \param situation completed facts; those that no measure looks at are dropped.
    void append(const Situation& situation, Day day);
    void clear();  ///< keeps the memory
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t bytes() const;  ///< of memory held

  private:
    friend class Bulk;
    explicit BulkRows(std::shared_ptr<const bulk::Program> program) : program_(std::move(program)) {}
    struct Free {
        void operator()(std::uint8_t* block) const;
    };
    std::shared_ptr<const bulk::Program> program_;
    std::vector<std::unique_ptr<std::uint8_t[], Free>> blocks_;
    std::size_t size_ = 0;
};

/// Three bits a row and measure.
class BulkOutcomes {
  public:
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t measures() const { return measures_; }
    /// \param measure position in the list that the Bulk was made from.
    [[nodiscard]] Outcome at(std::size_t measure, std::size_t row) const;
    [[nodiscard]] std::size_t count(std::size_t measure, Outcome) const;
    [[nodiscard]] std::size_t bytes() const { return planes_.capacity() * sizeof planes_[0]; }
    friend bool operator==(const BulkOutcomes&, const BulkOutcomes&) = default;

  private:
    friend class Bulk;
    std::size_t rows_ = 0, measures_ = 0;
    std::vector<std::uint64_t> planes_;  // a block: measure × 3 planes × 8 words
};

class Bulk {
  public:
    /// Throws std::length_error if a field is cut into more than 65 534 cells, or an `au_moins` has more than
    /// 64 parts.
    Bulk(const Vocabulary&, std::span<const Measure* const> measures);
    /// All of the catalogue, in its order.
    explicit Bulk(const Catalogue&);

    [[nodiscard]] BulkRows rows() const { return BulkRows(program_); }
    /// \param rows made by this Bulk. \param out overwritten; its memory is used again.
    /// \param path avx2 only where has_avx2().
    void evaluate(const BulkRows& rows, BulkOutcomes& out, BulkPath path = BulkPath::best) const;

    struct Shape {
        std::size_t measures, variants, fields, leaves, gates, row_bytes;
    };
    [[nodiscard]] Shape shape() const;

  private:
    std::shared_ptr<const bulk::Program> program_;
};

}  // namespace rules::law
