#include "rules/law/value.hpp"

#include <algorithm>

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

std::size_t Situation::searched(FieldId field) const {
    auto const at = std::lower_bound(known_.begin(), known_.end(), field, [](const Known& known, FieldId id) {
        return known.field < id;
    });
    return at == known_.end() || at->field != field ? nowhere : static_cast<std::size_t>(at - known_.begin());
}

void Situation::note_places(std::size_t first) {
    for (std::size_t place = first; place < known_.size(); ++place) {
        auto const index = static_cast<std::size_t>(known_[place].field);
        if (index >= places_.size()) return;  // ascending: the others are past it too
        places_[index] = static_cast<std::uint8_t>(place + 1);
    }
}

void Situation::take_out(FieldId field) {
    std::size_t const place = place_of(field);
    if (place == nowhere) return;
    known_.erase(known_.begin() + static_cast<std::ptrdiff_t>(place));
    if (auto const index = static_cast<std::size_t>(field); index < places_.size()) places_[index] = 0;
    note_places(place);
}

void Situation::set(FieldId field, Value value) {
    std::erase(declined_, field);
    if (std::size_t const place = place_of(field); place != nowhere) {
        known_[place].value = value;
        return;
    }
    auto const at = std::lower_bound(known_.begin(), known_.end(), field, [](const Known& known, FieldId id) {
        return known.field < id;
    });
    auto const place = at - known_.begin();
    known_.insert(at, {field, value});
    note_places(static_cast<std::size_t>(place));
}

void Situation::forget(FieldId field) {
    take_out(field);
    std::erase(declined_, field);
}

void Situation::decline(FieldId field) {
    take_out(field);
    auto const at = std::lower_bound(declined_.begin(), declined_.end(), field);
    if (at == declined_.end() || *at != field) declined_.insert(at, field);
}

bool Situation::declined(FieldId field) const {
    return std::binary_search(declined_.begin(), declined_.end(), field);
}

}  // namespace rules::law
