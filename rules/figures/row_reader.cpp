#include "rules/figures/row_reader.hpp"

#include "rules/figures/words.hpp"
#include "rules/yaml/complain.hpp"

#include <cmath>

namespace rules::figures {
namespace {

using steering::Unit;
using yaml::guillemets;

/// What stands in the row for a field: the column's cell, else the mapping's constant.
class Row {
  public:
    Row(std::span<const Cell> cells, std::span<const std::optional<Field>> fields, const Mapping& mapping)
        : cells_(cells), fields_(fields), mapping_(mapping) {}

    [[nodiscard]] Cell cell(Field field) const {
        for (std::size_t i = 0; i < fields_.size() && i < cells_.size(); ++i)
            if (fields_[i] == field) return cells_[i];
        auto const always = mapping_.always.find(field);
        if (always == mapping_.always.end()) return {};
        return {CellKind::text, always->second};
    }
    [[nodiscard]] std::string word(Field field) const { return mapping_.word(field, cell(field).text); }

  private:
    std::span<const Cell> cells_;
    std::span<const std::optional<Field>> fields_;
    const Mapping& mapping_;
};

struct IndicatorWord {
    std::string_view word;
    Unit unit;
};
constexpr std::array indicators{
    IndicatorWord{"entrees", Unit::entries},     IndicatorWord{"prescriptions", Unit::prescriptions},
    IndicatorWord{"suivis", Unit::followed},     IndicatorWord{"contrats", Unit::contracts},
    IndicatorWord{"places", Unit::places},       IndicatorWord{"montant_engage", Unit::euros},
    IndicatorWord{"montant_paye", Unit::euros},  IndicatorWord{"conseillers", Unit::staff},
    IndicatorWord{"ecoles", Unit::schools},      IndicatorWord{"missions", Unit::missions},
    IndicatorWord{"actions", Unit::actions}
};

/// Age brackets of the format: minimum and upper bound (excluded).
std::optional<std::pair<int, int>> bracket(std::string_view word) {
    auto const plain = folded(word);
    if (plain == "all" || plain == "tous" || plain == "tousages" || plain.empty()) return std::pair{0, 0};
    for (auto const prefix : {"lt", "moinsde"}) {
        std::string_view const rest = plain;
        if (!rest.starts_with(prefix)) continue;
        auto digits = rest.substr(std::string_view(prefix).size());
        if (digits.ends_with("ans")) digits.remove_suffix(3);
        if (digits == "26") return std::pair{0, 26};
        if (digits == "30") return std::pair{0, 30};
    }
    if (plain == "1625" || plain == "1625ans") return std::pair{16, 26};
    if (plain == "1629" || plain == "1629ans") return std::pair{16, 30};
    if (plain == "1518" || plain == "1518ans") return std::pair{15, 19};
    return {};
}

std::string number_problem(std::string_view column, const Cell& cell) {
    if (cell.kind == CellKind::empty) return std::string(column) + " est vide : un mois sans chiffre n’est pas un zéro, ôtez la ligne ou écrivez le nombre";
    if (doubtful_number(cell.text))
        return guillemets(cell.text) + " dans " + std::string(column) + " peut être un millier ou une décimale : écrivez 1140 ou 1140,5";
    return guillemets(cell.text) + " dans " + std::string(column) + " n’est pas un nombre";
}

}  // namespace

std::string RowSays::key() const {
    return steering::written_month(month) + '|' + territory + '|' + operator_ + '|' + measure + '|' +
           std::string(steering::name_of(unit)) + '|' + std::to_string(age_min) + '-' + std::to_string(age_under) + '|' + source;
}

std::variant<RowSays, std::string> read_row(
    std::span<const Cell> cells,
    std::span<const std::optional<Field>> fields,
    const Mapping& mapping,
    const Circumstances& circumstances
) {
    for (std::size_t i = fields.size(); i < cells.size(); ++i)
        if (cells[i].kind != CellKind::empty) return "la ligne a plus de cellules que d’en-têtes (une virgule ou un point-virgule de trop ?)";
    Row const row(cells, fields, mapping);
    RowSays says;

    auto const period = row.cell(Field::period);
    auto const month = read_month_words(period.text);
    if (!month)
        return period.kind == CellKind::empty ? std::string("periode est vide : écrivez le mois, 2021-02")
                                              : guillemets(period.text) + " dans periode n’est pas un mois : écrivez 2021-02 ou février 2021";
    says.month = *month;

    auto const value = row.cell(Field::value);
    auto const number = read_number(value.text, value.kind == CellKind::number);
    if (!number) return number_problem("valeur", value);
    if (*number < 0) return std::string("valeur est négative : un mois révisé se donne en entier, pas en différence");
    says.value = *number;

    auto const indicator = row.word(Field::indicator);
    bool known = false;
    for (auto const& word : indicators)
        if (folded(word.word) == folded(indicator)) says.unit = word.unit, known = true;
    if (!known)
        return indicator.empty() ? std::string("indicateur est vide : écrivez entrees, prescriptions, suivis…")
                                 : guillemets(indicator) + " n’est pas un indicateur : écrivez entrees, prescriptions, suivis, contrats…";
    if (steering::is_whole(says.unit) && says.value != std::floor(says.value))
        return guillemets(value.text) + " dans valeur : des " + std::string(steering::plural_of(says.unit)) + " se comptent en nombres entiers";
    auto const unit = folded(row.word(Field::unit));
    says.in_euros = says.unit == Unit::euros && (unit == "eur" || unit == "euros" || unit.empty());
    if (says.unit == Unit::euros && !says.in_euros && unit != "keur" && unit != "keuros")
        return guillemets(row.cell(Field::unit).text) + " n’est pas une unité d’argent : écrivez eur ou k_euros";

    auto const age = bracket(row.word(Field::age_bracket));
    if (!age) return guillemets(row.cell(Field::age_bracket).text) + " n’est pas une tranche d’âge : écrivez lt26, lt30, 16_25, 16_29, 15_18 ou all";
    says.age_min = age->first, says.age_under = age->second;

    auto const cumulative = folded(row.word(Field::cumulative));
    if (cumulative == "1" || cumulative == "oui" || cumulative == "yes" || cumulative == "true") says.cumulative = true;
    else if (!cumulative.empty() && cumulative != "0" && cumulative != "non" && cumulative != "no" && cumulative != "false")
        return guillemets(row.cell(Field::cumulative).text) + " dans cumul : écrivez 0 (le mois seul) ou 1 (depuis le début)";

    says.territory = row.word(Field::territory);
    says.operator_ = row.word(Field::operator_);
    says.measure = row.word(Field::measure);
    says.source = row.word(Field::source);
    if (says.source.empty()) says.source = mapping.source;
    if (says.measure.empty()) return std::string("mesure est vide");

    auto const fill = row.cell(Field::fill);
    if (fill.kind != CellKind::empty) {
        auto const share = read_number(fill.text, fill.kind == CellKind::number);
        if (!share || *share < 0 || *share > 1) return guillemets(fill.text) + " dans taux_remplissage : écrivez un nombre de 0 à 1, ou un pourcentage";
        says.fill = *share;
    }

    auto const extracted = row.cell(Field::extracted);
    says.extracted = circumstances.received_on;
    if (extracted.kind != CellKind::empty) {
        auto const day = read_day_words(extracted.text);
        if (!day) return guillemets(extracted.text) + " dans extrait_le n’est pas un jour qui existe : écrivez 2021-03-05 ou 05/03/2021";
        says.extracted = *day;
    }
    if (says.extracted > circumstances.received_on) return std::string("extrait_le est dans le futur");
    if (steering::first_day(says.month) > says.extracted) return std::string("periode est après le jour d’extraction");

    auto const standing = folded(row.word(Field::standing));
    if (standing == "definitif" || standing == "final" || standing == "consolide") says.standing = steering::Standing::consolidated;
    else if (standing == "revise" || standing == "revised") says.standing = steering::Standing::revised;
    else if (!standing.empty() && standing != "provisoire" && standing != "provisional")
        return guillemets(row.cell(Field::standing).text) + " n’est pas un statut : écrivez provisoire, revise ou definitif";
    says.comment = std::string(row.cell(Field::comment).text);
    return says;
}

}  // namespace rules::figures
