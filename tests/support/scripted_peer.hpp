#pragma once
/// \file tests/support/scripted_peer.hpp
/// A server that says what the test wrote down: each step waits for a line that begins so, then answers, or hangs up.
/// One connection after the other, on a thread of its own. What it heard is kept.
///
/// Steps of one connection: {"", "220 hello\r\n"} speaks first; {"EHLO", "250 ok\r\n"} waits for a line;
/// {"DATA", hang_up} closes. A step whose line does not come ends the connection.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tests {

inline const std::string hang_up = "\x01hang up";
/// In place of a line: waits for "CRLF.CRLF".
inline const std::string the_dot = "\x01dot";

struct Step {
    std::string expect, answer;
};

class ScriptedPeer {
  public:
    explicit ScriptedPeer(std::vector<std::vector<Step>> connections);
    ~ScriptedPeer();
    ScriptedPeer(const ScriptedPeer&) = delete;
    ScriptedPeer& operator=(const ScriptedPeer&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// All bytes of all connections so far, after they have ended.
    [[nodiscard]] std::string heard();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tests
