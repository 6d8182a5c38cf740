#include "bot/service/api_side.hpp"

#include "bot/delivery/cause.hpp"
#include "bot/observing/log.hpp"

namespace bot::service {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using observing::Field;
using observing::Level;
using observing::What;

namespace {

adapters::net::Rate rate_of(const commands::ApiConfig& config) {
    adapters::net::Rate rate;
    rate.per_minute = config.per_minute;
    rate.burst = config.burst;
    return rate;
}

adapters::net::HttpServer::Answers answers() {
    auto answers = adapters::api::ApiEndpoint::answers();
    answers.failed = [](std::exception_ptr failure) { delivery::tell_failure("api", failure); };
    return answers;
}

}  // namespace

Tokens::Tokens(const commands::Config& config, delivery::Alarm& alarm)
    : file_(commands::tokens_file(config.api.value_or(commands::ApiConfig()), config.data.folder)),
      gate_(file_, alarm, rate_of(config.api.value_or(commands::ApiConfig())), adapters::net::Rate{30, 10}, config.api.value_or(commands::ApiConfig()).proxies) {}

adapters::objectives::Doors Tokens::doors() {
    using adapters::api::Scope;
    auto const imports = gate_.for_scope(Scope::imports_write), read = gate_.for_scope(Scope::objectives_read);
    // Who may bring figures may see where they led.
    auto const either = [imports, read](const adapters::net::RequestHead& head) { return imports(head) ? read(head) : std::nullopt; };
    return {imports, read, gate_.for_scope(Scope::alerts_write), either, gate_.for_scope(Scope::money_read), gate_.asker(Scope::imports_write)};
}

ApiSide::ApiSide(
    asio::io_context& loop,
    const commands::ApiConfig& config,
    db::Store& store,
    delivery::Alarm& alarm,
    adapters::api::Gate& gate,
    std::shared_ptr<const evaluating::Evaluator> evaluator,
    office::Office* office
)
    : listen_(config.listen),
      endpoint_(gate, alarm, std::move(evaluator), office, store),
      server_(loop.get_executor(), endpoint_.routes(), adapters::net::Limits(), answers()) {}

void ApiSide::open() {
    auto const port = server_.listen(listen_.address, listen_.port);
    observing::log(Level::info, What::listening, {Field("port", port), Field("face", "api")});
}

asio::awaitable<void> ApiSide::close() { co_await server_.drain(5s); }

}  // namespace bot::service
