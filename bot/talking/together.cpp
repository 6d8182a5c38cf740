#include "bot/talking/together.hpp"

#include "bot/talking/ask.hpp"
#include "bot/talking/replies.hpp"
#include "rules/places/gazetteer.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace bot::talking {
namespace {

constexpr std::size_t most_questions = 3;

struct Answer {
    std::size_t question = 0;  // from 0
    std::string text;
};

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// "b", "B)", "c.": which choice; nothing if it is no letter alone.
std::optional<std::size_t> letter(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && (text.back() == ')' || text.back() == '.')) text.remove_suffix(1);
    if (text.size() != 1) return std::nullopt;
    const char c = text.front();
    if (c >= 'a' && c <= 'e') return static_cast<std::size_t>(c - 'a');
    if (c >= 'A' && c <= 'E') return static_cast<std::size_t>(c - 'A');
    return std::nullopt;
}

/// "1", "1.", "1)", "1:", "1 -" at the beginning of a piece of text, and what follows. "19 ans" is none.
std::optional<Answer> numbered(std::string_view piece, std::size_t questions) {
    piece = trimmed(piece);
    if (piece.size() < 2 || piece[0] < '1' || static_cast<std::size_t>(piece[0] - '0') > questions) return std::nullopt;
    const auto question = static_cast<std::size_t>(piece[0] - '1');
    auto rest = piece.substr(1);
    if (rest.front() >= '0' && rest.front() <= '9') return std::nullopt;
    if (!letter(rest) && std::string_view(" .):-/\t").find(rest.front()) == std::string_view::npos) return std::nullopt;
    const auto begin = rest.find_first_not_of(" .):-/\t");
    if (begin == std::string_view::npos) return std::nullopt;
    return Answer{question, std::string(rest.substr(begin))};
}

/// Where a text may begin to answer the next question: lines, commas, semicolons, and after "1 b ".
std::vector<std::string_view> pieces(std::string_view body) {
    std::vector<std::string_view> out;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= body.size(); ++i) {
        const bool separator = i < body.size() && (body[i] == '\n' || body[i] == ',' || body[i] == ';');
        // "1 b 2 a": a number after a blank, with a letter alone before it
        const bool next_number = i > 1 && i + 1 < body.size() && body[i] == ' ' && body[i + 1] >= '1' && body[i + 1] <= '9' &&
                                 letter(body.substr(i - 1, 1)) && (body[i - 2] == ' ' || (body[i - 2] >= '1' && body[i - 2] <= '9'));
        if (i < body.size() && !separator && !next_number) continue;
        if (const auto piece = trimmed(body.substr(begin, i - begin)); !piece.empty()) out.push_back(piece);
        begin = i + 1;
    }
    return out;
}

/// Answers by number; what stands between two numbers belongs to the first. Then letters alone, if there are as many of
/// them as questions with choices.
std::vector<Answer> answers_in(std::string_view body, const std::vector<Question>& questions, std::string& rest) {
    std::vector<Answer> out;
    std::vector<std::size_t> letters;
    for (const auto piece : pieces(body)) {
        if (auto answer = numbered(piece, questions.size())) {
            out.push_back(std::move(*answer));
        } else if (!out.empty() && !letter(out.back().text)) {
            out.back().text += ", " + std::string(piece);
        } else if (const auto alone = letter(piece); alone && out.empty()) {
            letters.push_back(*alone);
        } else {
            rest += (rest.empty() ? "" : ", ") + std::string(piece);
        }
    }
    const auto has_choices = [](const Question& q) { return !q.choices.empty(); };
    const auto lettered = std::count_if(questions.begin(), questions.end(), has_choices);
    if (!out.empty() || letters.empty() || std::cmp_not_equal(letters.size(), lettered)) return out;
    auto next = letters.begin();
    for (std::size_t i = 0; i < questions.size(); ++i)
        if (has_choices(questions[i])) out.push_back({i, std::string(1, static_cast<char>('a' + *next++))});
    return out;
}

void add(Merged& all, Merged one) {
    const auto append = [](auto& to, auto& from) { std::move(from.begin(), from.end(), std::back_inserter(to)); };
    append(all.learnt, one.learnt);
    append(all.corrected, one.corrected);
    append(all.withdrawn, one.withdrawn);
    all.sensitive = all.sensitive || one.sensitive;
    all.other_person = all.other_person || one.other_person;
    all.outside = all.outside || one.outside;
    all.under_15 = all.under_15 || one.under_15;
    all.other_under_15 = all.other_under_15 || one.other_under_15;
}

bool is_pass(std::string_view text) {
    const auto folded = rules::places::Gazetteer::fold(text);
    static constexpr std::array<std::string_view, 7> words = {"passer", "passe", "je passe", "je ne sais pas", "je sais pas", "jsp", "sais pas"};
    return std::any_of(words.begin(), words.end(), [&](auto word) { return trimmed(folded) == word; });
}

void take_words(Turn& turn, const Question& asked, std::string_view text, AnsweredTogether& out) {
    turn.memory.question = asked;
    turn.memory.question.choices.clear();  // a number in these words chooses nothing
    auto reading = read_reply(turn, text);
    turn.memory.question = {};
    add(out.merged, merge(turn, reading));
    if (reading.ambiguous) out.unclear = reading.ambiguous;
}

void take_one(Turn& turn, const Question& asked, const std::string& text, AnsweredTogether& out) {
    const auto comma = std::min(text.find(','), text.size());
    const auto first = std::string_view(text).substr(0, comma);
    const auto chosen = letter(first);
    if (chosen && *chosen < asked.choices.size()) {
        const auto& choice = asked.choices[*chosen];
        if (choice.act == Choice::Act::fact)
            add(out.merged, merge_choice(turn, choice.field, choice.value));
        else
            decline(turn, choice.field);
    } else if (is_pass(first)) {
        decline(turn, asked.field);
        if (!asked.also.empty()) decline(turn, asked.also);
    } else {
        take_words(turn, asked, text, out);
        return;
    }
    if (comma < text.size()) take_words(turn, Question{}, std::string_view(text).substr(comma + 1), out);
}

/// "1 19 ans, Rouen, 2 b, 3 passer": an answer to these questions and no others.
std::string example_of(const std::vector<Question>& questions) {
    std::string out;
    bool lettered = false;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const auto& asked = questions[i];
        std::string answer = "passer";
        if (asked.field == "age") {
            answer = asked.also.empty() ? "19 ans" : "19 ans, Rouen";
        } else if (asked.field == "commune") {
            answer = "Rouen";
        } else if (!asked.choices.empty() && !lettered) {
            answer = asked.choices.size() > 1 ? "b" : "a";
            lettered = true;
        }
        out += (out.empty() ? "" : ", ") + std::to_string(i + 1) + " " + answer;
    }
    return out;
}

}  // namespace

bool ask_together(Turn& turn) {
    auto& memory = turn.memory;
    if (memory.asked_together || memory.leads_given || turn.only_momentary || !turn.momentary.empty()) return false;
    auto questions = worth_asking_first(turn);
    if (questions.size() > most_questions) questions.resize(most_questions);
    if (questions.empty()) return false;
    memory.asked_together = true;
    const bool alone = questions.size() == 1;
    if (alone && questions.front().field != "age") {
        ask_field(turn, questions.front().field);
        return true;
    }
    if (!alone) turn.say("questions_ensemble", {{"nombre", static_cast<std::int64_t>(questions.size())}});
    for (std::size_t i = 0; i < questions.size(); ++i) put_one_of_several(turn, questions[i], alone ? 0 : i + 1);
    if (!alone) turn.say("questions_ensemble_comment", {{"exemple", example_of(questions)}});
    memory.question = {};
    memory.question.field = questions.front().field;
    memory.question.also = questions.front().also;
    if (!alone) memory.together = std::move(questions);
    return true;
}

std::optional<AnsweredTogether> take_together(Turn& turn, std::string_view body) {
    const auto questions = turn.memory.together;
    if (questions.empty()) return std::nullopt;
    std::string rest;
    const auto answers = answers_in(body, questions, rest);
    if (answers.empty()) return std::nullopt;
    turn.memory.together.clear();
    turn.memory.question = {};
    AnsweredTogether out;
    for (const auto& answer : answers) take_one(turn, questions[answer.question], answer.text, out);
    if (!rest.empty()) take_words(turn, questions.front(), rest, out);
    return out;
}

}  // namespace bot::talking
