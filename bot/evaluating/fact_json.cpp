#include "bot/evaluating/fact_json.hpp"

#include <nlohmann/json.hpp>

namespace bot::evaluating {
namespace {

namespace law = rules::law;
using Json = nlohmann::ordered_json;

std::string_view type_name(law::FieldType type) {
    switch (type) {
        case law::FieldType::boolean:
            return "boolean";
        case law::FieldType::integer:
            return "integer";
        case law::FieldType::number:
            return "number";
        case law::FieldType::choice:
            return "choice";
        case law::FieldType::date:
            return "date";
        case law::FieldType::code:
            break;
    }
    return "code";
}

}  // namespace

std::optional<Json> fact_json(const law::Field& field) {
    if (field.derivation == law::Derivation::region_from_departement) return std::nullopt;
    Json json{{"name", field.name}, {"type", type_name(field.type)}};
    if (!field.unit.empty()) json["unit"] = field.unit;
    if (field.type == law::FieldType::choice) json["values"] = field.values;
    constexpr std::int64_t hundredths = 100;
    if (field.type == law::FieldType::integer) json["least"] = field.low, json["most"] = field.high;
    if (field.type == law::FieldType::number) json["least"] = field.low / hundredths, json["most"] = field.high / hundredths;
    if (field.askable()) json["question"] = field.question_vous;
    return json;
}

}  // namespace bot::evaluating
