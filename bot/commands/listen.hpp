#pragma once
/// \file bot/commands/listen.hpp
/// Where something of ours listens.

#include <cstdint>
#include <string>

namespace bot::commands {

struct Listen {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
};

}  // namespace bot::commands
