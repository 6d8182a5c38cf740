#include "adapters/terminal/chat_session.hpp"

#include <istream>
#include <ostream>
#include <utility>

namespace adapters::terminal {

ChatSession::ChatSession(std::istream& in, std::ostream& out, Answer answer, Look look, Mode mode)
    : in_(in), out_(out), answer_(std::move(answer)), look_(look), mode_(mode) {}

void ChatSession::show(const std::vector<bot::wording::Document>& documents) {
    for (const auto& document : documents)
        if (!document.empty()) out_ << render(document, look_) << '\n';
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
