#include "bot/reading/pattern.hpp"

#include "bot/reading/number.hpp"

#include <algorithm>

namespace bot::reading {
namespace {

constexpr Symbol any_word = 0;
constexpr Symbol number_symbol = 1;
constexpr Symbol end_symbol = 2;            // stands between the last word of a sentence and what follows
constexpr Symbol begin_symbol = 3;          // stands before its first word
constexpr std::size_t shortest_mended = 7;  // shorter words have too many neighbours

bool says_no(std::string_view word) {
    return word == "pas" || word == "plus" || word == "jamais" || word == "sans" || word == "aucun" ||
           word == "aucune" || word == "ni" || word == "non" || word == "rien" || word == "nulle";
}

}  // namespace

bool inflected(std::string_view known, std::string_view written) {
    std::size_t same = 0;
    while (same < known.size() && same < written.size() && known[same] == written[same]) ++same;
    if (same == written.size()) return false;  // only cut short
    return same + 2 >= std::max(known.size(), written.size());
}

bool one_slip_apart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t i = 0;
    while (i < a.size() && a[i] == b[i]) ++i;
    if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
    if (i == a.size()) return true;
    if (a.substr(i + 1) == b.substr(i + 1)) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2);
}

/// The automaton of Glushkov as written: one position a word, no step without a word.
struct PatternSet::Written {
    using Set = std::bitset<written>;
    struct Position {
        Symbol symbol = any_word;
        Set follow;
    };
    struct Piece {  // what a part of a pattern can begin and end with
        Set first, last;
        bool empty = true;
    };
    std::vector<Position> positions;
    Piece whole;
    bool negative = false;
};

/// Recursive descent into the position automaton of Glushkov: no step without a word, so matching is a walk
/// of bits.
class PatternSet::Parser {
  public:
    Parser(PatternSet& set, Written& pattern, std::string_view text)
        : set_(set), pattern_(pattern), text_(text) {}

    std::string run() {
        auto whole = sequence();
        if (error_.empty() && at_ < text_.size()) error_ = "unexpected '" + std::string(1, text_[at_]) + "'";
        if (!error_.empty()) return error_;
        if (whole.empty) return "may match nothing";
        pattern_.whole = whole;
        for (std::size_t i = 0; i < pattern_.positions.size(); ++i)
            if (whole.first[i] && pattern_.positions[i].symbol == any_word) return "may begin with any word";
        return {};
    }

  private:
    using Piece = Written::Piece;

    void blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    [[nodiscard]] bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }

    void join(Piece& left, const Piece& right) {
        for (std::size_t i = 0; i < pattern_.positions.size(); ++i)
            if (left.last[i]) pattern_.positions[i].follow |= right.first;
        if (left.empty) left.first |= right.first;
        left.last = right.empty ? left.last | right.last : right.last;
        left.empty = left.empty && right.empty;
    }
    static void widen(Piece& left, const Piece& right) {
        left.first |= right.first;
        left.last |= right.last;
        left.empty = left.empty || right.empty;
    }

    Piece sequence() {
        Piece whole;
        for (blanks(); error_.empty() && at_ < text_.size() && !at(')') && !at('|'); blanks()) {
            auto next = atom();
            // A bar without blanks binds words; inside brackets it parts sequences when blanks stand beside
            // it.
            while (error_.empty() && at('|') && depth_ == 0) {
                ++at_;
                widen(next, atom());
            }
            join(whole, next);
        }
        return whole;
    }
    Piece group() {
        ++depth_;
        auto whole = sequence();
        while (error_.empty() && at('|')) {
            ++at_;
            widen(whole, sequence());
        }
        --depth_;
        return whole;
    }
    Piece atom() {
        Piece piece;
        if (at('(')) {
            ++at_;
            piece = group();
            if (!error_.empty()) return piece;
            if (!at(')'))
                error_ = "bracket not closed";
            else
                ++at_;
        } else if (at('*')) {
            ++at_;
            if (at_ >= text_.size() || text_[at_] < '1' || text_[at_] > '9')
                error_ = "a gap is *1 to *9";
            else
                for (int n = text_[at_++] - '0'; n > 0; --n) {
                    auto one = position(any_word);
                    one.empty = true;
                    join(piece, one);
                }
            return piece;
        } else if (at('^')) {
            ++at_;
            return position(begin_symbol);
        } else if (at('$')) {
            ++at_;
            return position(end_symbol);
        } else {
            piece = named();
        }
        if (at('?')) {
            ++at_;
            piece.empty = true;
        }
        return piece;
    }
    Piece named() {
        const auto begin = at_;
        while (at_ < text_.size() && std::string_view(" |()?*^$").find(text_[at_]) == std::string_view::npos)
            ++at_;
        const auto word = text_.substr(begin, at_ - begin);
        if (word.empty()) {
            error_ = "a word is missing";
            return {};
        }
        if (word == "%nombre") return position(number_symbol);
        if (word[0] == '@') {
            const auto found = set_.classes_.find(word.substr(1));
            if (found == set_.classes_.end()) {
                error_ = "class " + std::string(word) + " is not declared";
                return {};
            }
            if (++nesting_ > 4) {
                error_ = "classes nested too deep";
                return {};
            }
            Parser inner(set_, pattern_, found->second);
            inner.nesting_ = nesting_;
            auto piece = inner.group();
            error_ = inner.error_;
            --nesting_;
            return piece;
        }
        if (at('*')) {
            ++at_;
            if (word.size() < 3) error_ = "a prefix has at least three letters";
            set_.longest_prefix_ = std::max(set_.longest_prefix_, word.size());
            auto& id = set_.prefixes_[std::string(word)];
            if (id == 0) id = set_.next_++;
            return position(id);
        }
        if (says_no(word)) pattern_.negative = true;
        // The text has its numbers in digits.
        if (const int number = value_in_letters(word); number >= 0)
            return position(set_.symbol(std::to_string(number)));
        return position(set_.symbol(word));
    }
    Piece position(Symbol symbol) {
        if (pattern_.positions.size() >= written) {
            error_ = "too long";
            return {};
        }
        Piece piece;
        piece.first[pattern_.positions.size()] = true;
        piece.last = piece.first;
        piece.empty = false;
        pattern_.positions.push_back({symbol, {}});
        return piece;
    }

    PatternSet& set_;
    Written& pattern_;
    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0, nesting_ = 0;
    std::string error_;
};

Symbol PatternSet::symbol(std::string_view word) {
    auto& id = words_[std::string(word)];
    if (id == 0) id = next_++;
    return id;
}

std::string PatternSet::merge(const Written& from, Pattern& to) {
    const auto count = from.positions.size();
    std::vector<Written::Set> before(count);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < count; ++k) before[k][i] = from.positions[i].follow[k];
    const auto same = [&](std::size_t a, std::size_t b) {
        const auto any = [&](std::size_t i) { return from.positions[i].symbol == any_word; };
        const auto edge = [&](std::size_t i) {
            return from.positions[i].symbol == begin_symbol || from.positions[i].symbol == end_symbol;
        };
        return !any(a) && !any(b) && !edge(a) && !edge(b) &&
               from.positions[a].follow == from.positions[b].follow && before[a] == before[b] &&
               from.whole.first[a] == from.whole.first[b] && from.whole.last[a] == from.whole.last[b];
    };
    std::vector<std::size_t> place(count), kept;
    for (std::size_t i = 0; i < count; ++i) {
        const auto twin = std::find_if(kept.begin(), kept.end(), [&](std::size_t k) { return same(k, i); });
        place[i] = static_cast<std::size_t>(twin - kept.begin());
        if (twin == kept.end()) kept.push_back(i);
    }
    if (kept.size() > limit) return "too long";
    to.positions.resize(kept.size());
    for (std::size_t i = 0; i < count; ++i) {
        to.positions[place[i]].symbols.push_back(from.positions[i].symbol);
        if (from.whole.first[i]) to.first[place[i]] = true;
        if (from.whole.last[i]) to.last[place[i]] = true;
        for (std::size_t k = 0; k < count; ++k)
            if (from.positions[i].follow[k]) to.positions[place[i]].follow[place[k]] = true;
    }
    for (std::size_t i = 0; i < to.positions.size(); ++i) {
        auto& position = to.positions[i];
        std::sort(position.symbols.begin(), position.symbols.end());
        for (const Symbol symbol : position.symbols) position.sketch |= std::uint64_t{1} << (symbol % 64);
        to.any[i] = position.symbols.front() == any_word;
    }
    return {};
}

std::string PatternSet::add(std::string_view text, std::uint32_t payload) {
    Written as_written;
    auto wrong = Parser(*this, as_written, text).run();
    Pattern pattern;
    pattern.payload = payload;
    pattern.negative = as_written.negative;
    if (wrong.empty()) wrong = merge(as_written, pattern);
    if (wrong.empty()) patterns_.push_back(std::move(pattern));
    return wrong;
}

void PatternSet::ready(const StringSet& guard) {
    starting_.assign(next_, {});
    for (std::uint32_t p = 0; p < patterns_.size(); ++p) {
        const auto& pattern = patterns_[p];
        for (std::size_t i = 0; i < pattern.positions.size(); ++i) {
            if (!pattern.first[i]) continue;
            for (const Symbol symbol : pattern.positions[i].symbols) {
                auto& list = starting_[symbol];
                if (!list.empty() && list.back().pattern == p) continue;
                Begun begun{p, false, {}};
                begun.active = after(pattern, pattern.first, symbol, begun.accepts);
                if (symbol != begin_symbol) begun.active |= after(pattern, pattern.first & pattern.any, any_word, begun.accepts);
                list.push_back(begun);
            }
        }
    }
    for (const auto& [word, id] : words_) {
        if (word.size() < shortest_mended || guard.contains(word)) continue;
        near_.emplace(word, word);
        for (std::size_t i = 1; i < word.size(); ++i) {
            auto shorter = word;
            near_.emplace(shorter.erase(i, 1), word);
        }
    }
    for (const auto& word : guard) near_.erase(word);
    for (const auto& word : guard) words_.emplace(word, Symbol{0});
}

void PatternSet::name(std::vector<Word>& words) const {
    for (auto& word : words) {
        word.symbols.clear();
        if (word.number) word.symbols.push_back(number_symbol);
        auto known = words_.find(word.text);
        // A key held too long: "mourrrir", "coutteau".
        for (std::size_t i = 1; known == words_.end() && i < word.text.size() && word.text.size() >= 5 && i < 24; ++i) {
            if (word.text[i] != word.text[i - 1]) continue;
            auto single = word.text;
            single.erase(i, 1);
            known = words_.find(single);
            if (known != words_.end() && known->second == 0) known = words_.end();
            if (known == words_.end()) continue;
            word.mended = true;
            word.text = std::move(single);
        }
        // "kontrat", "kuisine".
        if (known == words_.end() && word.text.size() >= 4 && word.text.find('k') != std::string::npos) {
            auto plain = word.text;
            std::replace(plain.begin(), plain.end(), 'k', 'c');
            known = words_.find(plain);
            if (known != words_.end()) {
                word.mended = true;
                word.text = std::move(plain);
            }
        }
        // A mute end left out: "voitur", "vivr", "ouver".
        for (const std::string_view end : {"e", "t", "s", "es"}) {
            if (known != words_.end() || word.text.size() < 4) break;
            known = words_.find(word.text + std::string(end));
            if (known != words_.end() && known->second == 0) known = words_.end();
            if (known == words_.end()) continue;
            word.mended = true;
            word.text = known->first;
        }
        if (known == words_.end() && word.text.size() + 1 >= shortest_mended) {
            const auto try_near = [&](std::string_view shorter) {
                const auto hit = near_.find(shorter);
                return hit != near_.end() && one_slip_apart(hit->second, word.text) && !inflected(hit->second, word.text)
                           ? words_.find(hit->second)
                           : words_.end();
            };
            known = try_near(word.text);
            std::string shorter;
            for (std::size_t i = 1; known == words_.end() && i < word.text.size() && i < 24; ++i) {
                shorter = word.text;
                shorter.erase(i, 1);
                known = try_near(shorter);
            }
            if (known != words_.end()) {
                word.mended = true;
                word.text = known->first;
            }
        }
        if (known != words_.end() && known->second != 0) word.symbols.push_back(known->second);
        const auto longest = std::min(longest_prefix_, word.text.size());
        for (std::size_t n = 3; n <= longest; ++n)
            if (const auto prefix = prefixes_.find(std::string_view(word.text).substr(0, n));
                prefix != prefixes_.end())
                word.symbols.push_back(prefix->second);
    }
}

PatternSet::Set PatternSet::after(const Pattern& pattern, const Set& active, Symbol symbol, bool& accepts) {
    Set next;
    for (auto i = active._Find_first(); i < limit; i = active._Find_next(i)) {
        const auto& position = pattern.positions[i];
        if ((position.sketch >> (symbol % 64) & 1U) == 0 || !std::binary_search(position.symbols.begin(), position.symbols.end(), symbol)) continue;
        next |= position.follow;
        accepts = accepts || pattern.last[i];
    }
    return next;
}

void PatternSet::run(
    const Pattern& pattern,
    Set active,
    bool accepts,
    const std::vector<Word>& words,
    std::uint32_t start,
    std::uint32_t from,
    std::vector<Match>& found
) {
    std::uint32_t end = start, reach = start;
    bool matched = accepts;
    for (auto w = from; active.any(); ++w) {
        accepts = false;
        if (w == words.size() || (w > start && words[w].sentence)) {
            after(pattern, active, end_symbol, accepts);
            if (accepts) {
                matched = true;
                end = reach = w - 1;
            }
            break;
        }
        // What only a gap took is no part of the match: "demande d’asile *2 (en cours)?" must not reach the "pas" behind it.
        bool by_gap = false;
        Set next = after(pattern, active & pattern.any, any_word, by_gap);
        for (const Symbol symbol : words[w].symbols) next |= after(pattern, active, symbol, accepts);
        if (accepts || by_gap) reach = w;
        if (accepts || (by_gap && !matched)) end = w;
        matched = matched || accepts || by_gap;
        active = next;
    }
    if (matched) found.push_back({pattern.payload, start, end, std::max(end, reach)});
}

std::vector<Match> PatternSet::matches(const std::vector<Word>& words) const {
    std::vector<Match> found;
    for (std::uint32_t start = 0; start < words.size(); ++start) {
        if (start == 0 || words[start].sentence)
            for (const auto& begun : starting_[begin_symbol]) run(patterns_[begun.pattern], begun.active, false, words, start, start, found);
        for (const Symbol symbol : words[start].symbols)
            for (const auto& begun : starting_[symbol]) run(patterns_[begun.pattern], begun.active, begun.accepts, words, start, start + 1, found);
    }
    return found;
}

}  // namespace bot::reading
