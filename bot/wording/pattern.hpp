#pragma once
/// \file bot/wording/pattern.hpp
/// One line of a message: an ICU MessageFormat pattern with its arguments known.
///
/// ICU formats lazily into mutable caches, so a shared MessageFormat is not safe between threads: the
/// compiled one is a template that each call copies. Lines without arguments are formatted once. Threads:
/// immutable.

#include "bot/wording/messages.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bot::wording {

class Pattern {
  public:
    /// \returns null and says why in `error` if ICU refuses it or a name is used in two ways.
    [[nodiscard]] static std::shared_ptr<const Pattern> compile(std::string_view text, std::string& error);

    /// \throws std::logic_error for a missing argument, or a list where a word is wanted.
    [[nodiscard]] Line say(const Arguments&) const;
    /// Not empty: the line is just `{name}` and may be replaced by a list of lines.
    [[nodiscard]] const std::string& whole() const { return whole_; }
    /// Every text that the select and plural arms can give (arguments as "x", numbers as "2"); at most 256.
    [[nodiscard]] const std::vector<std::string>& variants() const { return variants_; }
    ~Pattern();

  private:
    Pattern();
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
    std::string whole_;
    std::vector<std::string> variants_;
};

}  // namespace bot::wording
