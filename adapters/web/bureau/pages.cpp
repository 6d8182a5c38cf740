#include "adapters/web/bureau/pages.hpp"

#include "adapters/net/http.hpp"
#include "adapters/web/bureau/assets.hpp"
#include "bot/charts/svg.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

namespace adapters::web::bureau {

using bot::board::Board;
using bot::board::Row;
using bot::board::Section;

namespace {

void begin_page(Html& out, const Labels& label, const std::string& title, const Visit* visit, std::string_view go_to = {}) {
    out << "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>";
    out.text(title);
    if (title != label("titre")) (out << " – ").text(label("titre"));
    out << "</title>";
    if (!go_to.empty()) (out << "<meta http-equiv=\"refresh\" content=\"0;url=").text(go_to) << "\">";
    out << "<link rel=\"icon\" href=\"/icone.svg\"><style>";
    out.asset(style) << "</style></head><body><a class=\"s\" href=\"#contenu\">";
    (out.text(label("aller")) << "</a><header><p>").text(label("bureau")) << "</p>";
    if (visit != nullptr) {
        (out << "<p>").text(label("connecte", {{"qui", visit->who}}));
        (out << "</p><form class=\"r\" method=\"post\" action=\"/bureau/sortir\"><input type=\"hidden\" name=\"jeton\" value=\"").text(visit->token);
        (out << "\"><button name=\"quoi\" value=\"ici\">").text(label("sortir"));
        (out << "</button><button name=\"quoi\" value=\"tout\">").text(label("sortir_tout")) << "</button></form>";
    }
    (out << "</header><main id=\"contenu\"><h1>").text(title) << "</h1>";
    if (visit != nullptr && !visit->notice.empty()) {
        if (visit->is_error) out << "<p class=\"e\" id=\"avis\" role=\"alert\">";
        else out << "<p class=\"n\" id=\"avis\" role=\"status\">";
        out.text(visit->notice) << "</p>";
    }
}

std::string finished(Html& out, const Labels& label) {
    (out << "</main><footer><p><a href=\"/accessibilite\">").text(label("accessible"));
    (out << "</a></p><p>").text(label("accord", {{"heures", std::int64_t{8}}})) << "</p></footer></body></html>";
    return std::move(out).take();
}

void write_seen(Html& out, const Board& board) {
    if (board.is_past) out.text("vu=" + bot::board::iso_day(board.as_of));
}

void link_to(Html& out, const Board& board, const Row& row) {
    (out << "<a href=\"/bureau/objectif?").text("id=" + net::percent_encode(row.id));
    if (board.is_past) out.text("&");
    write_seen(out, board);
    (out << "\">").text(row.label) << "</a>";
}

void write_level(Html& out, const Row& row) {
    if (row.marks >= 2) out << "<span class=\"v2\">";
    else if (row.marks == 1) out << "<span class=\"v1\">";
    else out << "<span>";
    for (int i = 0; i < row.marks; ++i) out.text("▲");
    if (row.marks > 0) out << " ";
    out.text(row.level) << "</span>";
}

void write_when(Html& out, const Labels& label, const Board& board) {
    (out << "<p>").text(label("donnees_au", {{"passe", board.is_past ? "oui" : "non"}, {"jour", bot::board::day_words(board.as_of)}}));
    (out << " ").text(board.meeting) << "</p>";
    if (!board.meeting_level.empty()) (out << "<p class=\"e\">").text(label("reunion_alerte", {{"niveau", board.meeting_level}})) << "</p>";
}

/// A day that was refused stands there as it was typed: a field of type date would show nothing (RGAA 11.10, 11.11).
void write_day_form(Html& out, const Labels& label, const Board& board, const Visit& visit, const std::string& action, const Row* row) {
    (out << "<form class=\"r\" method=\"get\" action=\"").text(action) << "\">";
    if (row != nullptr) (out << "<input type=\"hidden\" name=\"id\" value=\"").text(row->id) << "\">";
    (out << "<label for=\"vu\">").text(label("vu"));
    out << "</label>";
    if (visit.wrong_day.empty()) {
        (out << "<input id=\"vu\" type=\"date\" name=\"vu\" min=\"").text(bot::board::iso_day(visit.first));
        (out << "\" max=\"").text(bot::board::iso_day(visit.last));
        (out << "\" value=\"").text(bot::board::iso_day(board.as_of));
    } else {
        (out << "<input id=\"vu\" name=\"vu\" autocomplete=\"off\" aria-invalid=\"true\" aria-describedby=\"avis\" value=\"").text(visit.wrong_day);
    }
    (out << "\"><button>").text(label("voir")) << "</button>";
    if (board.is_past) {
        (out << "<a class=\"k\" href=\"").text(action);
        if (row != nullptr) out.text("?id=" + net::percent_encode(row->id));
        (out << "\">").text(label("aujourdhui")) << "</a>";
    }
    out << "</form>";
}

void write_documents(Html& out, const Labels& label, const Board& board) {
    (out << "<nav class=\"r\" aria-label=\"").text(label("documents")) << "\">";
    for (auto const& [path, name] : {std::pair{"/bureau/note.pdf", "pdf"}, std::pair{"/bureau/classeur.xlsx", "classeur"}, std::pair{"/bureau/objectifs.csv", "csv"}, std::pair{"/bureau/besoins", "besoins"}}) {
        (out << "<a class=\"k\" href=\"").text(path);
        if (board.is_past) out << "?";
        write_seen(out, board);
        (out << "\">").text(label(name)) << "</a>";
    }
    out << "</nav>";
}

void write_section(Html& out, const Labels& label, const Board& board, Section section, std::string_view title) {
    auto const count = board.count(section);
    if (count == 0 && section != Section::decide) return;
    (out << "<h2>").text(label(title));
    (out << " (").number(static_cast<std::int64_t>(count)) << ")</h2>";
    if (count == 0) {
        (out << "<p>").text(label("rien_decider")) << "</p>";
        return;
    }
    out << "<ol class=\"o\">";
    for (auto const& row : board.rows) {
        if (row.section != section) continue;
        out << "<li><p>";
        write_level(out, row);
        out << " · ";
        link_to(out, board, row);
        out << "</p>";
        if (!row.why.empty()) (out << "<p>").text(row.why) << "</p>";
        out << "</li>";
    }
    out << "</ol>";
}

void write_number(Html& out, const std::string& text) { (out << "<td class=\"d\">").text(text.empty() ? "–" : text) << "</td>"; }

std::string gap_of(const Row& row) { return row.is_hidden || row.gap.empty() ? row.gap : row.gap + " (" + row.gap_part + ")"; }
std::string landing_of(const Row& row) { return row.landing.empty() ? "" : row.landing + " (" + row.range + ")"; }

std::vector<std::string> labelled(const Labels& label, std::initializer_list<std::string_view> names) {
    std::vector<std::string> words;
    for (auto const name : names) words.push_back(label(name));
    return words;
}

/// A table that scrolls in itself on narrow screens, up to its first row: `end_table` closes it.
void begin_table(Html& out, const std::string& name, const std::string& caption, const std::vector<std::string>& columns) {
    (out << "<div class=\"w\" tabindex=\"0\" role=\"group\" aria-label=\"").text(name);
    (out << "\"><table><caption>").text(caption) << "</caption><thead><tr>";
    for (auto const& column : columns) (out << "<th scope=\"col\">").text(column) << "</th>";
    out << "</tr></thead><tbody>";
}
void end_table(Html& out) { out << "</tbody></table></div>"; }

void write_table(Html& out, const Labels& label, const Board& board) {
    begin_table(
        out, label("tous"), label("tous"),
        labelled(label, {"col_objectif", "col_niveau", "col_realise", "col_prevu", "col_ecart", "col_cible", "col_atterrissage", "col_donnees"})
    );
    for (auto const& row : board.rows) {
        out << "<tr><th scope=\"row\">";
        link_to(out, board, row);
        out << "</th><td>";
        write_level(out, row);
        out << "</td>";
        write_number(out, row.known);
        write_number(out, row.expected);
        write_number(out, gap_of(row));
        write_number(out, row.target);
        write_number(out, landing_of(row));
        (out << "<td>").text(row.month + " ; " + row.data) << "</td>";
        out << "</tr>";
    }
    end_table(out);
}

void write_states(Html& out, const Labels& label, const Board& board) {
    if (board.states.empty()) return;
    begin_table(out, label("etats"), label("etats"), labelled(label, {"col_objectif", "col_niveau", "col_realise", "col_cible", "col_donnees"}));
    for (auto const& state : board.states) {
        (out << "<tr><th scope=\"row\">").text(state.label);
        (out << "</th><td>").text(state.known.empty() ? std::string() : label(state.level_label())) << "</td>";
        write_number(out, state.known);
        write_number(out, state.target);
        (out << "<td>").text(state.month) << "</td></tr>";
    }
    end_table(out);
}

/// By objective, its name once. Left out on paper, where two pages have to do: each objective's own page has it whole.
void write_journal(Html& out, const Labels& label, const Board& board) {
    (out << "<section class=\"x\"><h2>").text(label("journal")) << "</h2>";
    bool const empty = std::all_of(board.rows.begin(), board.rows.end(), [](const Row& row) { return row.deeds.empty(); });
    if (empty) {
        (out << "<p>").text(label("journal_vide")) << "</p></section>";
        return;
    }
    constexpr std::size_t shown = 8;  // of each objective
    bool more = false;
    for (auto const& row : board.rows) {
        if (row.deeds.empty()) continue;
        std::size_t const from = row.deeds.size() > shown ? row.deeds.size() - shown : 0;
        more = more || from > 0;
        (out << "<h3>").text(row.label) << "</h3><ul>";
        for (auto n = from; n < row.deeds.size(); ++n) (out << "<li>").text(row.deeds[n]) << "</li>";
        out << "</ul>";
    }
    if (more) (out << "<p>").text(label("journal_suite")) << "</p>";
    out << "</section>";
}

void write_open(Html& out, const Labels& label, const bot::board::Open& open, const Row& row, const Visit& visit, const Draft& draft, std::size_t n) {
    (out << "<li><p>").text(label("ouverte", {{"niveau", open.level}, {"quoi", open.what}, {"jours", std::int64_t{open.days}}}));
    if (!open.silence.empty()) (out << " ").text(label("silence", {{"jusque", open.silence}}));
    out << "</p>";
    if (open.taken) {
        (out << "<p>").text(label("prise", {{"qui", open.by}, {"jusque", open.until}, {"avec_motif", open.reason.empty() ? "non" : "oui"}, {"motif", open.reason}}));
        if (!open.promise.empty()) (out << " ").text(open.promise);
        out << "</p>";
    }
    if (visit.may_treat) {
        (out << "<form method=\"post\" action=\"/bureau/traiter\"><input type=\"hidden\" name=\"jeton\" value=\"").text(visit.token);
        (out << "\"><input type=\"hidden\" name=\"episode\" value=\"").text(open.name);
        (out << "\"><input type=\"hidden\" name=\"id\" value=\"").text(row.id) << "\">";
        if (open.taken) {
            (out << "<button name=\"quoi\" value=\"retirer\">").text(label("retirer")) << "</button>";
        } else {
            bool const again = draft.episode == open.name;
            auto const number = static_cast<std::int64_t>(n);
            (out << "<label for=\"motif").number(number);
            (out << "\">").text(label("motif"));
            ((out << "</label><p class=\"h\" id=\"aide").number(number) << "\">").text(label("motif_aide"));
            (out << "</p><textarea id=\"motif").number(number);
            (out << "\" name=\"motif\" rows=\"2\" minlength=\"10\" maxlength=\"500\" required aria-describedby=\"aide").number(number);
            (out << "\">\n").text(again ? draft.reason : std::string());
            (out << "</textarea><label for=\"jusque").number(number);
            (out << "\">").text(label("jusque"));
            ((out << "</label><p class=\"h\" id=\"delai").number(number) << "\">").text(label("jusque_aide"));
            (out << "</p><div class=\"r\"><input id=\"jusque").number(number);
            (out << "\" type=\"date\" name=\"jusque\" aria-describedby=\"delai").number(number);
            (out << "\" value=\"").text(again ? draft.until : std::string());
            (out << "\"><button class=\"p\" name=\"quoi\" value=\"prendre\">").text(label("acquitter")) << "</button></div>";
        }
        out << "</form>";
    }
    out << "</li>";
}

void write_curve(Html& out, const Labels& label, const Row& row) {
    if (!row.chart) return;
    (out << "<h2>").text(label("courbe")) << "</h2><div class=\"large\">";
    out.asset(bot::charts::svg_of(*row.chart, bot::charts::Layout::wide, row.alternative)) << "</div><div class=\"etroit\">";
    out.asset(bot::charts::svg_of(*row.chart, bot::charts::Layout::narrow, row.alternative)) << "</div>";
}

void write_months(Html& out, const Labels& label, const Board& board, const Row& row) {
    (out << "<h2>").text(label("chiffres"));
    out << "</h2>";
    begin_table(out, label("chiffres"), label("chiffres_note"), labelled(label, {"col_mois", "col_prevu", "col_connu", "col_complet"}));
    for (auto const& month : row.months) {
        (out << "<tr><th scope=\"row\">").text(month.name);
        if (month.provisional) (out << " (").text(label("provisoire")) << ")";
        out << "</th>";
        write_number(out, month.plan);
        write_number(out, month.known);
        write_number(out, month.corrected);
        out << "</tr>";
    }
    end_table(out);
    (out << "<p><a class=\"k\" href=\"/bureau/mois.csv?").text("id=" + net::percent_encode(row.id));
    if (board.is_past) out.text("&");
    write_seen(out, board);
    (out << "\">").text(label("csv_mois")) << "</a></p>";
}

void write_term(Html& out, const std::string& name, const std::string& text) {
    if (text.empty()) return;
    ((out << "<dt>").text(name) << "</dt><dd>").text(text) << "</dd>";
}

void way_back(Html& out, const Labels& label, const Board* board) {
    out << "<p><a class=\"k\" href=\"/bureau";
    if (board != nullptr && board->is_past) {
        out << "?";
        write_seen(out, *board);
    }
    (out << "\">").text(label("retour")) << "</a></p>";
}

}  // namespace

std::string Labels::operator()(std::string_view name, const bot::wording::Arguments& arguments) const {
    return plain_text(messages_->say("tableau_" + std::string(name), bot::wording::Register::vous, arguments));
}

std::string sign_in_page(const Labels& label, const std::string& notice, bool by_matrix) {
    Html out;
    begin_page(out, label, label("entrer_titre"), nullptr);
    if (!notice.empty()) (out << "<p class=\"e\" role=\"alert\">").text(notice) << "</p>";
    (out << "<p>").text(label("entrer_explication"));
    (out << "</p><form method=\"post\" action=\"/bureau/lien\"><label for=\"qui\">").text(label("qui"));
    out << "</label><div class=\"r\"><input id=\"qui\" type=\"email\" name=\"qui\" autocomplete=\"email\" maxlength=\"200\" required>";
    (out << "<button class=\"p\">").text(label("recevoir")) << "</button></div></form>";
    if (by_matrix) (out << "<p>").text(label("entrer_matrix")) << "</p>";
    return finished(out, label);
}

std::string sent_page(const Labels& label) {
    Html out;
    begin_page(out, label, label("envoye_titre"), nullptr);
    (out << "<p role=\"status\">").text(label("envoye", {{"minutes", std::int64_t{15}}})) << "</p>";
    return finished(out, label);
}

std::string enter_page(const Labels& label, std::string_view secret) {
    Html out;
    begin_page(out, label, label("entrer_titre"), nullptr);
    (out << "<p>").text(label("entrer_geste"));
    (out << "</p><form method=\"post\" action=\"/bureau/entrer\"><input type=\"hidden\" name=\"lien\" value=\"").text(secret);
    (out << "\"><button class=\"p\">").text(label("entrer")) << "</button></form>";
    return finished(out, label);
}

std::string bounce_page(const Labels& label, std::string_view target) {
    Html out;
    begin_page(out, label, label("titre"), nullptr, target);
    (out << "<p><a class=\"k\" href=\"").text(target);
    (out << "\">").text(label("titre")) << "</a></p>";
    return finished(out, label);
}

std::string notice_page(const Labels& label, const std::string& notice) {
    Html out;
    begin_page(out, label, notice, nullptr);
    way_back(out, label, nullptr);
    return finished(out, label);
}

std::string list_page(const Labels& label, const Board& board, const Visit& visit) {
    Html out;
    begin_page(out, label, label("titre"), &visit);
    write_when(out, label, board);
    write_day_form(out, label, board, visit, "/bureau", nullptr);
    write_documents(out, label, board);
    write_section(out, label, board, Section::decide, "decider");
    write_section(out, label, board, Section::watch, "surveiller");
    (out << "<h2>").text(label("tous"));
    (out << " (").number(static_cast<std::int64_t>(board.rows.size())) << ")</h2>";
    write_table(out, label, board);
    write_states(out, label, board);
    if (!board.without.empty()) {
        (out << "<h3>").text(label("sans_cible")) << "</h3><ul>";
        for (auto const& each : board.without) (out << "<li>").text(each) << "</li>";
        out << "</ul>";
    }
    write_journal(out, label, board);
    return finished(out, label);
}

std::string needs_page(const Labels& label, const std::vector<bot::needs::Published>& months, const Visit& visit) {
    Html out;
    begin_page(out, label, label("besoins"), &visit);
    ((out << "<p>").text(label("besoins_quoi")) << "</p><p>").text(label("besoins_secret")) << "</p>";
    if (months.empty()) (out << "<p>").text(label("besoins_aucun")) << "</p>";
    for (auto const& month : months) {
        auto const name = bot::board::month_words(month.month);
        (out << "<h2>").text(name);
        out << "</h2>";
        auto columns = labelled(label, {"col_sujet"});
        for (auto const code : bot::needs::departements) columns.push_back(bot::board::departement_words(code));
        begin_table(out, name, name, columns);
        for (std::size_t t = 0; t < bot::needs::themes.size(); ++t) {
            (out << "<tr><th scope=\"row\">").text(label("theme_" + std::string(bot::needs::themes[t]))) << "</th>";
            for (auto const& cell : month.cells[t]) write_number(out, cell ? std::to_string(*cell) : label("besoins_moins"));
            out << "</tr>";
        }
        end_table(out);
    }
    way_back(out, label, nullptr);
    return finished(out, label);
}

std::string objective_page(const Labels& label, const Board& board, const Row& row, const Visit& visit, const Draft& draft) {
    Html out;
    begin_page(out, label, row.label, &visit);
    write_when(out, label, board);
    out << "<p>";
    write_level(out, row);
    out << "</p>";
    if (!row.why.empty()) (out << "<p>").text(row.why) << "</p>";
    if (!row.open.empty()) {
        (out << "<h2>").text(label("alertes")) << "</h2><ul>";
        std::size_t n = 0;
        for (auto const& open : row.open) write_open(out, label, open, row, visit, draft, ++n);
        out << "</ul>";
    }
    (out << "<h2>").text(label("resume")) << "</h2><dl>";
    write_term(out, label("col_realise"), row.month == "aucun" ? "" : row.known + " " + row.unit + ", fin " + row.month);
    write_term(out, label("col_prevu"), row.expected);
    write_term(out, label("col_ecart"), gap_of(row));
    write_term(out, label("col_cible"), row.target);
    write_term(out, label("col_taux"), row.rate);
    write_term(out, label("col_atterrissage"), landing_of(row));
    write_term(out, label("col_donnees"), row.data);
    write_term(out, label("col_source"), row.source);
    out << "</dl>";
    if (!row.pace.empty()) (out << "<p>").text(row.pace) << "</p>";
    write_curve(out, label, row);
    write_months(out, label, board, row);
    (out << "<h2>").text(label("journal")) << "</h2>";
    if (row.deeds.empty()) (out << "<p>").text(label("journal_vide")) << "</p>";
    else {
        out << "<ul>";
        for (auto const& deed : row.deeds) (out << "<li>").text(deed) << "</li>";
        out << "</ul>";
    }
    write_day_form(out, label, board, visit, "/bureau/objectif", &row);
    way_back(out, label, &board);
    return finished(out, label);
}

}  // namespace adapters::web::bureau
