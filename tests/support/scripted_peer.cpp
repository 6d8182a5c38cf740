#include "tests/support/scripted_peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

namespace tests {

struct ScriptedPeer::Impl {
    std::vector<std::vector<Step>> connections;
    int listener = -1;
    std::uint16_t port = 0;
    std::string heard;
    std::thread thread;

    /// \returns false: it hung up.
    /// A goodbye that the script does not expect is one too.
    static bool wait_for(int socket, std::string& pending, std::string& heard, const std::string& expect) {
        for (;;) {
            std::string_view const mark = expect == the_dot ? "\r\n.\r\n" : "\r\n";
            if (auto const end = pending.find(mark); end != std::string::npos) {
                std::string const line = pending.substr(0, end);
                pending.erase(0, end + mark.size());
                bool const goodbye = line.starts_with("QUIT") || line.ends_with("LOGOUT");
                if (goodbye && !expect.starts_with("QUIT")) {  // any server answers that
                    static_cast<void>(::send(socket, "221 bye\r\n", 9, MSG_NOSIGNAL));
                    return false;
                }
                return expect == the_dot || line.starts_with(expect);
            }
            std::array<char, 4096> buffer;
            auto const got = ::recv(socket, buffer.data(), buffer.size(), 0);
            if (got <= 0) return false;
            pending.append(buffer.data(), static_cast<std::size_t>(got));
            heard.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }

    void play(int socket, const std::vector<Step>& steps) {
        std::string pending;
        for (auto const& step : steps) {
            if (!step.expect.empty() && !wait_for(socket, pending, heard, step.expect)) return;
            if (step.answer == hang_up) return;
            if (::send(socket, step.answer.data(), step.answer.size(), MSG_NOSIGNAL) < 0) return;
        }
        while (wait_for(socket, pending, heard, "")) {}  // what is said after the last line
    }
};

ScriptedPeer::ScriptedPeer(std::vector<std::vector<Step>> connections) : impl_(std::make_unique<Impl>()) {
    impl_->connections = std::move(connections);
    impl_->listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (impl_->listener < 0 || ::bind(impl_->listener, generic, size) != 0 || ::listen(impl_->listener, 8) != 0 ||
        ::getsockname(impl_->listener, generic, &size) != 0)
        throw std::runtime_error("no port on loopback");
    impl_->port = ntohs(address.sin_port);
    impl_->thread = std::thread([impl = impl_.get()] {
        for (auto const& steps : impl->connections) {
            int const socket = ::accept(impl->listener, nullptr, nullptr);
            if (socket < 0) return;
            impl->play(socket, steps);
            ::close(socket);
        }
    });
}

ScriptedPeer::~ScriptedPeer() {
    ::shutdown(impl_->listener, SHUT_RDWR);  // wakes accept
    if (impl_->thread.joinable()) impl_->thread.join();
    ::close(impl_->listener);
}

std::uint16_t ScriptedPeer::port() const {
    return impl_->port;
}

std::string ScriptedPeer::heard() {
    ::shutdown(impl_->listener, SHUT_RDWR);
    if (impl_->thread.joinable()) impl_->thread.join();
    return impl_->heard;
}

}  // namespace tests
