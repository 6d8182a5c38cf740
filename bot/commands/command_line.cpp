#include "bot/commands/command_line.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace bot::commands {

int run_command_line(int argc, const char* const* argv, const std::string& version, const Commands& run) {
    CLI::App app{"Phare: a messaging service for a regional youth-employment plan"};
    app.set_version_flag("--version", version);
    app.require_subcommand(1);
    Arguments a;
    int code = Exit::done;
    auto const command =
        [&](CLI::App* parent, const char* name, const char* what, const Commands::Run& does) {
            auto* sub = parent->add_subcommand(name, what);
            sub->callback([&a, &code, does] { code = does(a); });
            return sub;
        };
    auto const with_config = [&](CLI::App* sub) {
        sub->add_option("-c,--config", a.config, "configuration file")->capture_default_str();
    };

    auto* sub = command(&app, "serve", "run the service", run.serve);
    with_config(sub);
    sub->add_option("--today", a.today, "answer as if it were this day (2020-11-10)");
    sub->add_option("--mail-dir", a.mail_dir, "mails become files in this folder instead of going to the relay");
    auto* page = sub->add_option("--web", a.web, "try the chat page here (127.0.0.1:8080), without a configuration");
    auto* data = sub->add_option("--data", a.folder, "with --web: where data is kept");
    page->needs(data);
    data->needs(page);
    sub = command(&app, "chat", "talk to the bot here, with no server", run.chat);
    sub->add_option("--today", a.today, "answer as if it were this day (2020-11-10)");
    sub->add_option("--data", a.folder, "keep the conversation in this folder (thrown away if absent)");
    sub->add_option("--script", a.script, "play the lines of this file");
    sub->add_flag("--partner", a.partner, "as an adviser");
    sub->add_flag(
        "--desk",
        a.desk,
        "requests to a structure arrive here as well; a line that begins with @ is written by the structure"
    );
    sub = command(&app, "read", "what the reader makes of messages: JSON lines in and out", run.read_lines);
    auto* reading = sub->add_option_group("what comes in");
    reading->add_flag("--jsonl", a.messages, "one message a line");
    reading->add_flag("--dialogues", a.dialogues, "one dialogue a line");
    reading->require_option(1);
    sub = command(&app, "check", "check the catalogue", run.check);
    sub->add_option("folder", a.catalogue, "another catalogue than the installed one");
    sub = command(
        &app, "evaluate", "outcomes of a file of people, one a line: nothing leaves this machine", run.evaluate
    );
    sub->add_option("--in", a.evaluate.in, "CSV, or JSON lines; - for standard input")->capture_default_str();
    sub->add_option("--out", a.evaluate.out, "where the outcomes go; - for standard output")
        ->capture_default_str();
    sub->add_option(
        "--date", a.today, "day of evaluation where a line has none (2020-11-10; default: today)"
    );
    sub->add_option(
           "--measures", a.evaluate.measures, "ids, separated by commas (default: all verified; with --jsonl all)"
    )
        ->delimiter(',');
    sub->add_option(
        "--refused", a.evaluate.refused, "annotated copy of refused rows (default: OUT.refus.csv)"
    );
    sub->add_flag(
        "--jsonl", a.evaluate.json_lines, "JSON lines in and out, with amounts, missing facts and reasons"
    );
    sub->add_option("--catalogue", a.catalogue, "another catalogue than the installed one");
    auto* catalogue = app.add_subcommand("catalogue", "work on catalogue folders");
    catalogue->require_subcommand(1);
    sub = command(catalogue, "diff", "what changed from one catalogue to another, for whom", run.catalogue_diff);
    sub->add_option("old", a.diff.before, "folder")->required();
    sub->add_option("new", a.diff.after, "folder")->required();
    sub->add_option("--people", a.diff.people, "how many people are simulated")->capture_default_str();
    sub->add_option("--seed", a.diff.seed, "which ones")->capture_default_str();
    auto* objectives = app.add_subcommand("objectives", "objectives and their figures, on files");
    objectives->require_subcommand(1);
    sub = command(
        objectives, "replay", "what would have been told, tick by tick, with what was known then", run.objectives_replay
    );
    sub->add_option("--data", a.replay.data, "folder of objectives.csv, observations.csv …")->required();
    sub->add_option("--out", a.replay.out, "objective_id,tick,level,p_shortfall,lo80,mid,hi80")->required();
    sub->add_option("--overruns", a.replay.overruns, "the same of the other side of envelopes");
    sub = command(objectives, "status", "where the objectives stand", run.objectives_status);
    sub->add_option("--as-of", a.today, "as known on that day (2021-06-25; default: today)");
    sub->add_flag("--json", a.status.json, "for programs");
    sub->add_option("--only", a.status.only, "one objective");
    sub->add_option("--data", a.status.data, "a data folder instead of catalogue and journal");
    sub->add_option("--journal", a.status.journal, "what was imported");
    sub->add_option("--catalogue", a.catalogue, "another catalogue than the installed one");
    sub = command(objectives, "import", "figures of a partner: shown first, counted with --oui", run.objectives_import);
    sub->add_option("file", a.import.file, "CSV or XLSX");
    with_config(sub);
    sub->add_option("--journal", a.import.journal, "a journal of its own instead of the running service");
    sub->add_flag("--oui,--yes", a.import.yes, "the rows count, without asking");
    sub->add_option("--confirmer", a.import.confirm, "count an import that waits, by the number of its receipt (service only)");
    sub->add_option("--annuler", a.import.withdraw, "take an import back, by the number of its receipt");
    sub->add_option("--par", a.import.by, "who sent it");
    sub->add_option("--refused", a.import.annotated, "annotated copy of refused rows (default: FILE.refus.csv or .xlsx)");
    sub->add_option("--today", a.today, "day of reception (2021-03-10; default: today)");
    sub->add_option("--catalogue", a.catalogue, "another catalogue than the installed one");
    auto* matrix = app.add_subcommand("matrix", "connect to a Matrix homeserver");
    matrix->require_subcommand(1);
    sub = command(matrix, "registration", "write the registration file with fresh tokens", run.registration);
    with_config(sub);
    sub->add_option("-o,--output", a.output, "where to write it (default: the one of the configuration)");
    sub->add_flag("--rotate", a.rotate, "replace the tokens of an existing file");
    auto* mail = app.add_subcommand("mail", "e-mail");
    mail->require_subcommand(1);
    sub = command(mail, "inspect", "what the service makes of one mail", run.inspect_mail);
    sub->add_option("file", a.inspect.file, "FILE.eml (or a body alone: FILE.txt, FILE.html)")->required();
    auto* envelope = sub->add_option("--envelope-from", a.inspect.envelope_from, "MAIL FROM it came with; \"\" or <> is the null sender (default: unknown)");
    sub->add_option("--envelope-to", a.inspect.envelope_to, "RCPT TO it came to");
    sub->add_option("--now", a.inspect.now, "when it came: seconds since 1970, or 2025-03-03T11:04:27Z (default: now)");
    sub->add_flag("--json", a.inspect.json, "one JSON object");
    sub->add_option("--address", a.inspect.address, "our own address")->capture_default_str();
    sub->add_option("--authserv-id", a.inspect.authserv_id, "whose Authentication-Results count")->capture_default_str();
    sub->add_option("--trusted-sealer", a.inspect.sealers, "ARC sealers that may forward for others")->capture_default_str();
    auto* inspect = sub;
    sub = command(mail, "answer", "answer mails without any server: each answer becomes a file", run.answer_mail);
    sub->add_option("files", a.mails, "FILE.eml …")->required();
    sub->add_option("--mail-dir", a.mail_dir, "where the answers go")->required();
    sub->add_option("--data", a.folder, "keep the conversation in this folder (thrown away if absent)");
    sub->add_option("--today", a.today, "answer as if it were this day (2020-11-10)");
    sub->add_option("--address", a.inspect.address, "our own address")->capture_default_str();
    sub->add_option("--authserv-id", a.inspect.authserv_id, "whose Authentication-Results count")->capture_default_str();
    sub = command(mail, "suppressed", "whether an address gets mail (service stopped)", run.mail_suppressed);
    with_config(sub);
    sub->add_option("address", a.mail_address, "address")->required();
    sub = command(mail, "held", "mails that were held back or never arrived (service stopped)", run.mail_held);
    with_config(sub);
    sub = command(mail, "unsuppress", "let an address get mail again (service stopped)", run.mail_unsuppress);
    with_config(sub);
    sub->add_option("address", a.mail_address, "address")->required();
    inspect->parse_complete_callback([&a, envelope] { a.inspect.envelope_given = envelope->count() > 0; });
    auto* config = app.add_subcommand("config", "configuration");
    config->require_subcommand(1);
    command(config, "example", "print a complete configuration", run.config_example);
    with_config(command(&app, "doctor", "say what is wrong, one line a cause", run.doctor));
    sub = command(
        &app,
        "backup",
        "copy the data of a stopped service (a running one makes its own, see backup: in the configuration)",
        run.backup
    );
    with_config(sub);
    sub->add_option("folder", a.folder, "where to; must not exist")->required();
    sub = command(&app, "restore", "bring a copy back, or --check it", run.restore);
    with_config(sub);
    sub->add_option("folder", a.folder, "the copy");
    sub->add_flag("--check", a.check, "only read it and say whether it is good");
    sub->add_option("--key", a.key, "with --check: master key file, to verify the seal of each row");
    sub->add_flag(
        "--accept", a.accept, "replay the erasures made since the copy, so that the service may start"
    );
    sub->add_option(
        "--later-keys", a.later_keys, "keys.db of the lost store or of a younger copy: its ledger is replayed"
    );
    sub->add_flag(
        "--no-later-keys", a.no_later_keys, "there is none: accept that erasures since the copy are undone"
    );
    sub = command(&app, "export", "what is held of one room (service stopped)", run.export_room);
    with_config(sub);
    sub->add_option("--room", a.room, "room id")->required();
    sub = command(&app, "erase", "forget one room (service stopped)", run.erase_room);
    with_config(sub);
    sub->add_option("--room", a.room, "room id")->required();

    try {
        app.parse(argc, argv);
        return code;
    } catch (const CLI::ParseError& error) {
        return error.get_exit_code() == 0 ? app.exit(error)
                                          : (app.exit(error), static_cast<int>(Exit::wrong_usage));
    } catch (const WrongUsage& error) {
        std::cerr << error.what() << '\n';
        return Exit::wrong_usage;
    }
}

}  // namespace bot::commands
