#include "rules/law/bulk_kernel.hpp"

#include <cstring>

namespace rules::law::bulk {
namespace {

using Word = std::uint64_t;
constexpr std::size_t most_counted = 64;

/// 64 bytes that are 0 or 1, as bits. (Simple loops: the compiler turns them into what vectors the processor
/// has.)
Word packed(const std::uint8_t* ones) {
    Word bits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        Word eight = 0;
        for (std::size_t j = 0; j < 8; ++j) eight |= Word{ones[8 * i + j]} << (8 * j);
        bits |= ((eight * 0x0102040810204080U) >> 56) << (8 * i);
    }
    return bits;
}

template <class Cell>
void set_known(const std::uint8_t* column, Word* out) {
    for (std::size_t w = 0; w < words; ++w) {
        Cell cells[64];
        std::memcpy(cells, column + w * sizeof cells, sizeof cells);
        std::uint8_t known[64];
        for (std::size_t i = 0; i < 64; ++i) known[i] = cells[i] != 0 ? 1 : 0;
        out[w] = packed(known);
        out[words + w] = ~out[w];
    }
}

template <class Cell>
void set_cells(
    const Step& step, const std::uint8_t* column, const Range* ranges, const Word* known, Word* out
) {
    for (std::size_t w = 0; w < words; ++w) {
        Cell cells[64];
        std::memcpy(cells, column + w * sizeof cells, sizeof cells);
        std::uint8_t in[64] = {};
        for (std::size_t r = 0; r < step.inputs; ++r) {
            auto const low = static_cast<Cell>(ranges[r].low);
            auto const span = static_cast<Cell>(ranges[r].high - ranges[r].low);
            for (std::size_t i = 0; i < 64; ++i)
                in[i] =
                    static_cast<std::uint8_t>(in[i] | (static_cast<Cell>(cells[i] - low) <= span ? 1 : 0));
        }
        Word const bits = packed(in);
        out[w] = bits & known[w];
        out[words + w] = ~bits & known[w];
    }
}

const Word* plane(const Word* planes, Ref ref) {
    return planes + std::size_t{ref} * words;
}

void set_all(const Code& code, const Step& step, Word* planes) {
    Word* out = planes + std::size_t{step.out} * words;
    for (std::size_t w = 0; w < words; ++w) {
        Word yes = ~Word{0}, no = 0;
        for (std::size_t i = 0; i < step.inputs; ++i) {
            Ref const ref = code.refs[step.first + i];
            yes &= plane(planes, ref)[w];
            no |= plane(planes, ref ^ 1U)[w];
        }
        out[w] = yes;
        out[words + w] = no;
    }
}

/// Rows in which at least `wanted` of the planes hold; `opposite` looks at the planes "false".
Word reached(
    const Code& code, const Step& step, const Word* planes, std::size_t w, std::size_t wanted, Ref opposite
) {
    Word at_least[most_counted + 1] = {~Word{0}};
    for (std::size_t i = 0; i < step.inputs; ++i) {
        Word const holds = plane(planes, code.refs[step.first + i] ^ opposite)[w];
        for (std::size_t k = wanted; k > 0; --k) at_least[k] |= at_least[k - 1] & holds;
    }
    return at_least[wanted];
}

void set_at_least(const Code& code, const Step& step, Word* planes) {
    Word* out = planes + std::size_t{step.out} * words;
    for (std::size_t w = 0; w < words; ++w) {
        Word const yes = reached(code, step, planes, w, step.count, 0);
        Word const no = reached(code, step, planes, w, step.inputs - step.count + 1, 1);
        out[w] = yes;
        out[words + w] = no;
    }
}

void set_presumed(const Code& code, const Step& step, Word* planes) {
    Word* out = planes + std::size_t{step.out} * words;
    const Word* const no = plane(planes, code.refs[step.first] ^ 1U);
    for (std::size_t w = 0; w < words; ++w) {
        out[w] = ~no[w];
        out[words + w] = no[w];
    }
}

void settle(const Code& code, const Word* planes, Word* out) {
    for (std::size_t m = 0; m < code.measures; ++m, out += 3 * words) {
        for (std::size_t w = 0; w < words; ++w) {
            Word in = 0, open_or_no = 0, odd = 0;
            for (std::uint32_t v = code.variants_before[m]; v < code.variants_before[m + 1]; ++v) {
                const Variant& variant = code.variants[v];
                Word const here = plane(planes, variant.in_force)[w];
                Word const yes = plane(planes, variant.favourable)[w];
                Word const no = plane(planes, variant.favourable ^ 1U)[w];
                Word const sure = plane(planes, variant.unfavourable)[w];
                in |= here;
                open_or_no |= here & ~yes;
                odd |= here & (no | (yes & ~sure));
            }
            out[w] = odd;
            out[words + w] = open_or_no;
            out[2 * words + w] = ~in;
        }
    }
}

}  // namespace

void run_portable(const Code& code, const std::uint8_t* block, std::uint64_t* planes, std::uint64_t* out) {
    for (std::size_t s = 0; s < code.step_count; ++s) {
        const Step& step = code.steps[s];
        Word* const to = planes + std::size_t{step.out} * words;
        switch (step.op) {
            case Op::known:
                if (step.width == 1)
                    set_known<std::uint8_t>(block + step.column, to);
                else
                    set_known<std::uint16_t>(block + step.column, to);
                break;
            case Op::cells:
                if (step.width == 1)
                    set_cells<std::uint8_t>(
                        step, block + step.column, code.ranges + step.first, plane(planes, step.known), to
                    );
                else
                    set_cells<std::uint16_t>(
                        step, block + step.column, code.ranges + step.first, plane(planes, step.known), to
                    );
                break;
            case Op::all:
                set_all(code, step, planes);
                break;
            case Op::at_least:
                set_at_least(code, step, planes);
                break;
            case Op::presumed:
                set_presumed(code, step, planes);
                break;
        }
    }
    settle(code, planes, out);
}

}  // namespace rules::law::bulk
