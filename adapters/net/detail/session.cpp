#include "adapters/net/detail/session.hpp"

#include "adapters/net/detail/body_pace.hpp"
#include "adapters/net/detail/reply_writer.hpp"
#include "adapters/net/framing_guard.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <ctime>
#include <exception>

namespace adapters::net::detail {
namespace {

constexpr std::size_t header_step = 4 * 1024;
constexpr std::size_t body_step = 64 * 1024;
/// A chunk's line or a trailer may stay incomplete for so long.
constexpr std::size_t most_unused = body_step + 16 * 1024;
/// After a refusal: so much of what the peer still sends is thrown away, lest a reset destroys our answer on
/// its way.
constexpr std::size_t most_thrown_away = 1024 * 1024;
constexpr std::chrono::milliseconds linger_time{1000};

bool lists_token(std::string_view list, std::string_view lower) {
    std::string folded(list);
    for (char& c : folded) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    std::size_t start = 0;
    while (start <= folded.size()) {
        auto const comma = std::min(folded.find(',', start), folded.size());
        if (without_blanks({folded.data() + start, comma - start}) == lower) return true;
        start = comma + 1;
    }
    return false;
}

bool any_lists_token(const Headers& headers, std::string_view name, std::string_view token) {
    return std::any_of(headers.begin(), headers.end(), [&](auto const& h) {
        return h.first == name && lists_token(h.second, token);
    });
}

bool allows(const Route& route, std::string_view method) {
    return std::find(route.methods.begin(), route.methods.end(), method) != route.methods.end();
}

std::string allow_field(const Route& route) {
    std::string out;
    for (auto const& method : route.methods) out += (out.empty() ? "" : ", ") + method;
    if (allows(route, "GET") && !allows(route, "HEAD")) out += ", HEAD";
    return out;
}

}  // namespace

bool Reservation::grow_to(std::size_t bytes) {
    if (bytes <= held_) return true;
    std::size_t const more = bytes - held_;
    if (shared_.counters.bodies_in_flight + more > shared_.limits.bodies_in_flight) return false;
    shared_.counters.bodies_in_flight += more;
    held_ = bytes;
    return true;
}

Session::Session(asio::ip::tcp::socket socket, std::string peer, std::shared_ptr<Shared> shared)
    : shared_(std::move(shared)), stream_(make_plain_stream(std::move(socket))), peer_(std::move(peer)) {
    shared_->sessions.insert(this);
    shared_->counters.open = shared_->sessions.size();
}

Session::~Session() {
    close();
    shared_->sessions.erase(this);
    shared_->counters.open = shared_->sessions.size();
    if (shared_->on_session_end) shared_->on_session_end();
}

asio::awaitable<void> Session::run(std::shared_ptr<Session> self) {
    Next next = co_await self->one_request(true);
    while (next == Next::keep && !self->shared_->draining) next = co_await self->one_request(false);
}

asio::awaitable<error_code> Session::fill(std::size_t most, Clock::time_point until) {
    std::size_t const before = in_.size();
    in_.resize(before + most);
    asio::mutable_buffer const space(in_.data() + before, most);
    auto const n = co_await stream_->read_some(space, until);
    in_.resize(before + (n ? *n : 0));
    error_code const ec = n ? error_code() : n.error();
    co_return ec;
}

asio::awaitable<std::optional<std::size_t>> Session::read_header(bool is_first) {
    auto const& limits = shared_->limits;
    std::optional<std::size_t> end;
    if (!is_first) hold(in_.empty() ? Holds::between : Holds::header);
    if (in_.empty()) {
        in_.shrink_to_fit();  // a connection that waits holds no memory of the last body
        idle_ = true;
        auto const until = Clock::now() + (is_first ? limits.header_time : limits.idle_time);
        error_code const ec = co_await fill(std::min(header_step, limits.header_bytes), until);
        idle_ = false;
        if (ec == asio::error::timed_out && is_first) ++shared_->counters.timed_out;
        if (ec) co_return end;
        if (!is_first) hold(Holds::header);
    }
    auto const until = Clock::now() + limits.header_time;
    HeaderScan scan;
    HeaderScan::State state = scan.advance(in_);
    int refusal = 0;
    while (state == HeaderScan::State::more && refusal == 0) {
        if (in_.size() >= limits.header_bytes) {
            refusal = 431;
            break;
        }
        error_code const ec = co_await fill(std::min(header_step, limits.header_bytes - in_.size()), until);
        if (ec && ec != asio::error::timed_out) co_return end;
        if (ec) refusal = 408;
        state = scan.advance(in_);
    }
    hold(Holds::work);
    if (state == HeaderScan::State::bad) refusal = 400;
    if (state == HeaderScan::State::complete && scan.end() > limits.header_bytes) refusal = 431;
    if (refusal == 0) {
        end = scan.end();
        co_return end;
    }
    ++(refusal == 408 ? shared_->counters.timed_out : shared_->counters.refused_framing);
    Reply reply = shared_->answers.refused(refusal);
    co_await refuse(std::move(reply));
    co_return end;
}

std::optional<int> Session::open(std::string_view raw, Opened& opened) const {
    if (auto const refusal = refuse_request_line(raw)) return refusal;
    read_request_line(raw, opened.head);
    opened.head.peer = peer_;
    if (!opened.parser.head(raw, opened.head)) return 400;
    if (auto const refusal = refuse_fields(opened.head, shared_->limits.header_count)) return refusal;
    opened.wants_close = any_lists_token(opened.head.headers, "connection", "close");
    return std::nullopt;
}

const Route* Session::find_route(std::string_view path) const {
    for (auto const& route : shared_->routes) {
        if (path.starts_with(route.prefix)) return &route;
    }
    return nullptr;
}

Reply Session::failure(std::exception_ptr error) {
    ++shared_->counters.failures;
    if (shared_->answers.failed) shared_->answers.failed(error);
    return shared_->answers.refused(500);
}

std::optional<Reply> Session::admit(const Opened& opened, const Route* route) {
    auto const& answers = shared_->answers;
    auto const& head = opened.head;
    if (route == nullptr) return answers.not_found(head);
    if (!allows(*route, head.method)) {
        Reply reply = answers.wrong_method(head);
        if (header(reply.headers, "allow").empty()) reply.headers.emplace_back("allow", allow_field(*route));
        return reply;
    }
    if (route->admit) {
        if (auto refused = route->admit(head)) {
            ++shared_->counters.refused_admission;
            return refused;
        }
    }
    auto const length = opened.parser.content_length();
    if (length && *length > route->body_limit) {
        ++shared_->counters.too_large;
        return answers.refused(413);
    }
    auto const expectation = header(head.headers, "expect");
    if (!expectation.empty() && !lists_token(expectation, "100-continue")) return answers.refused(417);
    return std::nullopt;
}

asio::awaitable<int> Session::read_body(Opened& opened, Reservation& reservation) {
    auto const& limits = shared_->limits;
    std::size_t const announced = opened.parser.content_length().value_or(0);
    if (!reservation.grow_to(announced)) co_return 503;
    if (in_.empty() && !header(opened.head.headers, "expect").empty()) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::const_buffer const line(go_on.data(), go_on.size());
        asio::const_buffer const nothing;
        error_code const ec = co_await stream_->write(line, nothing, Clock::now() + limits.write_time);
        if (ec) co_return -1;
    }
    BodyPace pace(Clock::now(), limits.body_time, limits.body_bytes_per_second);
    for (;;) {
        Fed const fed = opened.parser.body(in_);
        in_.erase(0, fed.used);
        if (fed.state == Feed::bad) co_return 400;
        if (fed.state == Feed::too_large) co_return 413;
        if (!reservation.grow_to(opened.parser.body_size())) co_return 503;
        if (fed.state == Feed::done) co_return 0;
        if (in_.size() > most_unused) co_return 400;
        std::size_t const before = in_.size();
        error_code const ec = co_await fill(body_step, pace.next_check());
        pace.received(in_.size() - before);
        if (ec && ec != asio::error::timed_out) co_return -1;
        if (ec && pace.is_too_slow(Clock::now())) co_return 408;
    }
}

asio::awaitable<Reply> Session::handle(const Route& route, Request request) {
    std::exception_ptr error;
    Reply reply;
    try {
        reply = co_await route.handle(std::move(request));
    } catch (...) {
        error = std::current_exception();
    }
    if (error) {
        reply = failure(error);
        reply.close = true;
    }
    co_return reply;
}

asio::awaitable<Session::Next> Session::one_request(bool is_first) {
    auto const end = co_await read_header(is_first);
    if (!end) co_return Next::close;

    Opened opened(shared_->limits);
    auto const misframed = open(std::string_view(in_).substr(0, *end), opened);
    in_.erase(0, *end);
    Next next = Next::close;
    if (misframed) {
        ++shared_->counters.refused_framing;
        Reply reply = shared_->answers.refused(*misframed);
        next = co_await refuse(std::move(reply));
        co_return next;
    }
    ++shared_->counters.requests;
    bool const has_body = opened.parser.expects_body();
    const Route* const route = find_route(opened.head.path);
    opened.is_head = opened.head.method == "HEAD";
    // A HEAD is a GET whose body is not sent; routes need not know it.
    if (opened.is_head && route != nullptr && !allows(*route, "HEAD")) opened.head.method = "GET";

    std::optional<Reply> refused;
    std::uint64_t const admissions_refused = shared_->counters.refused_admission;
    try {
        refused = admit(opened, route);
    } catch (...) {
        refused = failure(std::current_exception());
        refused->close = true;
    }
    if (refused) {
        bool const was_admission = shared_->counters.refused_admission != admissions_refused;
        if (has_body || was_admission || refused->close) {
            if (opened.is_head) refused->body.clear();
            next = co_await refuse(std::move(*refused));
        } else {
            next = co_await answer(std::move(*refused), opened.wants_close, opened.is_head);
        }
        co_return next;
    }

    Reservation reservation(*shared_);
    if (has_body) {
        opened.parser.limit_body(
            opened.parser.content_length() ? *opened.parser.content_length() : route->body_limit
        );
        int const refusal = co_await read_body(opened, reservation);
        if (refusal == 413) ++shared_->counters.too_large;
        if (refusal == 408) ++shared_->counters.timed_out;
        if (refusal == 400) ++shared_->counters.refused_framing;
        if (refusal < 0) co_return Next::close;
        if (refusal > 0) {
            Reply reply = shared_->answers.refused(refusal);
            next = co_await refuse(std::move(reply));
            co_return next;
        }
    }
    Request request;
    request.head = std::move(opened.head);
    request.body = opened.parser.take_body();
    if (route->stream) {
        co_await stream(*route, std::move(request), opened.is_head);
        co_return Next::close;
    }
    Reply reply = co_await handle(*route, std::move(request));
    next = co_await answer(std::move(reply), opened.wants_close, opened.is_head);
    co_return next;
}

/// What a streaming route writes on.
class Session::Writer final : public ReplyStream {
  public:
    Writer(Session& session, bool without_body) : session_(session), without_body_(without_body) {}

    asio::awaitable<bool> begin(Reply head) override {
        auto header_bytes = reply_header(head, true, std::time(nullptr), false);
        if (!header_bytes || has_begun_) co_return false;
        has_begun_ = true;
        if (!without_body_) *header_bytes += head.body;
        bool const taken = co_await put(std::move(*header_bytes));
        co_return taken && !without_body_;
    }
    asio::awaitable<bool> write(std::string bytes) override {
        if (!has_begun_ || without_body_ || session_.shared_->draining) co_return false;
        bool const taken = co_await put(std::move(bytes));
        co_return taken;
    }
    [[nodiscard]] bool has_begun() const { return has_begun_; }

  private:
    asio::awaitable<bool> put(std::string bytes) {
        asio::const_buffer const first(bytes.data(), bytes.size());
        asio::const_buffer const nothing;
        auto const until = Clock::now() + session_.shared_->limits.write_time;
        error_code const ec = co_await session_.stream_->write(first, nothing, until);
        if (ec == asio::error::timed_out) ++session_.shared_->counters.timed_out;
        co_return !ec;
    }

    Session& session_;
    bool without_body_, has_begun_ = false;
};

asio::awaitable<void> Session::stream(const Route& route, Request request, bool without_body) {
    Writer writer(*this, without_body);
    std::exception_ptr error;
    try {
        co_await route.stream(std::move(request), writer);
    } catch (...) {
        error = std::current_exception();
    }
    if (!error) co_return;
    Reply reply = failure(error);
    if (!writer.has_begun()) {
        [[maybe_unused]] Next const next = co_await answer(std::move(reply), true, without_body);
    }
}

asio::awaitable<Session::Next> Session::answer(Reply reply, bool close, bool without_body) {
    close = close || reply.close || shared_->draining;
    auto header_bytes = reply_header(reply, close, std::time(nullptr));
    if (!header_bytes) {  // a field that would break the framing is a bug of ours
        ++shared_->counters.failures;
        close = true;
        reply = Reply();
        reply.status = 500;
        reply.body = "{}";
        header_bytes = reply_header(reply, close, std::time(nullptr));
    }
    bool const sends_body = !without_body && has_body(reply.status);
    asio::const_buffer const first(header_bytes->data(), header_bytes->size());
    asio::const_buffer const second(reply.body.data(), sends_body ? reply.body.size() : 0);
    error_code const ec = co_await stream_->write(first, second, Clock::now() + shared_->limits.write_time);
    if (ec == asio::error::timed_out) ++shared_->counters.timed_out;
    Next const next = ec || close ? Next::close : Next::keep;
    co_return next;
}

asio::awaitable<Session::Next> Session::refuse(Reply reply) {
    Next const next = co_await answer(std::move(reply), true, false);
    co_await linger();
    co_return next;
}

asio::awaitable<void> Session::linger() {
    error_code ec;
    holds_ = Holds::header, since_ = Clock::time_point::min();  // it was told: the first to go
    stream_->wire().socket.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
    auto const until = Clock::now() + std::min(linger_time, shared_->limits.write_time);
    std::size_t thrown_away = 0;
    while (!ec && thrown_away < most_thrown_away) {
        in_.clear();
        ec = co_await fill(header_step, until);
        thrown_away += in_.size();
    }
}

}  // namespace adapters::net::detail
