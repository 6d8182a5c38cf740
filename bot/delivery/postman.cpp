#include "bot/delivery/postman.hpp"

#include "bot/delivery/commit.hpp"
#include "bot/delivery/retry_schedule.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>

namespace bot::delivery {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using observing::Count;
using observing::Field;
using observing::Level;
using observing::What;

namespace {
constexpr std::size_t fresh_limit = 2000;
constexpr int page = 500;
constexpr std::chrono::microseconds longest_pause = 6min;

db::Micros micros(Instant at) {
    return at.time_since_epoch().count();
}
Instant instant(db::Micros at) {
    return Instant(std::chrono::microseconds(at));
}
}  // namespace

std::string lane_key(const db::ConversationRef& conversation) {
    return conversation.channel + '\n' + conversation.id;
}

Postman::Postman(
    asio::any_io_executor executor,
    db::Store& store,
    Alarm& alarm,
    std::vector<Channel*> channels,
    std::size_t at_once
)
    : executor_(std::move(executor)), store_(store), alarm_(alarm), queue_(at_once) {
    for (Channel* channel : channels) channels_.emplace(channel->name(), channel);
}

void Postman::start() {
    running_ = true;
    look_for_rows();
    go();
}

void Postman::wake() {
    if (!running_) return;
    look_for_rows();
    go();
}

void Postman::stop() {
    running_ = false;
}

void Postman::hold(const db::ConversationRef& conversation) {
    queue_.hold(lane_key(conversation));
}

void Postman::release(const db::ConversationRef& conversation) {
    queue_.release(lane_key(conversation));
    wake();
}

void Postman::forget(const db::ConversationRef& conversation) {
    queue_.drop(lane_key(conversation));
}

void Postman::look_for_rows() {
    for (;;) {
        auto rows = store_.pending_outbox(last_seen_, page);
        for (auto& row : rows) {
            last_seen_ = std::max(last_seen_, row.id);
            // The stored time is the wall's, which may have jumped since: never wait longer than the schedule
            // does.
            auto const pause = std::clamp<std::chrono::microseconds>(
                instant(row.not_before) - alarm_.now(), 0s, longest_pause
            );
            queue_.add(lane_key(row.conversation), row.id, alarm_.steady() + pause, row.from_earlier_run);
            if (fresh_.size() < fresh_limit) fresh_.emplace(row.id, std::move(row));
        }
        if (rows.size() < page) return;
    }
}

void Postman::go() {
    while (running_) {
        auto const job = queue_.next(alarm_.steady());
        if (!job) break;
        asio::co_spawn(
            executor_,
            [this, job = *job] { return attempt(job); },
            [this](std::exception_ptr failure) {
                if (failure) observing::log(Level::error, What::task_failed, {Field("task", "postman")});
                go();
            }
        );
    }
    auto const at = queue_.wake_at();
    if (!running_ || !at || *at >= alarm_set_for_) return;
    alarm_set_for_ = *at;
    auto const wait = std::chrono::ceil<std::chrono::milliseconds>(*at - alarm_.steady());
    alarm_.in(std::max(wait, std::chrono::milliseconds(1)), [this, at = *at] {
        if (alarm_set_for_ == at) alarm_set_for_ = Steady::max();
        go();
    });
}

asio::awaitable<void> Postman::attempt(OutboxQueue::Job job) {
    std::optional<db::OutboxEntry> entry;
    if (auto const kept = fresh_.find(job.id); kept != fresh_.end()) {
        entry = std::move(kept->second);
        fresh_.erase(kept);
    } else {
        entry = store_.outbox_entry(job.id);
    }
    if (!entry || entry->state != db::Delivery::pending) {  // erased, or settled before
        queue_.done(job.id);
        co_return;
    }
    Instant const now = alarm_.now();
    if (entry->expires_at != 0 && entry->expires_at <= micros(now) && alarm_.dates_hold()) {
        co_await give_up(std::move(*entry), db::Delivery::expired, 0);
        co_return;
    }
    std::string target_id;
    if (entry->target) {
        auto const target = store_.outbox_entry(*entry->target);
        if (!target || target->remote_id.empty()) {  // what it changes never arrived: nothing to change
            co_await give_up(std::move(*entry), db::Delivery::refused, 0);
            co_return;
        }
        target_id = target->remote_id;
    }
    auto const channel = channels_.find(entry->conversation.channel);
    if (channel == channels_.end()) {  // switched off in this run: keep it for a run that has it
        queue_.again(job.id, alarm_.steady() + 1h, false, false);
        co_return;
    }
    db::OutboxEntry copy = *entry;
    Attempt result =
        co_await channel->second->deliver(std::move(copy), std::move(target_id), job.may_have_arrived);
    co_await settle(std::move(*entry), std::move(result));
}

asio::awaitable<void> Postman::settle(db::OutboxEntry entry, Attempt result) {
    Instant const now = alarm_.now();
    bool& away = peer_away_[entry.conversation.channel];
    bool const answered = result.status != 0 || result.result == Attempt::Result::delivered;
    if (away && answered) {
        observing::log(Level::info, What::peer_up);
        queue_.peer_is_back(alarm_.steady());
    } else if (!away && !answered) {
        observing::log(Level::warning, What::peer_down);
    }
    away = !answered;

    if (result.result == Attempt::Result::refused) {
        co_await give_up(std::move(entry), db::Delivery::refused, result.status);
        co_return;
    }
    auto const id = entry.id;
    if (result.result == Attempt::Result::delivered) {
        std::string const remote = result.remote_id;
        db::Store::Unit unit = [id, remote, now](db::Transaction& t) {
            t.delivered(id, remote, micros(now));
        };
        std::exception_ptr const failure = co_await commit(store_, std::move(unit));
        if (failure) {  // it arrived, but that is not written down: the same key again, later
            observing::log(Level::error, What::store_error, {Field("task", "delivered")});
            queue_.again(id, alarm_.steady() + pause_after(entry.tries + 1, id), true, false);
            co_return;
        }
        observing::count(Count::delivered);
        observing::observe(observing::Timing::deliver, now - instant(entry.created_at));
        queue_.done(id);
        co_return;
    }

    auto const pause = result.wait.count() > 0 ? result.wait : pause_after(entry.tries + 1, id);
    Instant const at = now + pause;
    bool const unknown = result.result == Attempt::Result::unknown;
    observing::count(Count::delivery_retries);
    observing::log(
        Level::warning,
        unknown ? What::delivery_unknown : What::delivery_postponed,
        {Field("tries", entry.tries + 1), Field("status", result.status), Field("wait", pause)}
    );
    db::Store::Unit unit = [id, at](db::Transaction& t) { t.postpone(id, micros(at)); };
    // If this is not written, only the count of tries is short by one.
    [[maybe_unused]] std::exception_ptr const unwritten = co_await commit(store_, std::move(unit));
    queue_.again(id, alarm_.steady() + pause, unknown, !answered);
}

asio::awaitable<void> Postman::give_up(db::OutboxEntry entry, db::Delivery why, int status) {
    auto const id = entry.id;
    Instant const now = alarm_.now();
    observing::count(why == db::Delivery::expired ? Count::delivery_expired : Count::delivery_refused);
    observing::log(
        Level::warning,
        why == db::Delivery::expired ? What::delivery_expired : What::delivery_refused,
        {Field("tries", entry.tries), Field("status", status)}
    );
    db::Store::Unit unit = [id, why, now](db::Transaction& t) { t.give_up(id, why, micros(now)); };
    std::exception_ptr const failure = co_await commit(store_, std::move(unit));
    if (failure) {
        queue_.again(id, alarm_.steady() + pause_after(1, id), true, false);
    } else {
        queue_.done(id);
    }
}

}  // namespace bot::delivery
