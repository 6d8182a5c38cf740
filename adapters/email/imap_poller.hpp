#pragma once
/// \file adapters/email/imap_poller.hpp
/// Polls a hosted mailbox: what is newer than the cursor is fetched without touching a flag, stored together with the
/// cursor in one unit, and only then marked or moved. A mail beyond the limits, or that cannot be had three times (refused, cut off, silence), is
/// set aside and the cursor goes past it. A folder that is new to us, or whose UIDVALIDITY changed, is read from six days ago
/// on; repeats are recognised. Reference: email.md §2.7.
///
/// Threads: `ImapFetcher` on one worker, which it blocks; `ImapPoller` on the loop. Lifetime: intake, alarm and worker
/// outlive both; `stop` makes a dialogue under way end within a second.

#include "adapters/email/imap_cursor.hpp"
#include "adapters/email/limits.hpp"
#include "adapters/email/mail_intake.hpp"
#include "adapters/email/wire/imap_mailbox.hpp"
#include "bot/delivery/alarm.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace adapters::email {

struct ImapSettings {
    ImapSettings() = default;
    /// Asked before each connection, so that a password or token that was renewed on disk counts. May throw.
    std::function<wire::Server()> server;
    std::string folder = "INBOX";
    std::string move_to;    ///< where stored mails go (UTF-8); empty, or refused by the server: they are marked as seen
    std::chrono::milliseconds every{20'000};
    Limits limits;
};

struct RoundEnd {
    enum class Kind : std::uint8_t {
        done,
        unreachable,  ///< try again, more and more seldom
        denied,       ///< login, certificate, folder: a person must look
        not_stored    ///< our own store takes nothing in: nothing of the mailbox has changed
    };
    Kind kind = Kind::done;
    std::size_t stored = 0, set_aside = 0;
};

/// One look at the mailbox after the other; keeps the connection between them.
class ImapFetcher {
  public:
    ImapFetcher(ImapSettings, MailIntake&, std::shared_ptr<const std::atomic<bool>> stop);
    [[nodiscard]] RoundEnd round(Instant now);

  private:
    struct NotStored {};
    void connect();
    void read(Instant now, RoundEnd&);
    void take(ImapCursor&, const wire::ImapMailbox::Waiting&, Instant now, RoundEnd&);
    void put_away(std::uint32_t uid);
    void commit(Parcel, const ImapCursor&);
    void failed(ImapCursor&, const wire::ImapMailbox::Waiting&, Instant now, RoundEnd&);

    ImapSettings settings_;
    MailIntake& intake_;
    std::shared_ptr<const std::atomic<bool>> stop_;
    std::optional<wire::ImapMailbox> box_;
    db::ConversationRef cursor_ref_;
    bool move_refused_ = false;  ///< said once
};

class ImapPoller {
  public:
    /// \param worker  runs a job that may block, one after the other, on a thread of its own
    using Worker = std::function<void(std::function<void()> job)>;
    ImapPoller(ImapSettings, MailIntake&, bot::delivery::Alarm&, Worker worker);
    /// Until `stop`.
    boost::asio::awaitable<void> run();
    void stop() { stop_->store(true); }

  private:
    bot::delivery::Alarm& alarm_;
    Worker worker_;
    std::chrono::milliseconds every_;
    std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
    ImapFetcher fetcher_;
};

}  // namespace adapters::email
