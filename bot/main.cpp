// What each command does. With bot/service the composition root: the only place where adapters, db and bot meet.

#include "adapters/email/inspect.hpp"
#include "adapters/matrix/doctor.hpp"
#include "adapters/matrix/wish_renderer.hpp"
#include "adapters/terminal/chat_session.hpp"
#include "adapters/terminal/conversation.hpp"
#include "bot/commands/chat_bureau.hpp"
#include "bot/commands/catalogue_diff.hpp"
#include "bot/commands/check.hpp"
#include "bot/commands/command_line.hpp"
#include "bot/commands/data_tools.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/commands/failure_words.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/commands/paris.hpp"
#include "bot/commands/read.hpp"
#include "bot/commands/upkeep.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"
#include "bot/service/api_commands.hpp"
#include "bot/service/demo.hpp"
#include "bot/service/face_doctor.hpp"
#include "bot/service/findings.hpp"
#include "bot/service/house_doctor.hpp"
#include "bot/service/import_command.hpp"
#include "bot/service/mail_commands.hpp"
#include "bot/service/mail_doctor.hpp"
#include "bot/service/mail_settings.hpp"
#include "bot/service/matrix_doctor.hpp"
#include "bot/service/matrix_side.hpp"
#include "bot/service/service.hpp"
#include "db/sqlite/open.hpp"

#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace fs = std::filesystem;
using bot::commands::Arguments;
using bot::commands::Exit;
using bot::Instant;
using bot::observing::Field;
using bot::observing::Level;
using bot::observing::What;

namespace {

int complain(const std::vector<std::string>& complaints, int code) {
    for (auto const& line : complaints) std::cerr << line << '\n';
    return code;
}

fs::path share_folder() {
    std::error_code ignored;
    auto const beside =
        fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "share" / "phare";
    return fs::exists(beside / "catalogue", ignored) ? beside : fs::path(PHARE_SOURCE_DIR);
}

/// Tells metrics and log what the store tells us.
void note_store(const db::sqlite::StoreEvent& event) {
    using Kind = db::sqlite::StoreEvent::Kind;
    switch (event.kind) {
        case Kind::batch:
            bot::observing::observe(bot::observing::Timing::commit, std::chrono::microseconds(event.micros));
            return;
        case Kind::disk_full:
        case Kind::intake_refused:
            bot::observing::log(Level::error, What::disk_low, {Field("free_bytes", event.number)});
            return;
        case Kind::intake_resumed:
            bot::observing::log(Level::info, What::disk_ok);
            return;
        case Kind::ballast_dropped:
        case Kind::ballast_restored:
            return;
        case Kind::broken_seal:
        case Kind::corrupt:
            bot::observing::log(Level::error, What::store_corrupt, {Field("number", event.number)});
            return;
        case Kind::io_error:
        case Kind::checkpoint_failed:
        case Kind::fsync_failed:
            bot::observing::log(Level::error, What::store_error, {Field("code", event.number)});
            return;
    }
}

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

db::sqlite::StoreOptions store_options(const bot::commands::Config& config) {
    db::sqlite::StoreOptions options;
    options.folder = config.data.folder;
    options.master_key_file = config.data.master_key_file;
    options.floor_bytes = config.data.free_space_floor;
    if (config.matrix) options.sender = "@" + config.matrix->sender + ":" + config.matrix->server_name;
    else if (config.email) options.sender = config.email->address;
    options.observer = note_store;
    return options;
}

std::function<std::chrono::sys_days(Instant)> civil_day(const std::string& today) {
    if (today.empty())
        return [](Instant at) {
            return bot::commands::day_in_paris(std::chrono::floor<std::chrono::seconds>(at));
        };
    int y = 0;
    unsigned m = 0, d = 0;
    if (std::sscanf(today.c_str(), "%4d-%2u-%2u", &y, &m, &d) != 3)
        throw bot::commands::WrongUsage(today + "\u00A0: ce n’est pas un jour. Écrivez par exemple 2020-11-10");
    std::chrono::year_month_day const day{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
    if (!day.ok()) throw bot::commands::WrongUsage(today + "\u00A0: ce jour n’existe pas. Écrivez par exemple 2020-11-10");
    return [day](Instant) { return std::chrono::sys_days(day); };
}

/// SIGINT and SIGTERM as something to read. They are blocked for good, in every thread made after this: a
/// second one while we end, or one while we start, ends nothing abruptly.
int end_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

std::optional<bot::commands::Config> config_of(const Arguments& arguments) {
    auto read = bot::commands::read_config(arguments.config);
    complain(read.complaints, 0);
    if (read.config && !read.config->matrix && !read.config->email && !read.config->web && !read.config->api) {
        std::cerr << arguments.config << "\u00A0: personne ne pourrait écrire à Phare. Écrivez matrix, email, web ou api\u00A0; `phare config example` montre comment\n";
        return std::nullopt;
    }
    return std::move(read.config);
}

/// For the commands that are about the homeserver.
std::optional<bot::commands::Config> matrix_config_of(const Arguments& arguments) {
    auto config = config_of(arguments);
    if (!config || config->matrix) return config;
    std::cerr << arguments.config << "\u00A0: il manque «\u00A0matrix\u00A0». Écrivez ce groupe\u00A0; `phare config example` montre comment\n";
    return std::nullopt;
}

std::optional<bot::talking::Tools> tools_of(bool young_vous) {
    auto knowledge = bot::commands::load_knowledge(bot::commands::Files::under(share_folder()), young_vous);
    complain(knowledge.complaints, 0);
    return std::move(knowledge.tools);
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
    std::shared_ptr<const bot::desk::Tools> desk;
    if (config->desk) {
        std::set<std::string> channels;
        if (config->matrix) channels.insert("matrix");
        if (config->email) channels.insert("email");
        auto loaded = bot::commands::load_desk(
            bot::commands::Files::under(share_folder()), *config->desk, tools->messages, std::move(channels)
        );
        if (!loaded.tools) return complain(loaded.complaints, Exit::data_refused);
        desk = arguments.story ? bot::service::only_story(*loaded.tools) : std::move(loaded.tools);
    }
    bot::observing::log(Level::info, What::started, {Field("measures", tools->catalogue->measures().size())});
    std::shared_ptr<const bot::evaluating::Evaluator> evaluator;
    if (config->api) {
        std::vector<std::string> complaints;
        evaluator = bot::evaluating::Evaluator::make(
            tools->catalogue, tools->gazetteer, bot::commands::Files::under(share_folder()).catalogue, complaints
        );
        if (!evaluator) return complain(complaints, Exit::data_refused);
    }
    bot::service::Service service(*config, std::move(store), std::move(*tools), std::move(desk), std::move(evaluator), std::move(day), end);
    service.run();
    return Exit::done;
}

/// Where a trial keeps its data: the folder that was named, or one that is gone after it.
class TrialFolder {
  public:
    explicit TrialFolder(const std::string& named) : path_(named), throw_away_(named.empty()) {
        if (!throw_away_) return;
        std::string pattern = (fs::temp_directory_path() / "phare-trial-XXXXXX").string();
        if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
    }
    TrialFolder(const TrialFolder&) = delete;
    TrialFolder& operator=(const TrialFolder&) = delete;
    ~TrialFolder() {
        std::error_code ignored;
        if (throw_away_ && !path_.empty()) fs::remove_all(path_, ignored);
    }
    /// Empty: none could be made.
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
    bool throw_away_;
};

int chat(const Arguments& arguments) {
    auto tools = tools_of(false);
    if (!tools) return Exit::data_refused;
    static constexpr const char* me = "moi";
    static constexpr const char* structure = "structure";
    bot::people::Settings people;
    if (arguments.partner || arguments.bureau) people.partners = {me};
    if (arguments.bureau) {
        auto bureau = bot::commands::chat_bureau(bot::commands::Files::under(share_folder()), tools->messages, arguments.journal, me);
        if (!bureau.figures) return complain(bureau.complaints, Exit::data_refused);
        tools->figures = std::move(bureau.figures);
    }
    if (arguments.desk) people.any_desk = {"terminal", structure};
    tools->people = std::make_shared<const bot::people::People>(std::move(people));
    bot::observing::set_level(Level::error);
    TrialFolder const folder(arguments.folder);
    if (folder.path().empty()) return complain({"aucun dossier provisoire ne peut être fait. Libérez de la place dans /tmp, ou donnez --data DOSSIER"}, Exit::our_bug);
    {
        db::sqlite::StoreOptions options;
        options.folder = folder.path();
        options.floor_bytes = std::uint64_t{16} << 20;
        options.ballast_bytes = 0;
        auto const store = db::sqlite::open(options);
        adapters::terminal::Conversation conversation(
            *store, std::move(*tools), civil_day(arguments.today), adapters::terminal::look_for(STDOUT_FILENO)
        );
        std::ifstream script;
        if (!arguments.script.empty()) {
            script.open(arguments.script);
            if (!script) return complain({arguments.script + "\u00A0: ce fichier ne se lit pas. Vérifiez --script et les droits du fichier"}, Exit::wrong_usage);
        }
        bool const scripted = !arguments.script.empty() || isatty(STDIN_FILENO) == 0;
        using adapters::terminal::ChatSession;
        std::istream& in = arguments.script.empty() ? std::cin : script;
        ChatSession terminal(
            in,
            std::cout,
            [&conversation](const std::string& line) {
                return line.starts_with("@") ? conversation.say(line.substr(1), structure)
                                             : conversation.say(line, me);
            },
            scripted ? ChatSession::Mode::scripted : ChatSession::Mode::interactive
        );
        terminal.run();
        store->close();
    }
    return Exit::done;
}

int demo(const Arguments& arguments) {
    auto tools = tools_of(false);
    if (!tools) return Exit::data_refused;
    bot::observing::set_level(Level::error);
    return bot::service::demo(bot::commands::Files::under(share_folder()), std::move(*tools), arguments.folder, std::cout, std::cerr);
}

fs::path catalogue_of(const Arguments& arguments) {
    return arguments.catalogue.empty() ? bot::commands::Files::under(share_folder()).catalogue
                                       : fs::path(arguments.catalogue);
}

int check(const Arguments& arguments) {
    auto const folder = catalogue_of(arguments);
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    auto const form = arguments.json ? bot::commands::CheckForm::json : bot::commands::CheckForm::lines;
    return bot::commands::check_catalogue(folder, today, form, std::cout, std::cerr) ? Exit::done : Exit::data_refused;
}

int exit_of(bot::commands::ObjectivesEnd end) {
    using End = bot::commands::ObjectivesEnd;
    return end == End::done ? Exit::done : end == End::some_refused ? Exit::says_no : Exit::data_refused;
}

std::chrono::sys_days day_meant(const std::string& written) {
    return civil_day(written)(std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()));
}

int objectives_replay(const Arguments& arguments) {
    return exit_of(bot::commands::replay_objectives(arguments.replay, std::cerr));
}

int without_service() { return complain({"Sans service\u00A0: --journal FICHIER garde les chiffres dans un journal à part"}, Exit::to_configure); }

bot::service::ServiceImport way_to_service(const bot::commands::Config& config) {
    bot::service::ServiceImport way;
    if (!config.desk) return way;
    way.port = config.desk->listen.port, way.token_file = config.desk->token_file;
    auto const& listen = config.desk->listen.address;
    way.address = listen == "0.0.0.0" ? "127.0.0.1" : listen == "::" ? "::1" : listen;
    return way;
}

int objectives_status(const Arguments& arguments) {
    auto options = arguments.status;
    if (!arguments.since.empty()) options.since = day_meant(arguments.since);
    if (options.data.empty() && options.journal.empty()) {
        auto const config = config_of(arguments);
        if (!config) return without_service();
        bot::service::ServiceStatus asked{{}, options.explain.empty() ? options.only : options.explain, options.json, !options.explain.empty(), {}};
        if (!arguments.today.empty()) asked.day = rules::steering::written_day(day_meant(arguments.today));
        if (options.since) asked.since = rules::steering::written_day(*options.since);
        return exit_of(bot::service::status_of_service(way_to_service(*config), asked, std::cout, std::cerr));
    }
    options.as_of = day_meant(arguments.today);
    options.catalogue = catalogue_of(arguments);
    return exit_of(bot::commands::objectives_status(options, std::cout, std::cerr));
}

int import_to_service(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return without_service();
    auto wish = way_to_service(*config);
    auto const& given = arguments.import;
    wish.file = given.file, wish.annotated = given.annotated, wish.by = given.by, wish.yes = given.yes;
    wish.confirm = given.confirm, wish.withdraw = given.withdraw, wish.ask = isatty(STDIN_FILENO) != 0;
    return exit_of(bot::service::import_to_service(wish, std::cin, std::cout, std::cerr));
}

int objectives_import(const Arguments& arguments) {
    auto options = arguments.import;
    options.today = day_meant(arguments.today);
    options.catalogue = catalogue_of(arguments);
    int const wanted = (options.file.empty() ? 0 : 1) + (options.withdraw == 0 ? 0 : 1) + (options.confirm == 0 ? 0 : 1);
    if (wanted != 1) return complain({"phare objectives import\u00A0: donnez un fichier, ou --confirmer N, ou --annuler N, et un seul des trois"}, Exit::wrong_usage);
    if (options.journal.empty()) return import_to_service(arguments);
    if (options.confirm != 0) return complain({"phare objectives import\u00A0: --confirmer s’adresse au service en marche. Avec --journal, donnez --oui tout de suite"}, Exit::wrong_usage);
    return exit_of(bot::commands::import_figures(options, std::cout, std::cerr));
}

int evaluate(const Arguments& arguments) {
    auto options = arguments.evaluate;
    options.day = day_meant(arguments.today);
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

int registration(const Arguments& arguments) {
    auto const config = matrix_config_of(arguments);
    if (!config) return Exit::to_configure;
    auto const settings = adapters::matrix::with_fresh_tokens(bot::service::matrix_settings(*config->matrix, false));
    fs::path const file =
        arguments.output.empty() ? config->matrix->registration : fs::path(arguments.output);
    adapters::matrix::write_registration(
        file,
        adapters::matrix::registration_yaml(settings),
        arguments.rotate ? adapters::matrix::Overwrite::rotate : adapters::matrix::Overwrite::no
    );
    std::cout << "Écrit\u00A0: " << file.string() << "\nÀ faire\u00A0:\n"
              << "  1. dans homeserver.yaml\u00A0: app_service_config_files: [\"" << fs::absolute(file).string()
              << "\"]\n"
              << "  2. redémarrer le serveur Matrix\n  3. phare serve -c " << arguments.config
              << "\n  4. phare doctor -c " << arguments.config << '\n';
    return Exit::done;
}

db::Micros now_micros() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())
        .time_since_epoch()
        .count();
}

int backup(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    if (!arguments.folder.empty()) return bot::commands::back_up(store_options(*config), arguments.folder, now_micros());
    auto const& plan = config->backup;
    if (plan.folder.empty())
        return complain({arguments.config + "\u00A0: il manque «\u00A0backup\u00A0». Écrivez backup: {folder: /var/backups/phare}, ou donnez un dossier"}, Exit::to_configure);
    return bot::commands::back_up_into(store_options(*config), {plan.folder, plan.every, plan.keep, {}}, now_micros());
}

int restore(const Arguments& arguments) {
    if (arguments.check && arguments.folder.empty())
        return complain({"phare restore --check\u00A0: donnez le dossier de la copie"}, Exit::wrong_usage);
    if (arguments.check) return bot::commands::check_copy(arguments.folder, arguments.key);
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    if (!arguments.folder.empty())
        if (int const failed = bot::commands::bring_back(store_options(*config), arguments.folder))
            return failed;
    if (!arguments.accept) {
        std::cout << "Il reste à rejouer les effacements faits depuis\u00A0: phare restore --accept [--later-keys keys.db]\n";
        return Exit::done;
    }
    if (arguments.later_keys.empty() && !arguments.no_later_keys)
        return complain(
            {"phare restore --accept\u00A0: donnez le keys.db de la base perdue, ou d’une copie plus jeune, avec --later-keys.",
             "S’il n’y en a pas, donnez --no-later-keys\u00A0: ce que des gens ont fait effacer depuis cette copie revient alors"},
            Exit::wrong_usage
        );
    return bot::commands::accept(store_options(*config), arguments.later_keys, now_micros());
}

int export_room(const Arguments& arguments) {
    auto const config = config_of(arguments);
    auto const tools = config ? tools_of(config->young_vous) : std::nullopt;
    if (!tools) return Exit::to_configure;
    return bot::commands::export_room(store_options(*config), {"matrix", arguments.room}, *tools);
}

int erase_room(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    return bot::commands::erase_room(
        store_options(*config), {"matrix", arguments.room}, bot::service::mail_beside(*config), adapters::matrix::render_wish, now_micros()
    );
}

int doctor(const Arguments& arguments) {
    auto const config = config_of(arguments);
    auto const tools = config ? tools_of(config->young_vous) : std::nullopt;
    if (!tools) {
        int const code = config ? Exit::data_refused : Exit::to_configure;
        if (arguments.json) bot::service::write_findings_json({{code, false, "la configuration, le catalogue ou les textes ne se lisent pas", "La sortie d’erreur dit où"}}, std::cout);
        return code;
    }
    auto const now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
    auto findings = bot::service::examine_house(*config, now);
    auto const add = [&findings](const std::vector<adapters::matrix::Finding>& more) { findings.insert(findings.end(), more.begin(), more.end()); };
    if (config->matrix) add(bot::service::examine_matrix(*config->matrix));
    if (config->email) add(bot::service::examine_mail(*config));
    add(bot::service::examine_faces(*config));
    if (config->api) findings.push_back(bot::service::examine_api(*config));
    if (arguments.json) bot::service::write_findings_json(findings, std::cout);
    else bot::service::write_findings(findings, std::cout);
    return adapters::matrix::exit_code(findings);
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

int inspect_mail(const Arguments& arguments) {
    auto const& asked = arguments.inspect;
    auto now = std::optional(std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()));
    if (!asked.now.empty()) now = adapters::email::read_instant(asked.now);
    if (!now) return complain({"--now\u00A0: ce n’est pas un instant. Écrivez des secondes depuis 1970, ou 2025-03-03T11:04:27Z"}, Exit::wrong_usage);
    bot::service::MailInspection inspection;
    inspection.file = asked.file;
    inspection.us.addresses = {asked.address};
    inspection.us.domain = asked.address.substr(asked.address.rfind('@') + 1);
    inspection.us.authserv_id = asked.authserv_id;
    inspection.us.trusted_sealers = asked.sealers;
    if (asked.envelope_given) inspection.envelope_from = asked.envelope_from == "<>" ? std::string{} : asked.envelope_from;
    inspection.envelope_to = asked.envelope_to;
    inspection.now = *now;
    using Form = bot::service::MailInspection::Form;
    inspection.form = asked.json ? Form::json : Form::words;
    return bot::service::mail_inspect(inspection, std::cout, std::cerr);
}

int answer_mail(const Arguments& arguments) {
    auto tools = tools_of(false);
    if (!tools) return Exit::data_refused;
    bot::observing::set_level(Level::error);
    TrialFolder const folder(arguments.folder);
    if (folder.path().empty()) return complain({"aucun dossier provisoire ne peut être fait. Libérez de la place dans /tmp, ou donnez --data DOSSIER"}, Exit::our_bug);
    auto const& address = arguments.inspect.address;
    bot::service::MailTrial trial;
    trial.data = folder.path();
    trial.mail_dir = arguments.mail_dir;
    trial.day = civil_day(arguments.today);
    trial.mail.address = address;
    trial.mail.us.addresses = {address};
    trial.mail.us.domain = address.substr(address.rfind('@') + 1);
    trial.mail.us.authserv_id = arguments.inspect.authserv_id;
    return bot::service::mail_answer(std::move(trial), std::move(*tools), arguments.mails, std::cout, std::cerr);
}

int mail_suppressed(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    return bot::service::mail_suppressed(store_options(*config), arguments.mail_address, std::cout);
}

int mail_held(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    return bot::service::mail_held(store_options(*config), std::cout);
}

int mail_unsuppress(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    auto const now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
    return bot::service::mail_unsuppress(store_options(*config), arguments.mail_address, now, std::cout);
}

/// Where the tokens of this configuration stand.
std::optional<fs::path> tokens_of(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return std::nullopt;
    return bot::commands::tokens_file(config->api.value_or(bot::commands::ApiConfig()), config->data.folder);
}

int token_create(const Arguments& arguments) {
    auto const file = tokens_of(arguments);
    if (!file) return Exit::to_configure;
    return bot::service::token_create(*file, arguments.token.name, arguments.token.scopes, day_meant(arguments.today), std::cout, std::cerr);
}

int token_list(const Arguments& arguments) {
    auto const file = tokens_of(arguments);
    return file ? bot::service::token_list(*file, std::cout, std::cerr) : static_cast<int>(Exit::to_configure);
}

int token_revoke(const Arguments& arguments) {
    auto const file = tokens_of(arguments);
    return file ? bot::service::token_revoke(*file, arguments.token.id, std::cout, std::cerr) : static_cast<int>(Exit::to_configure);
}

int config_example(const Arguments&) {
    std::cout << bot::commands::example_config();
    return Exit::done;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return bot::commands::run_command_line(
            argc,
            argv,
            "phare " PHARE_VERSION ", modèles de lecture " + bot::reading::model_hash(),
            {serve, chat, demo, read_lines, check, evaluate, catalogue_diff, objectives_replay, objectives_status, objectives_import,
             registration, inspect_mail, answer_mail, mail_suppressed, mail_unsuppress, mail_held, config_example, doctor, backup, restore, export_room, erase_room,
             token_create, token_list, token_revoke}
        );
    } catch (const adapters::matrix::RegistrationError& error) {
        return complain({error.what()}, Exit::to_configure);
    } catch (const std::exception& error) {
        return complain({"phare\u00A0: " + bot::commands::told(error)}, Exit::to_configure);
    }
}
