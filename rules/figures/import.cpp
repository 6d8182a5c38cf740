#include "rules/figures/import.hpp"

#include "rules/figures/row_reader.hpp"
#include "rules/figures/words.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>
#include <unordered_map>

namespace rules::figures {
namespace {

using steering::Objective;
using steering::Unit;
using yaml::guillemets;

bool same_unit(const Objective& objective, const RowSays& says) {
    bool const money = objective.unit == Unit::thousand_euros || objective.unit == Unit::euros;
    return money ? says.unit == Unit::euros : objective.unit == says.unit;
}

/// Schools and staff have no age: that of those they are for may be left out.
bool same_ages(const Objective& objective, const RowSays& says) {
    bool const people = objective.unit != Unit::schools && objective.unit != Unit::staff && objective.unit != Unit::actions;
    return objective.population.age_under == says.age_under || (!people && says.age_under == 0);
}

/// What a file names an objective by, folded; in the order of the list under each.
using Index = std::unordered_map<std::string, std::vector<const Objective*>>;

std::string index_key(std::string_view measure, std::string_view operator_, std::string_view territory) {
    return folded(measure) + '\n' + folded(operator_) + '\n' + folded(territory);
}

/// The objective a row counts for, or why none does.
std::variant<const Objective*, std::string> objective_for(const Index& index, const RowSays& says) {
    const Objective* near = nullptr;
    std::string why;
    auto const miss = [&](const Objective& objective, std::string reason) {
        if (!near) near = &objective, why = std::move(reason);
    };
    auto const there = index.find(index_key(says.measure, says.operator_, says.territory));
    if (there == index.end())
        return "aucun objectif ne porte sur " + guillemets(says.measure) + ", opérateur " + guillemets(says.operator_) +
               ", territoire " + guillemets(says.territory);
    for (auto const* candidate : there->second) {
        auto const& objective = *candidate;
        if (!objective.covers(says.month)) {
            miss(objective, "son mois n’est pas dans la période de l’objectif");
            continue;
        }
        if (!same_unit(objective, says)) {
            miss(
                objective, "il compte des " + std::string(steering::plural_of(objective.unit)) + ", la ligne des " +
                               std::string(steering::plural_of(says.unit)) + " : ce n’est pas la même chose"
            );
            continue;
        }
        if (!same_ages(objective, says)) {
            miss(objective, "la tranche d’âge n’est pas la même");
            continue;
        }
        if (says.source != objective.source && says.source != objective.cross_source) {
            miss(objective, "sa source est " + objective.source + ", pas " + says.source);
            continue;
        }
        return &objective;
    }
    return "aucun objectif ne compte cela ; le plus proche est " + near->id + ", mais " + why;
}

std::vector<std::string> copied(std::span<const Cell> cells) {
    std::vector<std::string> copy;
    for (auto const& cell : cells) copy.emplace_back(cell.text);
    return copy;
}

/// A cumulated row waits until the months before it are known.
struct Waiting {
    int line = 0;
    RowSays says;
    const Objective* objective = nullptr;
    std::vector<std::string> cells;
};

class Reading {
  public:
    Reading(
        const std::vector<Mapping>& mappings, std::span<const Objective> objectives, const steering::PublicationLog& log,
        const Circumstances& circumstances
    )
        : mappings_(mappings), log_(log), circumstances_(circumstances) {
        for (auto const& objective : objectives)
            index_[index_key(objective.measure, objective.operator_, objective.territory)].push_back(&objective);
    }

    Preview result;

    bool row(int line, std::span<const Cell> cells) {
        if (!mapping_) return header(line, cells);
        if (annotated_) cells = cells.first(std::min(cells.size(), fields_.size()));
        ++result.rows_read;
        auto read = read_row(cells, fields_, *mapping_, circumstances_);
        if (auto const* problem = std::get_if<std::string>(&read)) return refuse(line, copied(cells), *problem);
        auto& says = std::get<RowSays>(read);
        auto const [earlier, fresh] = lines_.emplace(says.key(), line);
        if (!fresh)
            return refuse(line, copied(cells), "même mois et même objet que la ligne " + std::to_string(earlier->second) + " : gardez l’une des deux");
        auto const matched = objective_for(index_, says);
        if (auto const* problem = std::get_if<std::string>(&matched)) return refuse(line, copied(cells), *problem);
        auto const* objective = std::get<const Objective*>(matched);
        if (says.in_euros && objective->unit == Unit::thousand_euros) says.value /= 1000;
        else if (!says.in_euros && says.unit == Unit::euros && objective->unit == Unit::euros) says.value *= 1000;
        if (says.cumulative) waiting_.push_back({line, std::move(says), objective, copied(cells)});
        else accept(line, says, *objective, says.value);
        return true;
    }

    void finish() {
        if (!mapping_) return;
        std::stable_sort(waiting_.begin(), waiting_.end(), [](const Waiting& a, const Waiting& b) {
            return a.says.month < b.says.month;
        });
        // What each cumulated series had reached, by objective and source.
        std::map<std::pair<const Objective*, std::string>, std::pair<int, double>> reached;
        for (auto& row : waiting_) {
            int const number = row.objective->number_of(row.says.month);
            auto const key = std::pair{row.objective, row.says.source};
            auto found = reached.find(key);
            double before = 0;
            bool known = number == 1;
            if (found != reached.end() && found->second.first == number - 1) before = found->second.second, known = true;
            else if (!known) known = in_log(*row.objective, row.says, number, before);
            if (!known) {
                (void)refuse(row.line, std::move(row.cells), "cumul sans le mois d’avant : joignez les mois précédents, ou le mois seul avec cumul 0");
                continue;
            }
            if (row.says.value < before) {
                (void)refuse(row.line, std::move(row.cells), "le cumul est plus bas que celui du mois d’avant");
                continue;
            }
            reached[key] = {number, row.says.value};
            accept(row.line, row.says, *row.objective, row.says.value - before);
        }
        std::stable_sort(result.accepted.begin(), result.accepted.end(), [](const AcceptedRow& a, const AcceptedRow& b) {
            return a.line < b.line;
        });
        std::stable_sort(result.refused.begin(), result.refused.end(), [](const RefusedRow& a, const RefusedRow& b) {
            return a.line < b.line;
        });
    }

  private:
    bool header(int line, std::span<const Cell> cells) {
        // Our own two columns of a file that was sent back and put right (receipt.cpp).
        annotated_ = cells.size() > 2 && folded(cells[cells.size() - 2].text) == "ligne" && folded(cells.back().text) == "probleme";
        if (annotated_) cells = cells.first(cells.size() - 2);
        result.headers = copied(cells);
        mapping_ = mapping_for(mappings_, result.headers);
        if (!mapping_) {
            result.refused_whole = Unreadable{line, unknown_column(cells)};
            return false;
        }
        result.source = mapping_->source;
        result.mapping = mapping_->source + ", version " + std::to_string(mapping_->version);
        bool period = false, value = false;
        for (auto const& cell : cells) {
            auto const field = mapping_->field_of(cell.text);
            if (field && std::find(fields_.begin(), fields_.end(), field) != fields_.end()) {
                result.refused_whole = Unreadable{line, "Deux colonnes veulent dire " + std::string(name_of(*field)) + " : gardez-en une."};
                return false;
            }
            fields_.push_back(field);
            period = period || field == Field::period;
            value = value || field == Field::value;
        }
        if (period && value) return true;
        result.refused_whole = Unreadable{line, "Il manque la colonne « " + std::string(period ? "valeur" : "periode") + " »."};
        return false;
    }

    [[nodiscard]] std::string unknown_column(std::span<const Cell> cells) const {
        std::string message = "Colonne inconnue :";
        bool any = false;
        for (auto const& cell : cells) {
            bool const known = std::any_of(mappings_.begin(), mappings_.end(), [&](const Mapping& mapping) {
                return folded(cell.text).empty() || mapping.field_of(cell.text) ||
                       std::find(mapping.ignored.begin(), mapping.ignored.end(), folded(cell.text)) != mapping.ignored.end();
            });
            if (known) continue;
            message += (any ? ", " : " ") + guillemets(cell.text.substr(0, 60));
            any = true;
        }
        if (!any) return "Ces colonnes ne vont ensemble dans aucune des dispositions connues.";
        return message + ". Ôtez-la, ou faites décrire cette disposition ; les colonnes attendues sont periode, territoire, operateur, mesure, "
                         "indicateur, tranche_age, valeur, cumul, unite, source, extrait_le, statut, taux_remplissage, commentaire.";
    }

    bool refuse(int line, std::vector<std::string> cells, std::string problem) {
        result.refused.push_back({line, std::move(cells), std::move(problem)});
        return true;
    }

    const std::vector<steering::KnownMonth>& known(const Objective& objective, const std::string& source) {
        auto const key = std::pair{&objective, source};
        auto found = known_.find(key);
        if (found == known_.end())
            found = known_.emplace(key, steering::known_on(log_.series(objective.id, source), circumstances_.received_on)).first;
        return found->second;
    }

    bool in_log(const Objective& objective, const RowSays& says, int number, double& sum) {
        auto const& months = known(objective, says.source);
        int there = 0;
        for (auto const& month : months) {
            int const n = objective.number_of(month.month);
            if (n >= 1 && n < number) sum += month.value, ++there;
        }
        return there == number - 1;
    }

    void accept(int line, const RowSays& says, const Objective& objective, double value) {
        AcceptedRow row;
        row.line = line;
        auto& publication = row.publication;
        publication.objective = objective.id;
        publication.source = says.source;
        publication.month = says.month;
        publication.value = value;
        if (says.fill) publication.unattributed = value * (1 - *says.fill);
        publication.published_on = says.extracted;
        publication.standing = says.standing;
        publication.entered_by = circumstances_.by;
        publication.file_hash = circumstances_.file_hash;
        publication.comment = says.comment;
        publication.received_on = circumstances_.received_on;
        for (auto const& month : known(objective, says.source)) {
            if (month.month != says.month) continue;
            if (month.value == value && says.extracted <= month.last_published) {
                ++result.unchanged;
                return;
            }
            (month.value == value ? row.confirms : row.revises) = true;
            row.before = month.value;
        }
        result.accepted.push_back(std::move(row));
    }

    const std::vector<Mapping>& mappings_;
    Index index_;
    const steering::PublicationLog& log_;
    const Circumstances& circumstances_;
    const Mapping* mapping_ = nullptr;
    bool annotated_ = false;
    std::vector<std::optional<Field>> fields_;
    std::unordered_map<std::string, int> lines_;
    std::vector<Waiting> waiting_;
    std::map<std::pair<const Objective*, std::string>, std::vector<steering::KnownMonth>> known_;
};

}  // namespace

Preview preview(
    std::string_view bytes,
    const std::vector<Mapping>& mappings,
    std::span<const Objective> objectives,
    const steering::PublicationLog& log,
    const Circumstances& circumstances
) {
    Reading reading(mappings, objectives, log, circumstances);
    auto const wrong = read_table(bytes, [&](int line, std::span<const Cell> cells) { return reading.row(line, cells); });
    if (wrong) {  // nothing of a file that breaks off counts
        Preview refused;
        refused.refused_whole = wrong;
        return refused;
    }
    reading.finish();
    if (reading.result.refused_whole) {
        Preview refused;
        refused.refused_whole = reading.result.refused_whole;
        refused.headers = reading.result.headers;
        return refused;
    }
    return std::move(reading.result);
}

std::vector<steering::Publication> publications(const Preview& preview) {
    std::vector<steering::Publication> rows;
    rows.reserve(preview.accepted.size());
    for (auto const& row : preview.accepted) rows.push_back(row.publication);
    return rows;
}

}  // namespace rules::figures
