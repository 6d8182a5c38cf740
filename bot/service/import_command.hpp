#pragma once
/// \file bot/service/import_command.hpp
/// `phare objectives status` and `phare objectives import FILE -c CONFIG`: figures for the service that is running, over its own HTTP door
/// (adapters/objectives/objective_routes.hpp), because only one process may have the data folder. What is sent counts after
/// OUI only. When the service cannot be reached, that and what to do is said, and nothing has happened.
///
/// Threads: the caller's; returns when all is said.

#include "bot/commands/objectives.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace bot::service {

struct ServiceImport {
    std::string address = "127.0.0.1";
    unsigned short port = 0;            ///< of desk.imports; 0: the configuration has no such door
    std::filesystem::path token_file;
    std::filesystem::path file;         ///< empty with `confirm` or `withdraw`
    std::filesystem::path annotated;    ///< refused rows; empty: FILE.refus.csv or .xlsx
    std::string by;
    bool yes = false;                   ///< OUI, without being asked
    int confirm = 0, withdraw = 0;      ///< the number of an earlier import
    bool ask = false;                   ///< somebody sits before `in` who can be asked
};

/// \returns `unusable` if the file is refused as a whole, or the service was not reached or refuses
commands::ObjectivesEnd import_to_service(const ServiceImport&, std::istream& in, std::ostream& out, std::ostream& messages);

/// `phare objectives status -c CONFIG`: asks the running service what it knows.
struct ServiceStatus {
    std::string day;   ///< 2020-11-25; empty: today
    std::string only;  ///< id of one objective; empty: all
    bool json = false;
    bool explain = false;  ///< `only` in detail
    std::string since{};   ///< with `explain`: 2020-10-12; empty: the eve of its last figures
};
/// \param door address, port and token of `ServiceImport`; the rest is not looked at
commands::ObjectivesEnd status_of_service(const ServiceImport& door, const ServiceStatus&, std::ostream& out, std::ostream& messages);

}  // namespace bot::service
