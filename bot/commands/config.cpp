#include "bot/commands/config.hpp"

#include "bot/commands/config_values.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/commands/mail_config.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <algorithm>
#include <charconv>

namespace bot::commands {

namespace yaml = rules::yaml;

namespace {

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

Config::Web web(const yaml::Node& node, yaml::Complaints& complaints) {
    yaml::only_keys(node, {"listen", "url", "proxies", "leave_to", "forget_after"}, complaints);
    Config::Web w;
    listen(node["listen"], w.listen, complaints);
    text_into(node["url"], w.url, complaints);
    while (w.url.ends_with('/')) w.url.pop_back();
    bool const has_scheme = w.url.starts_with("https://") || w.url.starts_with("http://");
    if (!w.url.empty() && (!has_scheme || w.url.find('/', w.url.find("//") + 2) != std::string::npos))
        complaints.push_back(
            {node["url"].place(), "“" + w.url + "” is no address of a site", "Write https://aide.exemple.fr, with no path"}
        );
    if (auto const proxies = node["proxies"]) w.proxies = yaml::texts(proxies, complaints);
    text_into(node["leave_to"], w.leave_to, complaints);
    if (!w.leave_to.starts_with("https://"))
        complaints.push_back({node["leave_to"].place(), "“" + w.leave_to + "” is no https address", "Write https://…"});
    if (auto const after = node["forget_after"])
        if (auto const value = duration(after, complaints)) {
            if (*value < std::chrono::minutes(5) || *value > std::chrono::hours(12))
                complaints.push_back({after.place(), "out of range", "Write from 5 min to 12 h; 15 min is meant"});
            w.forget_after = *value;
        }
    return w;
}

/// "accueil@ml.example"; a Matrix id begins with its sign.
bool is_mail_address(const std::string& id) {
    return !id.starts_with('!') && !id.starts_with('@') && id.find('@') != std::string::npos;
}

/// As mail addresses are compared.
std::string small_letters(std::string address) {
    for (auto& c : address) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return address;
}

/// Rooms or mail addresses by structure. The bot must be able to enter a room, so it stands in matrix.rooms too.
void read_desks(const yaml::Node& node, Config& config, yaml::Complaints& complaints) {
    for (auto const& [structure, room] : node.entries()) {
        auto const id = yaml::text(room, complaints);
        if (!id) continue;
        if (is_mail_address(*id)) {
            if (config.email)
                config.desks.emplace(structure, small_letters(*id));
            else
                complaints.push_back({room.place(), "requests for “" + structure + "” would go by mail, which is not configured", "Add email:"});
            continue;
        }
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
             "email",
             "web",
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
        if (auto const mail = root["email"]) config.email = read_mail_config(mail, complaints);
        if (auto const w = root["web"]) config.web = web(w, complaints);
        if (auto const people = root["people"]) {
            yaml::only_keys(people, {"partners", "partner_rooms"}, complaints);
            if (auto const each = people["partners"]) config.partners = yaml::texts(each, complaints);
            for (auto& partner : config.partners)
                if (is_mail_address(partner)) partner = small_letters(std::move(partner));
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
            if (auto const push = desk["alertmanager"]) {
                yaml::only_keys(push, {"url", "token_file", "ca_file"}, complaints);
                auto& url = config.desk->alertmanager_url;
                needed(push, "url", url, complaints);
                if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
                    complaints.push_back({push.place(), "“" + url + "” is no address", "Write http://127.0.0.1:9093"});
                std::string token, ca;
                text_into(push["token_file"], token, complaints);
                text_into(push["ca_file"], ca, complaints);
                config.desk->alertmanager_token_file = token, config.desk->alertmanager_ca_file = ca;
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

std::optional<Config> config_to_try_the_page(const std::string& listen, const std::filesystem::path& data_folder) {
    auto const colon = listen.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    Config config;
    config.web.emplace();
    auto& at = config.web->listen;
    at.address = listen.substr(0, colon);
    if (at.address.starts_with('[') && at.address.ends_with(']')) at.address = at.address.substr(1, at.address.size() - 2);
    auto const* const end = listen.data() + listen.size();
    auto const [stop, error] = std::from_chars(listen.data() + colon + 1, end, at.port);
    if (error != std::errc() || stop != end) return std::nullopt;
    config.data.folder = data_folder;
    config.metrics.port = 0;  // any: trying must not fail because a service runs beside it
    return config;
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

)" + example_mail_config() + R"(
# web:                                    # the chat page; behind a proxy that speaks TLS
#   listen: {address: 127.0.0.1, port: 8080}
#   url: https://aide.exemple.fr          # where people find it; https makes the cookie Secure
#   proxies: [127.0.0.1]                  # whose X-Forwarded-For is believed
#   leave_to: https://fr.wikipedia.org/   # where “Quitter vite” goes
#   forget_after: 15 min                  # without a message; 12 hours in all

# people:                                 # everybody else is a young person
#   partners: ["@conseillere:exemple.fr"]  # advisers: spoken to as such, wherever they write
#   #                                     # by mail: "conseillere@exemple.fr", or "@exemple.fr" for a whole domain; believed if
#   #                                     # our border server vouches for the mail (email.authserv_id)
#   partner_rooms: ["!equipe:exemple.fr"]  # rooms in which everybody is one
# hand_over:                              # where a request goes that a young person wants passed on; rooms of matrix.rooms
#   76540S00: "!mission:exemple.fr"       # by code of the structure in rules/catalogue/lieux (here: mission locale de Rouen)
#   76217S00: "accueil@ml.exemple.fr"     # or by mail: they answer by replying
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
#   alertmanager: {url: "http://127.0.0.1:9093"}  # our alerts go there too; token_file, ca_file if it wants them

metrics: {address: 127.0.0.1, port: 9110} # /healthz /readyz /metrics; never expose it

language: {young: tu}                     # tu or vous, for young people who have not chosen
outage_after: 120 s                       # messages older than that get one answer per room and a word about it
)";
}

}  // namespace bot::commands
