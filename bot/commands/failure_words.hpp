#pragma once
/// \file bot/commands/failure_words.hpp
/// What the system says when something fails, in French: the C library's own words are English, whatever the operator's language.
///
/// Pure. Threads: any.

#include <exception>
#include <string>
#include <system_error>

namespace bot::commands {

/// "accès refusé", "le disque est plein"; a code that has no words here stands with what the library says, between guillemets.
[[nodiscard]] std::string failure_words(const std::error_code&);

/// An exception as one line for an operator: what the system said comes in French, everything else as it was written.
[[nodiscard]] std::string told(const std::exception&);

}  // namespace bot::commands
