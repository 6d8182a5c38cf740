#pragma once
/// \file bot/service/mail_commands.hpp
/// `phare mail …`: what an operator does about addresses, and a conversation by mail without any server.
///
/// All but `mail_inspect` open the store by themselves: the service must be stopped. \returns the exit code. Throws what the
/// store throws.

#include "adapters/email/mail_settings.hpp"
#include "bot/talking/conversation.hpp"
#include "db/sqlite/open.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace bot::service {

struct MailInspection {
    MailInspection() = default;
    std::string file;
    adapters::email::Identity us;
    std::optional<std::string> envelope_from;  ///< "" for <>; nothing: as the mail itself says
    std::vector<std::string> envelope_to;
    Instant now{};
    enum class Form : std::uint8_t { words, json } form = Form::words;
};
/// What the service makes of one mail. Exit::data_refused: the file is none that can be read.
int mail_inspect(const MailInspection&, std::ostream& out, std::ostream& complaints);

/// Says whether an address gets mail, and since when not. 0: it does; 1: it does not. Throws WrongUsage (also `mail_unsuppress`)
/// if it is no address.
int mail_suppressed(const db::sqlite::StoreOptions&, const std::string& address, std::ostream& out);
/// It gets mail again.
int mail_unsuppress(const db::sqlite::StoreOptions&, const std::string& address, Instant now, std::ostream& out);

/// Mails of the last month that were held back or never arrived, by address. 0: none; 1: some.
int mail_held(const db::sqlite::StoreOptions&, std::ostream& out);

struct MailTrial {
    MailTrial() = default;
    adapters::email::MailSettings mail;  ///< without a key: one is made and kept in `data`
    std::filesystem::path data;          ///< the conversation is kept here
    std::filesystem::path mail_dir;      ///< answers become files here
    std::function<std::chrono::sys_days(Instant)> day;
};
/// Takes mails from files through the whole trip: stored, understood, answered, written to `mail_dir`.
int mail_answer(MailTrial, talking::Tools, const std::vector<std::string>& files, std::ostream& out, std::ostream& complaints);

}  // namespace bot::service
