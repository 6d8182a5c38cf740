#include "bot/commands/objectives.hpp"

#include "bot/commands/failure_words.hpp"
#include "bot/commands/objective_data.hpp"
#include "bot/commands/objective_journal.hpp"
#include "bot/desk/explain.hpp"
#include "bot/desk/state.hpp"
#include "bot/desk/status.hpp"
#include "rules/figures/receipt.hpp"
#include "rules/steering/objective_file.hpp"
#include "rules/steering/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace bot::commands {
namespace {

namespace fs = std::filesystem;
namespace st = rules::steering;

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
    std::optional<rules::figures::Ledger> ledger;
    if (!options.data.empty()) {
        steering = read_objective_data(options.data, error);
        if (!steering) return unusable(messages, error);
    } else {
        steering.emplace();
        if (!read_catalogue(options.catalogue, steering->objectives, messages)) return ObjectivesEnd::unusable;
        if (!fs::exists(options.journal))
            return unusable(messages, options.journal.string() + "\u00A0: ce journal n’existe pas. Vérifiez --journal, ou faites-le avec phare objectives import --journal");
        ledger = read_journal(options.journal, error);
        if (!ledger) return unusable(messages, error);
        steering->log = ledger->log_on(options.as_of);
        desk::hold_revisions(*steering, options.as_of);
    }
    auto const& named = options.explain.empty() ? options.only : options.explain;
    auto const* const objective = named.empty() ? nullptr : steering->find(named);
    if (!named.empty() && objective == nullptr)
        return unusable(messages, fmt::format("aucun objectif ne s’appelle {}. Donnez un identifiant du catalogue, comme AIJ-2020-NOR", named));
    if (options.explain.empty()) {
        out << desk::status_of(*steering, {options.as_of, options.only, options.json});
        return ObjectivesEnd::done;
    }
    auto since = options.since;
    if (!since) {  // from the eve of the last figures on
        std::optional<st::Day> newest;
        if (ledger) newest = ledger->changed_on(options.explain, options.as_of);
        else if (auto const days = st::publication_days(*steering, st::prepare(*steering, *objective), options.as_of); !days.empty()) newest = days.back();
        if (newest) since = *newest - std::chrono::days(1);
    }
    if (since && *since >= options.as_of) return unusable(messages, "--since\u00A0: ce jour doit venir avant " + st::written_day(options.as_of));
    auto then = *steering;
    if (ledger && since) {
        then.log = ledger->log_on(*since), then.waiting = {};
        desk::hold_revisions(then, *since);
    }
    out << desk::explanation(then, *steering, {options.explain, options.as_of, since.value_or(st::Day{}), options.json});
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
    out << rules::figures::without_question(rules::figures::receipt(preview, objectives));
    if (preview.refused_whole) return ObjectivesEnd::unusable;
    if (!preview.refused.empty()) {
        // In the form of the file that came, unless a name says otherwise.
        bool const came_as_workbook = rules::figures::kind_of(bytes) == rules::figures::FileKind::xlsx;
        auto const path = options.annotated.empty() ? fs::path(options.file.string() + (came_as_workbook ? ".refus.xlsx" : ".refus.csv")) : options.annotated;
        bool const workbook = came_as_workbook && path.extension() == ".xlsx";
        if (!write_whole(path, workbook ? rules::figures::annotated_workbook(preview) : rules::figures::annotated(preview), messages))
            return ObjectivesEnd::unusable;
        out << "Lignes à corriger\u00A0: " << path.string() << '\n';
    }
    if (!options.yes && !preview.accepted.empty()) out << "Rien ne compte encore. Pour que ces chiffres comptent\u00A0: la même commande avec --oui\n";
    bool const known = preview.is_known();
    if (options.yes && known) out << "Rien de nouveau à compter.\n";
    if (options.yes && !known) {
        int const number = ledger->propose(rules::figures::publications(preview), hash, options.by, options.today);
        auto const refused = ledger->confirm(number, options.today);
        if (refused != rules::figures::LedgerRefusal::none)
            return unusable(messages, std::string(rules::figures::name_of(refused)));
        if (!journal_confirmed(options.journal, ledger->imports().back(), error)) return unusable(messages, error);
        bool const one = preview.accepted.size() == 1;
        out << fmt::format(
            "Reçu n° {}\u00A0: {} {}. Pour revenir en arrière\u00A0: --annuler {}\n", number, preview.accepted.size(), one ? "ligne compte" : "lignes comptent", number
        );
    }
    return preview.refused.empty() ? ObjectivesEnd::done : ObjectivesEnd::some_refused;
}

}  // namespace bot::commands
