#include "bot/service/program/trials.hpp"

#include "adapters/email/inspect.hpp"
#include "adapters/terminal/chat_session.hpp"
#include "adapters/terminal/conversation.hpp"
#include "bot/commands/chat_bureau.hpp"
#include "bot/observing/log.hpp"
#include "bot/service/demo.hpp"
#include "bot/service/mail_commands.hpp"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <unistd.h>

namespace fs = std::filesystem;
using bot::observing::Level;

namespace bot::service::program {
namespace {

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

int no_folder() { return complain({"aucun dossier provisoire ne peut être fait. Libérez de la place dans /tmp, ou donnez --data DOSSIER"}, Exit::our_bug); }

/// Who we are in a trial by mail.
adapters::email::Identity us_of(const commands::InspectArguments& asked) {
    adapters::email::Identity us;
    us.addresses = {asked.address};
    us.domain = asked.address.substr(asked.address.rfind('@') + 1);
    us.authserv_id = asked.authserv_id;
    return us;
}

/// Waits for the person who reads along; where there is none it goes on by itself.
bool next_step() {
    if (isatty(STDIN_FILENO) == 0) return true;
    std::cout << "\nEntrée pour la suite, fin pour arrêter\u00a0: " << std::flush;
    std::string answer;
    return std::getline(std::cin, answer) && answer != "fin";
}

}  // namespace

int chat(const Arguments& arguments) {
    auto tools = tools_of(false);
    if (!tools) return Exit::data_refused;
    static constexpr const char* me = "moi";
    static constexpr const char* structure = "structure";
    people::Settings people;
    if (arguments.partner || arguments.bureau) people.partners = {me};
    if (arguments.bureau) {
        auto bureau = commands::chat_bureau(share_files(), tools->messages, arguments.journal, me);
        if (!bureau.figures) return complain(bureau.complaints, Exit::data_refused);
        tools->figures = std::move(bureau.figures);
    }
    if (arguments.desk) people.any_desk = {"terminal", structure};
    tools->people = std::make_shared<const people::People>(std::move(people));
    observing::set_level(Level::error);
    TrialFolder const folder(arguments.folder);
    if (folder.path().empty()) return no_folder();
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
    observing::set_level(Level::error);
    std::function<bool()> step_by_step;
    if (arguments.step_by_step) step_by_step = next_step;
    return service::demo(share_files(), std::move(*tools), arguments.folder, std::cout, std::cerr, step_by_step);
}

int inspect_mail(const Arguments& arguments, Instant at) {
    auto const& asked = arguments.inspect;
    auto now = std::optional(at);
    if (!asked.now.empty()) now = adapters::email::read_instant(asked.now);
    if (!now) return complain({"--now\u00A0: ce n’est pas un instant. Écrivez des secondes depuis 1970, ou 2025-03-03T11:04:27Z"}, Exit::wrong_usage);
    MailInspection inspection;
    inspection.file = asked.file;
    inspection.us = us_of(asked);
    inspection.us.trusted_sealers = asked.sealers;
    if (asked.envelope_given) inspection.envelope_from = asked.envelope_from == "<>" ? std::string{} : asked.envelope_from;
    inspection.envelope_to = asked.envelope_to;
    inspection.now = *now;
    using Form = MailInspection::Form;
    inspection.form = asked.json ? Form::json : Form::words;
    return mail_inspect(inspection, std::cout, std::cerr);
}

int answer_mail(const Arguments& arguments) {
    auto tools = tools_of(false);
    if (!tools) return Exit::data_refused;
    observing::set_level(Level::error);
    TrialFolder const folder(arguments.folder);
    if (folder.path().empty()) return no_folder();
    MailTrial trial;
    trial.data = folder.path();
    trial.mail_dir = arguments.mail_dir;
    trial.day = civil_day(arguments.today);
    trial.mail.address = arguments.inspect.address;
    trial.mail.us = us_of(arguments.inspect);
    return mail_answer(std::move(trial), std::move(*tools), arguments.mails, std::cout, std::cerr);
}

}  // namespace bot::service::program
