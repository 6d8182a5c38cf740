#include "adapters/email/answers_inside.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/plain_text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

namespace adapters::email {

namespace {

constexpr std::size_t most_bytes = 64u * 1024;  ///< bytes of the quotation: our letters are a few thousand
constexpr std::size_t most_words = 3000;       ///< of the letter
constexpr std::size_t near = 80;               ///< words: longer is no answer between two questions
constexpr std::size_t word_bytes = 200;

struct Typed {
    std::string fold;
    std::string_view raw;
    std::size_t line = 0;
    int question = 0;  ///< in the letter: the number of the question that it belongs to; 0: to none
};

bool is_plain(char c) { return is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

/// "1. Tu as quel âge ?" → 1, and its choices "a. Rien" belong to it.
int question_after(std::string_view line, int before) {
    if (line.empty()) return before;
    bool const item = line.size() > 3 && (line[1] == '.' || line[1] == ')') && line[2] == ' ';
    if (item && line[0] >= '1' && line[0] <= '9') return has(line, "?") ? line[0] - '0' : 0;
    return item && is_alpha(line[0]) ? before : 0;
}

std::vector<Typed> typed_words(std::string_view text) {
    // What programs make of a telephone number, a picture or an address is nobody's word.
    static constexpr std::array<std::string_view, 4> made{"://", "@", "mailto:", "tel:"};
    std::vector<Typed> out;
    std::size_t number = 0;
    int question = 0;
    for (auto line : lines_of(text)) {
        ++number;
        while (!line.empty() && (line.front() == '>' || is_blank(line.front()))) line.remove_prefix(1);
        question = question_after(line, question);
        while (!line.empty()) {
            std::size_t const end = std::min(line.find_first_of(" \t\r"), line.size());
            std::string_view const raw = line.substr(0, end);
            line.remove_prefix(std::min(end + 1, line.size()));
            if (raw.empty() || has_any(raw, made)) continue;
            std::string fold = folded(raw, word_bytes);
            while (!fold.empty() && !is_plain(fold.back())) fold.pop_back();
            fold.erase(0, static_cast<std::size_t>(std::find_if(fold.begin(), fold.end(), is_plain) - fold.begin()));
            if (!fold.empty()) out.push_back({std::move(fold), raw, number, question});
        }
    }
    return out;
}

/// Walks through the quotation with a finger on the letter.
class Comparison {
  public:
    Comparison(const std::vector<Typed>& quoted, const std::vector<Typed>& letter) : quoted_(quoted), letter_(letter) {
        for (std::size_t i = 0; i + 2 < letter_.size(); ++i) places_[three(letter_, i)].push_back(i);
    }

    std::vector<AnswerBelow> run() {
        for (std::size_t i = 0; i < quoted_.size(); ++i) {
            if (auto const at = place_of(i)) {
                finish();
                finger_ = *at + 1;
                question_ = letter_[*at].question;
                ++matched_;
            } else if (matched_ > 0) {
                if (!added_.empty() && added_.back()->line != quoted_[i].line) breaks_.push_back(added_.size());
                added_.push_back(&quoted_[i]);
            }
        }
        bool const is_this_letter = matched_ >= 8 && matched_ * 2 >= letter_.size();
        if (!is_this_letter) answers_.clear();
        return std::move(answers_);
    }

  private:
    static std::string three(const std::vector<Typed>& words, std::size_t i) { return words[i].fold + " " + words[i + 1].fold + " " + words[i + 2].fold; }

    /// The word of the letter that this one repeats.
    std::optional<std::size_t> place_of(std::size_t i) const {
        bool const same = matched_ > 0 && finger_ < letter_.size() && quoted_[i].fold == letter_[finger_].fold;
        bool const next_too = i + 1 == quoted_.size() || finger_ + 1 >= letter_.size() || quoted_[i + 1].fold == letter_[finger_ + 1].fold;
        if (same && next_too) return finger_;
        bool const later = matched_ > 0 && goes_on_behind(i);
        // The last word before an answer; or the first of an answer, which begins like the line below it.
        if (same && added_.empty() && !later) return finger_;
        if (later || i + 2 >= quoted_.size()) return std::nullopt;
        auto const known = places_.find(three(quoted_, i));  // something was taken out, or the quotation begins
        if (known == places_.end()) return std::nullopt;
        auto const at = std::lower_bound(known->second.begin(), known->second.end(), finger_);
        return at == known->second.end() ? std::nullopt : std::optional(*at);
    }
    /// Whether the letter goes on where the finger is, a little further down.
    bool goes_on_behind(std::size_t i) const {
        if (finger_ + 1 >= letter_.size()) return false;
        for (std::size_t k = i + 1; k + 1 < quoted_.size() && k < i + near; ++k)
            if (quoted_[k].fold == letter_[finger_].fold && quoted_[k + 1].fold == letter_[finger_ + 1].fold) return true;
        return false;
    }
    void finish() {
        if (!added_.empty() && added_.size() <= near) {
            std::string text;
            for (std::size_t k = 0; k < added_.size(); ++k) {
                bool const breaks = std::find(breaks_.begin(), breaks_.end(), k) != breaks_.end();
                if (k > 0) text += breaks ? '\n' : ' ';
                text += added_[k]->raw;
            }
            answers_.push_back({question_, std::move(text)});
        }
        added_.clear();
        breaks_.clear();
    }

    const std::vector<Typed>& quoted_;
    const std::vector<Typed>& letter_;
    std::map<std::string, std::vector<std::size_t>> places_;
    std::vector<AnswerBelow> answers_;
    std::vector<const Typed*> added_;
    std::vector<std::size_t> breaks_;
    std::size_t finger_ = 0, matched_ = 0;
    int question_ = 0;
};

}  // namespace

std::vector<AnswerBelow> answers_inside(std::string_view quoted, std::string_view letter) {
    auto const text = normalised(letter);
    auto const ours = typed_words(text), theirs = typed_words(quoted.substr(0, most_bytes));
    if (ours.empty() || ours.size() > most_words || theirs.size() < 3) return {};
    return Comparison(theirs, ours).run();
}

}  // namespace adapters::email
