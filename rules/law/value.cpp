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

void Situation::set(FieldId field, Value value) {
    std::erase(declined_, field);
    auto const at = std::lower_bound(known_.begin(), known_.end(), field, [](const Known& known, FieldId id) {
        return known.field < id;
    });
    if (at != known_.end() && at->field == field)
        at->value = value;
    else
        known_.insert(at, {field, value});
}

void Situation::forget(FieldId field) {
    std::erase_if(known_, [&](const Known& known) { return known.field == field; });
    std::erase(declined_, field);
}

std::optional<Value> Situation::get(FieldId field) const {
    auto const at = std::lower_bound(known_.begin(), known_.end(), field, [](const Known& known, FieldId id) {
        return known.field < id;
    });
    if (at == known_.end() || at->field != field) return std::nullopt;
    return at->value;
}

void Situation::decline(FieldId field) {
    std::erase_if(known_, [&](const Known& known) { return known.field == field; });
    auto const at = std::lower_bound(declined_.begin(), declined_.end(), field);
    if (at == declined_.end() || *at != field) declined_.insert(at, field);
}

bool Situation::declined(FieldId field) const {
    return std::binary_search(declined_.begin(), declined_.end(), field);
}

}  // namespace rules::law
