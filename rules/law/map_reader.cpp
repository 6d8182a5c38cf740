#include "rules/law/map_reader.hpp"

namespace rules::law {

using yaml::complain;
using yaml::guillemets;

MapReader::MapReader(
    const yaml::Node& node, std::initializer_list<std::string_view> known, yaml::Complaints& complaints
)
    : node_(node), complaints_(complaints) {
    if (node.kind() == yaml::Node::Kind::map) {
        yaml::only_keys(node, known, complaints);
        return;
    }
    std::string keys;
    for (std::string_view const key : known) keys += (keys.empty() ? "" : ", ") + std::string(key);
    complain(complaints, node.place(), "un groupe de clés est attendu ici", "Clés possibles\u00A0: " + keys);
}

yaml::Node MapReader::required(std::string_view key) const {
    yaml::Node const found = node_[key];
    if (!found && node_.kind() == yaml::Node::Kind::map)
        complain(
            complaints_,
            node_.place(),
            "il manque la clé " + guillemets(key),
            "L’ajouter\u00A0: " + std::string(key) + ": …"
        );
    return found;
}

std::string MapReader::text(std::string_view key) const {
    yaml::Node const found = required(key);
    return found ? yaml::text(found, complaints_).value_or("") : "";
}

std::string MapReader::optional_text(std::string_view key) const {
    yaml::Node const found = node_[key];
    return found ? yaml::text(found, complaints_).value_or("") : "";
}

std::vector<std::string> MapReader::optional_texts(std::string_view key) const {
    yaml::Node const found = node_[key];
    return found ? yaml::texts(found, complaints_) : std::vector<std::string>();
}

bool MapReader::flag(std::string_view key) const {
    yaml::Node const found = node_[key];
    return found && yaml::yes_no(found, complaints_).value_or(false);
}

std::optional<std::chrono::sys_days> MapReader::optional_day(std::string_view key) const {
    yaml::Node const found = node_[key];
    if (!found) return std::nullopt;
    return yaml::day(found, complaints_);
}

int MapReader::number(std::string_view key, int low, int high, int otherwise) const {
    yaml::Node const found = node_[key];
    if (!found) return otherwise;
    auto const value = yaml::integer(found, complaints_);
    if (!value) return otherwise;
    if (*value >= low && *value <= high) return static_cast<int>(*value);
    complain(
        complaints_,
        found.place(),
        guillemets(found.scalar()) + " est hors bornes",
        "Écrire un nombre de " + std::to_string(low) + " à " + std::to_string(high)
    );
    return otherwise;
}

Registers MapReader::registers(std::string_view key) const {
    yaml::Node const found = node_[key];
    if (!found) return {};
    MapReader const both(found, {"tu", "vous"}, complaints_);
    return {both.text("tu"), both.text("vous")};
}

void MapReader::unknown_word(
    const yaml::Node& node, const std::string& written, const std::vector<std::string>& known
) const {
    complain(
        complaints_, node.place(), "mot inconnu " + guillemets(written), yaml::did_you_mean(written, known)
    );
}

}  // namespace rules::law
