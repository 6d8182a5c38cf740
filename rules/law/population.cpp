#include "rules/law/population.hpp"

#include "rules/law/weights.hpp"

#include <algorithm>

namespace rules::law {
namespace {

/// In [0, 1): the standard distributions differ from one library to another, this does not.
double fraction(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

std::int64_t between(std::int64_t low, std::int64_t high, std::mt19937_64& random) {
    auto const count = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(random() % count);
}

Value draw(const Field& field, std::span<const Share> shares, std::mt19937_64& random) {
    if (shares.empty()) return Value{between(field.low, field.high, random)};
    double sum = 0;
    for (const Share& share : shares) sum += share.weight;
    double left = fraction(random) * sum;
    for (const Share& share : shares) {
        left -= share.weight;
        if (left < 0) return Value{between(share.low, share.high, random)};
    }
    return Value{shares.back().high};
}

}  // namespace

Situation drawn_person(const Catalogue& catalogue, std::mt19937_64& random) {
    const Vocabulary& vocabulary = catalogue.vocabulary();
    Measure const nothing;
    Version const no_version;
    Situation person;
    auto const give = [&](FieldId id) {
        const Field& field = vocabulary.at(id);
        auto const shares = shares_of(field, Setting{vocabulary, nothing, no_version, person, Day{}});
        bool const free = field.type != FieldType::code && field.type != FieldType::date;
        if (!shares.empty() || free) person.set(id, draw(field, shares, random));
    };
    for (FieldId const id : catalogue.told_first()) give(id);
    for (std::size_t i = 0; i < vocabulary.fields().size(); ++i) {
        FieldId const id{static_cast<std::uint16_t>(i)};
        auto const told = catalogue.told_first();
        if (std::find(told.begin(), told.end(), id) == told.end()) give(id);
    }
    return person;
}

}  // namespace rules::law
