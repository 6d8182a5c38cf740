// libFuzzer target: what strangers' bytes meet first. No socket: the guards, the request parser and the
// codings.
// LINK: adapters_net_parsing

#include "adapters/net/detail/message_parser.hpp"
#include "adapters/net/framing_guard.hpp"
#include "adapters/net/json_guard.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace adapters::net;

/// Stops the run: libFuzzer keeps the input.
void must(bool holds) {
    if (!holds) std::abort();
}

void try_request(std::string_view bytes) {
    HeaderScan whole;
    HeaderScan::State const state = whole.advance(bytes);
    HeaderScan pieces;
    HeaderScan::State seen = HeaderScan::State::more;
    for (std::size_t n = 1; n <= bytes.size() && seen == HeaderScan::State::more; ++n)
        seen = pieces.advance(bytes.substr(0, n));
    must(seen == state);
    if (state != HeaderScan::State::complete) return;
    must(whole.end() == pieces.end());

    std::string_view const raw = bytes.substr(0, whole.end());
    if (refuse_request_line(raw)) return;
    RequestHead head;
    read_request_line(raw, head);
    must(head.target.starts_with('/') && head.path.starts_with('/'));
    detail::RequestParser parser(64 * 1024);
    if (!parser.head(raw, head) || refuse_fields(head, 64)) return;
    std::string decoded;
    if (percent_decode(head.path, decoded)) must(decoded.find('\0') == std::string::npos);
    if (!parser.expects_body()) return;

    constexpr std::size_t limit = 1000;
    if (parser.content_length() && *parser.content_length() > limit) return;
    parser.limit_body(limit);
    std::string_view body = bytes.substr(whole.end());
    while (!body.empty()) {
        detail::Fed const fed = parser.body(body.substr(0, 7));
        must(fed.used <= 7 && parser.body_size() <= limit);
        if (fed.state != detail::Feed::more || fed.used == 0) break;
        body.remove_prefix(fed.used);
    }
}

void try_answer(std::string_view bytes) {
    detail::AnswerParser parser(false, 1000);
    detail::Fed const fed = parser.feed(bytes);
    must(fed.used <= bytes.size());
    bool const is_done = fed.state == detail::Feed::done ||
                         (fed.state == detail::Feed::more && parser.end().state == detail::Feed::done);
    if (is_done) must(parser.take().body.size() <= 1000);
}

void try_codings(std::string_view bytes) {
    std::string decoded;
    must(
        percent_decode(percent_encode(bytes), decoded) == percent_decode(bytes, decoded) ||
        bytes.find('%') != std::string_view::npos
    );
    if (percent_decode(bytes, decoded)) {
        std::string again;
        must(percent_decode(percent_encode(decoded), again) && again == decoded);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string const bytes(data, data + size);
    try_request(bytes);
    try_answer(bytes);
    try_codings(bytes);
    if (check_json(bytes) == JsonVerdict::ok) must(!bytes.empty());
    return 0;
}
