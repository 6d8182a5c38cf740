#pragma once
/// \file adapters/api/problem.hpp
/// What the API says when it does not do what was asked: problem+json (RFC 9457). `type` is stable and for programs,
/// `title` and `detail` are French and for people; nothing of a person is ever repeated but the name of a fact.
///
/// Threads: functions of their arguments.

#include "adapters/net/http.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::api {

/// Something wrong in the request, and where.
struct Wrong {
    std::string field;    ///< name of a fact, a key or a parameter; empty: the whole
    std::string message;
};

struct Problem {
    int status = 400;
    std::string_view type;   ///< last part of "urn:phare:problem:…"
    std::string_view title;  ///< always the same for a type
    std::string detail;      ///< this time; may be empty
    std::vector<Wrong> wrong;
};

/// Every problem that there is, by what brings it about.
namespace problems {
[[nodiscard]] Problem not_found(std::string detail);
[[nodiscard]] Problem wrong_method();
[[nodiscard]] Problem no_token();       ///< 401: none, unknown, or revoked
[[nodiscard]] Problem wrong_scope(std::string_view needed);
[[nodiscard]] Problem too_many();       ///< 429
[[nodiscard]] Problem wrong_type(std::string_view expected);  ///< 415
[[nodiscard]] Problem bad_parameter(std::vector<Wrong>);      ///< 400
[[nodiscard]] Problem bad_json(std::string detail);           ///< 400
[[nodiscard]] Problem said_twice(std::vector<Wrong>);         ///< 400: a key of an object, an id of a list; each with its place
[[nodiscard]] Problem refused(std::vector<Wrong>);            ///< 422: understood, and not possible
[[nodiscard]] Problem conflict(std::string detail);           ///< 409
[[nodiscard]] Problem unavailable(std::string detail);        ///< 503: try again
/// What the HTTP server refuses by itself (400, 408, 413, 417, 431, 500, 501, 503, 505).
[[nodiscard]] Problem of_status(int status);
}  // namespace problems

[[nodiscard]] net::Reply reply_of(const Problem&);

}  // namespace adapters::api
