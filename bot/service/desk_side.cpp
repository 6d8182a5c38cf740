#include "bot/service/desk_side.hpp"

#include "adapters/objectives/objective_routes.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/desk/metrics.hpp"
#include "bot/observing/log.hpp"

#include <fstream>

namespace bot::service {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using observing::Field;
using observing::Level;
using observing::What;

namespace {

std::string token_in(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string token;
    std::getline(in, token);
    constexpr std::size_t shortest = 16;
    if (token.size() < shortest)
        throw std::runtime_error(file.string() + "\u00A0: la première ligne n’est pas un jeton. Écrivez-y le jeton d’Alertmanager, 16 caractères au moins");
    return token;
}

}  // namespace

adapters::objectives::AlertmanagerSettings alertmanager_settings(const commands::Config::Desk& config) {
    auto const& file = config.alertmanager_token_file;
    return {config.alertmanager_url, file.empty() ? std::string() : token_in(file), config.alertmanager_ca_file.string()};
}

DeskSide::DeskSide(
    asio::io_context& loop,
    const commands::Config::Desk& config,
    const Ends& ends,
    std::vector<delivery::Channel*> channels,
    std::shared_ptr<const desk::Tools> tools,
    adapters::objectives::Doors doors
)
    : loop_(loop),
      alarm_(ends.alarm),
      listen_(config.listen),
      doors_(std::move(doors)),
      office_(loop.get_executor(), ends.store, ends.alarm, std::move(tools), std::move(channels), ends.postman) {
    if (!config.alertmanager_url.empty()) alertmanager_.emplace(loop.get_executor(), alertmanager_settings(config));
    if (!office_.load()) throw std::runtime_error("ce que le bureau a noté est abîmé. Revenez à une copie\u00A0: phare restore");
}

void DeskSide::open() {
    if (listen_.port == 0) return;
    server_.emplace(loop_.get_executor(), adapters::objectives::objective_routes(office_, doors_));
    auto const port = server_->listen(listen_.address, listen_.port);
    observing::log(Level::info, What::listening, {Field("desk_port", port)});
}

void DeskSide::start() {
    spawn(loop_, "desk", [this] { return office_.run(); });
    if (alertmanager_) spawn(loop_, "alertmanager", [this] { return push(); });
}

asio::awaitable<void> DeskSide::push() {
    while (running_) {
        auto alerts = desk::alerts_to_push(office_.tools(), office_.state(), *office_.overview(), alarm_.stamp());
        // What came of it is in the log; the next round sends all of it again.
        [[maybe_unused]] auto const round = co_await alertmanager_->push(std::move(alerts));
        co_await delivery::rest(alarm_, desk::push_every);
    }
}

asio::awaitable<void> DeskSide::close() {
    running_ = false;
    office_.stop();
    if (server_) co_await server_->drain(5s);
}

std::string DeskSide::metrics() const { return desk::metrics_text(office_.tools(), *office_.overview()); }

}  // namespace bot::service
