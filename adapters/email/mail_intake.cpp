#include "adapters/email/mail_intake.hpp"

#include "adapters/email/prescan.hpp"
#include "adapters/email/stored_mail.hpp"
#include "adapters/email/waiting_files.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <boost/asio/post.hpp>

#include <future>
#include <utility>

namespace adapters::email {

using bot::observing::Count;
using bot::observing::Level;
using bot::observing::What;
using Told = bot::observing::Field;

void put(Parcel& parcel, InboundMail mail, const Limits& limits) {
    // Without a header or an author it is still a mail that somebody sent: whoever reads it decides.
    auto const found = prescan(mail.raw, limits);
    if (found && *found != Refusal::no_header && *found != Refusal::no_author)
        parcel.aside.push_back({std::move(mail.raw), word_of(*found)});
    else
        (mail.elsewhere.empty() ? parcel.mails : parcel.waiting).push_back(std::move(mail));
}

MailIntake::MailIntake(boost::asio::any_io_executor executor, db::Store& store, std::function<void()> admitted)
    : executor_(std::move(executor)), store_(store), admitted_(std::move(admitted)) {}

db::Store::Unit MailIntake::unit_of(std::shared_ptr<const Parcel> parcel, std::shared_ptr<Outcome> outcome) {
    return [parcel = std::move(parcel), outcome = std::move(outcome)](db::Transaction& tx) {
        *outcome = Outcome();
        if (parcel->first && !parcel->first(tx)) return;
        auto const admit = [&](const db::NewInbound& entry) {
            if (tx.admit(entry))
                ++outcome->admitted;
            else
                ++outcome->duplicates;
        };
        for (auto const& mail : parcel->mails) admit(inbox_entry(mail));
        for (auto const& mail : parcel->waiting) {
            auto const ref = waiting_ref(mail);
            bool known = true;
            try {
                known = tx.state(ref).has_value();
            } catch (const db::BrokenSeal&) {  // what waited is lost: this one takes its place
                known = false;
            }
            if (known) ++outcome->duplicates;
            else tx.save_state(ref, stored_form(WaitingMail{mail, 0, mail.received_at}), mail.received_at.time_since_epoch().count(), 0);
        }
        for (auto const& event : parcel->events) admit(inbox_entry(event, parcel->received_at));
        for (auto const& one : parcel->aside)
            tx.quarantine_raw("email", one.raw, one.why, parcel->received_at.time_since_epoch().count());
    };
}

Taken MailIntake::judge(const std::exception_ptr& failure, const Parcel& parcel, const Outcome& outcome) {
    if (failure) {
        bot::observing::count(Count::intake_refused);
        bot::observing::log(Level::error, What::intake_refused, {Told("events", parcel.mails.size() + parcel.waiting.size() + parcel.events.size())});
        return bot::delivery::not_stored(failure).no_space ? Taken::no_space : Taken::trouble;
    }
    bot::observing::count(Count::events_admitted, outcome.admitted);
    bot::observing::count(Count::events_duplicate, outcome.duplicates);
    bot::observing::count(Count::events_quarantined, parcel.aside.size());
    if (!parcel.aside.empty())
        bot::observing::log(Level::warning, What::event_quarantined, {Told("events", parcel.aside.size())});
    if (outcome.admitted > 0) boost::asio::post(executor_, admitted_);
    return Taken::stored;
}

boost::asio::awaitable<Taken> MailIntake::take(Parcel brought) {
    if (!is_open()) {
        bot::observing::count(Count::intake_refused);
        co_return Taken::no_space;
    }
    auto const parcel = std::make_shared<const Parcel>(std::move(brought));
    auto const outcome = std::make_shared<Outcome>();
    db::Store::Unit unit = unit_of(parcel, outcome);
    std::exception_ptr const failure = co_await bot::delivery::commit(store_, std::move(unit));
    co_return judge(failure, *parcel, *outcome);
}

Taken MailIntake::take_waiting(Parcel brought) {
    if (!is_open()) {
        bot::observing::count(Count::intake_refused);
        return Taken::no_space;
    }
    auto const parcel = std::make_shared<const Parcel>(std::move(brought));
    auto const outcome = std::make_shared<Outcome>();
    auto const committed = std::make_shared<std::promise<std::exception_ptr>>();
    auto ready = committed->get_future();
    store_.write(unit_of(parcel, outcome), [committed](std::exception_ptr failure) { committed->set_value(std::move(failure)); });
    return judge(ready.get(), *parcel, *outcome);
}

}  // namespace adapters::email
