#include "bot/delivery/pump.hpp"

#include "bot/delivery/cause.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/delivery/reply.hpp"
#include "bot/delivery/retry_schedule.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"
#include "bot/talking/link.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <utility>

namespace bot::delivery {

namespace asio = boost::asio;
using observing::Count;
using observing::Field;
using observing::Level;
using observing::What;

namespace {
constexpr int page = 500;

const EventId* changed_event(const Inbound& inbound) {
    if (auto const* edit = std::get_if<Edit>(&inbound.what)) return &edit->of;
    if (auto const* redaction = std::get_if<Redaction>(&inbound.what)) return &redaction->of;
    return nullptr;
}

/// What a machine gone mad would repeat; nothing: no sign of one.
std::optional<std::string> repeatable(const Happening& what) {
    if (auto const* text = std::get_if<Text>(&what)) return text->body;
    if (auto const* edit = std::get_if<Edit>(&what)) return edit->body;
    if (auto const* attachment = std::get_if<Attachment>(&what)) return attachment->kind + attachment->body;
    return std::nullopt;
}

/// Where the channel has its answer stand.
EventId thread_of(const Inbound& inbound) {
    return std::visit(
        [](const auto& what) {
            if constexpr (requires { what.thread; })
                return what.thread;
            else
                return EventId();
        },
        inbound.what
    );
}

std::uint64_t chance() {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

bool speaks(const std::vector<Wish>& wishes) {
    return std::any_of(wishes.begin(), wishes.end(), [](const Wish& w) {
        return std::holds_alternative<Say>(w);
    });
}
}  // namespace

Pump::Pump(
    asio::any_io_executor executor,
    db::Store& store,
    Alarm& alarm,
    talking::Tools tools,
    std::vector<Channel*> channels,
    Postman& postman,
    Settings settings
)
    : executor_(std::move(executor)),
      store_(store),
      alarm_(alarm),
      tools_(std::move(tools)),
      recall_(store_, tools_, channels_),
      postman_(postman),
      settings_(settings),
      breaker_(settings.loop),
      eraser_(executor_, store, alarm, postman, settings.scrub_after),
      order_(settings.at_once, settings.kept_free),
      watch_(executor_, [this](std::int64_t seq) { look_for_danger(seq); }) {
    for (Channel* each : channels) channels_.emplace(each->name(), each);
}

void Pump::start() {
    running_ = true;
    eraser_.start();
    wake();
}

void Pump::wake() {
    if (!running_) return;
    look_for_entries();
    go();
}

void Pump::stop() {
    running_ = false;
    watch_.clear();
    eraser_.stop();
}

void Pump::look_for_entries() try {
    for (;;) {
        auto const entries = store_.pending_inbox(last_seen_, page);
        for (auto const& entry : entries) {
            last_seen_ = std::max(last_seen_, entry.seq);
            if (find(channels_, entry.conversation.channel) == nullptr)
                continue;  // switched off in this run: stays pending
            std::string key = lane_key(entry.conversation);
            Lane& lane = lanes_[key];
            lane.seqs.push_back({entry.seq, alarm_.steady()});
            ++waiting_;
            watch_.add(entry.seq);
            if (!lane.active && lane.seqs.size() == 1) order_.add(key);
        }
        if (entries.empty()) return;  // a page may be short: entries with a broken seal are left out
    }
} catch (const std::exception&) {  // the store could not be read: nobody else will wake us for these entries
    observing::log(Level::error, What::store_error, {Field("task", "inbox"), cause(std::current_exception())});
    alarm_.in(std::chrono::seconds(1), [this] { wake(); });
}

void Pump::go() {
    while (running_) {
        auto const next = order_.next(active_);
        if (!next) break;
        std::string const key = *next;
        lanes_.at(key).active = true;
        ++active_;
        asio::co_spawn(
            executor_,
            [this, key] { return work(key); },
            [this, key](std::exception_ptr failure) {
                tell_failure("pump", failure);
                --active_;
                auto const at = lanes_.find(key);
                at->second.active = false;
                if (at->second.settling) {
                    settle(key);
                } else if (at->second.seqs.empty()) {
                    lanes_.erase(at);
                    order_.lower(key);
                } else {
                    order_.add(key);
                }
                go();
            }
        );
    }
    if (!order_.waiting() && settling_ == 0) watch_.clear();  // everybody has their turn
    if (running_) watch_.go();
}

void Pump::look_for_danger(std::int64_t seq) try {
    auto const taken = take(seq);
    if (!taken || !speaks_of_danger(tools_, taken->inbound, alarm_.today())) return;
    for (auto const& key : {lane_key(taken->entry.conversation), lane_key(taken->home)}) {
        if (!lanes_.contains(key)) continue;  // its turn is over, or the entry has yet to be moved there
        order_.raise(key);
    }
    go();
} catch (const std::exception&) {  // poison, or the store is away: its own turn deals with it
}

asio::awaitable<void> Pump::work(std::string key) {
    while (running_ && !lanes_.at(key).seqs.empty()) {
        Next next = Next::same_again;
        bool store_away = false;
        try {
            next = co_await turn(key);
        } catch (const std::exception&) {  // the store could not be read
            store_away = true;
        }
        if (next == Next::settle) {
            lanes_.at(key).settling = true;
            co_return;
        }
        if (next == Next::entry) {
            lanes_.at(key).seqs.pop_front();
            --waiting_;
        }
        if (store_away) {
            observing::log(Level::error, What::store_error, {Field("task", "inbox")});
            co_await rest(alarm_, pause_after(1, lanes_.at(key).seqs.front().seq));
        }
    }
}

std::optional<Taken> Pump::take(std::int64_t seq) const {
    auto entry = store_.inbox_entry(seq);
    if (!entry) return std::nullopt;
    auto inbound = find(channels_, entry->conversation.channel)->decode(*entry);
    if (!inbound) return std::nullopt;
    auto home = db::ConversationRef{entry->conversation.channel, inbound->conversation};
    return Taken{std::move(*entry), std::move(*inbound), std::move(home)};
}

bool Pump::later_question_waits(const Lane& lane, const Inbound& first) const {
    return std::any_of(lane.seqs.begin() + 1, lane.seqs.end(), [&](const Waiting& each) {
        try {
            auto const later = take(each.seq);
            if (!later || !std::holds_alternative<Text>(later->inbound.what)) return false;
            // Each person has their own last question; in a group most lines are not for us.
            return later->inbound.sender == first.sender &&
                   (later->inbound.one_to_one || later->inbound.addressed);
        } catch (const std::exception&) {
            return false;  // poison: its own turn deals with it
        }
    });
}

asio::awaitable<Pump::Next> Pump::turn(std::string key) {
    auto const [seq, seen] = lanes_.at(key).seqs.front();
    std::optional<db::InboxEntry> entry;
    std::optional<Inbound> inbound;
    const char* broken = nullptr;
    try {
        entry = store_.inbox_entry(seq);
    } catch (const db::BrokenSeal&) {
        broken = "broken_seal";
        entry.emplace();
        entry->seq = seq;
    }
    if (!entry) co_return Next::entry;  // erased meanwhile
    if (broken == nullptr) {
        try {
            inbound = find(channels_, entry->conversation.channel)->decode(*entry);
        } catch (const Poison&) {
            broken = "unreadable";
        } catch (const std::exception&) {
            broken = "decoder_failed";
        }
    }
    if (broken != nullptr) {
        Apology none;
        co_await set_aside(std::move(*entry), broken, std::move(none));
        co_return Next::entry;
    }
    db::ConversationRef const home = inbound ? db::ConversationRef{entry->conversation.channel, inbound->conversation} : entry->conversation;
    if (auto const where = lane_key(home); where != key) {
        if (order_.raised(key)) order_.raise(where);
        move_to(where, lanes_.at(key).seqs.front());
        co_return Next::entry;
    }
    if (inbound && desk_ != nullptr && desk_->takes(*inbound)) {
        Taken for_desk{std::move(*entry), std::move(*inbound), home};
        Next const next = co_await at_desk(std::move(for_desk));
        co_return next;
    }
    // A mark on an old message answers a question that stands no more.
    if (auto const* reaction = inbound ? std::get_if<Reaction>(&inbound->what) : nullptr) {
        auto const said = store_.sent(home, kind_message);
        if (said.empty() || said.back() != reaction->to) inbound.reset();
    }
    Channel& from = *find(channels_, entry->conversation.channel);
    if (!inbound) {
        Instant const stamp = alarm_.stamp();
        db::Store::Unit unit = [seq = seq, at = micros(stamp), aside = from.aside(*entry, stamp)](db::Transaction& t) {
            if (t.finish(seq, at) && aside) aside(t);
        };
        std::exception_ptr const failure = co_await commit(store_, std::move(unit));
        if (failure) {
            co_await rest(alarm_, pause_after(1, seq));
            co_return Next::same_again;
        }
        observing::count(Count::events_ignored);
        co_return Next::entry;
    }

    Instant const now = alarm_.now();
    auto waited = inbound->waited;
    if (alarm_.dates_hold())
        waited += std::chrono::floor<std::chrono::milliseconds>(alarm_.stamp() - instant(entry->received_at));
    auto const* text = std::get_if<Text>(&inbound->what);
    bool const late = text != nullptr && !from.slow() && waited >= settings_.outage_after;
    if (late && !lanes_.at(key).settled) {
        lanes_.at(key).settled = true;
        lanes_.at(key).away_since = now - waited;
        from.working_on(home.id, inbound->event_id, true);
        co_return Next::settle;
    }
    from.working_on(home.id, inbound->event_id, false);

    talking::Circumstances circumstances;
    circumstances.now = now;
    circumstances.today = alarm_.today();
    circumstances.slow = from.slow();
    circumstances.kept = from.keeps();
    circumstances.channel_unencrypted_notice = entry->conversation.channel == "matrix";
    if (auto const* of = changed_event(*inbound)) {
        // What is edited is the message itself, never an edit of it; what is taken back is both.
        bool const taken_back = std::holds_alternative<Redaction>(inbound->what);
        for (auto const& row : store_.answers_to(home, *of))
            if (row.kind == kind_message || (taken_back && row.kind == kind_edit))
                circumstances.earlier_answers.push_back(row.id);
    }
    if (lanes_.at(key).settled && text != nullptr) {
        circumstances.absorb =
            (inbound->one_to_one || inbound->addressed) && later_question_waits(lanes_.at(key), *inbound);
        if (!circumstances.absorb) {
            circumstances.outage = talking::Circumstances::Outage{*lanes_.at(key).away_since, now};
            lanes_.at(key).settled = !inbound->one_to_one && lanes_.at(key).seqs.size() > 1;
        }
    }
    bool is_machine = false;
    auto const words = repeatable(inbound->what);
    if (words && (inbound->one_to_one || inbound->addressed)) {
        Lane& lane = lanes_.at(key);
        bool const is_new = std::exchange(lane.heard, seq) != seq;
        // Machines are known by when they write, not by when we come to read it.
        if (is_new) lane.verdict = breaker_.heard(key, inbound->sender, *words, seen - inbound->waited);
        if (is_new && lane.verdict == LoopBreaker::Verdict::just_tripped) {
            observing::count(Count::loops_broken);
            observing::log(
                Level::warning,
                What::loop_broken,
                {Field::conversation(home.channel, home.id)}
            );
        }
        is_machine = lane.verdict != LoopBreaker::Verdict::answer;
        circumstances.absorb = circumstances.absorb || is_machine;
    }

    int most = settings_.attempts;
    bool no_space = false;
    try {
        Taken taken{*entry, *inbound, home};
        if (desk_ != nullptr && desk_->needs_time(taken.inbound)) {
            Inbound asked = taken.inbound;
            co_await desk_->prepare(std::move(asked));
        }
        co_await answer(std::move(taken), std::move(circumstances));
        co_return Next::entry;
    } catch (const NotStored& why) {
        most = settings_.store_attempts;  // the disk may be better in a while; the message waits
        no_space = why.no_space;
    } catch (const std::exception&) {
    }
    Taken failed{std::move(*entry), std::move(*inbound), home};
    Next const next = co_await after_failure(std::move(failed), most, no_space, !is_machine);
    co_return next;
}

asio::awaitable<Pump::Next> Pump::at_desk(Taken taken) {
    int most = settings_.attempts;
    bool no_space = false;
    try {
        db::InboxEntry entry = taken.entry;
        Inbound inbound = taken.inbound;
        co_await desk_->take(std::move(entry), std::move(inbound));
        co_return Next::entry;
    } catch (const NotStored& why) {
        most = settings_.store_attempts;
        no_space = why.no_space;
    } catch (const std::exception&) {
    }
    Next const next = co_await after_failure(std::move(taken), most, no_space, true);
    co_return next;
}

asio::awaitable<Pump::Next> Pump::after_failure(Taken taken, int most, bool no_space, bool apologise) {
    auto const seq = taken.entry.seq;
    int const attempts = taken.entry.attempts + 1;
    observing::count(Count::turns_failed);
    observing::log(Level::error, What::turn_failed, {Field("attempts", attempts)});
    if (no_space) {
        co_await rest(alarm_, pause_after(7, seq));
        co_return Next::same_again;
    }
    if (attempts >= most) {
        Apology apology;
        if (apologise) apology = apology_for(taken);
        co_await set_aside(std::move(taken.entry), "turn_failed", std::move(apology));
        co_return Next::entry;
    }
    db::Store::Unit unit = [seq](db::Transaction& t) { t.count_attempt(seq); };
    [[maybe_unused]] std::exception_ptr const unwritten = co_await commit(store_, std::move(unit));
    co_await rest(alarm_, pause_after(attempts, seq));
    co_return Next::same_again;
}

asio::awaitable<void> Pump::answer(Taken taken, talking::Circumstances circumstances) {
    Channel& to = *find(channels_, taken.home.channel);
    Known known = recall_.known_of(taken);
    circumstances.file = recall_.file_named_in(taken.inbound);
    circumstances.link = recall_.link_named_in(taken.inbound);
    circumstances.fresh_code = talking::link_code(settings_.random ? settings_.random() : chance());
    auto const linked = known.state.linked();
    talking::Step step = talking::step(tools_, known.state, taken.inbound, circumstances);
    observing::count_intent(reading::name(step.intent));
    if (step.danger >= reading::DangerLevel::danger) observing::count(Count::dangers);
    if (step.leads_given) observing::count(Count::leads_given);
    if (step.handed_over) observing::count(Count::hand_overs);
    if (step.erase) {
        Eraser::Request request;
        for (auto const& code : step.closes) request.with.push_back(file_of(code));
        for (auto& other : to.beside(taken.home)) request.with.push_back(std::move(other));
        for (auto const& one : linked) {
            db::ConversationRef const other{one.channel, one.conversation};
            auto* const by = find(channels_, one.channel);
            if (other == taken.home || by == nullptr) continue;
            request.elsewhere.emplace_back(other, by);
            for (auto& more : by->beside(other)) request.with.push_back(std::move(more));
        }
        request.said.document = std::move(step.after_erasure);
        request.said.thread = thread_of(taken.inbound);
        request.entry = std::move(taken.entry);
        request.home = std::move(taken.home);
        request.answers_expire = expiry(to, settings_.answers_expire);
        co_await eraser_.erase(std::move(request), to);
        co_return;
    }

    bool const says = speaks(step.wishes);
    bool const redacted = std::holds_alternative<Redaction>(taken.inbound.what);
    Instant const now = alarm_.stamp();
    ReplyTerms const terms{now, circumstances.today, settings_.answers_expire};
    Reply reply = reply_of(taken, known, std::move(step), channels_, terms, tools_);
    bool const sends = reply.sends;
    db::Store::Unit unit = std::move(reply.unit);
    std::exception_ptr const failure = co_await commit(store_, std::move(unit));
    if (failure) throw not_stored(failure);

    observing::count(circumstances.absorb ? Count::turns_absorbed : Count::turns);
    observing::observe(observing::Timing::answer, now - instant(taken.entry.received_at));
    if (says)
        breaker_.answered(lane_key(taken.home), taken.inbound.sender, alarm_.steady());
    if (sends) postman_.wake();
    if (redacted) eraser_.scrub_soon();
}

void Pump::settle(const std::string& key) {
    ++settling_;
    alarm_.in(settings_.settle, [this, key] {
        lanes_.at(key).settling = false;
        --settling_;
        order_.add(key);
        wake();
    });
}

void Pump::move_to(const std::string& key, Waiting entry) {
    Lane& lane = lanes_[key];
    // Not before the one that is being worked on.
    auto const first = lane.seqs.begin() + (lane.active && !lane.seqs.empty() ? 1 : 0);
    auto const place = std::upper_bound(first, lane.seqs.end(), entry, [](const Waiting& a, const Waiting& b) {
        return a.seq < b.seq;
    });
    lane.seqs.insert(place, entry);
    ++waiting_;
    if (!lane.active && !lane.settling && lane.seqs.size() == 1) order_.add(key);
    go();
}

Pump::Apology Pump::apology_for(const Taken& taken) const try {
    auto const& inbound = taken.inbound;
    if (!std::holds_alternative<Text>(inbound.what) || !(inbound.one_to_one || inbound.addressed)) return {};
    auto const stored = inbound.knows_before ? store_.read_state(taken.home) : std::nullopt;
    auto const state = stored ? talking::State::from_stored(*stored) : std::nullopt;
    Say said;
    said.document = talking::apology(tools_, state ? *state : talking::State());
    said.thread = thread_of(inbound);
    if (!inbound.one_to_one) {
        said.in_reply_to = inbound.event_id;
        said.mentions.push_back(inbound.sender);
    }
    return {taken.home, find(channels_, taken.home.channel)->render(said), inbound.event_id};
} catch (const std::exception&) {  // what made the turn fail makes this fail too: silence is left
    return {};
}

asio::awaitable<void> Pump::set_aside(db::InboxEntry entry, const char* why, Apology apology) {
    observing::count(Count::events_quarantined);
    observing::log(Level::error, What::event_quarantined, {Field::word("why", why)});
    auto const* by = find(channels_, apology.to.channel);
    auto const expires_after = by == nullptr ? settings_.answers_expire : expiry(*by, settings_.answers_expire);
    for (int tries = 1; running_; ++tries) {
        Instant const now = alarm_.stamp();
        db::Micros const at = micros(now), expires = micros(now + expires_after);
        db::Store::Unit unit = [entry, why, at, expires, apology](db::Transaction& t) {
            if (!t.quarantine(entry.seq, why, at)) return;
            for (auto const& wire : apology.wires)
                t.enqueue({apology.to, wire.kind, wire.payload, apology.answers, wire.target, at, expires}, at);
        };
        std::exception_ptr const failure = co_await commit(store_, std::move(unit));
        if (!failure) {
            if (!apology.wires.empty()) postman_.wake();
            co_return;
        }
        co_await rest(alarm_, pause_after(tries, entry.seq));
    }
}

}  // namespace bot::delivery
