// The composition root and the command line: the only place where adapters, db and bot meet.

#include "adapters/email/inspect.hpp"
#include "adapters/health/health_routes.hpp"
#include "adapters/matrix/doctor.hpp"
#include "adapters/matrix/homeserver_endpoint.hpp"
#include "adapters/matrix/matrix_channel.hpp"
#include "adapters/matrix/startup.hpp"
#include "adapters/matrix/wish_renderer.hpp"
#include "adapters/net/http_server.hpp"
#include "adapters/terminal/chat_session.hpp"
#include "adapters/terminal/conversation.hpp"
#include "bot/commands/catalogue_diff.hpp"
#include "bot/commands/config.hpp"
#include "bot/commands/data_tools.hpp"
#include "bot/commands/evaluate.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/commands/objectives.hpp"
#include "bot/commands/paris.hpp"
#include "bot/commands/read.hpp"
#include "bot/commands/upkeep.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/delivery/pump.hpp"
#include "bot/delivery/system_alarm.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"
#include "db/sqlite/open.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;
using bot::Instant;
using bot::observing::Field;
using bot::observing::Level;
using bot::observing::What;

namespace {

// Exit codes, one a cause (the doctor's own are in adapters/matrix/doctor.hpp).
enum Exit : int {
    done = 0,
    says_no = 1,
    wrong_usage = 2,
    to_configure = 3,
    data_refused = 4,
    unreachable = 5,
    our_bug = 70
};

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
    for (auto const& [structure, room] : config.desks) {
        bot::people::Destination const desk{"matrix", room};
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
    options.observer = note_store;
    return options;
}

/// Settings with the registration's tokens. Throws RegistrationError.
adapters::matrix::Settings matrix_settings(const bot::commands::Config::Matrix& config, bool with_tokens) {
    adapters::matrix::Settings settings;
    settings.homeserver_url = config.homeserver;
    settings.ca_file = config.ca_file;
    settings.server_name = config.server_name;
    settings.url = config.url;
    settings.sender_localpart = config.sender;
    settings.display_name = config.display_name;
    settings.rooms = config.rooms;
    settings.allowed_servers = config.servers;
    settings.max_members = static_cast<std::size_t>(config.max_members);
    if (!with_tokens) return settings;
    return adapters::matrix::with_registration(
        settings, adapters::matrix::read_registration(config.registration)
    );
}

std::function<std::chrono::sys_days(Instant)> civil_day(const std::string& today) {
    if (today.empty())
        return [](Instant at) {
            return bot::commands::day_in_paris(std::chrono::floor<std::chrono::seconds>(at));
        };
    int y = 0;
    unsigned m = 0, d = 0;
    if (std::sscanf(today.c_str(), "%4d-%2u-%2u", &y, &m, &d) != 3)
        throw CLI::ValidationError("--today", "write a day as 2020-11-10");
    std::chrono::year_month_day const day{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
    if (!day.ok()) throw CLI::ValidationError("--today", "there is no such day");
    return [day](Instant) { return std::chrono::sys_days(day); };
}

template <std::size_t N>
void spawn(asio::io_context& loop, const char (&task)[N], std::function<asio::awaitable<void>()> body) {
    asio::co_spawn(loop, std::move(body), [name = std::string_view(task)](std::exception_ptr failure) {
        if (failure) bot::observing::log(Level::error, What::task_failed, {Field::word("task", name)});
    });
}

/// The endpoint's own words, and a line in the log when a route of ours threw.
adapters::net::HttpServer::Answers matrix_answers() {
    auto answers = adapters::matrix::HomeserverEndpoint::answers();
    answers.failed = [](std::exception_ptr) {
        bot::observing::log(Level::error, What::task_failed, {Field("task", "http")});
    };
    return answers;
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

/// The whole service in one object, so that its parts die in the reverse order of their birth.
class Service {
  public:
    Service(
        const bot::commands::Config& config,
        std::unique_ptr<db::Store> store,
        bot::talking::Tools tools,
        const std::string& today,
        int end
    )
        : config_(config),
          end_(loop_, end),
          settings_(matrix_settings(*config.matrix, true)),
          store_(std::move(store)),
          alarm_(loop_.get_executor(), civil_day(today)),
          client_(std::make_shared<adapters::matrix::CsClient>(loop_.get_executor(), settings_)),
          channel_(loop_.get_executor(), client_),
          postman_(loop_.get_executor(), *store_, alarm_, {&channel_}),
          pump_(
              loop_.get_executor(),
              *store_,
              alarm_,
              std::move(tools),
              {&channel_},
              postman_,
              pump_settings(config)
          ),
          endpoint_(
              loop_.get_executor(),
              settings_,
              *store_,
              [this](auto const&) { pump_.wake(); },
              [this] { return alarm_.stamp().time_since_epoch().count(); }
          ),
          server_(loop_.get_executor(), endpoint_.routes(), adapters::net::Limits(), matrix_answers()),
          health_(
              loop_.get_executor(), adapters::health::health_routes(*store_, alarm_, [this] { measure(); })
          ),
          startup_(loop_.get_executor(), client_, [this] { return endpoint_.last_heard(); }),
          upkeep_(*store_, alarm_, {config.backup.folder, config.backup.every, config.backup.keep}) {}

    int run() {
        auto const port = server_.listen(config_.matrix->listen.address, config_.matrix->listen.port);
        auto const health_port = health_.listen(config_.metrics.address, config_.metrics.port);
        bot::observing::log(
            Level::info, What::listening, {Field("port", port), Field("health_port", health_port)}
        );
        // Whoever notices first that the homeserver is back: what waited for it goes at once.
        client_->on_return = [this, ping = client_->on_return] {
            if (ping) ping();
            postman_.peer_is_back();
        };
        postman_.start();
        pump_.start();
        // Listening comes first: a ping that succeeds makes the homeserver send at once what it kept for us.
        spawn(loop_, "startup", [this] { return introduce(); });
        spawn(loop_, "upkeep", [this] { return upkeep_.run(); });
        end_.async_wait(asio::posix::stream_descriptor::wait_read, [this](boost::system::error_code error) {
            if (!error) spawn(loop_, "shutdown", [this] { return shut_down(); });
        });
        loop_.run();
        store_->close();
        bot::observing::log(Level::info, What::stopped);
        return Exit::done;
    }

  private:
    static bot::delivery::PumpSettings pump_settings(const bot::commands::Config& config) {
        bot::delivery::PumpSettings settings;
        settings.outage_after = config.outage_after;
        settings.settle = config.settle;
        settings.loop.fast = config.fast_reply;
        return settings;
    }
    void measure() {
        using bot::observing::Count, bot::observing::Gauge;
        auto const& http = server_.counters();
        bot::observing::set(Gauge::connections_open, static_cast<double>(http.open));
        for (auto const& [what, total] : std::initializer_list<std::pair<Count, std::uint64_t>>{
                 {Count::http_requests, http.requests},
                 {Count::http_refused_framing, http.refused_framing},
                 {Count::http_refused_admission, http.refused_admission},
                 {Count::http_too_large, http.too_large},
                 {Count::http_timed_out, http.timed_out},
                 {Count::http_refused_peers, http.refused_peers},
                 {Count::http_failures, http.failures}})
            bot::observing::count_up_to(what, total);
        std::error_code unknown;
        auto const space = fs::space(config_.data.folder, unknown);
        if (!unknown) bot::observing::set(Gauge::free_bytes, static_cast<double>(space.available));
    }
    asio::awaitable<void> introduce() {
        [[maybe_unused]] bool const known = co_await startup_.introduce();
        co_await startup_.watch();
    }
    asio::awaitable<void> shut_down() {
        bot::observing::log(Level::info, What::stopping);
        startup_.stop();
        upkeep_.stop();
        co_await server_.drain(5s);
        pump_.stop();
        postman_.stop();
        for (int i = 0; i < 100 && !(pump_.resting() && postman_.resting()); ++i)
            co_await bot::delivery::rest(alarm_, 50ms);
        co_await health_.drain(1s);
        alarm_.cancel();
        loop_.stop();  // what is left waits on peers; it is in the store and goes on at the next start
    }

    bot::commands::Config config_;
    asio::io_context loop_{1};
    asio::posix::stream_descriptor end_;  // readable once we are asked to end
    adapters::matrix::Settings settings_;
    std::unique_ptr<db::Store> store_;
    bot::delivery::SystemAlarm alarm_;
    std::shared_ptr<adapters::matrix::CsClient> client_;
    adapters::matrix::MatrixChannel channel_;
    bot::delivery::Postman postman_;
    bot::delivery::Pump pump_;
    adapters::matrix::HomeserverEndpoint endpoint_;
    adapters::net::HttpServer server_, health_;
    adapters::matrix::Startup startup_;
    bot::commands::Upkeep upkeep_;
};

struct InspectArguments {
    std::string file, envelope_from, now, address = "orientation@phare.test", authserv_id = "mx.phare.test";
    std::vector<std::string> envelope_to, sealers{"listes.example"};
    bool envelope_given = false, json = false;
};

struct Arguments {
    InspectArguments inspect;
    bool messages = false, dialogues = false, partner = false, desk = false;
    std::string config = "/etc/phare/config.yaml", today, folder, script, output, room, catalogue, key,
                later_keys;
    bool rotate = false, check = false, accept = false, no_later_keys = false;
    bot::commands::EvaluateOptions evaluate;
    bot::commands::CatalogueDiffOptions diff;
    bot::commands::ReplayOptions replay;
    bot::commands::StatusOptions status;
    bot::commands::ImportOptions import;
};

std::optional<bot::commands::Config> config_of(const Arguments& arguments) {
    auto read = bot::commands::read_config(arguments.config);
    complain(read.complaints, 0);
    if (read.config && !read.config->matrix) {
        std::cerr << arguments.config << " : “matrix” is missing. `phare config example` shows how\n";
        return std::nullopt;
    }
    return std::move(read.config);
}

std::optional<bot::talking::Tools> tools_of(bool young_vous) {
    auto knowledge = bot::commands::load_knowledge(bot::commands::Files::under(share_folder()), young_vous);
    complain(knowledge.complaints, 0);
    return std::move(knowledge.tools);
}

int serve(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    prctl(PR_SET_DUMPABLE, 0);  // no core file with people's words in it
    int const end = end_signals();
    // The folder's lock comes first: a second instance is told at once.
    auto store = db::sqlite::open(store_options(*config));
    auto tools = tools_of(config->young_vous);
    if (!tools) return Exit::data_refused;
    tools->people = people_of(*config);
    bot::observing::log(Level::info, What::started, {Field("measures", tools->catalogue->measures().size())});
    Service service(*config, std::move(store), std::move(*tools), arguments.today, end);
    return service.run();
}

int chat(const Arguments& arguments) {
    auto tools = tools_of(false);
    if (!tools) return Exit::data_refused;
    static constexpr const char* me = "moi";
    static constexpr const char* structure = "structure";
    bot::people::Settings people;
    if (arguments.partner) people.partners = {me};
    if (arguments.desk) people.any_desk = {"terminal", structure};
    tools->people = std::make_shared<const bot::people::People>(std::move(people));
    bot::observing::set_level(Level::error);
    std::string pattern = (fs::temp_directory_path() / "phare-chat-XXXXXX").string();
    bool const throw_away = arguments.folder.empty();
    if (throw_away && mkdtemp(pattern.data()) == nullptr)
        return complain({"no temporary folder can be made"}, Exit::our_bug);
    fs::path const folder = throw_away ? fs::path(pattern) : fs::path(arguments.folder);
    {
        db::sqlite::StoreOptions options;
        options.folder = folder;
        options.floor_bytes = std::uint64_t{16} << 20;
        options.ballast_bytes = 0;
        auto const store = db::sqlite::open(options);
        adapters::terminal::Conversation conversation(
            *store, std::move(*tools), civil_day(arguments.today), adapters::terminal::look_for(STDOUT_FILENO)
        );
        std::ifstream script;
        if (!arguments.script.empty()) {
            script.open(arguments.script);
            if (!script) return complain({arguments.script + " : cannot be read"}, Exit::wrong_usage);
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
    if (throw_away) fs::remove_all(folder);
    return Exit::done;
}

int check(const Arguments& arguments) {
    auto const files = bot::commands::Files::under(share_folder());
    fs::path const folder = arguments.catalogue.empty() ? files.catalogue : fs::path(arguments.catalogue);
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    auto const loaded = rules::law::Catalogue::load(folder, today);
    for (auto const& complaint : loaded.complaints) std::cerr << complaint.text() << '\n';
    if (!loaded.catalogue) {
        std::cerr << fmt::format("{} : {} faute(s)\n", folder.string(), loaded.complaints.size());
        return Exit::data_refused;
    }
    std::size_t verified = 0, examples = 0;
    for (auto const& measure : loaded.catalogue->measures()) {
        verified += measure.publication == rules::law::Publication::verifie ? 1 : 0;
        examples += measure.examples.size();
    }
    if (!bot::commands::check_objectives(folder, std::cout, std::cerr)) return Exit::data_refused;
    std::cout << fmt::format(
        "{} mesures vérifiées, {} en brouillon (invisibles), {} exemples réussis, 0 faute · {}\n",
        verified,
        loaded.catalogue->measures().size() - verified,
        examples,
        loaded.catalogue->fingerprint()
    );
    return Exit::done;
}

int exit_of(bot::commands::ObjectivesEnd end) {
    using End = bot::commands::ObjectivesEnd;
    return end == End::done ? Exit::done : end == End::some_refused ? Exit::says_no : Exit::data_refused;
}

std::chrono::sys_days day_meant(const Arguments& arguments) {
    return civil_day(arguments.today)(std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()));
}

fs::path catalogue_of(const Arguments& arguments) {
    return arguments.catalogue.empty() ? bot::commands::Files::under(share_folder()).catalogue
                                       : fs::path(arguments.catalogue);
}

int objectives_replay(const Arguments& arguments) {
    return exit_of(bot::commands::replay_objectives(arguments.replay, std::cerr));
}

int objectives_status(const Arguments& arguments) {
    auto options = arguments.status;
    options.as_of = day_meant(arguments);
    options.catalogue = catalogue_of(arguments);
    return exit_of(bot::commands::objectives_status(options, std::cout, std::cerr));
}

int objectives_import(const Arguments& arguments) {
    auto options = arguments.import;
    options.today = day_meant(arguments);
    options.catalogue = catalogue_of(arguments);
    if (options.file.empty() == (options.withdraw == 0))
        return complain({"phare objectives import: name one file, or --annuler N"}, Exit::wrong_usage);
    return exit_of(bot::commands::import_figures(options, std::cout, std::cerr));
}

int evaluate(const Arguments& arguments) {
    auto options = arguments.evaluate;
    auto const now = std::chrono::system_clock::now();
    options.day = civil_day(arguments.today)(std::chrono::floor<Instant::duration>(now));
    options.progress = isatty(STDERR_FILENO) != 0;
    auto const folder = arguments.catalogue.empty() ? bot::commands::Files::under(share_folder()).catalogue
                                                    : fs::path(arguments.catalogue);
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
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    auto const settings = adapters::matrix::with_fresh_tokens(matrix_settings(*config->matrix, false));
    fs::path const file =
        arguments.output.empty() ? config->matrix->registration : fs::path(arguments.output);
    adapters::matrix::write_registration(
        file,
        adapters::matrix::registration_yaml(settings),
        arguments.rotate ? adapters::matrix::Overwrite::rotate : adapters::matrix::Overwrite::no
    );
    std::cout << "Écrit : " << file.string() << "\nÀ faire :\n"
              << "  1. dans homeserver.yaml :  app_service_config_files: [\"" << fs::absolute(file).string()
              << "\"]\n"
              << "  2. redémarrer le homeserver\n  3. phare serve -c " << arguments.config
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
    return config ? bot::commands::back_up(store_options(*config), arguments.folder, now_micros())
                  : static_cast<int>(Exit::to_configure);
}

int restore(const Arguments& arguments) {
    if (arguments.check && arguments.folder.empty())
        return complain({"phare restore --check: name the folder of the copy"}, Exit::wrong_usage);
    if (arguments.check) return bot::commands::check_copy(arguments.folder, arguments.key);
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    if (!arguments.folder.empty())
        if (int const failed = bot::commands::bring_back(store_options(*config), arguments.folder))
            return failed;
    if (!arguments.accept) {
        std::cout << "Il reste à rejouer les effacements faits depuis :  phare restore --accept "
                     "[--later-keys keys.db]\n";
        return Exit::done;
    }
    if (arguments.later_keys.empty() && !arguments.no_later_keys)
        return complain(
            {"phare restore --accept: name the keys.db of the lost store or of a younger copy with "
             "--later-keys, or say",
             "--no-later-keys: then what people had erased since this copy comes back"},
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
        store_options(*config), {"matrix", arguments.room}, adapters::matrix::render_wish, now_micros()
    );
}

int doctor(const Arguments& arguments) {
    auto const config = config_of(arguments);
    if (!config) return Exit::to_configure;
    auto findings = adapters::matrix::examine_files(
        matrix_settings(*config->matrix, false), config->matrix->registration
    );
    auto const tools = tools_of(config->young_vous);
    if (!tools) return Exit::data_refused;
    if (adapters::matrix::exit_code(findings) == 0) {
        asio::io_context loop(1);
        auto client = std::make_shared<adapters::matrix::CsClient>(
            loop.get_executor(), matrix_settings(*config->matrix, true)
        );
        asio::co_spawn(
            loop,
            [client] { return adapters::matrix::examine_homeserver(client); },
            [&findings](std::exception_ptr failure, std::vector<adapters::matrix::Finding> more) {
                if (failure) std::rethrow_exception(failure);
                findings.insert(findings.end(), more.begin(), more.end());
            }
        );
        loop.run();
    }
    for (auto const& finding : findings) {
        std::cout << (finding.ok ? "✔ " : "✘ ") << finding.sentence << '\n';
        if (!finding.remedy.empty()) std::cout << "  → " << finding.remedy << '\n';
    }
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
    std::ifstream file(asked.file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file) return complain({"phare: cannot read " + asked.file}, Exit::data_refused);
    auto now = std::optional(std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()));
    if (!asked.now.empty()) now = adapters::email::read_instant(asked.now);
    if (!now) return complain({"phare: --now takes seconds since 1970 or 2025-03-03T11:04:27Z"}, Exit::wrong_usage);
    adapters::email::Identity us;
    us.addresses = {asked.address};
    us.domain = asked.address.substr(asked.address.rfind('@') + 1);
    us.authserv_id = asked.authserv_id;
    us.trusted_sealers = asked.sealers;
    std::optional<std::string> from;
    if (asked.envelope_given) from = asked.envelope_from == "<>" ? std::string{} : asked.envelope_from;
    auto mail = adapters::email::mail_of_file(asked.file, std::move(bytes), std::move(from), *now);
    if (!asked.envelope_to.empty()) mail.envelope_to = asked.envelope_to;
    auto const understood = adapters::email::understand(mail, us);
    std::cout << (asked.json ? inspect_json(understood) : inspect_text(understood)) << '\n';
    return Exit::done;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Phare: a messaging service for a regional youth-employment plan"};
    app.set_version_flag("--version", "phare " PHARE_VERSION " reading models " + bot::reading::model_hash());
    app.require_subcommand(1);
    Arguments a;
    int code = Exit::done;
    auto const command =
        [&](CLI::App* parent, const char* name, const char* what, int (*run)(const Arguments&)) {
            auto* sub = parent->add_subcommand(name, what);
            sub->callback([&a, &code, run] { code = run(a); });
            return sub;
        };
    auto const with_config = [&](CLI::App* sub) {
        sub->add_option("-c,--config", a.config, "configuration file")->capture_default_str();
    };

    auto* sub = command(&app, "serve", "run the service", serve);
    with_config(sub);
    sub->add_option("--today", a.today, "answer as if it were this day (2020-11-10)");
    sub = command(&app, "chat", "talk to the bot here, with no server", chat);
    sub->add_option("--today", a.today, "answer as if it were this day (2020-11-10)");
    sub->add_option("--data", a.folder, "keep the conversation in this folder (thrown away if absent)");
    sub->add_option("--script", a.script, "play the lines of this file");
    sub->add_flag("--partner", a.partner, "as an adviser");
    sub->add_flag(
        "--desk",
        a.desk,
        "requests to a structure arrive here as well; a line that begins with @ is written by the structure"
    );
    sub = command(&app, "read", "what the reader makes of messages: JSON lines in and out", read_lines);
    auto* reading = sub->add_option_group("what comes in");
    reading->add_flag("--jsonl", a.messages, "one message a line");
    reading->add_flag("--dialogues", a.dialogues, "one dialogue a line");
    reading->require_option(1);
    sub = command(&app, "check", "check the catalogue", check);
    sub->add_option("folder", a.catalogue, "another catalogue than the installed one");
    sub = command(
        &app, "evaluate", "outcomes of a file of people, one a line: nothing leaves this machine", evaluate
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
    sub = command(catalogue, "diff", "what changed from one catalogue to another, for whom", catalogue_diff);
    sub->add_option("old", a.diff.before, "folder")->required();
    sub->add_option("new", a.diff.after, "folder")->required();
    sub->add_option("--people", a.diff.people, "how many people are simulated")->capture_default_str();
    sub->add_option("--seed", a.diff.seed, "which ones")->capture_default_str();
    auto* objectives = app.add_subcommand("objectives", "objectives and their figures, on files");
    objectives->require_subcommand(1);
    sub = command(
        objectives, "replay", "what would have been told, tick by tick, with what was known then", objectives_replay
    );
    sub->add_option("--data", a.replay.data, "folder of objectives.csv, observations.csv …")->required();
    sub->add_option("--out", a.replay.out, "objective_id,tick,level,p_shortfall,lo80,mid,hi80")->required();
    sub->add_option("--overruns", a.replay.overruns, "the same of the other side of envelopes");
    sub = command(objectives, "status", "where the objectives stand", objectives_status);
    sub->add_option("--as-of", a.today, "as known on that day (2021-06-25; default: today)");
    sub->add_flag("--json", a.status.json, "for programs");
    sub->add_option("--only", a.status.only, "one objective");
    sub->add_option("--data", a.status.data, "a data folder instead of catalogue and journal");
    sub->add_option("--journal", a.status.journal, "what was imported");
    sub->add_option("--catalogue", a.catalogue, "another catalogue than the installed one");
    sub = command(objectives, "import", "figures of a partner: shown first, counted with --oui", objectives_import);
    sub->add_option("file", a.import.file, "CSV or XLSX");
    sub->add_option("--journal", a.import.journal, "where what counts is written down")->required();
    sub->add_flag("--oui", a.import.yes, "the rows count");
    sub->add_option("--annuler", a.import.withdraw, "take an import back, by the number of its receipt");
    sub->add_option("--par", a.import.by, "who sent it");
    sub->add_option("--refused", a.import.annotated, "annotated copy of refused rows (default: FILE.refus.csv)");
    sub->add_option("--today", a.today, "day of reception (2021-03-10; default: today)");
    sub->add_option("--catalogue", a.catalogue, "another catalogue than the installed one");
    auto* matrix = app.add_subcommand("matrix", "connect to a Matrix homeserver");
    matrix->require_subcommand(1);
    sub = command(matrix, "registration", "write the registration file with fresh tokens", registration);
    with_config(sub);
    sub->add_option("-o,--output", a.output, "where to write it (default: the one of the configuration)");
    sub->add_flag("--rotate", a.rotate, "replace the tokens of an existing file");
    auto* mail = app.add_subcommand("mail", "e-mail");
    mail->require_subcommand(1);
    sub = command(mail, "inspect", "what the service makes of one mail", inspect_mail);
    sub->add_option("file", a.inspect.file, "FILE.eml (or a body alone: FILE.txt, FILE.html)")->required();
    auto* envelope = sub->add_option("--envelope-from", a.inspect.envelope_from, "MAIL FROM it came with; \"\" or <> is the null sender (default: unknown)");
    sub->add_option("--envelope-to", a.inspect.envelope_to, "RCPT TO it came to");
    sub->add_option("--now", a.inspect.now, "when it came: seconds since 1970, or 2025-03-03T11:04:27Z (default: now)");
    sub->add_flag("--json", a.inspect.json, "one JSON object");
    sub->add_option("--address", a.inspect.address, "our own address")->capture_default_str();
    sub->add_option("--authserv-id", a.inspect.authserv_id, "whose Authentication-Results count")->capture_default_str();
    sub->add_option("--trusted-sealer", a.inspect.sealers, "ARC sealers that may forward for others")->capture_default_str();
    sub->parse_complete_callback([&a, envelope] { a.inspect.envelope_given = envelope->count() > 0; });
    auto* config = app.add_subcommand("config", "configuration");
    config->require_subcommand(1);
    command(config, "example", "print a complete configuration", [](const Arguments&) {
        std::cout << bot::commands::example_config();
        return static_cast<int>(Exit::done);
    });
    with_config(command(&app, "doctor", "say what is wrong, one line a cause", doctor));
    sub = command(
        &app,
        "backup",
        "copy the data of a stopped service (a running one makes its own, see backup: in the configuration)",
        backup
    );
    with_config(sub);
    sub->add_option("folder", a.folder, "where to; must not exist")->required();
    sub = command(&app, "restore", "bring a copy back, or --check it", restore);
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
    sub = command(&app, "export", "what is held of one room (service stopped)", export_room);
    with_config(sub);
    sub->add_option("--room", a.room, "room id")->required();
    sub = command(&app, "erase", "forget one room (service stopped)", erase_room);
    with_config(sub);
    sub->add_option("--room", a.room, "room id")->required();

    try {
        app.parse(argc, argv);
        return code;
    } catch (const CLI::ParseError& error) {
        return error.get_exit_code() == 0 ? app.exit(error)
                                          : (app.exit(error), static_cast<int>(Exit::wrong_usage));
    } catch (const adapters::matrix::RegistrationError& error) {
        return complain({error.what()}, Exit::to_configure);
    } catch (const std::exception& error) {
        return complain({std::string("phare: ") + error.what()}, Exit::to_configure);
    }
}
