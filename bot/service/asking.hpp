#pragma once
/// \file bot/service/asking.hpp
/// One question to whatever listens somewhere on this machine, as `phare doctor` asks it. Blocking, three seconds. Threads: the caller's.

#include "bot/commands/listen.hpp"

#include <optional>
#include <string>

namespace bot::service {

struct Told {
    int status = 0;    ///< 0: what answers is not HTTP
    std::string body;  ///< its first 64 KiB
};
/// Where one listens at all networks, this machine is asked. \returns nothing if nobody is there
[[nodiscard]] std::optional<Told> ask_http(const commands::Listen&, const std::string& path);

/// Whether we could listen there.
[[nodiscard]] bool can_listen(const commands::Listen&);

}  // namespace bot::service
