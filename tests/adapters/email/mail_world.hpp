#pragma once
/// \file tests/adapters/email/mail_world.hpp
/// A whole service whose only channel is mail: store, pump, postman and channel on virtual time, a relay that does what the
/// test says, and people who write, read what reached them and reply as mail programs do.

#include "adapters/email/mail_channel.hpp"
#include "bot/delivery/pump.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace tests {

/// Takes everything, unless an outcome is planned.
class ScriptedRelay final : public adapters::email::Mailer {
  public:
    struct Try {
        adapters::email::wire::Submission mail;
        std::int64_t row = 0;
        bot::Instant at{};
    };
    explicit ScriptedRelay(VirtualTime& time) : time_(time) {}
    [[nodiscard]] adapters::email::wire::SmtpOutcome submit(const adapters::email::wire::Submission&, std::int64_t row) override;

    std::deque<adapters::email::wire::SmtpOutcome> planned;  ///< for the next tries
    adapters::email::Mailer* behind = nullptr;  ///< gets what is taken, and decides
    std::vector<Try> tries;
    std::vector<adapters::email::wire::Submission> taken;

  private:
    VirtualTime& time_;
};

[[nodiscard]] adapters::email::wire::SmtpOutcome outcome(adapters::email::wire::SmtpOutcome::Result, int code = 0, std::string said = {});

struct Writing {
    Writing() = default;
    std::string from = "lea@jeunes.test";
    std::optional<std::string> envelope_from;  ///< nothing: `from`
    std::string to = "orientation@phare.test";
    std::string subject = "question";
    std::string text;
    std::string headers;   ///< further ones, each with its line end
    bool vouched = true;   ///< our border server says dmarc=pass
};
[[nodiscard]] std::string raw_mail(const Writing&, int number);

[[nodiscard]] Writing mail(std::string text);  ///< from Léa
inline const std::string lea = "lea@jeunes.test";

/// What the program knows (loaded once), and these people.
[[nodiscard]] bot::talking::Tools mail_tools(bot::people::Settings people = bot::people::Settings());

class MailWorld {
  public:
    /// \param beside  another channel of the same service, whose lifetime is the test's
    explicit MailWorld(bot::talking::Tools tools, adapters::email::MailSettings settings = mail_settings(), bot::delivery::Channel* beside = nullptr);
    [[nodiscard]] static adapters::email::MailSettings mail_settings();

    void begin();        ///< the program starts
    void die(bool commit_first);
    void write(const Writing&);
    void receive(const std::string& raw, const std::optional<std::string>& envelope_from, const std::string& to);
    void admit(const db::NewInbound&);
    void post(const std::string& conversation, const bot::Say&);  ///< something of our own accord
    /// A reply to the last mail that `from` got, with its text quoted under it.
    void reply(const std::string& from, const std::string& text, bool vouched = true);
    void play(std::chrono::milliseconds time);

    [[nodiscard]] std::vector<adapters::email::wire::Submission> got(const std::string& address) const;
    /// Its text, decoded; empty: none came.
    [[nodiscard]] std::string last(const std::string& address) const;
    [[nodiscard]] static std::string text_of(const adapters::email::wire::Submission&);
    [[nodiscard]] static std::string header_of(const adapters::email::wire::Submission&, const std::string& name);
    [[nodiscard]] std::optional<std::string> state(const std::string& conversation);

    VirtualTime time{bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + std::chrono::hours(9))};
    Disk disk;
    ScriptedRelay relay{time};
    bool store_fails = false;

  private:
    bot::talking::Tools tools_;
    adapters::email::MailSettings settings_;
    bot::delivery::Channel* beside_;
    boost::asio::io_context context_{1};
    std::optional<VirtualAlarm> alarm_;
    std::optional<MemoryStore> store_;
    std::optional<adapters::email::MailChannel> channel_;
    std::optional<bot::delivery::Postman> postman_;
    std::optional<bot::delivery::Pump> pump_;
    int number_ = 0;

  public:
    [[nodiscard]] adapters::email::MailChannel& channel() { return *channel_; }
    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    [[nodiscard]] MemoryStore& store() { return *store_; }
    [[nodiscard]] VirtualAlarm& alarm() { return *alarm_; }
};

}  // namespace tests
