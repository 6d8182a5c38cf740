#include "bot/commands/desk_config.hpp"

#include "bot/commands/config_values.hpp"
#include "rules/figures/mapping.hpp"
#include "rules/steering/objective_file.hpp"

#include <algorithm>
#include <charconv>

namespace bot::commands {

namespace steering = rules::steering;
namespace yaml = rules::yaml;

namespace {

std::vector<std::string> strings(const yaml::Node& map, std::string_view key, yaml::Complaints& complaints) {
    auto const node = map[key];
    return node ? yaml::texts(node, complaints) : std::vector<std::string>{};
}

/// Mail addresses are compared in lower case; Matrix identifiers ("@…") as they stand.
std::vector<std::string> people(std::vector<std::string> all) {
    for (auto& one : all)
        if (!one.starts_with('@'))
            std::transform(one.begin(), one.end(), one.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return all;
}

/// "a@b.fr", or {to: "a@b.fr", objectives: [AIJ-2020-NOR]}.
std::vector<std::string> addresses_of(const yaml::Node& list, Config::Desk& desk, yaml::Complaints& complaints) {
    if (list.kind() != yaml::Node::Kind::list) return people(yaml::texts(list, complaints));
    std::vector<std::string> all;
    for (auto const& item : list.items()) {
        if (item.kind() != yaml::Node::Kind::map) {
            if (auto address = yaml::text(item, complaints)) all.push_back(std::move(*address));
            continue;
        }
        these_keys(item, {"to", "objectives"}, complaints);
        auto const to = item["to"];
        auto const address = to ? yaml::text(to, complaints) : std::nullopt;
        if (!address) {
            complaints.push_back({item.place(), "il manque " + yaml::guillemets("to"), "Écrivez {to: \"responsable@exemple.fr\", objectives: [AIJ-2020-NOR]}"});
            continue;
        }
        auto const known = people({*address}).front();
        desk.mail_objectives[known] = strings(item, "objectives", complaints);
        all.push_back(known);
    }
    return people(std::move(all));
}

std::string room(const yaml::Node& map, std::string_view key, const std::vector<std::string>& rooms, yaml::Complaints& complaints) {
    auto const node = map[key];
    if (!node) return {};
    auto const id = yaml::text(node, complaints);
    if (!id) return {};
    if (std::find(rooms.begin(), rooms.end(), *id) == rooms.end())
        complaints.push_back(
            {node.place(), "les alertes iraient dans un salon où Phare ne peut pas entrer", "Écrivez " + yaml::guillemets(*id) + " dans matrix.rooms et invitez Phare dans ce salon"}
        );
    return *id;
}

/// "14:00" or "14:30".
std::optional<std::chrono::minutes> hour(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    int h = -1, m = -1;
    auto const one = std::from_chars(text.data(), text.data() + colon, h);
    auto const two = std::from_chars(text.data() + colon + 1, text.data() + text.size(), m);
    bool const whole = one.ptr == text.data() + colon && two.ptr == text.data() + text.size();
    if (!whole || h < 0 || h > 23 || m < 0 || m > 59) return {};
    return std::chrono::hours(h) + std::chrono::minutes(m);
}

/// "2026-12-17 14:00 Rouen", "commission_4 2026-12-17".
std::optional<steering::Meeting> meeting(std::string_view text) {
    steering::Meeting read;
    read.instance = std::string(desk::bureau);
    bool dated = false;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, end);
        if (auto const day = steering::read_day(word); day && !dated) {
            read.day = *day;
            dated = true;
        } else if (!dated) {
            read.instance = std::string(word);
        } else if (auto const at = hour(word); at && !read.hour && read.place.empty()) {
            read.hour = at;
        } else {
            read.place += (read.place.empty() ? "" : " ") + std::string(word);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return dated ? std::optional(std::move(read)) : std::nullopt;
}

void add_room(const yaml::Node& node, const std::vector<std::string>& rooms, Config::Desk& desk, yaml::Complaints& complaints) {
    these_keys(node, {"room", "objectives", "mentions", "kind"}, complaints);
    Config::Desk::Room read;
    read.room = room(node, "room", rooms, complaints);
    if (read.room.empty()) complaints.push_back({node.place(), "il manque " + yaml::guillemets("room"), "Écrivez {room: \"!salon:exemple.fr\", …}"});
    read.objectives = strings(node, "objectives", complaints);
    read.mentions = strings(node, "mentions", complaints);
    if (auto const kind = node["kind"]) {
        auto const word = yaml::text(kind, complaints).value_or("measure");
        if (word != "measure" && word != "operator") complaints.push_back({kind.place(), yaml::guillemets(word) + " n’est pas une sorte de salon", "Écrivez measure ou operator"});
        read.of_operator = word == "operator";
    }
    desk.rooms.push_back(std::move(read));
}

desk::Listener listener(std::string channel, std::string where, steering::Role role) {
    desk::Listener made;
    made.where = {std::move(channel), std::move(where)};
    made.role = role;
    return made;
}

std::vector<desk::Listener> listeners(const Config::Desk& config) {
    std::vector<desk::Listener> all;
    if (!config.bureau_room.empty()) {
        auto room = listener("matrix", config.bureau_room, steering::Role::bureau_room);
        if (config.rooms.empty()) room.from = steering::AlertLevel::alerte, room.mentions = config.owners;
        all.push_back(std::move(room));
    }
    for (auto const& each : config.rooms) {
        auto room = listener("matrix", each.room, each.of_operator ? steering::Role::operator_room : steering::Role::measure_room);
        room.objectives = each.objectives, room.mentions = each.mentions;
        all.push_back(std::move(room));
    }
    if (!config.data_room.empty()) all.push_back(listener("matrix", config.data_room, steering::Role::data_owner));
    static constexpr std::pair<std::string_view, steering::Role> roles[] = {
        {"secretariat", steering::Role::secretariat},
        {"owners", steering::Role::owner},
        {"dreets", steering::Role::dreets_lead},
        {"co_chairs", steering::Role::co_chairs},
        {"data", steering::Role::data_owner}};
    for (auto const& [name, role] : roles)
        if (auto const found = config.mail.find(std::string(name)); found != config.mail.end())
            for (auto const& address : found->second) {
                auto made = listener("email", address, role);
                if (auto const only = config.mail_objectives.find(address); only != config.mail_objectives.end()) made.objectives = only->second;
                all.push_back(std::move(made));
            }
    return all;
}

}  // namespace

Config::Desk read_desk(const yaml::Node& node, const std::vector<std::string>& rooms, yaml::Complaints& complaints) {
    these_keys(
        node,
        {"bureau_room", "data_room", "rooms", "members", "owners", "data_owners", "mail", "meetings", "link", "examples", "targets", "imports", "alertmanager", "wait_for_sisters"},
        complaints
    );
    Config::Desk desk;
    desk.bureau_room = room(node, "bureau_room", rooms, complaints);
    desk.data_room = room(node, "data_room", rooms, complaints);
    if (auto const each = node["rooms"])
        for (auto const& item : each.items()) add_room(item, rooms, desk, complaints);
    desk.members = people(strings(node, "members", complaints));
    desk.owners = people(strings(node, "owners", complaints));
    desk.data_owners = people(strings(node, "data_owners", complaints));
    if (auto const mail = node["mail"]) {
        these_keys(mail, {"secretariat", "owners", "dreets", "co_chairs", "data"}, complaints);
        for (auto const& [role, addresses] : mail.entries()) desk.mail[role] = addresses_of(addresses, desk, complaints);
    }
    if (auto const meetings = node["meetings"])
        for (auto const& each : meetings.items()) {
            auto const text = yaml::text(each, complaints);
            if (!text) continue;
            if (auto read = meeting(*text)) desk.meetings.push_back(std::move(*read));
            else complaints.push_back({each.place(), yaml::guillemets(*text) + " ne dit pas le jour", "Écrivez \"2026-12-17 14:00 Rouen\""});
        }
    if (auto const link = node["link"]) {
        desk.link = yaml::text(link, complaints).value_or("");
        if (!desk.link.starts_with("https://")) complaints.push_back({link.place(), yaml::guillemets(desk.link) + " n’est pas une adresse https", "Écrivez https://…/"});
    }
    if (auto const targets = node["targets"]) desk.targets = yaml::text(targets, complaints).value_or("");
    if (auto const examples = node["examples"]) desk.examples = yaml::yes_no(examples, complaints).value_or(false);
    return desk;
}

DeskLoaded load_desk(
    const Files& files, const Config::Desk& config, std::shared_ptr<const wording::Messages> messages, std::set<std::string> channels
) {
    DeskLoaded loaded;
    auto tools = std::make_shared<desk::Tools>();
    auto const folder = files.catalogue / "objectifs";
    auto const add = [&](const yaml::Complaints& complaints) {
        for (auto const& each : complaints) loaded.complaints.push_back(each.text());
    };
    auto real = steering::load_objectives(folder);
    add(real.complaints);
    tools->objectives = std::move(real.objectives);
    if (!config.targets.empty()) add(steering::add_targets(tools->objectives, config.targets));
    auto const add_fictitious = [&](const char* name) {
        auto fictitious = steering::load_objectives(folder / name, true);
        add(fictitious.complaints);
        for (auto& each : fictitious.objectives) tools->objectives.push_back(std::move(each));
    };
    if (config.examples) add_fictitious("exemple");
    if (config.story) add_fictitious("histoire");
    auto mappings = rules::figures::load_mappings(folder / "sources");
    add(mappings.complaints);
    tools->mappings = std::move(mappings.mappings);
    for (auto const& each : config.rooms)
        for (auto const& id : each.objectives)
            if (tools->find(id) == nullptr) loaded.complaints.push_back("desk.rooms\u00A0: aucun objectif ne s’appelle " + yaml::guillemets(id) + ". Écrivez un identifiant du catalogue (dossier objectifs)");
    for (auto const& each : config.rooms)
        for (auto const& id : each.objectives)
            if (auto const* const known = tools->find(id); known != nullptr && known->funded)
                loaded.complaints.push_back(
                    "desk.rooms\u00A0: " + yaml::guillemets(id) + " porte des montants, qui ne se disent que dans le salon du bureau. Retirez-le de " + yaml::guillemets(each.room)
                );
    for (auto const& [address, objectives] : config.mail_objectives)
        for (auto const& id : objectives)
            if (tools->find(id) == nullptr)
                loaded.complaints.push_back("desk.mail\u00A0: aucun objectif ne s’appelle " + yaml::guillemets(id) + " (" + address + "). Écrivez un identifiant du catalogue (dossier objectifs)");
    tools->messages = std::move(messages);
    people::RightsSettings rights;
    rights.bureau = config.members, rights.owners = config.owners, rights.data_owners = config.data_owners;
    if (!config.bureau_room.empty()) rights.closed_rooms.push_back(config.bureau_room);
    tools->rights = people::Rights(std::move(rights));
    tools->settings.listeners = listeners(config);
    tools->settings.calendar = steering::Calendar(config.meetings);
    tools->settings.link = config.link;
    tools->settings.wait_for_sisters = config.wait_for_sisters;
    tools->channels = std::move(channels);
    tools->prepare_lookup();
    if (loaded.complaints.empty()) loaded.tools = std::move(tools);
    return loaded;
}

}  // namespace bot::commands
