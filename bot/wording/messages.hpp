#pragma once
/// \file bot/wording/messages.hpp
/// The bot's texts: files of ICU MessageFormat patterns in two registers, turned into documents.
///
/// A pattern is a list of blocks (paragraph, bullets, numbered, quote); inside a line `*…*` is strong, `_…_` is
/// emphasis and `[text](https://…)` a link. Arguments are data: nothing inside them is ever read as markup.
/// Source: ICU 72 MessageFormat; file format in bot/wording/README.md. Threads: immutable after loading.

#include "bot/wording/document.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bot::wording {

enum class Register : std::uint8_t { tu, vous };

/// An argument: a text, a number, or a list of ready lines that replaces a `{name}` standing alone as list item.
using Argument = std::variant<std::string, std::int64_t, std::vector<Line>>;
using Arguments = std::map<std::string, Argument, std::less<>>;

class Messages {
  public:
    /// Reads every *.yaml of the folder. \returns null and every complaint in `errors` if one is broken.
    [[nodiscard]] static std::shared_ptr<const Messages> load(
        const std::filesystem::path& folder, std::vector<std::string>& errors
    );
    /// \pre the id exists (`has`); an unknown id or a missing argument is a bug: throws std::logic_error.
    [[nodiscard]] Document say(std::string_view id, Register, const Arguments& = {}) const;
    [[nodiscard]] bool has(std::string_view id) const;
    [[nodiscard]] std::vector<std::string> ids() const;
    ~Messages();

  private:
    Messages();
    struct Table;
    std::unique_ptr<Table> table_;
};

/// "a, b et c" with `oui` strong: builds a line of one span.
[[nodiscard]] Line plain(std::string text);
[[nodiscard]] Line strong(std::string text);
/// French forms: "12 mars 2027", "19 ans", "561,68 €" (no-break spaces), "a, b et c".
[[nodiscard]] std::string french_date(std::chrono::sys_days);
/// "15 minutes", "1 heure", "2 jours": in the largest unit that says it whole.
[[nodiscard]] std::string french_duration(std::chrono::minutes);
[[nodiscard]] std::string french_hundredths(std::int64_t);
[[nodiscard]] std::string french_list(const std::vector<std::string>&);

}  // namespace bot::wording
