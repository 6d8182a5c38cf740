#include "tests/support/json_schema.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <set>

namespace tests {
namespace {

using nlohmann::json;

const std::set<std::string> known{"type",     "enum",    "properties", "required", "additionalProperties", "items",     "minItems",
                                  "minimum",  "maximum", "minLength",  "maxLength", "pattern",             "format",    "oneOf",
                                  "description", "$ref"};

bool is_type(const json& value, const std::string& type) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "string") return value.is_string();
    if (type == "array") return value.is_array();
    return type == "object" && value.is_object();
}

bool has_type(const json& wanted, const json& value) {
    if (wanted.is_string()) return is_type(value, wanted.get<std::string>());
    return std::any_of(wanted.begin(), wanted.end(), [&](const json& each) { return is_type(value, each.get<std::string>()); });
}

}  // namespace

const json& JsonSchema::resolved(const json& schema) const {
    if (!schema.contains("$ref")) return schema;
    return resolved(document_.at(json::json_pointer(schema.at("$ref").get<std::string>().substr(1))));
}

std::vector<std::string> JsonSchema::faults(const json& schema, const json& value) const {
    std::vector<std::string> all;
    check(schema, value, "$", all);
    return all;
}

void JsonSchema::check(const json& raw, const json& value, const std::string& place, std::vector<std::string>& faults) const {
    const json& schema = resolved(raw);
    auto const wrong = [&](const std::string& what) { faults.push_back(place + ": " + what); };
    for (auto const& [keyword, ignored] : schema.items())
        if (!known.contains(keyword)) wrong("schema keyword not checked here: " + keyword);
    if (schema.contains("type") && !has_type(schema["type"], value)) {
        wrong("is no " + schema["type"].dump() + " but " + value.dump().substr(0, 80));
        return;
    }
    if (schema.contains("enum") && std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
        wrong(value.dump() + " is not one of " + schema["enum"].dump());
    if (value.is_number()) {
        if (schema.contains("minimum") && value < schema["minimum"]) wrong("below the minimum");
        if (schema.contains("maximum") && value > schema["maximum"]) wrong("above the maximum");
    }
    if (value.is_string()) {
        auto const text = value.get<std::string>();
        if (schema.contains("minLength") && text.size() < schema["minLength"].get<std::size_t>()) wrong("too short");
        if (schema.contains("maxLength") && text.size() > schema["maxLength"].get<std::size_t>()) wrong("too long");
        if (schema.contains("pattern") && !RE2::PartialMatch(text, schema["pattern"].get<std::string>())) wrong(text + " has not the form " + schema["pattern"].dump());
        if (schema.contains("format")) {
            if (schema["format"].get<std::string>() != "date") wrong("format not checked here: " + schema["format"].dump());
            else if (!RE2::FullMatch(text, "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")) wrong(text + " is no day");
        }
    }
    if (value.is_array()) {
        if (schema.contains("minItems") && value.size() < schema["minItems"].get<std::size_t>()) wrong("too few items");
        if (schema.contains("items"))
            for (std::size_t i = 0; i < value.size(); ++i) check(schema["items"], value[i], place + "/" + std::to_string(i), faults);
    }
    if (value.is_object()) check_object(schema, value, place, faults);
    if (schema.contains("oneOf")) {
        std::vector<std::string> why;
        auto const fitting = std::count_if(schema["oneOf"].begin(), schema["oneOf"].end(), [&](const json& each) {
            std::vector<std::string> here;
            check(each, value, place, here);
            why.insert(why.end(), here.begin(), here.end());
            return here.empty();
        });
        if (fitting != 1) wrong(std::to_string(fitting) + " of oneOf fit");
        if (fitting == 0) faults.insert(faults.end(), why.begin(), why.end());
    }
}

void JsonSchema::check_object(const json& schema, const json& value, const std::string& place, std::vector<std::string>& faults) const {
    auto const required = schema.value("required", json::array());
    for (auto const& name : required)
        if (!value.contains(name.get<std::string>())) faults.push_back(place + ": " + name.dump() + " is missing");
    auto const properties = schema.value("properties", json::object());
    for (auto const& [name, each] : value.items()) {
        if (properties.contains(name)) {
            check(properties[name], each, place + "/" + name, faults);
        } else if (schema.contains("additionalProperties")) {
            auto const& further = schema["additionalProperties"];
            if (further.is_object()) check(further, each, place + "/" + name, faults);
            else if (further.is_boolean() && !further.get<bool>()) faults.push_back(place + ": " + name + " is not foreseen");
        }
    }
}

}  // namespace tests
