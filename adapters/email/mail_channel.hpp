#pragma once
/// \file adapters/email/mail_channel.hpp
/// The mail channel as the delivery loops see it: stored mails in, answers out, one try at a time.
///
/// Before a try: is the address suppressed, may this answer go (answer_budget.hpp); then the bytes, the same at each try,
/// are handed to the mailer on its worker; then the try is judged: refused and deferred are about this mail, trouble of
/// the relay holds the whole queue for a while, "sent, no answer" is tried once more (also by a later run: the store has the mark). Reference: email.md §2.2, §2.5, §2.6.
///
/// Kinds of rows: "message" alone. A mail cannot be changed or taken back: Replace and Retract give nothing.
/// Threads: everything on the loop's thread but `Mailer::submit`. Lifetime: alarm, store and mailer outlive it, and the
/// worker's jobs.

#include "adapters/email/letter.hpp"
#include "adapters/email/mail_inbound.hpp"
#include "adapters/email/mail_records.hpp"
#include "adapters/email/mailer.hpp"
#include "adapters/email/submission_queue.hpp"
#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"

#include <atomic>
#include <functional>
#include <memory>

namespace adapters::email {

class MailChannel final : public bot::delivery::Channel {
  public:
    /// \param worker  runs a job that may block, one after the other, on a thread of its own (tests: here and now)
    using Worker = std::function<void(std::function<void()> job)>;
    MailChannel(db::Store&, bot::delivery::Alarm&, Mailer&, Worker worker, MailSettings);

    [[nodiscard]] std::string_view name() const override { return "email"; }
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry&) const override;
    [[nodiscard]] std::function<void(db::Transaction&)> aside(const db::InboxEntry&, bot::Instant now) const override;
    [[nodiscard]] std::vector<db::ConversationRef> beside(const db::ConversationRef&) const override;
    [[nodiscard]] bool slow() const override { return true; }
    [[nodiscard]] std::optional<std::chrono::hours> answers_expire() const override;
    [[nodiscard]] std::optional<std::chrono::milliseconds> longest_pause() const override;
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish&) const override;
    [[nodiscard]] std::function<void(db::Transaction&)> given_up(const db::OutboxEntry&, db::Delivery why, bot::Instant now) const override;
    boost::asio::awaitable<bot::delivery::Attempt> deliver(
        db::OutboxEntry, std::string target_remote_id, bool may_have_arrived
    ) override;
    void working_on(const std::string&, const bot::EventId&, bool) override {}

    [[nodiscard]] const MailSettings& settings() const { return settings_; }

  private:
    using Attempt = bot::delivery::Attempt;
    struct Admission {
        bool suppressed = false;
        bool unknown_before = false;  ///< a try ended after the dot, in this run or an earlier one
        AnswerDecision answer;
    };
    boost::asio::awaitable<std::optional<Admission>> admit(const db::OutboxEntry&, const Letter&);
    boost::asio::awaitable<wire::SmtpOutcome> submit(const WrittenLetter&, std::int64_t row, db::Precedence);
    [[nodiscard]] Attempt judged(const wire::SmtpOutcome&, const db::OutboxEntry&, const Letter&, const WrittenLetter&, const Admission&);
    void hold(bool needs_a_person);  // the whole queue
    void note_later(std::string address, DeliveryFact fact);
    void note_why(std::string address, HeldMail);
    void note_unknown(std::int64_t row);

    db::Store& store_;
    bot::delivery::Alarm& alarm_;
    Mailer& mailer_;
    Worker worker_;
    SubmissionQueue waiting_;  // for the worker
    MailSettings settings_;
    bot::delivery::Steady held_until_{};
    int holds_ = 0;  ///< in a row
    /// What waits for the worker need not ask a relay that has just said no, one time limit after the other.
    std::shared_ptr<std::atomic<bool>> down_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace adapters::email
