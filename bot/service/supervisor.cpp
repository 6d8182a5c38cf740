#include "bot/service/supervisor.hpp"

#include "bot/delivery/commit.hpp"

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bot::service {

namespace asio = boost::asio;

namespace {

std::optional<std::int64_t> number_in(const char* variable) {
    auto const* const text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    std::int64_t number = 0;
    auto const* const end = text + std::strlen(text);
    auto const [stop, error] = std::from_chars(text, end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

}  // namespace

Supervisor::Settings Supervisor::from_environment() {
    Settings settings;
    if (auto const* const socket = std::getenv("NOTIFY_SOCKET")) settings.socket = socket;
    auto const period = number_in("WATCHDOG_USEC");
    auto const meant = number_in("WATCHDOG_PID");
    if (period && *period > 0 && (!meant || *meant == getpid())) settings.watchdog = std::chrono::microseconds(*period);
    for (auto const* const variable : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(variable);
    return settings;
}

Supervisor::Supervisor(Settings settings) : settings_(std::move(settings)) {
    if (!settings_.socket.empty()) socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

Supervisor::~Supervisor() {
    if (socket_ >= 0) close(socket_);
}

void Supervisor::ready() { tell("READY=1\nSTATUS=Phare répond"); }

void Supervisor::stopping() {
    running_ = false;
    tell("STOPPING=1\nSTATUS=Phare finit ce qui est en cours");
}

asio::awaitable<void> Supervisor::watch(delivery::Alarm& alarm) {
    if (socket_ < 0 || !settings_.watchdog) co_return;
    // systemd advises half the period; a third forgives one ping that came late.
    auto const every = std::chrono::ceil<std::chrono::milliseconds>(*settings_.watchdog / 3);
    while (running_) {
        tell("WATCHDOG=1");
        co_await delivery::rest(alarm, every);
    }
}

void Supervisor::tell(std::string_view words) const {
    if (socket_ < 0) return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    if (settings_.socket.size() >= sizeof to.sun_path) return;
    settings_.socket.copy(to.sun_path, settings_.socket.size());
    if (to.sun_path[0] == '@') to.sun_path[0] = '\0';
    auto const length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + settings_.socket.size());
    // Sent without waiting: a full socket must not hold the loop; the next ping is a third of a period away.
    static_cast<void>(sendto(socket_, words.data(), words.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&to), length));
}

}  // namespace bot::service
