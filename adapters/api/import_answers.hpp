#pragma once
/// \file adapters/api/import_answers.hpp
/// Figures by the API: a file is read and shown, counts after `confirm`, and no longer after `undo`; the same path as
/// the bureau's. Who did it is the token's name, noted with the rows.
///
/// Threads: the loop's. Lifetime: office and keys outlive their coroutines.

#include "adapters/api/idempotency.hpp"
#include "adapters/api/operations.hpp"
#include "bot/office/office.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace adapters::api {

/// An import order: a file, or what becomes of one that was read.
struct Order {
    Order() = default;
    Operation operation = Operation::import_file;
    std::string id;        ///< of the import; empty for a file
    net::Request request;
    Token token;
};
/// 503 if it could not be stored; then nothing has happened.
boost::asio::awaitable<net::Reply> carry_out(bot::office::Office&, Idempotency&, Order order);

}  // namespace adapters::api
