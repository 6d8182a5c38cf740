#pragma once
/// \file rules/law/value.hpp
/// Values of facts, and what is known of one person.
///
/// Every value is one 64-bit integer whose meaning its field gives (the vocabulary): booleans 0/1, integers
/// as they are, numbers and money in hundredths, dates in days since 1970-01-01, choices as the index of the
/// declared value, codes (commune, département) as up to eight ASCII characters packed big-endian. So the
/// same compare runs for one person and for columns of a million. Threads: plain data.

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules::law {

using Day = std::chrono::sys_days;  ///< a civil day

/// Index of a field in the vocabulary that it came from.
enum class FieldId : std::uint16_t {};

struct Value {
    std::int64_t raw = 0;
    friend auto operator<=>(const Value&, const Value&) = default;
};

[[nodiscard]] constexpr Value of_bool(bool b) {
    return {b ? 1 : 0};
}
[[nodiscard]] constexpr Value of_int(std::int64_t n) {
    return {n};
}
[[nodiscard]] constexpr Value of_hundredths(std::int64_t n) {
    return {n};
}
[[nodiscard]] constexpr Value of_day(Day d) {
    return {d.time_since_epoch().count()};
}
/// At most eight characters; longer ones are cut, so check first.
[[nodiscard]] constexpr Value of_code(std::string_view code) {
    std::uint64_t packed = 0;
    for (std::size_t i = 0; i < 8; ++i)
        packed = (packed << 8) | (i < code.size() ? static_cast<unsigned char>(code[i]) : 0U);
    return {static_cast<std::int64_t>(packed)};
}
[[nodiscard]] std::string to_code(Value);

/// What one person has said. A field that is absent is unknown, never "no". Small: a sorted vector.
class Situation {
  public:
    void set(FieldId, Value);
    void forget(FieldId);
    [[nodiscard]] std::optional<Value> get(FieldId field) const {
        std::size_t const place = place_of(field);
        return place == nowhere ? std::nullopt : std::optional(known_[place].value);
    }
    /// The person does not know or will not say: the field stays unknown and is never asked again.
    void decline(FieldId);
    [[nodiscard]] bool declined(FieldId) const;
    [[nodiscard]] bool empty() const { return known_.empty() && declined_.empty(); }

    struct Known {
        FieldId field;
        Value value;
        friend bool operator==(const Known&, const Known&) = default;
    };
    [[nodiscard]] const std::vector<Known>& known() const { return known_; }
    [[nodiscard]] const std::vector<FieldId>& declined_fields() const { return declined_; }
    friend bool operator==(const Situation&, const Situation&) = default;

  private:
    static constexpr std::size_t nowhere = ~std::size_t{0};
    /// Where the field stands in `known_`. A look-up: searching, or counting bits without a processor that
    /// can, costs more than the rest of a leaf. Fields past the 128th are searched for.
    [[nodiscard]] std::size_t place_of(FieldId field) const {
        auto const index = static_cast<std::size_t>(field);
        if (index >= places_.size()) return searched(field);
        return places_[index] == 0 ? nowhere : places_[index] - std::size_t{1};
    }
    [[nodiscard]] std::size_t searched(FieldId) const;
    void take_out(FieldId);
    /// Those from `first` on have moved.
    void note_places(std::size_t first);

    std::array<std::uint8_t, 128> places_{};  // of each of the first fields, its place + 1; 0: unknown
    std::vector<Known> known_;       // ascending by field
    std::vector<FieldId> declined_;  // ascending
};

}  // namespace rules::law
