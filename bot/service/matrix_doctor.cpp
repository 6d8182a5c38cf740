#include "bot/service/matrix_doctor.hpp"

#include "bot/service/matrix_side.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace bot::service {

namespace asio = boost::asio;

std::vector<adapters::matrix::Finding> examine_matrix(const commands::Config::Matrix& config) {
    auto findings = adapters::matrix::examine_files(matrix_settings(config, false), config.registration);
    if (adapters::matrix::exit_code(findings) != 0) return findings;
    asio::io_context loop(1);
    auto client = std::make_shared<adapters::matrix::CsClient>(loop.get_executor(), matrix_settings(config, true));
    asio::co_spawn(
        loop,
        [client] { return adapters::matrix::examine_homeserver(client); },
        [&findings](std::exception_ptr failure, std::vector<adapters::matrix::Finding> more) {
            if (failure) std::rethrow_exception(failure);
            findings.insert(findings.end(), more.begin(), more.end());
        }
    );
    loop.run();
    return findings;
}

}  // namespace bot::service
