#pragma once
/// \file adapters/net/detail/session.hpp
/// One connection of the server: requests one after the other, each through the guards, until it closes.
/// Threads: the executor's one thread.

#include "adapters/net/detail/message_parser.hpp"
#include "adapters/net/detail/stream.hpp"
#include "adapters/net/http_server.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace adapters::net::detail {

class Session;

/// What the sessions of a server share.
struct Shared {
    std::vector<Route> routes;  ///< longest prefix first
    Limits limits;
    HttpServer::Answers answers;
    Counters counters;
    std::unordered_set<Session*> sessions;  ///< each is kept alive by its own coroutine
    bool draining = false;
    std::function<void()> on_session_end;  ///< may be empty
};

/// Bytes of the budget for bodies, given back at the end.
class Reservation {
  public:
    explicit Reservation(Shared& shared) : shared_(shared) {}
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    ~Reservation() { shared_.counters.bodies_in_flight -= held_; }
    /// \returns false if the budget does not allow it.
    [[nodiscard]] bool grow_to(std::size_t bytes);

  private:
    Shared& shared_;
    std::size_t held_ = 0;
};

class Session {
  public:
    Session(asio::ip::tcp::socket, std::string peer, std::shared_ptr<Shared>);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    static asio::awaitable<void> run(std::shared_ptr<Session>);
    [[nodiscard]] bool is_idle() const { return idle_; }
    void close() { stream_->wire().close(); }

    /// What a connection holds its place with, from the least to what is never taken from it.
    enum class Holds : std::uint8_t { header, between, work };
    /// How dear the place is: the least goes first when somebody else needs it.
    [[nodiscard]] std::pair<Holds, Clock::time_point> worth() const { return {holds_, since_}; }
    /// Its place is given away: it ends soon. \pre it does not hold work
    void evict() {
        holds_ = Holds::work;  // once
        close();
    }

  private:
    enum class Next : std::uint8_t { keep, close };
    /// A request whose header passed the guards.
    struct Opened {
        explicit Opened(const Limits& limits) : parser(limits.header_bytes) {}
        RequestHead head;
        RequestParser parser;
        bool wants_close = false;
        bool is_head = false;
    };

    asio::awaitable<Next> one_request(bool is_first);
    /// \returns the bytes of the header; or nothing, after the peer has been told if there was anything to
    /// tell.
    asio::awaitable<std::optional<std::size_t>> read_header(bool is_first);
    [[nodiscard]] std::optional<int> open(std::string_view raw, Opened&) const;
    [[nodiscard]] const Route* find_route(std::string_view path) const;
    /// What refuses the request before its body is read. Does not throw.
    [[nodiscard]] std::optional<Reply> admit(const Opened&, const Route*);
    /// \returns 0, or the status to refuse with; -1: the peer is gone.
    asio::awaitable<int> read_body(Opened&, Reservation&);
    class Writer;
    asio::awaitable<Reply> handle(const Route&, Request);
    [[nodiscard]] Reply failure(std::exception_ptr);

    asio::awaitable<error_code> fill(std::size_t most, Clock::time_point until);
    /// Lets the route write until it ends; the connection is closed after it.
    asio::awaitable<void> stream(const Route&, Request, bool without_body);
    asio::awaitable<Next> answer(Reply, bool close, bool without_body);
    /// Says why, then closes so that the peer can still read it.
    asio::awaitable<Next> refuse(Reply);
    asio::awaitable<void> linger();

    std::shared_ptr<Shared> shared_;
    std::unique_ptr<Stream> stream_;
    std::string peer_;
    std::string in_;  ///< received and not yet used
    bool idle_ = true;
    /// Sent nothing yet or half a header; kept open after an answer; a request is under way. And since when.
    Holds holds_ = Holds::header;
    Clock::time_point since_ = Clock::now();
    void hold(Holds what) { holds_ = what, since_ = Clock::now(); }
};

}  // namespace adapters::net::detail
