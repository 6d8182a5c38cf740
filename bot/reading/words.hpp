#pragma once
/// \file bot/reading/words.hpp
/// Second step: the words that grammars see. SMS spellings and elisions are written out ("jsuis", "g" → "je
/// suis", "je ai"), "ne" and fillers are left out, so that a pattern is written once.
///
/// Threads: a Speller is immutable after loading.

#include "bot/reading/text.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bot::reading {

struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
template <class T>
using ByString = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;
using StringSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

using Symbol = std::uint16_t;

struct Word {
    std::string text;         ///< canonical
    std::uint32_t token = 0;  ///< the token that it comes from
    std::uint32_t last_token = 0;
    bool sentence = false, clause = false;
    bool mended = false;          ///< a slip of the pen was corrected
    bool number = false;          ///< part of a number
    bool grave = false;           ///< "à", not "a"
    bool light = false;           ///< politeness or laughter: says nothing
    std::vector<Symbol> symbols;  ///< what patterns may call it; ascending
};

/// What later steps read: tokens, words, and the way back.
struct Analysis {
    Text text;
    std::vector<Word> words;
    std::vector<std::uint32_t> word_of_token;  ///< first word at or after the token
    /// How many words carry the message.
    [[nodiscard]] std::size_t heavy() const;
    [[nodiscard]] Evidence span(std::size_t first_word, std::size_t last_word) const {
        return {
            text.tokens[words[first_word].token].span.begin,
            text.tokens[words[last_word].last_token].span.end};
    }
};

/// Rewrites tokens into words (lexicons/ecriture.yaml).
class Speller {
  public:
    bool load(const std::filesystem::path& file, rules::yaml::Complaints&);
    /// Words that patterns know: a glued mix such as "e2c" stays whole if it is one of them.
    void know(std::string_view word) { known_.emplace(word); }
    [[nodiscard]] Analysis write_out(Text) const;

  private:
    void add(Analysis&, std::string_view text, std::uint32_t token, std::uint32_t last) const;
    void add_written_out(Analysis&, std::string_view form, std::uint32_t token, std::uint32_t last) const;
    /// "mouvrir", "jveu": whether the first letter stands for a word of its own, before a known one.
    [[nodiscard]] bool glued_elision(std::string_view form) const;
    [[nodiscard]] bool is_known(std::string_view form) const;
    /// "suiciiiide", "jjen", "mmon": the word with the letters that were held too long let go; empty: it is right as it is.
    [[nodiscard]] std::string let_go(const std::string& form, bool elided) const;
    /// How many tokens from `at` make one known mixed word ("e2c", "bac3"); 0: none.
    [[nodiscard]] std::uint32_t mixed(const std::vector<Token>&, std::uint32_t at, std::string& word) const;

    ByString<std::vector<std::string>> rewrites_;
    StringSet fillers_, greetings_, known_;
};

}  // namespace bot::reading
