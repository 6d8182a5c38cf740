#pragma once
/// \file adapters/matrix/client.hpp
/// The client side: what an application service asks of its homeserver, one function a request.
///
/// Each gives a `CsReply` whatever happens; what it means is the caller's knowledge. The client notices when
/// the homeserver goes away and comes back, logs each change once and tells `on_return`. Source: Matrix 1.19,
/// client-server API and application service API. Threads: the executor's one thread. Lifetime: held by
/// shared_ptr; a request keeps it alive.

#include "adapters/matrix/settings.hpp"
#include "adapters/net/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::matrix {

struct CsReply {
    int status = 0;                     ///< 0: no answer, see `failure`
    std::string errcode;                ///< "M_FORBIDDEN"; empty: none, or the answer is not the homeserver's
    std::string error;                  ///< the homeserver's words; for a person at the console, never logged
    std::string body;                   ///< as sent
    bool is_json = false;               ///< an object of JSON
    std::chrono::milliseconds wait{0};  ///< of a 429: `Retry-After`, else `retry_after_ms`
    boost::system::error_code failure;
    [[nodiscard]] bool ok() const { return status >= 200 && status < 300 && is_json; }
};

/// A string member of a reply's body; empty: none.
[[nodiscard]] std::string reply_field(const CsReply&, std::string_view name);

class CsClient : public std::enable_shared_from_this<CsClient> {
  public:
    /// Throws std::invalid_argument if `homeserver_url` is no http or https address.
    CsClient(boost::asio::any_io_executor, Settings);
    ~CsClient();

    using Result = boost::asio::awaitable<CsReply>;
    Result versions();
    Result whoami();
    Result register_sender();  ///< 400 M_USER_IN_USE: it is registered, all is well
    Result set_display_name();
    Result ping();  ///< makes the homeserver call us
    Result join(std::string room, std::string via = {});
    Result leave(std::string room, std::string body);
    Result joined_members(std::string room);
    Result creation_of(std::string room);  ///< content of m.room.create
    Result send(std::string room, std::string txn_id, std::string content);
    Result upload(std::string bytes, std::string content_type, std::string name);  ///< content_uri of the media
    /// The file behind "mxc://server/id", as `body`; an answer of more than `most` bytes is a failure.
    Result download(std::string mxc, std::size_t most);
    Result redact(std::string room, std::string event, std::string txn_id, std::string body);
    Result own_messages(std::string room);  ///< our last 50 events in the room, newest first
    Result receipt(std::string room, std::string event);
    Result typing(std::string room, std::chrono::milliseconds how_long);

    /// Whether the last request got any answer of the homeserver.
    [[nodiscard]] bool reached() const { return reached_; }
    /// Called on the loop's thread when a homeserver that was away answers again.
    std::function<void()> on_return;
    [[nodiscard]] const Settings& settings() const { return settings_; }

  private:
    static constexpr std::size_t usual_reply = std::size_t{8} << 20U;
    Result request(
        std::string method,
        std::string target,
        std::string body,
        std::chrono::milliseconds limit,
        std::string content_type = "application/json",
        std::size_t reply_limit = usual_reply
    );
    void note(const CsReply& reply);

    Settings settings_;
    net::HttpClient http_;
    bool reached_ = true;
};

}  // namespace adapters::matrix
