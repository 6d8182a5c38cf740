#include "bot/delivery/pump.hpp"

#include "bot/delivery/commit.hpp"
#include "bot/delivery/links.hpp"
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

/// Under what name a file is kept beside the conversations.
db::ConversationRef file_of(const std::string& code) {
    return {std::string(talking::file_channel), code};
}

/// What a machine gone mad would repeat; nothing: no sign of one.
std::optional<std::string> repeatable(const Happening& what) {
    if (auto const* text = std::get_if<Text>(&what)) return text->body;
    if (auto const* edit = std::get_if<Edit>(&what)) return edit->body;
    if (auto const* attachment = std::get_if<Attachment>(&what)) return attachment->kind + attachment->body;
    return std::nullopt;
}

/// Whose conversation an event belongs to.
db::ConversationRef home_of(const db::InboxEntry& entry, const Inbound& inbound) {
    return {entry.conversation.channel, inbound.conversation};
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
      postman_(postman),
      settings_(settings),
      breaker_(settings.loop),
      eraser_(executor_, store, alarm, postman, settings.scrub_after) {
    for (Channel* each : channels) channels_.emplace(each->name(), each);
}

Channel* Pump::channel(std::string_view name) const {
    auto const at = channels_.find(name);
    return at == channels_.end() ? nullptr : at->second;
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
    eraser_.stop();
}

void Pump::look_for_entries() try {
    for (;;) {
        auto const entries = store_.pending_inbox(last_seen_, page);
        for (auto const& entry : entries) {
            last_seen_ = std::max(last_seen_, entry.seq);
            if (channel(entry.conversation.channel) == nullptr)
                continue;  // switched off in this run: stays pending
            std::string key = lane_key(entry.conversation);
            Lane& lane = lanes_[key];
            lane.seqs.push_back({entry.seq, alarm_.steady()});
            ++waiting_;
            if (!lane.active && lane.seqs.size() == 1) ready_.push_back(std::move(key));
        }
        if (entries.empty()) return;  // a page may be short: entries with a broken seal are left out
    }
} catch (const std::exception&) {  // the store could not be read: nobody else will wake us for these entries
    observing::log(Level::error, What::store_error, {Field("task", "inbox")});
    alarm_.in(std::chrono::seconds(1), [this] { wake(); });
}

void Pump::go() {
    while (running_ && active_ < settings_.at_once && !ready_.empty()) {
        std::string key = std::move(ready_.front());
        ready_.pop_front();
        lanes_.at(key).active = true;
        ++active_;
        asio::co_spawn(
            executor_,
            [this, key] { return work(key); },
            [this, key](std::exception_ptr failure) {
                if (failure) observing::log(Level::error, What::task_failed, {Field("task", "pump")});
                --active_;
                auto const at = lanes_.find(key);
                at->second.active = false;
                if (at->second.settling) {
                    settle(key);
                } else if (at->second.seqs.empty()) {
                    lanes_.erase(at);
                } else {
                    ready_.push_back(key);
                }
                go();
            }
        );
    }
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

std::optional<Pump::Taken> Pump::take(std::int64_t seq) const {
    auto entry = store_.inbox_entry(seq);
    if (!entry) return std::nullopt;
    auto inbound = channel(entry->conversation.channel)->decode(*entry);
    if (!inbound) return std::nullopt;
    auto home = home_of(*entry, *inbound);
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
            inbound = channel(entry->conversation.channel)->decode(*entry);
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
    db::ConversationRef const home = inbound ? home_of(*entry, *inbound) : entry->conversation;
    if (auto const where = lane_key(home); where != key) {
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
    Channel& from = *channel(entry->conversation.channel);
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
    Channel& to = *channel(taken.home.channel);
    Known known = known_of(taken);
    circumstances.file = file_named_in(taken.inbound);
    circumstances.link = link_named_in(taken.inbound);
    circumstances.fresh_code = talking::link_code(settings_.random ? settings_.random() : chance());
    auto const linked = known.state.linked();
    bool const shared = known.state.shared();
    talking::Step step = talking::step(tools_, std::move(known.state), taken.inbound, circumstances);
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
            auto* const by = channel(one.channel);
            if (other == taken.home || by == nullptr) continue;
            request.elsewhere.emplace_back(other, by);
            for (auto& more : by->beside(other)) request.with.push_back(std::move(more));
        }
        request.said.document = std::move(step.after_erasure);
        request.said.thread = thread_of(taken.inbound);
        request.entry = std::move(taken.entry);
        request.home = std::move(taken.home);
        request.answers_expire = expiry(to);
        co_await eraser_.erase(std::move(request), to);
        co_return;
    }

    std::vector<Wire> wires;
    for (auto const& wish : step.wishes)
        for (auto& wire : to.render(wish)) wires.push_back(std::move(wire));
    std::vector<Posted> posted;
    for (auto& letter : step.letters) {
        Channel* const by = channel(letter.to.channel);
        if (by == nullptr) throw std::runtime_error("a letter by a channel that is switched off");
        Say said;
        said.document = std::move(letter.document);
        said.occasion = Say::Occasion::notice;
        said.title = std::move(letter.title);
        posted.push_back({{letter.to.channel, letter.to.conversation}, by->render(said), letter.code, letter.file.stored(), expiry(*by)});
    }
    Instant const now = alarm_.stamp();
    auto const expires = micros(now + expiry(to));
    Instant forget = step.state.expires(now, circumstances.today, tools_);
    if (auto const kept = to.keeps()) forget = std::min<Instant>(forget, now + *kept);
    auto const forget_at = micros(forget);
    // All that is ever said to a question is filed under the question: an edit has no answers of its own.
    auto const* edit = std::get_if<Edit>(&taken.inbound.what);
    EventId const question = edit != nullptr ? edit->of : taken.inbound.event_id;
    std::string const stored = step.state.stored();
    Links links{known.place, known.stored, known.kept, shared || step.state.shared(), {}, step.link_code, step.joins, taken.inbound.sender, {}};
    for (auto const& one : step.state.linked()) links.all.push_back({one.channel, one.conversation});
    if (step.joins)
        if (auto const code = linked_code(taken.inbound)) links.used = *code;
    bool const redacted = std::holds_alternative<Redaction>(taken.inbound.what);
    EventId const taken_back = redacted ? std::get<Redaction>(taken.inbound.what).of : EventId{};
    std::function<void(db::Transaction&)> aside;
    if (std::holds_alternative<Unsubscribed>(taken.inbound.what) || !taken.inbound.knows_before) aside = to.aside(taken.entry, now);
    db::Store::Unit unit = [entry = taken.entry,
                            home = taken.home,
                            links,
                            aside,
                            question,
                            wires,
                            posted,
                            stored,
                            now,
                            expires,
                            forget_at,
                            taken_back](db::Transaction& t) {
        if (!t.finish(entry.seq, micros(now))) return;  // somebody was here before: nothing twice
        keep_state(t, home, links, stored, micros(now), forget_at);
        if (aside) aside(t);
        if (!taken_back.empty()) t.forget_event(home, taken_back, micros(now));
        for (auto const& wire : wires)
            t.enqueue({home, wire.kind, wire.payload, question, wire.target, micros(now), expires}, micros(now));
        for (auto const& letter : posted) {
            for (auto const& wire : letter.wires)
                t.enqueue(
                    {letter.to, wire.kind, wire.payload, {}, wire.target, micros(now), micros(now + letter.expiry)}, micros(now)
                );
            // A code that is taken already stays whose it is: then no answer comes back, rather than a wrong one.
            if (!letter.code.empty() && !t.state(file_of(letter.code)))
                t.save_state(file_of(letter.code), letter.file, micros(now), forget_at);
        }
    };
    std::exception_ptr const failure = co_await commit(store_, std::move(unit));
    if (failure) throw not_stored(failure);

    observing::count(circumstances.absorb ? Count::turns_absorbed : Count::turns);
    observing::observe(observing::Timing::answer, now - instant(taken.entry.received_at));
    if (speaks(step.wishes))
        breaker_.answered(lane_key(taken.home), taken.inbound.sender, alarm_.steady());
    if (!wires.empty() || !posted.empty()) postman_.wake();
    if (redacted) eraser_.scrub_soon();
}

Pump::Known Pump::known_of(const Taken& taken) const {
    Known out;
    out.place = taken.home;
    try {
        out.stored = store_.read_state(taken.home);
        if (!taken.inbound.knows_before) {  // a stranger's word replaces what a stranger said, and ends no link
            auto const there = out.stored ? talking::State::from_stored(*out.stored) : std::nullopt;
            out.kept = !(out.stored && talking::pointed_to(*out.stored)) && !(there && there->shared());
            return out;
        }
        if (auto const first = out.stored ? talking::pointed_to(*out.stored) : std::nullopt) {
            // If nothing is left there, its time was over, and so is the link's.
            db::ConversationRef const place{first->channel, first->conversation};
            if (auto shared = store_.read_state(place)) {
                out.place = place;
                out.stored = std::move(shared);
            }
        }
        if (auto known = out.stored ? talking::State::from_stored(*out.stored) : std::nullopt) out.state = std::move(*known);
    } catch (const db::BrokenSeal&) {  // the state is lost, the person is not: begin anew
        observing::log(Level::error, What::store_corrupt, {Field("what", "state")});
    } catch (const std::exception&) {
        throw NotStored();
    }
    return out;
}

std::optional<people::Destination> Pump::link_named_in(const Inbound& inbound) const try {
    auto const code = linked_code(inbound);
    auto const stored = code ? store_.read_state(link_of(*code)) : std::nullopt;
    auto const whose = stored ? talking::pointed_to(*stored) : std::nullopt;
    if (!whose || channel(whose->channel) == nullptr) return std::nullopt;
    auto const state = store_.read_state({whose->channel, whose->conversation});
    return state && talking::State::from_stored(*state) ? whose : std::nullopt;
} catch (const db::BrokenSeal&) {
    return std::nullopt;
}

std::optional<talking::OpenFile> Pump::file_named_in(const Inbound& inbound) const {
    auto const* text = std::get_if<Text>(&inbound.what);
    if (text == nullptr || !tools_.people || !tools_.people->is_desk(inbound.channel, inbound.conversation))
        return std::nullopt;
    auto const named = talking::reference_in(text->body);
    if (!named) return std::nullopt;
    try {
        auto const stored = store_.read_state(file_of(named->code));
        return stored ? talking::OpenFile::from_stored(*stored) : std::nullopt;
    } catch (const db::BrokenSeal&) {
        return std::nullopt;
    }
}

void Pump::settle(const std::string& key) {
    alarm_.in(settings_.settle, [this, key] {
        lanes_.at(key).settling = false;
        ready_.push_back(key);
        wake();
    });
}

std::chrono::hours Pump::expiry(const Channel& by) const {
    return by.answers_expire().value_or(settings_.answers_expire);
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
    if (!lane.active && !lane.settling && lane.seqs.size() == 1) ready_.push_back(key);
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
    return {taken.home, channel(taken.home.channel)->render(said), inbound.event_id};
} catch (const std::exception&) {  // what made the turn fail makes this fail too: silence is left
    return {};
}

asio::awaitable<void> Pump::set_aside(db::InboxEntry entry, const char* why, Apology apology) {
    observing::count(Count::events_quarantined);
    observing::log(Level::error, What::event_quarantined, {Field::word("why", why)});
    auto const* by = channel(apology.to.channel);
    auto const expires_after = by == nullptr ? settings_.answers_expire : expiry(*by);
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
