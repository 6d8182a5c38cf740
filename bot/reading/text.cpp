#include "bot/reading/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace bot::reading {
namespace {

/// Folds one code point: compatibility and case folding, then decomposition without marks. May be empty.
std::string fold_one(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto* decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status) != 0) return {};
    const auto plain = decompose->normalize(casefold->normalize(icu::UnicodeString(c), status), status);
    std::string out;
    for (std::int32_t i = 0; i < plain.length(); i = plain.moveIndex32(i, 1)) {
        const UChar32 part = plain.char32At(i);
        switch (u_charType(part)) {
            case U_NON_SPACING_MARK:
            case U_ENCLOSING_MARK:
            case U_FORMAT_CHAR:
                break;
            default:
                if (part == 0x0153)
                    out += "oe";
                else if (part == 0x00E6)
                    out += "ae";
                else
                    icu::UnicodeString(part).toUTF8String(out);
        }
    }
    return out;
}

/// Latin letters are folded once, when the program starts to read.
const std::string& folded(UChar32 c, std::string& buffer) {
    static const auto latin = [] {
        std::array<std::string, 0x250> table;
        for (UChar32 i = 0; i < 0x250; ++i) table[static_cast<std::size_t>(i)] = fold_one(i);
        return table;
    }();
    if (c < 0x250) return latin[static_cast<std::size_t>(c)];
    buffer = fold_one(c);
    return buffer;
}

bool is_ignored(UChar32 c) {
    const auto kind = u_charType(c);
    return kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK || kind == U_FORMAT_CHAR;
}

bool is_apostrophe(UChar32 c) {
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4 || c == '`' || c == 0xFF07;
}

enum class Sign : std::uint8_t { blank, letter, digit, apostrophe, full_stop, comma, symbol };

Sign sign_of(UChar32 c) {
    if (c < 0x80) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Sign::letter;
        if (c >= '0' && c <= '9') return Sign::digit;
        if (c == '\'' || c == '`') return Sign::apostrophe;
        if (c == '.' || c == '!' || c == '?' || c == ';') return Sign::full_stop;
        if (c == ',' || c == '\n' || c == ':' || c == '(' || c == ')' || c == '"' || c == '/')
            return Sign::comma;
        if (c == '+' || c == '*' || c == '%' || c == '<' || c == '>' || c == '=') return Sign::symbol;
        return Sign::blank;
    }
    if (is_apostrophe(c)) return Sign::apostrophe;
    if (u_isdigit(c) != 0) return Sign::digit;
    if (u_isalpha(c) != 0) return Sign::letter;
    if (c == 0x2026) return Sign::comma;  // … only hesitates
    const auto kind = u_charType(c);
    if (c == 0x20AC || kind == U_OTHER_SYMBOL || kind == U_CURRENCY_SYMBOL) return Sign::symbol;
    return Sign::blank;
}

/// A full stop after these ends no sentence: "niv. IV", "Mme. D."
bool abbreviation(std::string_view word) {
    static constexpr std::array<std::string_view, 27> all{"niv", "mme", "mlle", "st", "ste", "dept", "env", "ref", "dipl", "obs", "pers", "form", "insc", "exp",
                                                             "cat", "descol", "enf", "heb", "rech", "janv", "fev", "sept", "oct", "nov", "dec", "mob", "apt"};
    return std::find(all.begin(), all.end(), word) != all.end();
}

class Splitter {
  public:
    Splitter(std::string_view utf8, Text& out) : utf8_(utf8), out_(out) {}

    void run(Evidence part, std::size_t& budget) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8_.data());
        const auto end = static_cast<std::int32_t>(part.end);
        for (auto i = static_cast<std::int32_t>(part.begin); i < end && budget > 0; --budget) {
            const auto begin = static_cast<std::size_t>(i);
            UChar32 c = 0;
            U8_NEXT(bytes, i, end, c);
            take(c < 0 ? UChar32{' '} : c, begin, static_cast<std::size_t>(i));
        }
        close();
        note(Sign::comma, '\n');  // the line ends
    }
    [[nodiscard]] bool shouted() const { return capitals_ > 8 && capitals_ > 2 * smalls_; }

  private:
    void take(UChar32 c, std::size_t begin, std::size_t end) {
        if (is_ignored(c)) {  // a decomposed accent, a joiner: belongs to what stands before
            if (open_) {
                if (c == 0x0301) acute_mark();
                if (c == 0x0300 && letters_ == 1 && (last_ == 'a' || last_ == 'A')) out_.tokens.back().grave = true;
                out_.tokens.back().span.end = end;
            }
            return;
        }
        const auto sign = sign_of(c);
        if (sign == Sign::letter || sign == Sign::digit) {
            const auto kind = sign == Sign::digit ? TokenKind::number : TokenKind::word;
            if (open_ && out_.tokens.back().kind != kind) close();
            if (!open_) start(kind, begin, c);
            auto& token = out_.tokens.back();
            token.text += folded(c, buffer_);
            token.span.end = end;
            last_ = c;
            acute_ = c == 0xE9 || c == 0xC9 || (acute_ && (c == 'e' || c == 's' || c == 'E' || c == 'S'));
            if (sign == Sign::letter) {
                const bool upper = u_isupper(c) != 0;
                ++(upper ? capitals_ : smalls_);
                ++letters_;
                token.acronym = upper && (letters_ == 1 || upper_only_) && letters_ > 1;
                upper_only_ = upper && (letters_ == 1 || upper_only_);
                token.grave = letters_ == 1 && (c == 0xE0 || c == 0xC0);
            }
            return;
        }
        if (sign == Sign::apostrophe && open_) out_.tokens.back().elided = true;
        close();
        if (sign == Sign::symbol) {
            start(TokenKind::symbol, begin, c);
            auto& token = out_.tokens.back();
            token.text = c == 0x20AC ? "euros" : folded(c, buffer_);
            if (c == 0x20AC) token.kind = TokenKind::word;
            token.span.end = end;
            close();
            return;
        }
        if (c == '?') out_.question = true;
        note(sign, c);
    }
    void acute_mark() { acute_ = last_ == 'e' || last_ == 'E'; }
    void start(TokenKind kind, std::size_t begin, UChar32 c) {
        Token token;
        token.kind = kind;
        token.span = {begin, begin};
        token.capital = u_isupper(c) != 0;
        const bool first = out_.tokens.empty();
        token.sentence = first || (stops_ > 0 && stops_ != dots_) || (dots_ == 1 && !abbreviation(out_.tokens.back().text));
        token.clause = token.sentence || commas_ > 0 || dots_ > 1;
        token.separator = signs_ == 1 ? sign_ : ' ';
        token.glued = !first && signs_ == 0;
        out_.tokens.push_back(std::move(token));
        open_ = true;
        acute_ = upper_only_ = false;
        letters_ = 0;
        signs_ = stops_ = dots_ = commas_ = 0;
    }
    void close() {
        if (!open_) return;
        out_.tokens.back().acute = acute_;
        open_ = false;
    }
    void note(Sign sign, UChar32 c) {
        ++signs_;
        sign_ = c < 0x80 ? static_cast<char>(c) : ' ';
        if (sign == Sign::full_stop) ++stops_;
        if (c == '.') ++dots_;
        if (sign == Sign::comma) ++commas_;
    }

    std::string_view utf8_;
    Text& out_;
    std::string buffer_;
    UChar32 last_ = 0;
    bool open_ = false, acute_ = false, upper_only_ = false;
    int letters_ = 0;  ///< of the open token
    int signs_ = 0, stops_ = 0, dots_ = 0, commas_ = 0;
    int capitals_ = 0, smalls_ = 0;
    char sign_ = ' ';
};

}  // namespace

Text split(std::string_view utf8) {
    Text out;
    Splitter splitter(utf8, out);
    std::size_t budget = longest_text;
    for (const auto& part : own_lines(utf8)) splitter.run(part, budget);
    out.shouted = splitter.shouted();
    return out;
}

}  // namespace bot::reading
