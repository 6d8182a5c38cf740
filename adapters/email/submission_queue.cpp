#include "adapters/email/submission_queue.hpp"

#include <algorithm>
#include <utility>

namespace adapters::email {
namespace {

std::size_t rank(db::Precedence precedence) {
    switch (precedence) {
        case db::Precedence::first: return 0;
        case db::Precedence::usual: return 1;
        case db::Precedence::last: return 2;
    }
    return 1;
}

}  // namespace

void SubmissionQueue::add(std::function<void()> job, db::Precedence precedence) {
    std::lock_guard const lock(mutex_);
    jobs_.at(rank(precedence)).push_back(std::move(job));
}

void SubmissionQueue::run_next() {
    std::function<void()> job;
    {
        std::lock_guard const lock(mutex_);
        auto const from = std::find_if(jobs_.begin(), jobs_.end(), [](const auto& each) { return !each.empty(); });
        if (from == jobs_.end()) return;
        job = std::move(from->front());
        from->pop_front();
    }
    job();
}

}  // namespace adapters::email
