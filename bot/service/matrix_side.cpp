#include "bot/service/matrix_side.hpp"

#include "adapters/matrix/registration.hpp"

#include "bot/delivery/cause.hpp"
#include "bot/observing/log.hpp"

namespace bot::service {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using observing::Field;
using observing::Level;
using observing::What;

adapters::matrix::Settings matrix_settings(const commands::Config::Matrix& config, bool with_tokens) {
    adapters::matrix::Settings settings;
    settings.homeserver_url = config.homeserver;
    settings.ca_file = config.ca_file;
    settings.server_name = config.server_name;
    settings.url = config.url;
    settings.sender_localpart = config.sender;
    settings.display_name = config.display_name;
    settings.rooms = config.rooms;
    settings.allowed_servers = config.servers;
    settings.max_members = static_cast<std::size_t>(config.max_members);
    if (!with_tokens) return settings;
    return adapters::matrix::with_registration(
        settings, adapters::matrix::read_registration(config.registration)
    );
}

MatrixSide::MatrixSide(asio::io_context& loop, const commands::Config::Matrix& config)
    : loop_(loop),
      listen_(config.listen),
      settings_(matrix_settings(config, true)),
      client_(std::make_shared<adapters::matrix::CsClient>(loop.get_executor(), settings_)),
      channel_(loop.get_executor(), client_) {}

void MatrixSide::open(const Ends& ends) {
    endpoint_.emplace(
        settings_,
        ends.store,
        [admitted = ends.admitted](auto const&) { admitted(); },
        [&alarm = ends.alarm] { return alarm.stamp().time_since_epoch().count(); }
    );
    // The endpoint's own words, and a line in the log when a route of ours threw.
    auto answers = adapters::matrix::HomeserverEndpoint::answers();
    answers.failed = [](std::exception_ptr failure) {
        delivery::tell_failure("http", failure);
    };
    server_.emplace(loop_.get_executor(), endpoint_->routes(), adapters::net::Limits(), std::move(answers));
    startup_.emplace(loop_.get_executor(), client_, [this] { return endpoint_->last_heard(); });
    // Whoever notices first that the homeserver is back: what waited for it goes at once.
    client_->on_return = [&postman = ends.postman, ping = client_->on_return] {
        if (ping) ping();
        postman.peer_is_back();
    };
    auto const port = server_->listen(listen_.address, listen_.port);
    observing::log(Level::info, What::listening, {Field("port", port)});
}

void MatrixSide::start() {
    // Listening came first: a ping that succeeds makes the homeserver send at once what it kept for us.
    spawn(loop_, "startup", [this] { return introduce(); });
}

asio::awaitable<void> MatrixSide::introduce() {
    [[maybe_unused]] bool const known = co_await startup_->introduce();
    co_await startup_->watch();
}

asio::awaitable<void> MatrixSide::close() {
    startup_->stop();
    co_await server_->drain(5s);
}

const adapters::net::Counters* MatrixSide::http() const {
    return server_ ? &server_->counters() : nullptr;
}

}  // namespace bot::service
