#include "bot/commands/config.hpp"

#include "bot/commands/desk_config.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace bot::commands {

namespace yaml = rules::yaml;

namespace {

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
         "“" + text + "” is no duration",
         "Write a whole number and a unit: 500 ms, 120 s, 5 min, 2 h"}
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
        {node.place(), "“" + text + "” is no size", "Write a whole number and a unit: 512 MiB, 2 GiB"}
    );
    return std::nullopt;
}

std::optional<int> within(const yaml::Node& node, int least, int most, yaml::Complaints& complaints) {
    auto const number = yaml::integer(node, complaints);
    if (!number) return std::nullopt;
    if (*number >= least && *number <= most) return static_cast<int>(*number);
    complaints.push_back(
        {node.place(),
         "“" + node.scalar() + "” is out of range",
         "Write a number from " + std::to_string(least) + " to " + std::to_string(most)}
    );
    return std::nullopt;
}

void port(const yaml::Node& node, std::uint16_t& into, yaml::Complaints& complaints) {
    auto const number = yaml::integer(node, complaints);
    if (!number) return;
    if (*number < 0 || *number > std::numeric_limits<std::uint16_t>::max()) {
        complaints.push_back(
            {node.place(), "port out of range", "Write a port from 1 to 65535, or 0 for any free one"}
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
    complaints.push_back(
        {map.place(), "“" + std::string(key) + "” is missing", "Add it; `phare config example` shows how"}
    );
}

void listen(const yaml::Node& node, Listen& into, yaml::Complaints& complaints) {
    if (!node) return;
    yaml::only_keys(node, {"address", "port"}, complaints);
    text_into(node["address"], into.address, complaints);
    if (auto const at = node["port"]) port(at, into.port, complaints);
}

Config::Matrix matrix(const yaml::Node& node, yaml::Complaints& complaints) {
    yaml::only_keys(
        node,
        {"homeserver",
         "server_name",
         "registration",
         "listen",
         "url",
         "rooms",
         "servers",
         "ca_file",
         "sender",
         "display_name",
         "max_members"},
        complaints
    );
    Config::Matrix m;
    needed(node, "homeserver", m.homeserver, complaints);
    needed(node, "server_name", m.server_name, complaints);
    std::string registration;
    needed(node, "registration", registration, complaints);
    m.registration = registration;
    listen(node["listen"], m.listen, complaints);
    m.url = "http://" + m.listen.address + ":" + std::to_string(m.listen.port);
    text_into(node["url"], m.url, complaints);
    text_into(node["ca_file"], m.ca_file, complaints);
    text_into(node["sender"], m.sender, complaints);
    text_into(node["display_name"], m.display_name, complaints);
    if (auto const rooms = node["rooms"]) m.rooms = yaml::texts(rooms, complaints);
    if (auto const servers = node["servers"]) m.servers = yaml::texts(servers, complaints);
    if (auto const members = node["max_members"])
        if (auto const n = within(members, 2, 100'000, complaints)) m.max_members = *n;
    return m;
}

/// Rooms by structure. The bot must be able to enter them, so they stand in matrix.rooms too.
void read_desks(const yaml::Node& node, Config& config, yaml::Complaints& complaints) {
    for (auto const& [structure, room] : node.entries()) {
        auto const id = yaml::text(room, complaints);
        if (!id) continue;
        auto const& rooms = config.matrix ? config.matrix->rooms : std::vector<std::string>{};
        if (std::find(rooms.begin(), rooms.end(), *id) == rooms.end()) {
            complaints.push_back(
                {room.place(),
                 "requests for “" + structure + "” would go to a room that the bot may not enter",
                 "Add “" + *id + "” to matrix.rooms and invite the bot there"}
            );
            continue;
        }
        config.desks.emplace(structure, *id);
    }
}

ConfigRead read(const yaml::Node& root, yaml::Complaints complaints) {
    Config config;
    if (root.kind() == yaml::Node::Kind::map) {
        yaml::only_keys(
            root,
            {"data",
             "backup",
             "matrix",
             "people",
             "hand_over",
             "desk",
             "metrics",
             "language",
             "outage_after",
             "settle",
             "fast_reply"},
            complaints
        );
        if (auto const data = root["data"]) {
            yaml::only_keys(data, {"folder", "master_key_file", "free_space_floor"}, complaints);
            std::string folder, key;
            needed(data, "folder", folder, complaints);
            text_into(data["master_key_file"], key, complaints);
            config.data.folder = folder;
            config.data.master_key_file = key;
            if (auto const floor = data["free_space_floor"])
                if (auto const size = bytes(floor, complaints)) config.data.free_space_floor = *size;
        } else {
            complaints.push_back({root.place(), "“data” is missing", "Add data: {folder: /var/lib/phare}"});
        }
        if (auto const plan = root["backup"]) {
            yaml::only_keys(plan, {"folder", "every", "keep"}, complaints);
            std::string folder;
            needed(plan, "folder", folder, complaints);
            config.backup.folder = folder;
            if (auto const every = plan["every"])
                if (auto const value = duration(every, complaints)) {
                    if (*value < std::chrono::minutes(1))
                        complaints.push_back({every.place(), "a backup more often than every minute", "Write 1 h"});
                    config.backup.every = *value;
                }
            if (auto const keep = plan["keep"])
                if (auto const n = within(keep, 1, 10'000, complaints)) config.backup.keep = *n;
        }
        if (auto const m = root["matrix"]) config.matrix = matrix(m, complaints);
        if (auto const people = root["people"]) {
            yaml::only_keys(people, {"partners", "partner_rooms"}, complaints);
            if (auto const each = people["partners"]) config.partners = yaml::texts(each, complaints);
            if (auto const each = people["partner_rooms"]) config.partner_rooms = yaml::texts(each, complaints);
        }
        if (auto const desks = root["hand_over"]) read_desks(desks, config, complaints);
        if (auto const desk = root["desk"]) {
            auto const& rooms = config.matrix ? config.matrix->rooms : std::vector<std::string>{};
            config.desk = read_desk(desk, rooms, complaints);
            if (auto const imports = desk["imports"]) {
                yaml::only_keys(imports, {"listen", "token_file"}, complaints);
                std::string token;
                needed(imports, "token_file", token, complaints);
                config.desk->token_file = token;
                config.desk->listen.port = 9120;
                listen(imports["listen"], config.desk->listen, complaints);
            }
            if (auto const wait = desk["wait_for_sisters"])
                if (auto const value = duration(wait, complaints)) config.desk->wait_for_sisters = *value;
        }
        listen(root["metrics"], config.metrics, complaints);
        if (auto const language = root["language"]) {
            yaml::only_keys(language, {"young"}, complaints);
            std::string young = "tu";
            text_into(language["young"], young, complaints);
            if (young != "tu" && young != "vous")
                complaints.push_back(
                    {language["young"].place(), "“" + young + "” is no form of address", "Write tu or vous"}
                );
            config.young_vous = young == "vous";
        }
        auto const time = [&](std::string_view key, std::chrono::milliseconds& into) {
            if (auto const node = root[key])
                if (auto const value = duration(node, complaints)) into = *value;
        };
        time("outage_after", config.outage_after);
        time("settle", config.settle);
        time("fast_reply", config.fast_reply);
    } else if (complaints.empty()) {
        complaints.push_back({root.place(), "this is no configuration", "`phare config example` prints one"});
    }
    ConfigRead result;
    for (auto const& complaint : complaints) result.complaints.push_back(complaint.text());
    if (complaints.empty()) result.config = std::move(config);
    return result;
}

}  // namespace

ConfigRead read_config(const std::filesystem::path& file) {
    yaml::Complaints complaints;
    auto const root = yaml::read_file(file, file.string(), complaints);
    return read(root, std::move(complaints));
}

ConfigRead read_config_text(const std::string& text, const std::string& shown_as) {
    yaml::Complaints complaints;
    auto const root = yaml::read_text(text, shown_as, complaints);
    return read(root, std::move(complaints));
}

std::string example_config() {
    return R"(# Phare: configuration. Unknown keys are errors; secrets stand in files of their own.

data:
  folder: /var/lib/phare                  # databases; one running phare per folder
  # master_key_file: /etc/phare/master.key  # 32 bytes, mode 0600, best on another disk; made at first start
  free_space_floor: 512 MiB               # below it new messages are refused, so that the peers keep them

backup: {folder: /var/backups/phare, every: 1 h, keep: 48}   # leave out: no backups by the service

matrix:
  homeserver: http://127.0.0.1:8008       # where phare reaches the homeserver
  server_name: exemple.fr                 # the part behind the colon of its users
  registration: /etc/phare/registration.yaml   # made by: phare matrix registration
  listen: {address: 127.0.0.1, port: 29310}
  url: http://127.0.0.1:29310             # where the homeserver reaches phare
  # sender: _phare_bot                    # the bot is @_phare_bot:exemple.fr
  # display_name: Phare
  # servers: [exemple.fr]                 # whose users may start a chat; the own server alone if absent
  # rooms: ["!salon:exemple.fr"]          # group rooms that the bot may enter
  # ca_file: /etc/phare/ca.pem            # further trusted certificates

# people:                                 # everybody else is a young person
#   partners: ["@conseillere:exemple.fr"]  # advisers: spoken to as such, wherever they write
#   partner_rooms: ["!equipe:exemple.fr"]  # rooms in which everybody is one
# hand_over:                              # where a request goes that a young person wants passed on; rooms of matrix.rooms
#   76540S00: "!mission:exemple.fr"       # by code of the structure in rules/catalogue/lieux (here: mission locale de Rouen)
#   "*": "!region:exemple.fr"             # all others; without it nothing is passed on, and people are told so

# desk:                                   # the bureau: told of shortfalls, asked about figures; rooms of matrix.rooms
#   bureau_room: "!bureau:exemple.fr"      # everybody in it is of the bureau: money is said here only
#   data_room: "!donnees:exemple.fr"       # told when figures are late or odd
#   rooms:                                 # of a measure, or of an operator; without any the bureau hears of level 2 too
#     - {room: "!aij:exemple.fr", objectives: [AIJ-2020-NOR], mentions: ["@responsable:exemple.fr"]}
#     - {room: "!ml:exemple.fr", objectives: [OTP-2021-NOR-ML], kind: operator}
#   members: ["@prefecture:exemple.fr"]    # take alerts on, silence them, bring figures, see money
#   owners: ["@responsable:exemple.fr"]    # take alerts on
#   data_owners: ["@stat:exemple.fr"]      # bring figures
#   mail: {secretariat: ["secretariat@exemple.fr"], dreets: ["dreets@exemple.fr"]}   # also owners, co_chairs, data
#   meetings: ["2026-12-17 14:00 Rouen", "2027-02-11"]   # of the bureau; "commission_4 2026-12-17" of another instance
#   link: https://exemple.fr/o/            # page of an objective, its id is added
#   examples: non                          # oui: the fictitious objectives too
#   imports: {listen: {address: 127.0.0.1, port: 9120}, token_file: /etc/phare/import.token}

metrics: {address: 127.0.0.1, port: 9110} # /healthz /readyz /metrics; never expose it

language: {young: tu}                     # tu or vous, for young people who have not chosen
outage_after: 120 s                       # messages older than that get one answer per room and a word about it
)";
}

}  // namespace bot::commands
