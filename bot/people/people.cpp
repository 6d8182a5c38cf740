#include "bot/people/people.hpp"

#include <algorithm>

namespace bot::people {

Role People::role_of(std::string_view sender, std::string_view conversation) const {
    const auto names = [](const std::vector<std::string>& all, std::string_view one) {
        return std::find(all.begin(), all.end(), one) != all.end();
    };
    // "@mission.exemple.fr", without a colon, is everybody of a mail domain; a Matrix identifier has one. What holds a
    // blank is no address: channels name so whoever has not proven to be somebody.
    const auto at = sender.rfind('@');
    const bool address = at != std::string_view::npos && at > 0 && sender.find(' ') == std::string_view::npos;
    const bool by_domain = address && names(settings_.partners, sender.substr(at));
    return by_domain || names(settings_.partners, sender) || names(settings_.partner_rooms, conversation) ? Role::partner
                                                                                             : Role::young;
}

const Destination* People::desk_of(std::string_view structure) const {
    if (const auto own = settings_.desks.find(structure); own != settings_.desks.end()) return &own->second;
    return settings_.any_desk.conversation.empty() ? nullptr : &settings_.any_desk;
}

bool People::is_desk(std::string_view channel, std::string_view conversation) const {
    const auto here = [&](const Destination& desk) {
        return desk.channel == channel && desk.conversation == conversation;
    };
    return (!settings_.any_desk.conversation.empty() && here(settings_.any_desk)) ||
           std::any_of(settings_.desks.begin(), settings_.desks.end(), [&](const auto& d) {
               return here(d.second);
           });
}

}  // namespace bot::people
