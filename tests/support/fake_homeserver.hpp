#pragma once
/// \file tests/support/fake_homeserver.hpp
/// A homeserver for tests: real HTTP on 127.0.0.1, the client requests that an application service needs, and
/// Synapse's way of sending to it, good days and bad days.
///
/// Reproduced from measurements on Synapse 1.160 (reference synapse.md §3, §4): batches of 100, 2ⁿ retries
/// for ever, a ping that flushes, lost acknowledgements, the same events in further transactions, transaction
/// ids that restart, idempotency in memory only, 429, requests that hang, connections that break after the
/// work was done. In tests it is driven by its members; as a program of its own by /control/…
/// (fake_homeserver_main.cpp). Threads: the executor's one thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

struct HomeserverOptions {
    HomeserverOptions() = default;
    std::string server_name = "phare.test";
    std::string id = "phare", as_token = "as-secret", hs_token = "hs-secret";
    std::string sender_localpart = "_phare_bot", user_prefix = "_phare_";
    std::chrono::milliseconds unit{5};               ///< a second of Synapse's pauses
    std::chrono::milliseconds request_limit{2'000};  ///< its 60 s
};

/// What a person sees of a message: edits carried out, redacted ones not there.
struct Seen {
    std::string event_id, sender, body, formatted_body, in_reply_to, thread, key;
};

class FakeHomeserver {
  public:
    FakeHomeserver(boost::asio::any_io_executor, HomeserverOptions);
    ~FakeHomeserver();

    /// Listens on 127.0.0.1; 0 picks a port. \returns it.
    std::uint16_t listen(std::uint16_t port = 0);
    [[nodiscard]] std::string url() const;
    void set_appservice(const std::string& url);  ///< nothing is sent before
    void close();

    /// \name People. Users are full ids; everything they do is pushed to the application service if it is in
    /// the room.
    ///@{
    std::string room(const std::string& user, bool is_public = false, bool encrypted = false);
    std::string invite(const std::string& room, const std::string& by, const std::string& user, bool direct);
    std::string chat(const std::string& user, bool encrypted = false);  ///< a new direct room, bot invited
    std::string enter(const std::string& room, const std::string& user);
    std::string say(const std::string& room, const std::string& user, const std::string& text);
    std::string say_raw(
        const std::string& room, const std::string& user, const std::string& type, const std::string& content
    );
    std::string reply(
        const std::string& room, const std::string& user, const std::string& to, const std::string& text
    );
    std::string edit(
        const std::string& room, const std::string& user, const std::string& event, const std::string& text
    );
    std::string redact(const std::string& room, const std::string& user, const std::string& event);
    std::string react(
        const std::string& room, const std::string& user, const std::string& event, const std::string& key
    );
    std::string go(const std::string& room, const std::string& user);
    std::string kick(const std::string& room, const std::string& by, const std::string& user);
    std::string encrypt(const std::string& room, const std::string& user);
    /// Room upgrade: tombstone, new room. \returns the new room. `honest`: the new one names the old one.
    std::string upgrade(const std::string& room, const std::string& user, bool honest = true);
    ///@}

    /// \name Bad days
    ///@{
    void lose_acknowledgements(int n);
    void repeat_transactions(int n);
    void duplicate_events(int n);
    void limit_requests(int n, std::chrono::milliseconds wait, std::string retry_after_header);
    void refuse_joins(int n);
    /// The next `n` requests that change something are carried out, but the connection breaks before the
    /// answer.
    void lose_replies(int n);
    /// The next `n` such requests are carried out and answered 200 without a body.
    void empty_replies(int n);
    void fail_requests(int n, int status);  ///< nothing done; answered by something before the homeserver
    void hang_requests(int n, std::chrono::milliseconds how_long);
    void refuse_token(bool yes);              ///< 401 M_UNKNOWN_TOKEN from now on
    void restart(bool forget_queue = false);  ///< connections break, idempotency and queue order are lost
    void stop_listening();
    void listen_again();
    ///@}

    /// \name What happened
    ///@{
    [[nodiscard]] std::vector<Seen> timeline(const std::string& room) const;
    [[nodiscard]] std::vector<Seen> answers(const std::string& room) const;  ///< of the bot, that can be seen
    [[nodiscard]] std::vector<Seen> answers_to(const std::string& room, const std::string& event) const;
    [[nodiscard]] std::string membership(const std::string& room, const std::string& user) const;
    [[nodiscard]] std::vector<std::string> rooms() const;
    [[nodiscard]] std::string raw_event(const std::string& event) const;  ///< as JSON
    [[nodiscard]] bool idle() const;  ///< nothing waits to be sent to the application service
    [[nodiscard]] std::string bot() const;
    struct Totals {
        std::uint64_t requests = 0, sends = 0, typing = 0, receipts = 0, limited = 0;
        std::uint64_t transactions_tried = 0, transactions_delivered = 0, transactions_failed = 0, pings = 0;
        std::size_t backlog = 0;
        int last_status = 0;
    };
    [[nodiscard]] Totals totals() const;
    [[nodiscard]] std::vector<std::uint64_t> transaction_ids() const;
    [[nodiscard]] bool sender_registered() const;
    [[nodiscard]] std::string display_name() const;
    [[nodiscard]] std::vector<std::string> uploads() const;  ///< bytes of each picture or file, in order
    std::string keep_file(std::string bytes);  ///< as if somebody had uploaded it; \returns its mxc:// name
    ///@}

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace tests
