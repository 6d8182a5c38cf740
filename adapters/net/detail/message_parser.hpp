#pragma once
/// \file adapters/net/detail/message_parser.hpp
/// Beast's parsers as state machines that are given bytes: the only door to Beast, no socket behind it.
/// Threads: one at a time.

#include "adapters/net/http.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::net::detail {

enum class Feed : std::uint8_t { more, done, bad, too_large };
struct Fed {
    Feed state = Feed::more;
    std::size_t used = 0;  ///< bytes that need not be given again
};

/// One request: first its whole header, then its body as it comes.
class RequestParser {
  public:
    explicit RequestParser(std::size_t header_limit);
    ~RequestParser();
    /// \param header up to and with the empty line. \param[out] out gets `headers`. \returns false: this is
    /// not HTTP.
    bool head(std::string_view header, RequestHead& out);
    [[nodiscard]] bool expects_body() const;
    [[nodiscard]] std::optional<std::uint64_t> content_length() const;
    void limit_body(std::uint64_t bytes);  ///< for chunked bodies; compare `content_length` before
    Fed body(std::string_view bytes);
    [[nodiscard]] std::size_t body_size() const;
    std::string take_body();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// One answer; interim ones (1xx) are passed over.
class AnswerParser {
  public:
    AnswerParser(bool to_head, std::size_t body_limit);
    ~AnswerParser();
    Fed feed(std::string_view bytes);
    Fed end();  ///< the peer closed: `done` for a body that ends with the connection, else `bad`
    [[nodiscard]] bool keep_alive() const;
    Answer take();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace adapters::net::detail
