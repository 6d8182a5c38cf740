#pragma once
/// \file bot/desk/known.hpp
/// All that is worked out from the figures as known on one day, worked out once: the log and what was learned from it,
/// and, on first demand, where every objective stands. Questions, alerts, pages and metrics of the same day and figures
/// read the same one.
///
/// Threads: everything const may be called from several at once; the first demand of `standings` does the work, the
/// others wait for it. Lifetime: the tools outlive it.

#include "bot/desk/situations.hpp"

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace bot::desk {

class Known {
  public:
    Known(steering::Steering, const Tools&, Day);
    [[nodiscard]] const steering::Steering& steering() const { return steering_; }
    [[nodiscard]] const Trees& trees() const { return lookup_->trees(); }
    /// Of all that can be forecast and have begun, in the order of the catalogue, with what their trees hide.
    [[nodiscard]] const std::vector<Standing>& standings() const;
    /// Whether `standings` are there already.
    [[nodiscard]] bool ready() const { return ready_; }
    /// One of them, or (before they are there) that one alone worked out. \pre it has a target
    [[nodiscard]] Standing standing(const steering::Objective&) const;

  private:
    steering::Steering steering_;
    std::shared_ptr<const Lookup> lookup_;
    const std::vector<steering::Objective>& objectives_;
    Day day_;
    mutable std::once_flag once_;
    mutable std::vector<Standing> standings_;
    mutable std::atomic<bool> ready_{false};
};

/// What is known on the last days that were asked about, kept while the same figures count. Copies of a state share it.
class Shelf {
  public:
    [[nodiscard]] std::shared_ptr<const Known> on(const State&, const Tools&, Day);
    /// Whether the log and the sources of that day are there.
    [[nodiscard]] bool has(const State&, const Tools&, Day) const;
    /// Whether everything of that day is worked out already.
    [[nodiscard]] bool ready(const State&, const Tools&, Day) const;

  private:
    struct Entry {
        const Tools* tools = nullptr;
        Day day{};
        std::vector<figures::Rows> rows;
        std::map<std::string, std::vector<Rebased>> rebased;
        ModelHistory models;
        std::shared_ptr<const steering::PublicationLog> log;  ///< of the rows as they came
        std::shared_ptr<const Known> known;
        [[nodiscard]] bool is_of(const Entry&) const;
    };
    static Entry entry_of(const State&, const Tools&, Day);

    mutable std::mutex mutex_;
    std::deque<Entry> entries_;  ///< the last one asked for first
};

}  // namespace bot::desk
