#include "db/sqlite/backup.hpp"
#include "db/sqlite/startup.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <set>

namespace db::sqlite {
namespace {

/// Reads the ledger of a keys.db that nobody uses, and adds what is new to ours. \returns MACs of the new
/// lines.
std::set<std::string> take_over_ledger(Files& files, const std::filesystem::path& later_keys) {
    std::set<std::string> macs;
    if (!has_content(later_keys)) throw BrokenFiles(later_keys.string() + "\u00A0: il n’y a pas de keys.db ici. Donnez celui de la base perdue, ou d’une copie plus jeune.");
    SQLite::Database later(later_keys.string(), SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX);
    {
        SQLite::Statement application(later, "PRAGMA application_id");
        if (!application.executeStep() ||
            application.getColumn(0).getInt() != migrations::keys_application_id)
            throw BrokenFiles(later_keys.string() + "\u00A0: ce n’est pas un keys.db de phare.");
        SQLite::Statement proof(later, "SELECT proof FROM vault");
        if (!proof.executeStep() || !files.vault.is_proof(Query(proof).bytes(0)))
            throw WrongKey(later_keys.string() + "\u00A0: écrit avec une autre clé principale que celle de cette base.");
    }
    SQLite::Statement lines(later, "SELECT id, mac, at, reason FROM erasure");
    const Query q(lines);
    while (lines.executeStep()) {
        const std::string mac(q.bytes(1));
        if (files.keys.add_ledger_line(q.bytes(0), mac, q.number(2), q.bytes(3))) macs.insert(mac);
    }
    return macs;
}

}  // namespace

BackupReport restore(const std::filesystem::path& backup_folder, const std::filesystem::path& folder) {
    auto report = detail::check(backup_folder, nullptr);
    if (!report.good()) throw BrokenBackup("Cette copie n’est pas bonne. " + report.problems.front());
    const FolderLock lock(folder);
    for (const auto* const name : {"phare.db", "keys.db", "phare.db-wal", "keys.db-wal"})
        if (std::filesystem::exists(folder / name))
            throw BrokenFiles(
                (folder / name).string() + "\u00A0: ce fichier existe déjà. Revenez à la copie dans un dossier vide."
            );
    // phare.db first: alone, it refuses to open, while a keys.db alone would look like a new store.
    for (const auto* const name : {"phare.db", "keys.db"}) {
        auto partial = folder / name;
        partial += ".partial";
        std::filesystem::copy_file(
            backup_folder / name, partial, std::filesystem::copy_options::overwrite_existing
        );
        std::filesystem::permissions(
            partial, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
        );
        sync_file(partial);
        std::filesystem::rename(partial, folder / name);
    }
    give_store_to_owner(folder);
    sync_folder(folder);
    report.folder = folder;
    return report;
}

AcceptReport accept_restore(
    const StoreOptions& options, const std::filesystem::path& later_keys, Micros now
) {
    Files files = in_words(options.folder, [&options] { return Files(options, Files::Copy::accept); });
    give_store_to_owner(options.folder);
    if (files.data_file.ask("SELECT is_copy FROM instance") == 0)
        throw BrokenFiles("Cette base ne sort pas d’une copie\u00A0: il n’y a rien à accepter.");
    Space space(options);
    SqliteTransaction transaction(files.data_file, files.keys, files.vault, space, options, {});
    AcceptReport report;

    files.data_file.begin();
    files.keys_file.begin();
    if (!later_keys.empty()) {
        const auto macs = [&] {
            try {
                return take_over_ledger(files, later_keys);
            } catch (const SQLite::Exception& error) {
                throw BrokenFiles(later_keys.string() + "\u00A0: ce keys.db ne se lit pas\u00A0: " + words_of(error) + ". Donnez celui d’une copie plus jeune.");
            }
        }();
        report.ledger_lines = static_cast<std::int64_t>(macs.size());
        // A line that the backup lacks came after it: all that the backup has of the conversation is older.
        for (const auto& conversation : files.keys.without_rows({})) {
            if (!macs.contains(std::string(vault::bytes(files.vault.ledger(conversation))))) continue;
            transaction.erase_conversation(conversation, "restored", now);
            ++report.erased;
        }
    }
    for (const auto dek : transaction.used_keys()) {
        if (files.keys.conversation_of(dek)) continue;
        transaction.erase_rows(dek, now);
        ++report.rows_without_key;
    }
    // A new instance: outbox ids begin again where the backup ended, and their keys must not repeat. Rows
    // that wait keep the keys that they had, so what was sent before the loss is recognised by the peer.
    vault::Digest id{};
    vault::random_bytes(id.data(), id.size());
    files.data_file.use("UPDATE instance SET id = ?, is_copy = 0, batch = max(batch, ?)")
        .blob(1, vault::bytes(id).substr(0, 16))
        .bind(2, files.keys.open_batch())
        .run();
    files.keys_file.commit();
    files.data_file.commit();
    files.keys.finish_batch();
    if (!files.keys_file.truncate_log() || !files.data_file.truncate_log())
        throw Unavailable("Un autre programme lit les fichiers remis en place. Fermez-le, puis recommencez.");
    return report;
}

}  // namespace db::sqlite
