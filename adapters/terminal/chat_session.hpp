#pragma once
/// \file adapters/terminal/chat_session.hpp
/// A conversation on two streams: a line in, answers out, ready to be shown. Knows nothing of what answers.
///
/// Ends with the end of the input, or at /quit. Scripted: each line read is shown with "> " before its
/// answer, so that the output reads as a conversation. Ownership: streams outlive the session. Threads: the
/// caller's.

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace adapters::terminal {

class ChatSession {
  public:
    using Answer = std::function<std::vector<std::string>(std::string line)>;
    enum class Mode : std::uint8_t { interactive, scripted };

    ChatSession(std::istream& in, std::ostream& out, Answer answer, Mode mode);

    /// Shows something before or between the lines: the welcome, what was pending.
    void show(const std::vector<std::string>& answers);
    /// Until the end. \returns how many lines were answered. Throws what `answer` throws.
    int run();

  private:
    std::istream& in_;
    std::ostream& out_;
    Answer answer_;
    Mode mode_;
};

}  // namespace adapters::terminal
