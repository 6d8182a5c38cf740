#pragma once
/// \file adapters/web/bureau/doorkeeper.hpp
/// Who may enter the bureau's page: a single-use link goes to the address of somebody whom the configuration names, and
/// becomes a session. No password, no account.
///
/// Kept sealed in the store under the channel name "entree", by a hash of the secret alone: what lies on disk opens
/// nothing. A link lives 15 minutes and ends with its first use, in one transaction with the session's beginning; a session
/// lives 8 hours and ends when it is closed, when all of that person's are, or when the configuration no longer names
/// them (rights are looked up at each request).
///
/// Threads: the loop's. Errors: `bot::delivery::NotStored` where something could not be written.

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/delivery/postman.hpp"
#include "bot/message.hpp"
#include "bot/people/rights.hpp"
#include "bot/wording/messages.hpp"
#include "db/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::web::bureau {

inline constexpr std::chrono::minutes link_life{15};
inline constexpr std::chrono::hours session_life{8};
inline constexpr std::string_view storage_channel = "entree";

/// "Nom@Exemple.fr " → "nom@exemple.fr": as the configuration writes it.
[[nodiscard]] std::string tidy_identifier(std::string_view typed);

class Doorkeeper {
  public:
    /// \param base  address of the service as its users know it, without a path: links begin with it, whatever a request says
    Doorkeeper(
        db::Store&,
        bot::delivery::Alarm&,
        bot::delivery::Postman&,
        const bot::people::Rights&,
        std::shared_ptr<const bot::wording::Messages>,
        std::vector<bot::delivery::Channel*>,
        std::string base
    );

    /// Whether a link can be sent to this identifier unasked: a mail address, where there is mail.
    [[nodiscard]] bool reaches(std::string_view identifier) const;
    [[nodiscard]] bool speaks(std::string_view channel) const { return channels_.contains(channel); }
    /// Somebody who may see figures, and whose name is vouched for, writes "tableau de bord" alone with us.
    [[nodiscard]] bool is_asked(const bot::Inbound&) const;
    /// A link in that conversation; the entry is finished in the same transaction. \pre is_asked
    boost::asio::awaitable<void> answer(db::InboxEntry, bot::Inbound);
    /// Sends a link if the identifier is somebody's who may see figures and can be reached; nothing otherwise, and nobody is told which.
    boost::asio::awaitable<void> invite(std::string identifier);
    /// A link's secret becomes a session's. \returns the cookie; nothing: used, too old, or none of ours
    boost::asio::awaitable<std::optional<std::string>> enter(std::string secret);
    /// Whose session it is, if it stands and they may still see figures.
    [[nodiscard]] std::optional<std::string> who(std::string_view cookie) const;
    boost::asio::awaitable<void> leave(std::string cookie);
    boost::asio::awaitable<void> leave_everywhere(std::string identifier);

  private:
    struct Pass;
    [[nodiscard]] std::optional<Pass> pass(const db::ConversationRef&) const;
    [[nodiscard]] bot::Say invitation(std::string_view secret) const;
    boost::asio::awaitable<void> write(db::Store::Unit);

    db::Store& store_;
    bot::delivery::Alarm& alarm_;
    bot::delivery::Postman& postman_;
    const bot::people::Rights& rights_;
    std::shared_ptr<const bot::wording::Messages> messages_;
    std::map<std::string, bot::delivery::Channel*, std::less<>> channels_;
    std::string base_;
};

}  // namespace adapters::web::bureau
