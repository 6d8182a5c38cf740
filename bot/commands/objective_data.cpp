#include "bot/commands/objective_data.hpp"

#include "rules/places/csv.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>

namespace bot::commands {
namespace {

namespace fs = std::filesystem;
namespace st = rules::steering;
using rules::places::CsvRow;

/// One file's rows and the words for what is wrong in them.
class File {
  public:
    File(const fs::path& folder, const char* name, std::initializer_list<std::string_view> columns, std::string& error)
        : name_(name), error_(error) {
        if (auto rows = rules::places::read_csv(folder / name, columns, error)) rows_ = std::move(*rows);
    }
    [[nodiscard]] const std::vector<CsvRow>& rows() const { return rows_; }

    bool wrong(const CsvRow& row, std::string_view what) {
        error_ = fmt::format("{}:{}\u00A0: {}", name_, row.line, what);
        return false;
    }
    bool number(const CsvRow& row, std::size_t column, double& value, bool may_be_empty = false) {
        auto const& cell = row.cells[column];
        if (cell.empty() && may_be_empty) {
            value = 0;
            return true;
        }
        auto const [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
        if (failed != std::errc() || end != cell.data() + cell.size() || !(value > -1e15 && value < 1e15))
            return wrong(row, fmt::format("«\u00A0{}\u00A0» n’est pas un nombre", cell));
        return true;
    }
    bool whole(const CsvRow& row, std::size_t column, int least, int most, int& value) {
        double read = 0;
        if (!number(row, column, read)) return false;
        if (read != static_cast<int>(read) || read < least || read > most)
            return wrong(row, fmt::format("«\u00A0{}\u00A0» n’est pas entre {} et {}", row.cells[column], least, most));
        value = static_cast<int>(read);
        return true;
    }

  private:
    std::string name_;
    std::string& error_;
    std::vector<CsvRow> rows_;
};

bool read_objectives(const fs::path& folder, st::Steering& steering, std::string& error) {
    File file(
        folder, "objectives.csv",
        {"objective_id", "group_id", "parent_id", "measure", "operator", "age_under", "unit", "direction", "start",
         "horizon_months", "target", "last_year_total", "trajectory", "tolerance", "socle", "additional", "source"},
        error
    );
    if (!error.empty()) return false;
    for (auto const& row : file.rows()) {
        st::Objective objective;
        auto const& cells = row.cells;
        objective.id = cells[0], objective.parent = cells[2], objective.label = cells[0];
        objective.measure = cells[3], objective.operator_ = cells[4], objective.source = cells[16];
        if (!file.whole(row, 5, 0, 120, objective.population.age_under)) return false;
        auto const unit = st::unit_named(cells[6] == "jeunes" ? "suivis" : cells[6]);
        if (!unit) return file.wrong(row, fmt::format("unité inconnue «\u00A0{}\u00A0»", cells[6]));
        objective.unit = *unit;
        if (objective.unit == st::Unit::followed) objective.counting = st::Counting::distinct_year;
        if (cells[7] == "floor") objective.direction = st::Direction::floor;
        else if (cells[7] == "ceiling") objective.direction = st::Direction::ceiling;
        else if (cells[7] == "band") objective.direction = st::Direction::band;
        else return file.wrong(row, fmt::format("sens inconnu «\u00A0{}\u00A0». Écrivez floor, ceiling ou band", cells[7]));
        auto const start = st::read_month(cells[8]);
        if (!start) return file.wrong(row, fmt::format("«\u00A0{}\u00A0» n’est pas un mois. Écrivez par exemple 2020-09", cells[8]));
        objective.start = *start;
        if (!file.whole(row, 9, 1, 60, objective.months)) return false;
        st::ObjectiveVersion version;
        version.from = st::first_day(*start);
        version.trajectory = st::Cumulative{};
        if (!file.number(row, 10, version.target) || !file.number(row, 11, objective.year_before, true) ||
            !file.number(row, 13, version.tolerance_low, true) || !file.number(row, 14, version.socle, true) ||
            !file.number(row, 15, version.additional, true))
            return false;
        if (version.target <= 0) return file.wrong(row, "la cible doit dépasser 0");
        objective.versions.push_back(std::move(version));
        steering.objectives.push_back(std::move(objective));
    }
    return true;
}

bool read_plans(
    const fs::path& folder, st::Steering& steering, const std::map<std::string, std::size_t>& index, std::string& error
) {
    File file(folder, "plan.csv", {"objective_id", "month", "cumulative_target"}, error);
    if (!error.empty()) return false;
    for (auto const& row : file.rows()) {
        auto const found = index.find(row.cells[0]);
        if (found == index.end()) return file.wrong(row, "objectif inconnu");
        auto& objective = steering.objectives[found->second];
        auto& plan = std::get<st::Cumulative>(objective.versions.front().trajectory).to_month;
        auto const month = st::read_month(row.cells[1]);
        if (!month || objective.number_of(*month) != static_cast<int>(plan.size()) + 1)
            return file.wrong(row, "les mois doivent se suivre depuis le premier");
        double value = 0;
        if (!file.number(row, 2, value)) return false;
        plan.push_back(value);
    }
    for (auto& objective : steering.objectives) {
        auto& trajectory = objective.versions.front().trajectory;
        auto const months = std::get<st::Cumulative>(trajectory).to_month.size();
        if (months == 0) trajectory = st::Linear{};
        else if (static_cast<int>(months) != objective.months) {
            error = fmt::format("plan.csv\u00A0: {} a {} mois au lieu de {}", objective.id, months, objective.months);
            return false;
        }
    }
    return true;
}

bool read_history(
    const fs::path& folder, st::Steering& steering, const std::map<std::string, std::size_t>& index, std::string& error
) {
    File file(folder, "history.csv", {"objective_id", "year", "month", "value"}, error);
    if (!error.empty()) return false;
    std::map<std::pair<std::string, int>, st::ClosedYear> years;
    for (auto const& row : file.rows()) {
        auto const found = index.find(row.cells[0]);
        if (found == index.end()) return file.wrong(row, "objectif inconnu");
        int year = 0, month = 0;
        double value = 0;
        if (!file.whole(row, 1, 1990, 2100, year) || !file.whole(row, 2, 1, 12, month) || !file.number(row, 3, value))
            return false;
        auto& closed = years[{row.cells[0], year}];
        closed.objective = row.cells[0];
        closed.measure = steering.objectives[found->second].measure;
        closed.year = year;
        closed.months[static_cast<std::size_t>(month) - 1] = value;
    }
    std::vector<st::ClosedYear> closed;
    for (auto& [key, year] : years) closed.push_back(std::move(year));
    steering.profiles = st::Profiles(closed);
    return true;
}

using SeriesNames = std::map<std::string, std::vector<std::string>>;  // by source

bool read_log(const fs::path& folder, const char* name, st::PublicationLog& log, SeriesNames* names, std::string& error) {
    File file(
        folder, name, {"objective_id", "published_on", "ref_month", "value", "source", "unattributed", "status"}, error
    );
    if (!error.empty()) return false;
    for (auto const& row : file.rows()) {
        st::Publication publication;
        publication.objective = row.cells[0];
        publication.source = row.cells[4];
        auto const day = st::read_day(row.cells[1]);
        auto const month = st::read_month(row.cells[2]);
        if (!day) return file.wrong(row, fmt::format("«\u00A0{}\u00A0» n’est pas un jour. Écrivez par exemple 2020-10-25", row.cells[1]));
        if (!month) return file.wrong(row, fmt::format("«\u00A0{}\u00A0» n’est pas un mois. Écrivez par exemple 2020-09", row.cells[2]));
        publication.published_on = *day;
        publication.month = *month;
        if (!file.number(row, 3, publication.value)) return false;
        double unattributed = 0;
        if (!file.number(row, 5, unattributed, true)) return false;
        if (!row.cells[5].empty()) publication.unattributed = unattributed;
        log.append(publication);
        if (names) {
            auto& of_source = (*names)[publication.source];
            if (of_source.empty() || of_source.back() != publication.objective) of_source.push_back(publication.objective);
        }
    }
    return true;
}

}  // namespace

std::optional<st::Steering> read_objective_data(const fs::path& folder, std::string& error) {
    st::Steering steering;
    error.clear();
    if (!read_objectives(folder, steering, error)) return {};
    std::map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < steering.objectives.size(); ++i) index[steering.objectives[i].id] = i;
    if (!read_plans(folder, steering, index, error) || !read_history(folder, steering, index, error) ||
        !read_log(folder, "observations.csv", steering.log, nullptr, error))
        return {};
    st::PublicationLog past;
    SeriesNames names;
    if (!read_log(folder, "delay_history.csv", past, &names, error)) return {};
    for (auto const& [source, series] : names) {
        std::vector<std::span<const st::Vintage>> rows;
        for (auto const& name : series) rows.push_back(past.series(name, source));
        steering.sources[source] = st::learn_completeness(rows);
        steering.lags[source] = st::learn_lag(rows);
    }
    return steering;
}

}  // namespace bot::commands
