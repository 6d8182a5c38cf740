#include "bot/service/findings.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <sys/stat.h>

namespace bot::service {

using nlohmann::ordered_json;

bool is_open_to_all(const std::filesystem::path& file) {
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 && (info.st_mode & S_IRWXO) != 0;
}

void write_findings(const std::vector<adapters::matrix::Finding>& findings, std::ostream& out) {
    for (auto const& finding : findings) {
        out << (finding.ok ? "✔ " : "✘ ") << finding.sentence << '\n';
        if (!finding.remedy.empty()) out << "  → " << finding.remedy << '\n';
    }
}

void write_findings_json(const std::vector<adapters::matrix::Finding>& findings, std::ostream& out) {
    ordered_json json;
    json["ok"] = adapters::matrix::exit_code(findings) == 0;
    json["code"] = adapters::matrix::exit_code(findings);
    json["constats"] = ordered_json::array();
    for (auto const& finding : findings)
        json["constats"].push_back({{"ok", finding.ok}, {"code", finding.code}, {"constat", finding.sentence}, {"faire", finding.remedy}});
    constexpr int indent = 2;
    out << json.dump(indent, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

}  // namespace bot::service
