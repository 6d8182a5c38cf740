#include "bot/commands/config.hpp"

#include "bot/commands/paris.hpp"
#include "bot/commands/upkeep.hpp"
#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <ostream>
#include <sstream>

namespace config_test {

using namespace bot::commands;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string small = R"(data: {folder: /tmp/x}
matrix: {homeserver: "http://127.0.0.1:8008", server_name: phare.test, registration: /tmp/r.yaml}
)";

TEST(Config, TheExampleIsAcceptedAsItIsPrinted) {
    auto const read = read_config_text(example_config(), "example");

    EXPECT_THAT(read.complaints, ElementsAre());
    ASSERT_TRUE(read.config);
    EXPECT_EQ(read.config->matrix->server_name, "exemple.fr");
    EXPECT_EQ(read.config->data.free_space_floor, 512ULL << 20);
    EXPECT_EQ(read.config->outage_after, 120s);
    EXPECT_EQ(read.config->backup.keep, 48);
}

TEST(Config, TheBureausBlock) {
    auto const read = read_config_text(
        R"(data: {folder: /tmp/x}
matrix: {homeserver: "http://127.0.0.1:8008", server_name: phare.test, registration: /tmp/r.yaml, rooms: ["!b:t", "!a:t"]}
desk:
  bureau_room: "!b:t"
  rooms: [{room: "!a:t", objectives: [AIJ-2020-NOR], kind: operator}]
  members: ["@p:t"]
  mail: {secretariat: ["s@t.fr"], owners: ["Tout@T.fr", {to: "Aij@T.fr", objectives: [AIJ-2020-NOR]}]}
  meetings: ["2026-12-17 14:30 Rouen Atrium", "commission_4 2026-12-18"]
  imports: {token_file: /tmp/token}
  alertmanager: {url: "http://127.0.0.1:9093/am", token_file: /tmp/am}
  owners: ["Responsable@T.fr", "@Gardé:t"]
  wait_for_sisters: 10 min
)",
        "desk"
    );
    EXPECT_THAT(read.complaints, ElementsAre());
    ASSERT_TRUE(read.config);
    ASSERT_TRUE(read.config->desk);
    auto const& desk = *read.config->desk;
    EXPECT_TRUE(desk.rooms.at(0).of_operator);
    EXPECT_EQ(desk.meetings.at(0).instance, "bureau");
    EXPECT_EQ(desk.meetings.at(0).hour, 14h + 30min);
    EXPECT_EQ(desk.meetings.at(0).place, "Rouen Atrium");
    EXPECT_EQ(desk.meetings.at(1).instance, "commission_4");
    EXPECT_EQ(desk.listen.port, 9120);
    EXPECT_EQ(desk.wait_for_sisters, 10min);
    EXPECT_EQ(desk.alertmanager_url, "http://127.0.0.1:9093/am");
    EXPECT_EQ(desk.alertmanager_token_file, "/tmp/am");
    EXPECT_EQ(desk.owners, (std::vector<std::string>{"responsable@t.fr", "@Gardé:t"}));
    EXPECT_THAT(desk.mail.at("owners"), ElementsAre("tout@t.fr", "aij@t.fr"));
    EXPECT_THAT(desk.mail_objectives.at("aij@t.fr"), ElementsAre("AIJ-2020-NOR"));
    EXPECT_EQ(desk.mail_objectives.size(), 1U);
    EXPECT_FALSE(read_config_text(small, "small").config->desk);

    auto const wrong = read_config_text(
        small + "desk: {bureau_room: \"!b:t\", meetings: [\"un jour\"], link: \"http://a.fr/\", imports: {tokens: a}, alertmanager: {url: \"127.0.0.1\"}}\n", "wrong"
    );
    ASSERT_EQ(wrong.complaints.size(), 5U);  // a token of imports is no duty any more
    EXPECT_THAT(wrong.complaints.at(0), HasSubstr("un salon où Phare ne peut pas entrer"));
}

TEST(WebConfig, WhatIsLeftOutHasAUsefulValue) {
    auto const read = read_config_text("data: {folder: /tmp/x}\nweb: {listen: {port: 8081}}\n", "web");

    EXPECT_THAT(read.complaints, ElementsAre());
    ASSERT_TRUE(read.config);
    ASSERT_TRUE(read.config->web);
    EXPECT_EQ(read.config->web->listen.address, "127.0.0.1");
    EXPECT_EQ(read.config->web->listen.port, 8081);
    EXPECT_EQ(read.config->web->url, "");
    EXPECT_THAT(read.config->web->proxies, ElementsAre("127.0.0.1", "::1"));
    EXPECT_EQ(read.config->web->forget_after, 15min);
    EXPECT_FALSE(read_config_text(small, "small").config->web);
}

TEST(Config, FaultsAreToldInTheOrderOfTheFile) {
    auto const read = read_config_text("data: {folder: /tmp/x, free_space_floor: 512}\nmatrx: {}\napi: {tokens: jetons.json}\nweb: {forget_after: 120}\nlanguage: {young: toi}\n", "c");
    EXPECT_THAT(
        read.complaints,
        ElementsAre(testing::StartsWith("c:1:"), testing::StartsWith("c:2:"), testing::AllOf(testing::StartsWith("c:3:"), HasSubstr("Écrivez le chemin entier")),
                    testing::StartsWith("c:4:"), testing::StartsWith("c:5:"))
    );
}

TEST(WebConfig, ProxiesAreAddressesOrNetworks) {
    auto const with = [](const std::string& proxies) { return read_config_text("data: {folder: /tmp/x}\nweb: {proxies: " + proxies + "}\n", "web"); };
    auto const good = with("[127.0.0.1, \"::1\", 10.1.0.0/16, \"fd00::/8\"]");
    EXPECT_THAT(good.complaints, ElementsAre());
    ASSERT_TRUE(good.config);
    EXPECT_EQ(good.config->web->proxies.size(), 4U);
    EXPECT_TRUE(good.config->web->is_behind_proxy);
    for (auto const* wrong : {"[abc]", "[10.1.0.0/33]", "[10.1.0.0/]", "[127.0.0.1, proxy.exemple.fr]", "[\"fd00::/129\"]", "[\"10.1.0.0/16 \"]"})
        EXPECT_THAT(with(wrong).complaints, ElementsAre(testing::AllOf(testing::StartsWith("web:2:"), testing::HasSubstr("n’est ni une adresse ni un réseau. Écrivez")))) << wrong;
    for (auto const* all : {"[0.0.0.0/0]", "[\"::/0\"]"}) EXPECT_THAT(with(all).complaints, ElementsAre(testing::HasSubstr("croirait n’importe qui"))) << all;
    EXPECT_FALSE(read_config_text("data: {folder: /tmp/x}\nweb: {listen: {port: 8081}}\n", "web").config->web->is_behind_proxy);
}

TEST(WebConfig, AllOfItIsRead) {
    auto const read = read_config_text(
        R"(data: {folder: /tmp/x}
web:
  listen: {address: "::1", port: 8082}
  url: https://aide.exemple.fr/
  proxies: [10.0.0.1]
  leave_to: https://exemple.fr/ailleurs
  forget_after: 1 h
  contact: acces@exemple.fr
)",
        "web"
    );
    EXPECT_THAT(read.complaints, ElementsAre());
    ASSERT_TRUE(read.config);
    auto const& web = *read.config->web;
    EXPECT_EQ(web.url, "https://aide.exemple.fr") << "without the last slash, as an Origin is written";
    EXPECT_THAT(web.proxies, ElementsAre("10.0.0.1"));
    EXPECT_EQ(web.leave_to, "https://exemple.fr/ailleurs");
    EXPECT_EQ(web.forget_after, 1h);
    EXPECT_EQ(web.contact, "acces@exemple.fr");
}

TEST(WebConfig, EveryFaultSaysWhatToWrite) {
    for (auto const& [line, remedy] : std::vector<std::pair<std::string, std::string>>{
             {"url: aide.exemple.fr", "https://aide.exemple.fr"},
             {"url: https://aide.exemple.fr/chat", "sans rien derrière"},
             {"leave_to: http://exemple.fr", "https://"},
             {"contact: quelqu’un", "accessibilite@exemple.fr"},
             {"forget_after: 1 min", "15 min"},
             {"forget_after: 13 h", "15 min"},
             {"forget_after: 900", "5 min"},
             {"listen: {port: 70000}", "65535"},
             {"ur: x", "url"}}) {
        auto const read = read_config_text("data: {folder: /tmp/x}\nweb:\n  " + line + "\n", "web");
        EXPECT_FALSE(read.config) << line;
        ASSERT_THAT(read.complaints, testing::SizeIs(1)) << line;
        EXPECT_THAT(read.complaints[0], HasSubstr("web:3:")) << line;
        EXPECT_THAT(read.complaints[0], HasSubstr(remedy)) << line;
    }
}

TEST(ApiConfig, WhatIsLeftOutHasAUsefulValueAndFaultsAreNamed) {
    auto const read = read_config_text("data: {folder: /tmp/x}\napi: {per_minute: 30}\n", "api");
    EXPECT_THAT(read.complaints, ElementsAre());
    ASSERT_TRUE(read.config);
    auto const& api = *read.config->api;
    EXPECT_EQ(api.listen.address, "127.0.0.1");
    EXPECT_EQ(api.listen.port, 9130);
    EXPECT_EQ(api.per_minute, 30);
    EXPECT_EQ(api.burst, 60);
    EXPECT_EQ(tokens_file(api, "/tmp/x"), "/tmp/x/api-tokens.json");
    EXPECT_FALSE(read_config_text(small, "small").config->api);
    for (auto const* line : {"burst: 0", "per_minute: many", "token: x"}) {
        auto const bad = read_config_text("data: {folder: /tmp/x}\napi:\n  " + std::string(line) + "\n", "api");
        ASSERT_THAT(bad.complaints, testing::SizeIs(1)) << line;
        EXPECT_THAT(bad.complaints[0], HasSubstr("api:3:")) << line;
    }
}

TEST(Config, WhatIsLeftOutHasAUsefulValue) {
    auto const read = read_config_text(small, "small");

    ASSERT_TRUE(read.config) << read.complaints.front();
    EXPECT_EQ(read.config->matrix->url, "http://127.0.0.1:29310");
    EXPECT_EQ(read.config->matrix->sender, "_phare_bot");
    EXPECT_TRUE(read.config->backup.folder.empty());
}

TEST(Config, RequestsGoOnlyToRoomsThatTheBotMayEnter) {
    const std::string with_rooms = R"(data: {folder: /tmp/x}
matrix: {homeserver: "http://x", server_name: x, registration: r.yaml, rooms: ["!rouen:x"]}
people: {partners: ["@conseillere:x"], partner_rooms: ["!equipe:x"]}
)";
    auto const good = read_config_text(with_rooms + "hand_over: {76540S00: \"!rouen:x\"}\n", "good");
    ASSERT_TRUE(good.config) << good.complaints.front();
    EXPECT_EQ(good.config->desks.at("76540S00"), "!rouen:x");
    EXPECT_THAT(good.config->partners, ElementsAre("@conseillere:x"));
    EXPECT_THAT(good.config->partner_rooms, ElementsAre("!equipe:x"));

    auto const bad = read_config_text(with_rooms + "hand_over: {\"*\": \"!autre:x\"}\n", "bad.yaml");
    ASSERT_EQ(bad.complaints.size(), 1U);
    EXPECT_THAT(bad.complaints.front(), HasSubstr("bad.yaml:4"));
    EXPECT_THAT(bad.complaints.front(), HasSubstr("matrix.rooms"));
}

TEST(Config, AStructuresOfficeCanBeAMailAddress) {
    auto const good = read_config_text(
        R"(data: {folder: /var/lib/phare}
email:
  address: orientation@phare.example
  smtp: {host: relay.phare.example}
  lmtp: {socket: /run/phare/lmtp}
people: {partners: ["Conseil@ML.example"]}
hand_over: {"*": "Accueil@ML.example"}
)",
        "good"
    );
    ASSERT_TRUE(good.config) << good.complaints.front();
    EXPECT_EQ(good.config->desks.at("*"), "accueil@ml.example");
    EXPECT_THAT(good.config->partners, ElementsAre("conseil@ml.example"));
}

TEST(Config, AnUnknownKeyIsNamedWithItsPlaceAndTheNearestKnownOne) {
    auto const read = read_config_text("data: {folder: /tmp/x}\nmatrx: {}\n", "config.yaml");

    ASSERT_EQ(read.complaints.size(), 1U);
    EXPECT_THAT(read.complaints.front(), HasSubstr("config.yaml:2:1"));
    EXPECT_THAT(read.complaints.front(), HasSubstr("matrix"));
    EXPECT_FALSE(read.config);
}

TEST(Config, WhatIsMissingIsNamed) {
    auto const read = read_config_text("matrix: {homeserver: \"http://x\"}\n", "config.yaml");

    std::string all;
    for (auto const& each : read.complaints) all += each + '\n';
    EXPECT_THAT(all, HasSubstr("data"));
    EXPECT_THAT(all, HasSubstr("server_name"));
    EXPECT_THAT(all, HasSubstr("registration"));
}

struct Refused {
    const char* line;
    const char* word;
    friend void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.line; }
};
class RefusedConfig : public testing::TestWithParam<Refused> {};

TEST_P(RefusedConfig, SaysWhatToWriteInstead) {
    auto const read = read_config_text(small + GetParam().line, "config.yaml");

    ASSERT_FALSE(read.config) << GetParam().line;
    EXPECT_THAT(read.complaints.front(), HasSubstr("config.yaml:"));
    EXPECT_THAT(read.complaints.front(), HasSubstr(GetParam().word));
}
INSTANTIATE_TEST_SUITE_P(
    Values,
    RefusedConfig,
    testing::Values(
        Refused{"outage_after: 120\n", "120 s"},
        Refused{"outage_after: two minutes\n", "120 s"},
        Refused{"outage_after: -5 s\n", "120 s"},
        Refused{"metrics: {port: 70000}\n", "65535"},
        Refused{"metrics: {port: no}\n", "no"},
        Refused{"language: {young: toi}\n", "tu ou vous"},
        Refused{"data: {folder: /tmp/y}\n", "data"}
    )
);

TEST(Paris, TheCivilDayIsTheOneOfTheClockOnTheWall) {
    using std::chrono::sys_days;
    auto const day = [](int y, unsigned m, unsigned d) {
        return sys_days(
            std::chrono::year_month_day(std::chrono::year(y), std::chrono::month(m), std::chrono::day(d))
        );
    };
    EXPECT_EQ(day_in_paris(day(2026, 7, 14) + 22h), day(2026, 7, 15)) << "summer: two hours ahead";
    EXPECT_EQ(day_in_paris(day(2026, 7, 14) + 21h + 59min), day(2026, 7, 14));
    EXPECT_EQ(day_in_paris(day(2026, 12, 31) + 23h), day(2027, 1, 1)) << "winter: one hour";
    EXPECT_EQ(day_in_paris(day(2026, 3, 29) + 0h), day(2026, 3, 29)) << "the night of the change";
}

TEST(Upkeep, EachDelayIsTheOneThatTheTextsPromise) {
    bot::Instant const now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
    auto const before = past_its_time(now);
    auto const ago = [&](std::int64_t micros) {
        return now - bot::Instant(std::chrono::microseconds(micros));
    };

    EXPECT_EQ(ago(before.finished_dedupe), 24h * 7);
    EXPECT_EQ(ago(before.quarantine), 72h);
    EXPECT_EQ(ago(before.outbox_body), 24h);
    EXPECT_EQ(ago(before.outbox_skeleton), 24h * 7);
    EXPECT_GT(ago(before.erasure_ledger), 24h * 14) << "longer than any backup";
    EXPECT_EQ(ago(before.state_expired_at), 0h);
}

const std::string with_mail = small + R"(email:
  address: orientation@exemple.fr
  lmtp: {socket: /run/phare/lmtp.sock}
  smtp: {host: smtp.exemple.fr, user: bot, password_file: /etc/phare/smtp}
)";

TEST(MailConfig, WhatIsLeftOutHasAUsefulValue) {
    auto const read = read_config_text(with_mail, "mail");

    ASSERT_TRUE(read.config) << read.complaints.front();
    auto const& mail = read.config->email.value();
    EXPECT_EQ(mail.domain, "phare.exemple.fr");  // colleagues write from exemple.fr, and get answers
    EXPECT_EQ(mail.hello, "exemple.fr");
    EXPECT_THAT(mail.addresses, ElementsAre("orientation@exemple.fr"));
    EXPECT_EQ(mail.smtp->port, 587);
    EXPECT_EQ(mail.smtp->security, MailConfig::Security::starttls);
    EXPECT_FALSE(mail.needs_http());
}

TEST(MailConfig, TheBlockOfTheExampleIsAcceptedOnceItIsNoComment) {
    std::string text;
    std::istringstream lines(example_mail_config());
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("# ")) continue;
        line.erase(0, 2);
        auto const mark = line.find_first_not_of(' ');
        if (line.compare(mark, 2, "# ") == 0) line.erase(mark, 2);
        text += line + "\n";
    }

    auto const read = read_config_text(small + text, "example");

    EXPECT_THAT(read.complaints, ElementsAre());
    ASSERT_TRUE(read.config && read.config->email);
    EXPECT_EQ(read.config->email->imap->move_to, "Traités");
    EXPECT_EQ(read.config->email->webhooks.front().provider, "postmark");
    EXPECT_TRUE(read.config->email->needs_http());
}

TEST(MailConfig, AProviderIsAFileOrAFileAndTheNameOfItsServer) {
    auto const read = read_config_text(
        small + "email:\n  address: a@exemple.fr\n  mail_dir: /tmp/x\n  webhooks:\n    postmark: /etc/phare/postmark\n"
                "    mailgun: {secret_file: /etc/phare/mailgun, authserv_id: mx.prestataire.fr}\n", "mail");
    EXPECT_THAT(read.complaints, ElementsAre());
    ASSERT_TRUE(read.config && read.config->email && read.config->email->webhooks.size() == 2);
    EXPECT_EQ(read.config->email->webhooks[0].secret_file, "/etc/phare/postmark");
    EXPECT_EQ(read.config->email->webhooks[0].authserv_id, "");
    EXPECT_EQ(read.config->email->webhooks[1].secret_file, "/etc/phare/mailgun");
    EXPECT_EQ(read.config->email->webhooks[1].authserv_id, "mx.prestataire.fr");
}

TEST(MailConfig, BrevosFilesWantAKeyAndAnAddressThatKeepsItSecret) {
    auto const read = [](const std::string& brevo) {
        return read_config_text(small + "email:\n  address: a@exemple.fr\n  mail_dir: /tmp/x\n  webhooks:\n    brevo: {secret_file: /etc/phare/brevo, " + brevo + "}\n", "mail");
    };
    auto const usual = read("api_key_file: /etc/phare/brevo-api");
    EXPECT_THAT(usual.complaints, ElementsAre());
    ASSERT_TRUE(usual.config && usual.config->email);
    EXPECT_EQ(usual.config->email->webhooks.front().api_key_file, "/etc/phare/brevo-api");
    EXPECT_EQ(usual.config->email->webhooks.front().api_url, "");
    for (auto const* const url : {"https://api.exemple.fr/v3", "http://127.0.0.1:8080/v3", "http://localhost/v3", "\"http://[::1]:80/v3\""})
        EXPECT_TRUE(read(std::string("api_key_file: /k, api_url: ") + url).config) << url;
    for (auto const* const url : {"http://api.exemple.fr/v3", "https://api.exemple.fr/v3/", "ftp://127.0.0.1/v3", "https://moi@exemple.fr/v3", "http://localhost.exemple.fr/v3", "https:///v3"}) {
        auto const bad = read(std::string("api_key_file: /k, api_url: ") + url);
        ASSERT_EQ(bad.complaints.size(), 1U) << url;
        EXPECT_THAT(bad.complaints.front(), HasSubstr("la clé de l’API ne part pas vers"));
    }
    EXPECT_THAT(read("api_url: https://api.exemple.fr/v3").complaints, ElementsAre(HasSubstr("une adresse d’API sans clé")));
    auto const other = read_config_text(small + "email:\n  address: a@exemple.fr\n  mail_dir: /tmp/x\n  webhooks: {postmark: {secret_file: /p, api_key_file: /k}}\n", "mail");
    EXPECT_THAT(other.complaints, ElementsAre(HasSubstr("api_key_file"))) << "the others post the files themselves";
}

TEST(MailConfig, EveryFaultSaysWhatToDo) {
    auto const complaint_of = [](const std::string& lines) {
        auto const read = read_config_text(small + "email:\n  address: a@exemple.fr\n" + lines, "mail");
        EXPECT_FALSE(read.config) << lines;
        return read.complaints.empty() ? std::string() : read.complaints.front();
    };
    std::string const in = "  lmtp: {port: 2424}\n", out = "  mail_dir: /tmp/x\n";

    EXPECT_THAT(complaint_of(out), HasSubstr("aucun courriel ne pourrait arriver"));
    EXPECT_THAT(complaint_of(in), HasSubstr("aucune réponse ne pourrait partir"));
    EXPECT_THAT(complaint_of(in + "  smtp: {host: smtp.exemple.fr, security: none}\n"), HasSubstr("sans chiffrement"));
    EXPECT_THAT(complaint_of(in + "  smtp: {host: smtp.exemple.fr, user: bot}\n"), HasSubstr("un utilisateur va avec un secret"));
    EXPECT_THAT(complaint_of(out + "  lmtp: {address: 0.0.0.0, port: 24}\n"), HasSubstr("LMTP n’a pas de mot de passe"));
    EXPECT_THAT(complaint_of(out + "  lmtp: {socket: /a, port: 24}\n"), HasSubstr("à un seul endroit"));
    EXPECT_THAT(complaint_of(out + "  imap: {host: h, user: u, password_file: /p, every: 1 s}\n"), HasSubstr("toutes les cinq secondes"));
    EXPECT_THAT(complaint_of(out + "  webhooks: {brevo: {authserv_id: x}}\n"), HasSubstr("un prestataire sans secret"));
    EXPECT_THAT(complaint_of(in + out + "  public_url: http://exemple.fr\n"), HasSubstr("ne peut pas figurer dans un courriel"));
    EXPECT_THAT(complaint_of(in + out + "  adresses: [x]\n"), HasSubstr("adresses"));
}

/// A configuration whose master key is that credential.
std::string with_credential(const std::string& name) { return "data: {folder: /tmp/x, master_key_file: \"credential:" + name + "\"}\n"; }

TEST(Config, ACredentialIsWhatSystemdHandsOver) {
    tests::Folder const own;
    auto const& folder = own.path();
    std::ofstream(folder / "alone") << "x";
    std::ofstream(folder / "secrets_together") << "x";
    auto const key = [](const std::string& name) {
        auto const read = read_config_text(with_credential(name), "test");
        return read.config ? read.config->data.master_key_file : std::filesystem::path(read.complaints.at(0));
    };

    setenv("CREDENTIALS_DIRECTORY", folder.c_str(), 1);
    EXPECT_EQ(key("alone"), folder / "alone");
    EXPECT_EQ(key("together"), folder / "secrets_together");
    EXPECT_EQ(key("missing"), folder / "missing");
    EXPECT_THAT(key("../../etc/shadow").string(), HasSubstr("Écrivez credential:NOM"));
    unsetenv("CREDENTIALS_DIRECTORY");
    EXPECT_EQ(key("alone"), "/etc/phare/secrets/alone");
}

TEST(Config, MistakesThatOnceWentUnseenHaveALineAndARemedy) {
    auto const said = [](const std::string& text) {
        auto const read = read_config_text(text, "c.yaml");
        std::string all;
        for (auto const& line : read.complaints) all += line + "\n";
        return all;
    };
    struct Case {
        const char* text;
        const char* line;
        const char* remedy;
    };
    for (auto const& [text, line, remedy] : std::vector<Case>{
             {"data: {folder: /tmp/x}\nlanguage: tu\n", "c.yaml:2:11", "young"},
             {"data: /var/lib/phare\n", "c.yaml:1:7", "folder"},
             {"data: {folder: var/phare}\n", "c.yaml:1:16", "chemin entier"},
             {"data: {folder: /tmp/x}\nbackup: {folder: ../copies}\n", "c.yaml:2:18", "chemin entier"},
             {"data: {folder: /tmp/x}\nweb: {listen: {address: localhost, port: 80}}\n", "c.yaml:2:25", "127.0.0.1"},
             {"data: {folder: /tmp/x}\nmetrics: 9110\n", "c.yaml:2:10", "port"},
             {"data: {folder: /tmp/x}\nweb: {listen: {port: 9110}}\n", "c.yaml:2:15", "metrics et web.listen écoutent au même port, 9110. Donnez un autre port"},
             {"data: {folder: /tmp/x}\nweb: {listen: {port: 8080}}\napi: {listen: {address: 0.0.0.0, port: 8080}}\n", "c.yaml:3:15", "web.listen et api.listen"},
             {"data: {folder: /tmp/x}\nmatrix: {homeserver: \"127.0.0.1:8008\", server_name: a.b, registration: /r}\n", "c.yaml:2:22", "http://"},
             {"data: {folder: /tmp/x}\nmatrix: {homeserver: \"http://h\", server_name: \"@bot:a.b\", registration: /r}\n", "c.yaml:2:", "deux-points"}}) {
        EXPECT_THAT(said(text), HasSubstr(line)) << text;
        EXPECT_THAT(said(text), HasSubstr(remedy)) << text;
    }
}

}  // namespace config_test
