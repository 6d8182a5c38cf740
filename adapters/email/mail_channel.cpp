#include "adapters/email/mail_channel.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/held_beside.hpp"
#include "adapters/email/our_letter.hpp"
#include "adapters/email/retry_plan.hpp"
#include "adapters/email/stored_mail.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace {

using bot::delivery::Attempt;
using Told = bot::observing::Field;
using bot::observing::Level;
using bot::observing::log;
using bot::observing::What;
using Result = wire::SmtpOutcome::Result;
using namespace std::chrono_literals;

constexpr auto pause_after_unknown = 15min;

InboundMail mail_in(const db::InboxEntry& entry) {
    auto mail = mail_from_stored(entry.payload);
    if (!mail) throw bot::delivery::Poison("stored in a form that is not ours");
    return std::move(*mail);
}

Attempt refused(int status) {
    Attempt out;
    out.result = Attempt::Result::refused;
    out.status = status;
    return out;
}

Attempt later(std::chrono::microseconds wait) {
    Attempt out;
    out.result = Attempt::Result::later;
    out.wait = std::max(std::chrono::ceil<std::chrono::milliseconds>(wait), std::chrono::milliseconds(1));
    out.asked = false;
    return out;
}

DeliveryFact fact_of(ProviderEvent::Kind kind) {
    switch (kind) {
        case ProviderEvent::Kind::hard_bounce: return DeliveryFact::hard_bounce;
        case ProviderEvent::Kind::soft_bounce: break;
        case ProviderEvent::Kind::complaint: return DeliveryFact::complaint;
        case ProviderEvent::Kind::unsubscribed: return DeliveryFact::unsubscribed;
    }
    return DeliveryFact::soft_bounce;
}

bool may_go(const AddressState& state, bot::Say::Occasion occasion) {
    return occasion == bot::Say::Occasion::alert ? may_get_alerts(state) : may_get_answers(state);
}

}  // namespace

MailChannel::MailChannel(db::Store& store, bot::delivery::Alarm& alarm, Mailer& mailer, Worker worker, MailSettings settings)
    : store_(store), alarm_(alarm), mailer_(mailer), worker_(std::move(worker)), settings_(std::move(settings)) {}

std::optional<bot::Inbound> MailChannel::decode(const db::InboxEntry& entry) const {
    if (event_from_stored(entry.payload)) return std::nullopt;
    auto const mail = mail_in(entry);
    auto read = understand(mail, settings_.us);
    read_beside_our_letter(read, store_, settings_);
    if (read.refusal) throw bot::delivery::Poison("beyond the limits of a mail");
    return inbound_of(mail, read, settings_, entry.event_id);
}

std::function<void(db::Transaction&)> MailChannel::aside(const db::InboxEntry& entry, bot::Instant now) const {
    if (auto const event = event_from_stored(entry.payload))
        return [address = event->address, fact = fact_of(event->kind), now](db::Transaction& t) { note(t, address, fact, now); };
    auto const mail = mail_in(entry);
    auto const read = understand(mail, settings_.us);
    auto facts = facts_of(mail, read, settings_);
    if (auto const fact = facts.empty() ? fact_of_original(read, settings_) : std::nullopt)
        if (auto const row = store_.outbox_entry(row_of(read.bounce.original_message_id, settings_)); row && row->conversation.channel == name())
            facts.push_back({address_of(row->conversation.id), *fact});
    auto const inbound = inbound_of(mail, read, settings_, entry.event_id);
    std::string thread;
    if (inbound && !inbound->knows_before) thread = thread_in(inbound->conversation);
    if (facts.empty() && thread.empty()) return nullptr;
    return [facts = std::move(facts), thread, of = inbound ? address_of(inbound->conversation) : std::string(), now](db::Transaction& t) {
        for (auto const& one : facts) note(t, one.address, one.fact, now);
        if (!thread.empty()) note_thread(t, of, thread, now);
    };
}

std::vector<db::ConversationRef> MailChannel::beside(const db::ConversationRef& conversation) const {
    return held_beside(store_, conversation, settings_);
}

std::optional<std::chrono::hours> MailChannel::answers_expire() const { return expiry_of(MailKind::answer); }

std::optional<std::chrono::milliseconds> MailChannel::longest_pause() const { return longest_wait; }

std::vector<bot::delivery::Wire> MailChannel::render(const bot::Wish& wish) const {
    auto const* say = std::get_if<bot::Say>(&wish);
    if (say == nullptr || say->document.empty()) return {};
    return {{std::string(bot::delivery::kind_message), stored_form(letter_of(*say)), std::nullopt}};
}

std::function<void(db::Transaction&)> MailChannel::given_up(const db::OutboxEntry& entry, db::Delivery why, bot::Instant now) const {
    auto const letter = letter_from(entry.payload);
    if (!letter) return nullptr;
    HeldMail held{now, why == db::Delivery::expired ? HeldFor::expired : HeldFor::refused, entry.id, letter->occasion != bot::Say::Occasion::answer};
    return [held, to = recipient_of(*letter, entry.conversation.id), occasion = letter->occasion](db::Transaction& t) {
        if (may_go(address_state(t, to), occasion)) note_held(t, to, held);  // else it is known: `phare mail suppressed`
    };
}

boost::asio::awaitable<Attempt> MailChannel::deliver(db::OutboxEntry entry, std::string, bool) {
    auto const letter = letter_from(entry.payload);
    if (!letter) co_return refused(0);
    Posting const posting{entry.id, bot::delivery::instant(entry.created_at), entry.conversation.id};
    auto const written = write_letter(*letter, posting, settings_);
    if (!written) co_return refused(0);
    if (auto const now = alarm_.steady(); now < held_until_) co_return later(held_until_ - now);

    auto const admission = co_await admit(entry, *letter);
    if (!admission) co_return later(1s);  // the store could not be asked
    if (admission->suppressed) {
        log(Level::info, What::delivery_refused, {Told("why", "suppressed")});
        co_return refused(0);
    }
    switch (admission->answer.verdict) {
        case AnswerVerdict::send: break;
        case AnswerVerdict::later: co_return later(admission->answer.at - alarm_.stamp());
        case AnswerVerdict::too_many:
        case AnswerVerdict::same_again:
            bot::observing::count(bot::observing::Count::mails_held);
            log(Level::warning, What::loop_broken, {Told::conversation(entry.conversation.channel, entry.conversation.id)});
            co_return refused(0);
    }
    down_->store(false);
    auto const outcome = co_await submit(*written, entry.id, entry.precedence);
    co_return judged(outcome, entry, *letter, *written, *admission);
}

boost::asio::awaitable<std::optional<MailChannel::Admission>> MailChannel::admit(const db::OutboxEntry& entry, const Letter& letter) {
    auto const result = std::make_shared<Admission>();
    AnswerAsked asked;
    asked.proven = letter.thread.proven || is_proven(entry.conversation.id);
    asked.urgent = letter.urgent;
    asked.text_hash = text_hash(letter);
    asked.row = entry.id;
    asked.now = alarm_.stamp();
    db::Store::Unit unit = [result, asked, occasion = letter.occasion, to = recipient_of(letter, entry.conversation.id),
                            conversation = entry.conversation.id, limits = settings_.limits](db::Transaction& t) {
        *result = Admission{};
        result->unknown_before = ended_unknown(t, asked.row);
        result->suppressed = !may_go(address_state(t, to), occasion);
        if (!result->suppressed && occasion == bot::Say::Occasion::answer)
            result->answer = admit_answer(t, to, address_of(conversation), asked, limits);  // threads of an address are one
        auto const verdict = result->answer.verdict;
        if (verdict == AnswerVerdict::too_many) note_held(t, to, {asked.now, HeldFor::too_many, asked.row, false});
        if (verdict == AnswerVerdict::same_again) note_held(t, to, {asked.now, HeldFor::same_again, asked.row, false});
    };
    std::exception_ptr const failure = co_await bot::delivery::commit(store_, std::move(unit));
    std::optional<Admission> out;
    if (!failure) out = *result;
    co_return out;
}

boost::asio::awaitable<wire::SmtpOutcome> MailChannel::submit(const WrittenLetter& letter, std::int64_t row, db::Precedence precedence) {
    auto const outcome = std::make_shared<wire::SmtpOutcome>();
    wire::Submission const mail{letter.envelope_from, letter.recipient, letter.bytes};
    std::function<void(db::Store::Completion)> start = [this, mail, row, precedence, outcome](db::Store::Completion done) {
        auto job = [this, mail, row, outcome, done, down = down_] {
            try {
                if (!down->load()) *outcome = mailer_.submit(mail, row);
            } catch (const std::exception&) {  // libcurl itself cannot: as if nobody were there
                *outcome = wire::SmtpOutcome();
            }
            if (outcome->result == Result::relay_down || outcome->result == Result::relay_wrong) down->store(true);
            done(nullptr);
        };
        waiting_.add(std::move(job), precedence);
        worker_([this] { waiting_.run_next(); });
    };
    [[maybe_unused]] std::exception_ptr const none = co_await bot::delivery::completion_of(std::move(start));
    co_return std::move(*outcome);
}

Attempt MailChannel::judged(
    const wire::SmtpOutcome& outcome, const db::OutboxEntry& entry, const Letter& letter, const WrittenLetter& written, const Admission& admission
) {
    Attempt out;
    out.status = outcome.code;
    Instant const now = alarm_.stamp();
    auto const next = next_try(kind_of(letter), entry.tries + 1, bot::delivery::instant(entry.created_at), now, entry.id);
    // Past its end the row expires by itself: the postman looks at its date before each try. The desk's alerts are tried
    // for longer than an answer; that one is late is written down where the operator looks.
    if (!next && kind_of(letter) == MailKind::alert && outcome.result != Result::accepted)
        note_why(written.to, {now, HeldFor::late, entry.id, true});
    auto const wait = std::chrono::ceil<std::chrono::milliseconds>(next ? *next - now : std::chrono::hours(3));
    out.wait = wait;
    if (outcome.result != Result::relay_down && outcome.result != Result::relay_wrong) holds_ = 0;
    switch (outcome.result) {
        case Result::accepted:
            out.result = Attempt::Result::delivered;
            out.remote_id = written.message_id;
            break;
        case Result::deferred: break;
        case Result::refused:
            out.result = Attempt::Result::refused;
            if (is_dead_address(outcome.enhanced, outcome.said)) note_later(written.to, DeliveryFact::hard_bounce);
            if (outcome.enhanced == "5.6.7") note_why(written.to, {now, HeldFor::foreign_letters, entry.id, kind_of(letter) == MailKind::alert});
            break;
        case Result::unknown:
            out.result = admission.unknown_before ? Attempt::Result::refused : Attempt::Result::unknown;
            out.wait = std::max<std::chrono::milliseconds>(wait, pause_after_unknown);
            if (!admission.unknown_before) note_unknown(entry.id);
            break;
        case Result::relay_down:
        case Result::relay_wrong:
            hold(outcome.result == Result::relay_wrong);
            out.wait = std::chrono::ceil<std::chrono::milliseconds>(held_until_ - alarm_.steady());
            out.status = 0;  // nobody who would take a mail
            out.of_row = false;
            break;
    }
    return out;
}

void MailChannel::hold(bool needs_a_person) {
    if (alarm_.steady() < held_until_) return;  // others have told
    constexpr int doublings = 5;
    auto const pause = needs_a_person ? std::chrono::seconds(300) : std::chrono::seconds(10) * (1 << std::min(holds_, doublings));
    ++holds_;
    held_until_ = alarm_.steady() + pause;
    if (needs_a_person) log(Level::error, What::peer_refuses_us, {Told("channel", "email")});
}

void MailChannel::note_why(std::string address, HeldMail held) {
    store_.write(
        [address = std::move(address), held](db::Transaction& t) { note_held(t, address, held); },
        // The next try says it again.
        [](std::exception_ptr failure) {
            if (failure) log(Level::error, What::store_error, {Told("task", "held")});
        }
    );
}

void MailChannel::note_unknown(std::int64_t row) {
    store_.write(
        [row, now = alarm_.stamp()](db::Transaction& t) { note_ended_unknown(t, row, now); },
        // Then it may be tried twice more instead of once.
        [](std::exception_ptr failure) {
            if (failure) log(Level::error, What::store_error, {Told("task", "unknown")});
        }
    );
}

void MailChannel::note_later(std::string address, DeliveryFact fact) {
    store_.write(
        [address = std::move(address), fact, now = alarm_.stamp()](db::Transaction& t) { note(t, address, fact, now); },
        // The next refusal says it again.
        [](std::exception_ptr failure) {
            if (failure) log(Level::error, What::store_error, {Told("task", "suppression")});
        }
    );
}

}  // namespace adapters::email
