#include "db/sqlite/connection.hpp"

#include "db/durable_file.hpp"
#include "db/errors.hpp"

#include <sqlite3.h>

namespace db::sqlite {
namespace {

constexpr int busy_wait_ms = 5000;  // a reader may meet the last steps of a recovery
constexpr int truncate_wait_ms = 100;
constexpr int longest_value = 40 * 1024 * 1024;

/// SQLite would create the file readable by the group; -wal and -shm take its mode over.
const std::filesystem::path& prepared(const std::filesystem::path& file, Connection::Mode mode) {
    if (mode == Connection::Mode::writer && !std::filesystem::exists(file)) write_new_file(file, "");
    return file;
}

int flags(Connection::Mode mode) {
    return SQLITE_OPEN_NOMUTEX |
           (mode == Connection::Mode::writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
}

int count_frames(void* frames, sqlite3*, const char*, int pages) {
    *static_cast<int*>(frames) = pages;
    return SQLITE_OK;
}

}  // namespace

Query::~Query() {
    statement_->tryReset();
    statement_->clearBindings();
}

Query& Query::bind(int at, std::int64_t number) {
    statement_->bind(at, number);
    return *this;
}

Query& Query::bind(int at, std::optional<std::int64_t> number) {
    if (number) statement_->bind(at, *number);
    return *this;
}

Query& Query::text(int at, std::string_view value) {
    statement_->bind(at, std::string(value));
    return *this;
}

Query& Query::blob(int at, std::string_view value) {
    // An empty view may have no address, and SQLite would take that for NULL.
    statement_->bind(
        at, value.empty() ? "" : static_cast<const void*>(value.data()), static_cast<int>(value.size())
    );
    return *this;
}

int Query::run() {
    while (statement_->executeStep()) {
    }
    return statement_->getChanges();
}

std::int64_t Query::number(int column) const {
    return statement_->getColumn(column).getInt64();
}

std::string_view Query::bytes(int column) const {
    const auto value = statement_->getColumn(column);
    const auto* const start = static_cast<const char*>(value.getBlob());
    return start == nullptr ? std::string_view()
                            : std::string_view(start, static_cast<std::size_t>(value.getBytes()));
}

bool Query::is_null(int column) const {
    return statement_->getColumn(column).isNull();
}

Connection::Connection(const std::filesystem::path& file, Mode mode, const std::string& vfs)
    : name_(file.filename().string()),
      database_(prepared(file, mode).string(), flags(mode), busy_wait_ms, vfs) {
    try {
        settle(mode);
    } catch (const SQLite::Exception& e) {
        const int code = e.getErrorCode();
        if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
            throw BrokenFiles(file.string() + "\u00A0: ce n’est pas une base, ou elle est abîmée. Revenez à une copie (phare restore).");
        throw;
    }
}

void Connection::expect(const char* pragma, const std::string& wanted) {
    SQLite::Statement query(database_, std::string("PRAGMA ") + pragma);
    const std::string found = query.executeStep() ? query.getColumn(0).getString() : "nothing";
    if (found != wanted)
        throw BrokenPragma(
            name_ + "\u00A0: SQLite répond " + pragma + " = " + found + " au lieu de " + wanted +
            ". Le fichier vient d’un autre programme, ou la bibliothèque SQLite n’est pas celle de Debian."
        );
}

void Connection::settle(Mode mode) {
    auto* const db = handle();
    sqlite3_extended_result_codes(db, 1);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, longest_value);
    // VACUUM INTO attaches its target.
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);
    sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 50);
    const struct {
        int option, wanted;
        const char* name;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1, "DEFENSIVE"},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, "LOAD_EXTENSION"},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, "TRUSTED_SCHEMA"},
    };
    for (const auto& [option, wanted, name] : switches) {
        int found = -1;
        if (sqlite3_db_config(db, option, wanted, &found) != SQLITE_OK || found != wanted)
            throw BrokenPragma(name_ + "\u00A0: SQLite refuse le réglage " + name + ".");
    }
    exec("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;");
    if (mode == Mode::reader) {
        exec("PRAGMA query_only=ON");
        expect("query_only", "1");
    } else {
        // auto_vacuum only takes on an empty file, and before the journal mode writes its first page.
        exec("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA secure_delete=ON;");
        exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=33554432;");
        // Ours: SQLite's own automatic checkpoint hides a failed fsync.
        exec("PRAGMA wal_autocheckpoint=0");
        sqlite3_wal_hook(db, count_frames, log_frames_.get());
        expect("auto_vacuum", "2");
        expect("secure_delete", "1");
        expect("synchronous", "2");
        expect("wal_autocheckpoint", "0");
        expect("journal_size_limit", "33554432");
    }
    expect("journal_mode", "wal");
    expect("cell_size_check", "1");
    expect("mmap_size", "0");
    expect("temp_store", "2");
    expect("foreign_keys", "1");
    expect("trusted_schema", "0");
}

void refuse_others(
    const std::string& name, std::int64_t version, std::int64_t application, std::span<const migrations::Migration> ours, int application_id
) {
    const auto newest = ours.back().version;
    if (version > 0 && application != application_id)
        throw BrokenFiles(name + "\u00A0: c’est la base d’un autre programme.");
    if (version > newest)
        throw NewerSchema(
            name + "\u00A0: base au format " + std::to_string(version) + ", ce programme connaît le " + std::to_string(newest) +
            ". Elle vient d’un phare plus récent, lancez celui-là (rien n’a été changé)."
        );
}

void Connection::migrate(std::span<const migrations::Migration> steps, int application_id) {
    const auto version = ask("PRAGMA user_version");
    refuse_others(name_, version, ask("PRAGMA application_id"), steps, application_id);
    for (const auto& step : steps) {
        if (step.version <= version) continue;
        begin();
        try {
            exec(step.sql);
            database_.exec("PRAGMA user_version=" + std::to_string(step.version));
            database_.exec("PRAGMA application_id=" + std::to_string(application_id));
            commit();
        } catch (...) {
            rollback();
            throw;
        }
    }
}

Query Connection::use(const char* sql) {
    auto& statement = statements_[sql];
    if (!statement) statement = std::make_unique<SQLite::Statement>(database_, sql);
    return Query(*statement);
}

std::int64_t Connection::ask(const std::string& sql) {
    SQLite::Statement query(database_, sql);
    return query.executeStep() ? query.getColumn(0).getInt64() : 0;
}

void Connection::begin() {
    use("BEGIN IMMEDIATE").run();
}

void Connection::begin_unit() {
    if (!in_transaction()) return;
    use("SAVEPOINT unit").run();
    unit_open_ = true;
}

void Connection::keep_unit() {
    if (unit_open_) use("RELEASE unit").run();
    unit_open_ = false;
}

void Connection::drop_unit() {
    if (unit_open_) {
        use("ROLLBACK TO unit").run();
        use("RELEASE unit").run();
    }
    unit_open_ = false;
}

void Connection::commit() {
    use("COMMIT").run();
}

void Connection::rollback() noexcept {
    unit_open_ = false;
    if (in_transaction()) sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle()) == 0;
}

void Connection::checkpoint() {
    const int code =
        sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) throw SQLite::Exception(handle(), code);
}

bool Connection::truncate_log() {
    int frames = -1;
    sqlite3_busy_timeout(handle(), truncate_wait_ms);  // the writer's queue waits meanwhile
    const int code =
        sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, &frames, nullptr);
    sqlite3_busy_timeout(handle(), busy_wait_ms);
    if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return false;
    if (code != SQLITE_OK) throw SQLite::Exception(handle(), code);
    *log_frames_ = 0;
    return frames == 0;
}

}  // namespace db::sqlite
