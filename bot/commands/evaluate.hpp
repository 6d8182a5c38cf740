#pragma once
/// \file bot/commands/evaluate.hpp
/// `phare evaluate`: a partner's file in, one outcome for each person and measure out. Nothing leaves the
/// machine, nothing is kept but the two files.
///
/// CSV: columns in French or English (column_words.hpp), one column a measure out, refused rows in an
/// annotated copy beside. JSON lines: one situation a line, with amount, missing facts and reasons out.
/// A draft's outcome is at best `eligible_sous_reserve`: nothing is said flatly of rules that nobody
/// verified. Memory: constant; rows go through in chunks. Results appear under their name only when whole.
/// Threads: the caller's.

#include "rules/law/catalogue.hpp"
#include "rules/places/gazetteer.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace bot::evaluating {
class PersonReader;
class ColumnWords;
}

namespace bot::commands {

using evaluating::ColumnWords;
using evaluating::PersonReader;

struct EvaluateOptions {
    std::string in = "-", out = "-";    ///< files; `-`: standard input, standard output
    std::string refused;                ///< the annotated copy; empty: beside `out`, else beside `in`
    rules::law::Day day;                ///< where a person has no date of their own
    std::vector<std::string> measures;  ///< ids; empty: see measures_meant
    bool json_lines = false;
    bool progress = false;  ///< shown on `messages`: only where that is a terminal
};

struct EvaluateReport {
    enum class End : std::uint8_t {
        done,
        some_refused,   ///< the others are in `out`
        wrong_request,  ///< no such measure, no such file
        unusable        ///< the file is refused as a whole: nothing was written
    };
    End end = End::done;
    std::int64_t rows = 0, refused = 0, places_left_open = 0;
};

/// Reads catalogue and gazetteer, then the file. \param messages for people: French.
[[nodiscard]] EvaluateReport evaluate(
    const EvaluateOptions&, const std::filesystem::path& catalogue_folder, std::ostream& messages
);

/// The same with what was read. \param catalogue_folder where colonnes.yaml is.
[[nodiscard]] EvaluateReport evaluate_file(
    const EvaluateOptions&,
    const rules::law::Catalogue&,
    const rules::places::Gazetteer&,
    const std::filesystem::path& catalogue_folder,
    std::ostream& messages
);

/// The measures that are meant, in the order of the request. Without one: of a CSV all verified ones, of JSON
/// lines the drafts too, since there each result says that it is one. Complains on `messages` about one that
/// is not there, and says which ones are drafts. \returns empty after a complaint.
[[nodiscard]] std::vector<const rules::law::Measure*> measures_meant(
    const rules::law::Catalogue&, const EvaluateOptions&, std::ostream& messages
);

class Progress;
/// The two forms, on streams.
[[nodiscard]] EvaluateReport evaluate_csv(
    std::istream& in,
    std::ostream& out,
    const std::filesystem::path& refused,
    const rules::law::Catalogue&,
    const std::vector<const rules::law::Measure*>&,
    const PersonReader&,
    const ColumnWords&,
    Progress&,
    std::ostream& messages
);
[[nodiscard]] EvaluateReport
evaluate_json_lines(std::istream& in, std::ostream& out, const rules::law::Catalogue&, const std::vector<const rules::law::Measure*>&, const PersonReader&, const ColumnWords&, Progress&);

}  // namespace bot::commands
