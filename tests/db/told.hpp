#pragma once
/// \file tests/db/told.hpp
/// What a service was told is on disk, and the check that it is there: each conversation `n` has the event
/// `$n`, the state "état n" and one answer, written in one unit.

#include "tests/db/store_on_disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <random>
#include <set>

namespace tests {

using db::Transaction;

inline std::uint64_t seed_of_today() {
    const char* const given = std::getenv("PHARE_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    return seed;
}

inline int number_from(const char* name, int otherwise) {
    const char* const given = std::getenv(name);
    return given != nullptr ? std::atoi(given) : otherwise;
}

inline std::string integrity(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return "ok";
    sqlite3* db = nullptr;
    std::string said = "cannot be opened";
    if (sqlite3_open(file.c_str(), &db) == SQLITE_OK)
        sqlite3_exec(
            db,
            "PRAGMA integrity_check(1)",
            [](void* out, int, char** values, char**) {
                *static_cast<std::string*>(out) = values[0];
                return 0;
            },
            &said,
            nullptr
        );
    sqlite3_close(db);
    return said;
}

/// What the service was told is on disk.
struct Told {
    std::set<std::string> admitted;       ///< event = name of its conversation
    std::set<std::string> erasure_begun;  ///< may or may not have happened
    std::set<std::string> erased;
};

/// \returns what is wrong with the store in the folder, or nothing.
inline std::string wrong_with(const std::filesystem::path& folder, const Told& told) {
    std::atomic<int> broken = 0;
    auto options = options_for(folder);
    options.observer = [&](const db::sqlite::StoreEvent& e) {
        using Kind = db::sqlite::StoreEvent::Kind;
        if (e.kind != Kind::batch) ++broken;
    };
    try {
        {
            const auto store = db::sqlite::open(options);
            for (const auto& name : told.admitted) {
                const auto state = store->read_state(room(name));
                const bool has_row = !store->answers_to(room(name), "$" + name).empty();
                if (told.erased.contains(name)) {
                    if (state || has_row) return name + " was erased and is back";
                } else if (!told.erasure_begun.contains(name)) {
                    if (!state || !has_row) return name + " was acknowledged and is lost";
                } else if (state.has_value() != has_row) {
                    return name + " is half erased";
                }
            }
            std::set<std::string> names;
            for (const auto& entry : store->pending_inbox(0, 100000)) {
                const auto name = entry.event_id.substr(1);
                names.insert(name);
                if (store->read_state(room(name)) != "état " + name) return name + " was committed by halves";
            }
            for (const auto& entry : store->pending_outbox(0, 100000)) names.erase(entry.answers.substr(1));
            if (!names.empty()) return *names.begin() + " has no answer";
            std::string twice;
            write(*store, [&](Transaction& t) {
                for (const auto& name : told.admitted)
                    if (t.admit(event(name, "$" + name))) twice = name;
            });
            if (!twice.empty()) return twice + " would be handled twice";
        }
        if (broken > 0) return "the store complains";
        for (const auto* const file : {"keys.db", "phare.db"})
            if (const auto said = integrity(folder / file); said != "ok")
                return std::string(file) + ": " + said;
    } catch (const std::exception& e) {
        return e.what();
    }
    return "";
}

}  // namespace tests
