#pragma once
/// \file adapters/matrix/matrix_channel.hpp
/// The Matrix channel as the delivery loops see it: stored events in, wishes out, one try at a time.
///
/// Sending is idempotent by the row's key as transaction id, but the homeserver remembers it for half an hour
/// and in memory only. So each message carries its key as a mark, and a row that may have arrived is looked
/// for in the room before it is sent again. Source: matrix.md §2.5, §2.6; bot/delivery/channel.hpp. Threads:
/// everything on the loop's thread.

#include "adapters/matrix/client.hpp"
#include "bot/delivery/channel.hpp"

#include <memory>

namespace adapters::matrix {

class MatrixChannel final : public bot::delivery::Channel {
  public:
    MatrixChannel(boost::asio::any_io_executor, std::shared_ptr<CsClient>);

    [[nodiscard]] std::string_view name() const override { return "matrix"; }
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry&) const override;
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish&) const override;
    boost::asio::awaitable<bot::delivery::Attempt> deliver(
        db::OutboxEntry, std::string target_remote_id, bool may_have_arrived
    ) override;
    boost::asio::awaitable<std::optional<std::string>> fetch(std::string source, std::size_t most) override;
    [[nodiscard]] bool tells_members() const override { return true; }
    boost::asio::awaitable<std::optional<std::vector<std::string>>> members(std::string conversation) override;
    /// A read receipt, and a typing notice if it is slow. At most 16 of them at once; more are left out.
    void working_on(const std::string& conversation, const bot::EventId& event, bool slow) override;

  private:
    using Awaitable = boost::asio::awaitable<bot::delivery::Attempt>;
    Awaitable send(const db::OutboxEntry&, const std::string& target, bool may_have_arrived);
    Awaitable send_media(const db::OutboxEntry&, bool may_have_arrived);
    Awaitable found_earlier(const db::OutboxEntry&);
    Awaitable redact(const db::OutboxEntry&, const std::string& target);
    Awaitable join(const db::OutboxEntry&);
    Awaitable follow(const db::OutboxEntry&);
    Awaitable leave(const db::OutboxEntry&);
    /// \param joined  what a join came to; \returns it, or that we left again because too many are there
    Awaitable leave_a_crowd(const std::string& room, const bot::delivery::Attempt& joined);

    boost::asio::any_io_executor executor_;
    std::shared_ptr<CsClient> client_;
    std::shared_ptr<int> signs_ = std::make_shared<int>(0);  ///< receipts and typing notices under way
};

/// \returns the id of the event among `messages` (body of GET …/messages) that carries `key`; empty: none.
[[nodiscard]] std::string marked_event(const std::string& messages, const std::string& key);

}  // namespace adapters::matrix
