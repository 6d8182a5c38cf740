#pragma once
/// \file adapters/matrix/settings.hpp
/// How this application service is set up: where the homeserver is, who we are on it, whom we let in.
///
/// Values only. The tokens are secrets: they stand in the registration file, never in a log.
/// Source: Matrix application service API, "Registration". Threads: plain data.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::matrix {

struct Settings {
    Settings() = default;
    std::string homeserver_url;  ///< "http://127.0.0.1:8008": where we call the homeserver
    std::string ca_file;         ///< further trusted certificates (PEM); empty: the system's
    std::string server_name;     ///< "phare.test": what stands after ':' in user ids
    std::string url;             ///< "http://127.0.0.1:29310": where the homeserver calls us
    std::string id = "phare";
    std::string sender_localpart = "_phare_bot";
    std::string user_prefix = "_phare_";  ///< all local users that begin so are ours
    std::string as_token, hs_token;
    std::string display_name = "Phare";

    bool join_direct_chats = true;
    std::vector<std::string> rooms;            ///< group rooms that we may be asked into, by room id
    std::vector<std::string> allowed_servers;  ///< whose users may invite us; empty: our own server only
    std::size_t max_members = 20;              ///< larger rooms are left at once
    std::vector<std::string> ip_ranges;  ///< `ip_range_whitelist` of the registration; empty: not written
    std::chrono::milliseconds ping_every{60'000};

    [[nodiscard]] std::string user_id() const { return "@" + sender_localpart + ":" + server_name; }
};

/// Who wrote: ourselves, one of our users, or somebody else.
[[nodiscard]] bool is_us(const Settings&, std::string_view user_id);
[[nodiscard]] bool is_ours(const Settings&, std::string_view user_id);  ///< us, or in our namespace
/// Whether users of this user's server may invite us or lead us to another room.
[[nodiscard]] bool server_allowed(const Settings&, std::string_view user_id);
[[nodiscard]] bool is_group_room(const Settings&, std::string_view room_id);

/// What stands after the first ':' of a user id; empty: none.
[[nodiscard]] std::string_view server_of(std::string_view user_id);

}  // namespace adapters::matrix
