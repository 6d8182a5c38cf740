#pragma once
/// \file adapters/api/query.hpp
/// The part of an address behind the question mark: each parameter once, only those that are known.
///
/// Errors: collected in `wrong`, in French. Threads: values.

#include "adapters/api/problem.hpp"

#include <chrono>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::api {

class Query {
  public:
    /// \param known the parameters that the operation has
    Query(std::string_view query, std::initializer_list<std::string_view> known);

    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
    [[nodiscard]] std::optional<int> number(std::string_view name, int least, int most);
    [[nodiscard]] std::optional<std::chrono::sys_days> day(std::string_view name);
    /// One of `words`, or else `otherwise`.
    [[nodiscard]] std::string choice(std::string_view name, std::initializer_list<std::string_view> words, std::string_view otherwise);
    /// Separated by commas; empty parts are left out.
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
    void complain(std::string_view name, std::string message);

    [[nodiscard]] const std::vector<Wrong>& wrong() const { return wrong_; }

  private:
    std::map<std::string, std::string, std::less<>> values_;
    std::vector<Wrong> wrong_;
};

/// "2026-11-29", if there is such a day.
[[nodiscard]] std::optional<std::chrono::sys_days> read_day(std::string_view);

/// Whether `If-None-Match` names this entity tag (RFC 9110 §13.1.2: weak comparison, lists, *).
[[nodiscard]] bool matches(std::string_view if_none_match, std::string_view etag);

}  // namespace adapters::api
