#pragma once
/// \file bot/evaluating/column_words.hpp
/// What the columns and cells of a partner's file mean: the vocabulary's names and what
/// rules/catalogue/colonnes.yaml declares beside them, French or English.
///
/// Errors: values, worded in French for the people who keep the file. Threads: immutable once read.

#include "rules/law/vocabulary.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bot::evaluating {

/// Columns that are no facts.
enum class Mark : std::uint8_t { id, date, code_postal, ville };
/// What a column holds.
using Meaning = std::variant<rules::law::FieldId, Mark>;

/// A cell: nothing (blank, or a word for "not known"), a value, or what is wrong with it.
struct Cell {
    std::optional<rules::law::Value> value;
    std::string problem;  ///< "« douze » n’est pas un nombre de ans …"
};

class ColumnWords {
  public:
    /// \param folder a catalogue; without a colonnes.yaml only the vocabulary's own words are known.
    /// \param vocabulary outlives the result.
    [[nodiscard]] static std::optional<ColumnWords> read(
        const std::filesystem::path& folder,
        const rules::law::Vocabulary& vocabulary,
        std::vector<std::string>& complaints
    );

    [[nodiscard]] std::optional<Meaning> meaning(std::string_view header) const;
    /// The known word nearest to a header that means nothing; may be empty.
    [[nodiscard]] std::string nearest(std::string_view header) const;
    [[nodiscard]] Cell read_cell(rules::law::FieldId, std::string_view text) const;
    /// Blank, or a word for "not known".
    [[nodiscard]] bool says_nothing(std::string_view text) const;
    /// 2020-11-10, 10/11/2020, 10.11.2020, 10-11-2020; midnight after it is ignored.
    [[nodiscard]] static std::optional<rules::law::Day> read_day(std::string_view text);

  private:
    explicit ColumnWords(const rules::law::Vocabulary& vocabulary) : vocabulary_(&vocabulary) {}

    const rules::law::Vocabulary* vocabulary_;
    std::map<std::string, Meaning> columns_;                                           // by folded header
    std::map<std::pair<rules::law::FieldId, std::string>, rules::law::Value> values_;  // by folded word
    std::map<std::string, bool> yes_no_;
    std::vector<std::string> unknown_;
};

/// Without spaces at either end: plain, no-break or narrow.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace bot::evaluating
