#pragma once
/// \file adapters/api/import_answers.hpp
/// Figures by the API: a file is read and shown, counts after `confirm`, and no longer after `undo`; the same path as
/// the bureau's. Who did it is the token's name, noted with the rows. An import is its token's alone: to another one it
/// is not there (404), and its name, 128 random bits, is told to nobody else. The bureau decides about any in its room.
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
    std::string id;        ///< the import's `claim.handle`; empty for a file
    net::Request request;
    Token token;
};
/// How far an import is; nothing is changed.
[[nodiscard]] net::Reply one_import(const bot::office::Office&, const net::RequestHead&, const std::string& id, const Token&);
/// 503 if it could not be stored; then nothing has happened.
boost::asio::awaitable<net::Reply> carry_out(bot::office::Office&, Idempotency&, Order order);

}  // namespace adapters::api
