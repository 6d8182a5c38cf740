// What a stranger sends to the chat page, from the bytes of the request on: a head that the server's guards let through
// meets cookie, origin, address and form; what is typed and what a damaged store gives back meets the page. No socket.
// No crash; markup comes from us alone; what is stored comes back.
// LINK: adapters_web_reading bot_commands bot_talking

#include "adapters/net/detail/message_parser.hpp"
#include "adapters/net/framing_guard.hpp"
#include "adapters/web/form.hpp"
#include "adapters/web/page.hpp"
#include "adapters/web/session.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/talking/people.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace net = adapters::net;
namespace web = adapters::web;

void must(bool holds) {
    if (!holds) std::abort();
}

const web::Texts& texts() {
    static const auto knowledge = bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    static const web::Texts made(
        knowledge.tools->messages, bot::wording::Register::tu, web::Lifetime(), bot::talking::all_numbers(*knowledge.tools, bot::wording::Register::tu)
    );
    return made;
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++n;
    return n;
}

/// A visitor's text may change nothing of a page's structure.
void show(std::string_view typed) {
    web::Turn person;
    person.id = 1;
    person.by_person = true;
    web::View view;
    view.turns = {person};
    view.token = view.key = "t";
    auto const plain = web::chat_page(texts(), view);
    view.turns[0].text = typed;
    view.draft = typed;
    auto const page = web::chat_page(texts(), view);
    for (std::string_view const mark : {"<script", "<form", "<button", "<a ", "<img", "<style", "<input", "<textarea", "</textarea"}) must(count(page, mark) == count(plain, mark));
    must(count(page, "\"") == count(plain, "\""));
    must(web::turn_json(view.turns[0], 1).find('\n') == std::string::npos);
}

void try_request(std::string_view bytes) {
    net::HeaderScan scan;
    if (scan.advance(bytes) != net::HeaderScan::State::complete) return;
    std::string_view const raw = bytes.substr(0, scan.end());
    if (net::refuse_request_line(raw)) return;
    net::RequestHead head;
    net::read_request_line(raw, head);
    net::detail::RequestParser parser(64 * 1024);
    if (!parser.head(raw, head) || net::refuse_fields(head, 64)) return;
    head.peer = "127.0.0.1";
    web::Place place;
    for (auto const* origin : {"", "https://aide.exemple.fr"}) {
        place.origin = origin;
        if (auto const session = web::session_in(head, place)) {
            must(session->cookie.size() == 22 && session->token != session->cookie && session->conversation != session->cookie);
            must(web::session_of(session->cookie).token == session->token);
        }
        static_cast<void>(web::comes_from_us(head, place));
        static_cast<void>(web::comes_from_elsewhere(head));
        auto const address = web::address_of(head, place);
        must(address.find_first_of("\r\n") == std::string::npos);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string const bytes(data, data + size);
    try_request(bytes);
    auto const end = bytes.find("\r\n\r\n");
    auto const body = std::string_view(bytes).substr(end == std::string::npos ? 0 : end + 4);
    if (auto const form = web::form_of(body)) {
        must(form->message.find('\r') == std::string::npos && form->message.find('\0') == std::string::npos);
        must(web::characters(form->message) <= form->message.size());
        show(form->message);
    }
    show(bytes);
    if (auto const answer = web::answer_of(body)) {
        auto const stored = web::stored(*answer);
        auto const again = web::answer_of(stored);
        must(again && web::stored(*again) == stored);
        web::Html html;
        web::write(html, web::with_calls(answer->document), true);
        static_cast<void>(web::choices_in(answer->document));
        must(std::move(html).take().find("href=\"javascript:") == std::string::npos);
    }
    return 0;
}
