#pragma once
/// \file adapters/api/idempotency.hpp
/// The same request again (its answer was lost) is not done again: what was answered is kept for seven days under the
/// token and its Idempotency-Key, sealed like everything else in the store.
///
/// A key is noted *before* anything is done, so that after a crash in between we know that it may have been done
/// (`begun`): then whoever does the work looks whether it was. Source: draft-ietf-httpapi-idempotency-key-header.
/// Threads: the loop's. Errors: NotStored of bot/delivery.

#include "adapters/net/http.hpp"
#include "bot/delivery/alarm.hpp"
#include "db/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace adapters::api {

/// What an earlier request with the same key left.
struct Earlier {
    enum class Kind : std::uint8_t {
        none,           ///< the key is new: do it
        under_way,      ///< another request with it has not ended: 409
        begun,          ///< it may have been done, by a run that died
        answered,       ///< `status` and `body` say what was answered
        other_request   ///< the key belongs to another request: 422
    };
    Kind kind = Kind::none;
    int status = 0;
    std::string body;
};

class Idempotency {
  public:
    static constexpr std::chrono::hours kept{7 * 24};
    static constexpr std::size_t longest_key = 128;

    Idempotency(db::Store&, bot::delivery::Alarm&);

    /// \param token id of the token; keys of others are not ours. \param request names it: operation, path and body
    boost::asio::awaitable<Earlier> begin(std::string token, std::string key, std::string request);
    /// What was answered; a failure to store it is let go: then the next one finds `begun`.
    boost::asio::awaitable<void> end(std::string token, std::string key, std::string request, int status, std::string body);
    /// Nothing was done: the key is free again.
    void give_up(const std::string& token, const std::string& key);

  private:
    boost::asio::awaitable<void> note(db::ConversationRef ref, std::string record);

    db::Store& store_;
    bot::delivery::Alarm& alarm_;
    std::set<std::string> under_way_;
};

/// 1 to 128 visible characters of ASCII.
[[nodiscard]] bool is_key(std::string_view);
/// Names a request: SHA-256 of path and body.
[[nodiscard]] std::string name_of_request(std::string_view path, std::string_view body);
/// What a record says of a request. \param record as stored; nothing: none
[[nodiscard]] Earlier judge(const std::optional<std::string>& record, std::string_view request);

}  // namespace adapters::api
