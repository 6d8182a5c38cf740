#pragma once
/// \file bot/reading/text.hpp
/// First step: from bytes as received to plain tokens that know where they come from.
///
/// Cut at 4 000 characters; invalid UTF-8 is skipped; quoted mail, signatures and headers give no token. A
/// token is lower case without accents; letters and digits are parted ("jai19ans"). Cost: linear. Threads:
/// pure.

#include "bot/reading/reading.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bot::reading {

enum class TokenKind : std::uint8_t { word, number, symbol };

struct Token {
    std::string text;  ///< folded: "evreux", "19", "👍", "+"
    TokenKind kind = TokenKind::word;
    Evidence span;
    char separator =
        ' ';  ///< the one ASCII sign between the token before and this; ' ' for blanks or several
    bool capital = false;   ///< begins with a capital in the text
    bool acute = false;     ///< ends on é or ée: "né" is not "ne"
    bool elided = false;    ///< an apostrophe follows
    bool grave = false;     ///< is "à": no form of "avoir"
    bool acronym = false;   ///< two capitals or more and nothing else: "DE", "TH"
    bool sentence = false;  ///< a sentence begins here
    bool clause = false;    ///< a comma, line end or the like stands before
    bool glued = false;     ///< nothing stands between the token before and this
};

struct Text {
    std::vector<Token> tokens;
    bool question = false;  ///< there is a question mark
    bool shouted = false;   ///< mostly capitals: they mean nothing here
};

inline constexpr std::size_t longest_text = 4000;  ///< characters read of one message

[[nodiscard]] Text split(std::string_view utf8);

/// Parts of the text that the writer wrote now: without quotations, reply headers and signature.
[[nodiscard]] std::vector<Evidence> own_lines(std::string_view utf8);

[[nodiscard]] inline bool among(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace bot::reading
