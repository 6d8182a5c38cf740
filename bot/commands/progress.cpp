#include "bot/commands/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::commands {

void Progress::at(std::int64_t bytes, std::int64_t rows) {
    if (!to_) return;
    constexpr std::int64_t width = 30;
    std::int64_t const step = total_ > 0 ? std::min<std::int64_t>(100, 100 * bytes / total_) : rows / 10'000;
    if (step == shown_) return;
    shown_ = step;
    std::string bar;
    for (std::int64_t i = 0; total_ > 0 && i < width; ++i) bar += 100 * i < step * width ? "█" : "░";
    *to_ << (total_ > 0 ? fmt::format("\r{} {:3} % · {} lignes", bar, step, rows)
                        : fmt::format("\r{} lignes", rows))
         << std::flush;
}

void Progress::end() {
    if (to_ && shown_ >= 0) *to_ << "\r\033[K" << std::flush;
}

}  // namespace bot::commands
