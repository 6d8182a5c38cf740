#include "bot/service/mail_intake_side.hpp"

#include "bot/delivery/cause.hpp"
#include "bot/observing/log.hpp"
#include "bot/service/mail_settings.hpp"

#include <boost/asio/post.hpp>

#include <iterator>

namespace bot::service {

namespace asio = boost::asio;
namespace email = adapters::email;
using namespace std::chrono_literals;
using observing::Field;
using observing::Level;
using observing::What;

MailIntakeSide::MailIntakeSide(asio::io_context& loop, const commands::MailConfig& config, std::string key, std::vector<adapters::net::Route> further)
    : loop_(loop), config_(config), key_(std::move(key)), further_(std::move(further)) {}

MailIntakeSide::~MailIntakeSide() {
    if (poller_) poller_->stop();
    if (errands_) errands_->stop();
    worker_.join();
    files_worker_.join();
}

void MailIntakeSide::open(const Ends& ends) {
    intake_.emplace(loop_.get_executor(), ends.store, ends.admitted);
    if (config_.lmtp) open_lmtp(ends.alarm);
    if (config_.imap)
        poller_.emplace(imap_settings(*config_.imap, email::Limits()), *intake_, ends.alarm, [this](std::function<void()> job) {
            asio::post(worker_, std::move(job));
        });
    // Also without a key: what an earlier run left waiting comes in, with the names of its files alone.
    errands_.emplace(loop_.get_executor(), provider_api(config_), email::Limits(), *intake_, ends.alarm, [this](std::function<void()> job) {
        asio::post(files_worker_, std::move(job));
    });
    if (config_.needs_http()) open_http(ends.alarm);
}

void MailIntakeSide::open_lmtp(delivery::Alarm& alarm) {
    email::LmtpServer::Options options;
    options.hostname = config_.hello;
    options.instead = config_.address;
    options.recipient = [config = config_, key = key_, &alarm](std::string_view address, std::string_view sender) {
        return verdict_on(config, key, {address, sender, std::chrono::floor<std::chrono::days>(alarm.stamp())});
    };
    lmtp_.emplace(loop_.get_executor(), *intake_, std::move(options), [&alarm] { return alarm.stamp(); });
    std::uint16_t port = 0;
    if (config_.lmtp->socket.empty())
        port = lmtp_->listen(config_.lmtp->listen.address, config_.lmtp->listen.port);
    else
        lmtp_->listen(config_.lmtp->socket);
    observing::log(Level::info, What::listening, {Field("lmtp_port", port)});
}

void MailIntakeSide::open_http(delivery::Alarm& alarm) {
    auto access = webhook_access(config_, email::Limits());
    if (provider_api(config_)) access.files_wait = [this] { errands_->wake(); };
    auto routes = email::webhook_routes(*intake_, std::move(access), [&alarm] { return alarm.stamp(); });
    std::move(further_.begin(), further_.end(), std::back_inserter(routes));
    adapters::net::HttpServer::Answers answers;
    answers.failed = [](std::exception_ptr failure) { delivery::tell_failure("mail_http", failure); };
    server_.emplace(loop_.get_executor(), std::move(routes), adapters::net::Limits(), std::move(answers));
    auto const port = server_->listen(config_.listen.address, config_.listen.port);
    observing::log(Level::info, What::listening, {Field("mail_port", port)});
}

void MailIntakeSide::start() {
    errands_->wake();
    if (poller_) spawn(loop_, "imap", [this] { return poller_->run(); });
}

asio::awaitable<void> MailIntakeSide::close() {
    if (poller_) poller_->stop();
    if (errands_) errands_->stop();
    if (lmtp_) co_await lmtp_->drain(5s);
    if (server_) co_await server_->drain(5s);
}

const adapters::net::Counters* MailIntakeSide::http() const {
    return server_ ? &server_->counters() : nullptr;
}

}  // namespace bot::service
