#include "db/sqlite/writer.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>

namespace db::sqlite {
namespace {

constexpr int long_log_frames = 1000;  // SQLite's own default
constexpr int scrub_tries = 5;

using Kind = StoreEvent::Kind;

std::int64_t micros_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start)
        .count();
}

void finish(const Store::Completion& done, const std::exception_ptr& failure) noexcept {
    if (done) done(failure ? as_told(failure) : nullptr);
}

}  // namespace

std::exception_ptr as_told(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const SQLite::Exception& e) {
        if (e.getErrorCode() == SQLITE_FULL)
            return std::make_exception_ptr(NoSpace("Le disque est plein\u00A0: rien n’a été gardé."));
        return std::make_exception_ptr(Unavailable(
            std::string("La base n’a pas pu le faire (") + e.getErrorStr() + ", " +
            std::to_string(e.getExtendedErrorCode()) + ")\u00A0: rien n’a été gardé."
        ));
    } catch (...) {
        return failure;
    }
}

Writer::Writer(
    Files& files,
    Reader& reader,
    Space& space,
    const StoreOptions& options,
    SqliteTransaction::Instance instance
)
    : files_(files),
      reader_(reader),
      space_(space),
      options_(options),
      transaction_(files.data_file, files.keys, files.vault, space, options, std::move(instance)),
      thread_([this] { run(); }) {}

void Writer::add(Unit unit, Store::Completion done) {
    push({std::move(unit), std::move(done), {}});
}

void Writer::push(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (!closing_) {
            queue_.push_back(std::move(job));
            changed_.notify_one();
            return;
        }
    }
    finish(job.done, std::make_exception_ptr(Unavailable("La base est fermée.")));
}

void Writer::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Writer::tell(Kind kind, std::int64_t number, std::int64_t micros) const {
    if (options_.observer) options_.observer({kind, number, micros});
}

void Writer::run() {
    auto looked_at = std::chrono::steady_clock::now();
    while (true) {
        std::optional<Job> job;
        {
            std::unique_lock lock(mutex_);
            const auto woken = [this] { return closing_ || !queue_.empty(); };
            if (space_.wants_recovery())
                changed_.wait_for(
                    lock, std::max(options_.free_bytes_every, std::chrono::milliseconds(1)), woken
                );
            else
                changed_.wait(lock, woken);
            if (queue_.empty() && closing_) return;
            if (!queue_.empty()) {
                job = std::move(queue_.front());
                queue_.pop_front();
            }
        }
        const auto now = std::chrono::steady_clock::now();
        if (space_.wants_recovery() && now - looked_at >= options_.free_bytes_every) {
            space_.recover();
            looked_at = now;
        }
        if (job && job->unit)
            run_batch(std::move(*job));
        else if (job)
            run_scrub(*job);
    }
}

std::optional<Writer::Job> Writer::next_unit() {
    const std::lock_guard lock(mutex_);
    if (queue_.empty() || !queue_.front().unit) return std::nullopt;
    std::optional<Job> job(std::move(queue_.front()));
    queue_.pop_front();
    return job;
}

void Writer::begin() {
    if (broken_) throw Unavailable("keys.db est abîmé\u00A0: plus rien n’est écrit, revenez à une copie (phare restore).");
    if (unresolved_) files_.keys.resolve(files_.data_file.ask("SELECT batch FROM instance"));
    unresolved_ = false;
    files_.data_file.begin();
}

/// Throws only what costs the whole batch; what a unit throws stays with its job.
void Writer::run_unit(Job& job) {
    files_.data_file.begin_unit();
    files_.keys_file.begin_unit();
    transaction_.start_unit();
    try {
        job.unit(transaction_);
        files_.data_file.keep_unit();
        files_.keys_file.keep_unit();
    } catch (const SQLite::Exception&) {
        throw;
    } catch (...) {
        job.failure = std::current_exception();
        files_.data_file.drop_unit();
        files_.keys_file.drop_unit();
        files_.keys.forget_cache();
    }
}

void Writer::commit() {
    if (const auto batch = files_.keys.open_batch())
        files_.data_file.use("UPDATE instance SET batch = ?").bind(1, batch).run();
    // Keys first: a row whose key was lost is lost, a key without a row is nothing.
    if (files_.keys_file.in_transaction()) {
        unresolved_ = files_.keys.open_batch() != 0;
        files_.keys_file.commit();
    }
    files_.data_file.commit();
    unresolved_ = false;
    try {
        files_.keys.finish_batch();
    } catch (const SQLite::Exception&) {
        note(std::current_exception());  // the doomed keys go with the next batch, scrub, or start
    }
}

void Writer::roll_back() {
    files_.data_file.rollback();
    files_.keys_file.rollback();
    files_.keys.forget_cache();
    if (!unresolved_) files_.keys.abandon_batch();
}

void Writer::run_batch(Job first) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Job> jobs;
    std::optional<Job> job(std::move(first));
    try {
        begin();
        std::size_t bytes = 0;
        while (job) {
            jobs.push_back(std::move(*job));
            job.reset();
            run_unit(jobs.back());
            bytes += transaction_.take_bytes();
            const bool room = jobs.size() < static_cast<std::size_t>(options_.max_batch) &&
                              bytes < options_.max_batch_bytes;
            if (room) job = next_unit();
        }
        commit();
        tell(Kind::batch, static_cast<std::int64_t>(jobs.size()), micros_since(start));
    } catch (...) {
        const auto failure = std::current_exception();
        roll_back();
        note(failure);
        if (job) jobs.push_back(std::move(*job));
        for (auto& each : jobs) run_alone(each);
    }
    for (const auto& each : jobs) finish(each.done, each.failure);
    checkpoint_if_long();
}

void Writer::run_alone(Job& job) {
    for (bool again = true; again;) {
        again = false;
        job.failure = nullptr;
        const auto start = std::chrono::steady_clock::now();
        try {
            begin();
            run_unit(job);
            commit();
            tell(Kind::batch, 1, micros_since(start));
        } catch (...) {
            job.failure = std::current_exception();
            roll_back();
            again = note(job.failure);
        }
    }
}

void Writer::run_scrub(Job& job) {
    bool emptied = false;
    try {
        if (broken_) throw Unavailable("keys.db est abîmé\u00A0: plus rien n’est écrit, revenez à une copie (phare restore).");
        for (int i = 0; i < scrub_tries && !emptied; ++i) {
            try {
                // The long part, with its fsyncs, while others may read; then little is left to truncate.
                if (files_.keys.has_doomed()) files_.keys.finish_batch();
                files_.data_file.exec("PRAGMA incremental_vacuum");
                files_.keys_file.checkpoint();
                files_.data_file.checkpoint();
                const auto paused = reader_.pause();
                emptied = files_.keys_file.truncate_log();
                emptied = files_.data_file.truncate_log() && emptied;
            } catch (const SQLite::Exception&) {
                if (!note(std::current_exception())) throw;
            }
        }
        if (!emptied)
            throw Unavailable("Un lecteur (une copie\u00A0?) gêne la base. Recommencez plus tard.");
    } catch (...) {
        job.failure = std::current_exception();
    }
    finish(job.done, job.failure);
}

void Writer::checkpoint_if_long() {
    for (auto* const file : {&files_.keys_file, &files_.data_file}) {
        if (file->log_frames() < long_log_frames) continue;
        try {
            file->checkpoint();
        } catch (const SQLite::Exception& e) {
            note(std::current_exception());
            tell(Kind::checkpoint_failed, e.getExtendedErrorCode());
        }
    }
}

bool Writer::note(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const SQLite::Exception& e) {
        const int code = e.getErrorCode() & 0xff;
        const int extended = e.getExtendedErrorCode();
        if (extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC) {
            // After a failed fsync the kernel may have dropped the pages and say OK the next time. Only a new
            // process, which reads what is really there, can know.
            tell(Kind::fsync_failed, extended);
            std::abort();
        }
        if (code == SQLITE_FULL) return space_.became_full();
        if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
            tell(Kind::corrupt, extended);
            if ((sqlite3_errcode(files_.keys_file.handle()) & 0xff) == code) broken_ = true;
            return false;
        }
        tell(Kind::io_error, extended);
        return false;
    } catch (const std::exception&) {
        return false;  // not SQLite's: it stays with its unit
    }
}

}  // namespace db::sqlite
