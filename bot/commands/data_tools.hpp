#pragma once
/// \file bot/commands/data_tools.hpp
/// What an operator does with the data of a stopped service: copies, their return, one room's export and
/// erasure.
///
/// Each prints what it did in French, complains on stderr, and gives the exit code: 0 done, 1 the copy is no
/// good. Errors: those of db/sqlite (a running service holds the folder: SecondInstance). Blocking.

#include "bot/commands/upkeep.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/talking/conversation.hpp"
#include "db/sqlite/open.hpp"

#include <filesystem>
#include <functional>
#include <vector>

namespace bot::commands {

int back_up(const db::sqlite::StoreOptions&, const std::filesystem::path& target, db::Micros now);
/// Makes a copy now in the folder of copies, of a running service (which is asked, and waited for) or of a stopped one, reads it
/// again, and lets the oldest go. \returns also 5 if the running service does not answer within ten minutes
int back_up_into(const db::sqlite::StoreOptions&, const Backups&, db::Micros now);
/// \param key master key file: then the seal of each row is verified too; empty: not
int check_copy(const std::filesystem::path& copy, const std::filesystem::path& key);
int bring_back(const db::sqlite::StoreOptions&, const std::filesystem::path& copy);
int accept(const db::sqlite::StoreOptions&, const std::filesystem::path& later_keys, db::Micros now);

int export_room(const db::sqlite::StoreOptions&, const db::ConversationRef&, const talking::Tools&);
/// What a channel holds beside a conversation (delivery::Channel::beside).
using Beside = std::function<std::vector<db::ConversationRef>(db::Store&, const db::ConversationRef&)>;
/// \param render puts a wish into the channel's form: our messages are taken back at the next start
int erase_room(
    const db::sqlite::StoreOptions&,
    const db::ConversationRef&,
    const Beside& beside,
    const std::function<std::vector<delivery::Wire>(const Wish&)>& render,
    db::Micros now
);

}  // namespace bot::commands
