#pragma once
/// \file bot/service/story/stage.hpp
/// Where a story is played: the real store, pump, postman, office and mail channel on a clock that is moved by hand. Rooms and pages
/// are timelines instead of servers, mails become files. Nothing leaves the machine, nothing waits.
///
/// Threads: the caller's (and the store's own). Errors: what the store throws; std::filesystem::filesystem_error for the folders.

#include "adapters/email/file_mailer.hpp"
#include "adapters/email/mail_channel.hpp"
#include "bot/delivery/pump.hpp"
#include "bot/delivery/virtual_alarm.hpp"
#include "bot/office/office.hpp"
#include "bot/service/story/counted_store.hpp"
#include "bot/service/story/timeline_channel.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace bot::service {

struct StageSettings {
    StageSettings() = default;
    std::filesystem::path out;   ///< gets donnees/, mails/, graphiques/
    Instant start{};
    std::string address;         ///< ours, for mail
    std::string authserv_id;     ///< the border server that our mails are vouched for by
};

struct StoryMail {
    StoryMail() = default;
    std::string from;     ///< "Mme Martin <martin@agence.exemple>"
    std::string subject;  ///< of an answer: that of what it answers
    std::string text;
    std::string file_name, file;  ///< a workbook that comes with it
    std::string answers;  ///< the whole mail of ours that it answers; empty: none
};

class Stage {
  public:
    Stage(StageSettings, talking::Tools, std::shared_ptr<const desk::Tools>);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// \name At a time to come
    ///@{
    void at(Instant when, std::function<void()> then) { time_.at(when, std::move(then)); }
    void play_until(Instant);
    ///@}
    /// \name Now. \returns the event's id
    ///@{
    std::string say(const std::string& channel, const std::string& room, const std::string& who, const std::string& text, const std::string& under = {});
    std::string react(const std::string& room, const std::string& who, const std::string& to, const std::string& mark);
    /// A mail as our border server hands it over; kept as mails/recu-….eml too.
    void mail(const StoryMail&);
    ///@}

    [[nodiscard]] Timeline& timeline() { return timeline_; }
    /// The youngest mail of ours to that address, whole; empty: none.
    [[nodiscard]] std::string last_mail_to(std::string_view address) const;
    [[nodiscard]] office::Office& office() { return office_; }
    [[nodiscard]] Instant now() const { return time_.now(); }

  private:
    void admit(const db::NewInbound&);
    void settle();

    StageSettings settings_;
    delivery::VirtualTime time_;
    boost::asio::io_context loop_{1};
    delivery::VirtualAlarm alarm_;
    CountedStore store_;
    Timeline timeline_;
    adapters::email::FileMailer mailer_;
    TimelineChannel matrix_, web_;
    adapters::email::MailChannel email_;
    delivery::Postman postman_;
    office::Office office_;
    delivery::Pump pump_;
    int events_ = 0, mails_ = 0;
};

}  // namespace bot::service
