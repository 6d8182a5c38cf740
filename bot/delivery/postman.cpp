#include "bot/delivery/postman.hpp"

#include "bot/delivery/cause.hpp"
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
constexpr int rows_at_once = 500;
constexpr std::size_t kept_free = 4;  // tries, for danger alone: slow peers may hold all others
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
    : executor_(std::move(executor)), store_(store), alarm_(alarm), queue_(at_once, kept_free) {
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

void Postman::forget(const db::ConversationRef& conversation, std::int64_t first_kept) {
    for (auto const id : queue_.drop(lane_key(conversation), first_kept)) fresh_.erase(id);
}

bool Postman::waits(const db::ConversationRef& conversation) const {
    return queue_.waits(lane_key(conversation));
}

void Postman::peer_is_back() {
    queue_.peer_is_back(alarm_.steady());
    go();
}

void Postman::look_for_rows() try {
    for (;;) {
        auto rows = store_.pending_outbox(last_seen_, rows_at_once);
        for (auto& row : rows) {
            last_seen_ = std::max(last_seen_, row.id);
            // The stored time is the wall's, which may have jumped since: never wait longer than the schedule
            // says.
            auto most = row.tries == 0 ? 0ms : pause_after(row.tries, row.id);
            if (auto const channel = channels_.find(row.conversation.channel); row.tries > 0 && channel != channels_.end())
                most = std::max(most, channel->second->longest_pause().value_or(0ms));
            if (row.precedence == db::Precedence::first) most = 0ms;  // a run tries it at once, whatever an earlier one met
            auto const pause =
                std::clamp<std::chrono::microseconds>(instant(row.not_before) - alarm_.stamp(), 0us, most);
            queue_.add(lane_key(row.conversation), row.id, alarm_.steady() + pause, row.from_earlier_run, row.precedence);
            if (fresh_.size() < fresh_limit) fresh_.emplace(row.id, std::move(row));
        }
        if (rows.empty()) return;  // a page may be short: rows with a broken seal are left out
    }
} catch (const std::exception&) {  // the store could not be read: nobody else will wake us for these rows
    observing::log(Level::error, What::store_error, {Field("task", "outbox"), cause(std::current_exception())});
    alarm_.in(1s, [this] { wake(); });
}

void Postman::go() {
    while (running_) {
        auto const job = queue_.next(alarm_.steady());
        if (!job) break;
        asio::co_spawn(
            executor_,
            [this, job = *job] { return attempt(job); },
            [this, id = job->id](std::exception_ptr failure) {
                if (failure) {  // a bug of the adapter: neither this room nor the others may stand still for
                                // it
                    tell_failure("postman", failure);
                    queue_.again(id, alarm_.steady() + pause_after(7, id), true, false);
                }
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

std::optional<db::OutboxEntry> Postman::take(std::int64_t id) {
    auto const kept = fresh_.find(id);
    if (kept == fresh_.end()) return store_.outbox_entry(id);
    auto entry = std::move(kept->second);
    fresh_.erase(kept);
    return entry;
}

asio::awaitable<void> Postman::attempt(OutboxQueue::Job job) {
    std::optional<db::OutboxEntry> entry;
    std::optional<db::OutboxEntry> target;
    enum class Read : std::uint8_t { fine, broken, store_away } read = Read::fine;
    try {
        entry = take(job.id);
        if (entry && entry->target) target = store_.outbox_entry(*entry->target);
    } catch (const db::BrokenSeal&) {
        read = Read::broken;
    } catch (const std::exception&) {
        read = Read::store_away;
    }
    if (read == Read::store_away) {
        observing::log(Level::error, What::store_error, {Field("task", "outbox")});
        queue_.again(job.id, alarm_.steady() + pause_after(1, job.id), job.may_have_arrived, false);
        co_return;
    }
    if (read == Read::broken) {
        observing::log(Level::error, What::store_corrupt, {Field("what", "outbox")});
        db::OutboxEntry lost;
        lost.id = job.id;
        co_await give_up(std::move(lost), db::Delivery::refused, 0);
        co_return;
    }
    if (!entry || entry->state != db::Delivery::pending) {  // erased, or settled before
        queue_.done(job.id);
        co_return;
    }
    Instant const now = alarm_.stamp();
    if (entry->expires_at != 0 && entry->expires_at <= micros(now) && alarm_.dates_hold()) {
        co_await give_up(std::move(*entry), db::Delivery::expired, 0);
        co_return;
    }
    std::string target_id;
    if (entry->target) {
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

/// Which way it was to go: the channel's own name, which lives for ever.
observing::Field Postman::channel_field(const db::OutboxEntry& entry) const {
    auto const channel = channels_.find(entry.conversation.channel);
    return Field::word("channel", channel == channels_.end() ? std::string_view("none") : channel->second->name());
}

asio::awaitable<void> Postman::settle(db::OutboxEntry entry, Attempt result) {
    Instant const now = alarm_.stamp();
    bool& away = peer_away_[entry.conversation.channel];
    // A refusal without a status is the adapter's own: the peer was not asked.
    bool const asked = result.asked && (result.result != Attempt::Result::refused || result.status != 0);
    bool const answered = asked ? result.status != 0 || result.result == Attempt::Result::delivered : !away;
    if (away && answered) {
        observing::log(Level::info, What::peer_up, {channel_field(entry)});
        queue_.peer_is_back(alarm_.steady());
    } else if (!away && !answered) {
        observing::log(Level::warning, What::peer_down, {channel_field(entry)});
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
            observing::log(Level::error, What::store_error, {Field("task", "delivered"), cause(failure)});
            queue_.again(id, alarm_.steady() + pause_after(entry.tries + 1, id), true, false);
            co_return;
        }
        observing::count(Count::delivered);
        observing::observe(observing::Timing::deliver, now - instant(entry.created_at));
        queue_.done(id);
        co_return;
    }

    auto const pause = result.wait.count() > 0 ? result.wait : pause_after(entry.tries + 1, id);
    bool const lasts = result.of_row && result.asked;  // over a restart
    Instant const at = now + (lasts ? pause : std::min(pause, pause_after(entry.tries + 1, id)));
    bool const unknown = result.result == Attempt::Result::unknown;
    observing::count(Count::delivery_retries);
    observing::log(
        Level::warning,
        unknown ? What::delivery_unknown : What::delivery_postponed,
        {channel_field(entry), Field("tries", entry.tries + 1), Field("status", result.status), Field("wait", pause)}
    );
    db::Store::Unit unit = [id, at](db::Transaction& t) { t.postpone(id, micros(at)); };
    // If this is not written, only the count of tries is short by one.
    [[maybe_unused]] std::exception_ptr const unwritten = co_await commit(store_, std::move(unit));
    queue_.again(id, alarm_.steady() + pause, unknown, !answered);
}

asio::awaitable<void> Postman::give_up(db::OutboxEntry entry, db::Delivery why, int status) {
    auto const id = entry.id;
    Instant const now = alarm_.stamp();
    observing::count(why == db::Delivery::expired ? Count::delivery_expired : Count::delivery_refused);
    observing::log(
        Level::warning,
        why == db::Delivery::expired ? What::delivery_expired : What::delivery_refused,
        {channel_field(entry), Field("tries", entry.tries), Field("status", status)}
    );
    auto const channel = channels_.find(entry.conversation.channel);
    std::function<void(db::Transaction&)> more;
    if (channel != channels_.end()) more = channel->second->given_up(entry, why, now);
    db::Store::Unit unit = [id, why, now, more](db::Transaction& t) {
        t.give_up(id, why, micros(now));
        if (more) more(t);
    };
    std::exception_ptr const failure = co_await commit(store_, std::move(unit));
    if (failure) {
        queue_.again(id, alarm_.steady() + pause_after(1, id), true, false);
    } else {
        queue_.done(id);
    }
}

}  // namespace bot::delivery
