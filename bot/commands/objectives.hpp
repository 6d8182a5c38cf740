#pragma once
/// \file bot/commands/objectives.hpp
/// `phare objectives replay | status | import`: the figures on files. Storage in the database fills the same values
/// (rules/steering/evaluation.hpp `Steering`, rules/figures/ledger.hpp `Ledger`) without moving code.
///
/// Threads: the caller's. Results appear under their name only when whole.

#include "rules/steering/months.hpp"

#include <filesystem>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace bot::commands {

enum class ObjectivesEnd : std::uint8_t {
    done,
    some_refused,  ///< import: rows are in the annotated file
    unusable,      ///< a file is missing or refused as a whole
    /// \name Only where a running service is asked.
    ///@{
    no_way,        ///< the configuration leads to none, or its token cannot be read
    unreachable,   ///< it does not answer, or takes nothing now
    refuses_us     ///< our token is not one of its own
    ///@}
};

struct ReplayOptions {
    std::filesystem::path data;
    std::filesystem::path out;       ///< objective_id,tick,level,p_shortfall,lo80,mid,hi80
    std::filesystem::path overruns;  ///< the same of the other side of envelopes; empty: not written
};
[[nodiscard]] ObjectivesEnd replay_objectives(const ReplayOptions&, std::ostream& messages);

struct StatusOptions {
    std::filesystem::path data;       ///< a data folder; empty: catalogue and journal
    std::filesystem::path catalogue;  ///< the folder that holds objectifs/
    std::filesystem::path journal;    ///< has to be there: a name mistyped is no empty journal
    rules::steering::Day as_of{};
    std::string only;                 ///< id of one objective; empty: all
    bool json = false;
    std::string explain;              ///< id of the objective that is told in detail (bot/desk/explain.hpp); empty: none
    std::optional<rules::steering::Day> since{};  ///< with `explain`; none: the eve of its last figures
};
[[nodiscard]] ObjectivesEnd objectives_status(const StatusOptions&, std::ostream& out, std::ostream& messages);

struct ImportOptions {
    std::filesystem::path file;
    std::filesystem::path catalogue, journal;
    std::filesystem::path annotated;  ///< refused rows; empty: FILE.refus.csv or .xlsx, as the file was
    std::string by;
    bool yes = false;                 ///< OUI: the rows count from now on
    int confirm = 0;                  ///< OUI to an earlier one (service only)
    int withdraw = 0;                 ///< ANNULER: the number of an import; then no file is read
    rules::steering::Day today{};
};
[[nodiscard]] ObjectivesEnd import_figures(const ImportOptions&, std::ostream& out, std::ostream& messages);

}  // namespace bot::commands
