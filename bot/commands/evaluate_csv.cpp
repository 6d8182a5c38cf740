#include "bot/commands/csv_reader.hpp"
#include "bot/commands/evaluate.hpp"
#include "bot/evaluating/person_reader.hpp"
#include "bot/commands/progress.hpp"
#include "rules/law/bulk.hpp"
#include "rules/yaml/number.hpp"

#include <fmt/format.h>

#include <fstream>
#include <ostream>

namespace bot::commands {
namespace {

namespace law = rules::law;
using evaluating::Mark;
using evaluating::Meaning;
using evaluating::Person;
using evaluating::trimmed;
namespace fs = std::filesystem;

constexpr std::size_t chunk_rows = 8192;

/// What each column means. \returns nothing after a complaint: the file would be misread.
std::optional<std::vector<Meaning>> columns_of(
    const CsvRecord& header, const ColumnWords& words, std::ostream& messages
) {
    std::vector<Meaning> columns;
    bool good = true;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        std::string const name(trimmed(header.cells[i]));
        auto const meaning = words.meaning(name);
        if (!meaning) {
            std::string const near = words.nearest(name);
            messages << fmt::format(
                "ligne {}, colonne {}\u00A0: «\u00A0{}\u00A0» n’est pas une colonne connue. {}\n",
                header.line,
                i + 1,
                name,
                near.empty() ? "La retirer, ou la déclarer dans rules/catalogue/colonnes.yaml"
                             : "Vouliez-vous dire «\u00A0" + near + "\u00A0»\u00A0?"
            );
            good = false;
        } else if (auto const at = std::find(columns.begin(), columns.end(), *meaning); at != columns.end()) {
            messages << fmt::format(
                "ligne {}, colonne {}\u00A0: «\u00A0{}\u00A0» dit la même chose que la colonne {}. N’en "
                "garder qu’une\n",
                header.line,
                i + 1,
                name,
                at - columns.begin() + 1
            );
            good = false;
        }
        columns.push_back(meaning.value_or(Mark::id));
    }
    if (!good) return std::nullopt;
    return columns;
}

/// The copy of what was refused; opened at the first row.
class RefusedCopy {
  public:
    RefusedCopy(fs::path path, const CsvRecord& header, char separator)
        : path_(std::move(path)), header_(header.cells), separator_(separator) {}

    void add(const CsvRecord& record, const std::string& why) {
        if (!file_.is_open()) {
            file_.open(path_, std::ios::binary | std::ios::trunc);
            if (!file_) throw std::runtime_error(path_.string() + "\u00A0: impossible d’écrire");
            fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
            file_ << "\xEF\xBB\xBF";  // it will be opened in a spreadsheet
            write(header_, "ligne", "motif");
        }
        write(record.cells, std::to_string(record.line), why);
    }
    /// Throws if the disk did not take it.
    void close() {
        if (!file_.is_open()) {
            std::error_code ignored;
            fs::remove(path_, ignored);  // of an earlier run: it would be taken for this one's
            return;
        }
        file_.close();
        if (!file_) throw std::runtime_error(path_.string() + "\u00A0: écriture incomplète");
    }

  private:
    void write(std::vector<std::string> cells, const std::string& line, const std::string& why) {
        cells.resize(std::max(cells.size(), header_.size()));
        cells.push_back(line);
        cells.push_back(why);
        file_ << csv_line(cells, separator_);
    }
    fs::path path_;
    std::vector<std::string> header_;
    char separator_;
    std::ofstream file_;
};

/// Rows that wait for the next evaluation.
class Chunk {
  public:
    Chunk(
        const law::Catalogue& catalogue,
        const std::vector<const law::Measure*>& measures,
        bool with_id,
        char separator,
        std::ostream& out
    )
        : bulk_(catalogue.vocabulary(), measures),
          rows_(bulk_.rows()),
          measures_(measures),
          with_id_(with_id),
          separator_(separator),
          out_(out) {}

    void add(std::int64_t line, Person person) {
        rows_.append(person.situation, person.day);
        said_.push_back({line, person.day, std::move(person.id)});
        if (said_.size() == chunk_rows) flush();
    }
    void flush() {
        bulk_.evaluate(rows_, outcomes_);
        std::string text;
        for (std::size_t row = 0; row < said_.size(); ++row) {
            std::vector<std::string> cells{std::to_string(said_[row].line)};
            if (with_id_) cells.push_back(std::move(said_[row].id));
            cells.push_back(rules::yaml::written_day(said_[row].day));
            for (std::size_t m = 0; m < measures_.size(); ++m) cells.emplace_back(law::name(outcome(m, row)));
            text += csv_line(cells, separator_);
        }
        out_ << text;
        rows_.clear();
        said_.clear();
    }

  private:
    /// Of a draft nothing is said flatly.
    [[nodiscard]] law::Outcome outcome(std::size_t m, std::size_t row) const {
        law::Outcome const found = outcomes_.at(m, row);
        bool const draft = measures_[m]->publication != law::Publication::verifie;
        return draft && found == law::Outcome::eligible ? law::Outcome::eligible_sous_reserve : found;
    }

    struct Said {
        std::int64_t line;
        law::Day day;
        std::string id;
    };
    law::Bulk bulk_;
    law::BulkRows rows_;
    law::BulkOutcomes outcomes_;
    const std::vector<const law::Measure*>& measures_;
    bool with_id_;
    char separator_;
    std::ostream& out_;
    std::vector<Said> said_;
};

}  // namespace

EvaluateReport evaluate_csv(
    std::istream& in,
    std::ostream& out,
    const fs::path& refused,
    const law::Catalogue& catalogue,
    const std::vector<const law::Measure*>& measures,
    const PersonReader& reader,
    const ColumnWords& words,
    Progress& progress,
    std::ostream& messages
) {
    using End = EvaluateReport::End;
    EvaluateReport report;
    CsvReader csv(in);
    CsvRecord header, record;
    if (!csv.unreadable().empty() || !csv.next(header)) {
        messages << (csv.unreadable().empty()
                         ? "le fichier est vide\u00A0: la première ligne doit nommer les colonnes"
                         : csv.unreadable())
                 << '\n';
        report.end = End::unusable;
        return report;
    }
    auto const columns = columns_of(header, words, messages);
    if (!columns) {
        report.end = End::unusable;
        return report;
    }
    bool const with_id = std::find(columns->begin(), columns->end(), Meaning(Mark::id)) != columns->end();
    std::vector<std::string> titles{"ligne"};
    if (with_id) titles.emplace_back("id");
    titles.emplace_back("date");
    for (const law::Measure* measure : measures) {
        bool const draft = measure->publication != law::Publication::verifie;
        titles.push_back(measure->id + (draft ? " (brouillon)" : ""));
    }
    out << (csv.has_bom() ? "\xEF\xBB\xBF" : "") << csv_line(titles, csv.separator());

    RefusedCopy copy(refused, header, csv.separator());
    Chunk chunk(catalogue, measures, with_id, csv.separator(), out);
    std::vector<PersonReader::Told> told;
    while (csv.next(record)) {
        ++report.rows;
        std::string why = record.problem;
        if (why.empty() && record.cells.size() != columns->size())
            why = fmt::format("{} colonnes au lieu de {}", record.cells.size(), columns->size());
        if (why.empty()) {
            told.clear();
            for (std::size_t i = 0; i < columns->size(); ++i)
                told.emplace_back((*columns)[i], record.cells[i]);
            Person person = reader.read(told);
            why = person.problem;
            if (person.place_left_open) ++report.places_left_open;
            if (why.empty()) chunk.add(record.line, std::move(person));
        }
        if (!why.empty()) {
            ++report.refused;
            copy.add(record, why);
        }
        if (report.rows % 256 == 0) progress.at(csv.bytes_read(), report.rows);
    }
    chunk.flush();
    copy.close();
    progress.end();
    if (report.refused > 0) {
        messages << fmt::format(
            "{} ligne(s) refusée(s) sur {}\u00A0: voir {}\n", report.refused, report.rows, refused.string()
        );
        report.end = End::some_refused;
    }
    return report;
}

}  // namespace bot::commands
