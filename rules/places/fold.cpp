#include "rules/places/gazetteer.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace rules::places {

std::string Gazetteer::fold(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto* decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status) != 0) return {};
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
    const auto plain = decompose->normalize(casefold->normalize(text, status), status);
    if (U_FAILURE(status) != 0) return {};

    std::string out;
    std::size_t word = 0;  // where the present word begins
    const auto end_word = [&] {
        const std::string_view last = std::string_view(out).substr(word);
        if (last == "st")
            out.replace(word, last.size(), "saint");
        else if (last == "ste")
            out.replace(word, last.size(), "sainte");
    };
    for (std::int32_t i = 0; i < plain.length(); i = plain.moveIndex32(i, 1)) {
        const UChar32 c = plain.char32At(i);
        const auto kind = u_charType(c);
        if (kind == U_NON_SPACING_MARK || kind == U_FORMAT_CHAR) continue;
        if (c == 0x0153) {
            out += "oe";
        } else if (c == 0x00E6) {
            out += "ae";
        } else if (u_isalnum(c) != 0) {
            icu::UnicodeString(c).toUTF8String(out);
        } else if (!out.empty() && out.back() != ' ') {
            end_word();
            out.push_back(' ');
            word = out.size();
        }
    }
    end_word();
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace rules::places
