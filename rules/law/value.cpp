#include "rules/law/value.hpp"

#include <algorithm>
#include <bit>

namespace rules::law {

std::string to_code(Value value) {
    std::string code;
    auto const packed = static_cast<std::uint64_t>(value.raw);
    for (int shift = 56; shift >= 0; shift -= 8) {
        auto const byte = static_cast<unsigned char>(packed >> shift);
        if (byte == 0) break;
        code += static_cast<char>(byte);
    }
    return code;
}

/// The rank of a field among those that are known is its place: no search, whose branches cost more than all
/// the rest of an evaluation. Fields past the 128th are searched for.
std::size_t Situation::place_of(FieldId field) const {
    auto const index = static_cast<std::size_t>(field);
    if (index < 64 * present_.size()) {
        std::uint64_t const bit = std::uint64_t{1} << (index % 64);
        if ((present_[index / 64] & bit) == 0) return known_.size();
        auto place = static_cast<std::size_t>(std::popcount(present_[index / 64] & (bit - 1)));
        if (index >= 64) place += static_cast<std::size_t>(std::popcount(present_[0]));
        return place;
    }
    auto const at = std::lower_bound(known_.begin(), known_.end(), field, [](const Known& known, FieldId id) {
        return known.field < id;
    });
    return at == known_.end() || at->field != field ? known_.size()
                                                    : static_cast<std::size_t>(at - known_.begin());
}

void Situation::mark(FieldId field, bool known) {
    auto const index = static_cast<std::size_t>(field);
    if (index >= 64 * present_.size()) return;
    std::uint64_t const bit = std::uint64_t{1} << (index % 64);
    if (known)
        present_[index / 64] |= bit;
    else
        present_[index / 64] &= ~bit;
}

void Situation::set(FieldId field, Value value) {
    std::erase(declined_, field);
    if (std::size_t const place = place_of(field); place < known_.size()) {
        known_[place].value = value;
        return;
    }
    auto const at = std::lower_bound(known_.begin(), known_.end(), field, [](const Known& known, FieldId id) {
        return known.field < id;
    });
    known_.insert(at, {field, value});
    mark(field, true);
}

void Situation::forget(FieldId field) {
    std::erase_if(known_, [&](const Known& known) { return known.field == field; });
    mark(field, false);
    std::erase(declined_, field);
}

std::optional<Value> Situation::get(FieldId field) const {
    std::size_t const place = place_of(field);
    if (place == known_.size()) return std::nullopt;
    return known_[place].value;
}

void Situation::decline(FieldId field) {
    std::erase_if(known_, [&](const Known& known) { return known.field == field; });
    mark(field, false);
    auto const at = std::lower_bound(declined_.begin(), declined_.end(), field);
    if (at == declined_.end() || *at != field) declined_.insert(at, field);
}

bool Situation::declined(FieldId field) const {
    return std::binary_search(declined_.begin(), declined_.end(), field);
}

}  // namespace rules::law
