#include "adapters/email/lmtp_listener.hpp"

#include "bot/observing/log.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <system_error>

namespace adapters::email {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::generic::stream_protocol;
using Acceptor = asio::basic_socket_acceptor<Protocol>;
using Clock = std::chrono::steady_clock;

namespace {

/// No descriptor or no memory for a connection: its peer waits in the backlog meanwhile.
constexpr std::chrono::milliseconds resource_pause{100};

struct Session {
    Session(Protocol::socket s, LmtpServer::Options options)
        : socket(std::move(s)), server(std::move(options)), deadline(socket.get_executor()) {}
    void close() {
        error_code ignored;
        deadline.cancel();
        socket.close(ignored);
    }
    Protocol::socket socket;
    LmtpServer server;
    asio::steady_timer deadline;
    Clock::time_point ends{};
    bool reading = false;
    std::size_t storing = 0;  ///< bytes on their way into the store
};

}  // namespace

struct LmtpListener::Impl : std::enable_shared_from_this<LmtpListener::Impl> {
    Impl(asio::any_io_executor ex, MailIntake& in, LmtpServer::Options o, std::function<Instant()> n, LmtpLimits l)
        : executor(ex), intake(in), options(std::move(o)), now(std::move(n)), limits(l), room(ex), drained(ex) {}

    struct Listener {
        explicit Listener(const asio::any_io_executor& ex) : acceptor(ex) {}
        Acceptor acceptor;
        std::filesystem::path file;  ///< of a UNIX socket: removed at the end
    };

    void open(const std::shared_ptr<Listener>&, const Protocol::endpoint&, bool reuse);
    void close_listeners();
    void begin(Protocol::socket);
    void session_ended(const std::shared_ptr<Session>&);
    [[nodiscard]] std::size_t held() const;
    void watch(const std::shared_ptr<Session>&, std::chrono::milliseconds);

    static asio::awaitable<void> accept(std::shared_ptr<Impl>, std::shared_ptr<Listener>);
    static asio::awaitable<void> serve(std::shared_ptr<Impl>, std::shared_ptr<Session>);
    asio::awaitable<bool> say(std::shared_ptr<Session>);
    asio::awaitable<void> store(std::shared_ptr<Session>);
    asio::awaitable<bool> hear(std::shared_ptr<Session>);

    asio::any_io_executor executor;
    MailIntake& intake;
    LmtpServer::Options options;
    std::function<Instant()> now;
    LmtpLimits limits;
    asio::steady_timer room, drained;
    std::vector<std::shared_ptr<Listener>> listeners;
    std::set<std::shared_ptr<Session>> sessions;
    bool stopping = false;
};

std::size_t LmtpListener::Impl::held() const {
    std::size_t sum = 0;
    for (auto const& session : sessions) sum += session->server.held() + session->storing;
    return sum;
}

void LmtpListener::Impl::watch(const std::shared_ptr<Session>& session, std::chrono::milliseconds time) {
    session->deadline.expires_at(std::min(Clock::now() + time, session->ends));
    session->deadline.async_wait([weak = std::weak_ptr(session)](error_code error) {
        auto const late = weak.lock();
        error_code ignored;
        if (!error && late) late->socket.close(ignored);
    });
}

asio::awaitable<bool> LmtpListener::Impl::say(std::shared_ptr<Session> session) {
    auto const words = session->server.output();
    if (words.empty()) co_return true;
    watch(session, limits.write_time);
    error_code error;
    auto const buffer = asio::buffer(words);
    co_await asio::async_write(session->socket, buffer, asio::redirect_error(asio::use_awaitable, error));
    session->deadline.cancel();
    co_return !error;
}

asio::awaitable<void> LmtpListener::Impl::store(std::shared_ptr<Session> session) {
    auto mail = session->server.take();
    session->storing = mail.raw.size();
    std::size_t const recipients = mail.envelope_to.size();
    mail.received_at = now();
    Parcel parcel;
    parcel.received_at = mail.received_at;
    parcel.mails.push_back(std::move(mail));
    auto const taken = co_await intake.take(std::move(parcel));
    std::vector<StoreOutcome> const outcomes(recipients, taken == Taken::stored ? StoreOutcome::stored : StoreOutcome::trouble);
    session->storing = 0;
    session->server.stored(outcomes);
}

asio::awaitable<bool> LmtpListener::Impl::hear(std::shared_ptr<Session> session) {
    std::array<char, 16 * 1024> bytes;
    error_code error;
    watch(session, limits.silence);
    session->reading = true;
    auto const buffer = asio::buffer(bytes);
    std::size_t const got =
        co_await session->socket.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    session->reading = false;
    session->deadline.cancel();
    if (error == asio::error::operation_aborted && stopping && session->socket.is_open()) {
        session->server.shut_down();
        co_return true;
    }
    if (error) co_return false;
    session->server.receive({bytes.data(), got});
    co_return true;
}

asio::awaitable<void> LmtpListener::Impl::serve(std::shared_ptr<Impl> self, std::shared_ptr<Session> session) {
    session->ends = Clock::now() + self->limits.life;
    for (;;) {
        bool const said = co_await self->say(session);
        if (!said) break;
        if (session->server.waiting()) {
            co_await self->store(session);
            continue;
        }
        if (session->server.closing()) break;
        bool const heard = co_await self->hear(session);
        if (!heard) break;
    }
    session->close();
}

void LmtpListener::Impl::session_ended(const std::shared_ptr<Session>& session) {
    sessions.erase(session);
    room.cancel();
    if (sessions.empty()) drained.cancel();
}

void LmtpListener::Impl::begin(Protocol::socket socket) {
    auto own = options;
    own.intake = [weak = weak_from_this(), asked = options.intake] {
        auto const self = weak.lock();
        if (!self || !self->intake.is_open() || self->held() > self->limits.held_bytes) return Intake::full;
        return asked ? asked() : Intake::open;
    };
    auto session = std::make_shared<Session>(std::move(socket), std::move(own));
    sessions.insert(session);
    auto ended = [weak = weak_from_this(), session](std::exception_ptr failure) {
        session->close();
        if (failure) bot::observing::log(bot::observing::Level::error, bot::observing::What::task_failed, {bot::observing::Field("task", "lmtp")});
        if (auto const self = weak.lock()) self->session_ended(session);
    };
    asio::co_spawn(executor, [self = shared_from_this(), session] { return serve(self, session); }, std::move(ended));
}

asio::awaitable<void> LmtpListener::Impl::accept(std::shared_ptr<Impl> self, std::shared_ptr<Listener> listener) {
    error_code error;
    while (!self->stopping) {
        if (self->sessions.size() >= self->limits.connections) {
            self->room.expires_at(Clock::time_point::max());
            co_await self->room.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        Protocol::socket socket =
            co_await listener->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (self->stopping) break;
        if (!error) {
            self->begin(std::move(socket));
        } else if (error != asio::error::connection_aborted) {
            self->room.expires_after(resource_pause);
            co_await self->room.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }
}

void LmtpListener::Impl::open(const std::shared_ptr<Listener>& listener, const Protocol::endpoint& at, bool reuse) {
    auto& acceptor = listener->acceptor;
    acceptor.open(at.protocol());
    if (reuse) acceptor.set_option(Acceptor::reuse_address(true));
    acceptor.bind(at);
    acceptor.listen();
    listeners.push_back(listener);
    auto stopped = [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);  // accepting throws only where memory is at an end
    };
    asio::co_spawn(executor, [self = shared_from_this(), listener] { return accept(self, listener); }, std::move(stopped));
}

void LmtpListener::Impl::close_listeners() {
    stopping = true;
    error_code ignored;
    for (auto const& listener : listeners) {
        listener->acceptor.close(ignored);
        std::error_code gone;
        if (!listener->file.empty()) std::filesystem::remove(listener->file, gone);
    }
    listeners.clear();
    room.cancel();
}

LmtpListener::LmtpListener(
    asio::any_io_executor executor, MailIntake& intake, LmtpServer::Options options, std::function<Instant()> now, LmtpLimits limits
)
    : impl_(std::make_shared<Impl>(std::move(executor), intake, std::move(options), std::move(now), limits)) {}

LmtpListener::~LmtpListener() {
    impl_->close_listeners();
    for (auto const& session : impl_->sessions) session->close();
}

void LmtpListener::listen(const std::filesystem::path& file) try {
    using asio::local::stream_protocol;
    if (std::filesystem::is_socket(file)) {
        asio::io_context apart;
        stream_protocol::socket probe(apart);
        error_code nobody;
        probe.connect(stream_protocol::endpoint(file.string()), nobody);
        if (nobody == asio::error::connection_refused) std::filesystem::remove(file);  // left behind by a run that was killed
    }
    auto const listener = std::make_shared<Impl::Listener>(impl_->executor);
    impl_->open(listener, stream_protocol::endpoint(file.string()), false);
    listener->file = file;
    if (::chmod(file.c_str(), 0660) != 0) throw std::system_error(errno, std::generic_category());
} catch (const boost::system::system_error& error) {
    throw std::system_error(error.code(), file.string());
}

std::uint16_t LmtpListener::listen(const std::string& address, std::uint16_t port) try {
    using asio::ip::tcp;
    auto const listener = std::make_shared<Impl::Listener>(impl_->executor);
    impl_->open(listener, tcp::endpoint(asio::ip::make_address(address), port), true);
    auto const bound = listener->acceptor.local_endpoint();
    tcp::endpoint at;
    std::memcpy(at.data(), bound.data(), std::min(bound.size(), at.capacity()));
    return at.port();
} catch (const boost::system::system_error& error) {
    throw std::system_error(error.code(), address + " port " + std::to_string(port));
}

asio::awaitable<void> LmtpListener::drain(std::chrono::milliseconds limit) {
    auto const impl = impl_;
    impl->close_listeners();
    error_code ignored;
    for (auto const& session : impl->sessions)
        if (session->reading) session->socket.cancel(ignored);
    impl->drained.expires_after(limit);
    if (!impl->sessions.empty()) {
        co_await impl->drained.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    auto const left = impl->sessions;
    for (auto const& session : left) session->close();
}

std::size_t LmtpListener::held() const {
    return impl_->held();
}

std::size_t LmtpListener::connections() const {
    return impl_->sessions.size();
}

}  // namespace adapters::email
