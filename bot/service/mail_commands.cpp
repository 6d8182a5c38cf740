#include "bot/service/mail_commands.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/inspect.hpp"
#include "adapters/email/mail_records.hpp"
#include "adapters/email/reply_token.hpp"
#include "adapters/email/stored_mail.hpp"
#include "adapters/email/understood.hpp"
#include "bot/commands/command_line.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/delivery/pump.hpp"
#include "bot/delivery/system_alarm.hpp"
#include "bot/service/mail_side.hpp"
#include "bot/wording/french.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <fstream>
#include <future>
#include <iterator>
#include <ostream>
#include <random>
#include <sstream>

namespace bot::service {

namespace asio = boost::asio;
namespace email = adapters::email;
using namespace std::chrono_literals;

namespace {

/// A folder opens like a file and throws at the first byte: looked at first. Nothing: said in `complaints`.
std::optional<std::string> bytes_of(const std::string& file, std::ostream& complaints) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) {
        complaints << file << "\u00A0: c’est un dossier. Donnez un fichier .eml\n";
        return std::nullopt;
    }
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    if (in) bytes << in.rdbuf();
    if (!in || in.bad()) {
        complaints << file << "\u00A0: ce fichier ne se lit pas. Vérifiez son nom et ses droits\n";
        return std::nullopt;
    }
    return std::move(bytes).str();
}

void must_be_address(const std::string& text) {
    if (!email::is_address(text)) throw commands::WrongUsage("«\u00A0" + text + "\u00A0» n’est pas une adresse de courriel. Écrivez quelquun@exemple.fr");
}

const char* words_of(email::SuppressedFor reason) {
    using Reason = email::SuppressedFor;
    switch (reason) {
        case Reason::nothing: break;
        case Reason::dead: return "cette adresse n’existe pas (plus)";
        case Reason::failing: return "trois échecs en sept jours";
        case Reason::complaint: return "signalée comme indésirable par la personne";
        case Reason::unsubscribed: return "la personne ne veut plus d’alertes (ses questions ont toujours une réponse)";
    }
    return "rien";
}

const char* words_of(email::HeldFor why) {
    using Why = email::HeldFor;
    switch (why) {
        case Why::too_many: return "retenu\u00a0: trop de réponses en un jour, peut-être un robot";
        case Why::same_again: return "retenu\u00a0: le même texte deux fois en une heure, peut-être un robot";
        case Why::refused: return "jamais arrivé\u00a0: refusé";
        case Why::expired: return "jamais arrivé\u00a0: personne ne l’a pris à temps";
        case Why::foreign_letters: return "jamais parti\u00a0: l’adresse a des lettres que le relais ne transmet pas (SMTPUTF8)";
        case Why::late: return "en retard\u00a0: toujours pas arrivé, nous essayons encore";
    }
    return "";
}

/// \returns how many there were.
std::size_t list_held(db::Store& store, std::ostream& out) {
    std::size_t count = 0;
    for (auto const& ref : store.conversations(email::held_channel))
        for (auto const& one : email::held_of(store, ref.id)) {
            ++count;
            auto const when = wording::paris_time(std::chrono::floor<std::chrono::seconds>(one.when));
            auto const day = std::chrono::floor<std::chrono::days>(when);
            std::chrono::hh_mm_ss const clock(when - day);
            out << fmt::format(
                "{}, {}\u00a0h\u00a0{:02}\u00a0: message {} {} {} (ligne {})\n", wording::french_date(day), clock.hours().count(), clock.minutes().count(),
                one.alert ? "de notre part à" : "en réponse à", ref.id, words_of(one.why), one.row
            );
        }
    return count;
}

std::string key_of(const std::filesystem::path& data) {
    auto const file = data / "mail.key";
    std::ifstream kept(file, std::ios::binary);
    std::string key{std::istreambuf_iterator<char>(kept), {}};
    if (key.size() >= 32) return key;
    std::random_device chance;
    std::string bytes;
    for (int i = 0; i < 32; ++i) bytes += static_cast<char>(chance() & 0xFFU);
    key = email::to_hex(bytes);
    std::ofstream(file, std::ios::binary) << key;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return key;
}

/// Everything that was stored before is answered and delivered; then the loop ends.
asio::awaitable<void> until_done(
    asio::io_context& loop, delivery::Alarm& alarm, delivery::Pump& pump, delivery::Postman& postman
) {
    pump.wake();
    // What is held back (a budget, a relay) has its time: a trial does not wait for it.
    for (int i = 0; i < 200 && !(pump.resting() && pump.waiting() == 0 && postman.waiting() == 0); ++i)
        co_await delivery::rest(alarm, 10ms);
    pump.stop();
    postman.stop();
    loop.stop();
}

}  // namespace

int mail_inspect(const MailInspection& asked, std::ostream& out, std::ostream& complaints) {
    auto bytes = bytes_of(asked.file, complaints);
    if (!bytes) return commands::Exit::data_refused;
    auto mail = email::mail_of_file(asked.file, std::move(*bytes), asked.envelope_from, asked.now);
    mail.envelope_to = asked.envelope_to;
    auto const understood = email::understand(mail, asked.us);
    out << (asked.form == MailInspection::Form::json ? email::inspect_json(understood) : email::inspect_text(understood)) << '\n';
    return commands::Exit::done;
}

int mail_suppressed(const db::sqlite::StoreOptions& options, const std::string& address, std::ostream& out) {
    must_be_address(address);
    auto const store = db::sqlite::open(options);
    auto const state = email::address_state(*store, address);
    store->close();
    if (state.reason == email::SuppressedFor::nothing) {
        out << fmt::format("{} reçoit nos messages ({} échec(s) depuis sept jours).\n", address, state.soft.size());
        return 0;
    }
    auto const day = std::chrono::floor<std::chrono::days>(wording::paris_time(std::chrono::floor<std::chrono::seconds>(state.since)));
    out << fmt::format("{} ne reçoit plus de messages depuis le {}\u00a0: {}.\n", address, wording::french_date(day), words_of(state.reason));
    return 1;
}

int mail_unsuppress(const db::sqlite::StoreOptions& options, const std::string& address, Instant now, std::ostream& out) {
    must_be_address(address);
    auto const store = db::sqlite::open(options);
    std::promise<void> ended;
    store->write(
        [&](db::Transaction& t) {
            email::note(t, address, email::DeliveryFact::undone_by_operator, now);
            t.audit({delivery::micros(now), "unsuppressed", "operator"});
        },
        [&ended](std::exception_ptr failure) { failure ? ended.set_exception(failure) : ended.set_value(); }
    );
    ended.get_future().get();
    store->close();
    out << fmt::format("{} reçoit de nouveau nos messages.\n", address);
    return 0;
}

int mail_held(const db::sqlite::StoreOptions& options, std::ostream& out) {
    auto const store = db::sqlite::open(options);
    auto const count = list_held(*store, out);
    store->close();
    if (count == 0) out << "Depuis un mois, rien n’a été retenu et tout est parti.\n";
    return count == 0 ? 0 : 1;
}

int mail_answer(MailTrial trial, talking::Tools tools, const std::vector<std::string>& files, std::ostream& out, std::ostream& complaints) {
    std::filesystem::create_directories(trial.data);
    if (trial.mail.key.empty()) trial.mail.key = key_of(trial.data);
    db::sqlite::StoreOptions options;
    options.folder = trial.data;
    options.floor_bytes = std::uint64_t{16} << 20;
    options.ballast_bytes = 0;
    auto const store = db::sqlite::open(options);
    asio::io_context loop(1);
    delivery::SystemAlarm alarm(loop.get_executor(), trial.day);
    MailSideSettings settings;
    settings.mail = trial.mail;
    settings.mail_dir = trial.mail_dir;
    int wrong = 0;
    {
        MailSide side(*store, alarm, settings);
        delivery::Postman postman(loop.get_executor(), *store, alarm, side.channels());
        delivery::Pump pump(loop.get_executor(), *store, alarm, std::move(tools), side.channels(), postman);
        postman.start();
        pump.start();
        std::size_t before = 0;
        for (auto const& file : std::filesystem::directory_iterator(trial.mail_dir)) before += file.path().extension() == ".eml" ? 1 : 0;
        for (auto const& file : files) {
            auto bytes = bytes_of(file, complaints);
            if (!bytes) {
                ++wrong;
                continue;
            }
            auto mail = email::mail_of_file(file, std::move(*bytes), std::nullopt, alarm.stamp());
            auto const read = email::understand(mail, trial.mail.us);
            if (!read.sender.empty()) mail.envelope_from = read.sender;
            mail.envelope_to = {trial.mail.address};
            out << fmt::format("{}\u00A0: {}, {}\n", file, email::word_of(read.judgement.cls), read.judgement.may_answer ? "réponse permise" : read.judgement.why);
            auto const entry = email::inbox_entry(mail);
            std::promise<void> stored;
            store->write(
                [entry](db::Transaction& t) { t.admit(entry); },
                [&stored](std::exception_ptr failure) { failure ? stored.set_exception(failure) : stored.set_value(); }
            );
            stored.get_future().get();
        }
        asio::co_spawn(
            loop, [&] { return until_done(loop, alarm, pump, postman); },
            [&wrong](std::exception_ptr failure) { wrong += failure ? 1 : 0; }
        );
        loop.run();
        std::size_t after = 0;
        for (auto const& file : std::filesystem::directory_iterator(trial.mail_dir)) after += file.path().extension() == ".eml" ? 1 : 0;
        out << fmt::format("{} réponse(s) dans {}\n", after - before, trial.mail_dir.string());
        list_held(*store, out);
    }
    store->close();
    return wrong == 0 ? 0 : 1;
}

}  // namespace bot::service
