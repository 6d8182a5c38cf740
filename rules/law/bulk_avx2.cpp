#include "rules/law/bulk_kernel.hpp"

#if defined(__AVX2__)

#include <immintrin.h>

namespace rules::law::bulk {
namespace {

using Lanes = __m256i;  // 256 rows of a plane
constexpr std::size_t halves = words / 4;
constexpr std::size_t most_counted = 64;

const Lanes* plane(const std::uint64_t* planes, Ref ref) {
    return reinterpret_cast<const Lanes*>(planes + std::size_t{ref} * words);
}
Lanes* plane(std::uint64_t* planes, Ref ref) {
    return reinterpret_cast<Lanes*>(planes + std::size_t{ref} * words);
}
Lanes ones() {
    return _mm256_set1_epi8(-1);
}

/// One bit for each of 32 bytes that are 0 or 0xFF.
std::uint32_t bits_of(Lanes bytes) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

/// 0xFF for each of 32 rows for which `test`, which looks at one register of cells, says so.
template <class Test>
Lanes rows_where(const std::uint8_t* column, std::size_t width, std::size_t group, const Test& test) {
    auto const* cells = reinterpret_cast<const Lanes*>(column) + group * width;
    if (width == 1) return test(_mm256_load_si256(cells));
    Lanes const packed =
        _mm256_packs_epi16(test(_mm256_load_si256(cells)), test(_mm256_load_si256(cells + 1)));
    return _mm256_permute4x64_epi64(packed, 0xD8);
}

template <class Test>
void fill(const std::uint8_t* column, std::size_t width, std::uint64_t* to, const Test& test) {
    for (std::size_t w = 0; w < words; ++w) {
        std::uint64_t const low = bits_of(rows_where(column, width, 2 * w, test));
        std::uint64_t const high = bits_of(rows_where(column, width, 2 * w + 1, test));
        to[w] = low | (high << 32);
    }
}

void set_known(const Step& step, const std::uint8_t* column, std::uint64_t* planes) {
    std::uint64_t* const out = planes + std::size_t{step.out ^ 1U} * words;
    if (step.width == 1)
        fill(column, 1, out, [](Lanes c) { return _mm256_cmpeq_epi8(c, _mm256_setzero_si256()); });
    else
        fill(column, 2, out, [](Lanes c) { return _mm256_cmpeq_epi16(c, _mm256_setzero_si256()); });
    for (std::size_t h = 0; h < halves; ++h)
        plane(planes, step.out)[h] = _mm256_andnot_si256(plane(planes, step.out ^ 1U)[h], ones());
}

void set_cells(const Code& code, const Step& step, const std::uint8_t* column, std::uint64_t* planes) {
    std::uint64_t* const out = planes + std::size_t{step.out} * words;
    const Range* const ranges = code.ranges + step.first;
    if (step.cells <= 16) {
        Lanes const table = _mm256_broadcastsi128_si256(
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(code.tables + step.table))
        );
        fill(column, 1, out, [table](Lanes c) { return _mm256_shuffle_epi8(table, c); });
    } else if (step.width == 1) {
        fill(column, 1, out, [&step, ranges](Lanes c) {
            Lanes in = _mm256_setzero_si256();
            for (std::size_t r = 0; r < step.inputs; ++r) {
                Lanes const low = _mm256_set1_epi8(static_cast<char>(ranges[r].low));
                Lanes const span = _mm256_set1_epi8(static_cast<char>(ranges[r].high - ranges[r].low));
                Lanes const above = _mm256_sub_epi8(c, low);
                in = _mm256_or_si256(in, _mm256_cmpeq_epi8(_mm256_min_epu8(above, span), above));
            }
            return in;
        });
    } else {
        fill(column, 2, out, [&step, ranges](Lanes c) {
            Lanes in = _mm256_setzero_si256();
            for (std::size_t r = 0; r < step.inputs; ++r) {
                Lanes const low = _mm256_set1_epi16(static_cast<short>(ranges[r].low));
                Lanes const span = _mm256_set1_epi16(static_cast<short>(ranges[r].high - ranges[r].low));
                Lanes const above = _mm256_sub_epi16(c, low);
                in = _mm256_or_si256(in, _mm256_cmpeq_epi16(_mm256_min_epu16(above, span), above));
            }
            return in;
        });
    }
    for (std::size_t h = 0; h < halves; ++h) {
        Lanes const bits = plane(planes, step.out)[h], known = plane(planes, step.known)[h];
        plane(planes, step.out)[h] = _mm256_and_si256(bits, known);
        plane(planes, step.out ^ 1U)[h] = _mm256_andnot_si256(bits, known);
    }
}

void set_all(const Code& code, const Step& step, std::uint64_t* planes) {
    const Ref* const refs = code.refs + step.first;
    for (std::size_t h = 0; h < halves; ++h) {
        Lanes yes = ones(), no = _mm256_setzero_si256();
        for (std::size_t i = 0; i < step.inputs; ++i) {
            yes = _mm256_and_si256(yes, plane(planes, refs[i])[h]);
            no = _mm256_or_si256(no, plane(planes, refs[i] ^ 1U)[h]);
        }
        plane(planes, step.out)[h] = yes;
        plane(planes, step.out ^ 1U)[h] = no;
    }
}

Lanes reached(
    const Ref* refs,
    std::size_t inputs,
    const std::uint64_t* planes,
    std::size_t h,
    std::size_t wanted,
    Ref opposite
) {
    Lanes at_least[most_counted + 1];
    at_least[0] = ones();
    for (std::size_t k = 1; k <= wanted; ++k) at_least[k] = _mm256_setzero_si256();
    for (std::size_t i = 0; i < inputs; ++i) {
        Lanes const holds = plane(planes, refs[i] ^ opposite)[h];
        for (std::size_t k = wanted; k > 0; --k)
            at_least[k] = _mm256_or_si256(at_least[k], _mm256_and_si256(at_least[k - 1], holds));
    }
    return at_least[wanted];
}

void set_at_least(const Code& code, const Step& step, std::uint64_t* planes) {
    const Ref* const refs = code.refs + step.first;
    for (std::size_t h = 0; h < halves; ++h) {
        Lanes const yes = reached(refs, step.inputs, planes, h, step.count, 0);
        Lanes const no = reached(refs, step.inputs, planes, h, step.inputs - step.count + 1, 1);
        plane(planes, step.out)[h] = yes;
        plane(planes, step.out ^ 1U)[h] = no;
    }
}

void set_presumed(const Code& code, const Step& step, std::uint64_t* planes) {
    Ref const input = code.refs[step.first];
    for (std::size_t h = 0; h < halves; ++h) {
        Lanes const no = plane(planes, input ^ 1U)[h];
        plane(planes, step.out)[h] = _mm256_andnot_si256(no, ones());
        plane(planes, step.out ^ 1U)[h] = no;
    }
}

void settle(const Code& code, const std::uint64_t* planes, std::uint64_t* out) {
    for (std::size_t m = 0; m < code.measures; ++m, out += 3 * words) {
        for (std::size_t h = 0; h < halves; ++h) {
            Lanes in = _mm256_setzero_si256(), open_or_no = in, odd = in;
            for (std::uint32_t v = code.variants_before[m]; v < code.variants_before[m + 1]; ++v) {
                const Variant& variant = code.variants[v];
                Lanes const here = plane(planes, variant.in_force)[h];
                Lanes const yes = plane(planes, variant.favourable)[h];
                Lanes const no = plane(planes, variant.favourable ^ 1U)[h];
                Lanes const sure = plane(planes, variant.unfavourable)[h];
                Lanes const reserved = _mm256_or_si256(no, _mm256_andnot_si256(sure, yes));
                in = _mm256_or_si256(in, here);
                open_or_no = _mm256_or_si256(open_or_no, _mm256_andnot_si256(yes, here));
                odd = _mm256_or_si256(odd, _mm256_and_si256(here, reserved));
            }
            auto* const to = reinterpret_cast<Lanes*>(out);
            _mm256_storeu_si256(to + h, odd);
            _mm256_storeu_si256(to + halves + h, open_or_no);
            _mm256_storeu_si256(to + 2 * halves + h, _mm256_andnot_si256(in, ones()));
        }
    }
}

}  // namespace

void run_avx2(const Code& code, const std::uint8_t* block, std::uint64_t* planes, std::uint64_t* out) {
    for (std::size_t s = 0; s < code.step_count; ++s) {
        const Step& step = code.steps[s];
        switch (step.op) {
            case Op::known:
                set_known(step, block + step.column, planes);
                break;
            case Op::cells:
                set_cells(code, step, block + step.column, planes);
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

#else  // another processor

namespace rules::law::bulk {

void run_avx2(const Code& code, const std::uint8_t* block, std::uint64_t* planes, std::uint64_t* out) {
    run_portable(code, block, planes, out);
}

}  // namespace rules::law::bulk

#endif
