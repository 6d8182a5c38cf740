#include "rules/law/vocabulary.hpp"

#include "rules/yaml/number.hpp"

#include <algorithm>
#include <numeric>

namespace rules::law {
namespace {

bool code_shaped(std::string_view text) {
    return !text.empty() && text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    });
}

std::optional<std::int64_t> raw_of(const Field& field, std::string_view text) {
    switch (field.type) {
        case FieldType::boolean:
            if (text == "oui") return 1;
            if (text == "non") return 0;
            return std::nullopt;
        case FieldType::integer: {
            auto const hundredths = yaml::parse_hundredths(text);
            if (!hundredths || *hundredths % 100 != 0) return std::nullopt;
            return *hundredths / 100;
        }
        case FieldType::number:
            return yaml::parse_hundredths(text);
        case FieldType::choice: {
            auto const at = std::find(field.values.begin(), field.values.end(), text);
            if (at == field.values.end()) return std::nullopt;
            return at - field.values.begin();
        }
        case FieldType::date: {
            auto const day = yaml::parse_day(text);
            if (!day) return std::nullopt;
            return of_day(*day).raw;
        }
        case FieldType::code:
            if (!code_shaped(text)) return std::nullopt;
            return of_code(text).raw;
    }
    return std::nullopt;
}

std::string decimal(std::int64_t hundredths) {
    std::string text = hundredths < 0 ? "-" : "";
    std::int64_t const absolute = hundredths < 0 ? -hundredths : hundredths;
    text += std::to_string(absolute / 100);
    if (absolute % 100 != 0) text += (absolute % 100 < 10 ? ".0" : ".") + std::to_string(absolute % 100);
    return text;
}

}  // namespace

Vocabulary::Vocabulary(std::vector<Field> fields) : fields_(std::move(fields)), by_name_(fields_.size()) {
    std::iota(by_name_.begin(), by_name_.end(), std::uint16_t{0});
    std::sort(by_name_.begin(), by_name_.end(), [&](std::uint16_t a, std::uint16_t b) {
        return fields_[a].name < fields_[b].name;
    });
}

std::optional<FieldId> Vocabulary::find(std::string_view name) const {
    auto const at = std::lower_bound(
        by_name_.begin(),
        by_name_.end(),
        name,
        [&](std::uint16_t index, std::string_view wanted) { return fields_[index].name < wanted; }
    );
    if (at == by_name_.end() || fields_[*at].name != name) return std::nullopt;
    return FieldId{*at};
}

const Field& Vocabulary::at(FieldId id) const {
    return fields_.at(static_cast<std::size_t>(id));
}

std::optional<Value> Vocabulary::parse(FieldId id, std::string_view text) const {
    const Field& field = at(id);
    auto const raw = raw_of(field, text);
    if (!raw) return std::nullopt;
    // The bounds of a code are its length.
    std::int64_t const bounded =
        field.type == FieldType::code ? static_cast<std::int64_t>(text.size()) : *raw;
    if (bounded < field.low || bounded > field.high) return std::nullopt;
    return Value{*raw};
}

std::string Vocabulary::text(FieldId id, Value value) const {
    const Field& field = at(id);
    switch (field.type) {
        case FieldType::boolean:
            return value.raw != 0 ? "oui" : "non";
        case FieldType::integer:
            return std::to_string(value.raw);
        case FieldType::number:
            return decimal(value.raw);
        case FieldType::choice: {
            auto const index = static_cast<std::size_t>(value.raw);
            return index < field.values.size() ? field.values[index] : std::string();
        }
        case FieldType::date:
            return yaml::written_day(Day(std::chrono::days(value.raw)));
        case FieldType::code:
            return to_code(value);
    }
    return {};
}

}  // namespace rules::law
