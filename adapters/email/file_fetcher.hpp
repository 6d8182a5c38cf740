#pragma once
/// \file adapters/email/file_fetcher.hpp
/// Fetches the files of mails that wait for them (waiting_files.hpp) and lets the mails in: the mail with its files and the end of its
/// waiting are one unit. What fails for now is tried again, by whichever run; what fails for good comes in with the file's name alone.
///
/// Threads: `FileFetcher::round` on a worker, which it blocks; `FileErrands` on the loop. Lifetime: intake, alarm, executor and worker
/// outlive both; `stop` makes a download under way end within a second.

#include "adapters/email/mail_intake.hpp"
#include "adapters/email/waiting_files.hpp"
#include "adapters/email/wire/provider_files.hpp"
#include "bot/delivery/alarm.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace adapters::email {

class FileFetcher {
  public:
    /// \param api  nothing: nobody may fetch (any more): the mails come in as they are
    FileFetcher(std::optional<wire::ProviderApi> api, Limits, MailIntake&, std::shared_ptr<const std::atomic<bool>> stop);

    struct End {
        std::optional<Instant> next;  ///< when to come again; nothing: no mail waits
        bool trouble = false;         ///< some file could not be had now
        bool denied = false;          ///< the key was refused
    };
    [[nodiscard]] End round(Instant now);

  private:
    struct Fetched {
        std::vector<std::optional<std::string>> bytes;
        bool later = false, denied = false;
    };
    [[nodiscard]] Fetched fetch(const InboundMail&);
    /// \returns false if the store did not take it
    bool let_in(const db::ConversationRef&, InboundMail, Instant now);
    bool put_off(const db::ConversationRef&, const WaitingMail&, Instant now);

    std::optional<wire::ProviderApi> api_;
    Limits limits_;
    MailIntake& intake_;
    std::shared_ptr<const std::atomic<bool>> stop_;
};

class FileErrands {
  public:
    /// \param worker  runs a job that may block, one after the other, on a thread of its own
    using Worker = std::function<void(std::function<void()> job)>;
    FileErrands(boost::asio::any_io_executor, std::optional<wire::ProviderApi>, Limits, MailIntake&, bot::delivery::Alarm&, Worker);

    void wake();  ///< mails wait; also at the start, for what an earlier run left
    void stop() { stop_->store(true); }

  private:
    void ended(const FileFetcher::End&);

    boost::asio::any_io_executor executor_;
    bot::delivery::Alarm& alarm_;
    Worker worker_;
    std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
    FileFetcher fetcher_;
    bool busy_ = false, again_ = false, troubled_ = false;
    std::uint64_t alarms_ = 0;  ///< set so far: only the last one counts
};

}  // namespace adapters::email
