// What each command is, and what time it is. With bot/service the composition root: the only place where adapters, db and
// bot meet.

#include "adapters/matrix/registration.hpp"
#include "bot/commands/catalogue_diff.hpp"
#include "bot/commands/check.hpp"
#include "bot/commands/failure_words.hpp"
#include "bot/commands/read.hpp"
#include "bot/observing/log.hpp"
#include "bot/service/demo.hpp"
#include "bot/service/program/objectives.hpp"
#include "bot/service/program/surroundings.hpp"
#include "bot/service/program/trials.hpp"
#include "bot/service/program/upkeep.hpp"
#include "bot/service/service.hpp"

#include <csignal>
#include <new>
#include <stdexcept>
#include <iostream>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

using namespace bot::service::program;
using bot::Instant;
using bot::observing::Field;
using bot::observing::Level;
using bot::observing::What;

namespace {

Instant now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

/// Who writes, and where requests go, for one channel.
std::shared_ptr<const bot::people::People> people_of(const bot::commands::Config& config) {
    bot::people::Settings settings;
    settings.partners = config.partners;
    settings.partner_rooms = config.partner_rooms;
    if (config.desk) {  // whoever is of the bureau is spoken to as an adviser is
        auto const add = [](std::vector<std::string>& all, const std::vector<std::string>& more) {
            all.insert(all.end(), more.begin(), more.end());
        };
        add(settings.partners, config.desk->members);
        add(settings.partners, config.desk->owners);
        add(settings.partners, config.desk->data_owners);
        if (!config.desk->bureau_room.empty()) settings.partner_rooms.push_back(config.desk->bureau_room);
        for (auto const& each : config.desk->rooms) settings.partner_rooms.push_back(each.room);
    }
    for (auto const& [structure, room] : config.desks) {
        // "!room:server", or the address of a structure's office
        bot::people::Destination const desk{room.starts_with('!') ? "matrix" : "email", room};
        if (structure == "*")
            settings.any_desk = desk;
        else
            settings.desks.emplace(structure, desk);
    }
    return std::make_shared<const bot::people::People>(std::move(settings));
}

/// SIGINT and SIGTERM as something to read; SIGHUP too where a terminal may go away. They are blocked for good, in every thread made
/// after this: a second one while we end, or one while we start, ends nothing abruptly. Elsewhere a SIGHUP is somebody's "read your
/// configuration again", for which systemd would not start us again; and nobody who reads our log ends us by going away.
int end_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (isatty(STDIN_FILENO) != 0) sigaddset(&set, SIGHUP);
    else std::signal(SIGHUP, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int serve(const Arguments& arguments) {
    auto config = arguments.web.empty()
                            ? config_of(arguments)
                            : bot::commands::config_to_try_the_page(arguments.web, arguments.folder);
    if (!config && !arguments.web.empty())
        throw bot::commands::WrongUsage("--web\u00A0: ce n’est pas une adresse et un port. Écrivez par exemple 127.0.0.1:8080");
    if (!config) return Exit::to_configure;
    auto day = civil_day(arguments.today);
    if (arguments.story) day = [last = bot::service::show_story(*config)](Instant) { return last; };
    if (!arguments.mail_dir.empty()) {
        if (!config->email) return complain({"--mail-dir\u00A0: il manque «\u00A0email\u00A0» dans " + arguments.config + ". Écrivez ce groupe\u00A0; `phare config example` montre comment"}, Exit::wrong_usage);
        config->email->mail_dir = arguments.mail_dir;
    }
    prctl(PR_SET_DUMPABLE, 0);  // no core file with people's words in it
    int const end = end_signals();
    // The folder's lock comes first: a second instance is told at once.
    auto store = db::sqlite::open(store_options(*config));
    auto tools = tools_of(config->young_vous);
    if (!tools) return Exit::data_refused;
    tools->people = people_of(*config);
    auto more = learned(*config, *tools);
    if (!more) return Exit::data_refused;
    if (more->desk && arguments.story) more->desk = bot::service::only_story(*more->desk);
    bot::observing::log(Level::info, What::started, {Field("measures", tools->catalogue->measures().size())});
    bot::service::Service service(*config, std::move(store), std::move(*tools), std::move(more->desk), std::move(more->evaluator), std::move(day), end);
    return service.run() ? Exit::done : Exit::our_bug;
}

int check(const Arguments& arguments) {
    auto const folder = catalogue_of(arguments);
    auto const today = std::chrono::floor<std::chrono::days>(now());
    auto const form = arguments.json ? bot::commands::CheckForm::json : bot::commands::CheckForm::lines;
    return bot::commands::check_catalogue(folder, today, form, std::cout, std::cerr) ? Exit::done : Exit::data_refused;
}

int evaluate(const Arguments& arguments) {
    auto options = arguments.evaluate;
    options.day = day_meant(arguments.today, now());
    options.progress = isatty(STDERR_FILENO) != 0;
    auto const folder = catalogue_of(arguments);
    using End = bot::commands::EvaluateReport::End;
    switch (bot::commands::evaluate(options, folder, std::cerr).end) {
        case End::done:
            return Exit::done;
        case End::some_refused:
            return Exit::says_no;
        case End::wrong_request:
            return Exit::wrong_usage;
        case End::unusable:
            break;
    }
    return Exit::data_refused;
}

int catalogue_diff(const Arguments& arguments) {
    return bot::commands::catalogue_diff(arguments.diff, std::cout, std::cerr) ? Exit::done
                                                                               : Exit::data_refused;
}

int read_lines(const Arguments& arguments) {
    auto const tools = tools_of(false);
    if (!tools) return Exit::data_refused;
    auto const elapsed = [] { return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()); };
    auto const wrong = arguments.dialogues
                           ? bot::commands::read_dialogues(*tools, std::cin, std::cout, std::cerr)
                           : bot::commands::read_messages(*tools, elapsed, std::cin, std::cout, std::cerr);
    return wrong == 0 ? Exit::done : Exit::says_no;
}

int config_example(const Arguments&) {
    std::cout << bot::commands::example_config();
    return Exit::done;
}

/// A command that is told what time it is when it runs.
bot::commands::Commands::Run timed(int (*run)(const Arguments&, Instant)) {
    return [run](const Arguments& arguments) { return run(arguments, now()); };
}

}  // namespace

int main(int argc, char** argv) {
    try {
        int const code = bot::commands::run_command_line(
            argc,
            argv,
            "phare " PHARE_VERSION ", modèles de lecture " + bot::reading::model_hash(),
            {serve, chat, demo, read_lines, check, evaluate, catalogue_diff, objectives_replay, timed(objectives_status),
             timed(objectives_import), registration, timed(inspect_mail), answer_mail, mail_suppressed, timed(mail_unsuppress), mail_held,
             config_example, timed(doctor), timed(backup), timed(restore), export_room, timed(erase_room), timed(token_create), token_list,
             token_revoke}
        );
        std::cout.flush();
        if (std::cout) return code;
        return complain({"phare\u00A0: la sortie ne s’écrit pas jusqu’au bout. Libérez de la place là où elle va, puis recommencez"}, code != Exit::done ? code : Exit::to_configure);
    } catch (const adapters::matrix::RegistrationError& error) {
        return complain({error.what()}, Exit::to_configure);
    } catch (const std::invalid_argument& error) {  // an address of the configuration, say
        return complain({std::string("phare\u00A0: ") + error.what()}, Exit::to_configure);
    } catch (const std::logic_error& error) {
        return complain({std::string("phare\u00A0: c’est une faute de Phare, pas la vôtre (") + error.what() + "). Signalez-la avec la commande et cette ligne"}, Exit::our_bug);
    } catch (const std::bad_alloc&) {
        return complain({"phare\u00A0: plus de mémoire. Fermez d’autres programmes, ou donnez-en davantage (MemoryMax)"}, Exit::our_bug);
    } catch (const std::exception& error) {
        return complain({"phare\u00A0: " + bot::commands::told(error)}, Exit::to_configure);
    }
}
