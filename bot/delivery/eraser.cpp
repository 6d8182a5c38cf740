#include "bot/delivery/eraser.hpp"

#include "bot/delivery/cause.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/delivery/retry_schedule.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace bot::delivery {

namespace asio = boost::asio;
using observing::Count;
using observing::Field;
using observing::Level;
using observing::What;

Eraser::Eraser(
    asio::any_io_executor executor,
    db::Store& store,
    Alarm& alarm,
    Postman& postman,
    std::chrono::milliseconds scrub_after
)
    : executor_(std::move(executor)), store_(store), alarm_(alarm), postman_(postman), scrub_after_(scrub_after) {}

asio::awaitable<void> Eraser::erase(Request request, Channel& channel) {
    std::vector<std::pair<db::ConversationRef, Channel*>> places{{request.home, &channel}};
    places.insert(places.end(), request.elsewhere.begin(), request.elsewhere.end());
    auto const waits = [&] {
        return std::any_of(places.begin(), places.end(), [&](auto const& place) { return postman_.waits(place.first); });
    };
    // What is on its way has no name yet by which it could be taken back: give it a while to arrive.
    for (int i = 0; i < 300 && running_ && waits(); ++i) co_await rest(alarm_, std::chrono::milliseconds(50));
    std::vector<std::pair<db::ConversationRef, Wire>> wires;
    try {
        for (auto const& [place, by] : places)
            for (auto const kind : {kind_message, kind_edit})
                for (auto const& remote_id : store_.sent(place, kind)) {
                    Retract const retract{0, remote_id};
                    for (auto& wire : by->render(retract)) wires.emplace_back(place, std::move(wire));
                }
    } catch (const std::exception&) {  // a bad disk may be better in a while
        throw NotStored();
    }
    for (auto& wire : channel.render(request.said)) wires.emplace_back(request.home, std::move(wire));

    // Nothing of it leaves before the bytes are gone from the files: the answer says that they are.
    for (auto const& [place, by] : places) postman_.hold(place);
    auto const stamp = alarm_.stamp();
    auto const now = micros(stamp), expires = micros(stamp + request.answers_expire);
    auto const first_new = std::make_shared<std::int64_t>(0);
    db::Store::Unit unit = [request, places, wires, now, expires, first_new](db::Transaction& t) {
        *first_new = 0;
        if (!t.finish(request.entry.seq, now)) return;
        for (auto const& [place, by] : places) t.erase(place, "asked", now);
        for (auto const& other : request.with) t.erase(other, "asked", now);
        t.audit({now, "erased", "asked"});
        for (auto const& [place, wire] : wires) {
            auto const id = t.enqueue({place, wire.kind, wire.payload, {}, wire.target, now, expires}, now);
            if (*first_new == 0) *first_new = id;
        }
    };
    std::exception_ptr const failure = co_await commit(store_, std::move(unit));
    if (failure) {
        for (auto const& [place, by] : places) postman_.release(place);
        throw not_stored(failure);
    }
    for (auto const& [place, by] : places) postman_.forget(place, *first_new);
    co_await scrub(request.entry.seq);
    observing::count(Count::erasures);
    observing::log(Level::info, What::conversation_erased);
    for (auto const& [place, by] : places) postman_.release(place);
}

asio::awaitable<void> Eraser::scrub(std::int64_t spread) {
    for (int tries = 1;; ++tries) {
        std::function<void(db::Store::Completion)> once = [this](db::Store::Completion done) {
            store_.scrub(std::move(done));
        };
        std::exception_ptr const failure = co_await completion_of(std::move(once));
        if (!failure || !running_) co_return;  // stopping: the next start scrubs before it opens the store
        observing::log(Level::warning, What::store_error, {Field("task", "scrub"), Field("tries", tries), cause(failure)});
        co_await rest(alarm_, pause_after(tries, spread));
    }
}

void Eraser::scrub_soon() {
    wanted_ = true;
    if (std::exchange(scrubbing_, true)) return;
    alarm_.in(scrub_after_, [this] {
        wanted_ = false;
        if (!running_) return;
        asio::co_spawn(
            executor_,
            [this] { return scrub(0); },
            [this](std::exception_ptr failure) {
                tell_failure("scrub", failure);
                scrubbing_ = false;
                if (wanted_ && running_) scrub_soon();
            }
        );
    });
}

}  // namespace bot::delivery
