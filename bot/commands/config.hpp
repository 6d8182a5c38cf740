#pragma once
/// \file bot/commands/config.hpp
/// The configuration file: strict YAML, every error with line, key and remedy. Secrets never stand in it,
/// only paths of files that hold them.
///
/// Words are English; see `phare config example` for the whole of it. Threads: values.

#include "bot/commands/api_config.hpp"
#include "bot/commands/mail_config.hpp"
#include "rules/steering/bureau.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bot::commands {

struct Config {
    struct Data {
        std::filesystem::path folder;
        std::filesystem::path master_key_file;  ///< empty: `folder`/master.key
        std::uint64_t free_space_floor = 512ULL << 20;
    } data;
    struct BackupPlan {
        std::filesystem::path folder;  ///< empty: the service makes none by itself
        std::chrono::milliseconds every{3'600'000};
        int keep = 48;
    } backup;
    struct Matrix {
        std::string homeserver, server_name, url, ca_file;
        std::filesystem::path registration;
        Listen listen{"127.0.0.1", 29310};
        std::vector<std::string> rooms, servers;
        std::string sender = "_phare_bot", display_name = "Phare";
        int max_members = 20;
    };
    std::optional<Matrix> matrix;
    std::optional<MailConfig> email;
    struct Web {
        Listen listen{"127.0.0.1", 8080};
        std::string url;  ///< "https://aide.exemple.fr"; empty: whatever the browser calls us, without TLS
        std::vector<std::string> proxies{"127.0.0.1", "::1"};  ///< addresses, or networks as 10.1.0.0/16
        bool is_behind_proxy = false;                          ///< `proxies` is written
        std::string leave_to = "https://fr.wikipedia.org/";
        std::chrono::milliseconds forget_after{15 * 60'000};
        std::string contact;  ///< for what keeps somebody from using the pages: a mail address or https://
    };
    std::optional<Web> web;
    std::optional<ApiConfig> api;
    /// Advisers, by full identifier, and rooms in which everybody is one.
    std::vector<std::string> partners, partner_rooms;
    /// Rooms or mail addresses at which requests of young people arrive, by code of the structure ("76540S00"); "*": all others.
    std::map<std::string, std::string> desks;
    /// The bureau: who is told, who may act, when it meets. Nothing: no desk, questions on figures are not answered.
    struct Desk {
        struct Room {
            std::string room;
            std::vector<std::string> objectives, mentions;
            bool of_operator = false;
        };
        std::string bureau_room, data_room;
        std::vector<Room> rooms;
        std::vector<std::string> members, owners, data_owners;  ///< full identifiers
        /// By "secretariat", "owners", "dreets", "co_chairs", "data".
        std::map<std::string, std::vector<std::string>> mail;
        /// Addresses that follow some objectives only; those that are not here follow all.
        std::map<std::string, std::vector<std::string>> mail_objectives;
        std::vector<rules::steering::Meeting> meetings;
        bool examples = false;  ///< fictitious objectives too
        bool story = false;  ///< also those of `phare demo`; no key of the file
        std::filesystem::path targets;  ///< folder of targets that the bureau gives (docs/guide-catalogue.md); empty: none
        std::string link;
        std::chrono::milliseconds wait_for_sisters{1'800'000};
        Listen listen{"127.0.0.1", 0};          ///< imports and alerts by HTTP, port 0: none
        std::filesystem::path token_file;       ///< what `phare objectives import` shows the service; empty: it cannot
        std::string alertmanager_url;           ///< ours are pushed there; empty: nowhere
        std::filesystem::path alertmanager_token_file, alertmanager_ca_file;
    };
    std::optional<Desk> desk;
    Listen metrics{"127.0.0.1", 9110};
    bool young_vous = false;
    std::chrono::milliseconds outage_after{120'000};
    std::chrono::milliseconds settle{1'500};
    std::chrono::milliseconds fast_reply{700};
};

struct ConfigRead {
    std::optional<Config> config;  ///< nothing if there are complaints
    std::vector<std::string>
        complaints;  ///< "config.yaml:12:3 : clé inconnue « homserver ». Voulez-vous dire « homeserver » ?"
};
[[nodiscard]] ConfigRead read_config(const std::filesystem::path& file);
[[nodiscard]] ConfigRead read_config_text(const std::string& text, const std::string& shown_as);

/// Enough to try the chat page: no file. \param listen "127.0.0.1:8080" or "[::1]:8080"; nothing if it is not of that form
[[nodiscard]] std::optional<Config> config_to_try_the_page(
    const std::string& listen, const std::filesystem::path& data_folder
);

/// A complete configuration with comments; read_config_text accepts it.
[[nodiscard]] std::string example_config();

}  // namespace bot::commands
