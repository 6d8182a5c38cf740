#pragma once
/// \file db/sqlite/connection.hpp
/// One connection to one file, with every setting that durability and erasure rest on set and read back.
///
/// Debian 12's SQLite (3.40.1) can corrupt a database when two connections write or checkpoint ("WAL-reset"
/// race, fixed in 3.51.3): so a file has exactly one `writer`, which also checkpoints; all others are
/// `reader`. Threads: a connection belongs to one thread at a time. Errors: SQLite::Exception from
/// statements; OpenError and its kind from opening.

#include "db/migrations/migrations.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace db::sqlite {

/// A prepared statement on loan: reset and unbound when it goes out of scope.
class Query {
  public:
    explicit Query(SQLite::Statement& statement) : statement_(&statement) {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(int at, std::int64_t number);
    Query& bind(int at, std::optional<std::int64_t> number);
    Query& text(int at, std::string_view value);
    Query& blob(int at, std::string_view value);  ///< copied

    [[nodiscard]] bool step() { return statement_->executeStep(); }
    /// Runs to the end. \returns rows changed.
    int run();

    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string_view bytes(int column) const;  ///< valid until the next step
    [[nodiscard]] bool is_null(int column) const;

  private:
    SQLite::Statement* statement_;
};

/// Refuses the file of a newer program or of another one. \param version, application what the file says of itself
void refuse_others(
    const std::string& name, std::int64_t version, std::int64_t application, std::span<const migrations::Migration> ours, int application_id
);

class Connection {
  public:
    enum class Mode { writer, reader };

    /// A writer creates the file (0600) if it is missing.
    Connection(const std::filesystem::path& file, Mode mode, const std::string& vfs);

    /// Brings the schema to the newest version, one transaction a step; refuses a newer or a foreign file.
    void migrate(std::span<const migrations::Migration> steps, int application_id);

    /// `sql` must be a string literal: statements are kept by its address.
    [[nodiscard]] Query use(const char* sql);
    void exec(const char* sql) { database_.exec(sql); }
    [[nodiscard]] std::int64_t ask(const std::string& sql);

    /// \name One transaction at a time; in it, one unit at a time.
    ///@{
    void begin();
    void begin_unit();  ///< does nothing outside a transaction
    void keep_unit();
    void drop_unit();
    void commit();
    void rollback() noexcept;
    /// False if there is none, or if SQLite rolled it back by itself after an error.
    [[nodiscard]] bool in_transaction() const;
    ///@}

    /// Frames in the write-ahead log after the last commit.
    [[nodiscard]] int log_frames() const { return *log_frames_; }
    /// Checkpoints without waiting for anyone. Throws if the disk failed.
    void checkpoint();
    /// Empties the write-ahead log. \returns false if a reader was in the way.
    [[nodiscard]] bool truncate_log();

    [[nodiscard]] SQLite::Database& database() { return database_; }
    [[nodiscard]] sqlite3* handle() const { return database_.getHandle(); }
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    void settle(Mode mode);
    void expect(const char* pragma, const std::string& wanted);

    std::string name_;
    std::unique_ptr<int> log_frames_ = std::make_unique<int>(0);
    SQLite::Database database_;
    std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
    bool unit_open_ = false;
};

}  // namespace db::sqlite
