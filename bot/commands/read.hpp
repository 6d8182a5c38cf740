#pragma once
/// \file bot/commands/read.hpp
/// `phare read`: messages or dialogues in, one JSON a line; what the reader makes of them out, in the form of the
/// message schema (§8), so that anybody can score the program that they run.

#include "bot/talking/conversation.hpp"

#include <chrono>
#include <functional>
#include <iosfwd>

namespace bot::commands {

/// Time that has passed since some fixed moment: the only clock here, and only for `latency_us`.
using Stopwatch = std::function<std::chrono::nanoseconds()>;

/// One message a line (§2, without labels). \returns how many lines could not be read; each is complained about.
int read_messages(const talking::Tools&, const Stopwatch&, std::istream& in, std::ostream& out, std::ostream& complaints);
/// One dialogue a line (§7, without labels). The bot's turns are played as they stand.
int read_dialogues(const talking::Tools&, std::istream& in, std::ostream& out, std::ostream& complaints);

}  // namespace bot::commands
