#include "bot/service/mail_side.hpp"

#include "adapters/email/file_mailer.hpp"
#include "adapters/email/unsubscribe_routes.hpp"

#include <boost/asio/post.hpp>

namespace bot::service {

namespace {

std::unique_ptr<adapters::email::Mailer> mailer_of(const MailSideSettings& settings, std::shared_ptr<const std::atomic<bool>> stop) {
    if (!settings.mail_dir.empty()) return std::make_unique<adapters::email::FileMailer>(settings.mail_dir);
    auto relay = settings.relay;
    relay.stop = std::move(stop);
    return std::make_unique<adapters::email::RelayMailer>(std::move(relay), settings.hello);
}

}  // namespace

MailSide::MailSide(db::Store& store, delivery::Alarm& alarm, MailSideSettings settings)
    : store_(store),
      alarm_(alarm),
      mailer_(mailer_of(settings, stop_)),
      channel_(
          store, alarm, *mailer_, [this](std::function<void()> job) { boost::asio::post(worker_, std::move(job)); }, settings.mail
      ) {}

MailSide::~MailSide() {
    stop_->store(true);
    worker_.join();
}

boost::asio::awaitable<void> MailSide::close() {
    co_return;  // what is under way may end while the loops come to rest; the destructor ends it otherwise
}

std::vector<adapters::net::Route> MailSide::routes() const {
    return adapters::email::unsubscribe_routes(store_, alarm_, channel_.settings());
}

}  // namespace bot::service
