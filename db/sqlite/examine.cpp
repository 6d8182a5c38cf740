#include "db/sqlite/examine.hpp"

#include "db/durable_file.hpp"
#include "db/sqlite/startup.hpp"
#include "db/vault/master_key.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace db::sqlite {
namespace {

/// As it lies on the disk: no log, no lock, nothing is written beside it.
SQLite::Database lying(const std::filesystem::path& file) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string uri = "file:";
    for (const char c : file.string()) {
        const auto byte = static_cast<unsigned char>(c);
        if (c != '%' && c != '?' && c != '#') uri.push_back(c);
        else (uri += '%').append({digits[byte >> 4], digits[byte & 15]});
    }
    return SQLite::Database(uri + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX);
}

std::int64_t number_of(SQLite::Database& db, const char* sql) {
    SQLite::Statement q(db, sql);
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

/// Root may open everything, so for root it is the owner that tells what the service may.
bool is_of_another(const std::filesystem::path& file, const std::filesystem::path& folder) {
    struct stat of_file {}, of_folder {};
    return ::geteuid() == 0 && ::stat(file.c_str(), &of_file) == 0 && ::stat(folder.c_str(), &of_folder) == 0 && of_file.st_uid != of_folder.st_uid;
}

/// \returns the file, read and found whole; nothing if there is none yet, or if its log waits
std::optional<SQLite::Database> read_through(
    const std::filesystem::path& file, std::span<const migrations::Migration> ours, int application_id
) {
    auto log = file;
    log += "-wal";
    if (!has_content(file) || has_content(log)) return {};
    auto db = lying(file);
    refuse_others(file.string(), number_of(db, "PRAGMA user_version"), number_of(db, "PRAGMA application_id"), ours, application_id);
    SQLite::Statement check(db, "PRAGMA quick_check(1)");
    if (!check.executeStep() || check.getColumn(0).getString() != "ok")
        throw BrokenFiles(file.string() + "\u00A0: cette base est abîmée. Revenez à une copie (phare restore), et gardez ce dossier à part.");
    if (number_of(db, "PRAGMA user_version") == 0) return {};
    return db;
}

void examine_files(const StoreOptions& options, const vault::Secret& master) {
    const auto keys_path = options.folder / "keys.db", data_path = options.folder / "phare.db";
    if (auto keys = read_through(keys_path, migrations::keys(), migrations::keys_application_id)) {
        vault::Vault vault(master);
        SQLite::Statement proof(*keys, "SELECT proof FROM vault");
        if (proof.executeStep() && !vault.is_proof(Query(proof).bytes(0))) throw WrongKey(not_the_key(options));
        if (!std::filesystem::exists(data_path) && number_of(*keys, "SELECT count(*) FROM data_key") > 0)
            throw BrokenFiles(data_missing(options.folder));
    }
    if (auto data = read_through(data_path, migrations::data(), migrations::data_application_id))
        if (number_of(*data, "SELECT is_copy FROM instance") != 0) throw RestoreNotAccepted(std::string(not_accepted));
}

}  // namespace

void examine(const StoreOptions& options) {
    refuse_half_a_store(options.folder);
    const auto key = master_key_path(options);
    const bool has_store = has_content(options.folder / "keys.db");
    if (!has_store && !std::filesystem::exists(key)) return;  // made at the first start
    const auto master = vault::load_master_key(key);
    for (const auto* const name : {"lock", "master.key", "keys.db", "keys.db-wal", "keys.db-shm", "phare.db", "phare.db-wal", "phare.db-shm"}) {
        const auto file = options.folder / name;
        if (::access(file.c_str(), R_OK | W_OK) != 0 && errno != ENOENT) fail("d’ouvrir", file);
        if (is_of_another(file, options.folder))
            throw BrokenFiles(
                file.string() + "\u00A0: ce fichier n’est pas au compte qui a son dossier. Lancez chown -R --reference=" +
                options.folder.string() + " " + options.folder.string()
            );
    }
    if (is_held(options.folder)) return;
    try {
        in_words(options.folder, [&] { examine_files(options, master); });
    } catch (const OpenError&) {
        if (!is_held(options.folder)) throw;  // started meanwhile: what was read may have been half of something
    }
}

}  // namespace db::sqlite
