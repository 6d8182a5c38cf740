// libFuzzer target: quote analysis on any text. Nothing is lost: what is not the writer's own is in `cut`.
// LINK: adapters_email_core

#include "adapters/email/charset.hpp"
#include "adapters/email/html_text.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/reply_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

std::size_t letters(std::string_view text) {
    std::size_t count = 0;
    for (char const c : text) count += static_cast<unsigned char>(c) > ' ';
    return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adapters::email;
    if (size == 0) return 0;
    std::string const bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    std::string const utf8 = to_utf8(bytes, "utf-8");
    std::string const text = (data[0] & 1) != 0 ? html_to_text(utf8) : unflowed(normalised(utf8), (data[0] & 2) != 0);
    ReplyText const reply = analyse_reply(text, static_cast<Standing>((data[0] >> 2) % 3));
    std::size_t all = 0, own_at_least = 0;
    for (auto line : lines_of(text)) {
        if (line == quote_mark) continue;
        bool const coloured = line.starts_with(colour_mark);
        if (coloured) line.remove_prefix(1);
        all += letters(line);
        // An answer in colour inside a quotation is given without the quotation's own ">".
        if (coloured) line.remove_prefix(std::min(line.find_first_not_of("> "), line.size()));
        own_at_least += letters(line);
    }
    if (letters(reply.visible) + letters(reply.cut) < own_at_least) std::abort();
    if (!reply.is_forward && letters(reply.visible) > all) std::abort();
    return 0;
}
