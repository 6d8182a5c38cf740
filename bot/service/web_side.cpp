#include "bot/service/web_side.hpp"

#include "bot/delivery/cause.hpp"
#include "bot/observing/log.hpp"
#include "bot/talking/people.hpp"

#include <algorithm>

namespace bot::service {

namespace asio = boost::asio;
namespace web = adapters::web;
using namespace std::chrono_literals;
using observing::Field;
using observing::Level;
using observing::What;

namespace {

web::ChatSettings settings_of(const commands::Config::Web& config) {
    web::ChatSettings settings;
    settings.place.origin = config.url;
    settings.place.proxies = config.proxies;
    settings.leave_to = config.leave_to;
    settings.lifetime.idle = std::chrono::floor<std::chrono::minutes>(config.forget_after);
    settings.lifetime.warned = std::min(settings.lifetime.warned, settings.lifetime.idle / 3);
    return settings;
}

}  // namespace

WebSide::WebSide(asio::io_context& loop, const commands::Config::Web& config, const talking::Tools& tools)
    : loop_(loop),
      listen_(config.listen),
      settings_(settings_of(config)),
      texts_(tools.messages, tools.young_register, settings_.lifetime, talking::all_numbers(tools, tools.young_register), config.contact),
      hub_(loop.get_executor()),
      channel_(hub_, settings_.lifetime) {}

void WebSide::serve_bureau(office::Office& office, std::vector<delivery::Channel*> channels) {
    office_ = &office;
    link_channels_ = std::move(channels);
}

void WebSide::open(const Ends& ends) {
    endpoint_.emplace(loop_.get_executor(), ends.store, ends.alarm, hub_, texts_, ends.admitted, settings_);
    auto answers = endpoint_->answers();
    answers.failed = [](std::exception_ptr failure) {
        delivery::tell_failure("page", failure);
    };
    auto routes = endpoint_->routes();
    if (office_ != nullptr) {
        auto const& tools = office_->tools();
        auto const base = settings_.place.origin.empty() ? "http://" + listen_.address + ":" + std::to_string(listen_.port) : settings_.place.origin;
        door_.emplace(ends.store, ends.alarm, ends.postman, tools.rights, tools.messages, link_channels_, base);
        entrance_.emplace(*office_, *door_);
        web::bureau::BureauSettings settings;
        settings.place = settings_.place;
        bureau_.emplace(loop_.get_executor(), ends.store, *office_, ends.alarm, *door_, tools.messages, std::move(settings));
        for (auto& route : bureau_->routes()) routes.push_back(std::move(route));
    }
    server_.emplace(loop_.get_executor(), std::move(routes), adapters::net::Limits(), std::move(answers));
    auto const port = server_->listen(listen_.address, listen_.port);
    observing::log(Level::info, What::listening, {Field("port", port), Field("face", "web")});
}

asio::awaitable<void> WebSide::close() {
    hub_.stop();  // open pages would hold us for a heartbeat
    co_await server_->drain(5s);
}

}  // namespace bot::service
