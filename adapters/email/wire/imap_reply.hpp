#pragma once
/// \file adapters/email/wire/imap_reply.hpp
/// What an IMAP server sends, cut into responses: a line with its literals counted, never searched for, so that nothing
/// in a mail can pass for the server's word. Source: RFC 3501 §4.3, §7, §9.
/// Threads: plain objects; one at a time.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email::wire {

struct ImapResponse {
    std::string line;                   ///< without CRLF; each literal stands as "{n}"
    std::vector<std::string> literals;  ///< in order
};

struct ImapLimits {
    ImapLimits() = default;
    std::size_t line = 64 * 1024;
    std::size_t literal = 26u << 20;  ///< a mail of 25 MiB and a little
};

/// Collects bytes into responses.
class ImapReader {
  public:
    explicit ImapReader(ImapLimits limits = ImapLimits()) : limits_(limits) {}

    /// \returns false: the server breaks the limits or the grammar; nothing more can be read from it.
    [[nodiscard]] bool feed(std::string_view bytes);
    [[nodiscard]] std::optional<ImapResponse> next();

  private:
    [[nodiscard]] bool end_line();

    ImapLimits limits_;
    ImapResponse building_;
    std::string line_;            // of the part being read
    std::size_t literal_left_ = 0;
    std::vector<ImapResponse> ready_;
};

/// \name What is in a response. Each gives nothing if it is not there or not a number.
///@{
/// "* OK [UIDVALIDITY 7] …"
[[nodiscard]] std::optional<std::uint32_t> uid_validity_in(std::string_view line);
/// "* SEARCH 4 9 12" → 4, 9, 12; nothing if it is another response
[[nodiscard]] std::optional<std::vector<std::uint32_t>> search_in(std::string_view line);
/// The number after `item` in "* 3 FETCH (UID 9 RFC822.SIZE 411 …)"
[[nodiscard]] std::optional<std::uint32_t> fetched_number(std::string_view line, std::string_view item);
[[nodiscard]] bool is_fetch(std::string_view line);
///@}

}  // namespace adapters::email::wire
