#pragma once
/// \file bot/commands/french_help.hpp
/// The help and the complaints of the command line in French: CLI11 has its own words for both, and they are English.
///
/// Pure. Threads: any. Inside bot/commands only: who includes this compiles CLI11 too.

#include <CLI/CLI.hpp>

#include <string>

namespace bot::commands {

/// Help that shows an example first, then what the command does, its usage and its options. The example is the footer of the command;
/// a group of commands shows that of its first one.
class FrenchHelp : public CLI::Formatter {
  public:
    FrenchHelp();
    std::string make_help(const CLI::App*, std::string name, CLI::AppFormatMode) const override;
    std::string make_group(std::string group, bool is_positional, std::vector<const CLI::Option*>) const override;
    std::string make_description(const CLI::App*) const override;
    std::string make_expanded(const CLI::App*) const override;
    std::string make_option_opts(const CLI::Option*) const override;
};

/// The example of a command, or of the first command below it; empty: there is none.
[[nodiscard]] std::string example_of(const CLI::App&);

/// What a value is: "TEXTE", "NOMBRE", else "VALEUR".
[[nodiscard]] std::string value_word(const CLI::Option&);

/// What is wrong with the command line, and which command explains it: "il manque --room. `phare export --help` montre ce qu’il faut".
[[nodiscard]] std::string french_complaint(const CLI::App&, const CLI::ParseError&);

}  // namespace bot::commands
