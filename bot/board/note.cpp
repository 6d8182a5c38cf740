#include "bot/board/note.hpp"

#include "bot/board/tagged_pdf.hpp"

#include <algorithm>

namespace bot::board {
namespace {

using Piece = TaggedPdf::Kind;

class Note {
  public:
    Note(const Board& board, const wording::Messages& messages) : board_(board), messages_(messages), pdf_(title(), iso_day(board.as_of)) {}

    std::string write() && {
        pdf_.text(Piece::title, title());
        pdf_.text(Piece::paragraph, label("bureau"));
        pdf_.text(Piece::paragraph, label("donnees_au", {{"passe", board_.is_past ? "oui" : "non"}, {"jour", day_words(board_.as_of)}}) + " " + board_.meeting);
        if (!board_.meeting_level.empty()) pdf_.text(Piece::paragraph, label("reunion_alerte", {{"niveau", board_.meeting_level}}));
        bool const whole = section(Section::decide, "decider") && section(Section::watch, "surveiller");
        if (whole && !board_.rows.empty() && board_.rows.front().chart) {
            auto const& row = board_.rows.front();
            constexpr double most_height = 300;
            auto const png = charts::png_of(*row.chart, charts::Shape::landscape);
            if (!png.empty()) static_cast<void>(pdf_.picture(png, row.alternative, most_height));  // no room: the table says it all
        }
        pdf_.next_page();
        table();
        journal();
        return std::move(pdf_).finish();
    }

  private:
    std::string label(std::string_view name, const wording::Arguments& arguments = {}) const {
        return plain_text(messages_.say("tableau_" + std::string(name), wording::Register::vous, arguments));
    }
    std::string title() const { return label("titre"); }
    static std::string marks(const Row& row) {
        std::string out;
        for (int i = 0; i < row.marks; ++i) out += "▲";
        return out.empty() ? row.level : out + " " + row.level;
    }

    void say_left(std::size_t left) { pdf_.text(Piece::paragraph, label("note_reste", {{"combien", static_cast<std::int64_t>(left)}})); }

    /// \returns false if some did not fit
    bool section(Section which, std::string_view name) {
        auto left = board_.count(which);
        if (left == 0 && which != Section::decide) return true;
        if (!pdf_.text(Piece::heading, label(name) + " (" + std::to_string(left) + ")")) return false;
        if (left == 0) return pdf_.text(Piece::paragraph, label("rien_decider"));
        constexpr std::size_t most = 9;  // the meeting reads a page
        std::size_t said = 0;
        for (auto const& row : board_.rows) {
            if (row.section != which) continue;
            if (said == most || !pdf_.text(Piece::paragraph, marks(row) + " · " + row.label + (row.why.empty() ? "" : "\n" + row.why))) break;
            ++said, --left;
        }
        if (left == 0) return true;
        say_left(left);
        return said == most;
    }

    void table() {
        pdf_.text(Piece::heading, label("tous") + " (" + std::to_string(board_.rows.size()) + ")");
        std::vector<double> const widths{158, 62, 50, 50, 62, 46, 83};
        std::vector<std::string> head;
        for (auto const* each : {"col_objectif", "col_niveau", "col_realise", "col_prevu", "col_ecart", "col_cible", "col_atterrissage"}) head.push_back(label(each));
        pdf_.begin_table();
        pdf_.row(head, widths, true);
        std::size_t left = board_.rows.size();
        for (auto const& row : board_.rows) {
            auto const gap = row.is_hidden || row.gap.empty() ? row.gap : row.gap + "\n(" + row.gap_part + ")";
            auto const landing = row.landing.empty() ? "–" : row.landing + "\n(" + row.range + ")";
            if (!pdf_.row({row.label, marks(row), row.known, row.expected, gap, row.target, landing}, widths, false)) break;
            --left;
        }
        pdf_.end_table();
        if (left > 0) say_left(left);
        else states();
    }
    /// Staff and schools, where there is room left: never instead of an objective.
    void states() {
        if (board_.states.empty() || !pdf_.text(Piece::heading, label("etats"))) return;
        std::size_t left = board_.states.size();
        for (auto const& state : board_.states) {
            auto const level = state.known.empty() ? std::string() : " · " + label(state.level_label());
            auto const counted = state.known.empty() ? state.month : state.known + " / " + state.target + ", " + state.month;
            if (!pdf_.text(Piece::paragraph, state.label + "\u00a0: " + counted + level)) break;
            --left;
        }
        if (left > 0) say_left(left);
    }

    /// The last deeds of each objective, so many as the page has room for.
    void journal() {
        constexpr std::size_t most = 3;
        bool more = false, begun = false;
        for (auto const& row : board_.rows) {
            auto const& deeds = row.deeds;
            auto const from = deeds.size() - std::min(deeds.size(), most);
            more = more || from > 0;
            for (auto n = from; n < deeds.size(); ++n) {
                if (!begun && !pdf_.text(Piece::heading, label("journal"))) return;
                begun = true;
                if (!pdf_.text(Piece::paragraph, row.label + " – " + deeds[n])) return;
            }
        }
        if (more) pdf_.text(Piece::paragraph, label("journal_suite"));
    }

    const Board& board_;
    const wording::Messages& messages_;
    TaggedPdf pdf_;
};

}  // namespace

std::string note_of(const Board& board, const wording::Messages& messages) { return Note(board, messages).write(); }

}  // namespace bot::board
