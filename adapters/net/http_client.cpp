#include "adapters/net/http_client.hpp"

#include "adapters/net/detail/dial.hpp"
#include "adapters/net/detail/message_parser.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/errc.hpp>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <sys/socket.h>
#include <vector>

namespace adapters::net {
namespace asio = boost::asio;
using boost::system::error_code;
using detail::Clock;
using detail::Feed;
using detail::Stream;
namespace {

constexpr std::size_t read_step = 32 * 1024;
/// A kept connection is used again only for so long: proxies on the way forget idle ones without a word.
constexpr std::chrono::seconds kept_for{60};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wnon-virtual-dtor"  // Boost's base class is made so on purpose: nobody deletes one
class Category final : public boost::system::error_category {
  public:
    [[nodiscard]] const char* name() const noexcept override { return "http_client"; }
    [[nodiscard]] std::string message(int code) const override {
        switch (static_cast<client_errc>(code)) {
            case client_errc::unreachable:
                return "pas de connexion";
            case client_errc::tls_refused:
                return "TLS\u00A0: certificat ou échange refusé";
            case client_errc::lost:
                return "connexion coupée avant la réponse";
            case client_errc::timed_out:
                return "pas de réponse à temps";
            case client_errc::bad_reply:
                return "la réponse n’est pas du HTTP, ou est trop longue";
        }
        return "erreur inconnue";
    }
};
#pragma GCC diagnostic pop

bool is_clean(std::string_view s) {
    return std::none_of(s.begin(), s.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
}

/// Nothing in a call may end a line or split the request line.
bool is_sendable(const Call& call) {
    auto const letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const visible = [](char c) { return c > 0x20 && c < 0x7F; };
    if (call.method.empty() || !std::all_of(call.method.begin(), call.method.end(), letter)) return false;
    if (!call.target.starts_with('/') || !std::all_of(call.target.begin(), call.target.end(), visible))
        return false;
    return is_clean(call.content_type) &&
           std::all_of(call.headers.begin(), call.headers.end(), [&](auto const& h) {
               return !h.first.empty() && h.first.find(':') == std::string::npos &&
                      std::all_of(h.first.begin(), h.first.end(), visible) && is_clean(h.second);
           });
}

std::string host_field(const Origin& origin) {
    std::string host = origin.host.find(':') == std::string::npos ? origin.host : "[" + origin.host + "]";
    if (origin.port != (origin.tls ? "443" : "80")) host += ":" + origin.port;
    return host;
}

std::string request_header(const Origin& origin, const Call& call) {
    std::string out = call.method + " " + origin.base_path + call.target + " HTTP/1.1\r\n";
    out += "Host: " + host_field(origin) + "\r\nUser-Agent: phare\r\nAccept-Encoding: identity\r\n";
    bool const has_body = !call.body.empty() || call.method == "PUT" || call.method == "POST";
    if (!call.body.empty()) out += "Content-Type: " + call.content_type + "\r\n";
    if (has_body) out += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
    for (auto const& [name, value] : call.headers) out += name + ": " + value + "\r\n";
    out += "\r\n";
    return out;
}

bool is_idempotent(const std::string& method) {
    return method == "GET" || method == "PUT";
}

/// Whether a kept connection can be used: still open, and nothing unasked for has arrived on it.
bool is_quiet(Stream& stream) {
    auto& socket = stream.wire().socket;
    if (!socket.is_open()) return false;
    char byte = 0;
    auto const n = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n < 0 && errno == EAGAIN;
}

struct Exchange {
    boost::system::result<Answer> answer = make_error_code(client_errc::lost);
    bool saw_bytes = false;  ///< of an answer
    bool keep_alive = false;
};

/// Reads one answer.
asio::awaitable<Exchange> read_answer(Stream& stream, const Call& call, Clock::time_point until) {
    Exchange exchange;
    detail::AnswerParser parser(call.method == "HEAD", call.reply_limit);
    std::string in;
    for (;;) {
        std::size_t const before = in.size();
        in.resize(before + read_step);
        asio::mutable_buffer const space(in.data() + before, read_step);
        auto const n = co_await stream.read_some(space, until);
        in.resize(before + (n ? *n : 0));
        exchange.saw_bytes = exchange.saw_bytes || n;
        detail::Fed fed;
        if (n) {
            fed = parser.feed(in);
        } else if (n.error() == asio::error::eof && exchange.saw_bytes) {
            fed = parser.end();
            if (fed.state != Feed::done) co_return exchange;  // cut in the middle: lost
        } else {
            bool const late = n.error() == asio::error::timed_out;
            exchange.answer = make_error_code(late ? client_errc::timed_out : client_errc::lost);
            co_return exchange;
        }
        in.erase(0, fed.used);
        if (fed.state == Feed::more && in.size() <= 2 * read_step + 64 * 1024) continue;
        if (fed.state == Feed::done) {
            exchange.answer = parser.take();
            exchange.keep_alive = n && in.empty() && parser.keep_alive();
        } else {
            exchange.answer = make_error_code(client_errc::bad_reply);
        }
        co_return exchange;
    }
}

asio::awaitable<Exchange> exchange_on(
    Stream& stream, const Origin& origin, const Call& call, Clock::time_point until
) {
    std::string const head = request_header(origin, call);
    asio::const_buffer const first(head.data(), head.size());
    asio::const_buffer const second(call.body.data(), call.body.size());
    error_code const ec = co_await stream.write(first, second, until);
    if (ec == asio::error::timed_out) {
        Exchange late;
        late.answer = make_error_code(client_errc::timed_out);
        co_return late;
    }
    // After a broken write too: the peer may have answered before it closed (413).
    Exchange exchange = co_await read_answer(stream, call, until);
    if (ec) exchange.keep_alive = false;
    co_return exchange;
}

}  // namespace

error_code make_error_code(client_errc e) {
    static Category const category;
    return {static_cast<int>(e), category};
}

bool may_have_been_sent(const error_code& ec) {
    return ec == client_errc::lost || ec == client_errc::timed_out || ec == client_errc::bad_reply;
}

struct HttpClient::Impl {
    struct Kept {
        std::unique_ptr<Stream> stream;
        Clock::time_point since;
    };
    /// One of the `connections`, given to the next who waits at the end.
    class Slot {
      public:
        explicit Slot(Impl& impl) : impl_(impl) {}
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        ~Slot() {
            if (held_) impl_.release();
        }
        void hold() { held_ = true; }

      private:
        Impl& impl_;
        bool held_ = false;
    };
    struct Waiter {
        explicit Waiter(const asio::any_io_executor& executor) : timer(executor) {}
        asio::steady_timer timer;
        bool has_slot = false;
    };

    Impl(asio::any_io_executor ex, Origin o, const std::string& ca_file, std::size_t most)
        : executor(std::move(ex)), origin(std::move(o)), free_slots(std::max<std::size_t>(most, 1)) {
        if (origin.tls) tls = detail::make_tls_context(ca_file);
    }

    void release();
    /// \returns false if none came free in time.
    asio::awaitable<bool> acquire(Slot& slot, Clock::time_point until);
    std::unique_ptr<Stream> take_kept();
    static asio::awaitable<boost::system::result<Answer>> call(std::shared_ptr<Impl> self, Call call);

    asio::any_io_executor executor;
    Origin origin;
    std::shared_ptr<asio::ssl::context> tls;
    std::size_t free_slots;
    std::deque<std::shared_ptr<Waiter>> waiting;
    std::vector<Kept> kept;  ///< the most recent last
};

void HttpClient::Impl::release() {
    if (waiting.empty()) {
        ++free_slots;
        return;
    }
    waiting.front()->has_slot = true;
    waiting.front()->timer.cancel();
    waiting.pop_front();
}

asio::awaitable<bool> HttpClient::Impl::acquire(Slot& slot, Clock::time_point until) {
    if (free_slots > 0) {
        --free_slots;
        slot.hold();
        co_return true;
    }
    auto const waiter = std::make_shared<Waiter>(executor);
    waiting.push_back(waiter);
    waiter->timer.expires_at(until);
    error_code ignored;
    co_await waiter->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (waiter->has_slot)
        slot.hold();
    else
        std::erase(waiting, waiter);
    co_return waiter->has_slot;
}

std::unique_ptr<Stream> HttpClient::Impl::take_kept() {
    std::erase_if(kept, [now = Clock::now()](const Kept& k) { return now - k.since >= kept_for; });
    while (!kept.empty()) {
        Kept last = std::move(kept.back());
        kept.pop_back();
        if (is_quiet(*last.stream)) return std::move(last.stream);
    }
    return nullptr;
}

asio::awaitable<boost::system::result<Answer>> HttpClient::Impl::call(std::shared_ptr<Impl> self, Call call) {
    boost::system::result<Answer> failed(make_error_code(client_errc::unreachable));
    if (!is_sendable(call)) {
        failed = boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
        co_return failed;
    }
    auto const until = Clock::now() + call.limit;
    Slot slot(*self);
    bool const has_slot = co_await self->acquire(slot, until);
    if (!has_slot) co_return failed;

    auto stream = self->take_kept();
    bool const was_kept = stream != nullptr;
    for (int attempt = 0;; ++attempt) {
        if (!stream) {
            auto dialled = co_await detail::dial(self->origin, self->tls, until);
            if (!dialled) {
                // A first try on a kept connection may have reached the peer.
                failed = attempt == 0 ? dialled.error() : make_error_code(client_errc::lost);
                co_return failed;
            }
            stream = std::move(*dialled);
        }
        Exchange exchange = co_await exchange_on(*stream, self->origin, call, until);
        bool const was_stale =
            !exchange.answer && exchange.answer.error() == client_errc::lost && !exchange.saw_bytes;
        if (attempt == 0 && was_kept && was_stale && is_idempotent(call.method)) {
            stream.reset();
            continue;
        }
        if (exchange.keep_alive) self->kept.push_back(Kept{std::move(stream), Clock::now()});
        co_return std::move(exchange.answer);
    }
}

HttpClient::HttpClient(
    asio::any_io_executor executor, Origin origin, std::string ca_file, std::size_t connections
)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(origin), ca_file, connections)) {}

HttpClient::~HttpClient() = default;

asio::awaitable<boost::system::result<Answer>> HttpClient::call(Call request) {
    return Impl::call(impl_, std::move(request));
}

}  // namespace adapters::net
