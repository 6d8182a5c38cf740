#include "bot/commands/backup_folder.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace bot::commands {

namespace fs = std::filesystem;

namespace {

bool is_backup_name(std::string_view name) {
    static constexpr std::string_view shape = "phare-00000000T000000Z";
    return name.size() == shape.size() &&
           std::equal(name.begin(), name.end(), shape.begin(), [](char c, char s) {
               return s == '0' ? c >= '0' && c <= '9' : c == s;
           });
}

}  // namespace

fs::path backup_name(const fs::path& folder, Instant now) {
    std::error_code ignored;
    for (auto second = std::chrono::floor<std::chrono::seconds>(now);; second += std::chrono::seconds(1))
        if (auto name = folder / fmt::format("phare-{:%Y%m%dT%H%M%SZ}", second); !fs::exists(name, ignored)) return name;
}

std::vector<fs::path> backups_in(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code ignored;
    for (auto const& each : fs::directory_iterator(folder, ignored))
        if (is_backup_name(each.path().filename().string())) found.push_back(each.path());
    std::sort(found.begin(), found.end());  // names sort by time
    return found;
}

std::optional<Instant> youngest_backup(const fs::path& folder) {
    auto const all = backups_in(folder);
    if (all.empty()) return std::nullopt;
    auto const name = all.back().filename().string();
    auto const number = [&name](std::size_t at, std::size_t size) { return std::stoi(name.substr(at, size)); };  // digits: backups_in
    std::chrono::year_month_day const day{
        std::chrono::year(number(6, 4)), std::chrono::month(static_cast<unsigned>(number(10, 2))), std::chrono::day(static_cast<unsigned>(number(12, 2)))};
    if (!day.ok()) return std::nullopt;
    return std::chrono::sys_days(day) + std::chrono::hours(number(15, 2)) + std::chrono::minutes(number(17, 2)) + std::chrono::seconds(number(19, 2));
}

/// Half a copy holds everybody's data and keys, and no erasure would ever reach it.
std::size_t remove_half_backups(const fs::path& folder) {
    constexpr std::string_view suffix = ".partial";
    std::vector<fs::path> found;
    std::error_code ignored;
    for (auto const& each : fs::directory_iterator(folder, ignored)) {
        auto const name = each.path().filename().string();
        if (name.ends_with(suffix) && is_backup_name(std::string_view(name).substr(0, name.size() - suffix.size())))
            found.push_back(each.path());
    }
    for (auto const& each : found) fs::remove_all(each, ignored);
    return found.size();
}

void keep_youngest(const fs::path& folder, int keep) {
    auto const kept = backups_in(folder);
    auto const least = static_cast<std::size_t>(std::max(keep, 1));
    std::error_code ignored;
    for (std::size_t i = 0; least + i < kept.size(); ++i) fs::remove_all(kept[i], ignored);
}

fs::path backup_request(const fs::path& data_folder) { return data_folder / "backup.request"; }

}  // namespace bot::commands
