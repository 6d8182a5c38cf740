#include "rules/law/bulk.hpp"

#include "rules/law/bulk_program.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>

namespace rules::law {

using bulk::block_rows;
using bulk::words;

namespace {

constexpr std::size_t bits_of_outcome = 3;

struct alignas(64) Plane {
    std::uint64_t word[words];
};

std::vector<const Measure*> all_of(const Catalogue& catalogue) {
    std::vector<const Measure*> measures;
    for (const Measure& measure : catalogue.measures()) measures.push_back(&measure);
    return measures;
}

void put(std::uint8_t* block, const bulk::Column& column, std::size_t row, std::uint32_t cell) {
    std::uint8_t* const at = block + column.offset + row * column.width;
    if (column.width == 1) {
        *at = static_cast<std::uint8_t>(cell);
    } else {
        auto const wide = static_cast<std::uint16_t>(cell);
        std::memcpy(at, &wide, sizeof wide);
    }
}

std::uint32_t cell_at(const std::uint8_t* block, const bulk::Column& column, std::size_t row) {
    const std::uint8_t* const at = block + column.offset + row * column.width;
    if (column.width == 1) return *at;
    std::uint16_t wide = 0;
    std::memcpy(&wide, at, sizeof wide);
    return wide;
}

}  // namespace

bool has_avx2() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

void BulkRows::Free::operator()(std::uint8_t* block) const {
    std::free(block);
}

void BulkRows::append(const Situation& situation, Day day) {
    std::size_t const row = size_ % block_rows, index = size_ / block_rows;
    if (index == blocks_.size()) {
        auto* const fresh = static_cast<std::uint8_t*>(std::aligned_alloc(64, program_->block_bytes));
        if (!fresh) throw std::bad_alloc();
        blocks_.emplace_back(fresh);
    }
    std::uint8_t* const block = blocks_[index].get();
    if (row == 0) std::memset(block, 0, program_->block_bytes);
    put(block, program_->columns.front(), row, program_->columns.front().cell_of(of_day(day).raw));
    for (const Situation::Known& known : situation.known()) {
        auto const field = static_cast<std::size_t>(known.field);
        if (field >= program_->column_of_field.size() || program_->column_of_field[field] < 0) continue;
        const bulk::Column& column =
            program_->columns[static_cast<std::size_t>(program_->column_of_field[field])];
        put(block, column, row, column.cell_of(known.value.raw));
    }
    ++size_;
}

void BulkRows::clear() {
    size_ = 0;
}

std::size_t BulkRows::bytes() const {
    return blocks_.size() * program_->block_bytes + blocks_.capacity() * sizeof blocks_[0];
}

Outcome BulkOutcomes::at(std::size_t measure, std::size_t row) const {
    std::size_t const block = row / block_rows, bit = row % block_rows;
    const std::uint64_t* const planes =
        planes_.data() + (block * measures_ + measure) * bits_of_outcome * words + bit / 64;
    unsigned number = 0;
    for (std::size_t b = 0; b < bits_of_outcome; ++b)
        number |= static_cast<unsigned>((planes[b * words] >> (bit % 64)) & 1U) << b;
    return static_cast<Outcome>(number);
}

std::size_t BulkOutcomes::count(std::size_t measure, Outcome wanted) const {
    std::size_t found = 0;
    auto const number = static_cast<unsigned>(wanted);
    for (std::size_t first = 0; first < rows_; first += 64) {
        const std::uint64_t* const planes =
            planes_.data() + (first / block_rows * measures_ + measure) * bits_of_outcome * words +
            first % block_rows / 64;
        std::uint64_t equal =
            rows_ - first < 64 ? (std::uint64_t{1} << (rows_ - first)) - 1 : ~std::uint64_t{0};
        for (std::size_t b = 0; b < bits_of_outcome; ++b)
            equal &= ((number >> b) & 1U) != 0 ? planes[b * words] : ~planes[b * words];
        found += static_cast<std::size_t>(std::popcount(equal));
    }
    return found;
}

Bulk::Bulk(const Vocabulary& vocabulary, std::span<const Measure* const> measures)
    : program_(std::make_shared<const bulk::Program>(bulk::compile(vocabulary, measures))) {}

Bulk::Bulk(const Catalogue& catalogue) : Bulk(catalogue.vocabulary(), all_of(catalogue)) {}

void Bulk::evaluate(const BulkRows& rows, BulkOutcomes& out, BulkPath path) const {
    const bulk::Program& program = *rows.program_;
    bool const wide = path == BulkPath::avx2 || (path == BulkPath::best && has_avx2());
    auto* const run = wide ? bulk::run_avx2 : bulk::run_portable;
    out.rows_ = rows.size_;
    out.measures_ = program.measures.size();
    std::size_t const blocks = (rows.size_ + block_rows - 1) / block_rows;
    std::size_t const stride = out.measures_ * bits_of_outcome * words;
    out.planes_.resize(blocks * stride);

    std::vector<Plane> planes(2 * program.nodes);
    std::fill_n(planes[bulk::certain].word, words, ~std::uint64_t{0});
    bulk::Selection selection;
    std::uint32_t first = 1, last = 0;  // none selected yet
    const bulk::Column& days = program.columns.front();
    for (std::size_t b = 0; b < blocks; ++b) {
        const std::uint8_t* const block = rows.blocks_[b].get();
        std::size_t const used = std::min(block_rows, rows.size_ - b * block_rows);
        std::uint32_t earliest = cell_at(block, days, 0), latest = earliest;
        for (std::size_t row = 1; row < used; ++row) {
            std::uint32_t const epoch = cell_at(block, days, row);
            earliest = std::min(earliest, epoch);
            latest = std::max(latest, epoch);
        }
        if (earliest != first || latest != last) {
            selection = bulk::select(program, earliest, latest);
            first = earliest;
            last = latest;
        }
        bulk::Code const code{
            selection.steps.data(),
            selection.steps.size(),
            program.refs.data(),
            program.ranges.data(),
            program.tables.data(),
            selection.variants.data(),
            selection.variants_before.data(),
            out.measures_};
        run(code, block, planes.front().word, out.planes_.data() + b * stride);
    }
    // Rows past the end say nothing: equal results are equal bits.
    if (std::size_t const used = rows.size_ % block_rows; used != 0)
        for (std::size_t plane = 0; plane < out.measures_ * bits_of_outcome; ++plane)
            for (std::size_t w = 0; w < words; ++w) {
                std::uint64_t& word = out.planes_[(blocks - 1) * stride + plane * words + w];
                if (w * 64 >= used)
                    word = 0;
                else if (used - w * 64 < 64)
                    word &= (std::uint64_t{1} << (used - w * 64)) - 1;
            }
}

Bulk::Shape Bulk::shape() const {
    Shape shape{};
    shape.measures = program_->measures.size();
    for (const auto& measure : program_->measures) shape.variants += measure.size();
    shape.fields = program_->columns.size() - 1;
    for (const bulk::Step& step : program_->steps) {
        if (step.op == bulk::Op::cells) ++shape.leaves;
        if (step.op == bulk::Op::all || step.op == bulk::Op::at_least) ++shape.gates;
    }
    shape.row_bytes = program_->block_bytes / block_rows;
    return shape;
}

}  // namespace rules::law
