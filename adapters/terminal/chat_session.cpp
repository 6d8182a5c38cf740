#include "adapters/terminal/chat_session.hpp"

#include <istream>
#include <ostream>
#include <utility>

namespace adapters::terminal {

ChatSession::ChatSession(std::istream& in, std::ostream& out, Answer answer, Mode mode)
    : in_(in), out_(out), answer_(std::move(answer)), mode_(mode) {}

void ChatSession::show(const std::vector<std::string>& answers) {
    for (const auto& answer : answers)
        if (!answer.empty()) out_ << answer << '\n';
    out_.flush();
}

int ChatSession::run() {
    int answered = 0;
    std::string line;
    for (;;) {
        if (mode_ == Mode::interactive) out_ << "> " << std::flush;
        if (!std::getline(in_, line)) break;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line == "/quit") break;
        if (line.find_first_not_of(" \t") == std::string::npos) continue;
        if (mode_ == Mode::scripted) out_ << "> " << line << '\n';
        show(answer_(line));
        ++answered;
    }
    if (mode_ == Mode::interactive) out_ << '\n' << std::flush;
    return answered;
}

}  // namespace adapters::terminal
