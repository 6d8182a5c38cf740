#include "bot/commands/config_doors.hpp"

#include <string>
#include <vector>

namespace bot::commands {

namespace yaml = rules::yaml;

void refuse_shared_doors(const yaml::Node& root, const Config& config, yaml::Complaints& complaints) {
    struct Door {
        std::string name;
        yaml::Node node;
        Listen at;
    };
    std::vector<Door> doors;
    auto const add = [&](const char* name, const yaml::Node& group, const Listen& at) {
        if (at.port == 0) return;
        auto const listen = group["listen"];
        doors.push_back({name, listen ? listen : group, at});
    };
    add("metrics", root["metrics"], config.metrics);  // first: it has a port even where it does not stand
    if (config.matrix) add("matrix.listen", root["matrix"], config.matrix->listen);
    if (config.email && config.email->needs_http()) add("email.listen", root["email"], config.email->listen);
    if (config.email && config.email->lmtp && config.email->lmtp->socket.empty()) add("email.lmtp", root["email"]["lmtp"], config.email->lmtp->listen);
    if (config.web) add("web.listen", root["web"], config.web->listen);
    if (config.api) add("api.listen", root["api"], config.api->listen);
    if (config.desk) add("desk.imports.listen", root["desk"]["imports"], config.desk->listen);
    auto const everywhere = [](const Door& door) { return door.at.address == "0.0.0.0" || door.at.address == "::"; };
    for (auto second = doors.begin(); second != doors.end(); ++second)
        for (auto first = doors.begin(); first != second; ++first)
            if (first->at.port == second->at.port && (first->at.address == second->at.address || everywhere(*first) || everywhere(*second)))
                complaints.push_back(
                    {second->node.place(), first->name + " et " + second->name + " écoutent au même port, " + std::to_string(second->at.port), "Donnez un autre port à l’un des deux"}
                );
}

}  // namespace bot::commands
