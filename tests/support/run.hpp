#pragma once
/// \file tests/support/run.hpp
/// Runs a coroutine as the body of a test: own io_context, at most five real seconds.
///
/// `run([]() -> asio::awaitable<void> { … })`. Inside: EXPECT_* and co_return, never ASSERT_* (it does not
/// compile). Still waiting after the limit, or an exception, is a failure with the test's name. What the body
/// leaves running (a server's sessions) is destroyed with the context after it.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace tests {

namespace detail {
inline std::string this_test() {
    auto const* const info = testing::UnitTest::GetInstance()->current_test_info();
    return info == nullptr ? "test" : std::string(info->test_suite_name()) + "." + info->name();
}
}  // namespace detail

/// \param body called with no argument; what it returns is awaited on a context of its own, on this thread.
template <class Body>
void run(Body body, std::chrono::milliseconds limit = std::chrono::seconds(30)) {
    boost::asio::io_context context(1);
    bool is_done = false;
    std::exception_ptr error;
    boost::asio::co_spawn(context, std::move(body), [&](std::exception_ptr e) {
        error = e;
        is_done = true;
        context.stop();
    });
    context.run_for(limit);
    if (!is_done) ADD_FAILURE() << detail::this_test() << ": still waiting after " << limit.count() << " ms";
    if (!error) return;
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        ADD_FAILURE() << detail::this_test() << ": " << e.what();
    } catch (...) {
        ADD_FAILURE() << detail::this_test() << ": something unknown was thrown";
    }
}

}  // namespace tests
