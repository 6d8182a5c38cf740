#include "bot/service/supervisor.hpp"

#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace supervisor_test {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using bot::service::Supervisor;

/// The other end of $NOTIFY_SOCKET.
class Systemd {
  public:
    explicit Systemd(bool is_abstract = false) {
        std::string pattern = (fs::temp_directory_path() / "phare-notify-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        name_ = (is_abstract ? "@" : "") + (folder_ / "notify").string();
        socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        name_.copy(at.sun_path, name_.size());
        if (is_abstract) at.sun_path[0] = '\0';
        auto const length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
        if (bind(socket_, reinterpret_cast<const sockaddr*>(&at), length) != 0) ADD_FAILURE() << "bind " << name_;
    }
    ~Systemd() {
        close(socket_);
        fs::remove_all(folder_);
    }
    [[nodiscard]] const std::string& name() const { return name_; }
    /// First lines of what came since the last time.
    std::vector<std::string> heard() {
        std::vector<std::string> all;
        char buffer[512];
        for (ssize_t n = 0; (n = recv(socket_, buffer, sizeof buffer, 0)) > 0;) {
            std::string const text(buffer, static_cast<std::size_t>(n));
            all.push_back(text.substr(0, text.find('\n')));
        }
        return all;
    }

  private:
    fs::path folder_;
    std::string name_;
    int socket_ = -1;
};

TEST(Supervisor, SaysReadyAndStopping) {
    for (bool const is_abstract : {false, true}) {
        Systemd systemd(is_abstract);
        Supervisor supervisor({systemd.name(), {}});

        supervisor.ready();
        supervisor.stopping();

        EXPECT_EQ(systemd.heard(), (std::vector<std::string>{"READY=1", "STOPPING=1"}));
    }
}

TEST(Supervisor, PingsThreeTimesAPeriodUntilItStops) {
    Systemd systemd;
    Supervisor supervisor({systemd.name(), 30s});
    tests::VirtualTime time{bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 29))};
    tests::VirtualAlarm alarm(time);
    boost::asio::io_context context(1);
    auto const play = [&](std::chrono::milliseconds span) {
        auto const end = time.now() + span;
        for (;;) {
            context.restart();
            context.poll();
            if (time.idle() || time.next() > end) return;
            time.step();
        }
    };

    boost::asio::co_spawn(context, supervisor.watch(alarm), boost::asio::detached);
    play(29s);
    EXPECT_EQ(systemd.heard(), (std::vector<std::string>(3, "WATCHDOG=1")));
    play(31s);
    EXPECT_EQ(systemd.heard().size(), 3U);
    supervisor.stopping();
    play(5min);
    EXPECT_EQ(systemd.heard(), std::vector<std::string>{"STOPPING=1"});
    EXPECT_TRUE(time.idle());
}

TEST(Supervisor, StartedByHandItTellsNobodyAndAWatchdogOfSomebodyElseIsNotOurs) {
    unsetenv("NOTIFY_SOCKET");
    setenv("WATCHDOG_USEC", "30000000", 1);
    setenv("WATCHDOG_PID", "1", 1);

    auto const settings = Supervisor::from_environment();

    EXPECT_TRUE(settings.socket.empty());
    EXPECT_FALSE(settings.watchdog);
    EXPECT_EQ(std::getenv("WATCHDOG_USEC"), nullptr);
    Supervisor supervisor(settings);
    supervisor.ready();
    Supervisor nobody_there({"/nonexistent/notify", {}});
    nobody_there.ready();
}

TEST(Supervisor, TakesTheWatchdogThatIsMeantForIt) {
    setenv("NOTIFY_SOCKET", "/run/systemd/notify", 1);
    setenv("WATCHDOG_USEC", "30000000", 1);
    setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);

    auto const settings = Supervisor::from_environment();

    EXPECT_EQ(settings.socket, "/run/systemd/notify");
    EXPECT_EQ(settings.watchdog, std::chrono::microseconds(30s));
    setenv("WATCHDOG_USEC", "30 s", 1);
    EXPECT_FALSE(Supervisor::from_environment().watchdog);
}

}  // namespace supervisor_test
