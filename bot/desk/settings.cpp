#include "bot/desk/settings.hpp"

#include <algorithm>

namespace bot::desk {

std::string key_of(const people::Destination& where) { return where.channel + ' ' + where.conversation; }

people::Destination destination_of(std::string_view key) {
    auto const blank = key.find(' ');
    if (blank == std::string_view::npos) return {};
    return {std::string(key.substr(0, blank)), std::string(key.substr(blank + 1))};
}

const steering::Objective* Tools::find(std::string_view id) const {
    if (auto const& made = own_lookup.made()) return made->trees().find(id);
    auto const found = std::find_if(objectives.begin(), objectives.end(), [&](auto const& o) { return o.id == id; });
    return found == objectives.end() ? nullptr : &*found;
}

std::shared_ptr<const Lookup> Tools::lookup() const {
    return own_lookup.made() ? own_lookup.made() : std::make_shared<const Lookup>(objectives);
}

std::vector<steering::Recipient> Tools::recipients() const {
    std::vector<steering::Recipient> all;
    for (auto const& listener : settings.listeners)
        if (channels.contains(listener.where.channel))
            all.push_back({key_of(listener.where), listener.role, listener.objectives, listener.from});
    return all;
}

const Listener* Tools::listener(std::string_view recipient) const {
    auto const found = std::find_if(settings.listeners.begin(), settings.listeners.end(), [&](auto const& each) {
        return key_of(each.where) == recipient;
    });
    return found == settings.listeners.end() ? nullptr : &*found;
}

bool Tools::is_room_of_ours(std::string_view channel, std::string_view conversation) const {
    return std::any_of(settings.listeners.begin(), settings.listeners.end(), [&](auto const& each) {
        return each.where.channel == channel && each.where.conversation == conversation;
    });
}

}  // namespace bot::desk
