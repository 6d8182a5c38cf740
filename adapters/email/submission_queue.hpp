#pragma once
/// \file adapters/email/submission_queue.hpp
/// Mails that wait for the thread that submits them, one after the other: danger before all others, regular posts after
/// them, else as they came.
///
/// Threads: any. The user calls `run_next` once, on the submitting thread, for each `add`.

#include "db/store.hpp"

#include <array>
#include <deque>
#include <functional>
#include <mutex>

namespace adapters::email {

class SubmissionQueue {
  public:
    void add(std::function<void()> job, db::Precedence);
    void run_next();

  private:
    std::mutex mutex_;
    std::array<std::deque<std::function<void()>>, 3> jobs_;  // what goes first stands first
};

}  // namespace adapters::email
