#pragma once
/// \file bot/commands/upkeep.hpp
/// What a running service does besides answering: figures for the metrics, purge of what is past its time,
/// backups.
///
/// Retention (each delay is a promise made in the bot's texts): dedupe keys and outbox skeletons 7 days,
/// quarantine 72 hours, delivered texts 24 hours, facts as long as the conversation says, ledger of erasures
/// 21 days (longer than the 14 days that a backup may be kept). Threads: the loop's.

#include "bot/delivery/alarm.hpp"
#include "db/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <filesystem>

namespace bot::commands {

struct Backups {
    std::filesystem::path folder;  ///< empty: none are made
    std::chrono::milliseconds every{3'600'000};
    int keep = 48;
    std::filesystem::path request{};  ///< while this file is there, a copy is wanted now (backup_folder.hpp); empty: never
};

/// What is past its time at `now`.
[[nodiscard]] db::PurgeBefore past_its_time(Instant now);

class Upkeep {
  public:
    Upkeep(db::Store&, delivery::Alarm&, Backups backups = Backups());
    boost::asio::awaitable<void> run();  ///< until `stop`
    void stop() { running_ = false; }

  private:
    boost::asio::awaitable<void> purge();
    boost::asio::awaitable<void> back_up();
    void measure();
    [[nodiscard]] bool is_asked() const;
    void remove_halves();

    db::Store& store_;
    delivery::Alarm& alarm_;
    Backups backups_;
    delivery::Steady began_{};
    bool running_ = true;
};

}  // namespace bot::commands
