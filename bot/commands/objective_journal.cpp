#include "bot/commands/objective_journal.hpp"

#include "bot/commands/csv_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <map>

namespace bot::commands {
namespace {

namespace fs = std::filesystem;
namespace st = rules::steering;
using rules::figures::Import;
using rules::figures::Ledger;
using rules::figures::LedgerRefusal;

constexpr std::size_t columns = 11;
const std::vector<std::string> header{"import",  "acte",         "jour",   "objectif",  "publie_le", "mois",
                                      "valeur",  "non_attribue", "source", "statut",    "fichier"};

std::optional<double> number(const std::string& text) {
    double value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

/// Appends and syncs: a journal that lost its tail would undo somebody's OUI.
bool append(const fs::path& path, const std::string& text, std::string& error) {
    bool const fresh = !fs::exists(path);
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (file < 0) {
        error = fmt::format("{}: {}", path.string(), std::generic_category().message(errno));
        return false;
    }
    auto const all = (fresh ? csv_line(header, ',') : std::string()) + text;
    bool const written = ::write(file, all.data(), all.size()) == static_cast<ssize_t>(all.size()) && ::fsync(file) == 0;
    if (!written) error = fmt::format("{}: {}", path.string(), std::generic_category().message(errno));
    ::close(file);
    return written;
}

struct Read {
    st::Day confirmed;
    std::string file;
    std::vector<st::Publication> rows;
    std::optional<st::Day> withdrawn;
};

bool take(const CsvRecord& record, std::map<int, Read>& imports) {
    auto const& cells = record.cells;
    if (!record.problem.empty() || cells.size() != columns) return false;
    auto const import = number(cells[0]);
    auto const day = st::read_day(cells[2]);
    if (!import || *import < 1 || !day) return false;
    auto& read = imports[static_cast<int>(*import)];
    if (cells[1] == "annule") {
        read.withdrawn = *day;
        return true;
    }
    auto const published = st::read_day(cells[4]);
    auto const month = st::read_month(cells[5]);
    auto const value = number(cells[6]);
    if (cells[1] != "oui" || !published || !month || !value) return false;
    st::Publication row;
    row.objective = cells[3], row.source = cells[8], row.published_on = *published, row.month = *month, row.value = *value;
    row.unattributed = cells[7].empty() ? std::nullopt : number(cells[7]);
    row.standing = cells[9] == "definitif" ? st::Standing::consolidated
                   : cells[9] == "revise"  ? st::Standing::revised
                                           : st::Standing::provisional;
    row.file_hash = read.file = cells[10];
    read.confirmed = *day;
    read.rows.push_back(std::move(row));
    return true;
}

}  // namespace

std::optional<Ledger> read_journal(const fs::path& path, std::string& error) {
    Ledger ledger;
    if (path.empty() || !fs::exists(path)) return ledger;
    std::ifstream file(path, std::ios::binary);
    CsvReader reader(file);
    CsvRecord record;
    std::map<int, Read> imports;
    if (!reader.next(record) || record.cells != header) {
        error = fmt::format("{}\u00A0: ce n’est pas un journal d’imports. Donnez à --journal un fichier que phare a écrit, ou un nouveau nom", path.string());
        return {};
    }
    while (reader.next(record))
        if (!take(record, imports)) {
            error = fmt::format("{}:{}\u00A0: cette ligne est abîmée. Reprenez une copie du journal", path.string(), record.line);
            return {};
        }
    int expected = 0;
    for (auto& [number_, read] : imports) {
        int const number_in_file = number_;
        // Numbers of imports that were proposed and never confirmed leave no line.
        while (++expected < number_in_file) (void)ledger.propose({}, {}, {}, read.confirmed);
        (void)ledger.propose(std::move(read.rows), read.file, {}, read.confirmed);
        (void)ledger.confirm(number_in_file, read.confirmed);
        if (read.withdrawn) (void)ledger.withdraw(number_in_file, *read.withdrawn);
    }
    return ledger;
}

bool journal_confirmed(const fs::path& path, const Import& import, std::string& error) {
    std::string text;
    for (auto const& row : import.rows) {
        auto const* standing = row.standing == st::Standing::consolidated ? "definitif"
                               : row.standing == st::Standing::revised    ? "revise"
                                                                          : "provisoire";
        text += csv_line(
            {std::to_string(import.number), "oui", st::written_day(*import.confirmed_on), row.objective,
             st::written_day(row.published_on), st::written_month(row.month), fmt::format("{}", row.value),
             row.unattributed ? fmt::format("{}", *row.unattributed) : std::string(), row.source, standing, import.file_hash},
            ','
        );
    }
    return append(path, text, error);
}

bool journal_withdrawn(const fs::path& path, int number_, st::Day day, std::string& error) {
    return append(
        path, csv_line({std::to_string(number_), "annule", st::written_day(day), "", "", "", "", "", "", "", ""}, ','), error
    );
}

}  // namespace bot::commands
