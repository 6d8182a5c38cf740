#include "db/sqlite/startup.hpp"

#include "db/vault/master_key.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>

namespace db::sqlite {
namespace {

vault::Secret find_master_key(const StoreOptions& options) {
    refuse_half_a_store(options.folder);
    const auto keys = options.folder / "keys.db";
    const auto file = master_key_path(options);
    // Never a new key for old files: it would hide that the old one is lost.
    if (std::filesystem::exists(file) || has_content(keys)) return vault::load_master_key(file);
    return vault::create_master_key(file);
}

/// keys.db goes first everywhere, so it exists whenever phare.db does.
Connection open_keys(const StoreOptions& options, vault::Vault& vault) {
    Connection keys(options.folder / "keys.db", Connection::Mode::writer, options.vfs);
    keys.migrate(migrations::keys(), migrations::keys_application_id);
    std::string proof;
    {
        auto q = keys.use("SELECT proof FROM vault");
        if (q.step()) proof = q.bytes(0);
    }
    if (proof.empty())
        keys.use("INSERT INTO vault (one, proof) VALUES (1, ?)").blob(1, vault.proof_of_key()).run();
    else if (!vault.is_proof(proof))
        throw WrongKey(not_the_key(options));
    return keys;
}

Connection open_data(const StoreOptions& options, Connection& keys, Files::Copy copy) {
    if (!std::filesystem::exists(options.folder / "phare.db") && keys.ask("SELECT count(*) FROM data_key") > 0)
        throw BrokenFiles(data_missing(options.folder));
    Connection data(options.folder / "phare.db", Connection::Mode::writer, options.vfs);
    data.migrate(migrations::data(), migrations::data_application_id);
    vault::Digest id{};
    vault::random_bytes(id.data(), id.size());
    data.use(
            "INSERT INTO instance (one, id, epoch, batch, is_copy) VALUES (1, ?, 0, 0, 0) ON CONFLICT DO "
            "NOTHING"
    )
        .blob(1, vault::bytes(id).substr(0, 16))
        .run();
    if (copy == Files::Copy::refuse && data.ask("SELECT is_copy FROM instance") != 0)
        throw RestoreNotAccepted(std::string(not_accepted));
    return data;
}

std::int64_t next_key_id(Connection& keys, Connection& data) {
    // phare.db may be newer than a restored keys.db: its rows must not meet a new key under their number.
    return std::max(
               {keys.ask("SELECT seq FROM sqlite_sequence WHERE name = 'data_key'"),
                data.ask("SELECT max(dek) FROM inbox WHERE dek IS NOT NULL"),
                data.ask("SELECT max(dek) FROM outbox"),
                data.ask("SELECT max(dek) FROM conversation")}
           ) +
           1;
}

}  // namespace

bool has_content(const std::filesystem::path& file) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    return !missing && size > 0;
}

void refuse_half_a_store(const std::filesystem::path& folder) {
    if (has_content(folder / "phare.db") && !has_content(folder / "keys.db"))
        throw BrokenFiles(
            folder.string() +
            "\u00A0: il y a un phare.db mais pas de keys.db, sans lequel rien ne peut être lu. Revenez à une copie (phare restore), "
            "ou déplacez phare.db pour repartir de zéro."
        );
}

std::string data_missing(const std::filesystem::path& folder) {
    return folder.string() +
           "\u00A0: il y a un keys.db avec des clés de conversations mais plus de phare.db. Revenez à une copie (phare restore), ou "
           "déplacez keys.db pour repartir de zéro.";
}

std::string not_the_key(const StoreOptions& options) {
    return master_key_path(options).string() + "\u00A0: cette clé principale n’est pas celle de " + (options.folder / "keys.db").string() +
           ". Remettez la clé gardée avec ces données.";
}

void give_store_to_owner(const std::filesystem::path& folder) {
    for (const auto* const name : {"lock", "master.key", "ballast", "keys.db", "keys.db-wal", "keys.db-shm", "phare.db", "phare.db-wal", "phare.db-shm"})
        give_to_owner(folder, folder / name);
}

void refuse(const std::filesystem::path& folder, const SQLite::Exception& error) {
    const auto where = folder.string();
    switch (error.getErrorCode() & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw BrokenFiles(where + "\u00A0: une base est abîmée. Revenez à une copie (phare restore), et gardez ce dossier à part.");
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_AUTH:
            throw BrokenFiles(
                where + "\u00A0: une base ne s’ouvre pas sous ce compte. Rendez les fichiers au compte du service\u00A0: chown -R phare:phare " + where
            );
        case SQLITE_FULL:
            throw BrokenFiles(where + "\u00A0: le disque est plein. Libérez de la place (df " + where + ").");
        default:
            throw BrokenFiles(
                where + "\u00A0: une base ne s’ouvre pas (SQLite, code " + std::to_string(error.getExtendedErrorCode()) +
                "). Le journal du noyau dit si le disque a une panne\u00A0: dmesg."
            );
    }
}

std::string words_of(const SQLite::Exception& error) {
    switch (error.getErrorCode() & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return "elle est abîmée";
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY: return "un fichier manque, ou ne s’ouvre pas sous ce compte";
        case SQLITE_FULL: return "le disque est plein";
        default: return "SQLite, code " + std::to_string(error.getExtendedErrorCode());
    }
}

bool is_held(const std::filesystem::path& folder) {
    const auto file = folder / "lock";
    const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && errno == ENOENT) return false;
    if (!fd) fail("d’ouvrir", file);
    return ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0;  // given back at once
}

FolderLock::FolderLock(const std::filesystem::path& folder) {
    make_folder(folder);
    const auto file = folder / "lock";
    fd_ = Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd_) fail("d’ouvrir", file);
    for (int tries = 0; tries < 3; ++tries) {  // `is_held` may be at it for an instant
        if (::flock(fd_.get(), LOCK_EX | LOCK_NB) == 0) return;
        if (errno != EWOULDBLOCK) fail("de verrouiller", file);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw SecondInstance(
        "Un autre phare se sert de " + folder.string() + "\u00A0: arrêtez-le d’abord (deux sur une même base l’abîmeraient)."
    );
}

std::filesystem::path master_key_path(const StoreOptions& options) {
    return options.master_key_file.empty() ? options.folder / "master.key" : options.master_key_file;
}

Files::Files(const StoreOptions& options, Copy copy)
    : lock(options.folder),
      master(find_master_key(options)),
      vault(master),
      keys_file(open_keys(options, vault)),
      data_file(open_data(options, keys_file, copy)),
      keys(keys_file, vault, next_key_id(keys_file, data_file), data_file.ask("SELECT batch FROM instance")) {
    keys.resolve(data_file.ask("SELECT batch FROM instance"));
}

SqliteTransaction::Instance Files::start_epoch() {
    auto q = data_file.use("UPDATE instance SET epoch = epoch + 1 RETURNING id, epoch");
    SqliteTransaction::Instance out;
    if (q.step()) {
        out.id = q.bytes(0);
        out.epoch = q.number(1);
        (void)q.step();
    }
    return out;
}

}  // namespace db::sqlite
