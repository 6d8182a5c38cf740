#include "bot/office/office.hpp"

#include "bot/delivery/cause.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/desk/answers.hpp"
#include "bot/desk/asked.hpp"
#include "bot/desk/explain.hpp"
#include "bot/desk/known.hpp"
#include "bot/desk/money.hpp"
#include "bot/observing/log.hpp"
#include "bot/wording/french.hpp"
#include "rules/steering/working_days.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace bot::office {

namespace asio = boost::asio;
namespace steering = rules::steering;
using delivery::micros;
using delivery::NotStored;
using observing::Field;
using observing::Level;
using observing::What;

namespace {

db::ConversationRef record_ref(std::string_view name) { return {std::string(desk::storage_channel), std::string(name)}; }

struct Row {
    db::ConversationRef to;
    std::vector<delivery::Wire> wires;
    std::optional<desk::ThreadKey> noted_in;
    db::Precedence precedence = db::Precedence::usual;
};

}  // namespace

Office::Office(
    asio::any_io_executor executor,
    db::Store& store,
    delivery::Alarm& alarm,
    std::shared_ptr<const desk::Tools> tools,
    std::vector<delivery::Channel*> channels,
    delivery::Postman& postman,
    OfficeSettings settings
)
    : executor_(std::move(executor)),
      store_(store),
      alarm_(alarm),
      tools_(std::move(tools)),
      postman_(postman),
      settings_(settings) {
    for (auto* each : channels) channels_.emplace(each->name(), each);
    if (settings_.own_thread) reader_.emplace(1);
    state_.shelf = std::make_shared<desk::Shelf>();
}

Office::~Office() {
    if (reader_) reader_->join();
}

bool Office::load() {
    std::vector<desk::Record> log;
    desk::State state;
    for (auto const& ref : store_.conversations(desk::storage_channel)) {
        auto bytes = store_.read_state(ref);
        if (!bytes) continue;
        if (ref.id == desk::book_name) {
            if (!desk::take_book(state, *bytes)) return false;
        } else {
            log.push_back({ref.id, std::move(*bytes)});
        }
    }
    auto ledger = desk::ledger_of(std::move(log));
    if (!ledger) return false;
    state.ledger = std::move(*ledger);
    if (channel_of_seats() != nullptr)  // nobody is known to be alone there until the homeserver says so
        for (auto const& room : desk::rooms_to_watch(*tools_)) state.strangers[room];
    state.shelf = state_.shelf;
    state_ = std::move(state);
    ++revision_;
    return true;
}

bool Office::office_hours() const {
    auto const now = wording::paris_time(std::chrono::floor<std::chrono::seconds>(alarm_.now()));
    auto const clock = std::chrono::floor<std::chrono::minutes>(now - std::chrono::floor<std::chrono::days>(now));
    return steering::office_hours(steering::Wall(alarm_.today().time_since_epoch() + clock));
}

bool Office::waits_for_sisters() const {
    auto const since = alarm_.stamp() - state_.counted_at;
    return since >= std::chrono::seconds(0) && since < tools_->settings.wait_for_sisters;
}

asio::awaitable<void> Office::run() {
    // Figures that were accepted just before the program died are looked at now: the clock agrees with what was written
    // down then, so the day is known without the hour's wait for a clock that nobody vouches for.
    constexpr std::chrono::hours just_before{24};
    auto const since = alarm_.stamp() - state_.counted_at;
    if (state_.counted_at != state_.looked_for && since >= std::chrono::seconds(0) && since < just_before) look_soon();
    while (running_) {
        try {
            co_await work_out();
            co_await watch_seats();
            co_await look(false);
        } catch (const NotStored&) {  // the next look says the same
            observing::log(Level::error, What::store_error, {Field("task", "desk")});
        } catch (const std::exception&) {  // a bug of ours: orders and questions must go on, and so must looking
            delivery::tell_failure("desk", std::current_exception());
        }
        co_await rest_and_watch();
    }
}

delivery::Channel* Office::channel_of_seats() const {
    auto const found = channels_.find("matrix");
    return found != channels_.end() && found->second->tells_members() ? found->second : nullptr;
}

asio::awaitable<void> Office::rest_and_watch() {
    if (channel_of_seats() == nullptr || desk::rooms_to_watch(*tools_).empty()) {
        co_await delivery::rest(alarm_, settings_.look_every);
        co_return;
    }
    for (std::chrono::milliseconds rested{0}; running_ && rested < settings_.look_every; rested += settings_.seats_every) {
        co_await delivery::rest(alarm_, settings_.seats_every);
        try {
            co_await watch_seats();
        } catch (const NotStored&) {  // the next look says the same
            observing::log(Level::error, What::store_error, {Field("task", "desk")});
        }
    }
}

asio::awaitable<void> Office::watch_seats() {
    auto* const channel = channel_of_seats();
    if (channel == nullptr) co_return;
    auto const rooms = desk::rooms_to_watch(*tools_);
    for (auto const& room : rooms) {
        std::string asked = room;
        auto const members = co_await channel->members(std::move(asked));
        bool const tell = office_hours();
        if (!desk::seats_are_news(*tools_, state_, room, members, tell)) continue;
        co_await enter();
        try {
            desk::Outcome outcome;
            outcome.state = state_;
            desk::seated(*tools_, outcome, room, members, tell);
            std::optional<db::InboxEntry> nothing;
            EventId none;
            co_await store(std::move(outcome), std::move(nothing), std::move(none));
            looked_at_.reset();  // what was held back may be said now
        } catch (...) {
            leave();
            throw;
        }
        leave();
    }
}

void Office::look_soon() {
    auto const wait = tools_->settings.wait_for_sisters + std::chrono::seconds(1);
    asio::co_spawn(executor_, [this] { return work_out(); }, [](std::exception_ptr failure) { delivery::tell_failure("desk", failure); });
    alarm_.in(wait, [this] {
        if (!running_) return;
        asio::co_spawn(executor_, [this] { return look(true); }, [](std::exception_ptr failure) { delivery::tell_failure("desk", failure); });
    });
}

asio::awaitable<void> Office::look(bool sure) {
    bool const trusted = alarm_.dates_hold();  // asked each time: that is how a jump is noticed
    if (!trusted && !sure) co_return;
    if (!office_hours() || waits_for_sisters()) co_return;
    co_await enter();
    try {
        learn_remote_ids();
        std::pair const seen{alarm_.today(), state_.counted_at};
        bool const foreign = std::any_of(state_.foreign.begin(), state_.foreign.end(), [&](auto const& each) {
            return each.second.expires != Instant{} && each.second.expires <= alarm_.stamp();
        });
        auto const broken = undelivered();
        bool const outdated = desk::digest_is_outdated(*tools_, state_, alarm_.today(), alarm_.stamp());
        if (looked_at_ == seen && !unsaved_ && !foreign && !outdated && broken.empty()) {  // the same figures on the same day say the same
            leave();
            co_return;
        }
        co_await work_out();
        auto outcome = desk::look(*tools_, state_, alarm_.today(), alarm_.stamp());
        desk::expire_foreign(*tools_, outcome, alarm_.stamp());
        desk::tell_breakdown(*tools_, outcome, broken, alarm_.stamp());
        if (outcome.changed || unsaved_) {
            std::optional<db::InboxEntry> nothing;
            EventId none;
            co_await store(std::move(outcome), std::move(nothing), std::move(none));
        }
        looked_at_ = seen;
    } catch (...) {
        leave();
        throw;
    }
    leave();
}

bool Office::takes(const Inbound& inbound) {
    learn_remote_ids();
    return desk::is_for_desk(*tools_, state_, inbound, alarm_.today());
}

asio::awaitable<void> Office::fetch(Inbound& inbound) {
    auto const* const attached = std::get_if<Attachment>(&inbound.what);
    if (attached == nullptr || attached->source.empty() || attached->size > desk::largest_file_here) co_return;
    auto const channel = channels_.find(inbound.channel);
    if (channel == channels_.end()) co_return;
    std::string source = attached->source;
    auto bytes = co_await channel->second->fetch(std::move(source), desk::largest_file_here);
    if (bytes) inbound.files.push_back({attached->body, {}, std::move(*bytes)});
}

asio::awaitable<void> Office::take(db::InboxEntry entry, Inbound inbound) {
    co_await fetch(inbound);  // before the door: others need not wait for a homeserver
    if (tools_->rights.is_closed(inbound.conversation)) co_await watch_seats();  // somebody may have come in since
    co_await enter();
    bool counted = false;
    try {
        co_await work_out();  // an order may need all of it
        auto const before = state_.counted_at;
        EventId answers = inbound.event_id;
        auto outcome = desk::take(*tools_, state_, inbound, alarm_.today(), alarm_.stamp());
        counted = outcome.state.counted_at != before;
        std::optional<db::InboxEntry> finishes(std::move(entry));
        co_await store(std::move(outcome), std::move(finishes), std::move(answers));
    } catch (...) {
        leave();
        throw;
    }
    leave();
    if (counted) look_soon();
}

std::optional<desk::Day> Office::other_day(const Inbound& inbound) const {
    auto const* const text = std::get_if<Text>(&inbound.what);
    if (text == nullptr) return {};
    auto const day = desk::seen_as_of(text->body, alarm_.today());
    return day && *day < alarm_.today() && desk::concerns(*tools_, text->body, alarm_.today(), true) ? day : std::nullopt;
}

bool Office::needs_time(const Inbound& inbound) {
    auto const day = other_day(inbound);
    return day && !state_.shelf->has(state_, *tools_, *day);
}

asio::awaitable<void> Office::prepare(Inbound inbound) {
    auto const day = other_day(inbound);
    if (!day) co_return;
    std::function<void()> job = [state = state_, tools = tools_, day = *day] { (void)state.known(*tools, day); };
    co_await beside(std::move(job));
}

std::vector<std::string> Office::about(const talking::FiguresQuestion& question) const { return desk::about(*tools_, question); }

std::optional<wording::Document> Office::answer(const talking::FiguresQuestion& question, wording::Register) const {
    return desk::answer(*tools_, state_, question);
}

bool Office::concerns(std::string_view text, reading::Day today, bool following) const {
    return desk::concerns(*tools_, text, today, following);
}

asio::awaitable<std::string> Office::status(desk::StatusAsked asked) {
    std::string text;
    std::function<void()> job = [&text, &asked, state = state_, tools = tools_] { text = desk::status_told(state, *tools, asked); };
    co_await beside(std::move(job));
    co_return text;
}

std::shared_ptr<const desk::Overview> Office::overview() const {
    std::pair const of{revision_, alarm_.today()};
    // While it is being worked out beside the loop, what was there before is better than everybody's waiting.
    bool const later = reader_ && overview_ && !state_.shelf->ready(state_, *tools_, of.second);
    if (overview_of_ != of && !later) {
        overview_ = std::make_shared<const desk::Overview>(desk::overview_on(*tools_, state_, of.second));
        overview_of_ = of;
    }
    return overview_;
}

asio::awaitable<void> Office::beside(std::function<void()> job) {
    if (!reader_) {
        job();
        co_return;
    }
    std::exception_ptr failure;
    std::function<void(db::Store::Completion)> start = [&](db::Store::Completion done) {
        asio::post(*reader_, [&job, &failure, done = std::move(done)] {
            try {
                job();
            } catch (...) {
                failure = std::current_exception();
            }
            done(nullptr);
        });
    };
    [[maybe_unused]] std::exception_ptr const none = co_await delivery::completion_of(std::move(start));
    if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> Office::work_out() {
    auto const day = alarm_.today();
    if (state_.shelf->ready(state_, *tools_, day)) co_return;
    std::function<void()> job = [state = state_, tools = tools_, day] { (void)state.known(*tools, day)->standings(); };
    co_await beside(std::move(job));
}

asio::awaitable<Office::Receipt> Office::receive(std::string bytes, std::string by, rules::figures::Claim claim) {
    co_await enter();
    Receipt receipt;
    try {
        auto const today = alarm_.today();
        desk::Delivered delivered;
        std::function<void()> read = [&] { delivered = desk::propose(*tools_, state_, bytes, by, "http " + by, today, true, claim); };
        co_await beside(std::move(read));
        receipt = {delivered.import, std::move(delivered.receipt), std::move(delivered.annotated), std::move(delivered.annotated_xlsx), delivered.known};
        if (delivered.outcome.changed) {
            std::optional<db::InboxEntry> nothing;
            EventId none;
            co_await store(std::move(delivered.outcome), std::move(nothing), std::move(none));
        }
    } catch (...) {
        leave();
        throw;
    }
    leave();
    co_return receipt;
}

asio::awaitable<std::string> Office::decide(int import, bool counts, std::string by) {
    co_await enter();
    std::string wrong;
    try {
        desk::Outcome outcome;
        outcome.state = state_;
        auto const refused = counts ? desk::confirm(outcome, import, by, alarm_.today(), alarm_.stamp())
                                    : desk::withdraw(outcome, import, by, alarm_.today(), alarm_.stamp());
        if (refused) {
            wrong = *refused;
        } else {
            std::erase_if(outcome.state.proposals, [&](auto const& each) { return each.second == import; });
            std::optional<db::InboxEntry> nothing;
            EventId none;
            co_await store(std::move(outcome), std::move(nothing), std::move(none));
        }
    } catch (...) {
        leave();
        throw;
    }
    leave();
    if (wrong.empty()) look_soon();
    co_return wrong;
}

asio::awaitable<std::string> Office::treat(desk::Treat order) {
    co_await enter();
    std::string wrong;
    try {
        learn_remote_ids();
        desk::Outcome outcome;
        outcome.state = state_;
        if (auto const refused = desk::treat(*tools_, outcome, order, alarm_.today())) {
            wrong = *refused;
        } else {
            std::optional<db::InboxEntry> nothing;
            EventId none;
            co_await store(std::move(outcome), std::move(nothing), std::move(none));
        }
    } catch (...) {
        leave();
        throw;
    }
    leave();
    co_return wrong;
}

asio::awaitable<void> Office::relay(std::vector<desk::ForeignAlert> alerts) {
    co_await enter();
    try {
        auto outcome = desk::relay(*tools_, state_, alerts, alarm_.stamp());
        std::optional<db::InboxEntry> nothing;
        EventId none;
        co_await store(std::move(outcome), std::move(nothing), std::move(none));
    } catch (...) {
        leave();
        throw;
    }
    leave();
}

asio::awaitable<void> Office::enter() {
    if (!busy_) {
        busy_ = true;
        co_return;
    }
    std::function<void(db::Store::Completion)> start = [this](db::Store::Completion admitted) {
        waiting_.emplace_back([admitted = std::move(admitted)] { admitted(nullptr); });
    };
    [[maybe_unused]] std::exception_ptr const none = co_await delivery::completion_of(std::move(start));
}

void Office::leave() {
    if (waiting_.empty()) {
        busy_ = false;
        return;
    }
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    next();
}

void Office::learn_remote_ids() try {
    for (auto& [key, thread] : state_.threads)
        for (auto& said : thread.said) {
            if (!said.remote_id.empty() || said.outbox_id == 0) continue;
            auto const row = store_.outbox_entry(said.outbox_id);
            if (!row) {
                said.outbox_id = 0;  // its skeleton is gone: it never arrived
                unsaved_ = true;
            } else if (!row->remote_id.empty()) {
                said.remote_id = row->remote_id;
                unsaved_ = true;
            }
        }
} catch (const std::exception&) {  // unreadable for now: asked again at the next message
    observing::log(Level::error, What::store_error, {Field("task", "desk")});
}

std::vector<desk::Undelivered> Office::undelivered() try {
    std::vector<desk::Undelivered> all;
    for (auto const& [key, thread] : state_.threads)
        for (auto const& said : thread.said) {
            if (!said.remote_id.empty() || said.outbox_id == 0) continue;
            auto const row = store_.outbox_entry(said.outbox_id);
            if (!row || row->state == db::Delivery::delivered) continue;
            desk::Undelivered one{key, said.outbox_id, delivery::instant(row->created_at), row->state != db::Delivery::pending};
            if (desk::to_be_told(state_, one, alarm_.stamp())) all.push_back(std::move(one));
        }
    return all;
} catch (const std::exception&) {  // unreadable for now: asked again at the next look
    observing::log(Level::error, What::store_error, {Field("task", "desk")});
    return {};
}

asio::awaitable<void> Office::store(desk::Outcome outcome, std::optional<db::InboxEntry> finishes, EventId answers) {
    std::vector<Row> rows;
    for (auto const& post : outcome.posts) {
        auto const channel = channels_.find(post.to.channel);
        if (channel == channels_.end() || post.document.empty()) continue;
        Row row;
        row.to = {post.to.channel, post.to.conversation};
        if (post.edits) {
            if (post.edits->outbox_id == 0) continue;
            row.wires = channel->second->render(Replace{post.edits->outbox_id, post.document, post.edits->remote_id});
        } else {
            Say said;
            said.document = post.document;
            said.thread = post.thread;
            said.in_reply_to = post.in_reply_to;
            said.mentions = post.mentions;
            said.title = post.subject;
            said.files = post.files;
            if (!post.subject.empty()) said.occasion = Say::Occasion::alert;
            row.precedence = delivery::precedence_of(said);
            row.wires = channel->second->render(said);
            row.noted_in = post.noted_in;
        }
        rows.push_back(std::move(row));
    }
    Instant const now = alarm_.stamp();
    auto const expires = micros(now + settings_.posts_expire);
    auto const written = std::make_shared<desk::State>();
    auto const done = std::make_shared<bool>(false);
    auto const wanted = std::make_shared<const desk::Outcome>(std::move(outcome));
    db::Store::Unit unit = [rows, wanted, written, done, finishes, answers, now, expires](db::Transaction& t) {
        *done = false;
        if (finishes && !t.finish(finishes->seq, micros(now))) return;  // somebody was here before: nothing twice
        desk::State after = wanted->state;
        for (auto const& row : rows) {
            bool first = true;
            for (auto const& wire : row.wires) {
                auto const id = t.enqueue({row.to, wire.kind, wire.payload, answers, wire.target, micros(now), expires, row.precedence}, micros(now));
                if (first && row.noted_in) after.threads[*row.noted_in].said.push_back({id, {}});
                first = false;
            }
        }
        for (auto const& record : wanted->records) t.save_state(record_ref(record.name), record.bytes, micros(now), 0);
        auto const book = desk::book_record(after);
        t.save_state(record_ref(book.name), book.bytes, micros(now), 0);
        *written = std::move(after);
        *done = true;
    };
    std::exception_ptr const failure = co_await delivery::commit(store_, std::move(unit));
    if (failure) throw delivery::not_stored(failure);
    if (!*done) co_return;
    state_ = std::move(*written);
    ++revision_;
    unsaved_ = false;
    if (!rows.empty()) postman_.wake();
}

}  // namespace bot::office
