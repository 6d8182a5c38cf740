#include "bot/service/service.hpp"

#include "adapters/health/health_routes.hpp"
#include "bot/commands/backup_folder.hpp"
#include "bot/delivery/cause.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"
#include "bot/service/mail_intake_side.hpp"
#include "bot/service/mail_settings.hpp"
#include "bot/service/matrix_side.hpp"
#include "bot/service/web_side.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace bot::service {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using observing::Field;
using observing::Level;
using observing::What;

namespace {

delivery::PumpSettings pump_settings(const commands::Config& config) {
    delivery::PumpSettings settings;
    settings.outage_after = config.outage_after;
    settings.settle = config.settle;
    settings.loop.fast = config.fast_reply;
    return settings;
}

std::vector<std::unique_ptr<Side>> sides_of(
    asio::io_context& loop, const commands::Config& config, db::Store& store, delivery::Alarm& alarm, const talking::Tools& tools, WebSide*& web
) {
    std::vector<std::unique_ptr<Side>> sides;
    if (config.matrix) sides.push_back(std::make_unique<MatrixSide>(loop, *config.matrix));
    if (config.email) {
        auto settings = mail_side_settings(config);
        auto key = settings.mail.key;
        auto outwards = std::make_unique<MailSide>(store, alarm, std::move(settings));
        sides.push_back(std::make_unique<MailIntakeSide>(loop, *config.email, std::move(key), outwards->routes()));
        sides.push_back(std::move(outwards));
    }
    if (config.web) {
        auto page = std::make_unique<WebSide>(loop, *config.web, tools);
        web = page.get();
        sides.push_back(std::move(page));
    }
    return sides;
}

}  // namespace

void spawn_named(asio::io_context& loop, std::string_view task, std::function<asio::awaitable<void>()> body) {
    asio::co_spawn(loop, std::move(body), [task](std::exception_ptr failure) {
        delivery::tell_failure(task, failure);
    });
}

Service::Service(
    const commands::Config& config,
    std::unique_ptr<db::Store> store,
    talking::Tools tools,
    std::shared_ptr<const desk::Tools> desk,
    std::shared_ptr<const evaluating::Evaluator> evaluator,
    std::function<std::chrono::sys_days(Instant)> day,
    int end
)
    : config_(config),
      end_(loop_, end),
      store_(std::move(store)),
      alarm_(loop_.get_executor(), std::move(day)),
      supervisor_(Supervisor::from_environment()),
      sides_(sides_of(loop_, config, *store_, alarm_, tools, web_)),
      postman_(loop_.get_executor(), *store_, alarm_, channels()),
      tokens_(config, alarm_),
      desk_(desk ? std::make_unique<DeskSide>(loop_, *config.desk, Ends{*store_, alarm_, postman_, {}}, channels(), std::move(desk), tokens_.doors()) : nullptr),
      api_(config.api && evaluator ? std::make_unique<ApiSide>(loop_, *config.api, *store_, alarm_, tokens_.gate(), std::move(evaluator), desk_ ? &desk_->office() : nullptr) : nullptr),
      pump_(loop_.get_executor(), *store_, alarm_, with_figures(std::move(tools)), channels(), postman_, pump_settings(config)),
      health_(
          loop_.get_executor(),
          adapters::health::health_routes(
              *store_, alarm_, [this] { measure(); }, [this] { return desk_ ? desk_->metrics() : std::string(); }
          )
      ),
      upkeep_(*store_, alarm_, {config.backup.folder, config.backup.every, config.backup.keep, commands::backup_request(config.data.folder)}) {}

bool Service::run() {
    if (web_ != nullptr && desk_) web_->serve_bureau(desk_->office(), channels());
    for (auto const& side : sides_) side->open({*store_, alarm_, postman_, [this] { pump_.wake(); }});
    if (desk_) {
        desk_->open();
        auto* const entrance = web_ != nullptr ? web_->entrance() : nullptr;
        pump_.set_front_desk(entrance != nullptr ? entrance : &desk_->office());
    }
    if (api_) api_->open();
    auto const health_port = health_.listen(config_.metrics.address, config_.metrics.port);
    observing::log(Level::info, What::listening, {Field("health_port", health_port)});
    postman_.start();
    pump_.start();
    for (auto const& side : sides_) side->start();
    if (desk_) desk_->start();
    spawn(loop_, "upkeep", [this] { return upkeep_.run(); });
    end_.async_wait(asio::posix::stream_descriptor::wait_read, [this](boost::system::error_code error) {
        if (!error) spawn(loop_, "shutdown", [this] { return shut_down(); });
    });
    // Ports are taken and the loop turns: whoever waits for us in the start order may go on.
    spawn(loop_, "watchdog", [this] { return supervisor_.watch(alarm_); });
    asio::post(loop_, [this] { supervisor_.ready(); });
    bool is_well = true;
    try {
        loop_.run();
    } catch (const std::exception&) {
        delivery::tell_failure("loop", std::current_exception());
        is_well = false;
    }
    store_->close();
    observing::log(Level::info, What::stopped);
    return is_well;
}

std::vector<delivery::Channel*> Service::channels() const {
    std::vector<delivery::Channel*> all;
    for (auto const& side : sides_)
        for (auto* channel : side->channels()) all.push_back(channel);
    return all;
}

/// The pump, which asks, dies before the office, which answers.
talking::Tools Service::with_figures(talking::Tools tools) const {
    if (desk_) tools.figures = std::shared_ptr<const talking::Figures>(std::shared_ptr<void>(), &desk_->office());
    return tools;
}

void Service::measure() {
    using observing::Count, observing::Gauge;
    adapters::net::Counters http;
    std::vector<const adapters::net::Counters*> all;
    for (auto const& side : sides_) all.push_back(side->http());
    if (api_) all.push_back(api_->http());
    for (auto const* one : all) {
        if (!one) continue;
        http.open += one->open;
        http.requests += one->requests;
        http.refused_framing += one->refused_framing;
        http.refused_admission += one->refused_admission;
        http.too_large += one->too_large;
        http.timed_out += one->timed_out;
        http.refused_peers += one->refused_peers;
        http.failures += one->failures;
    }
    observing::set(Gauge::connections_open, static_cast<double>(http.open));
    for (auto const& [what, total] : std::initializer_list<std::pair<Count, std::uint64_t>>{
             {Count::http_requests, http.requests},
             {Count::http_refused_framing, http.refused_framing},
             {Count::http_refused_admission, http.refused_admission},
             {Count::http_too_large, http.too_large},
             {Count::http_timed_out, http.timed_out},
             {Count::http_refused_peers, http.refused_peers},
             {Count::http_failures, http.failures}})
        observing::count_up_to(what, total);
    std::error_code unknown;
    auto const space = std::filesystem::space(config_.data.folder, unknown);
    if (!unknown) observing::set(Gauge::free_bytes, static_cast<double>(space.available));
}

asio::awaitable<void> Service::shut_down() {
    observing::log(Level::info, What::stopping);
    supervisor_.stopping();
    upkeep_.stop();
    if (api_) co_await api_->close();
    if (desk_) co_await desk_->close();
    for (auto const& side : sides_) co_await side->close();
    pump_.stop();
    postman_.stop();
    for (int i = 0; i < 100 && !(pump_.resting() && postman_.resting()); ++i)
        co_await delivery::rest(alarm_, 50ms);
    co_await health_.drain(1s);
    alarm_.cancel();
    loop_.stop();  // what is left waits on peers; it is in the store and goes on at the next start
}

}  // namespace bot::service
