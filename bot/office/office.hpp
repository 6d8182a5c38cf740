#pragma once
/// \file bot/office/office.hpp
/// The desk at work: bot/desk's functions with a store, a clock and channels around them. Everything that changes the
/// desk's memory goes through one door, one at a time, and is in the same transaction as the messages that tell of it;
/// a crash leaves either both or neither.
///
/// Alerts are looked for after figures were accepted (and their sisters waited for), and every few minutes for what
/// depends on the calendar; in office hours only. Threads: the loop's; files are read on a thread of the office's own.
/// Lifetime: outlives the executor's work that it spawned.

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/delivery/front_desk.hpp"
#include "bot/delivery/postman.hpp"
#include "bot/desk/breakdown.hpp"
#include "bot/desk/foreign.hpp"
#include "bot/desk/gestures.hpp"
#include "bot/desk/status.hpp"
#include "bot/desk/treat.hpp"
#include "bot/talking/figures.hpp"
#include "rules/figures/ledger.hpp"
#include "rules/figures/table.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot::office {

struct OfficeSettings {
    std::chrono::milliseconds look_every{600'000};
    std::chrono::milliseconds seats_every{60'000};  ///< a stranger in the bureau's room is noticed within that time
    std::chrono::hours posts_expire{24 * 31};  ///< an alert that could not be delivered for that long is given up
    /// No: an import is read on the loop itself (tests with a virtual clock).
    bool own_thread = true;
};

class Office final : public delivery::FrontDesk, public talking::Figures {
  public:
    Office(
        boost::asio::any_io_executor,
        db::Store&,
        delivery::Alarm&,
        std::shared_ptr<const desk::Tools>,
        std::vector<delivery::Channel*>,
        delivery::Postman&,
        OfficeSettings = OfficeSettings()
    );
    ~Office() override;

    /// Reads what earlier runs left. \returns false if a record is damaged: then nothing may be written over it.
    [[nodiscard]] bool load();
    /// Looks until `stop`.
    boost::asio::awaitable<void> run();
    void stop() { running_ = false; }

    /// One look, if it is office hours. \param sure the day is known to be right, whatever the clock has done
    boost::asio::awaitable<void> look(bool sure);

    [[nodiscard]] bool takes(const Inbound&) override;
    boost::asio::awaitable<void> take(db::InboxEntry entry, Inbound inbound) override;
    /// A question on another day, whose log and sources nobody has worked out yet.
    [[nodiscard]] bool needs_time(const Inbound&) override;
    boost::asio::awaitable<void> prepare(Inbound) override;
    [[nodiscard]] bool concerns(std::string_view text, reading::Day today, bool following) const override;
    [[nodiscard]] std::vector<std::string> about(const talking::FiguresQuestion&) const override;
    [[nodiscard]] std::optional<wording::Document> answer(const talking::FiguresQuestion&, wording::Register) const override;

    /// \name Figures that come otherwise than by a conversation. Throw NotStored.
    ///@{
    static constexpr std::size_t largest_file = rules::figures::largest_file;
    struct Receipt {
        int import = 0;      ///< 0: nothing to count
        std::string text;    ///< French
        std::string annotated, annotated_xlsx;  ///< gestures.hpp `Delivered`
        bool known = false;  ///< nothing to count: what could count is known already
    };
    /// \param claim whose it is, where only they may decide about it over HTTP: the routes ask the ledger (`claimed`)
    boost::asio::awaitable<Receipt> receive(std::string bytes, std::string by, rules::figures::Claim claim = rules::figures::Claim());
    /// OUI or ANNULER. \returns what was wrong, in French; empty: done
    boost::asio::awaitable<std::string> decide(int import, bool counts, std::string by);
    ///@}

    /// `phare objectives status` of the figures that count here. Empty: no objective has that id.
    boost::asio::awaitable<std::string> status(desk::StatusAsked);

    /// Somebody takes an alert on, or gives it back, on the bureau's page. \returns what was wrong, in French; empty: done.
    /// Throws NotStored.
    boost::asio::awaitable<std::string> treat(desk::Treat order);

    /// Alerts of other systems; on disk when it returns.
    boost::asio::awaitable<void> relay(std::vector<desk::ForeignAlert> alerts);

    [[nodiscard]] Instant now() { return alarm_.stamp(); }
    [[nodiscard]] const desk::State& state() const { return state_; }
    /// Another number after every change of what `state` remembers.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    [[nodiscard]] const desk::Tools& tools() const { return *tools_; }
    /// Of today. While new figures are worked out: of the figures before.
    [[nodiscard]] std::shared_ptr<const desk::Overview> overview() const;

  private:
    /// The file of an Attachment, where it can be had: then as if it had come with the message.
    boost::asio::awaitable<void> fetch(Inbound&);
    /// Asks who sits in the rooms where money is said (desk/money.hpp).
    boost::asio::awaitable<void> watch_seats();
    [[nodiscard]] delivery::Channel* channel_of_seats() const;
    /// `settings_.look_every`, looking at the seats now and then.
    boost::asio::awaitable<void> rest_and_watch();
    /// Runs a job on the office's own thread, or here where there is none. Throws what the job throws.
    boost::asio::awaitable<void> beside(std::function<void()> job);
    /// The other day that a message asks to see.
    [[nodiscard]] std::optional<desk::Day> other_day(const Inbound&) const;
    /// Has today's standings worked out (desk/known.hpp), so that nothing on the loop takes long.
    boost::asio::awaitable<void> work_out();
    boost::asio::awaitable<void> enter();
    void leave();
    boost::asio::awaitable<void> store(desk::Outcome outcome, std::optional<db::InboxEntry> finishes, EventId answers);
    void learn_remote_ids();
    /// Alerts that did not arrive and of which nobody was told yet.
    [[nodiscard]] std::vector<desk::Undelivered> undelivered();
    [[nodiscard]] bool office_hours() const;
    [[nodiscard]] bool waits_for_sisters() const;
    void look_soon();

    boost::asio::any_io_executor executor_;
    db::Store& store_;
    delivery::Alarm& alarm_;
    std::shared_ptr<const desk::Tools> tools_;
    std::map<std::string, delivery::Channel*, std::less<>> channels_;
    delivery::Postman& postman_;
    OfficeSettings settings_;
    std::optional<boost::asio::thread_pool> reader_;
    desk::State state_;
    std::uint64_t revision_ = 1;
    std::optional<std::pair<desk::Day, Instant>> looked_at_;  // day and figures of the last look
    mutable std::shared_ptr<const desk::Overview> overview_;
    mutable std::pair<std::uint64_t, desk::Day> overview_of_{};
    bool unsaved_ = false;  // remote ids were learned since the book was written
    bool running_ = true, busy_ = false;
    std::deque<std::function<void()>> waiting_;
};

}  // namespace bot::office
