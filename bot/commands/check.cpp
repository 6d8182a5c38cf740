#include "bot/commands/check.hpp"

#include "rules/figures/mapping.hpp"
#include "rules/law/catalogue.hpp"
#include "rules/steering/objective_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace bot::commands {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

struct Checked {
    std::vector<rules::law::Diagnostic> faults;
    bool measures = false;  ///< were read without a fault
    std::size_t verified = 0, drafts = 0, examples = 0, objectives = 0, waiting = 0;
    std::string fingerprint;
};

Checked checked(const fs::path& folder, std::chrono::sys_days today) {
    Checked all;
    auto const add = [&all](const rules::yaml::Complaints& more) {
        for (auto const& each : more) all.faults.push_back({each.place.file, each.place.line, each.place.column, each.message, each.advice});
    };
    auto loaded = rules::law::Catalogue::load(folder, today);
    all.faults = std::move(loaded.complaints);
    if (loaded.catalogue) {
        all.measures = true, all.fingerprint = loaded.catalogue->fingerprint();
        for (auto const& measure : loaded.catalogue->measures()) {
            ++(measure.publication == rules::law::Publication::verifie ? all.verified : all.drafts);
            all.examples += measure.examples.size();
        }
    }
    auto const objectives = folder / "objectifs";
    if (!fs::exists(objectives)) return all;
    auto const real = rules::steering::load_objectives(objectives);
    add(real.complaints);
    for (auto const* const fictitious : {"exemple", "histoire"})
        if (fs::exists(objectives / fictitious)) add(rules::steering::load_objectives(objectives / fictitious, true).complaints);
    if (fs::exists(objectives / "sources")) add(rules::figures::load_mappings(objectives / "sources").complaints);
    all.objectives = real.objectives.size();
    all.waiting = static_cast<std::size_t>(std::count_if(real.objectives.begin(), real.objectives.end(), [](auto const& each) { return !each.has_target(); }));
    return all;
}

ordered_json json_of(const Checked& all, const fs::path& folder) {
    bool const ok = all.measures && all.faults.empty();
    auto const number = [ok](std::size_t n) { return ok ? ordered_json(n) : ordered_json(); };
    ordered_json json;
    json["ok"] = ok;
    json["dossier"] = folder.string();
    json["mesures_verifiees"] = number(all.verified);
    json["brouillons"] = number(all.drafts);
    json["exemples"] = number(all.examples);
    json["objectifs"] = number(all.objectives);
    json["objectifs_sans_cible"] = number(all.waiting);
    json["empreinte"] = ok ? ordered_json(all.fingerprint) : ordered_json();
    json["fautes"] = ordered_json::array();
    for (auto const& fault : all.faults)
        json["fautes"].push_back({{"fichier", fault.file}, {"ligne", fault.line}, {"colonne", fault.column}, {"message", fault.message}, {"conseil", fault.advice}});
    return json;
}

}  // namespace

bool check_catalogue(const fs::path& folder, std::chrono::sys_days today, CheckForm form, std::ostream& out, std::ostream& messages) {
    auto const all = checked(folder, today);
    bool const ok = all.measures && all.faults.empty();
    if (form == CheckForm::json) {
        constexpr int indent = 2;
        out << json_of(all, folder).dump(indent, ' ', false, ordered_json::error_handler_t::replace) << '\n';
        return ok;
    }
    for (auto const& fault : all.faults) messages << fault.text() << '\n';
    if (!ok) {
        messages << fmt::format("{}\u00A0: {} faute(s)\n", folder.string(), all.faults.size());
        return false;
    }
    if (all.objectives > 0) out << fmt::format("{} objectifs, dont {} attendent leur cible, 0 faute\n", all.objectives, all.waiting);
    out << fmt::format("{} mesures vérifiées, {} en brouillon (invisibles), {} exemples réussis, 0 faute · {}\n", all.verified, all.drafts, all.examples, all.fingerprint);
    return true;
}

}  // namespace bot::commands
