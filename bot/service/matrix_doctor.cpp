#include "bot/service/matrix_doctor.hpp"

#include "bot/service/findings.hpp"
#include "bot/service/matrix_side.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace bot::service {

namespace asio = boost::asio;

namespace {

/// Its two tokens open our door and the homeserver's.
void examine_rights(const std::filesystem::path& registration, std::vector<adapters::matrix::Finding>& findings) {
    if (is_open_to_all(registration))
        findings.push_back(
            {34, false, registration.string() + "\u00A0: tous les comptes de cette machine peuvent lire ses deux jetons.",
             "chmod o-rwx " + registration.string() + "\u00A0; si d’autres ont pu les lire\u00A0: phare matrix registration --rotate"}
        );
}

}  // namespace

std::vector<adapters::matrix::Finding> examine_matrix(const commands::Config::Matrix& config) {
    auto findings = adapters::matrix::examine_files(matrix_settings(config, false), config.registration);
    bool const fits = adapters::matrix::exit_code(findings) == 0;
    examine_rights(config.registration, findings);
    if (!fits) return findings;
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
