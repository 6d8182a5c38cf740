#include "bot/delivery/commit.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>

namespace bot::delivery {

namespace asio = boost::asio;

namespace {
struct Outcome {  // not a bare exception_ptr: Asio would throw it at the co_await
    std::exception_ptr failure;
};
}  // namespace

NotStored not_stored(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const db::NoSpace&) {
        return {true};
    } catch (...) {
        return {};
    }
}

asio::awaitable<std::exception_ptr> completion_of(std::function<void(db::Store::Completion)> start) {
    asio::any_io_executor const home = co_await asio::this_coro::executor;
    // Tracked: the loop must not run out of work while the writer's thread has our answer.
    auto const working = asio::prefer(home, asio::execution::outstanding_work.tracked);
    auto initiate = [&start, &working](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        db::Store::Completion const done = [shared, working](std::exception_ptr failure) {
            asio::post(working, [shared, failure = std::move(failure)]() mutable {
                (*shared)(Outcome{std::move(failure)});
            });
        };
        try {
            start(done);
        } catch (...) {  // an exception out of an initiation would destroy the coroutine that is waiting
            done(std::current_exception());
        }
    };
    auto token = asio::use_awaitable;
    Outcome outcome = co_await asio::async_initiate<asio::use_awaitable_t<>, void(Outcome)>(initiate, token);
    co_return std::move(outcome.failure);
}

asio::awaitable<std::exception_ptr> commit(db::Store& store, db::Store::Unit unit) {
    std::function<void(db::Store::Completion)> start =
        [&store, unit = std::move(unit)](db::Store::Completion done) { store.write(unit, std::move(done)); };
    std::exception_ptr failure = co_await completion_of(std::move(start));
    co_return failure;
}

asio::awaitable<void> rest(Alarm& alarm, std::chrono::milliseconds time) {
    std::function<void(db::Store::Completion)> start = [&alarm, time](db::Store::Completion woken) {
        alarm.in(time, [woken = std::move(woken)] { woken(nullptr); });
    };
    [[maybe_unused]] std::exception_ptr const none = co_await completion_of(std::move(start));
}

}  // namespace bot::delivery
