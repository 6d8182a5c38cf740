#include "rules/figures/xlsx_table.hpp"

#include "rules/figures/csv_table.hpp"
#include "rules/figures/xlsx_parts.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

namespace rules::figures {
namespace {

class Sheet : public XmlReader {
  public:
    Sheet(const SharedStrings& strings, const Styles& styles, bool from_1904, const RowSink& sink)
        : strings_(strings), styles_(styles), from_1904_(from_1904), sink_(sink) {}
    std::optional<Unreadable> wrong;
    int rows = 0;

    bool start(std::string_view name, const char** attributes) override {
        if (name == "row") {
            row_ = whole_number(attribute(attributes, "r")).value_or(row_ + 1);
            column_ = -1;
            held_.clear();
            cells_.clear();
        } else if (name == "c") {
            auto const reference = attribute(attributes, "r");
            auto const column = reference.empty() ? std::optional(column_ + 1) : column_of(reference);
            if (!column || *column <= column_ || *column >= most_columns)
                return refuse("Une cellule hors du tableau (plus de 64 colonnes, ou mal rangée) : ce n’est pas le tableau attendu.");
            column_ = *column;
            type_.assign(attribute(attributes, "t"));
            auto const style = whole_number(attribute(attributes, "s")).value_or(-1);
            day_ = style >= 0 && static_cast<std::size_t>(style) < styles_.day.size() &&
                   styles_.day[static_cast<std::size_t>(style)];
            value_.clear();
        } else if (name == "v" || name == "t") {
            in_value_ = true;
        }
        return true;
    }
    bool end(std::string_view name) override {
        if (name == "v" || name == "t") in_value_ = false;
        else if (name == "c") return cell();
        else if (name == "row") return row();
        else if (name == "sheetData") return false;  // what follows is not the table
        return true;
    }
    bool text(std::string_view text) override {
        if (in_value_) value_ += text;
        return value_.size() <= longest_cell || refuse("Une cellule dépasse 4096 caractères.");
    }

  private:
    struct Held {
        CellKind kind = CellKind::empty;
        std::size_t begin = 0, length = 0;
    };
    bool refuse(std::string message) {
        wrong = Unreadable{row_, std::move(message)};
        return false;
    }
    bool cell() {
        std::string_view shown = value_;
        std::string day;
        auto kind = CellKind::text;
        if (type_ == "s") {
            auto const index = whole_number(trimmed(value_));
            shown = index && *index >= 0 ? strings_.at(static_cast<std::size_t>(*index)) : std::string_view();
            if (shown.size() > longest_cell) return refuse("Une cellule dépasse 4096 caractères.");
        } else if (type_ == "e") {
            // #REF!, #N/A …: the row will be refused with these words
        } else if (type_ == "d") {
            kind = CellKind::date;
            shown = shown.substr(0, 10);
        } else if (type_.empty() || type_ == "n") {
            kind = CellKind::number;
            double number = 0;
            auto const [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
            if (day_ && error == std::errc() && end == value_.data() + value_.size()) {
                if (auto const found = day_of_serial(number, from_1904_)) {
                    day = *found;
                    shown = day;
                    kind = CellKind::date;
                }
            }
        }
        shown = trimmed(shown);
        auto const column = static_cast<std::size_t>(column_);
        if (cells_.size() <= column) cells_.resize(column + 1);
        cells_[column] = {shown.empty() ? CellKind::empty : kind, held_.size(), shown.size()};
        held_ += shown;
        return true;
    }
    bool row() {
        given_.clear();
        bool anything = false;
        for (auto const& cell : cells_) {
            given_.push_back({cell.kind, std::string_view(held_).substr(cell.begin, cell.length)});
            anything = anything || cell.kind != CellKind::empty;
        }
        if (!anything) return true;
        if (++rows > most_rows) return refuse("Plus de 200 000 lignes : envoyez le fichier en plusieurs parties.");
        return sink_(row_, given_);
    }

    const SharedStrings& strings_;
    const Styles& styles_;
    bool from_1904_;
    const RowSink& sink_;
    int row_ = 0, column_ = -1;
    std::string type_, value_, held_;
    bool day_ = false, in_value_ = false;
    std::vector<Held> cells_;
    std::vector<Cell> given_;
};

std::optional<Unreadable> problem(Package::End end, bool needed) {
    switch (end) {
        case Package::End::read:
        case Package::End::stopped:
            return {};
        case Package::End::absent:
            if (!needed) return {};
            return Unreadable{0, "Ce n’est pas un classeur .xlsx : il y manque une partie. Ouvrez-le dans Excel, enregistrez-le de nouveau en .xlsx ; puis renvoyez-le."};
        case Package::End::broken:
            return Unreadable{0, "Le classeur est abîmé. Ouvrez-le dans Excel, enregistrez-le de nouveau en .xlsx ; puis renvoyez-le."};
        case Package::End::too_large:
            return Unreadable{0, "Le classeur se décompresse au-delà de toute mesure : il n’est pas lu."};
        case Package::End::has_dtd:
            return Unreadable{0, "Le classeur contient une déclaration DTD, qu’Excel n’écrit jamais : il n’est pas lu."};
        case Package::End::encrypted:
            return Unreadable{0, "Le classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe ; puis renvoyez-le."};
    }
    return {};
}

std::string part_of(std::string_view target) {
    if (target.starts_with("/")) return std::string(target.substr(1));
    return "xl/" + std::string(target);
}

}  // namespace

std::optional<int> column_of(std::string_view reference) {
    int column = 0;
    std::size_t i = 0;
    for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && i < 4; ++i)
        column = column * 26 + (reference[i] - 'A' + 1);
    if (i == 0 || i == 4) return {};
    for (auto const c : reference.substr(i))
        if (c < '0' || c > '9') return {};
    return column - 1;
}

std::optional<std::string> day_of_serial(double serial, bool from_1904) {
    if (!std::isfinite(serial) || serial < 0 || serial > 80'000) return {};
    using namespace std::chrono;
    // 1900 counts a 29 February that never was: from 1 March 1900 on, day 1 is as if 31 December 1899.
    auto const origin = from_1904 ? sys_days(year(1904) / January / 1) : sys_days(year(1899) / December / 30);
    year_month_day const day(origin + days(static_cast<int>(serial)));
    if (day.year() < year(1950) || day.year() > year(2100)) return {};
    auto const two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(static_cast<int>(day.year())) + "-" + two(static_cast<unsigned>(day.month())) + "-" +
           two(static_cast<unsigned>(day.day()));
}

std::optional<Unreadable> read_xlsx(std::string_view bytes, const RowSink& sink) {
    auto package = Package::open(bytes);
    if (!package) return problem(Package::End::broken, true);
    Workbook workbook;
    Relations relations;
    Styles styles;
    SharedStrings strings;
    if (auto wrong = problem(package->read("xl/workbook.xml", workbook), true)) return wrong;
    if (auto wrong = problem(package->read("xl/_rels/workbook.xml.rels", relations), true)) return wrong;
    auto const target = relations.targets.find(workbook.sheet_relation);
    if (workbook.sheet_relation.empty() || target == relations.targets.end())
        return Unreadable{0, "Le classeur n’a aucune feuille visible."};
    if (auto wrong = problem(package->read("xl/styles.xml", styles), false)) return wrong;
    auto const shared = package->read("xl/sharedStrings.xml", strings);
    if (shared == Package::End::stopped) return problem(Package::End::too_large, true);
    if (auto wrong = problem(shared, false)) return wrong;
    Sheet sheet(strings, styles, workbook.from_1904, sink);
    auto const end = package->read(part_of(target->second), sheet);
    if (sheet.wrong) return sheet.wrong;
    if (auto wrong = problem(end, true)) return wrong;
    if (sheet.rows == 0) return Unreadable{0, "La première feuille ne contient aucune ligne."};
    return {};
}

}  // namespace rules::figures
