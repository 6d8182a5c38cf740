#include "adapters/net/detail/message_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <functional>
#include <limits>

namespace adapters::net::detail {
namespace http = boost::beast::http;
namespace {

/// Chunk extensions of one message in all. Beast 1.81 has no limit of its own, and nobody we talk to sends
/// any.
constexpr std::size_t most_extension_bytes = 1024;
constexpr std::uint32_t answer_header_limit = 64 * 1024;

template <class Fields>
Headers copy_headers(const Fields& fields) {
    Headers out;
    for (auto const& field : fields) {
        std::string name(field.name_string().data(), field.name_string().size());
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
        }
        out.emplace_back(std::move(name), std::string(field.value().data(), field.value().size()));
    }
    return out;
}

/// Adds up chunk extensions and stops the parser above the limit.
class ExtensionMeter {
  public:
    void operator()(std::uint64_t, boost::beast::string_view extensions, boost::system::error_code& ec) {
        seen_ += extensions.size();
        ec = {};
        if (seen_ > most_extension_bytes) ec = http::error::bad_chunk_extension;
    }

  private:
    std::size_t seen_ = 0;
};

template <class Parser>
Fed feed_parser(Parser& parser, std::string_view bytes) {
    Fed fed;
    boost::system::error_code ec;
    while (!parser.is_done() && fed.used < bytes.size()) {
        auto const rest = bytes.substr(fed.used);
        auto const n = parser.put(boost::asio::const_buffer(rest.data(), rest.size()), ec);
        fed.used += n;
        if (ec) break;
    }
    if (parser.is_done()) {
        fed.state = Feed::done;
    } else if (ec == http::error::body_limit) {
        fed.state = Feed::too_large;
    } else if (ec && ec != http::error::need_more) {
        fed.state = Feed::bad;
    }
    return fed;
}

}  // namespace

struct RequestParser::Impl {
    http::request_parser<http::string_body> parser;
    ExtensionMeter meter;
    std::function<void(std::uint64_t, boost::beast::string_view, boost::system::error_code&)> on_chunk =
        [this](auto size, auto extensions, auto& ec) { meter(size, extensions, ec); };
};

RequestParser::RequestParser(std::size_t header_limit) : impl_(std::make_unique<Impl>()) {
    impl_->parser.header_limit(static_cast<std::uint32_t>(header_limit));
    impl_->parser.body_limit(boost::none);  // `admit` decides before the size does
    impl_->parser.eager(false);
    impl_->parser.on_chunk_header(impl_->on_chunk);
}

RequestParser::~RequestParser() = default;

bool RequestParser::head(std::string_view header, RequestHead& out) {
    auto& parser = impl_->parser;
    boost::system::error_code ec;
    std::size_t used = 0;
    while (!ec && !parser.is_header_done() && used < header.size()) {
        auto const rest = header.substr(used);
        used += parser.put(boost::asio::const_buffer(rest.data(), rest.size()), ec);
    }
    if (ec || !parser.is_header_done() || used != header.size()) return false;
    out.headers = copy_headers(parser.get());
    return true;
}

bool RequestParser::expects_body() const {
    return !impl_->parser.is_done();
}

std::optional<std::uint64_t> RequestParser::content_length() const {
    auto const length = impl_->parser.content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

void RequestParser::limit_body(std::uint64_t bytes) {
    impl_->parser.body_limit(bytes);
    impl_->parser.eager(true);
}

Fed RequestParser::body(std::string_view bytes) {
    return feed_parser(impl_->parser, bytes);
}

std::size_t RequestParser::body_size() const {
    return impl_->parser.get().body().size();
}

std::string RequestParser::take_body() {
    return std::move(impl_->parser.get().body());
}

struct AnswerParser::Impl {
    Impl(bool head, std::size_t limit) : to_head(head), body_limit(limit) { restart(); }

    void restart() {
        parser.emplace();
        parser->header_limit(answer_header_limit);
        parser->body_limit(body_limit);
        parser->eager(true);
        parser->skip(to_head);
        parser->on_chunk_header(on_chunk);
    }
    [[nodiscard]] bool is_interim() const {
        return parser->is_header_done() && parser->get().result_int() / 100 == 1;
    }
    /// The framing that a careful peer refuses: a coding that we did not ask for, or two lengths at once.
    [[nodiscard]] bool is_misframed() const {
        auto const& fields = parser->get();
        auto const codings = fields.count(http::field::transfer_encoding);
        if (fields.result_int() == 101) return true;
        if (codings == 0) return false;
        return codings > 1 || fields.count(http::field::content_length) > 0 ||
               !boost::beast::iequals(fields[http::field::transfer_encoding], "chunked");
    }

    bool const to_head;
    std::size_t const body_limit;
    ExtensionMeter meter;
    std::function<void(std::uint64_t, boost::beast::string_view, boost::system::error_code&)> on_chunk =
        [this](auto size, auto extensions, auto& ec) { meter(size, extensions, ec); };
    std::optional<http::response_parser<http::string_body>> parser;
};

AnswerParser::AnswerParser(bool to_head, std::size_t body_limit)
    : impl_(std::make_unique<Impl>(to_head, body_limit)) {}

AnswerParser::~AnswerParser() = default;

Fed AnswerParser::feed(std::string_view bytes) {
    Fed all;
    for (;;) {
        Fed const fed = feed_parser(*impl_->parser, bytes.substr(all.used));
        all.used += fed.used;
        all.state = fed.state;
        if (impl_->parser->is_header_done() && impl_->is_misframed()) all.state = Feed::bad;
        if (all.state != Feed::done || !impl_->is_interim()) return all;
        impl_->restart();
        all.state = Feed::more;
        if (all.used == bytes.size()) return all;
    }
}

Fed AnswerParser::end() {
    Fed fed;
    fed.state = Feed::bad;
    if (!impl_->parser->is_header_done()) return fed;
    boost::system::error_code ec;
    impl_->parser->put_eof(ec);
    if (!ec && impl_->parser->is_done()) fed.state = Feed::done;
    return fed;
}

bool AnswerParser::keep_alive() const {
    return impl_->parser->keep_alive();
}

Answer AnswerParser::take() {
    auto& message = impl_->parser->get();
    Answer answer;
    answer.status = static_cast<int>(message.result_int());
    answer.headers = copy_headers(message);
    answer.body = std::move(message.body());
    return answer;
}

}  // namespace adapters::net::detail
