#pragma once
/// \file bot/commands/command_line.hpp
/// The words of the command line: which commands and options there are, and what was asked for. What they do is
/// handed in, so that this knows no adapter.
///
/// Threads: one call of `run_command_line` at a time.

#include "bot/commands/catalogue_diff.hpp"
#include "bot/commands/evaluate.hpp"
#include "bot/commands/objectives.hpp"

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace bot::commands {

/// Exit codes, one a cause (the doctor's own are in adapters/matrix/doctor.hpp).
enum Exit : int {
    done = 0,
    says_no = 1,
    wrong_usage = 2,
    to_configure = 3,
    data_refused = 4,
    unreachable = 5,
    refuses_us = 6,
    our_bug = 70
};

/// A command says that what was asked for makes no sense: explained on standard error, `Exit::wrong_usage`.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct InspectArguments {
    std::string file, envelope_from, now, address = "orientation@phare.test", authserv_id = "mx.phare.test";
    std::vector<std::string> envelope_to, sealers{"listes.example"};
    bool envelope_given = false, json = false;
};

struct TokenArguments {
    std::string name, id;
    std::vector<std::string> scopes;
};

struct Arguments {
    InspectArguments inspect;
    TokenArguments token;
    std::string mail_address, mail_dir;
    std::vector<std::string> mails;
    bool messages = false, dialogues = false, partner = false, desk = false, bureau = false;
    std::string config = "/etc/phare/config.yaml", today, folder, script, output, room, catalogue, key, web,
                later_keys, journal, since;
    bool rotate = false, check = false, accept = false, no_later_keys = false, json = false, story = false, step_by_step = false;
    EvaluateOptions evaluate;
    CatalogueDiffOptions diff;
    ReplayOptions replay;
    StatusOptions status;
    ImportOptions import;
};

/// What each command does; each \returns the exit code.
struct Commands {
    using Run = std::function<int(const Arguments&)>;
    Run serve, chat, demo, read_lines, check, evaluate, catalogue_diff, objectives_replay, objectives_status, objectives_import,
        registration, inspect_mail, answer_mail, mail_suppressed, mail_unsuppress, mail_held, config_example, doctor, backup, restore, export_room, erase_room,
        token_create, token_list, token_revoke;
};

/// Parses and runs. What a command throws comes out; a wrong command line is explained on standard error.
int run_command_line(int argc, const char* const* argv, const std::string& version, const Commands&);

}  // namespace bot::commands
