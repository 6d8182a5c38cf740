#include "bot/service/mail_settings.hpp"

#include "adapters/email/reply_token.hpp"
#include "bot/service/mail_doctor.hpp"
#include "tests/support/folder.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace mail_settings_test {

using namespace bot::service;
using adapters::email::RecipientVerdict;
namespace fs = std::filesystem;

struct Folder : tests::Folder {
    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(*this / name) << text;
        fs::permissions(*this / name, fs::perms::owner_read | fs::perms::owner_write);
        return *this / name;
    }
};

bot::commands::MailConfig ours() {
    bot::commands::MailConfig config;
    config.address = "Orientation@exemple.fr";
    config.addresses = {"Orientation@exemple.fr", "contact@exemple.fr"};
    config.domain = "phare.exemple.fr";
    config.hello = "exemple.fr";
    config.authserv_id = "mx.exemple.fr";
    return config;
}

constexpr std::string_view key = "0123456789abcdef";
constexpr std::chrono::sys_days today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29);

TEST(MailSettings, OursAreOurAddressesWithAnyTagAndWhatOurMailsName) {
    auto const config = ours();
    for (auto const* to : {"orientation@exemple.fr", "ORIENTATION+k4x7@Exemple.fr", "contact@exemple.fr", "orientation+verp-abc@exemple.fr", "desabonnement+abc@exemple.fr"})
        EXPECT_EQ(verdict_on(config, key, {to, "lea@jeunes.test", today}), RecipientVerdict::known) << to;
    for (auto const* to : {"directrice@exemple.fr", "orientation@autre.fr", "desabonnement@exemple.fr", "desabonnement+abc@autre.fr", "x+orientation@exemple.fr"})
        EXPECT_EQ(verdict_on(config, key, {to, "lea@jeunes.test", today}), RecipientVerdict::unknown) << to;
}

TEST(MailSettings, AReplyAddressEndsForWhomItWasMade) {
    using adapters::email::TokenPurpose;
    auto const config = ours();
    auto const made = [](TokenPurpose purpose, const char* address, std::chrono::sys_days last) {
        return "orientation+" + adapters::email::make_token(key, {purpose, address, {}}, last) + "@exemple.fr";
    };
    auto const ends = today - std::chrono::days(1);
    auto const over = made(TokenPurpose::reply, "lea@jeunes.test", ends), holds = made(TokenPurpose::reply, "lea@jeunes.test", today);

    EXPECT_EQ(verdict_on(config, key, {over, "Lea@Jeunes.test", today}), RecipientVerdict::ended);
    EXPECT_EQ(verdict_on(config, key, {holds, "lea@jeunes.test", today}), RecipientVerdict::known);
    EXPECT_EQ(verdict_on(config, key, {over, "mere@jeunes.test", today}), RecipientVerdict::known) << "not theirs: looked at when the mail is read";
    EXPECT_EQ(verdict_on(config, key, {over, "", today}), RecipientVerdict::known) << "a bounce proves what it proves";
    EXPECT_EQ(verdict_on(config, "another key of sixteen", {over, "lea@jeunes.test", today}), RecipientVerdict::known);
    EXPECT_EQ(verdict_on(config, key, {made(TokenPurpose::unsubscribe, "lea@jeunes.test", ends), "lea@jeunes.test", today}), RecipientVerdict::known);
}

TEST(MailSettings, AColleagueAtTheSameDomainIsNotUs) {
    auto const us = mail_settings(ours()).us;

    EXPECT_FALSE(us.is_ours("conseillere@exemple.fr"));
    EXPECT_TRUE(us.is_ours("orientation+k4x7@exemple.fr"));
}

TEST(MailSettings, ATokenIsReadAgainEachTimeThatItIsAskedFor) {
    Folder const folder;
    bot::commands::MailConfig::Peer peer;
    peer.token_file = folder.write("token", "jeton-1\n");
    auto const server = server_of(peer);
    EXPECT_EQ(server.token(), "jeton-1");
    folder.write("token", "jeton-2\n");
    EXPECT_EQ(server.token(), "jeton-2");
    fs::remove(peer.token_file);
    EXPECT_THROW(static_cast<void>(server.token()), std::runtime_error);
}

TEST(MailSettings, ASecretIsTheFirstLineAndNeverEmpty) {
    Folder const folder;

    EXPECT_EQ(secret_in(folder.write("good", "un mot de passe\r\nautre chose\n")), "un mot de passe");
    EXPECT_THROW(static_cast<void>(secret_in(folder.write("empty", "\n"))), std::runtime_error);
    EXPECT_THROW(static_cast<void>(secret_in(folder.path() / "missing")), std::runtime_error);
}

TEST(MailSettings, TheKeyIsMadeOnceForItsOwnerAlone) {
    Folder const folder;
    bot::commands::Config config;
    config.data.folder = folder.path();
    config.email = ours();

    auto const first = mail_key(config);

    EXPECT_EQ(first.size(), 32U);
    EXPECT_EQ(mail_key(config), first);
    EXPECT_EQ(fs::status(folder.path() / "mail.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    config.email->key_file = folder.write("short", "abc");
    EXPECT_THROW(static_cast<void>(mail_key(config)), std::runtime_error);
}

TEST(MailSettings, AProvidersVerdictsCountOnlyWhereItsServerIsNamed) {
    auto config = ours();
    config.authserv_id = "mx.exemple.fr";
    config.webhooks = {{"mailgun", "/nowhere", "mx.prestataire.example"}, {"brevo", "/nowhere"}};

    auto const us = mail_settings(config).us;

    EXPECT_EQ(us.authserv_for("lmtp"), "mx.exemple.fr");
    EXPECT_EQ(us.authserv_for("mailgun"), "mx.prestataire.example");
    EXPECT_EQ(us.authserv_for("brevo"), "");
    EXPECT_EQ(us.authserv_for("postmark"), "");
}

TEST(MailSettings, WhatAProviderMustBeGivenIsSaidInFullWithoutTheSecret) {
    auto config = ours();
    config.public_url = "https://phare.exemple.fr";
    config.webhooks = {{"postmark", "/etc/phare/postmark"}, {"mailgun", "/etc/phare/mailgun"}};

    EXPECT_THAT(
        provider_addresses(config),
        testing::ElementsAre(
            "Adresse à donner à Postmark\u00A0: https://NOM:MOT-DE-PASSE@phare.exemple.fr/mail/postmark (ceux de /etc/phare/postmark).",
            "Adresses à donner à Mailgun\u00A0: https://phare.exemple.fr/mail/mailgun/mime pour la route des courriels, https://phare.exemple.fr/mail/mailgun pour les événements."
        )
    );
    config.public_url.clear();
    EXPECT_THAT(provider_addresses(config).front(), testing::HasSubstr("https://NOM:MOT-DE-PASSE@VOTRE-NOM/mail/postmark"));
}

TEST(MailSettings, AProvidersPasswordNeedsAName) {
    Folder const folder;
    auto config = ours();
    config.webhooks = {{"postmark", folder.write("postmark", "phare:secret\n")}, {"mailgun", folder.write("mailgun", "key-1\n")}};

    auto const access = webhook_access(config, {});

    EXPECT_EQ(access.postmark_login, "phare:secret");
    EXPECT_EQ(access.mailgun_key, "key-1");
    EXPECT_TRUE(access.brevo_login.empty());
    config.webhooks.front().secret_file = folder.write("nameless", "secret\n");
    EXPECT_THROW(static_cast<void>(webhook_access(config, {})), std::runtime_error);
}

TEST(MailDoctor, SaysInOneCodeWhatIsWrong) {
    Folder const folder;
    bot::commands::Config config;
    config.email = ours();
    config.email->lmtp = {folder.path() / "lmtp.sock", {}};
    config.email->mail_dir = folder.path() / "mails";
    auto const code = [&] { return adapters::matrix::exit_code(examine_mail(config)); };

    EXPECT_EQ(code(), 0);
    config.email->lmtp->socket = folder.path() / "no/such/folder/lmtp.sock";
    EXPECT_EQ(code(), 80);
    config.email->lmtp.reset();
    config.email->mail_dir.clear();
    boost::asio::io_context loop;
    boost::asio::ip::tcp::acceptor gone(loop, {boost::asio::ip::make_address("127.0.0.1"), 0});
    config.email->smtp.emplace();
    config.email->smtp->host = "127.0.0.1";
    config.email->smtp->port = gone.local_endpoint().port();
    config.email->smtp->security = bot::commands::MailConfig::Security::none;
    gone.close();
    EXPECT_EQ(code(), 84);
    config.email->smtp->user = "bot";
    config.email->smtp->password_file = folder.path() / "missing";
    EXPECT_EQ(code(), 81);
    config.email->smtp->password_file = folder.write("password", "secret\n");
    EXPECT_EQ(code(), 84) << "it is read, and nobody is there";
    fs::permissions(config.email->smtp->password_file, fs::perms::others_read, fs::perm_options::add);
    EXPECT_EQ(code(), 81) << "everybody may read it";
}

/// Answers one request of HTTP with this status.
class OneAnswer {
  public:
    explicit OneAnswer(int status)
        : acceptor_(loop_, {boost::asio::ip::make_address("127.0.0.1"), 0}), thread_([this, status] {
              boost::asio::ip::tcp::socket peer(loop_);
              acceptor_.accept(peer);
              boost::asio::read_until(peer, boost::asio::dynamic_buffer(asked_), "\r\n\r\n");
              boost::asio::write(peer, boost::asio::buffer("HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
          }) {}
    ~OneAnswer() {
        if (thread_.joinable()) thread_.join();
    }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/v3"; }
    [[nodiscard]] std::string asked() {
        thread_.join();
        return asked_;
    }

  private:
    boost::asio::io_context loop_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::string asked_;
    std::thread thread_;
};

TEST(MailDoctor, TriesTheKeyOfBrevosApi) {
    Folder const folder;
    bot::commands::Config config;
    config.email = ours();
    config.email->lmtp = {folder.path() / "lmtp.sock", {}};
    config.email->mail_dir = folder.path() / "mails";
    config.email->listen.port = 0;
    config.email->webhooks = {{"brevo", folder.write("brevo", "phare:secret\n")}};
    auto const says = [&](const std::string& what) {
        auto const findings = examine_mail(config);
        return std::any_of(findings.begin(), findings.end(), [&](auto const& one) { return one.sentence.find(what) != std::string::npos; });
    };
    EXPECT_TRUE(says("Sans clé de l’API de Brevo"));
    EXPECT_FALSE(provider_api(*config.email));

    auto& brevo = config.email->webhooks.front();
    brevo.api_key_file = folder.write("api", "cle-7\n");
    EXPECT_EQ(provider_api(*config.email)->base, "https://api.brevo.com/v3");
    EXPECT_EQ(provider_api(*config.email)->key(), "cle-7");
    {
        OneAnswer api(404);
        brevo.api_url = api.url();
        EXPECT_TRUE(says("accepte notre clé"));
        EXPECT_NE(api.asked().find("api-key: cle-7\r\n"), std::string::npos);
    }
    {
        OneAnswer const api(401);
        brevo.api_url = api.url();
        EXPECT_EQ(adapters::matrix::exit_code(examine_mail(config)), 90);
    }
    EXPECT_EQ(adapters::matrix::exit_code(examine_mail(config)), 90) << "nobody is there any more";
    brevo.api_key_file = folder.path() / "missing";
    EXPECT_EQ(adapters::matrix::exit_code(examine_mail(config)), 81);
}

TEST(MailDoctor, SaysThatTheBureausAlertsHaveNoOneClickUnsubscribing) {
    Folder const folder;
    bot::commands::Config config;
    config.email = ours();
    config.email->lmtp = {folder.path() / "lmtp.sock", {}};
    config.email->mail_dir = folder.path() / "mails";
    auto const warned = [&] {
        auto const findings = examine_mail(config);
        return std::any_of(findings.begin(), findings.end(), [](auto const& one) { return one.sentence.find("désabonnement en un clic") != std::string::npos; });
    };

    EXPECT_FALSE(warned());
    config.desk.emplace();
    EXPECT_FALSE(warned());
    config.desk->mail["owners"] = {"responsable@exemple.fr"};
    EXPECT_TRUE(warned());
    config.email->public_url = "https://phare.exemple.fr";
    EXPECT_FALSE(warned());
}

}  // namespace mail_settings_test
