#include "bot/board/csv.hpp"

#include "rules/figures/csv_table.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <string_view>

namespace bot::board {
namespace {

class Sheet {
  public:
    explicit Sheet(const wording::Messages& messages) : messages_(messages) {}

    [[nodiscard]] std::string label(std::string_view name) const {
        return plain_text(messages_.say("tableau_" + std::string(name), wording::Register::vous, {}));
    }
    void titles(std::initializer_list<std::string_view> names) {
        for (auto const name : names) text(label(name));
        end();
    }
    void text(std::string_view words) { put(rules::figures::csv_cell(words)); }
    /// `instead`: what stands there if there is no number to show.
    void number(const Number& value, const std::string& instead, int decimals = 0) {
        if (!value) return text(instead);
        auto written = fmt::format("{:.{}f}", *value == 0 ? 0.0 : *value, decimals);  // no "-0"
        if (auto const point = written.find('.'); point != std::string::npos) written[point] = ',';
        put(written);
    }
    void skip(int cells) {
        for (; cells > 0; --cells) text("");
    }
    void end() {
        out_ += "\r\n";
        first_ = true;
    }
    [[nodiscard]] std::string take() && { return std::move(out_); }

  private:
    void put(std::string_view cell) {
        if (!first_) out_ += ';';
        out_ += cell;
        first_ = false;
    }

    const wording::Messages& messages_;
    std::string out_ = "\xEF\xBB\xBF";
    bool first_ = true;
};

}  // namespace

std::string csv_of(const Board& board, const wording::Messages& messages) {
    Sheet sheet(messages);
    sheet.titles({"col_objectif", "col_niveau", "col_fin", "col_realise", "col_prevu", "col_ecart", "col_ecart_part", "col_cible", "col_taux_part",
                  "col_atterrissage", "col_bas", "col_haut", "col_unite", "col_donnees", "col_source", "col_note"});
    auto const hidden = sheet.label("non_montre");
    for (auto const& row : board.rows) {
        auto const none = row.is_hidden ? hidden : std::string();
        sheet.text(row.label);
        sheet.text(row.level);
        sheet.text(row.month);
        sheet.number(row.known_number, none);
        sheet.number(row.expected_number, "");
        sheet.number(row.gap_number, none);
        sheet.number(row.gap_percent, none, 1);
        sheet.number(row.target_number, "");
        sheet.number(row.rate_percent, none, 1);
        sheet.number(row.landing_number, none);
        sheet.number(row.low_number, none);
        sheet.number(row.high_number, none);
        sheet.text(row.unit);
        sheet.text(row.data);
        sheet.text(row.source);
        sheet.text(row.fictitious ? sheet.label("fictif") : "");
        sheet.end();
    }
    for (auto const& state : board.states) {
        sheet.text(state.label);
        sheet.text(!state.known_number ? std::string() : sheet.label(state.level_label()));
        sheet.text(state.month);
        sheet.number(state.known_number, "");
        sheet.skip(3);  // no plan in between
        sheet.number(state.target_number, "");
        sheet.skip(5);
        sheet.text(sheet.label("etat"));
        sheet.text(state.source);
        sheet.skip(1);
        sheet.end();
    }
    return std::move(sheet).take();
}

std::string csv_of_months(const Row& row, const wording::Messages& messages) {
    Sheet sheet(messages);
    sheet.titles({"col_objectif", "col_mois", "col_prevu", "col_connu", "col_complet", "col_unite", "col_note"});
    for (auto const& month : row.months) {
        sheet.text(row.label);
        sheet.text(month.name);
        sheet.number(month.plan_number, "");
        sheet.number(month.known_number, month.known);
        sheet.number(month.corrected_number, month.corrected);
        sheet.text(row.unit);
        sheet.text(month.provisional ? sheet.label("provisoire") : "");
        sheet.end();
    }
    return std::move(sheet).take();
}

}  // namespace bot::board
