#include "db/sqlite/startup.hpp"

#include "db/vault/master_key.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace db::sqlite {
namespace {

bool has_content(const std::filesystem::path& file) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    return !missing && size > 0;
}

vault::Secret find_master_key(const StoreOptions& options) {
    const auto keys = options.folder / "keys.db";
    if (has_content(options.folder / "phare.db") && !has_content(keys))
        throw BrokenFiles(
            options.folder.string() +
            "\u00A0: il y a un phare.db mais pas de keys.db, sans lequel rien ne peut être lu. Revenez à une copie (phare restore), "
            "ou déplacez phare.db pour repartir de zéro."
        );
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
        throw WrongKey(
            master_key_path(options).string() + "\u00A0: cette clé principale n’est pas celle de " + (options.folder / "keys.db").string() +
            ". Remettez la clé gardée avec ces données."
        );
    return keys;
}

Connection open_data(const StoreOptions& options, Files::Copy copy) {
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
        throw RestoreNotAccepted(
            "Cette base vient d’une copie\u00A0: lancez d’abord `phare restore --accept`, pour que ce que des gens ont fait effacer depuis "
            "reste effacé."
        );
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

FolderLock::FolderLock(const std::filesystem::path& folder) {
    make_folder(folder);
    const auto file = folder / "lock";
    fd_ = Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd_) fail("d’ouvrir", file);
    if (::flock(fd_.get(), LOCK_EX | LOCK_NB) == 0) return;
    if (errno != EWOULDBLOCK) fail("de verrouiller", file);
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
      data_file(open_data(options, copy)),
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
