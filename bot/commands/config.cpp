#include "bot/commands/config.hpp"

#include "bot/commands/config_doors.hpp"
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
    these_keys(
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
    if (auto const url = node["homeserver"]; !m.homeserver.empty() && !m.homeserver.starts_with("http://") && !m.homeserver.starts_with("https://"))
        complaints.push_back({url.place(), yaml::guillemets(m.homeserver) + " n’est pas l’adresse d’un serveur Matrix", "Écrivez http://127.0.0.1:8008 ou https://matrix.exemple.fr"});
    needed(node, "server_name", m.server_name, complaints);
    if (m.server_name.find_first_of("@/ ") != std::string::npos)
        complaints.push_back({node["server_name"].place(), yaml::guillemets(m.server_name) + " n’est pas le nom d’un serveur", "Écrivez ce qui suit le deux-points dans le nom de ses utilisateurs\u00A0: exemple.fr"});
    std::string registration;
    needed(node, "registration", registration, complaints);
    secret_into(node["registration"], m.registration, complaints);
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
    these_keys(node, {"listen", "url", "proxies", "leave_to", "forget_after", "contact"}, complaints);
    Config::Web w;
    listen(node["listen"], w.listen, complaints);
    text_into(node["url"], w.url, complaints);
    while (w.url.ends_with('/')) w.url.pop_back();
    bool const has_scheme = w.url.starts_with("https://") || w.url.starts_with("http://");
    if (!w.url.empty() && (!has_scheme || w.url.find('/', w.url.find("//") + 2) != std::string::npos))
        complaints.push_back(
            {node["url"].place(), yaml::guillemets(w.url) + " n’est pas l’adresse d’un site", "Écrivez https://aide.exemple.fr, sans rien derrière"}
        );
    if (auto const proxies = node["proxies"]) {
        w.proxies = networks(proxies, complaints), w.is_behind_proxy = true;
    }
    text_into(node["leave_to"], w.leave_to, complaints);
    if (!w.leave_to.starts_with("https://"))
        complaints.push_back({node["leave_to"].place(), yaml::guillemets(w.leave_to) + " n’est pas une adresse https", "Écrivez https://…"});
    text_into(node["contact"], w.contact, complaints);
    bool const is_contact = w.contact.starts_with("https://") || (w.contact.find('@') != std::string::npos && w.contact.find_first_of(" <>\"/") == std::string::npos);
    if (!w.contact.empty() && !is_contact)
        complaints.push_back({node["contact"].place(), yaml::guillemets(w.contact) + " n’est ni un courriel ni une page", "Écrivez accessibilite@exemple.fr, ou https://…"});
    if (auto const after = node["forget_after"])
        if (auto const value = duration(after, complaints)) {
            if (*value < std::chrono::minutes(5) || *value > std::chrono::hours(12))
                complaints.push_back({after.place(), yaml::guillemets(after.scalar()) + " est hors limites", "Écrivez de 5 min à 12 h\u00A0; 15 min est conseillé"});
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
                complaints.push_back({room.place(), "les demandes pour " + yaml::guillemets(structure) + " partiraient par courriel, qui n’est pas réglé", "Écrivez le groupe email:, ou le nom d’un salon"});
            continue;
        }
        auto const& rooms = config.matrix ? config.matrix->rooms : std::vector<std::string>{};
        if (std::find(rooms.begin(), rooms.end(), *id) == rooms.end()) {
            complaints.push_back(
                {room.place(),
                 "les demandes pour " + yaml::guillemets(structure) + " iraient dans un salon où Phare ne peut pas entrer",
                 "Écrivez " + yaml::guillemets(*id) + " dans matrix.rooms et invitez Phare dans ce salon"}
            );
            continue;
        }
        config.desks.emplace(structure, *id);
    }
}

ConfigRead read(const yaml::Node& root, yaml::Complaints complaints) {
    Config config;
    if (root.kind() == yaml::Node::Kind::map) {
        these_keys(
            root,
            {"data",
             "backup",
             "matrix",
             "email",
             "web",
             "api",
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
            these_keys(data, {"folder", "master_key_file", "free_space_floor"}, complaints);
            std::string folder;
            needed(data, "folder", folder, complaints);
            folder_into(data["folder"], config.data.folder, complaints);
            secret_into(data["master_key_file"], config.data.master_key_file, complaints);
            if (auto const floor = data["free_space_floor"])
                if (auto const size = bytes(floor, complaints)) config.data.free_space_floor = *size;
        } else {
            complaints.push_back({root.place(), "il manque " + yaml::guillemets("data"), "Écrivez data: {folder: /var/lib/phare}"});
        }
        if (auto const plan = root["backup"]) {
            these_keys(plan, {"folder", "every", "keep"}, complaints);
            std::string folder;
            needed(plan, "folder", folder, complaints);
            folder_into(plan["folder"], config.backup.folder, complaints);
            if (auto const every = plan["every"])
                if (auto const value = duration(every, complaints)) {
                    if (*value < std::chrono::minutes(1))
                        complaints.push_back({every.place(), "une copie plus d’une fois par minute", "Écrivez 1 h"});
                    config.backup.every = *value;
                }
            if (auto const keep = plan["keep"])
                if (auto const n = within(keep, 1, 10'000, complaints)) config.backup.keep = *n;
        }
        if (auto const m = root["matrix"]) config.matrix = matrix(m, complaints);
        if (auto const mail = root["email"]) config.email = read_mail_config(mail, complaints);
        if (auto const w = root["web"]) config.web = web(w, complaints);
        if (auto const api = root["api"]) config.api = read_api_config(api, complaints);
        if (auto const people = root["people"]) {
            these_keys(people, {"partners", "partner_rooms"}, complaints);
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
                these_keys(imports, {"listen", "token_file"}, complaints);
                secret_into(imports["token_file"], config.desk->token_file, complaints);
                config.desk->listen.port = 9120;
                listen(imports["listen"], config.desk->listen, complaints);
            }
            if (auto const push = desk["alertmanager"]) {
                yaml::only_keys(push, {"url", "token_file", "ca_file"}, complaints);
                auto& url = config.desk->alertmanager_url;
                needed(push, "url", url, complaints);
                if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
                    complaints.push_back({push.place(), yaml::guillemets(url) + " n’est pas une adresse", "Écrivez http://127.0.0.1:9093"});
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
            these_keys(language, {"young"}, complaints);
            std::string young = "tu";
            text_into(language["young"], young, complaints);
            if (young != "tu" && young != "vous")
                complaints.push_back(
                    {language["young"].place(), yaml::guillemets(young) + " n’est pas une façon de s’adresser à quelqu’un", "Écrivez tu ou vous"}
                );
            config.young_vous = young == "vous";
        }
        auto const time = [&](std::string_view key, std::chrono::milliseconds& into) {
            if (auto const node = root[key])
                if (auto const value = duration(node, complaints)) into = *value;
        };
        refuse_shared_doors(root, config, complaints);
        time("outage_after", config.outage_after);
        time("settle", config.settle);
        time("fast_reply", config.fast_reply);
    } else if (complaints.empty()) {
        complaints.push_back({root.place(), "ce n’est pas une configuration", "Écrivez-en une à partir de `phare config example`"});
    }
    ConfigRead result;
    // As somebody goes through the file; of one place, as they were found.
    std::stable_sort(complaints.begin(), complaints.end(), [](auto const& a, auto const& b) {
        return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
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
    config.web = Config::Web{};
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
    return R"(# Phare : configuration. Une clé inconnue est une erreur ; chaque secret est dans un fichier à lui. Là où ce fichier est nommé,
# credential:NOM le prend à systemd (l’unité du paquet charge tout /etc/phare/secrets).

data:
  folder: /var/lib/phare                  # bases de données ; un seul phare en marche par dossier
  # master_key_file: /etc/phare/master.key  # 32 octets, droits 0600, mieux sur un autre disque ; faite au premier démarrage
  free_space_floor: 512 MiB               # s’il reste moins de place, les nouveaux messages sont refusés : qui les envoie les garde

backup: {folder: /var/backups/phare, every: 1 h, keep: 48}   # sans cette ligne, le service ne fait pas de copies

matrix:
  homeserver: http://127.0.0.1:8008       # où phare joint le serveur Matrix
  server_name: exemple.fr                 # ce qui suit le deux-points dans le nom de ses utilisateurs
  registration: /etc/phare/registration.yaml   # fait par : phare matrix registration
  listen: {address: 127.0.0.1, port: 29310}
  url: http://127.0.0.1:29310             # où le serveur Matrix joint phare
  # sender: _phare_bot                    # Phare s’appelle @_phare_bot:exemple.fr
  # display_name: Phare
  # servers: [exemple.fr]                 # dont les utilisateurs peuvent lui écrire ; sans cette ligne, ceux de ce serveur seulement
  # rooms: ["!salon:exemple.fr"]          # salons à plusieurs où Phare peut entrer
  # ca_file: /etc/phare/ca.pem            # autres certificats de confiance

)" + example_mail_config() + R"(
# web:                                    # la page de discussion, derrière un proxy qui chiffre (TLS)
#   listen: {address: 127.0.0.1, port: 8080}
#   url: https://aide.exemple.fr          # où le public la trouve ; avec https, le cookie est « Secure »
#   proxies: [127.0.0.1]                  # ceux dont X-Forwarded-For est cru, par adresse ou par réseau (10.1.0.0/16)
#   leave_to: https://fr.wikipedia.org/   # où mène « Quitter vite »
#   forget_after: 15 min                  # sans message ; 12 heures en tout
#   contact: accessibilite@exemple.fr     # dans la déclaration d’accessibilité : à qui dire ce qui empêche d’utiliser les pages
)" + example_api_config() + R"(
# people:                                 # tous les autres sont des jeunes
#   partners: ["@conseillere:exemple.fr"]  # conseillers : Phare leur parle comme tels, où qu’ils écrivent
#   #                                     # par courriel : "conseillere@exemple.fr", ou "@exemple.fr" pour tout un domaine ; crus
#   #                                     # si notre serveur frontal garantit le courriel (email.authserv_id)
#   partner_rooms: ["!equipe:exemple.fr"]  # salons où tout le monde l’est
# hand_over:                              # où va la demande qu’un jeune veut faire transmettre ; salons de matrix.rooms
#   76540S00: "!mission:exemple.fr"       # par code de la structure dans rules/catalogue/lieux (ici : mission locale de Rouen)
#   76217S00: "accueil@ml.exemple.fr"     # ou par courriel : la structure répond au message reçu
#   "*": "!region:exemple.fr"             # toutes les autres ; sans cette ligne rien n’est transmis, et Phare le dit

# desk:                                   # le bureau : averti des retards, interrogé sur les chiffres ; salons de matrix.rooms
#   bureau_room: "!bureau:exemple.fr"      # les montants ne sont dits qu’ici, et tant que seuls des members y sont
#   data_room: "!donnees:exemple.fr"       # averti quand des chiffres tardent ou étonnent
#   rooms:                                 # d’une mesure, ou d’un opérateur ; sans aucun, le bureau reçoit aussi le niveau 2
#     - {room: "!aij:exemple.fr", objectives: [AIJ-2020-NOR], mentions: ["@responsable:exemple.fr"]}
#     - {room: "!ml:exemple.fr", objectives: [OTP-2021-NOR-ML], kind: operator}
#   members: ["@prefecture:exemple.fr", "prefecture@exemple.fr"]   # prennent une alerte en charge ou la font taire, apportent
#                                          # des chiffres, voient les montants ; avec web et email, une adresse ouvre /bureau
#   owners: ["@responsable:exemple.fr"]    # prennent une alerte en charge
#   data_owners: ["@stat:exemple.fr"]      # apportent des chiffres
#   mail: {secretariat: ["secretariat@exemple.fr"], dreets: ["dreets@exemple.fr"]}   # aussi owners, co_chairs, data ; qui ne
#   #                                      # suit que quelques objectifs : {to: "responsable@exemple.fr", objectives: [AIJ-2020-NOR]}
#   #                                      # des montants ne vont qu’aux adresses qui sont aussi dans members
#   meetings: ["2026-12-17 14:00 Rouen", "2027-02-11"]   # du bureau ; "commission_4 2026-12-17" pour une autre instance
#   link: https://exemple.fr/o/            # page d’un objectif ; son identifiant est mis au bout
#   examples: non                          # oui : les objectifs fictifs aussi
#   targets: /etc/phare/cibles             # les cibles que le bureau donne, hors du catalogue installé
#   imports: {listen: {address: 127.0.0.1, port: 9120}, token_file: /etc/phare/import.token}   # un fichier qui porte ce que
#   #                                      # phare token create --scope imports:write a écrit ; phare objectives import le montre
#   alertmanager: {url: "http://127.0.0.1:9093"}  # nos alertes y vont aussi ; token_file, ca_file s’il les demande

metrics: {address: 127.0.0.1, port: 9110} # /healthz /readyz /metrics ; ne jamais l’ouvrir au public

language: {young: tu}                     # tu ou vous, pour les jeunes qui n’ont pas choisi
outage_after: 120 s                       # les messages plus vieux reçoivent une seule réponse par salon, avec un mot sur la panne
)";
}

}  // namespace bot::commands
