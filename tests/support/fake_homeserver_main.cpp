// The fake homeserver as a program, so that the real `phare` can be run against it and killed.
//
//   fake_homeserver_main [--registration FILE] [--server-name NAME] [--port N] [--unit-ms N] [--limit-ms N]
//
// Prints its URL on stdout, then serves until it is ended. Control requests: fake_control.cpp. Tokens, id,
// sender and the application service's url come from the registration file.
#include "adapters/matrix/registration.hpp"
#include "tests/support/fake_homeserver.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
    try {
        tests::HomeserverOptions options;
        std::string appservice;
        int port = 0;
        for (int i = 1; i + 1 < argc; i += 2) {
            std::string_view const name = argv[i];
            std::string const value = argv[i + 1];
            if (name == "--registration") {
                auto const registration = adapters::matrix::read_registration(value);
                options.id = registration.id;
                options.as_token = registration.as_token;
                options.hs_token = registration.hs_token;
                options.sender_localpart = registration.sender_localpart;
                appservice = registration.url;
            } else if (name == "--server-name") {
                options.server_name = value;
            } else if (name == "--port") {
                port = std::stoi(value);
            } else if (name == "--unit-ms") {
                options.unit = std::chrono::milliseconds(std::stoi(value));
            } else if (name == "--limit-ms") {
                options.request_limit = std::chrono::milliseconds(std::stoi(value));
            } else {
                std::cerr << "unknown option " << name << "\n";
                return 2;
            }
        }
        boost::asio::io_context context(1);
        tests::FakeHomeserver homeserver(context.get_executor(), options);
        homeserver.listen(static_cast<std::uint16_t>(port));
        if (!appservice.empty()) homeserver.set_appservice(appservice);
        std::cout << homeserver.url() << std::endl;
        boost::asio::signal_set ended(context, SIGINT, SIGTERM);
        ended.async_wait([&](const boost::system::error_code&, int) { context.stop(); });
        try {
            context.run();
        } catch (const std::exception& e) {  // said before anything is taken down: a test may end us meanwhile
            std::cerr << "fake homeserver: while serving: " << e.what() << std::endl;
            return EXIT_FAILURE;
        }
        return EXIT_SUCCESS;
    } catch (const std::exception& e) {
        std::cerr << "fake homeserver: " << e.what() << "\n";
        return EXIT_FAILURE;
    }
}
