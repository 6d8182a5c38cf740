#include "tests/support/import_aides_jeunes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

namespace support {
namespace {

using namespace rules::law;
using nlohmann::json;

/// Conditions that hold when a list names the person's value, and the field that it names.
const std::map<std::string, std::string> lists{
    {"regions", "region"},
    {"departements", "departement"},
    {"communes", "commune"},
    {"epcis", "epci"},
    {"codes_postaux", "code_postal"},
    {"annee_etude", "annee_etude"},
    {"mention_baccalaureat", "mention_baccalaureat"}};
/// The same with `includes` and `excludes`.
const std::map<std::string, std::string> chosen{
    {"regime_securite_sociale", "regime_securite_sociale"},
    {"statut_occupation_logement", "statut_occupation_logement"}};
const std::vector<std::string> declared{
    "difficultes_acces_ou_frais_logement",
    "agence_travail_temporaire",
    "formation_sanitaire_social",
    "beneficiaire_rsa",
    "boursier"};

struct NoWord : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// First the fields and their values are gathered, then the trees are made of them.
class Import {
  public:
    explicit Import(const json& benefits) {
        for (const json& benefit : benefits)
            if (benefit.value("source", "") == "javascript") try_one(benefit, false);
        std::vector<Field> fields;
        for (auto& [name, field] : fields_) {
            if (field.type == FieldType::choice) field.values.emplace_back("autre");
            field.high = field.type == FieldType::choice ? static_cast<std::int64_t>(field.values.size()) - 1
                                                         : field.high;
            fields.push_back(field);
        }
        result_.vocabulary = Vocabulary(std::move(fields));
        for (const json& benefit : benefits)
            if (benefit.value("source", "") == "javascript") try_one(benefit, true);
    }
    ImportedRules take() { return std::move(result_); }

  private:
    void try_one(const json& benefit, bool keep) {
        Measure measure;
        measure.id = benefit.at("id").get<std::string>();
        try {
            Version version;
            version.from = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);
            version.conditions = rule(benefit);
            measure.versions.push_back(std::move(version));
        } catch (const NoWord& why) {
            if (keep) result_.left_out.push_back(measure.id + ": " + why.what());
            return;
        }
        if (keep) result_.measures.push_back(std::move(measure));
    }

    Condition rule(const json& benefit) {
        std::vector<Condition> all;
        for (const json& condition : benefit.value("conditions_generales", json::array()))
            all.push_back(one(condition, benefit.value("institution", json::object())));
        std::vector<Condition> profiles;
        for (const json& profile : benefit.value("profils", json::array())) {
            std::vector<Condition> needed{yes("profil_" + profile.at("type").get<std::string>())};
            for (const json& condition : profile.value("conditions", json::array()))
                needed.push_back(one(condition, benefit.value("institution", json::object())));
            profiles.push_back(group(Condition::Kind::all, std::move(needed)));
        }
        if (!profiles.empty()) all.push_back(group(Condition::Kind::any, std::move(profiles)));
        for (const json& text : benefit.value("conditions_non_modelisees", json::array())) {
            Condition verify;
            verify.kind = Condition::Kind::to_verify;
            verify.to_verify = text.get<std::string>();
            all.push_back(std::move(verify));
        }
        return group(Condition::Kind::all, std::move(all));
    }

    Condition one(const json& condition, const json& institution) {
        auto const type = condition.at("type").get<std::string>();
        if (type == "age")
            return compared("age", condition.at("operator"), condition.at("value"), FieldType::integer);
        if (type == "quotient_familial") {
            double const value = condition.at("value").get<double>();
            bool const yearly = condition.value("period", "month") == "year";
            return compared(
                "quotient_familial", condition.at("operator"), yearly ? value / 12 : value, FieldType::number
            );
        }
        if (type == "taux_incapacite")
            return compared(
                "taux_incapacite", condition.at("operator"), condition.at("value"), FieldType::number
            );
        if (auto const at = lists.find(type); at != lists.end())
            return listed(at->second, condition.at("values"));
        if (type == "excluded_epcis") return negated(listed("epci", condition.at("values")));
        if (auto const at = chosen.find(type); at != chosen.end()) {
            std::vector<Condition> both;
            if (condition.contains("includes")) both.push_back(listed(at->second, condition["includes"]));
            if (condition.contains("excludes"))
                both.push_back(negated(listed(at->second, condition["excludes"])));
            return group(Condition::Kind::all, std::move(both));
        }
        if (std::find(declared.begin(), declared.end(), type) != declared.end()) return yes(type);
        if (type == "not") return negated(one(condition.at("value"), institution));
        if (type == "attached_to_institution") {
            auto const kind = institution.value("type", "");
            if ((kind == "region" || kind == "departement" || kind == "commune") &&
                institution.contains("code_insee"))
                return listed(kind, json::array({institution["code_insee"]}));
            if (kind == "epci" && institution.contains("code_siren"))
                return listed("epci", json::array({institution["code_siren"]}));
            throw NoWord("attached_to_institution of a " + kind);
        }
        throw NoWord(type);
    }

    FieldId field(const std::string& name, FieldType type) {
        Field& declared_field = fields_[name];
        declared_field.name = name;
        declared_field.type = type;
        declared_field.high = type == FieldType::boolean ? 1 : type == FieldType::integer ? 120 : 10'000'000;
        return result_.vocabulary.find(name).value_or(FieldId{});
    }

    Condition leaf(
        const std::string& name,
        FieldType type,
        Comparison comparison,
        std::vector<Value> values,
        const std::string& written
    ) {
        Condition condition;
        condition.kind = Condition::Kind::leaf;
        condition.leaf.field = field(name, type);
        condition.leaf.comparison = comparison;
        condition.leaf.values = std::move(values);
        condition.leaf.written = written;
        return condition;
    }

    Condition yes(const std::string& name) {
        return leaf(name, FieldType::boolean, Comparison::is, {of_bool(true)}, name);
    }

    Condition compared(const std::string& name, const std::string& symbol, double value, FieldType type) {
        static const std::map<std::string, Comparison> symbols{
            {"<", Comparison::less},
            {"<=", Comparison::at_most},
            {">=", Comparison::at_least},
            {">", Comparison::more},
            {"=", Comparison::is}};
        auto const at = symbols.find(symbol);
        if (at == symbols.end()) throw NoWord("operator " + symbol);
        double const scaled = type == FieldType::number ? value * 100 : value;
        auto const raw = static_cast<std::int64_t>(std::llround(scaled));
        if (std::abs(scaled - static_cast<double>(raw)) > 1e-6)
            throw NoWord(name + " is compared with a fraction");
        return leaf(name, type, at->second, {Value{raw}}, name + " " + symbol + " " + std::to_string(value));
    }

    Condition listed(const std::string& name, const json& values) {
        // Upstream an empty list of places means everywhere.
        if (values.empty()) return group(Condition::Kind::all, {});
        Field& declared_field = fields_[name];
        std::vector<Value> raws;
        std::string written = name + " parmi {";
        for (const json& value : values) {
            auto const text = value.get<std::string>();
            auto at = std::find(declared_field.values.begin(), declared_field.values.end(), text);
            if (at == declared_field.values.end()) at = declared_field.values.insert(at, text);
            raws.push_back(Value{at - declared_field.values.begin()});
            written += text + ", ";
        }
        return leaf(name, FieldType::choice, Comparison::one_of, std::move(raws), written + "}");
    }

    static Condition group(Condition::Kind kind, std::vector<Condition> parts) {
        if (parts.size() == 1) return std::move(parts.front());
        Condition condition;
        condition.kind = kind;
        condition.parts = std::move(parts);
        return condition;
    }
    static Condition negated(Condition part) {
        Condition condition;
        condition.kind = Condition::Kind::not_;
        condition.parts.push_back(std::move(part));
        return condition;
    }

    std::map<std::string, Field> fields_;
    ImportedRules result_;
};

}  // namespace

ImportedRules import_aides_jeunes(const json& benefits) {
    return Import(benefits).take();
}

}  // namespace support
