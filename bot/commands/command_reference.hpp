#pragma once
/// \file bot/commands/command_reference.hpp
/// The command line, told from its own table: so man page, completion and advice name what there is, and nothing else.
///
/// Pure. Threads: any.

#include <string>

namespace CLI {
class App;
}

namespace bot::commands {

/// The section COMMANDS of phare(1), in the language of man pages (roff, man macros).
[[nodiscard]] std::string man_commands(const CLI::App&);
/// A completion for bash: words of commands, then options, then files.
[[nodiscard]] std::string bash_completion(const CLI::App&);

/// The first word of a wrong command line that means nothing, and the nearest one that does; empty: the words are not the matter.
[[nodiscard]] std::string unknown_word(const CLI::App&, int argc, const char* const* argv);

}  // namespace bot::commands
