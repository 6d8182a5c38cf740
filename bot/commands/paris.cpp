#include "bot/commands/paris.hpp"

#include <date/tz.h>

namespace bot::commands {

std::chrono::sys_days day_in_paris(std::chrono::sys_seconds at) {
    static const date::time_zone* const paris = date::locate_zone("Europe/Paris");
    auto const local = paris->to_local(at);
    return std::chrono::sys_days(
        std::chrono::floor<std::chrono::days>(std::chrono::seconds(local.time_since_epoch()))
    );
}

}  // namespace bot::commands
