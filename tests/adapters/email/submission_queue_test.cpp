#include "adapters/email/submission_queue.hpp"

#include <gtest/gtest.h>

#include <string>

namespace submission_queue_test {

using adapters::email::SubmissionQueue;
using db::Precedence;

TEST(SubmissionQueue, DangerIsSubmittedBeforeWhatWaitsAndRegularPostsAfterIt) {
    SubmissionQueue queue;
    std::string order;
    auto const mail = [&](char name) { return [&order, name] { order.push_back(name); }; };
    queue.add(mail('d'), Precedence::last);
    queue.add(mail('a'), Precedence::usual);
    queue.run_next();  // the thread is at work on it when the others come
    queue.add(mail('b'), Precedence::usual);
    queue.add(mail('!'), Precedence::first);

    for (int i = 0; i < 3; ++i) queue.run_next();

    EXPECT_EQ(order, "a!bd");
}

TEST(SubmissionQueue, AnEmptyOneDoesNothing) {
    SubmissionQueue queue;
    EXPECT_NO_THROW(queue.run_next());
}

}  // namespace submission_queue_test
