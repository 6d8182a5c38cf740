// libFuzzer target: quote analysis on any text. Nothing is lost: what is not the writer's own is in `cut`.
// LINK: adapters_email_core

#include "adapters/email/charset.hpp"
#include "adapters/email/html_text.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/reply_text.hpp"

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
    std::string without_marks;
    for (auto const line : lines_of(text))
        if (line != quote_mark) without_marks += line.starts_with(colour_mark) ? line.substr(1) : line;
    if (letters(reply.visible) + letters(reply.cut) < letters(without_marks)) std::abort();
    if (!reply.is_forward && letters(reply.visible) > letters(without_marks)) std::abort();
    return 0;
}
