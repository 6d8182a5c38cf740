#include "adapters/email/answers_below.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/html_text.hpp"
#include "adapters/email/plain_text.hpp"

#include <set>

namespace adapters::email {

namespace {

/// "> 2. Tu as …" → 2; 0: no numbered line.
int number_of(std::string_view quoted) {
    while (!quoted.empty() && (quoted.front() == '>' || quoted.front() == ' ' || quoted.front() == '*')) quoted.remove_prefix(1);
    bool const numbered = quoted.size() > 3 && quoted[0] >= '1' && quoted[0] <= '9' && (quoted[1] == '.' || quoted[1] == ')') && quoted[2] == ' ';
    return numbered ? quoted[0] - '0' : 0;
}

}  // namespace

std::vector<AnswerBelow> answers_below(std::string_view text, std::string_view visible) {
    std::set<std::string, std::less<>> own;
    for (auto const line : lines_of(visible))
        if (auto const words = trimmed(line); !words.empty()) own.emplace(words);
    std::vector<AnswerBelow> out;
    int current = 0;
    bool between = false;  // an own line was followed by a quoted one
    bool fresh = false;    // own lines since the last quoted one
    // In HTML a quotation need not be marked line by line, and an answer in it may be told by its colour alone.
    bool const coloured = text.find(colour_mark) != std::string_view::npos;
    for (auto const raw : lines_of(text)) {
        bool const apart = raw.starts_with(colour_mark);
        auto line = trimmed(apart ? raw.substr(1) : raw);
        while (apart && !line.empty() && line.front() == '>') line = trimmed(line.substr(1));
        if (line.empty()) continue;
        if (line.front() == '>' || (coloured && !own.contains(line))) {
            between = between || (fresh && current > 0);
            fresh = false;
            if (int const number = number_of(line); number > 0) current = number;
            continue;
        }
        if (!own.contains(line)) continue;
        fresh = true;
        if (!out.empty() && out.back().number == current)
            out.back().text += "\n" + std::string(line);
        else
            out.push_back({current, std::string(line)});
    }
    if (!between) out.clear();
    return out;
}

}  // namespace adapters::email
