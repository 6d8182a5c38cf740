#include "db/sqlite/backup.hpp"

#include "db/sqlite/rows.hpp"
#include "db/sqlite/startup.hpp"
#include "db/vault/master_key.hpp"

#include <sqlite3.h>

#include <map>
#include <sstream>
#include <unordered_map>

namespace db::sqlite {
namespace {

constexpr const char* manifest_name = "manifest.txt";
constexpr const char* manifest_head = "phare-backup 1";

using Manifest = std::map<std::string, std::string>;

/// A copy: no service runs on it, so the plain settings do.
SQLite::Database open_copy(const std::filesystem::path& file, int mode) {
    SQLite::Database db(file.string(), mode | SQLITE_OPEN_NOMUTEX);
    sqlite3_extended_result_codes(db.getHandle(), 1);
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    db.exec(
        "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
    );
    return db;
}

std::int64_t ask(SQLite::Database& db, const std::string& sql) {
    SQLite::Statement q(db, sql);
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

void copy_file(const StoreOptions& options, const char* name, const std::filesystem::path& target) {
    Connection live(options.folder / name, Connection::Mode::reader, options.vfs);
    // The connection is read-only all the same; query_only would forbid writing the copy too.
    live.exec("PRAGMA query_only=OFF");
    SQLite::Database& db = live.database();
    SQLite::Statement vacuum(db, "VACUUM INTO ?");
    vacuum.bind(1, target.string());
    vacuum.exec();
}

Manifest describe(const std::filesystem::path& folder, Micros now, BackupReport& report) {
    auto data = open_copy(folder / "phare.db", SQLITE_OPEN_READONLY);
    auto keys = open_copy(folder / "keys.db", SQLITE_OPEN_READONLY);
    report.counts.inbox_pending = ask(data, "SELECT count(*) FROM inbox WHERE state = 0");
    report.counts.inbox_quarantined = ask(data, "SELECT count(*) FROM inbox WHERE state = 2");
    report.counts.outbox_pending = ask(data, "SELECT count(*) FROM outbox WHERE state = 0");
    report.counts.conversations = ask(data, "SELECT count(*) FROM conversation");
    report.counts.oldest_pending_outbox =
        ask(data, "SELECT created_at FROM outbox WHERE state = 0 ORDER BY id LIMIT 1");
    report.data_keys = ask(keys, "SELECT count(*) FROM data_key");
    report.erasures = ask(keys, "SELECT count(*) FROM erasure");
    report.data_schema = static_cast<int>(ask(data, "PRAGMA user_version"));
    report.keys_schema = static_cast<int>(ask(keys, "PRAGMA user_version"));

    Manifest out;
    out["made_at"] = std::to_string(now);
    for (const auto* const name : {"phare.db", "keys.db"}) {
        const auto file = folder / name;
        const auto bytes = std::filesystem::file_size(file);
        report.bytes += bytes;
        out[std::string(name) + ".bytes"] = std::to_string(bytes);
        out[std::string(name) + ".sha256"] = vault::hex(vault::bytes(vault::sha256_of_file(file)));
    }
    out["phare.db.schema"] = std::to_string(report.data_schema);
    out["keys.db.schema"] = std::to_string(report.keys_schema);
    out["inbox_pending"] = std::to_string(report.counts.inbox_pending);
    out["inbox_quarantined"] = std::to_string(report.counts.inbox_quarantined);
    out["outbox_pending"] = std::to_string(report.counts.outbox_pending);
    out["conversations"] = std::to_string(report.counts.conversations);
    out["data_keys"] = std::to_string(report.data_keys);
    out["erasures"] = std::to_string(report.erasures);
    return out;
}

Manifest read_manifest(const std::filesystem::path& folder) {
    if (!std::filesystem::exists(folder / manifest_name))
        throw BrokenBackup(folder.string() + "\u00A0: ce n’est pas une copie de phare. Donnez le dossier d’une copie, comme phare-20261129T033000Z.");
    std::istringstream in(read_file(folder / manifest_name, 1 << 16));
    std::string line;
    if (!std::getline(in, line) || line != manifest_head)
        throw BrokenBackup((folder / manifest_name).string() + "\u00A0: ce n’est pas le manifeste d’une copie. Donnez le dossier d’une copie de phare.");
    Manifest out;
    while (std::getline(in, line))
        if (const auto space = line.find(' '); space != std::string::npos)
            out[line.substr(0, space)] = line.substr(space + 1);
    return out;
}

void check_structure(const std::filesystem::path& file, std::vector<std::string>& problems) {
    auto db = open_copy(file, SQLITE_OPEN_READONLY);
    SQLite::Statement q(db, "PRAGMA integrity_check(1)");
    const std::string said = q.executeStep() ? q.getColumn(0).getString() : "nothing";
    if (said != "ok")
        problems.push_back(file.filename().string() + "\u00A0: SQLite le trouve abîmé (" + said + ").");
}

/// Opens the seal of every row.
class SealCheck {
  public:
    SealCheck(const std::filesystem::path& folder, const vault::Secret& master, BackupReport& report)
        : data_(open_copy(folder / "phare.db", SQLITE_OPEN_READONLY)), vault_(master), report_(report) {
        auto keys = open_copy(folder / "keys.db", SQLITE_OPEN_READONLY);
        SQLite::Statement proof(keys, "SELECT proof FROM vault");
        if (!proof.executeStep() || !vault_.is_proof(Query(proof).bytes(0))) {
            report_.problems.emplace_back("La clé principale n’est pas celle de cette copie.");
            return;
        }
        load_keys(keys);
        const FindKey find = [this](std::int64_t dek) -> std::optional<DataKey> {
            const auto found = keys_.find(dek);
            return found == keys_.end() ? std::nullopt : std::optional(found->second);
        };
        each("inbox", "SELECT " DB_INBOX_COLUMNS " FROM inbox WHERE body IS NOT NULL", [&](const Query& q) {
            (void)read_inbox(q, vault_, find);
        });
        each("outbox", "SELECT " DB_OUTBOX_COLUMNS " FROM outbox", [&](const Query& q) {
            (void)read_outbox(q, vault_, find, 0);
        });
        each("conversation", "SELECT dek, ref, state FROM conversation", [&](const Query& q) {
            const auto key = find(q.number(0));
            if (!key) throw KeyGone("erased");
            (void)open_conversation_ref(vault_, *key, q.bytes(1));
            (void)open_state(vault_, *key, q.bytes(2));
        });
    }

  private:
    void load_keys(SQLite::Database& keys) {
        SQLite::Statement statement(keys, "SELECT id, conversation, wrapped FROM data_key");
        std::int64_t broken = 0;
        const Query q(statement);
        while (statement.executeStep()) {
            try {
                DataKey key = read_key(q, vault_);
                keys_.emplace(key.id, key);
            } catch (const BrokenSeal&) {
                ++broken;
            }
        }
        if (broken > 0)
            report_.problems.push_back(
                "keys.db\u00A0: " + std::to_string(broken) + " clés ne portent pas leur sceau."
            );
    }

    template <class Open>
    void each(const char* table, const char* sql, Open open) {
        SQLite::Statement statement(data_, sql);
        const Query q(statement);
        std::int64_t broken = 0;
        while (statement.executeStep()) {
            try {
                open(q);
                ++report_.rows_opened;
            } catch (const KeyGone&) {
                ++report_.rows_without_key;
            } catch (const BrokenSeal&) {
                ++broken;
            }
        }
        if (broken > 0)
            report_.problems.push_back(
                std::string(table) + "\u00A0: " + std::to_string(broken) + " lignes ne portent pas leur sceau."
            );
    }

    SQLite::Database data_;
    vault::Vault vault_;
    BackupReport& report_;
    std::unordered_map<std::int64_t, DataKey> keys_;
};

}  // namespace

BackupReport detail::check(const std::filesystem::path& folder, const vault::Secret* master) {
    BackupReport report;
    report.folder = folder;
    const auto said = read_manifest(folder);
    try {
        const auto found = describe(folder, 0, report);
        for (const auto& [name, value] : found) {
            const auto at = said.find(name);
            if (name == "made_at") continue;
            if (at == said.end() || at->second != value)
                report.problems.push_back(
                    name + "\u00A0: " + value + " ici, " + (at == said.end() ? std::string("rien") : at->second) + " dans le manifeste."
                );
        }
        check_structure(folder / "phare.db", report.problems);
        check_structure(folder / "keys.db", report.problems);
        if (master != nullptr) SealCheck(folder, *master, report);
    } catch (const SQLite::Exception& e) {
        report.problems.push_back("La copie ne se lit pas\u00A0: " + words_of(e) + ".");
    } catch (const std::filesystem::filesystem_error& e) {
        report.problems.push_back("Un fichier de la copie manque ou ne se lit pas\u00A0: " + e.path1().string() + ".");
    }
    return report;
}

BackupReport detail::write_backup(
    const StoreOptions& options, const vault::Secret& master, const std::filesystem::path& target, Micros now
) {
    if (std::filesystem::exists(target))
        throw BrokenBackup(target.string() + "\u00A0: ce dossier existe déjà, et une copie n’écrase jamais rien. Donnez un autre nom.");
    auto partial = target;
    partial += ".partial";
    std::filesystem::remove_all(partial);
    make_folder(partial);
    try {
        // Data first: a key that is missing afterwards belongs to an erasure, never to a newer conversation.
        copy_file(options, "phare.db", partial / "phare.db");
        copy_file(options, "keys.db", partial / "keys.db");
        {
            auto data = open_copy(partial / "phare.db", SQLITE_OPEN_READWRITE);
            data.exec("PRAGMA journal_mode=DELETE; UPDATE instance SET is_copy = 1;");
            auto keys = open_copy(partial / "keys.db", SQLITE_OPEN_READWRITE);
            // An erasure that was being committed meanwhile counts as done.
            keys.exec(
                "PRAGMA journal_mode=DELETE; DELETE FROM data_key WHERE doomed > 0; UPDATE erasure SET batch "
                "= 0;"
            );
        }
        BackupReport described;
        std::string manifest = std::string(manifest_head) + "\n";
        for (const auto& [name, value] : describe(partial, now, described))
            manifest += name + " " + value + "\n";
        for (const auto* const name : {"phare.db", "keys.db"}) {
            std::filesystem::permissions(
                partial / name, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
            );
            sync_file(partial / name);
        }
        write_new_file(partial / manifest_name, manifest);
        auto report = check(partial, &master);
        if (!report.good()) throw BrokenBackup("La copie n’est pas bonne. " + report.problems.front());
        const auto above = target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
        for (const auto& file : std::filesystem::directory_iterator(partial)) give_to_owner(above, file.path());
        give_to_owner(above, partial);
        std::filesystem::rename(partial, target);
        sync_folder(above);
        report.folder = target;
        return report;
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove_all(partial, ignored);
        throw;
    }
}

BackupReport backup(const StoreOptions& options, const std::filesystem::path& target, Micros now) {
    const Files files = in_words(options.folder, [&options] { return Files(options, Files::Copy::accept); });
    give_store_to_owner(options.folder);
    return detail::write_backup(options, files.master, target, now);
}

BackupReport check_backup(
    const std::filesystem::path& folder, const std::optional<std::filesystem::path>& master_key_file
) {
    if (!master_key_file) return detail::check(folder, nullptr);
    const auto master = vault::load_master_key(*master_key_file);
    return detail::check(folder, &master);
}

}  // namespace db::sqlite
