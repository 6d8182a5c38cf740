#pragma once
/// \file bench/bare_beast.hpp
/// The floor: a Beast server that parses each transaction with nlohmann/json and answers `{}`. No token, no
/// guard, no store, no bot.

#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace bench {

/// Listens on 127.0.0.1. \returns the port. Lives as long as the loop.
std::uint16_t serve_bare(boost::asio::io_context& loop);

}  // namespace bench
