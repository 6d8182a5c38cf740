#pragma once
/// \file adapters/net/framing_guard.hpp
/// Which requests are refused for their framing, before anything else is asked of them.
///
/// Beast 1.81 accepts what a proxy in front may read in another way (request smuggling): no or two Hosts,
/// equal Content-Lengths, unknown transfer codings, obs-fold, HTTP/1.0 with chunks. Refused here; the
/// connection is then closed. Source: RFC 9112 §2.2, §3, §5.2, §6; reliability: T2. Threads: pure.

#include "adapters/net/http.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace adapters::net {

/// Looks for the end of a header in bytes that arrive bit by bit; linear over all calls.
class HeaderScan {
  public:
    enum class State : std::uint8_t {
        more,      ///< no empty line yet
        complete,  ///< `end()` bytes are the header
        bad        ///< bare CR or LF, a folded line, a control character, or an empty line first
    };
    /// \param received everything since the start of the header; what an earlier call saw is unchanged.
    State advance(std::string_view received);
    [[nodiscard]] std::size_t end() const { return at_; }

  private:
    State state_ = State::more;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
};

/// \param raw the whole header with its empty line. \returns the status to refuse with (400, 501, 505), or
/// nothing.
[[nodiscard]] std::optional<int> refuse_request_line(std::string_view raw);

/// \param head as parsed. \returns the status to refuse with (400, 431), or nothing.
[[nodiscard]] std::optional<int> refuse_fields(const RequestHead& head, std::size_t most_headers);

/// Method, target, path and query from the first line of `raw`, which `refuse_request_line` has let through.
void read_request_line(std::string_view raw, RequestHead& head);

}  // namespace adapters::net
