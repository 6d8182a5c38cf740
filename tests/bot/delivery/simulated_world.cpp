#include "tests/bot/delivery/simulated_world.hpp"

#include "bot/delivery/commit.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace tests {

namespace asio = boost::asio;
using bot::delivery::Attempt;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Delivers to the rooms of the world, or not, as the dice say.
class SimulatedChannel final : public bot::delivery::Channel {
  public:
    SimulatedChannel(SimulatedWorld& world, bot::delivery::Alarm& alarm) : world_(world), alarm_(alarm) {}
    [[nodiscard]] std::string_view name() const override { return "matrix"; }

    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry& entry) const override {
        bot::Inbound inbound;
        inbound.channel = "matrix";
        inbound.conversation = entry.conversation.id;
        inbound.event_id = entry.event_id;
        inbound.sender = "@somebody:test";
        auto const bar = entry.payload.find('|');
        inbound.waited = milliseconds(std::stoll(entry.payload.substr(0, bar)));
        inbound.what = bot::Text{entry.payload.substr(bar + 1), {}, {}};
        return inbound;
    }
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish& wish) const override {
        if (auto const* say = std::get_if<bot::Say>(&wish))
            return {{"message", bot::wording::plain_text(say->document), std::nullopt}};
        if (auto const* retract = std::get_if<bot::Retract>(&wish))
            return {{"redact", retract->remote_id, std::nullopt}};
        return {};
    }
    void working_on(const std::string&, const bot::EventId&, bool) override {}

    asio::awaitable<Attempt> deliver(db::OutboxEntry entry, std::string, bool may_have_arrived) override {
        SimulatedWorld& w = world_;
        Attempt attempt;
        milliseconds const there = std::chrono::duration_cast<milliseconds>(w.latency(30));
        co_await wait(there);
        if (w.chance(w.faults_.unreachable)) co_return attempt;  // later, status 0
        attempt.status = 200;
        if (w.chance(w.faults_.rate_limited)) {
            attempt.status = 429;
            attempt.wait = milliseconds(700);
            co_return attempt;
        }
        auto& room = w.rooms_[entry.conversation.id];
        auto const seen = std::find_if(room.begin(), room.end(), [&](auto& v) { return v.key == entry.key; });
        if (may_have_arrived && seen != room.end()) {  // our marker is there already
            attempt.result = Attempt::Result::delivered;
            attempt.remote_id = seen->id;
            co_return attempt;
        }
        if (w.chance(w.faults_.request_lost)) {
            attempt.result = Attempt::Result::unknown;
            attempt.status = 0;
            co_return attempt;
        }
        std::string id;
        if (auto const known = w.sent_keys_.find(entry.key); known != w.sent_keys_.end()) {
            id = known->second;
        } else {
            id = "$" + std::to_string(++w.ids_);
            w.sent_keys_[entry.key] = id;
            if (entry.kind == "redact") {
                std::erase_if(room, [&](auto& v) { return v.id == entry.payload; });
            } else {
                room.push_back({entry.answers, entry.payload, entry.key, id});
            }
        }
        milliseconds const back = std::chrono::duration_cast<milliseconds>(w.latency(30));
        co_await wait(back);
        if (w.chance(w.faults_.reply_lost)) {
            attempt.result = Attempt::Result::unknown;
            attempt.status = 0;
            co_return attempt;
        }
        attempt.result = Attempt::Result::delivered;
        attempt.remote_id = id;
        co_return attempt;
    }

  private:
    asio::awaitable<void> wait(milliseconds time) { return bot::delivery::rest(alarm_, time); }
    SimulatedWorld& world_;
    bot::delivery::Alarm& alarm_;
};

struct SimulatedWorld::Program {
    Program(SimulatedWorld& world, asio::io_context& context)
        : alarm(*world.time_),
          store(
              world.disk_,
              [&world](std::function<void()> then) { world.time_->in(world.latency(8), std::move(then)); },
              [&world] { return world.chance(world.faults_.commit_fails); }
          ),
          channel(world, alarm),
          postman(context.get_executor(), store, alarm, {&channel}),
          pump(context.get_executor(), store, alarm, world.tools_, {&channel}, postman, world.settings_) {}
    VirtualAlarm alarm;
    MemoryStore store;
    SimulatedChannel channel;
    bot::delivery::Postman postman;
    bot::delivery::Pump pump;
};

SimulatedWorld::SimulatedWorld(
    bot::talking::Tools tools, unsigned seed, Faults faults, bot::delivery::PumpSettings settings
)
    : tools_(std::move(tools)),
      settings_(settings),
      faults_(faults),
      random_(seed),
      start_(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + std::chrono::hours(9)),
      time_(std::make_unique<VirtualTime>(start_)) {
    start_program();
}

SimulatedWorld::~SimulatedWorld() {
    if (program_) program_->store.die(false);
    time_.reset();  // closures first: they hold handlers of the contexts
    program_.reset();
    contexts_.clear();
}

bool SimulatedWorld::chance(double p) {
    return p > 0 && std::uniform_real_distribution<>(0, 1)(random_) < p;
}

microseconds SimulatedWorld::latency(int most_ms) {
    return microseconds(std::uniform_int_distribution<>(100, most_ms * 1000)(random_));
}

void SimulatedWorld::start_program() {
    contexts_.push_back(std::make_unique<asio::io_context>(1));
    program_ = std::make_unique<Program>(*this, *contexts_.back());
    program_->postman.start();
    program_->pump.start();
}

void SimulatedWorld::crash() {
    ++crashes_;
    program_->store.die(chance(0.5));
    program_.reset();
    pushing_ = false;
    time_->in(milliseconds(200), [this] {
        start_program();
        push();
    });
}

void SimulatedWorld::say(const std::string& room, const std::string& text, bot::Instant when) {
    std::string const id = room + "-" + std::to_string(++counter_[room]);
    time_->at(when, [this, room, id, text] {
        to_push_.push_back({room, id, text, time_->now()});
        push();
    });
}

void SimulatedWorld::push() {
    if (pushing_ || to_push_.empty() || !program_) return;
    pushing_ = true;
    auto const batch = std::make_shared<std::vector<Event>>();
    for (auto const& event : to_push_)
        if (batch->size() < 100) batch->push_back(event);
    auto* const program = program_.get();
    auto const now = program_->alarm.now();
    auto const then = [this, batch, program](std::exception_ptr failure) {
        if (program_.get() != program) return;  // the connection died with it
        bool const acked = !failure && !chance(faults_.ack_lost);
        if (!failure) program->pump.wake();
        if (acked) {
            acknowledged_ += static_cast<int>(batch->size());
            to_push_.erase(to_push_.begin(), to_push_.begin() + static_cast<std::ptrdiff_t>(batch->size()));
            push_tries_ = 0;
            pushing_ = false;
            push();
            return;
        }
        push_tries_ = std::min(push_tries_ + 1, 9);
        time_->in(seconds(1 << push_tries_) / 10, [this] {
            pushing_ = false;
            push();
        });
    };
    db::Store::Unit unit = [batch, now, sent = time_->now()](db::Transaction& t) {
        for (auto const& event : *batch) {
            auto const waited = std::chrono::duration_cast<milliseconds>(sent - event.written).count();
            t.admit(
                {{"matrix", event.room},
                 event.id,
                 std::to_string(waited) + "|" + event.text,
                 now.time_since_epoch().count()}
            );
        }
    };
    program_->store.write(std::move(unit), then);
}

void SimulatedWorld::disturb() {
    if (program_ && chance(faults_.crash_per_second / 10)) crash();
    if (chance(faults_.peer_restarts_per_second / 10)) sent_keys_.clear();
    if (chance(faults_.clock_jumps_per_second / 10)) {
        static constexpr std::array<int, 7> hours{0, 1, -1, 24, -24, 24 * 365, -24 * 365};
        time_->wrong_by =
            std::chrono::hours(hours[std::uniform_int_distribution<std::size_t>(0, hours.size() - 1)(random_)]
            );
    }
    if (faults_.crash_per_second > 0 || faults_.peer_restarts_per_second > 0 ||
        faults_.clock_jumps_per_second > 0)
        time_->in(milliseconds(100), [this] { disturb(); });
}

bool SimulatedWorld::play(bot::Instant calm_after) {
    time_->at(calm_after, [this] { faults_ = Faults{}; });
    disturb();
    auto const end = start_ + std::chrono::days(1);
    while (true) {
        for (auto& context : contexts_) {
            if (!program_ || context != contexts_.back()) continue;
            context->restart();
            context->poll();
        }
        if (time_->idle()) return true;
        if (time_->next() > end) return false;
        time_->step();
    }
}

}  // namespace tests
