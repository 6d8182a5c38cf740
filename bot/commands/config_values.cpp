#include "bot/commands/config_values.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>

namespace bot::commands {

void these_keys(const yaml::Node& map, std::initializer_list<std::string_view> known, yaml::Complaints& complaints) {
    if (map.kind() == yaml::Node::Kind::map) return yaml::only_keys(map, known, complaints);
    std::string names;
    for (auto const& name : known) names += (names.empty() ? "" : ", ") + std::string(name);
    complaints.push_back({map.place(), "des clés sont attendues ici", "Écrivez {clé: valeur}, ou chaque clé sur sa ligne, décalée à droite\u00A0: " + names});
}

/// "120 s", "1.5 s" is not taken: whole numbers with ms, s, min or h.
std::optional<std::chrono::milliseconds> duration(const yaml::Node& node, yaml::Complaints& complaints) {
    struct Unit {
        std::string_view name;
        std::int64_t milliseconds;
    };
    static constexpr std::array units{
        Unit{"ms", 1}, Unit{"s", 1000}, Unit{"min", 60'000}, Unit{"h", 3'600'000}};
    auto const& text = node.scalar();
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
    if (error == std::errc() && number >= 0 && number <= 1'000'000)
        for (auto const& each : units)
            if (unit == each.name) return std::chrono::milliseconds(number * each.milliseconds);
    complaints.push_back(
        {node.place(),
         yaml::guillemets(text) + " n’est pas une durée",
         "Écrivez un nombre entier et une unité\u00A0: 500 ms, 120 s, 5 min, 2 h"}
    );
    return std::nullopt;
}

std::optional<std::uint64_t> bytes(const yaml::Node& node, yaml::Complaints& complaints) {
    auto const& text = node.scalar();
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
    if (error == std::errc() && number < (1ULL << 20)) {
        if (unit == "MiB") return number << 20;
        if (unit == "GiB") return number << 30;
    }
    complaints.push_back(
        {node.place(), yaml::guillemets(text) + " n’est pas une taille", "Écrivez un nombre entier et une unité\u00A0: 512 MiB, 2 GiB"}
    );
    return std::nullopt;
}

std::optional<int> within(const yaml::Node& node, int least, int most, yaml::Complaints& complaints) {
    auto const number = yaml::integer(node, complaints);
    if (!number) return std::nullopt;
    if (*number >= least && *number <= most) return static_cast<int>(*number);
    complaints.push_back(
        {node.place(),
         yaml::guillemets(node.scalar()) + " est hors limites",
         "Écrivez un nombre de " + std::to_string(least) + " à " + std::to_string(most)}
    );
    return std::nullopt;
}

void port(const yaml::Node& node, std::uint16_t& into, yaml::Complaints& complaints) {
    auto const number = yaml::integer(node, complaints);
    if (!number) return;
    if (*number < 0 || *number > std::numeric_limits<std::uint16_t>::max()) {
        complaints.push_back(
            {node.place(), "le port " + std::to_string(*number) + " n’existe pas", "Écrivez un port de 1 à 65535, ou 0 pour n’importe quel port libre"}
        );
        return;
    }
    into = static_cast<std::uint16_t>(*number);
}

void text_into(const yaml::Node& node, std::string& into, yaml::Complaints& complaints) {
    if (!node) return;
    if (auto value = yaml::text(node, complaints)) into = std::move(*value);
}

void needed(const yaml::Node& map, std::string_view key, std::string& into, yaml::Complaints& complaints) {
    if (auto const node = map[key]) {
        text_into(node, into, complaints);
        return;
    }
    if (map.kind() != yaml::Node::Kind::map) return;  // these_keys has said so
    complaints.push_back(
        {map.place(), "il manque " + yaml::guillemets(key), "Écrivez cette clé\u00A0; `phare config example` montre comment"}
    );
}

void secret_into(const yaml::Node& node, std::filesystem::path& into, yaml::Complaints& complaints) {
    if (!node) return;
    std::string text;
    text_into(node, text, complaints);
    constexpr std::string_view scheme = "credential:";
    if (!text.starts_with(scheme)) {
        into = text;
        return;
    }
    auto const name = text.substr(scheme.size());
    if (name.empty() || name.find('/') != std::string::npos || name.starts_with('.')) {
        complaints.push_back({node.place(), yaml::guillemets(text) + " n’est pas un secret de systemd", "Écrivez credential:NOM, sans dossier"});
        return;
    }
    auto const* const handed = std::getenv("CREDENTIALS_DIRECTORY");
    if (handed == nullptr) {
        into = std::filesystem::path("/etc/phare/secrets") / name;
        return;
    }
    std::error_code ignored;
    auto const of_folder = std::filesystem::path(handed) / ("secrets_" + name);
    into = std::filesystem::path(handed) / name;
    if (!std::filesystem::exists(into, ignored) && std::filesystem::exists(of_folder, ignored)) into = of_folder;
}

void folder_into(const yaml::Node& node, std::filesystem::path& into, yaml::Complaints& complaints) {
    if (!node) return;
    std::string text;
    text_into(node, text, complaints);
    into = text;
    if (!text.empty() && !into.is_absolute())
        complaints.push_back({node.place(), yaml::guillemets(text) + " dépend du dossier où phare est lancé", "Écrivez le chemin entier, comme /var/lib/phare"});
}

void listen(const yaml::Node& node, Listen& into, yaml::Complaints& complaints) {
    if (!node) return;
    these_keys(node, {"address", "port"}, complaints);
    if (auto const address = node["address"]) {
        text_into(address, into.address, complaints);
        boost::system::error_code wrong;
        boost::asio::ip::make_address(into.address, wrong);
        if (wrong) complaints.push_back({address.place(), yaml::guillemets(into.address) + " n’est pas une adresse en chiffres", "Écrivez 127.0.0.1 pour cette machine seule, 0.0.0.0 pour tous ses réseaux"});
    }
    if (auto const at = node["port"]) port(at, into.port, complaints);
}

std::vector<std::string> networks(const yaml::Node& list, yaml::Complaints& complaints) {
    namespace ip = boost::asio::ip;
    std::vector<std::string> all;
    for (auto const& each : list.items()) {
        auto const text = yaml::text(each, complaints);
        if (!text) continue;
        all.push_back(*text);
        boost::system::error_code no_address, no_network;
        ip::make_address(*text, no_address);
        if (!no_address) continue;
        bool const six = text->find(':') != std::string::npos;
        auto const bits = six ? ip::make_network_v6(*text, no_network).prefix_length() : ip::make_network_v4(*text, no_network).prefix_length();
        if (no_network)
            complaints.push_back({each.place(), yaml::guillemets(*text) + " n’est ni une adresse ni un réseau", "Écrivez l’adresse du proxy en chiffres, 127.0.0.1, ou son réseau, 10.1.0.0/16"});
        else if (bits == 0)
            complaints.push_back({each.place(), yaml::guillemets(*text) + " croirait n’importe qui", "Écrivez l’adresse du proxy, ou le plus petit réseau où il est"});
    }
    return all;
}

}  // namespace bot::commands
