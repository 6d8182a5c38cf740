#include "bot/service/demo.hpp"

#include "bot/board/note.hpp"
#include "bot/board/workbook.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/desk/stand_in.hpp"
#include "bot/desk/words.hpp"
#include "bot/service/story/chapters.hpp"
#include "bot/service/story/demo_story.hpp"
#include "rules/figures/csv_table.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <stdexcept>

namespace bot::service {

namespace fs = std::filesystem;

namespace {

std::string cell(std::string text) {
    if (text.starts_with('+') && text.size() > 1 && text[1] >= '0' && text[1] <= '9') text.erase(0, 1);  // a number, not a formula
    return rules::figures::csv_cell(text);
}

/// Where the objectives stand at the end, as a French Excel opens it: BOM, semicolons, CRLF.
void write_figures(const office::Office& office, const fs::path& file) {
    std::ofstream out(file, std::ios::binary);
    out << "\xEF\xBB\xBFObjectif;Niveau;Mois connu;Réalisé;Prévu à date;Écart;Cible;Taux\r\n";
    auto const seen = office.overview();
    auto const& overview = *seen;
    for (auto const& standing : overview.standings) {
        auto const words = desk::figure_arguments(office.tools(), standing);
        auto const level = desk::level_on(standing);
        out << cell(standing.objective->label) << ';' << cell(desk::level_words(level));
        for (auto const* const name : {"mois", "connu", "repere", "ecart", "cible", "taux"}) {
            auto const found = words.find(name);
            auto const* const text = found == words.end() ? nullptr : std::get_if<std::string>(&found->second);
            out << ';' << (text == nullptr ? std::string() : cell(*text));
        }
        out << "\r\n";
    }
    for (auto const& state : overview.states) {  // staff: the last count against the target, no plan in between
        out << cell(state.objective->label) << ";état;" << (state.last ? cell(desk::month_words(state.last->month)) : std::string()) << ';'
            << (state.last ? cell(rules::steering::french(state.last->value)) : std::string()) << ";;;"
            << cell(rules::steering::french(state.objective->versions.back().target)) << ";\r\n";
    }
}

void write_bytes(const fs::path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary);
    out << bytes;
    if (!out.flush()) throw std::runtime_error("impossible d’écrire " + file.string());
}

/// What the bureau takes into its meeting: the note of two pages, and the workbook.
void write_papers(const office::Office& office, desk::Day today, const fs::path& out) {
    board::Viewer viewer;
    viewer.money = true;
    auto const on = board::board_on(office.tools(), office.state(), today, today, viewer);
    write_bytes(out / "note-bureau.pdf", board::note_of(on, *office.tools().messages));
    write_bytes(out / "classeur.xlsx", board::workbook_of(on, *office.tools().messages));
}

std::size_t files_in(const fs::path& folder, std::string_view extension) {
    std::error_code none;
    std::size_t all = 0;
    for (auto const& each : fs::directory_iterator(folder, none)) all += each.path().extension() == extension ? 1 : 0;
    return all;
}

std::size_t lines_of(const Timeline& timeline, std::string_view room, bool ours) {
    auto const found = timeline.find(room);
    if (found == timeline.end()) return 0;
    auto const& lines = found->second.lines;
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [ours](auto const& line) { return line.who.empty() == ours; }));
}

std::size_t told_in(const Timeline& timeline, std::string_view room, std::string_view words) {
    auto const found = timeline.find(room);
    if (found == timeline.end()) return 0;
    auto const& lines = found->second.lines;
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [words](auto const& line) {
        return line.who.empty() && line.text.find(words) != std::string::npos;
    }));
}

/// Files of the statistics office whose figures count: one a month.
std::ptrdiff_t counting_files(const office::Office& office) {
    auto const& imports = office.state().ledger.imports();
    return std::count_if(imports.begin(), imports.end(), [](auto const& each) { return each.confirmed_on && each.by == "chiffres@statistiques.exemple"; });
}

std::size_t followed(const office::Office& office) {
    auto const overview = office.overview();
    return overview->standings.size() + overview->states.size();
}

void summarise(const Timeline& rooms, const fs::path& out, const office::Office& office, std::ostream& told) {
    told << fmt::format(
        "      Léa (web)           {} messages, {} réponses, demande remise à la mission locale, réponse reçue\n"
        "      Karim (Matrix)      {} messages, {} réponses\n"
        "      Sans nom (web)      {} messages\u00a0: danger reconnu, numéros donnés, questions arrêtées\n"
        "      Mme Martin (mail)   {} mails reçus, {} envoyés en tout\n"
        "      Objectifs           {} suivis, {} fichiers de chiffres confirmés, {} messages d’alerte au salon de la formation\n"
        "      Bureau (Matrix)     {} messages d’alerte, {} engagement manqué, {} fin d’alerte, {} ordres du jour\n",
        lines_of(rooms, "lea-page-web", false), lines_of(rooms, "lea-page-web", true), lines_of(rooms, "karim-matrix", false),
        lines_of(rooms, "karim-matrix", true), lines_of(rooms, "anonyme-page-web", false),
        std::count_if(fs::directory_iterator(out / "mails"), fs::directory_iterator(), [](auto const& each) { return each.path().filename().string().starts_with("recu-"); }),
        std::count_if(fs::directory_iterator(out / "mails"), fs::directory_iterator(), [](auto const& each) { return !each.path().filename().string().starts_with("recu-"); }),
        followed(office), counting_files(office), told_in(rooms, "salon-formation", "(niveau "), told_in(rooms, "salon-aij", "(niveau "), told_in(rooms, "salon-aij", "engagement non tenu"), told_in(rooms, "salon-aij", "FIN D’ALERTE"),
        told_in(rooms, "salon-bureau", "Bureau du ")
    );
    told << fmt::format(
        "Tout est dans {}\u00a0: {} e-mails (mails/*.eml), {} conversations (salons/*.html), {} courbes (graphiques/*.png),\n"
        "      note-bureau.pdf, classeur.xlsx, objectifs.csv\n",
        out.string(), files_in(out / "mails", ".eml"), rooms.size(), files_in(out / "graphiques", ".png")
    );
}

}  // namespace

std::shared_ptr<const desk::Tools> only_story(const desk::Tools& all) {
    auto followed = std::make_shared<desk::Tools>(all);
    std::erase_if(followed->objectives, [](auto const& objective) { return !in_story(objective.id); });
    return followed;
}

std::chrono::sys_days show_story(commands::Config& config) {
    config.desk = story_desk();
    auto& mail = config.email.emplace();
    mail.address = story_address, mail.addresses = {story_address}, mail.authserv_id = story_border;
    mail.domain = mail.address.substr(mail.address.find('@') + 1);
    mail.hello = mail.domain;
    mail.mail_dir = config.data.folder / "courrier";
    return story_ends();
}

int demo(const commands::Files& files, talking::Tools tools, const fs::path& out, std::ostream& told, std::ostream& complaints, const std::function<bool()>& step_by_step) {
    for (auto const* const ours : {"donnees", "mails", "graphiques", "salons"}) fs::remove_all(out / ours);
    fs::create_directories(out);
    auto loaded = commands::load_desk(files, story_desk(), tools.messages, {"matrix", "email", "web"});
    for (auto const& line : loaded.complaints) complaints << line << '\n';
    if (!loaded.tools) return 4;
    tools.people = std::make_shared<const people::People>(story_people());
    StageSettings settings;
    settings.out = out;
    settings.start = story_begins();
    settings.address = story_address;
    settings.authserv_id = story_border;
    Stage stage(settings, std::move(tools), only_story(*loaded.tools));
    stage.at(story_meeting() + std::chrono::hours(10), [&stage, out] { write_papers(stage.office(), story_meeting(), out); });
    tell_story(stage);
    write_timeline(stage.timeline(), out / "salons", "../graphiques");
    write_figures(stage.office(), out / "objectifs.csv");
    if (step_by_step) tell_chapters(stage.timeline(), step_by_step, told);
    summarise(stage.timeline(), out, stage.office(), told);
    return 0;
}

}  // namespace bot::service
