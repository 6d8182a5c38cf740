#pragma once
/// \file adapters/matrix/doctor.hpp
/// `phare doctor`: what is wrong between us and the homeserver, one sentence a cause, one exit code a cause.
///
/// Sentences are French, for whoever runs the service. The codes stay what they are once given out:
///
///   30 registration file missing or unreadable      50 homeserver: no connection
///   31 registration says other things than config   51 homeserver: certificate refused
///   32 sender not in the user namespace             52 homeserver: no answer in time
///   33 rate_limited: true                           53 what answers is no Matrix homeserver
///   60 as_token refused                             54 homeserver answers with an error of its own
///   61 the token belongs to another user            70 homeserver has no url to call us
///   62 the id is another one                        71 homeserver cannot connect to us
///   63 the sender cannot be registered              72 we do not answer the homeserver in time
///   34 every account may read the registration      73 hs_token refused by what answers at our url
///                                                   74 what answers at our url is not us, or broken
///                                                   75 the homeserver limits us (429)
/// Source: ecosystem.md §1.4; application service API, "Pinging". Threads: the executor's one thread.

#include "adapters/matrix/client.hpp"
#include "adapters/matrix/registration.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace adapters::matrix {

struct Finding {
    int code = 0;  ///< 0: all is well
    bool ok = true;
    std::string sentence;  ///< what was found
    std::string remedy;    ///< what to do; empty if ok
};

/// Without network: the registration file and what it says against the settings.
[[nodiscard]] std::vector<Finding> examine_files(const Settings&, const std::filesystem::path& registration);

/// With the homeserver, in order; ends at the first finding that makes the rest pointless. Our own server
/// must be running for the last one. The settings of the client hold the registration's tokens.
boost::asio::awaitable<std::vector<Finding>> examine_homeserver(std::shared_ptr<CsClient>);

/// The exit code of the command: that of the first finding that is not ok, or 0.
[[nodiscard]] int exit_code(const std::vector<Finding>&);

/// What the answer to a ping says.
[[nodiscard]] Finding judge_ping(const CsReply&, const Settings&);

}  // namespace adapters::matrix
