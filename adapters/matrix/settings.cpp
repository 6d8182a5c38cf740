#include "adapters/matrix/settings.hpp"

#include <algorithm>

namespace adapters::matrix {

std::string_view server_of(std::string_view user_id) {
    auto const colon = user_id.find(':');
    return colon == std::string_view::npos ? std::string_view() : user_id.substr(colon + 1);
}

bool is_us(const Settings& settings, std::string_view user_id) {
    return user_id.size() == settings.sender_localpart.size() + settings.server_name.size() + 2 &&
           user_id.starts_with('@') && user_id.substr(1).starts_with(settings.sender_localpart) &&
           user_id[settings.sender_localpart.size() + 1] == ':' && user_id.ends_with(settings.server_name);
}

bool is_ours(const Settings& settings, std::string_view user_id) {
    if (is_us(settings, user_id)) return true;
    return !settings.user_prefix.empty() && user_id.starts_with('@') &&
           user_id.substr(1).starts_with(settings.user_prefix) && server_of(user_id) == settings.server_name;
}

bool server_allowed(const Settings& settings, std::string_view user_id) {
    auto const server = server_of(user_id);
    if (settings.allowed_servers.empty()) return server == settings.server_name;
    return std::ranges::find(settings.allowed_servers, server) != settings.allowed_servers.end();
}

bool is_group_room(const Settings& settings, std::string_view room_id) {
    return std::ranges::find(settings.rooms, room_id) != settings.rooms.end();
}

}  // namespace adapters::matrix
