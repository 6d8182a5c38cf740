#include "adapters/email/imap_poller.hpp"

#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"

#include <utility>

namespace adapters::email {

using bot::observing::Level;
using bot::observing::What;
using Told = bot::observing::Field;
using wire::ImapMailbox;
using wire::ImapTrouble;
using End = RoundEnd::Kind;

namespace {

constexpr std::chrono::days looked_back{6};  // less than repeats are recognised for

/// What is kept of a mail that we do not hold: where a person finds it.
std::string place_of(const ImapCursor& cursor, const ImapMailbox::Waiting& mail) {
    return "UIDVALIDITY " + std::to_string(cursor.validity) + " UID " + std::to_string(mail.uid) + " bytes " + std::to_string(mail.size);
}

ImapCursor read_cursor(db::Store& store, const db::ConversationRef& ref) try {
    return cursor_from(store.read_state(ref).value_or(std::string()));
} catch (const db::BrokenSeal&) {  // as if we were here for the first time
    return {};
}

}  // namespace

ImapFetcher::ImapFetcher(ImapSettings settings, MailIntake& intake, std::shared_ptr<const std::atomic<bool>> stop)
    : settings_(std::move(settings)), intake_(intake), stop_(std::move(stop)) {}

RoundEnd ImapFetcher::round(Instant now) {
    RoundEnd end;
    try {
        if (!intake_.is_open()) {
            end.kind = End::not_stored;
            return end;
        }
        connect();
        read(now, end);
    } catch (const ImapTrouble& trouble) {
        box_.reset();
        end.kind = trouble.kind == ImapTrouble::Kind::denied ? End::denied : End::unreachable;
    } catch (const NotStored&) {
        end.kind = End::not_stored;
    } catch (const std::exception&) {  // no password file, or libcurl cannot
        box_.reset();
        end.kind = End::denied;
    }
    return end;
}

void ImapFetcher::connect() {
    if (box_) {
        try {
            return box_->refresh();
        } catch (const ImapTrouble&) {  // servers close what is idle: that is no trouble yet
            box_.reset();
        }
    }
    auto server = settings_.server();
    server.stop = stop_;
    cursor_ref_ = cursor_ref(server.user, server.host, settings_.folder);
    box_.emplace(std::move(server), settings_.folder);
}

void ImapFetcher::read(Instant now, RoundEnd& end) {
    auto cursor = read_cursor(intake_.store(), cursor_ref_);
    bool const unknown = cursor.validity != box_->uid_validity();
    if (unknown) cursor = ImapCursor{box_->uid_validity(), 0, 0, 0};
    auto const waiting = unknown ? box_->since(imap_day(std::chrono::floor<std::chrono::days>(now - looked_back)))
                                 : box_->newer_than(cursor.uid);
    for (auto const& mail : waiting) {
        if (stop_->load()) return;
        take(cursor, mail, now, end);
    }
}

void ImapFetcher::take(ImapCursor& cursor, const ImapMailbox::Waiting& waiting, Instant now, RoundEnd& end) {
    Parcel parcel;
    parcel.received_at = now;
    if (waiting.size > settings_.limits.raw_bytes) {
        parcel.aside.push_back({place_of(cursor, waiting), "too_large"});
    } else {
        std::string raw;
        try {
            raw = box_->fetch(waiting.uid);
        } catch (const ImapTrouble& trouble) {
            // Also one that cuts the line or ends in silence: the mailbox has just answered, and a mail at which its server
            // falls over each time must not stop all others for ever. A line that is really down fails at the next login.
            if (trouble.kind != ImapTrouble::Kind::denied && !stop_->load()) failed(cursor, waiting, now, end);
            throw;
        }
        if (!raw.empty()) {  // else somebody has taken it away meanwhile
            InboundMail mail;
            mail.source = "imap";
            mail.received_at = now;
            mail.provider_ids["uid"] = std::to_string(cursor.validity) + ":" + std::to_string(waiting.uid);
            mail.raw = std::move(raw);
            put(parcel, std::move(mail), settings_.limits);
        }
    }
    bool const mail_stored = !parcel.mails.empty();
    end.stored += parcel.mails.size();
    end.set_aside += parcel.aside.size();
    cursor = past(cursor, waiting.uid);
    commit(std::move(parcel), cursor);
    if (mail_stored) put_away(waiting.uid);
}

/// It is stored: a folder that is not there, or takes no flags, must not stop the next mail.
void ImapFetcher::put_away(std::uint32_t uid) {
    auto const taken = [](auto&& command) {
        try {
            command();
            return true;
        } catch (const ImapTrouble& trouble) {
            if (trouble.kind != ImapTrouble::Kind::refused) throw;
            return false;
        }
    };
    if (!settings_.move_to.empty()) {
        bool const moved = taken([&] { box_->move(uid, settings_.move_to); });
        if (!moved && !move_refused_)
            bot::observing::log(Level::warning, What::peer_refuses_us, {Told("channel", "email"), Told("task", "move_to")});
        move_refused_ = !moved;
        if (moved) return;
    }
    taken([&] { box_->mark_seen(uid); });
}

void ImapFetcher::failed(ImapCursor& cursor, const ImapMailbox::Waiting& waiting, Instant now, RoundEnd& end) {
    auto const judged = after_failure(cursor, waiting.uid);
    Parcel parcel;
    parcel.received_at = now;
    if (judged.give_up) {
        parcel.aside.push_back({place_of(cursor, waiting), "not_fetched"});
        ++end.set_aside;
    }
    cursor = judged.cursor;
    commit(std::move(parcel), cursor);
}

void ImapFetcher::commit(Parcel parcel, const ImapCursor& cursor) {
    parcel.first = [ref = cursor_ref_, text = stored_form(cursor), at = parcel.received_at](db::Transaction& tx) {
        tx.save_state(ref, text, bot::delivery::micros(at), 0);
        return true;
    };
    if (intake_.take_waiting(std::move(parcel)) != Taken::stored) throw NotStored();
}

ImapPoller::ImapPoller(ImapSettings settings, MailIntake& intake, bot::delivery::Alarm& alarm, Worker worker)
    : alarm_(alarm), worker_(std::move(worker)), every_(settings.every), fetcher_(std::move(settings), intake, stop_) {}

boost::asio::awaitable<void> ImapPoller::run() {
    int failures = 0;
    while (!stop_->load()) {
        auto const end = std::make_shared<RoundEnd>();
        std::function<void(db::Store::Completion)> start = [this, end, now = alarm_.stamp()](db::Store::Completion done) {
            worker_([this, end, now, done] {
                *end = fetcher_.round(now);
                done(nullptr);
            });
        };
        [[maybe_unused]] std::exception_ptr const none = co_await bot::delivery::completion_of(std::move(start));
        bool const denied = end->kind == End::denied;
        if (end->kind == End::done) {
            if (failures > 0) bot::observing::log(Level::info, What::peer_up, {Told("channel", "email")});
            failures = 0;
        } else if (end->kind != End::not_stored && !stop_->load()) {
            if (++failures == 1)
                bot::observing::log(denied ? Level::error : Level::warning, denied ? What::peer_refuses_us : What::peer_down, {Told("channel", "email")});
        }
        auto const pause = poll_pause(every_, failures, denied);
        if (!stop_->load()) co_await bot::delivery::rest(alarm_, pause);
    }
}

}  // namespace adapters::email
