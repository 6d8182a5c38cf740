#pragma once
/// \file tests/db/store_on_disk.hpp
/// A store in a folder of its own that goes away, and writing that waits.

#include "db/sqlite/open.hpp"
#include "tests/support/folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <system_error>

namespace tests {

inline constexpr db::Micros second = 1'000'000;
inline constexpr db::Micros morning = 1'795'000'000 * second;

inline db::sqlite::StoreOptions options_for(const std::filesystem::path& folder) {
    db::sqlite::StoreOptions options;
    options.folder = folder;
    options.sender = "@phare:example.org";
    options.floor_bytes = 0;
    options.ballast_bytes = 0;
    return options;
}

/// Waits for what a member with a completion does. \returns its exception, or null.
template <class Start>
std::exception_ptr result_of(Start start) {
    std::promise<std::exception_ptr> promise;
    auto future = promise.get_future();
    start([&promise](std::exception_ptr failure) { promise.set_value(failure); });
    return future.get();
}

template <class Start>
void await(Start start) {
    if (const auto failure = result_of(std::move(start))) std::rethrow_exception(failure);
}

/// \returns when it is committed; throws what the unit threw.
inline void write(db::Store& store, db::Store::Unit unit) {
    await([&](db::Store::Completion done) { store.write(std::move(unit), std::move(done)); });
}

inline void scrub(db::Store& store) {
    await([&](db::Store::Completion done) { store.scrub(std::move(done)); });
}

inline void purge(db::Store& store, db::PurgeBefore before, db::Micros now) {
    await([&](db::Store::Completion done) { store.purge(before, now, std::move(done)); });
}

inline db::ConversationRef room(const std::string& name) {
    return {"matrix", "!" + name + ":example.org"};
}

inline db::NewInbound event(
    const std::string& name, const std::string& id, const std::string& payload = "bonjour"
) {
    return {room(name), id, payload, morning};
}

inline db::NewOutbound message(
    const std::string& name, const std::string& payload, const std::string& answers = ""
) {
    db::NewOutbound out;
    out.conversation = room(name);
    out.kind = "message";
    out.payload = payload;
    out.answers = answers;
    return out;
}

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string out(std::filesystem::file_size(file), '\0');
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    return out;
}

inline std::size_t times_in(const std::string& text, const std::string& wanted) {
    std::size_t count = 0;
    for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++count;
    return count;
}

/// All files below the folder, one after the other.
inline std::string bytes_of(const std::filesystem::path& folder) {
    std::string out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) out += content_of(entry.path());
    return out;
}

inline std::size_t times_in_files(const std::filesystem::path& folder, const std::string& wanted) {
    return times_in(bytes_of(folder), wanted);
}

}  // namespace tests
