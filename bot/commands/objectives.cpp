#include "bot/commands/objectives.hpp"

#include "bot/commands/failure_words.hpp"
#include "bot/commands/objective_data.hpp"
#include "bot/commands/objective_journal.hpp"
#include "rules/figures/receipt.hpp"
#include "rules/steering/french_number.hpp"
#include "rules/steering/objective_file.hpp"
#include "rules/steering/replay.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace bot::commands {
namespace {

namespace fs = std::filesystem;
namespace st = rules::steering;
using nlohmann::ordered_json;

ObjectivesEnd unusable(std::ostream& messages, const std::string& why) {
    messages << why << '\n';
    return ObjectivesEnd::unusable;
}

/// Whole or not at all.
bool write_whole(const fs::path& path, const std::string& text, std::ostream& messages) {
    auto const part = fs::path(path.string() + ".part");
    {
        std::ofstream file(part, std::ios::binary);
        file << text;
        file.flush();
        if (!file) {
            messages << path.string() << "\u00A0: ce fichier ne s’écrit pas. Vérifiez le dossier et ses droits\n";
            return false;
        }
    }
    std::error_code failed;
    fs::rename(part, path, failed);
    if (failed) messages << path.string() << "\u00A0: " << failure_words(failed) << '\n';
    return !failed;
}

bool read_catalogue(const fs::path& folder, std::vector<st::Objective>& objectives, std::ostream& messages) {
    auto loaded = st::load_objectives(folder / "objectifs");
    for (auto const& complaint : loaded.complaints) messages << complaint.text() << '\n';
    objectives = std::move(loaded.objectives);
    return loaded.complaints.empty();
}

/// From fewer than five on, people could be recognised.
ordered_json count(const st::Objective& objective, double value) {
    if (!objective.funded && st::too_few_to_show(value)) return {};
    return std::round(value * 10) / 10;
}

std::string shown(const st::Objective& objective, double value) {
    return objective.funded || objective.counting == st::Counting::stock ? st::french(value) : st::french_people(value);
}

ordered_json as_json(const st::Objective& objective, const st::StateOn& on) {
    auto const& e = on.evaluation;
    auto const& l = e.landing;
    ordered_json json;
    json["objectif"] = objective.id;
    json["unite"] = st::name_of(objective.unit);
    json["vu_le"] = st::written_day(e.as_of);
    json["cible"] = e.target;
    json["dernier_mois"] = l.last_month > 0 ? ordered_json(st::written_month(objective.month_at(l.last_month))) : ordered_json();
    json["connu"] = count(objective, l.done_known);
    json["corrige"] = count(objective, l.done_corrected);
    json["repere"] = e.target_to_date;
    json["ecart"] = e.gap;
    json["atterrissage"] = {{"bas80", l.low80}, {"milieu", l.middle}, {"haut80", l.high80}};
    json["p_manque"] = l.p_shortfall;
    if (objective.direction != st::Direction::floor) json["p_depassement"] = l.p_overrun;
    json["niveau"] = static_cast<int>(on.state.shortfall.level());
    if (objective.direction != st::Direction::floor) json["niveau_depassement"] = static_cast<int>(on.state.overrun.level());
    json["rythme"] = {{"necessaire", e.pace.required}, {"trois_derniers", e.pace.last_three}, {"meilleur", e.pace.best},
                      {"avis", st::name_of(e.pace.feasibility)}};
    json["donnees"] = st::name_of(e.health.state);
    if (e.bounds) json["bornes"] = {e.bounds->low, e.bounds->high};
    json["source"] = objective.source;
    json["fictif"] = objective.fictitious;
    json["modele"] = e.model_version;
    return json;
}

std::string as_text(const st::Objective& objective, const st::StateOn& on) {
    auto const& e = on.evaluation;
    auto const& l = e.landing;
    auto const name = st::name_of(on.state.shortfall.level());
    auto const over = st::name_of(on.state.overrun.level());
    std::string text = fmt::format("{}{}\n", objective.label, objective.fictitious ? " (FICTIF)" : "");
    if (l.last_month == 0) return text + fmt::format("  aucun chiffre au {}\u00A0; cible {}\n", st::written_day(e.as_of), st::french(e.target));
    text += fmt::format(
        "  fin {}\u00A0: {} connus, environ {} une fois complets\u00A0; repère {} → écart {} ({})\n",
        st::written_month(objective.month_at(l.last_month)), shown(objective, l.done_known), shown(objective, l.done_corrected),
        st::french(e.target_to_date), st::french_signed(e.gap),
        e.target_to_date > 0 ? st::french_percent(e.gap / e.target_to_date) : "–"
    );
    text += fmt::format(
        "  atterrissage {} [{}\u00A0; {} à 80 %] pour {}\u00A0; probabilité de manquer {}{}\n", st::french(l.middle), st::french(l.low80),
        st::french(l.high80), st::french(e.target), st::french_percent(l.p_shortfall, 0),
        objective.direction == st::Direction::floor ? std::string()
                                                    : ", de dépasser " + st::french_percent(l.p_overrun, 0)
    );
    text += fmt::format(
        "  il faudrait {} par mois (trois derniers\u00A0: {}, meilleur\u00A0: {})\u00A0: {}\n", st::french(e.pace.required),
        st::french(e.pace.last_three), st::french(e.pace.best), st::name_of(e.pace.feasibility)
    );
    text += fmt::format(
        "  niveau\u00A0: {}{}\u00A0; données {}\u00A0: {} au {}\n", name.empty() ? "aucun" : name,
        over.empty() ? "" : fmt::format("\u00A0; dépassement\u00A0: {}", over), objective.source, st::name_of(e.health.state),
        st::written_day(e.as_of)
    );
    return text;
}

ObjectivesEnd withdraw(const ImportOptions& options, rules::figures::Ledger& ledger, std::ostream& out, std::ostream& messages) {
    auto const refused = ledger.withdraw(options.withdraw, options.today);
    if (refused != rules::figures::LedgerRefusal::none)
        return unusable(messages, fmt::format("import {}\u00A0: {}", options.withdraw, rules::figures::name_of(refused)));
    std::string error;
    if (!journal_withdrawn(options.journal, options.withdraw, options.today, error)) return unusable(messages, error);
    out << fmt::format("L’import {} ne compte plus. Ses lignes restent dans le journal.\n", options.withdraw);
    return ObjectivesEnd::done;
}

}  // namespace

ObjectivesEnd replay_objectives(const ReplayOptions& options, std::ostream& messages) {
    std::string error;
    auto const steering = read_objective_data(options.data, error);
    if (!steering) return unusable(messages, error);
    std::string const header = "objective_id,tick,level,p_shortfall,lo80,mid,hi80\n";
    std::string alerts = header, overruns = header;
    st::replay(*steering, [&](const st::ReplayedTick& tick) {
        auto const& l = tick.evaluation.landing;
        auto const line = [&](st::AlertLevel level, double p) {
            return fmt::format(
                "{},{},{},{:.6g},{:.6g},{:.6g},{:.6g}\n", tick.objective->id, tick.tick, static_cast<int>(level), p, l.low80,
                l.middle, l.high80
            );
        };
        alerts += line(tick.state.shortfall.level(), l.p_shortfall);
        if (tick.objective->direction != st::Direction::floor)
            overruns += line(tick.state.overrun.level(), l.p_overrun);
    });
    if (!write_whole(options.out, alerts, messages)) return ObjectivesEnd::unusable;
    if (!options.overruns.empty() && !write_whole(options.overruns, overruns, messages)) return ObjectivesEnd::unusable;
    return ObjectivesEnd::done;
}

ObjectivesEnd objectives_status(const StatusOptions& options, std::ostream& out, std::ostream& messages) {
    std::string error;
    std::optional<st::Steering> steering;
    if (!options.data.empty()) {
        steering = read_objective_data(options.data, error);
        if (!steering) return unusable(messages, error);
    } else {
        steering.emplace();
        if (!read_catalogue(options.catalogue, steering->objectives, messages)) return ObjectivesEnd::unusable;
        auto const ledger = read_journal(options.journal, error);
        if (!ledger) return unusable(messages, error);
        steering->log = ledger->log_on(options.as_of);
    }
    if (!options.only.empty() && !steering->find(options.only))
        return unusable(messages, fmt::format("aucun objectif ne s’appelle {}. Donnez un identifiant du catalogue, comme AIJ-2020-NOR", options.only));
    auto all = ordered_json::array();
    for (auto const& objective : steering->objectives) {
        if (!options.only.empty() && objective.id != options.only) continue;
        if (!objective.has_target()) {
            if (options.json) all.push_back({{"objectif", objective.id}, {"cible", nullptr}});
            else out << objective.label << "\n  cible à donner par le bureau\n";
            continue;
        }
        auto const on = st::state_on(*steering, st::prepare(*steering, objective), options.as_of);
        if (options.json) all.push_back(as_json(objective, on));
        else out << as_text(objective, on);
    }
    if (options.json) out << all.dump(2) << '\n';
    return ObjectivesEnd::done;
}

ObjectivesEnd import_figures(const ImportOptions& options, std::ostream& out, std::ostream& messages) {
    std::string error;
    auto ledger = read_journal(options.journal, error);
    if (!ledger) return unusable(messages, error);
    if (options.withdraw > 0) return withdraw(options, *ledger, out, messages);
    std::vector<st::Objective> objectives;
    if (!read_catalogue(options.catalogue, objectives, messages)) return ObjectivesEnd::unusable;
    auto const mappings = rules::figures::load_mappings(options.catalogue / "objectifs" / "sources");
    for (auto const& complaint : mappings.complaints) messages << complaint.text() << '\n';
    if (!mappings.complaints.empty()) return ObjectivesEnd::unusable;
    std::ifstream file(options.file, std::ios::binary);
    if (!file) return unusable(messages, options.file.string() + "\u00A0: ce fichier ne s’ouvre pas. Vérifiez son nom et ses droits");
    std::string const bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto const hash = rules::figures::file_hash(bytes);
    auto const preview = rules::figures::preview(
        bytes, mappings.mappings, objectives, ledger->log_on(options.today), {options.today, options.by, hash}
    );
    out << rules::figures::receipt(preview, objectives);
    if (preview.refused_whole) return ObjectivesEnd::unusable;
    if (!preview.refused.empty()) {
        auto const path = options.annotated.empty() ? fs::path(options.file.string() + ".refus.csv") : options.annotated;
        if (!write_whole(path, rules::figures::annotated(preview), messages)) return ObjectivesEnd::unusable;
        out << "Lignes à corriger\u00A0: " << path.string() << '\n';
    }
    if (options.yes) {
        int const number = ledger->propose(rules::figures::publications(preview), hash, options.by, options.today);
        auto const refused = ledger->confirm(number, options.today);
        if (refused != rules::figures::LedgerRefusal::none)
            return unusable(messages, std::string(rules::figures::name_of(refused)));
        if (!journal_confirmed(options.journal, ledger->imports().back(), error)) return unusable(messages, error);
        out << fmt::format("Reçu n° {}\u00A0: {} lignes comptent. Pour revenir en arrière\u00A0: --annuler {}\n", number, preview.accepted.size(), number);
    }
    return preview.refused.empty() ? ObjectivesEnd::done : ObjectivesEnd::some_refused;
}

}  // namespace bot::commands
