#include "bot/service/story/stage.hpp"

#include "adapters/email/base64.hpp"
#include "adapters/email/inspect.hpp"
#include "adapters/email/stored_mail.hpp"
#include "adapters/matrix/html_writer.hpp"
#include "bot/delivery/commit.hpp"
#include "db/sqlite/open.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace bot::service {

namespace asio = boost::asio;
namespace email = adapters::email;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<db::Store> fresh_store(const std::filesystem::path& folder) {
    db::sqlite::StoreOptions options;
    options.folder = folder;
    options.floor_bytes = std::uint64_t{16} << 20;
    options.ballast_bytes = 0;
    return db::sqlite::open(options);
}

email::MailSettings mail_settings_of(const StageSettings& settings) {
    email::MailSettings out;
    out.address = settings.address;
    out.us.addresses = {settings.address};
    out.us.domain = "phare." + settings.address.substr(settings.address.find('@') + 1);
    out.us.authserv_id = settings.authserv_id;
    out.key = "a key for a story that is told, which proves nothing to anybody";
    return out;
}

office::OfficeSettings office_settings() {
    office::OfficeSettings settings;
    settings.look_every = 3h;
    settings.own_thread = false;
    return settings;
}

delivery::PumpSettings pump_settings() {
    delivery::PumpSettings settings;
    settings.outage_after = 24h * 3650;  // months pass between two messages of a story
    settings.loop.fast = 0ms;
    settings.random = [state = std::uint64_t{20201110}]() mutable {  // the same codes in each telling: splitmix64
        auto z = (state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    };
    return settings;
}

talking::Tools with_figures(talking::Tools tools, const office::Office& office) {
    tools.figures = std::shared_ptr<const talking::Figures>(std::shared_ptr<void>(), &office);
    return tools;
}

std::string whole(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// "Mme Martin <martin@ml.exemple>" → "martin@ml.exemple"
std::string address_in(const std::string& from) {
    auto const open = from.find('<');
    return open == std::string::npos ? from : from.substr(open + 1, from.find('>') - open - 1);
}

/// A header field of one of our mails as it stands there, folded lines and all, without its name.
std::string field_of(const std::string& mail, std::string_view name) {
    auto const head = mail.substr(0, mail.find("\r\n\r\n"));
    auto begin = head.starts_with(name) ? std::size_t{0} : head.find("\r\n" + std::string(name));
    if (begin == std::string::npos) return {};
    begin = head.find(':', begin) + 2;
    auto end = head.find("\r\n", begin);
    while (end != std::string::npos && end + 2 < head.size() && (head[end + 2] == ' ' || head[end + 2] == '\t')) end = head.find("\r\n", end + 2);
    return head.substr(begin, end == std::string::npos ? end : end - begin);
}

std::string raw_mail(const StageSettings& settings, const StoryMail& mail, Instant at, int number) {
    auto const address = address_in(mail.from);
    auto const domain = address.substr(address.find('@') + 1);
    auto const encoded = [](const std::string& words) { return "=?utf-8?B?" + email::to_base64(words) + "?="; };
    bool const is_answer = !mail.answers.empty();
    auto const asked = is_answer ? field_of(mail.answers, "Reply-To:") : std::string();
    auto head = fmt::format(
        "Authentication-Results: {}; dmarc=pass header.from={}\r\nFrom: {} <{}>\r\nTo: <{}>\r\nSubject: {}\r\n"
        "Date: {:%a, %d %b %Y %H:%M:%S} +0000\r\nMessage-ID: <histoire-{}@{}>\r\nMIME-Version: 1.0\r\n",
        settings.authserv_id, domain, encoded(mail.from.substr(0, mail.from.find(" <"))), address, asked.empty() ? settings.address : address_in(asked),
        is_answer ? "Re: " + field_of(mail.answers, "Subject:") : encoded(mail.subject), std::chrono::floor<std::chrono::seconds>(at), number, domain
    );
    if (is_answer) head += "In-Reply-To: " + field_of(mail.answers, "Message-ID:") + "\r\nReferences: " + field_of(mail.answers, "Message-ID:") + "\r\n";
    auto const body = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + email::base64_lines(mail.text) + "\r\n";
    if (mail.file.empty()) return head + body;
    return head + "Content-Type: multipart/mixed; boundary=\"histoire\"\r\n\r\n--histoire\r\n" + body + "--histoire\r\nContent-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; name=\"" +
           mail.file_name + "\"\r\nContent-Disposition: attachment; filename=\"" + mail.file_name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           email::base64_lines(mail.file) + "\r\n--histoire--\r\n";
}

}  // namespace

Stage::Stage(StageSettings settings, talking::Tools tools, std::shared_ptr<const desk::Tools> desk)
    : settings_(std::move(settings)),
      time_(settings_.start),
      alarm_(time_),
      store_(fresh_store(settings_.out / "donnees")),
      mailer_(settings_.out / "mails"),
      matrix_("matrix", timeline_, alarm_, settings_.out / "graphiques"),
      web_("web", timeline_, alarm_, settings_.out / "graphiques"),
      email_(store_, alarm_, mailer_, [](std::function<void()> job) { job(); }, mail_settings_of(settings_)),
      postman_(loop_.get_executor(), store_, alarm_, {&matrix_, &web_, &email_}),
      office_(loop_.get_executor(), store_, alarm_, std::move(desk), {&matrix_, &web_, &email_}, postman_, office_settings()),
      pump_(loop_.get_executor(), store_, alarm_, with_figures(std::move(tools), office_), {&matrix_, &web_, &email_}, postman_, pump_settings()) {
    if (!office_.load()) throw std::runtime_error("le dossier donné porte déjà une autre histoire. Donnez un dossier vide");
    pump_.set_front_desk(&office_);
    postman_.start();
    pump_.start();
    asio::co_spawn(loop_, [this] { return office_.run(); }, [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
    settle();
}

Stage::~Stage() {
    store_.close();
    time_ = delivery::VirtualTime(settings_.start);  // coroutines that wait for it end while everything they know still stands
}

void Stage::play_until(Instant end) {
    settle();
    while (!time_.idle() && time_.next() <= end) {
        time_.step();
        settle();
    }
}

/// Until nobody has anything more to do at this instant.
void Stage::settle() {
    for (;;) {
        int const asked = store_.under_way();  // before the poll: whatever ended until now has posted its handler
        loop_.restart();
        bool const ran = loop_.poll() > 0;
        if (ran) continue;
        if (asked == 0) return;
        loop_.run_one_for(20ms);
    }
}

void Stage::admit(const db::NewInbound& inbound) {
    store_.write([inbound](db::Transaction& t) { t.admit(inbound); }, [this](std::exception_ptr failure) {
        if (!failure) asio::post(loop_, [this] { pump_.wake(); });
    });
}

std::string Stage::say(const std::string& channel, const std::string& room, const std::string& who, const std::string& text, const std::string& under) {
    auto const id = fmt::format("histoire-{}", ++events_);
    TimelineLine line;
    line.id = id;
    line.at = now();
    line.who = who;
    line.html = "<p>";
    adapters::matrix::append_escaped(line.html, text);
    line.html += "</p>";
    line.text = text;
    line.thread = under;
    timeline_[room].lines.push_back(std::move(line));
    admit({{channel, room}, id, TimelineChannel::said(who, text, under), delivery::micros(now())});
    return id;
}

std::string Stage::react(const std::string& room, const std::string& who, const std::string& to, const std::string& mark) {
    auto const id = fmt::format("histoire-{}", ++events_);
    TimelineLine line;
    line.id = id;
    line.at = now();
    line.who = who;
    line.html = "<p>" + mark + "</p>";
    line.thread = to;
    timeline_[room].lines.push_back(std::move(line));
    admit({{"matrix", room}, id, TimelineChannel::marked(who, to, mark), delivery::micros(now())});
    return id;
}

void Stage::mail(const StoryMail& letter) {
    auto bytes = raw_mail(settings_, letter, now(), ++mails_);
    auto const to = address_in(field_of(bytes, "To:"));
    auto const name = fmt::format("recu-{:02}.eml", mails_);
    std::ofstream(settings_.out / "mails" / name, std::ios::binary) << bytes;
    auto mail = email::mail_of_file(name, std::move(bytes), address_in(letter.from), now());
    mail.envelope_to = {to};
    admit(email::inbox_entry(mail));
}

std::string Stage::last_mail_to(std::string_view address) const {
    std::vector<std::filesystem::path> files;
    for (auto const& each : std::filesystem::directory_iterator(settings_.out / "mails"))
        if (!each.path().filename().string().starts_with("recu-")) files.push_back(each.path());
    std::sort(files.rbegin(), files.rend());
    for (auto const& file : files)
        if (auto mail = whole(file); field_of(mail, "To:").find(address) != std::string::npos) return mail;
    return {};
}

}  // namespace bot::service
