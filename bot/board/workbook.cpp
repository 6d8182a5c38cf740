#include "bot/board/workbook.hpp"

#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <unistd.h>
#include <utility>

namespace bot::board {
namespace {

/// A file that only we can read, gone with this object.
class Temporary {
  public:
    Temporary() {
        int const file = mkstemp(path_.data());
        if (file < 0) throw std::runtime_error("aucun fichier provisoire pour le classeur");
        ::close(file);
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    ~Temporary() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    [[nodiscard]] const char* path() const { return path_.c_str(); }
    [[nodiscard]] std::string bytes() const {
        std::ifstream in(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

  private:
    std::string path_ = (std::filesystem::temp_directory_path() / "phare-classeur-XXXXXX").string();
};

class Writer {
  public:
    Writer(const Board& board, const wording::Messages& messages, const char* path) : board_(board), messages_(messages), book_(workbook_new(path)) {
        if (book_ == nullptr) throw std::runtime_error("le classeur ne se fait pas");
        head_ = workbook_add_format(book_);
        format_set_bold(head_);
        format_set_text_wrap(head_);
        format_set_border(head_, LXW_BORDER_THIN);
        number_ = workbook_add_format(book_);
        format_set_num_format(number_, "#,##0");
        lxw_doc_properties properties{};
        std::string title = label("titre");  // the library takes no const
        properties.title = title.data();
        properties.created = static_cast<time_t>(std::chrono::duration_cast<std::chrono::seconds>(board.as_of.time_since_epoch()).count());
        workbook_set_properties(book_, &properties);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() {
        if (book_ != nullptr) workbook_close(book_);
    }

    void write(const std::vector<needs::Published>& needs) {
        objectives();
        months();
        if (!needs.empty()) territories(needs);
        journal();
        about();
        auto* const book = std::exchange(book_, nullptr);
        if (workbook_close(book) != LXW_NO_ERROR) throw std::runtime_error("le classeur ne s’écrit pas");
    }

  private:
    std::string label(std::string_view name, const wording::Arguments& arguments = {}) const {
        return plain_text(messages_.say("tableau_" + std::string(name), wording::Register::vous, arguments));
    }
    void sheet(std::string_view name, std::initializer_list<const char*> columns, std::initializer_list<double> widths) {
        sheet_ = workbook_add_worksheet(book_, label(name).c_str());
        row_ = column_ = 0;
        for (auto const* each : columns) worksheet_write_string(sheet_, row_, column_++, label(each).c_str(), head_);
        lxw_col_t at = 0;
        for (double const width : widths) worksheet_set_column(sheet_, at, at, width, nullptr), ++at;
        worksheet_freeze_panes(sheet_, 1, 1);
        next();
    }
    void next() { ++row_, column_ = 0; }
    void text(const std::string& words) { worksheet_write_string(sheet_, row_, column_++, words.c_str(), nullptr); }
    /// `instead`: what stands there if there is no number to show
    void number(const Number& value, const std::string& instead) {
        if (value) worksheet_write_number(sheet_, row_, column_++, *value, number_);
        else text(instead);
    }

    void objectives() {
        sheet(
            "feuille_objectifs",
            {"col_objectif", "col_niveau", "col_fin", "col_realise", "col_prevu", "col_ecart", "col_cible", "col_atterrissage", "col_bas", "col_haut", "col_unite", "col_donnees", "col_source", "col_note"},
            {46, 16, 16, 12, 12, 12, 12, 14, 10, 10, 14, 50, 14, 18}
        );
        auto const hidden = label("non_montre");
        for (auto const& row : board_.rows) {
            text(row.label);
            text(row.level);
            text(row.month);
            auto const none = row.is_hidden ? hidden : std::string();
            number(row.known_number, none);
            number(row.expected_number, "");
            number(row.gap_number, none);
            number(row.target_number, "");
            number(row.landing_number, none);
            number(row.low_number, none);
            number(row.high_number, none);
            text(row.unit);
            text(row.data);
            text(row.source);
            text(row.fictitious ? label("fictif") : "");
            next();
        }
        for (auto const& state : board_.states) {
            text(state.label);
            text(!state.known_number ? std::string() : label(state.level_label()));
            text(state.month);
            number(state.known_number, "");
            column_ += 2;  // no plan in between
            number(state.target_number, "");
            column_ += 4;
            text(label("etat"));
            text(state.source);
            next();
        }
        worksheet_autofilter(sheet_, 0, 0, row_ > 0 ? row_ - 1 : 0, 13);
    }
    void months() {
        sheet("feuille_mois", {"col_objectif", "col_mois", "col_prevu", "col_connu", "col_complet", "col_unite", "col_note"}, {46, 16, 12, 14, 16, 14, 14});
        for (auto const& row : board_.rows)
            for (auto const& month : row.months) {
                text(row.label);
                text(month.name);
                number(month.plan_number, "");
                number(month.known_number, month.known);
                number(month.corrected_number, month.corrected);
                text(row.unit);
                text(month.provisional ? label("provisoire") : "");
                next();
            }
    }
    void journal() {
        sheet("journal", {"col_objectif", "journal"}, {46, 80});
        for (auto const& row : board_.rows)
            for (auto const& deed : row.deeds) {
                text(row.label);
                text(deed);
                next();
            }
    }
    void territories(const std::vector<needs::Published>& all) {
        sheet_ = workbook_add_worksheet(book_, label("feuille_besoins").c_str());
        row_ = column_ = 0;
        for (auto const* each : {"col_mois", "col_sujet"}) worksheet_write_string(sheet_, row_, column_++, label(each).c_str(), head_);
        for (auto const code : needs::departements) worksheet_write_string(sheet_, row_, column_++, departement_words(code).c_str(), head_);
        worksheet_set_column(sheet_, 0, 6, 18, nullptr);
        next();
        auto const few = label("besoins_moins");
        for (auto const& month : all)
            for (std::size_t t = 0; t < needs::themes.size(); ++t) {
                text(month_words(month.month));
                text(label("theme_" + std::string(needs::themes[t])));
                for (auto const& cell : month.cells[t]) number(cell ? Number(static_cast<double>(*cell)) : Number(), few);
                next();
            }
    }
    void about() {
        sheet("feuille_lire", {"titre"}, {110});
        text(label("donnees_au", {{"passe", board_.is_past ? "oui" : "non"}, {"jour", day_words(board_.as_of)}}));
        for (auto const* each : {"lire_secret", "lire_unites", "lire_provisoire"}) {
            next();
            text(label(each));
        }
        next();
        text(board_.meeting);
    }

    const Board& board_;
    const wording::Messages& messages_;
    lxw_workbook* book_;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format *head_ = nullptr, *number_ = nullptr;
    lxw_row_t row_ = 0;
    lxw_col_t column_ = 0;
};

}  // namespace

std::string workbook_of(const Board& board, const wording::Messages& messages, const std::vector<needs::Published>& needs) {
    Temporary const file;
    Writer(board, messages, file.path()).write(needs);
    return file.bytes();
}

}  // namespace bot::board
