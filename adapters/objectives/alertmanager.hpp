#pragma once
/// \file adapters/objectives/alertmanager.hpp
/// One round of our alerts to an Alertmanager's `POST /api/v2/alerts`, one request an alert: in a batch, one bad alert is
/// answered 400 although the good ones are kept, and nobody could tell which (alerting.md §5.4). Nothing is queued: the
/// next round sends everything again, and there an alert that is not sent again ends by itself.
///
/// What is refused (4xx) is logged once until it is taken; that the peer is away, once until it
/// is back. Threads: the loop's. Lifetime: outlives its rounds.

#include "adapters/net/http_client.hpp"
#include "bot/desk/pushed.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <set>
#include <string>
#include <vector>

namespace adapters::objectives {

struct AlertmanagerSettings {
    std::string url;    ///< "http://127.0.0.1:9093", with the prefix that it is served under
    std::string token;  ///< bearer; empty: none
    std::string ca_file;
};

class Alertmanager {
  public:
    /// Throws std::invalid_argument if the url is none.
    Alertmanager(boost::asio::any_io_executor, AlertmanagerSettings);

    struct Round {
        int taken = 0, refused = 0, unsent = 0;
    };
    /// Stops at the first that the peer could not be asked about; the rest is `unsent`.
    boost::asio::awaitable<Round> push(std::vector<bot::desk::Pushed> alerts);
    /// Sends an empty list, which changes nothing there. \returns the status of the answer; 0: there was none
    boost::asio::awaitable<int> try_out();

  private:
    [[nodiscard]] net::Call call(std::string body) const;
    void note(bool reached);

    AlertmanagerSettings settings_;
    net::HttpClient http_;
    std::set<std::string> refused_;  ///< names that were logged
    bool reached_ = true;
};

}  // namespace adapters::objectives
