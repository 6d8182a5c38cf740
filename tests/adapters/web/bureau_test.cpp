// The bureau's page over a real socket: the way in, the list, taking an alert on, the way out; and what must not work.

#include "adapters/web/bureau/bureau_endpoint.hpp"
#include "adapters/web/bureau/assets.hpp"
#include "adapters/web/bureau/entrance.hpp"
#include "bot/charts/palette.hpp"
#include "bot/delivery/commit.hpp"
#include "tests/adapters/net/peer.hpp"
#include "tests/bot/board/figures.hpp"
#include "db/sqlite/open.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace bureau_test {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace adapters::web::bureau;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// A wall that begins on 13 November 2020, ten o'clock, goes at the machine's pace, and can be moved on.
class TestAlarm final : public bot::delivery::Alarm {
  public:
    explicit TestAlarm(asio::io_context& loop) : loop_(loop) {}
    bot::Instant start = tests::board::now;
    [[nodiscard]] bot::Instant now() const override { return start + std::chrono::floor<std::chrono::microseconds>(std::chrono::steady_clock::now() - born_); }
    [[nodiscard]] bot::delivery::Steady steady() const override { return bot::delivery::Steady(now().time_since_epoch()); }
    [[nodiscard]] std::chrono::sys_days today() const override { return std::chrono::floor<std::chrono::days>(now()); }
    [[nodiscard]] bot::Instant stamp() override { return now(); }
    [[nodiscard]] bool dates_hold() override { return true; }
    void in(std::chrono::milliseconds after, std::function<void()> then) override {
        auto timer = std::make_shared<asio::steady_timer>(loop_, after);
        timer->async_wait([timer, then = std::move(then)](boost::system::error_code error) {
            if (!error) then();
        });
    }

  private:
    asio::io_context& loop_;
    std::chrono::steady_clock::time_point born_ = std::chrono::steady_clock::now();
};

/// Mails as plain text, with the address.
class NotingMail final : public bot::delivery::Channel {
  public:
    std::vector<std::pair<std::string, std::string>> sent;
    [[nodiscard]] std::string_view name() const override { return "email"; }
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry&) const override { return {}; }
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish& wish) const override {
        auto const& said = std::get<bot::Say>(wish);
        return {{"message", said.title + "\n" + plain_text(said.document), std::nullopt}};
    }
    void working_on(const std::string&, const bot::EventId&, bool) override {}
    asio::awaitable<bot::delivery::Attempt> deliver(db::OutboxEntry entry, std::string, bool) override {
        sent.emplace_back(entry.conversation.id, entry.payload);
        auto attempt = bot::delivery::arrived(std::move(entry.key));
        co_return attempt;
    }
};

struct Answer {
    int status = 0;
    std::string header, body;
    [[nodiscard]] std::string cookie() const {
        auto const at = header.find("Set-Cookie: ");
        return at == std::string::npos ? "" : header.substr(at + 12, header.find(';', at) - at - 12);
    }
    [[nodiscard]] std::string field(const std::string& name) const {
        auto const mark = "name=\"" + name + "\" value=\"";
        auto const at = body.find(mark);
        return at == std::string::npos ? "" : body.substr(at + mark.size(), body.find('"', at + mark.size()) - at - mark.size());
    }
};

class Bureau : public testing::Test {
  protected:
    Bureau() {
        std::filesystem::create_directories(folder);
        db::sqlite::StoreOptions options;
        options.folder = folder;
        options.floor_bytes = 0, options.ballast_bytes = 0;
        store = db::sqlite::open(options);
        bot::office::OfficeSettings office_settings;
        office_settings.own_thread = false;
        postman.emplace(loop.get_executor(), *store, alarm, std::vector<bot::delivery::Channel*>{&mail});
        office.emplace(loop.get_executor(), *store, alarm, tests::board::tools(), std::vector<bot::delivery::Channel*>{&mail}, *postman, office_settings);
        EXPECT_TRUE(office->load());
        door.emplace(*store, alarm, *postman, office->tools().rights, office->tools().messages, std::vector<bot::delivery::Channel*>{&mail}, "https://phare.exemple.fr");
        BureauSettings settings;
        settings.links = {20, 1}, settings.links_of_identifier = {22, 1}, settings.links_of_address = {60, 1};
        endpoint.emplace(loop.get_executor(), *store, *office, alarm, *door, office->tools().messages, settings);
        server.emplace(loop.get_executor(), endpoint->routes());
        port = server->listen("127.0.0.1", 0);
        postman->start();
    }
    ~Bureau() override {
        postman->stop();
        store->close();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    template <class Body>
    void run(Body body) {
        bool done = false;
        std::exception_ptr failure;
        asio::co_spawn(loop, std::move(body), [&](std::exception_ptr f) {
            failure = f, done = true;
            loop.stop();
        });
        loop.restart();
        loop.run_for(20s);
        if (failure) std::rethrow_exception(failure);
        EXPECT_TRUE(done) << "still waiting";
    }
    Answer ask(std::string request) {
        Answer answer;
        run([&]() -> asio::awaitable<void> {
            tests::Peer peer = co_await tests::Peer::connect(port);
            co_await peer.send(std::move(request));
            std::string const raw = co_await peer.message();
            answer.status = tests::status_of(raw);
            answer.header = raw.substr(0, raw.find("\r\n\r\n"));
            answer.body = tests::body_of(raw);
            for (auto const* field : {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff", "Referrer-Policy: ", "Cache-Control: "})
                EXPECT_THAT(answer.header, HasSubstr(field)) << "on every reply";
        });
        return answer;
    }
    Answer get(const std::string& path, const std::string& cookie = {}) { return ask("GET " + path + " HTTP/1.1\r\n" + lines(cookie) + "\r\n"); }
    Answer post(const std::string& path, const std::string& body, const std::string& cookie = {}, std::string origin = {}) {
        if (origin.empty()) origin = "http://127.0.0.1:" + std::to_string(port);
        return ask(
            "POST " + path + " HTTP/1.1\r\nOrigin: " + origin + "\r\n" + lines(cookie) +
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body
        );
    }
    [[nodiscard]] std::string lines(const std::string& cookie) const {
        return "Host: 127.0.0.1:" + std::to_string(port) + "\r\n" + (cookie.empty() ? "" : "Cookie: " + cookie + "\r\n");
    }
    void until(const std::function<bool()>& holds) {
        run([&]() -> asio::awaitable<void> {
            for (int i = 0; i < 400 && !holds(); ++i) co_await bot::delivery::rest(alarm, 10ms);
            EXPECT_TRUE(holds());
        });
    }
    /// The secret of the link that was mailed last.
    [[nodiscard]] std::string secret() const {
        if (mail.sent.empty()) return {};
        auto const& text = mail.sent.back().second;
        constexpr std::string_view mark = "https://phare.exemple.fr/bureau/entrer?lien=";
        auto const at = text.find(mark);
        return at == std::string::npos ? "" : text.substr(at + mark.size(), 22);
    }
    std::string link_for(const std::string& who) {
        auto const before = mail.sent.size();
        EXPECT_EQ(post("/bureau/lien", "qui=" + adapters::net::percent_encode(who)).status, 200);
        until([&] { return mail.sent.size() > before; });
        return secret();
    }
    std::string session_of(const std::string& who) { return post("/bureau/entrer", "lien=" + link_for(who)).cookie(); }
    void count_figures() {
        run([&]() -> asio::awaitable<void> {
            std::string bytes = tests::board::example_file(), by = "stat@exemple.fr";
            auto const receipt = co_await office->receive(std::move(bytes), by);
            EXPECT_EQ(receipt.import, 1);
            std::string const wrong = co_await office->decide(1, true, by);
            EXPECT_EQ(wrong, "");
        });
        alarm.start += 1h;  // sister files are no longer waited for
        run([&]() -> asio::awaitable<void> { co_await office->look(true); });
        EXPECT_FALSE(office->state().book.open.empty());
    }

    [[nodiscard]] const rules::steering::Episode& shortfall() const { return office->state().book.open.at({"AIJ-2020-NOR", rules::steering::Kind::shortfall}); }

    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("phare-bureau-" + std::to_string(::getpid()));
    asio::io_context loop{1};
    TestAlarm alarm{loop};
    NotingMail mail;
    std::unique_ptr<db::Store> store;
    std::optional<bot::delivery::Postman> postman;
    std::optional<bot::office::Office> office;
    std::optional<Doorkeeper> door;
    std::optional<BureauEndpoint> endpoint;
    std::optional<adapters::net::HttpServer> server;
    std::uint16_t port = 0;
};

TEST_F(Bureau, ALinkLetsInOnceAndOpeningItIsNotUsingIt) {
    auto const way_in = get("/bureau");
    EXPECT_EQ(way_in.status, 200);
    EXPECT_THAT(way_in.body, HasSubstr("name=\"qui\""));
    EXPECT_THAT(way_in.body, Not(HasSubstr("AIJ")));

    auto const link = link_for(" Prefete@Exemple.fr ");
    ASSERT_THAT(link, SizeIs(22));
    EXPECT_EQ(mail.sent.back().first, "prefete@exemple.fr");
    for (int i = 0; i < 3; ++i) {  // mail scanners
        auto const opened = get("/bureau/entrer?lien=" + link);
        EXPECT_EQ(opened.status, 200);
        EXPECT_EQ(opened.field("lien"), link);
        EXPECT_EQ(opened.cookie(), "");
    }
    auto const used = post("/bureau/entrer", "lien=" + link);
    EXPECT_EQ(used.status, 303);
    EXPECT_THAT(used.header, HasSubstr("HttpOnly; SameSite=Strict"));
    EXPECT_THAT(used.header, HasSubstr("Max-Age=28800"));
    ASSERT_THAT(used.cookie(), StartsWith("bureau="));
    EXPECT_EQ(post("/bureau/entrer", "lien=" + link).status, 403) << "once";
    auto const list = get("/bureau", used.cookie());
    EXPECT_EQ(list.status, 200);
    EXPECT_THAT(list.body, HasSubstr("AIJ 2020"));
    EXPECT_THAT(list.body, HasSubstr("prefete@exemple.fr"));
    EXPECT_EQ(get("/bureau", "bureau=" + link).field("qui"), "") << "a link is no session";
    EXPECT_THAT(get("/bureau", "bureau=" + link).body, HasSubstr("name=\"qui\""));
}

TEST_F(Bureau, ALinkInAMailLeadsToThePageOfWhoIsSignedIn) {
    auto const session = session_of("prefete@exemple.fr");
    // The browser leaves a SameSite=Strict cookie at home when a link elsewhere is followed; the page then comes by itself again.
    auto const followed = ask("GET /bureau/objectif?id=AIJ-2020-NOR&x=%22%3E HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n" + lines("") + "\r\n");
    EXPECT_EQ(followed.status, 200);
    EXPECT_THAT(followed.body, HasSubstr("content=\"0;url=/bureau/objectif?id=AIJ-2020-NOR&amp;x=%22%3E\""));
    EXPECT_THAT(followed.body, Not(HasSubstr("jeunes suivis")));
    EXPECT_EQ(get("/bureau/objectif?id=AIJ-2020-NOR&x=1", session).status, 200);
}

TEST_F(Bureau, NobodyLearnsWhoseAddressIsKnown) {
    auto const known = post("/bureau/lien", "qui=prefete%40exemple.fr"), unknown = post("/bureau/lien", "qui=inconnue%40exemple.fr");
    EXPECT_EQ(known.status, unknown.status);
    EXPECT_EQ(known.body, unknown.body);
    until([&] { return !mail.sent.empty(); });
    EXPECT_THAT(mail.sent, SizeIs(1));
    EXPECT_EQ(post("/bureau/lien", "qui=%40prefete%3Aexemple.fr").status, 200);
    EXPECT_EQ(post("/bureau/lien", "").status, 200);
    EXPECT_THAT(mail.sent, SizeIs(1));
}

TEST_F(Bureau, AStrangerDoesNotUseUpAMembersLinks) {
    auto const from = [&](const std::string& address, const std::string& who) {
        std::string const body = "qui=" + adapters::net::percent_encode(who);
        return ask(
            "POST /bureau/lien HTTP/1.1\r\nOrigin: http://127.0.0.1:" + std::to_string(port) + "\r\nX-Forwarded-For: " + address + "\r\n" + lines("") +
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body
        );
    };
    for (auto const* who : {"prefete@exemple.fr", "inconnue@exemple.fr"}) {
        SCOPED_TRACE(who);
        std::size_t const before = mail.sent.size();
        std::string const address = who[0] == 'p' ? "203.0.113." : "198.51.100.";
        Answer last;
        int sent = 0;
        for (int i = 0; i < 40 && (last = from(address + "7", who)).status == 200; ++i) ++sent;
        EXPECT_EQ(last.status, 429);
        EXPECT_GE(sent, 20);
        EXPECT_THAT(last.body, HasSubstr("Rien n’est parti cette fois"));
        EXPECT_THAT(last.header, HasSubstr("Retry-After: "));
        EXPECT_EQ(from(address + "8", who).status, 200) << "the member, from her own address";
        if (who[0] == 'p') until([&] { return mail.sent.size() == before + static_cast<std::size_t>(sent) + 1; });
        // From everywhere there is an end too, and it is said as well; to both of them alike.
        for (int i = 9; i < 40 && (last = from(address + std::to_string(i), who)).status == 200; ++i) continue;
        EXPECT_EQ(last.status, 429);
        EXPECT_THAT(last.body, HasSubstr("Rien n’est parti cette fois"));
    }
}

TEST_F(Bureau, LinksAndSessionsEndByThemselves) {
    auto const late = link_for("prefete@exemple.fr");
    alarm.start += link_life;
    EXPECT_EQ(post("/bureau/entrer", "lien=" + late).status, 403);
    auto const session = session_of("prefete@exemple.fr");
    EXPECT_THAT(get("/bureau", session).body, HasSubstr("Connecté"));
    alarm.start += session_life;
    EXPECT_THAT(get("/bureau", session).body, HasSubstr("name=\"qui\""));
    EXPECT_EQ(get("/bureau/objectif?id=AIJ-2020-NOR", session).status, 403);
}

TEST_F(Bureau, LeavingEndsOneSessionOrAllOfThem) {
    auto const first = session_of("prefete@exemple.fr"), second = session_of("prefete@exemple.fr"), other = session_of("stat@exemple.fr");
    auto const token = [&](const std::string& session) { return get("/bureau", session).field("jeton"); };
    EXPECT_EQ(post("/bureau/sortir", "quoi=ici&jeton=faux", first).status, 403);
    EXPECT_EQ(post("/bureau/sortir", "quoi=ici&jeton=" + token(first), first).status, 303);
    EXPECT_EQ(token(first), "");
    EXPECT_NE(token(second), "");
    auto const third = session_of("prefete@exemple.fr");
    EXPECT_EQ(post("/bureau/sortir", "quoi=tout&jeton=" + token(second), second).status, 303);
    EXPECT_EQ(token(second), "");
    EXPECT_EQ(token(third), "");
    EXPECT_NE(token(other), "") << "somebody else's goes on";
}

TEST_F(Bureau, WhoAsksInAConversationGetsALinkThereOnce) {
    Entrance entrance(*office, *door);
    bot::Inbound inbound;
    inbound.channel = "email", inbound.conversation = inbound.sender = "prefete@exemple.fr", inbound.event_id = "<1@exemple.fr>";
    inbound.one_to_one = inbound.knows_before = true;
    inbound.what = bot::Text{"Tableau de bord !", {}, {}};
    EXPECT_TRUE(entrance.takes(inbound));
    auto other = inbound;
    other.sender = "inconnue@exemple.fr";
    EXPECT_FALSE(entrance.takes(other));
    other = inbound, other.one_to_one = false;
    EXPECT_FALSE(entrance.takes(other)) << "in a room everybody could use it";
    other = inbound, other.knows_before = false;
    EXPECT_FALSE(entrance.takes(other)) << "nobody vouches for the name";
    other = inbound, other.what = bot::Text{"le tableau de bord est vide", {}, {}};
    EXPECT_FALSE(entrance.takes(other));

    run([&]() -> asio::awaitable<void> {
        db::Store::Unit unit = [](db::Transaction& t) { t.admit({{"email", "prefete@exemple.fr"}, "<1@exemple.fr>", "…", 1}); };
        [[maybe_unused]] std::exception_ptr const none = co_await bot::delivery::commit(*store, std::move(unit));
    });
    auto const pending = store->pending_inbox(0, 10);
    ASSERT_THAT(pending, SizeIs(1));
    for (int i = 0; i < 2; ++i)  // the pump comes again after a crash
        run([&]() -> asio::awaitable<void> {
            auto entry = pending.front();
            auto asked = inbound;
            co_await entrance.take(std::move(entry), std::move(asked));
        });
    until([&] { return !mail.sent.empty(); });
    EXPECT_THAT(store->pending_inbox(0, 10), SizeIs(0));
    EXPECT_EQ(post("/bureau/entrer", "lien=" + secret()).status, 303);
    EXPECT_THAT(mail.sent, SizeIs(1));
}

TEST_F(Bureau, NoSecretLiesInTheFiles) {
    auto const link = link_for("prefete@exemple.fr");
    auto const session = post("/bureau/entrer", "lien=" + link).cookie().substr(7);
    ASSERT_THAT(session, SizeIs(22));
    for (auto const& each : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(each.path(), std::ios::binary);
        std::string const all{std::istreambuf_iterator<char>(in), {}};
        for (auto const& word : {link, session, std::string("prefete@exemple.fr")}) EXPECT_EQ(all.find(word), std::string::npos) << each.path();
    }
}

TEST_F(Bureau, AnAlertIsTakenOnWithAReason) {
    count_figures();
    auto const session = session_of("responsable@exemple.fr");
    auto const list = get("/bureau", session);
    EXPECT_THAT(list.body, HasSubstr("À décider"));
    EXPECT_LT(list.body.find("À décider"), list.body.find("personne ne l’a en charge"));
    auto const page = get("/bureau/objectif?id=AIJ-2020-NOR", session);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("<svg class=\"courbe\""));
    EXPECT_THAT(page.body, HasSubstr("role=\"img\""));
    EXPECT_THAT(page.body, HasSubstr("<td class=\"d\">3\u202f905</td>"));
    auto const form = "jeton=" + page.field("jeton") + "&id=AIJ-2020-NOR&quoi=prendre&episode=" + adapters::net::percent_encode(page.field("episode"));

    EXPECT_EQ(post("/bureau/traiter", form + "&motif=plan+de+rattrapage", session, "https://ailleurs.exemple").status, 403);
    EXPECT_EQ(post("/bureau/traiter", "jeton=faux" + form.substr(5) + "&motif=plan+de+rattrapage", session).status, 403);
    auto const curt = post("/bureau/traiter", form + "&motif=%3Cb%3Eok", session);
    EXPECT_EQ(curt.status, 422);
    EXPECT_THAT(curt.body, HasSubstr("role=\"alert\""));
    EXPECT_THAT(curt.body, HasSubstr("&lt;b&gt;ok")) << "what was typed stays, as text";
    EXPECT_FALSE(shortfall().treatment.acknowledged);

    auto const done = post("/bureau/traiter", form + "&motif=plan+de+rattrapage+%3Cscript%3E&jusque=2020-12-01", session);
    EXPECT_EQ(done.status, 303) << done.body;
    auto const after = get("/bureau/objectif?id=AIJ-2020-NOR&note=1", session);
    EXPECT_THAT(after.body, HasSubstr("Prise en charge par responsable@exemple.fr"));
    EXPECT_THAT(after.body, HasSubstr("plan de rattrapage &lt;script&gt;"));
    EXPECT_THAT(after.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(get("/bureau", session).body, HasSubstr("Rien n’attend de décision"));
    auto const past = get("/bureau?vu=2020-11-01", session);
    EXPECT_THAT(past.body, HasSubstr("seulement ce qui était connu ce jour-là"));
    EXPECT_THAT(past.body, Not(HasSubstr("Prise en charge par")));

    auto const back = "jeton=" + after.field("jeton") + "&id=AIJ-2020-NOR&quoi=retirer&episode=" + adapters::net::percent_encode(after.field("episode"));
    EXPECT_EQ(post("/bureau/traiter", back, session).status, 303);
    EXPECT_THAT(get("/bureau", session).body, HasSubstr("personne ne l’a en charge"));
}

TEST_F(Bureau, WhoBringsDataMayLookButNotTreat) {
    count_figures();
    auto const session = session_of("stat@exemple.fr");
    auto const page = get("/bureau/objectif?id=AIJ-2020-NOR", session);
    EXPECT_THAT(page.body, Not(HasSubstr("name=\"motif\"")));
    auto const refused = post("/bureau/traiter", "jeton=" + page.field("jeton") + "&id=AIJ-2020-NOR&quoi=prendre&episode=AIJ-2020-NOR%2Fmanquer&motif=parce+que+je+veux", session);
    EXPECT_EQ(refused.status, 403);
    EXPECT_FALSE(shortfall().treatment.acknowledged);
}

TEST(BureauPages, WhatOthersWroteIsTextAndWhatIsHiddenIsNotThere) {
    Labels const label(tests::board::tools()->messages);
    bot::board::Board board;
    board.as_of = tests::board::today;
    bot::board::Row row;
    row.id = "A&B", row.label = "<b>Label</b>", row.why = "\"><script>";
    row.is_hidden = true, row.known = "<\u00a05", row.gap = "non montré", row.gap_part = "−20 %", row.unit = "entrées", row.month = "octobre 2020";
    row.deeds = {"12/11 : <img src=x>"};
    board.rows = {row};
    board.without = {"<i>"};
    bot::board::Standstill state;
    state.label = "<b>Label</b>", state.month = state.known = state.target = "<i>";
    board.states = {state};
    Visit visit;
    visit.who = "<u>@x", visit.token = "t";
    for (auto const& page : {list_page(label, board, visit), objective_page(label, board, row, visit, {})}) {
        for (auto const* bad : {"<b>Label", "<script", "<img", "<i>", "<u>@", "−20"}) EXPECT_THAT(page, Not(HasSubstr(bad))) << bad;
        EXPECT_THAT(page, HasSubstr("&lt;b&gt;Label&lt;/b&gt;"));
        EXPECT_THAT(page, HasSubstr("non montré"));
    }
    EXPECT_THAT(list_page(label, board, visit), HasSubstr("/bureau/objectif?id=A%26B"));
    for (auto const& page : {list_page(label, board, visit), sign_in_page(label, "", true), sent_page(label), notice_page(label, "x")})
        EXPECT_THAT(page, HasSubstr("<footer><p><a href=\"/accessibilite\">Accessibilité"));
}

TEST_F(Bureau, TheSameFiguresAreToBeHadAsCsv) {
    count_figures();
    auto const session = session_of("prefete@exemple.fr");
    EXPECT_THAT(get("/bureau", session).body, HasSubstr("href=\"/bureau/objectifs.csv\""));
    EXPECT_THAT(get("/bureau/objectif?id=AIJ-2020-NOR&vu=2020-11-01", session).body, HasSubstr("href=\"/bureau/mois.csv?id=AIJ-2020-NOR&amp;vu=2020-11-01\""));
    auto const all = get("/bureau/objectifs.csv", session);
    EXPECT_THAT(all.header, HasSubstr("Content-Type: text/csv; charset=utf-8"));
    EXPECT_THAT(all.header, HasSubstr("filename=\"objectifs-2020-11-13.csv\""));
    EXPECT_THAT(all.body, StartsWith("\xEF\xBB\xBFObjectif;Niveau;"));
    EXPECT_THAT(get("/bureau/mois.csv?id=AIJ-2020-NOR", session).body, HasSubstr(";octobre 2020;4818;3905;"));
    EXPECT_EQ(get("/bureau/mois.csv?id=rien", session).status, 404);
    EXPECT_EQ(get("/bureau/objectifs.csv").status, 403);
}

TEST_F(Bureau, ADayThatCannotBeShownIsRefusedAndStaysInItsField) {
    count_figures();
    auto const session = session_of("prefete@exemple.fr");
    for (auto const* wrong : {"abc", "hier", "2020-02-31", "2020-11-14", "2999-01-01", "1000-01-01", "2018-12-31", "2020-1-1"})
        for (auto const* path : {"/bureau?", "/bureau/objectif?id=AIJ-2020-NOR&", "/bureau/note.pdf?", "/bureau/classeur.xlsx?", "/bureau/objectifs.csv?"}) {
            auto const refused = get(std::string(path) + "vu=" + wrong, session);
            EXPECT_EQ(refused.status, 400) << path << wrong;
            EXPECT_THAT(refused.header, HasSubstr("text/html")) << path << wrong;
            EXPECT_THAT(refused.body, HasSubstr("id=\"avis\" role=\"alert\">Ce jour ne peut pas être montré")) << path << wrong;
            EXPECT_THAT(refused.body, HasSubstr("aria-invalid=\"true\" aria-describedby=\"avis\" value=\"" + std::string(wrong) + "\"")) << path << wrong;
            EXPECT_THAT(refused.body, HasSubstr("janvier\u00a02019 au 13\u00a0novembre\u00a02020, comme 2020-11-13")) << path << wrong;
        }
    for (auto const* right : {"2019-01-01", "2020-11-13", ""}) {
        auto const page = get(std::string("/bureau?vu=") + right, session);
        EXPECT_EQ(page.status, 200) << right;
        EXPECT_THAT(page.body, HasSubstr("min=\"2019-01-01\" max=\"2020-11-13\"")) << right;
    }
}

/// "--b:#1d4f91" of the nth theme.
bot::charts::Colour colour_of(const std::string& name, std::size_t theme) {
    auto const css = std::string(style);
    auto at = css.find("{color-scheme") + 1;
    for (; theme > 0; --theme) at = css.find(":root{", at) + 5;
    auto const found = css.find("--" + name + ":#", at) + name.size() + 4;
    auto hex = css.substr(found, css.find_first_of(";}", found) - found);
    if (hex.size() == 3) hex = {hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]};
    auto const part = [&](std::size_t n) { return std::stoi(hex.substr(n, 2), nullptr, 16) / 255.0; };
    return {part(0), part(2), part(4)};
}

TEST(BureauStyle, TextsAndLinesStandOutAndLinesKeepApartInGrey) {
    for (std::size_t const theme : {0U, 1U}) {
        auto const paper = colour_of("f", theme);
        for (auto const* text : {"t", "d", "b", "u", "o"}) EXPECT_GE(bot::charts::contrast(colour_of(text, theme), paper), 4.5) << theme << text;
        char const* const lines[] = {"b", "o", "p"};
        for (auto const* one : lines) {
            EXPECT_GE(bot::charts::contrast(colour_of(one, theme), paper), 3) << theme << one;
            for (auto const* other : lines)
                if (one != other) {
                    EXPECT_GE(bot::charts::contrast(colour_of(one, theme), colour_of(other, theme)), 1.4) << theme << one << other;
                }
        }
    }
}

TEST_F(Bureau, OddRequestsAreRefusedPolitely) {
    auto const session = session_of("prefete@exemple.fr");
    EXPECT_EQ(get("/bureau/objectif?id=%3Cscript%3E", session).status, 404);
    EXPECT_EQ(get("/bureau/rien", session).status, 404);
    EXPECT_EQ(get("/bureaux", session).status, 404);
    EXPECT_EQ(get("/bureau?vu=%ff", session).status, 400);
    EXPECT_EQ(get("/bureau/entrer?lien=court").status, 400);
    EXPECT_EQ(post("/bureau/traiter", "quoi=prendre").status, 403);
    auto const page = get("/bureau", session);
    EXPECT_THAT(page.header, HasSubstr("default-src 'none'; style-src 'sha256-"));
    EXPECT_THAT(page.header, HasSubstr("Cache-Control: no-store"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script")));
    EXPECT_THAT(page.body, Not(HasSubstr(" style=")));
}

}  // namespace bureau_test
