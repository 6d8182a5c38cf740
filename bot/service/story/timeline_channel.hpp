#pragma once
/// \file bot/service/story/timeline_channel.hpp
/// A channel with no server behind it: what is said ends in a timeline, charts in a folder. Stands for Matrix rooms and for the chat
/// page when a story is told.
///
/// Conversations are the timeline's keys. Threads: the loop's. Lifetime: the timeline outlives it.

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/service/story/timeline.hpp"

#include <filesystem>
#include <string>

namespace bot::service {

class TimelineChannel final : public delivery::Channel {
  public:
    /// \param charts folder for the PNG files, made when the first one comes
    TimelineChannel(std::string name, Timeline& timeline, const delivery::Alarm& alarm, std::filesystem::path charts)
        : name_(std::move(name)), timeline_(timeline), alarm_(alarm), charts_(std::move(charts)) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::optional<Inbound> decode(const db::InboxEntry&) const override;
    [[nodiscard]] std::vector<delivery::Wire> render(const Wish&) const override;
    boost::asio::awaitable<delivery::Attempt> deliver(db::OutboxEntry entry, std::string target_remote_id, bool may_have_arrived) override;
    void working_on(const std::string&, const EventId&, bool) override {}

    /// What `decode` reads: somebody says something, or puts a mark on it.
    [[nodiscard]] static std::string said(const std::string& who, const std::string& text, const std::string& under);
    [[nodiscard]] static std::string marked(const std::string& who, const std::string& to, const std::string& mark);

  private:
    [[nodiscard]] std::string keep_chart(const std::string& room, const std::string& hex);

    std::string name_;
    Timeline& timeline_;
    const delivery::Alarm& alarm_;
    std::filesystem::path charts_;
    int ids_ = 0, charts_kept_ = 0;
};

}  // namespace bot::service
