#include "bot/reading/linear.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace bot::reading {
namespace {

constexpr std::size_t head = 6;

}  // namespace

LinearModel::LinearModel(std::span<const std::uint32_t> data) {
    if (data.size() < head || data[0] != model_magic) throw std::invalid_argument("no linear model");
    temperature_ = std::bit_cast<float>(data[3]);
    classes_ = data[4];
    stride_ = 2 + (classes_ + 3) / 4;
    if (data.size() != head + data[5] * stride_) throw std::invalid_argument("linear model cut short");
    rows_ = data.subspan(head);
    const std::size_t rows = data[5];
    index_.assign(std::bit_ceil(rows * 2 + 16), {});
    for (std::uint32_t r = 0; r < rows; ++r) {
        std::size_t at = rows_[r * stride_] & (index_.size() - 1);
        while (index_[at].row != 0) at = (at + 1) & (index_.size() - 1);
        index_[at] = {rows_[r * stride_], r + 1};
    }
}

std::uint32_t LinearModel::row(std::uint32_t hash) const {
    for (std::size_t at = hash & (index_.size() - 1);; at = (at + 1) & (index_.size() - 1)) {
        const auto& slot = index_[at];
        if (slot.row == 0 || slot.hash == hash) return slot.row;
    }
}

double LinearModel::weight(const Feature& feature, std::size_t klass) const {
    const auto r = row(feature.hash);
    if (r == 0) return 0;
    const auto* at = &rows_[(r - 1) * stride_];
    const auto byte = static_cast<std::int8_t>((at[2 + klass / 4] >> (8 * (klass % 4))) & 0xff);
    return static_cast<double>(std::bit_cast<float>(at[1])) * byte * static_cast<double>(feature.value);
}

void LinearModel::probabilities(const Features& features, std::vector<double>& out) const {
    out.assign(classes_, 0.0);
    for (const auto& feature : features) {
        const auto r = row(feature.hash);
        if (r == 0) continue;
        const auto* at = &rows_[(r - 1) * stride_];
        const double scale = static_cast<double>(std::bit_cast<float>(at[1])) * static_cast<double>(feature.value);
        for (std::size_t c = 0; c < classes_; ++c)
            out[c] += scale * static_cast<std::int8_t>((at[2 + c / 4] >> (8 * (c % 4))) & 0xff);
    }
    const double top = *std::max_element(out.begin(), out.end());
    double sum = 0;
    for (auto& v : out) sum += v = std::exp((v - top) / temperature_);
    for (auto& v : out) v /= sum;
}

}  // namespace bot::reading
