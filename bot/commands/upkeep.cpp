#include "bot/commands/upkeep.hpp"

#include "bot/commands/backup_folder.hpp"
#include "bot/delivery/cause.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <algorithm>

namespace bot::commands {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using delivery::micros;
using observing::Field;
using observing::Gauge;
using observing::Level;
using observing::What;

namespace {
constexpr auto look_every = 5s;
constexpr auto purge_every = 5min;  // a page's conversation is promised to be gone after minutes
}  // namespace

db::PurgeBefore past_its_time(Instant now) {
    db::PurgeBefore before;
    before.finished_dedupe = micros(now - 24h * 7);
    before.quarantine = micros(now - 72h);
    before.outbox_body = micros(now - 24h);
    before.outbox_skeleton = micros(now - 24h * 7);
    before.erasure_ledger = micros(now - 24h * 21);
    before.state_expired_at = micros(now);
    return before;
}

Upkeep::Upkeep(db::Store& store, delivery::Alarm& alarm, Backups backups)
    : store_(store), alarm_(alarm), backups_(std::move(backups)) {}

asio::awaitable<void> Upkeep::run() {
    began_ = alarm_.steady();
    auto next_purge = began_;
    auto next_backup = alarm_.steady() + backups_.every;
    remove_halves();
    while (running_) {
        try {
            measure();
        } catch (const std::exception&) {  // unreadable for now; the rest goes on
            observing::log(Level::error, What::store_error, {Field("task", "measure"), delivery::cause(std::current_exception())});
        }
        bool const dates_hold = alarm_.dates_hold();  // asked at each look: that is how a jump is noticed
        if (dates_hold && alarm_.steady() >= next_purge) {
            next_purge = alarm_.steady() + purge_every;
            co_await purge();
        }
        bool const asked = is_asked();
        if (!backups_.folder.empty() && (asked || alarm_.steady() >= next_backup)) {
            next_backup = alarm_.steady() + backups_.every;
            co_await back_up();
        }
        std::error_code ignored;
        if (asked) std::filesystem::remove(backups_.request, ignored);  // that is the answer to who asked
        co_await delivery::rest(alarm_, look_every);
    }
}

void Upkeep::measure() {
    auto const counts = store_.counts();
    observing::set(Gauge::inbox_pending, static_cast<double>(counts.inbox_pending));
    observing::set(Gauge::outbox_pending, static_cast<double>(counts.outbox_pending));
    observing::set(Gauge::quarantined, static_cast<double>(counts.inbox_quarantined));
    observing::set(Gauge::intake_accepting, store_.accepts_intake() ? 1 : 0);
    double const age = counts.oldest_pending_outbox == 0
                           ? 0
                           : static_cast<double>(micros(alarm_.stamp()) - counts.oldest_pending_outbox) / 1e6;
    observing::set(Gauge::outbox_age_seconds, std::max(age, 0.0));
    if (backups_.folder.empty()) return;
    auto const youngest = youngest_backup(backups_.folder);
    auto const since = youngest ? alarm_.stamp() - *youngest : alarm_.steady() - began_;
    observing::set(Gauge::backup_age_seconds, std::max(static_cast<double>(since.count()) / 1e6, 0.0));
}

asio::awaitable<void> Upkeep::purge() {
    Instant const now = alarm_.stamp();
    std::function<void(db::Store::Completion)> purge = [this, now](db::Store::Completion done) {
        store_.purge(past_its_time(now), micros(now), std::move(done));
    };
    std::exception_ptr failure = co_await delivery::completion_of(std::move(purge));
    if (!failure) {
        std::function<void(db::Store::Completion)> scrub = [this](db::Store::Completion done) {
            store_.scrub(std::move(done));
        };
        failure = co_await delivery::completion_of(std::move(scrub));
    }
    // A purge that failed is tried again in an hour: what it removes is only older then.
    if (failure) observing::log(Level::warning, What::store_error, {Field("task", "purge"), delivery::cause(failure)});
    else observing::log(Level::info, What::purge_done, {Field("task", "purge")});
}

bool Upkeep::is_asked() const {
    std::error_code ignored;
    return !backups_.request.empty() && std::filesystem::exists(backups_.request, ignored);
}

void Upkeep::remove_halves() {
    if (backups_.folder.empty()) return;
    for (auto halves = remove_half_backups(backups_.folder); halves > 0; --halves)
        observing::log(Level::warning, What::store_error, {Field("task", "half_backup_removed")});
}

asio::awaitable<void> Upkeep::back_up() {
    remove_halves();  // one at a time is made: whatever is half is dead
    Instant const now = alarm_.stamp();
    auto const target = backup_name(backups_.folder, now);
    std::function<void(db::Store::Completion)> copy = [this, target, now](db::Store::Completion done) {
        store_.backup(target, micros(now), std::move(done));
    };
    std::exception_ptr const failure = co_await delivery::completion_of(std::move(copy));
    if (failure) {
        observing::log(Level::error, What::store_error, {Field("task", "backup"), delivery::cause(failure)});
        co_return;
    }
    observing::log(Level::info, What::backup_done);
    if (!alarm_.dates_hold()) co_return;  // names are dates: a wrong one would drive out the right ones
    keep_youngest(backups_.folder, backups_.keep);
}

}  // namespace bot::commands
