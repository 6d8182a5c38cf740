#include "rules/law/calendar.hpp"
#include "rules/law/verdict.hpp"
#include "rules/places/gazetteer.hpp"

#include <algorithm>

namespace rules::law {
namespace {

/// The département is in the commune's code: two characters, three overseas.
std::string departement_of(std::string_view commune) {
    return std::string(commune.substr(0, commune.starts_with("97") || commune.starts_with("98") ? 3 : 2));
}

class Completion {
  public:
    Completion(const Vocabulary& vocabulary, Situation situation, Day day, const places::Gazetteer* gazetteer)
        : vocabulary_(vocabulary), situation_(std::move(situation)), day_(day), gazetteer_(gazetteer) {}

    Situation run() {
        derive(Derivation::age_from_birth_date);
        derive(Derivation::departement_from_commune);
        derive(Derivation::region_from_departement);  // after the département that it needs
        derive(Derivation::zrr_frr_from_commune);
        derive(Derivation::sector_from_employer);
        derive(Derivation::day_of_evaluation);
        return std::move(situation_);
    }

  private:
    void derive(Derivation derivation) {
        auto const fields = vocabulary_.fields();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            FieldId const id{static_cast<std::uint16_t>(i)};
            if (fields[i].derivation != derivation || situation_.get(id)) continue;
            if (auto const value = derived(derivation, fields[i])) situation_.set(id, *value);
        }
    }

    [[nodiscard]] std::optional<Value> given(std::string_view name) const {
        auto const id = vocabulary_.find(name);
        return id ? situation_.get(*id) : std::nullopt;
    }

    [[nodiscard]] std::optional<Value> derived(Derivation derivation, const Field& field) const {
        switch (derivation) {
            case Derivation::none:
                return std::nullopt;
            case Derivation::age_from_birth_date: {
                auto const birth = given("date_naissance");
                if (!birth) return std::nullopt;
                int const age = age_on(day_, Day(std::chrono::days(birth->raw)));
                if (age < 0) return std::nullopt;
                return of_int(age);
            }
            case Derivation::departement_from_commune: {
                auto const commune = given("commune");
                if (!commune) return std::nullopt;
                return of_code(departement_of(to_code(*commune)));
            }
            case Derivation::region_from_departement: {
                auto const departement = given("departement");
                if (!departement) return std::nullopt;
                // Any other region is only known not to be this one.
                return of_code(places::region_of_departement(to_code(*departement)).value_or("autre"));
            }
            case Derivation::zrr_frr_from_commune:
                return zrr_frr();
            case Derivation::sector_from_employer:
                return sector(field);
            case Derivation::day_of_evaluation:
                return of_day(day_);
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Value> zrr_frr() const {
        auto const code = given("commune");
        const places::Commune* commune = code && gazetteer_ ? gazetteer_->by_code(to_code(*code)) : nullptr;
        if (!commune) return std::nullopt;
        places::Status const status = gazetteer_->zrr_frr(*commune, day_);
        if (status == places::Status::unknown) return std::nullopt;
        return of_bool(status == places::Status::yes);
    }

    /// Services of the State and public companies are left open: they are of both sectors.
    [[nodiscard]] std::optional<Value> sector(const Field& field) const {
        auto const employer = vocabulary_.find("employeur_type");
        auto const kind = given("employeur_type");
        if (!kind) return std::nullopt;
        std::string const said = vocabulary_.text(*employer, *kind);
        bool const market = said == "prive" || said == "prive_agricole";
        if (!market && said != "association" && said != "collectivite") return std::nullopt;
        auto const at =
            std::find(field.values.begin(), field.values.end(), market ? "marchand" : "non_marchand");
        return at == field.values.end() ? std::nullopt : std::optional(Value{at - field.values.begin()});
    }

    const Vocabulary& vocabulary_;
    Situation situation_;
    Day day_;
    const places::Gazetteer* gazetteer_;
};

}  // namespace

Situation completed(
    const Vocabulary& vocabulary, const Situation& situation, Day day, const places::Gazetteer* gazetteer
) {
    return Completion(vocabulary, situation, day, gazetteer).run();
}

}  // namespace rules::law
