#include "adapters/objectives/alertmanager.hpp"

#include "bot/observing/log.hpp"

#include <stdexcept>
#include <utility>

namespace adapters::objectives {

using bot::observing::Field;
using bot::observing::Level;
using bot::observing::log;
using bot::observing::What;

namespace {

constexpr std::chrono::seconds patience{15};

net::Origin origin_of(const std::string& url) {
    auto const origin = net::parse_origin(url);
    if (!origin) throw std::invalid_argument("desk.alertmanager.url n’est pas une adresse http ou https");
    return *origin;
}

}  // namespace

Alertmanager::Alertmanager(boost::asio::any_io_executor executor, AlertmanagerSettings settings)
    : settings_(std::move(settings)),
      http_(std::move(executor), origin_of(settings_.url), settings_.ca_file, 1) {}

void Alertmanager::note(bool reached) {
    if (reached == reached_) return;
    reached_ = reached;
    log(reached ? Level::info : Level::warning, reached ? What::peer_up : What::peer_down, {Field("peer", "alertmanager")});
}

net::Call Alertmanager::call(std::string body) const {
    net::Call call;
    call.method = "POST";
    call.target = "/api/v2/alerts";
    if (!settings_.token.empty()) call.headers = {{"authorization", "Bearer " + settings_.token}};
    call.body = std::move(body);
    call.limit = patience;
    call.reply_limit = std::size_t{64} << 10U;
    return call;
}

boost::asio::awaitable<int> Alertmanager::try_out() {
    net::Call nothing = call("[]");
    auto const answer = co_await http_.call(std::move(nothing));
    co_return answer ? answer->status : 0;
}

boost::asio::awaitable<Alertmanager::Round> Alertmanager::push(std::vector<bot::desk::Pushed> alerts) {
    Round round;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        auto const& alert = alerts[i];
        net::Call one = call(alert.body);
        auto const answer = co_await http_.call(std::move(one));
        bool const away = !answer || answer->status >= 500 || answer->status == 429;
        note(!away);
        if (away) {
            round.unsent = static_cast<int>(alerts.size() - i);
            break;
        }
        if (answer->status >= 200 && answer->status < 300) {
            refused_.erase(alert.name);
            ++round.taken;
            continue;
        }
        ++round.refused;
        if (refused_.insert(alert.name).second)
            log(Level::error, What::peer_refuses_us, {Field("peer", "alertmanager"), Field("status", answer->status)});
    }
    co_return round;
}

}  // namespace adapters::objectives
