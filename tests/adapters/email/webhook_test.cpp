#include "adapters/email/webhook.hpp"

#include "adapters/email/reply_token.hpp"
#include "adapters/email/understood.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace adapters::email {
namespace webhook_test {

using nlohmann::json;
constexpr std::string_view hook_key = "cle-de-test-mailgun-0123456789";
Instant const hook_now(std::chrono::seconds(1741000000));

Understood read(const InboundMail& mail) {
    Identity us;
    us.addresses = {"orientation@phare.test"};
    us.domain = "phare.test";
    us.authserv_id = "mx.phare.test";
    return understand(mail, us);
}

FormFields fields_of(const json& object) {
    FormFields fields;
    for (auto const& [name, value] : object.items()) fields.push_back({name, value.get<std::string>()});
    return fields;
}

TEST(Webhooks, FixturesGiveWhatTheyExpect) {
    std::filesystem::path const folder = std::filesystem::path(PHARE_SOURCE_DIR) / "tests/fixtures/email/webhooks";
    int seen = 0;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path());
        json const post = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
        json const& expect = post.at("expect");
        std::string const name = entry.path().filename();
        ++seen;
        WebhookPost got = name.starts_with("mailgun") ? read_mailgun(fields_of(post.at("fields")), hook_key, hook_now)
                          : name.starts_with("brevo") ? read_brevo(post.at("body").dump(), hook_now)
                                                      : read_postmark(post.at("body").dump(), hook_now);
        if (expect.contains("suppress")) {
            ASSERT_EQ(got.events.size(), 1u) << name;
            EXPECT_EQ(got.events[0].address, expect.at("suppress").get<std::string>());
            EXPECT_EQ(got.events[0].kind == ProviderEvent::Kind::hard_bounce, expect.at("hard").get<bool>());
            continue;
        }
        EXPECT_EQ(got.status == 200, expect.at("accept").get<bool>()) << name;
        if (!expect.at("accept").get<bool>()) {
            EXPECT_TRUE(got.mails.empty());
            continue;
        }
        ASSERT_EQ(got.mails.size(), 1u) << name;
        auto const mail = read(got.mails.front());
        EXPECT_EQ(mail.judgement.cls, Class::human) << name << ' ' << mail.judgement.why;
        EXPECT_EQ(mail.token, "k4x7q2m9") << name;
        EXPECT_EQ(mail.sender, "lea.martin@jeunes.example") << name;
        if (expect.contains("visible")) {
            EXPECT_EQ(mail.visible, expect.at("visible").get<std::string>()) << name;
        }
        if (expect.contains("message_id")) {
            EXPECT_EQ(mail.message_id, expect.at("message_id").get<std::string>());
        }
    }
    EXPECT_EQ(seen, 6);
}

FormFields signed_fields(std::int64_t seconds) {
    std::string const timestamp = std::to_string(seconds), token(50, 't');
    return {{"timestamp", timestamp}, {"token", token}, {"signature", to_hex(hmac_sha256(hook_key, timestamp + token))}, {"sender", "a@b.example"}, {"recipient", "c@phare.test"}, {"body-plain", "x"}};
}

TEST(Mailgun, AnOldOrAFuturePostIsRefusedAndATokenComesBackForRememberingIt) {
    EXPECT_EQ(read_mailgun(signed_fields(1741000000), hook_key, hook_now).status, 200);
    EXPECT_EQ(read_mailgun(signed_fields(1741000000), hook_key, hook_now).replay_key, std::string(50, 't'));
    EXPECT_EQ(read_mailgun(signed_fields(1741000000 - 200), hook_key, hook_now).status, 406);
    EXPECT_EQ(read_mailgun(signed_fields(1741000000 + 200), hook_key, hook_now).status, 406);
    EXPECT_EQ(read_mailgun(signed_fields(1741000000), "", hook_now).status, 406) << "no key: nothing is believed";
}
TEST(Mailgun, OnlyTheLastOfDoubledFieldsIsSigned) {
    auto fields = signed_fields(1741000000);
    fields.insert(fields.begin(), FormField{"token", "another"});
    EXPECT_EQ(read_mailgun(fields, hook_key, hook_now).status, 200);
    fields.push_back({"token", "another"});
    EXPECT_EQ(read_mailgun(fields, hook_key, hook_now).status, 406);
}

TEST(Webhooks, ForeignTextCannotWriteAHeader) {
    json post{{"MessageID", "1"}, {"From", "a@b.example\r\nX-Evil: 1"}, {"Subject", "x\r\nBcc: y@z.example"}, {"TextBody", "bonjour"},
              {"Headers", {{{"Name", "X-A\r\nX-Evil"}, {"Value", "1"}}, {{"Name", "X-B"}, {"Value", "1\r\nX-Evil: 1"}}}}};
    auto const got = read_postmark(post.dump(), hook_now);
    ASSERT_EQ(got.mails.size(), 1u);
    EXPECT_EQ(got.mails[0].raw.find("\r\nX-Evil"), std::string::npos);
    EXPECT_EQ(got.mails[0].raw.find("\r\nBcc"), std::string::npos);
}

TEST(Webhooks, WhatIsNoPostIsNotUnderstood) {
    for (std::string_view text : {"", "[]", "{}", "{\"items\":3}", "nonsense", "{\"event\":3}"}) {
        EXPECT_TRUE(read_postmark(text, hook_now).mails.empty()) << text;
        EXPECT_TRUE(read_brevo(text, hook_now).mails.empty()) << text;
    }
}

TEST(Forms, BothKinds) {
    auto const one = read_form("application/x-www-form-urlencoded", "a=b+c%C3%A9&d=&e");
    ASSERT_TRUE(one);
    EXPECT_EQ((*one)[0].name, "a");
    EXPECT_EQ((*one)[0].value, "b cé");
    EXPECT_EQ(one->size(), 3u);
    auto const two = read_form("multipart/form-data; boundary=\"xx\"", "--xx\r\nContent-Disposition: form-data; name=\"body-mime\"\r\n\r\nFrom: a\r\n\r\nx\r\n--xx--\r\n");
    ASSERT_TRUE(two);
    EXPECT_EQ((*two)[0].value, "From: a\r\n\r\nx");
    EXPECT_FALSE(read_form("text/plain", "a=b"));
    EXPECT_FALSE(read_form("multipart/form-data; boundary=xx", "--xx\r\nbroken"));
}

TEST(Forms, AFileKeepsItsNameAndType) {
    auto const form = read_form(
        "multipart/form-data; boundary=xx",
        "--xx\r\nContent-Disposition: form-data; filename=\"../chiffres d\xC3\xA9" "c.csv\"; name=\"attachment-1\"\r\nContent-Type: Text/CSV; charset=utf-8\r\n\r\na;b\r\n--xx--\r\n");
    ASSERT_TRUE(form && form->size() == 1);
    EXPECT_EQ((*form)[0].name, "attachment-1");
    EXPECT_EQ((*form)[0].file_name, "chiffres déc.csv");
    EXPECT_EQ((*form)[0].type, "text/csv");
    EXPECT_EQ((*form)[0].value, "a;b");
}

TEST(Mailgun, APartnersFileComesThroughWithItsNameSoThatItCanBeImported) {
    auto fields = signed_fields(1741000000);
    fields.push_back({"from", "Claire <claire@conseil.example>"});
    fields.push_back({"attachment-count", "1"});
    fields.push_back({"attachment-1", "objectif;mois;valeur\r\nAIJ;2025-02;1140\r\n", "chiffres février.csv", "text/csv"});
    auto const mail = read(read_mailgun(fields, hook_key, hook_now).mails.at(0));
    ASSERT_EQ(mail.attachments.size(), 1u);
    EXPECT_EQ(mail.attachments[0].name, "chiffres février.csv");
    EXPECT_EQ(mail.attachments[0].type, "text/csv");
    EXPECT_EQ(mail.attachments[0].bytes, "objectif;mois;valeur\r\nAIJ;2025-02;1140\r\n");
}

/// The same mail with a verdict in its header, as each provider would post it.
std::vector<std::pair<std::string, InboundMail>> posts_that_claim(const std::string& verdict) {
    std::vector<std::pair<std::string, InboundMail>> out;
    json const postmark{{"MessageID", "1"}, {"From", "claire@conseil.example"}, {"TextBody", "AIJ"}, {"Headers", {{{"Name", "Authentication-Results"}, {"Value", verdict}}}}};
    out.emplace_back("postmark", read_postmark(postmark.dump(), hook_now).mails.at(0));
    auto fields = signed_fields(1741000000);
    fields.push_back({"body-mime", "Authentication-Results: " + verdict + "\r\nFrom: claire@conseil.example\r\nSubject: x\r\n\r\nAIJ\r\n"});
    out.emplace_back("mailgun", read_mailgun(fields, hook_key, hook_now).mails.at(0));
    json const brevo{{"items", {{{"Uuid", {"1"}}, {"From", {{"Address", "claire@conseil.example"}}}, {"RawTextBody", "AIJ"}, {"Headers", {{"Authentication-Results", verdict}}}}}}};
    out.emplace_back("brevo", read_brevo(brevo.dump(), hook_now).mails.at(0));
    return out;
}

TEST(Webhooks, AVerdictUnderTheNameOfAnotherWayInIsWorthNothing) {
    for (auto const& [provider, mail] : posts_that_claim("mx.phare.test; dmarc=pass header.from=conseil.example")) {
        EXPECT_EQ(read(mail).auth, AuthVerdict::none) << provider;
        EXPECT_EQ(read(mail).trusted_sender, "") << provider;
    }
}

TEST(Webhooks, AProvidersVerdictCountsWhereTheConfigurationNamesItsServer) {
    Identity us;
    us.addresses = {"orientation@phare.test"};
    us.domain = "phare.test";
    us.authserv_id = "mx.phare.test";
    for (auto const& [provider, mail] : posts_that_claim("mx.prestataire.example; dmarc=pass header.from=conseil.example")) {
        us.provider_authserv_ids = {};
        EXPECT_EQ(understand(mail, us).auth, AuthVerdict::none) << provider;
        us.provider_authserv_ids = {{provider, "mx.prestataire.example"}};
        EXPECT_EQ(understand(mail, us).trusted_sender, "claire@conseil.example") << provider;
    }
    for (auto const& [provider, mail] : posts_that_claim("mx.phare.test; dmarc=pass header.from=conseil.example")) {
        us.provider_authserv_ids = {{provider, "mx.prestataire.example"}};
        EXPECT_EQ(understand(mail, us).trusted_sender, "") << provider;
    }
}

}  // namespace webhook_test
}  // namespace adapters::email
