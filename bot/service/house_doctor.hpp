#pragma once
/// \file bot/service/house_doctor.hpp
/// `phare doctor` about the house itself: folders, key, space, copies, font, and whether the service runs. Codes stay what they are
/// once given out:
///
///   20 the data folder cannot be used        24 the folder of copies cannot be used
///   21 others may read the data folder       25 the youngest copy is too old
///   22 too little free space: intake refused 26 the font of the charts is missing, or lacks letters
///   23 the master key cannot be used         27 the token of imports cannot be used
///   28 the databases cannot be opened        29 the clock is behind what was written
///   91 it runs and is not ready, or hangs     92 something else answers where the metrics should be
///
/// Changes nothing. Blocking: as long as reading the databases takes, if the service is stopped. Threads: the caller's.

#include "adapters/matrix/doctor.hpp"
#include "bot/commands/config.hpp"
#include "bot/message.hpp"

#include <filesystem>
#include <vector>

namespace bot::service {

/// \param font file that must exist
[[nodiscard]] std::vector<adapters::matrix::Finding> examine_house(
    const commands::Config&, Instant now, const std::filesystem::path& font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
);

}  // namespace bot::service
