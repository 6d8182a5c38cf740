#include "bot/service/house_doctor.hpp"

#include "adapters/api/token_file.hpp"
#include "bot/charts/chart.hpp"
#include "bot/commands/backup_folder.hpp"
#include "bot/commands/failure_words.hpp"
#include "bot/service/asking.hpp"
#include "db/errors.hpp"
#include "db/sqlite/examine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bot::service {

namespace fs = std::filesystem;
using adapters::matrix::Finding;

namespace {

using Findings = std::vector<Finding>;

Finding well(std::string sentence, std::string hint = {}) { return {0, true, std::move(sentence), std::move(hint)}; }
Finding trouble(int code, std::string sentence, std::string remedy) { return {code, false, std::move(sentence), std::move(remedy)}; }

/// Who tries the program without its package has no account of that name.
bool has_account() { return ::getpwnam("phare") != nullptr; }

std::string how_to_make(const fs::path& folder, const char* key) {
    if (has_account()) return fmt::format("install -d -o phare -g phare -m 0700 {}", folder.string());
    return fmt::format("Écrivez dans {} un dossier où ce compte peut écrire, ou\u00A0: install -d -m 0700 {}", key, folder.string());
}

bool is_writable(const fs::path& folder) { return ::access(folder.c_str(), R_OK | W_OK | X_OK) == 0; }

std::string size_words(std::uintmax_t bytes) {
    constexpr std::uintmax_t gib = std::uintmax_t{1} << 30U;
    return bytes >= gib ? fmt::format("{} Gio", bytes / gib) : fmt::format("{} Mio", bytes >> 20U);
}

/// Whatever would keep the service from starting on its databases.
std::optional<Finding> store_trouble(const commands::Config::Data& data) {
    db::sqlite::StoreOptions options;
    options.folder = data.folder, options.master_key_file = data.master_key_file;
    try {
        db::sqlite::examine(options);
        return {};
    } catch (const db::sqlite::WrongKey& error) {
        return trouble(23, error.what(), "Sans la bonne clé, rien de ce qui est gardé ne peut être lu\u00A0: guide-exploitant.md, «\u00A0Clé perdue\u00A0»");
    } catch (const db::sqlite::OpenError& error) {
        return trouble(28, error.what(), "Le service refuse de démarrer ainsi\u00A0: guide-exploitant.md, «\u00A0Copies et restauration\u00A0»");
    } catch (const std::system_error& error) {
        return trouble(20, commands::told(error), fmt::format("Lancez doctor en root, ou rendez ces fichiers au compte du service\u00A0: chown -R phare:phare {}", data.folder.string()));
    }
}

void examine_data(const commands::Config::Data& data, Findings& found) {
    std::error_code unknown;
    if (!fs::exists(data.folder, unknown)) {
        auto parent = data.folder.parent_path();
        while (!parent.empty() && !fs::exists(parent, unknown) && parent != parent.parent_path()) parent = parent.parent_path();
        if (is_writable(parent)) found.push_back(well(fmt::format("{} n’existe pas encore\u00A0: il sera fait au premier démarrage", data.folder.string())));
        else found.push_back(trouble(20, fmt::format("{} n’existe pas et ne peut pas être fait par ce compte", data.folder.string()), how_to_make(data.folder, "data.folder")));
        return;
    }
    if (!fs::is_directory(data.folder, unknown) || !is_writable(data.folder)) {
        found.push_back(trouble(20, fmt::format("{} n’est pas un dossier où ce compte peut écrire", data.folder.string()), has_account() ? fmt::format("chown -R phare:phare {}, ou lancez doctor sous le compte du service", data.folder.string()) : how_to_make(data.folder, "data.folder")));
        return;
    }
    struct stat info {};
    if (::stat(data.folder.c_str(), &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        found.push_back(trouble(21, fmt::format("{} est ouvert à d’autres comptes", data.folder.string()), fmt::format("chmod 0700 {}", data.folder.string())));
        return;
    }
    auto const space = fs::space(data.folder, unknown);
    if (!unknown && space.available < data.free_space_floor) {
        found.push_back(trouble(22, fmt::format("il reste {}\u00A0: sous {}, les nouveaux messages sont refusés", size_words(space.available), size_words(data.free_space_floor)), "Libérez de la place, ou baissez data.free_space_floor"));
        return;
    }
    bool const has_data = fs::exists(data.folder / "phare.db", unknown);
    if (auto wrong = store_trouble(data)) {
        found.push_back(std::move(*wrong));
        return;
    }
    found.push_back(well(fmt::format("{}\u00A0: {} libres{}", data.folder.string(), unknown ? std::string("?") : size_words(space.available), has_data ? ", base et clé présentes" : ", pas encore de base")));
}

/// What was written down is younger than now: dates, retention and certificates would all be judged wrongly.
void examine_clock(const commands::Config::Data& data, Instant now, Findings& found) {
    constexpr std::chrono::minutes grace{5};
    struct stat info {};
    if (::stat((data.folder / "phare.db").c_str(), &info) != 0) return;
    Instant const written{std::chrono::seconds(info.st_mtim.tv_sec)};
    if (written > now + grace)
        found.push_back(trouble(29, fmt::format("l’horloge de cette machine retarde d’au moins {} min\u00A0: la base a été écrite plus tard que maintenant", std::chrono::floor<std::chrono::minutes>(written - now).count()), "timedatectl dit si elle est réglée par le réseau\u00A0; corrigez-la, puis systemctl restart phare"));
}

void examine_copies(const commands::Config::BackupPlan& plan, Instant now, Findings& found) {
    if (plan.folder.empty()) {
        found.push_back(well("aucune copie n’est demandée", "Ajoutez backup: {folder: /var/backups/phare} à la configuration"));
        return;
    }
    std::error_code unknown;
    if (!fs::exists(plan.folder, unknown) && is_writable(plan.folder.parent_path())) {
        found.push_back(well(fmt::format("{} n’existe pas encore\u00A0: la première copie le fera", plan.folder.string())));
        return;
    }
    if (!fs::is_directory(plan.folder, unknown) || !is_writable(plan.folder)) {
        found.push_back(trouble(24, fmt::format("{} n’est pas un dossier où ce compte peut écrire", plan.folder.string()), how_to_make(plan.folder, "backup.folder")));
        return;
    }
    auto const copies = commands::backups_in(plan.folder);
    auto const youngest = commands::youngest_backup(plan.folder);
    if (!youngest) {
        found.push_back(well(fmt::format("{}\u00A0: pas encore de copie", plan.folder.string()), "phare backup en fait une tout de suite"));
        return;
    }
    auto const age = std::chrono::floor<std::chrono::hours>(now - *youngest);
    if (age > std::max(std::chrono::hours(26), std::chrono::ceil<std::chrono::hours>(plan.every * 2)))
        found.push_back(trouble(25, fmt::format("la dernière copie a {} h", age.count()), "journalctl -u phare -u phare-backup\u00A0; puis phare backup"));
    else
        found.push_back(well(fmt::format("{}\u00A0: {} copie(s), la dernière a {} h", plan.folder.string(), copies.size(), age.count())));
}

/// What `phare objectives import` shows the service must be a token that it knows.
void examine_token(const commands::Config& config, Findings& found) {
    auto const& file = config.desk->token_file;
    std::ifstream in(file);
    std::string token;
    std::getline(in, token);
    auto const book = adapters::api::TokenFile(commands::tokens_file(config.api.value_or(commands::ApiConfig()), config.data.folder)).now();
    auto const* const known = book ? book->find(token) : nullptr;
    if (known != nullptr && known->may(adapters::api::Scope::imports_write)) found.push_back(well("jeton des imports présent"));
    else found.push_back(trouble(27, fmt::format("{} ne porte pas de jeton que le service connaît", file.string()), fmt::format("phare token create --name import --scope imports:write > {}", file.string())));
}

std::string first_line(const std::string& text) { return text.substr(0, text.find_first_of("\r\n")); }

/// A phare that hangs, still starts, or was started with another configuration.
bool is_somebodys(const fs::path& folder) {
    try {
        return db::sqlite::is_held(folder);
    } catch (const std::system_error&) {  // not for this account to see, which was said above
        return false;
    }
}

void examine_service(const commands::Listen& metrics, const fs::path& folder, Findings& found) {
    if (metrics.port == 0) return;
    auto const told = ask_http(metrics, "/readyz");
    auto const where = fmt::format("{}:{}", metrics.address, metrics.port);
    if ((!told || told->status == 0) && is_somebodys(folder))
        found.push_back(trouble(91, fmt::format("un phare tient {} mais ne répond pas à {}", folder.string(), where), "Il démarre, il est bloqué, ou metrics a changé depuis son démarrage\u00A0: journalctl -u phare, puis systemctl restart phare"));
    else if (!told) found.push_back(well("le service ne tourne pas", "systemctl start phare, puis relancez phare doctor"));
    else if (told->status == 0 || told->body.find("\"ready\"") == std::string::npos)
        found.push_back(trouble(92, fmt::format("autre chose que phare répond à {}", where), "Changez metrics.port, ou arrêtez l’autre programme"));
    else if (told->status == 200) found.push_back(well("le service tourne et répond\u00A0: " + first_line(told->body)));
    else found.push_back(trouble(91, "le service tourne mais n’est pas prêt\u00A0: " + first_line(told->body), "intake false\u00A0: place libre\u00A0; outbox_age_seconds élevé\u00A0: le serveur Matrix ou le relais, voir plus bas"));
}

}  // namespace

std::vector<Finding> examine_house(const commands::Config& config, Instant now, const fs::path& font) {
    Findings found;
    examine_data(config.data, found);
    examine_clock(config.data, now, found);
    examine_copies(config.backup, now, found);
    std::error_code unknown;
    auto const shapeless = charts::unknown_glyphs(charts::all_letters);
    if (!fs::exists(font, unknown)) found.push_back(trouble(26, "la police des courbes manque\u00A0: elles seraient faites de carrés vides", "apt-get install fonts-dejavu-core"));
    else if (shapeless > 0) found.push_back(trouble(26, fmt::format("{} lettres des courbes n’ont pas de dessin ici\u00A0: ce seraient des carrés vides", shapeless), "apt-get install --reinstall fonts-dejavu-core, puis fc-cache -f"));
    else found.push_back(well("police des courbes présente, toutes les lettres ont un dessin"));
    if (config.desk && config.desk->listen.port != 0 && !config.desk->token_file.empty()) examine_token(config, found);
    examine_service(config.metrics, config.data.folder, found);
    return found;
}

}  // namespace bot::service
