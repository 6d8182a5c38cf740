#pragma once
/// \file bot/reading/pattern.hpp
/// Patterns over words, as lexicons write them, and a matcher that is linear in the text.
///
///     je veux|vais *2 mourir      word, alternatives, gap of 0 to 2 words
///     (me faire|me fais) du mal   alternatives of several words
///     frapp*  pas?  @proche       prefix, optional, class declared in classes.yaml
///     %nombre                     a number, in digits or letters
///     ^ seul $                    begin and end of a sentence
///
/// A pattern never reaches over the end of a sentence. Each start of a match yields its longest match.
/// Errors: `add` says what is wrong with a pattern. Threads: immutable after `ready`.

#include "bot/reading/words.hpp"

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bot::reading {

struct Match {
    std::uint32_t payload = 0;
    std::uint32_t first = 0, last = 0;  ///< words, inclusive; `last` satisfied a word of the pattern
    std::uint32_t reach = 0;            ///< what a gap at the pattern's end still took
};

class PatternSet {
  public:
    /// \param alternatives "a b|c d": the class's members, in pattern syntax.
    void declare(const std::string& name, const std::string& alternatives) { classes_[name] = alternatives; }
    /// \returns what is wrong with the pattern; empty if nothing.
    [[nodiscard]] std::string add(std::string_view pattern, std::uint32_t payload);
    /// To be called once, after the last `add`; `guard`: right words that are no slips of others.
    void ready(const StringSet& guard);

    /// Fills `symbols` (and `mended`) of each word.
    void name(std::vector<Word>&) const;
    /// In the order of their first word.
    [[nodiscard]] std::vector<Match> matches(const std::vector<Word>&) const;

    /// Whether the pattern itself speaks of negation ("pas", "sans", "plus", …).
    [[nodiscard]] bool negative(std::uint32_t index) const { return patterns_[index].negative; }
    [[nodiscard]] const ByString<Symbol>& vocabulary() const { return words_; }

  private:
    static constexpr std::size_t limit = 96;     // positions of one pattern, alternatives merged
    static constexpr std::size_t written = 768;  // positions as written
    using Set = std::bitset<limit>;
    struct Position {
        std::vector<Symbol> symbols;  // ascending; {0}: any word
        std::uint64_t sketch = 0;     // a bit per symbol modulo 64: most symbols are turned away without a search
        Set follow;
    };
    /// A pattern begun: where it stands after its first word.
    struct Begun {
        std::uint32_t pattern;
        bool accepts;
        Set active;
    };
    struct Pattern {
        std::vector<Position> positions;
        Set first, last, any;  // any: the positions that take any word
        bool negative = false;
        std::uint32_t payload = 0;
    };
    class Parser;
    struct Written;
    /// Words that may stand for each other become one position. \returns what is wrong.
    static std::string merge(const Written&, Pattern&);

    Symbol symbol(std::string_view word);
    /// What may come after those of `active` that `symbol` satisfies.
    static Set after(const Pattern&, const Set& active, Symbol, bool& accepts);
    /// `from`: the word that `active` is to be tried on; `accepts`: the words before it were a match already.
    static void
    run(const Pattern&, Set active, bool accepts, const std::vector<Word>&, std::uint32_t start, std::uint32_t from, std::vector<Match>&);

    std::vector<Pattern> patterns_;
    std::vector<std::vector<Begun>> starting_;  // by symbol: patterns that may begin with it
    ByString<Symbol> words_, prefixes_;
    ByString<std::string> classes_;
    ByString<std::string> near_;  // a word less one letter → the word
    Symbol next_ = 4;             // below: any word, a number, end and begin of a sentence
    std::size_t longest_prefix_ = 0;
};

/// Whether a word differs from a known one only in its last two letters, as forms of one stem do ("déménager",
/// "déménageur"): another word, not a slip.
[[nodiscard]] bool inflected(std::string_view known, std::string_view written);
/// Whether two words are one slip apart: a letter more, less, other, or two swapped.
[[nodiscard]] bool one_slip_apart(std::string_view a, std::string_view b);

}  // namespace bot::reading
