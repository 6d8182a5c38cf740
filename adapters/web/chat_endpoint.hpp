#pragma once
/// \file adapters/web/chat_endpoint.hpp
/// The routes of the chat page: it takes a message in (stored, then answered 303 or 202), shows the conversation, and
/// streams what is new in it.
///
/// A message is admitted together with the row that shows it, in one unit, under a name made of conversation, key and
/// text: sent again it changes nothing, changed it is a new one. Nothing is said to have arrived before the commit.
/// Threads: the executor's one thread. Lifetime: outlives the server that has its routes.

#include "adapters/net/http_server.hpp"
#include "adapters/web/form.hpp"
#include "adapters/web/hub.hpp"
#include "adapters/web/page.hpp"
#include "adapters/web/rate_limit.hpp"
#include "adapters/web/session.hpp"
#include "bot/delivery/alarm.hpp"
#include "db/store.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace adapters::web {

struct ChatSettings {
    ChatSettings() = default;
    Place place;
    Lifetime lifetime;
    std::string leave_to = "https://fr.wikipedia.org/";  ///< where "Quitter vite" goes
    Rate messages{20, 10};                                ///< a session's
    Rate requests{120, 240};                              ///< an address's: a class may sit behind one
    std::chrono::milliseconds answer_wait{2'500};  ///< how long a page without script waits for the answer
    std::chrono::milliseconds heartbeat{20'000};
    std::size_t streams = 400, streams_per_session = 4;
    std::size_t streams_per_address = 40;  ///< a class and its screens; whoever gets none looks again by itself
};

struct StreamCount {
    std::size_t all = 0;
    std::map<std::string, std::size_t, std::less<>> by_session, by_address;
    /// Whether one more may begin.
    [[nodiscard]] bool has_room(const ChatSettings&, const std::string& session, const std::string& address) const;
};

class ChatEndpoint {
  public:
    ChatEndpoint(
        boost::asio::any_io_executor,
        db::Store&,
        bot::delivery::Alarm&,
        Hub&,
        Texts,
        std::function<void()> on_admitted,
        ChatSettings settings = ChatSettings()
    );

    [[nodiscard]] std::vector<net::Route> routes();
    /// What the server says by itself: pages of the same look.
    [[nodiscard]] net::HttpServer::Answers answers() const;

  private:
    struct Looked {  ///< what is stored, as far as this visitor may see it
        std::vector<Turn> turns;
        End end;
        bool is_over = false;
    };
    [[nodiscard]] std::optional<net::Reply> admit(const net::RequestHead&);
    boost::asio::awaitable<net::Reply> root(net::Request);
    [[nodiscard]] net::Reply show(const net::RequestHead&);
    /// What the page shows of what is stored; without the form's token and key.
    [[nodiscard]] View view_of(Looked) const;
    boost::asio::awaitable<net::Reply> take(net::Request);
    /// Somebody is still there: the end is put off as by a word, and nothing is said.
    boost::asio::awaitable<std::exception_ptr> keep(std::string conversation);
    boost::asio::awaitable<void> wait_for_answer(std::string conversation);
    boost::asio::awaitable<void> stream(net::Request, net::ReplyStream&);
    [[nodiscard]] Looked look(const std::string& conversation) const;
    [[nodiscard]] net::Reply beside(const net::RequestHead&) const;
    [[nodiscard]] net::Reply leave(const net::RequestHead&) const;
    /// The chat page with what could not be sent, or a problem for the script.
    [[nodiscard]] net::Reply refuse(
        const net::RequestHead&, int status, const std::string& why, const Session&, const Form&
    ) const;
    [[nodiscard]] net::Reply html(int status, std::string page) const;
    [[nodiscard]] net::Reply guarded(net::Reply) const;

    boost::asio::any_io_executor executor_;
    db::Store& store_;
    bot::delivery::Alarm& alarm_;
    Hub& hub_;
    Texts texts_;
    std::function<void()> on_admitted_;
    ChatSettings settings_;
    RateLimit by_session_, by_address_;
    std::shared_ptr<StreamCount> streams_ = std::make_shared<StreamCount>();
};

}  // namespace adapters::web
