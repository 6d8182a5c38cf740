#include "adapters/email/webhook_routes.hpp"

#include "adapters/email/base64.hpp"
#include "adapters/email/reply_token.hpp"
#include "adapters/email/stored_mail.hpp"
#include "adapters/email/webhook_events.hpp"
#include "tests/support/memory_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

namespace webhook_routes_test {

namespace asio = boost::asio;
using namespace adapters;
using namespace adapters::email;
using nlohmann::json;
using Kind = ProviderEvent::Kind;

constexpr std::string_view signing_key = "cle-de-test-mailgun-0123456789";
Instant const posted(std::chrono::seconds(1741000000));

json fixture(const std::string& name) {
    std::ifstream file(std::string(PHARE_SOURCE_DIR) + "/tests/fixtures/email/webhooks/" + name);
    return json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::string as_form(const json& fields) {
    std::string out;
    for (auto const& [name, value] : fields.items())
        out += (out.empty() ? "" : "&") + net::percent_encode(name) + "=" + net::percent_encode(value.get<std::string>());
    return out;
}

struct World {
    World() {
        WebhookAccess access;
        access.postmark_login = "postmark:secret";
        access.brevo_login = "brevo:secret";
        access.mailgun_key = signing_key;
        routes = webhook_routes(intake, access, [] { return posted; });
        std::sort(routes.begin(), routes.end(), [](auto const& a, auto const& b) { return a.prefix.size() > b.prefix.size(); });  // as the server does
    }
    tests::Disk disk;
    bool fails = false;
    asio::io_context loop{1};
    tests::MemoryStore store{disk, [](auto const& call) { call(); }, [this] { return fails; }};
    MailIntake intake{loop.get_executor(), store, [] {}};
    std::vector<net::Route> routes;

    int post(const std::string& path, std::string body, const std::string& type = "application/json", const std::string& login = {}) {
        for (auto const& route : routes) {
            if (!path.starts_with(route.prefix)) continue;
            net::Request request;
            request.head.method = "POST";
            request.head.path = path;
            request.head.headers = {{"content-type", type}};
            if (!login.empty()) request.head.headers.emplace_back("authorization", "Basic " + to_base64(login));
            if (auto const refusal = route.admit ? route.admit(request.head) : std::nullopt) return refusal->status;
            request.body = std::move(body);
            int status = 0;
            asio::co_spawn(
                loop, [&] { return route.handle(std::move(request)); },
                [&](std::exception_ptr failure, const net::Reply& reply) {
                    EXPECT_FALSE(failure);
                    status = reply.status;
                }
            );
            loop.restart();
            loop.run();
            return status;
        }
        return 0;
    }
    std::optional<ProviderEvent> only_event() {
        if (disk.inbox.size() != 1) return std::nullopt;
        return event_from_stored(disk.inbox.begin()->second.entry.payload);
    }
};

TEST(WebhookRoutes, APasswordIsAskedForBeforeTheBody) {
    World world;
    auto const post = fixture("postmark-inbound.json");
    auto const body = post.value("body", json()).dump();

    EXPECT_EQ(world.post("/mail/postmark", body), 401);
    EXPECT_EQ(world.post("/mail/postmark", body, "application/json", "postmark:wrong"), 401);
    EXPECT_EQ(world.post("/mail/postmark", body, "application/json", "brevo:secret"), 401);
    EXPECT_TRUE(world.disk.inbox.empty());
}

TEST(WebhookRoutes, APostedMailIsStoredOnceHoweverOftenItIsPosted) {
    World world;
    std::string const body = R"({"MessageID":"a8c1040e-db1c-4e18-ac79-bc5f64c7ce2c","FromFull":{"Email":"lea@jeunes.test","Name":"Léa"},"OriginalRecipient":"orientation@phare.test","Subject":"aide","TextBody":"j'ai 19 ans"})";

    EXPECT_EQ(world.post("/mail/postmark", body, "application/json", "postmark:secret"), 200);
    EXPECT_EQ(world.post("/mail/postmark", body, "application/json", "postmark:secret"), 200);

    EXPECT_EQ(world.disk.inbox.size(), 1U);
}

TEST(WebhookRoutes, WhatCannotBeStoredIsPostedAgain) {
    World world;
    world.fails = true;
    std::string const body = R"({"MessageID":"1","TextBody":"x","From":"lea@jeunes.test"})";

    EXPECT_EQ(world.post("/mail/postmark", body, "application/json", "postmark:secret"), 503);
    world.fails = false;
    EXPECT_EQ(world.post("/mail/postmark", body, "application/json", "postmark:secret"), 200);
    EXPECT_EQ(world.disk.inbox.size(), 1U);
}

TEST(WebhookRoutes, ASignatureDoesNotComeBackWithAnotherMail) {
    World world;
    auto fields = fixture("mailgun-mime.json").at("fields");
    auto const type = "application/x-www-form-urlencoded";

    EXPECT_EQ(world.post("/mail/mailgun", as_form(fields), type), 200);
    EXPECT_EQ(world.post("/mail/mailgun", as_form(fields), type), 200);  // Mailgun, trying again
    fields["body-mime"] = fields["body-mime"].get<std::string>() + "et autre chose";
    EXPECT_EQ(world.post("/mail/mailgun", as_form(fields), type), 406);
    EXPECT_EQ(world.disk.inbox.size(), 1U);

    EXPECT_EQ(world.post("/mail/mailgun", as_form(fixture("mailgun-bad-signature.json").at("fields")), type), 406);
    EXPECT_EQ(world.post("/mail/mailgun", "no form", "text/plain"), 406);
}

TEST(WebhookRoutes, MailgunPostsTheMailAsItCameToTheAddressThatEndsWithMime) {
    World world;
    auto const type = "application/x-www-form-urlencoded";

    EXPECT_EQ(world.post("/mail/mailgun/mime", as_form(fixture("mailgun-mime.json").at("fields")), type), 200);

    ASSERT_EQ(world.disk.inbox.size(), 1U);
    auto const mail = mail_from_stored(world.disk.inbox.begin()->second.entry.payload);
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->source, "mailgun");
    EXPECT_EQ(mail->raw, fixture("mailgun-mime.json").at("fields").at("body-mime").get<std::string>());
    EXPECT_EQ(world.post("/mail/mailgun/mime/x", "", type), 404);
}

TEST(WebhookRoutes, EventsOfAllThreeAreKept) {
    auto const at = std::to_string(posted.time_since_epoch() / std::chrono::seconds(1));
    json const mailgun = {
        {"signature", {{"timestamp", at}, {"token", "t1"}, {"signature", to_hex(hmac_sha256(signing_key, at + "t1"))}}},
        {"event-data", {{"event", "failed"}, {"severity", "permanent"}, {"reason", "bounce"}, {"recipient", "lea@jeunes.test"}, {"message", {{"headers", {{"message-id", "1@phare.test"}}}}}}}};
    World first, second, third;

    EXPECT_EQ(first.post("/mail/mailgun", mailgun.dump()), 200);
    EXPECT_EQ(second.post("/mail/postmark", R"({"RecordType":"SpamComplaint","Email":"lea@jeunes.test","MessageID":"x"})", "application/json", "postmark:secret"), 200);
    EXPECT_EQ(third.post("/mail/brevo", R"({"event":"hard_bounce","email":"lea@jeunes.test","message-id":"<1@phare.test>"})", "application/json", "brevo:secret"), 200);

    auto const of_mailgun = first.only_event(), of_postmark = second.only_event(), of_brevo = third.only_event();
    ASSERT_TRUE(of_mailgun && of_postmark && of_brevo);
    EXPECT_EQ(of_mailgun->kind, Kind::hard_bounce);
    EXPECT_EQ(of_mailgun->message_id, "<1@phare.test>");
    EXPECT_EQ(of_postmark->kind, Kind::complaint);
    EXPECT_EQ(of_brevo->kind, Kind::hard_bounce);
}

TEST(WebhookRoutes, NothingElseIsThere) {
    World world;

    EXPECT_EQ(world.post("/mail/mailgun/more", "x=1", "application/x-www-form-urlencoded"), 404);
    MailIntake& intake = world.intake;
    EXPECT_TRUE(webhook_routes(intake, WebhookAccess(), [] { return posted; }).empty());
}

TEST(WebhookEvents, WhatSaysNothingOfAnAddressIsLeftAlone) {
    for (auto const* type : {"Transient", "AutoResponder", "Blocked", "DMARCPolicy"}) {
        auto const read = read_postmark_event(json{{"RecordType", "Bounce"}, {"Type", type}, {"Email", "a@b.test"}}.dump());
        ASSERT_TRUE(read) << type;
        EXPECT_TRUE(read->events.empty()) << type;
    }
    EXPECT_TRUE(read_postmark_event(R"({"RecordType":"Open","Email":"a@b.test"})")->events.empty());
    EXPECT_FALSE(read_postmark_event(R"({"MessageID":"1"})"));
    EXPECT_FALSE(read_postmark_event("nothing"));
}

TEST(WebhookEvents, ASignatureThatIsOldOrForgedIsRefused) {
    auto const signed_at = [](std::chrono::seconds when, const std::string& with) {
        auto const at = std::to_string(when.count());
        json const post = {{"signature", {{"timestamp", at}, {"token", "t"}, {"signature", to_hex(hmac_sha256(with, at + "t"))}}}, {"event-data", {{"event", "complained"}, {"recipient", "a@b.test"}}}};
        return read_mailgun_event(post.dump(), signing_key, posted).status;
    };
    auto const now = std::chrono::floor<std::chrono::seconds>(posted).time_since_epoch();

    EXPECT_EQ(signed_at(now, std::string(signing_key)), 200);
    EXPECT_EQ(signed_at(now - std::chrono::minutes(3), std::string(signing_key)), 406);
    EXPECT_EQ(signed_at(now + std::chrono::minutes(3), std::string(signing_key)), 406);
    EXPECT_EQ(signed_at(now, "another key"), 406);
    EXPECT_EQ(read_mailgun_event("{}", signing_key, posted).status, 406);
    EXPECT_FALSE(mailgun_signed("9223372036854775807", "t", to_hex(hmac_sha256(signing_key, "9223372036854775807t")), signing_key, posted));
}

/// A permanent or temporary failure as Mailgun tells it.
std::optional<Kind> mailgun_says(const char* severity, const char* reason, const char* message, const char* enhanced = "") {
    auto const at = std::to_string(posted.time_since_epoch() / std::chrono::seconds(1));
    json status{{"code", 550}, {"message", message}, {"description", ""}};
    if (*enhanced != 0) status["enhanced-code"] = enhanced;
    json const post = {
        {"signature", {{"timestamp", at}, {"token", "t"}, {"signature", to_hex(hmac_sha256(signing_key, at + "t"))}}},
        {"event-data", {{"event", "failed"}, {"severity", severity}, {"reason", reason}, {"recipient", "a@b.test"}, {"delivery-status", status}}}};
    auto const read = read_mailgun_event(post.dump(), signing_key, posted);
    EXPECT_EQ(read.status, 200);
    if (read.events.empty()) return std::nullopt;
    return read.events.front().kind;
}

TEST(WebhookEvents, MailgunsFailuresAreWhatTheyWouldBeAsBounces) {
    EXPECT_EQ(mailgun_says("permanent", "bounce", "5.1.1 The email account that you tried to reach does not exist"), Kind::hard_bounce);
    EXPECT_EQ(mailgun_says("permanent", "bounce", "mailbox unavailable", "5.1.1"), Kind::hard_bounce);
    EXPECT_EQ(mailgun_says("permanent", "suppress-bounce", "Not delivering to previously bounced address"), Kind::hard_bounce);
    EXPECT_EQ(mailgun_says("permanent", "suppress-complaint", ""), Kind::complaint);
    EXPECT_EQ(mailgun_says("permanent", "suppress-unsubscribe", ""), Kind::unsubscribed);
    EXPECT_EQ(mailgun_says("permanent", "bounce", "552 5.2.2 Boite aux lettres pleine"), Kind::soft_bounce) << "full today, well tomorrow";
    EXPECT_EQ(mailgun_says("permanent", "old", ""), Kind::soft_bounce) << "given up after its retries";
    EXPECT_EQ(mailgun_says("permanent", "bounce", "550 5.7.26 DMARC policy"), std::nullopt) << "a fault of ours";
    EXPECT_EQ(mailgun_says("permanent", "espblock", "550 blocked"), std::nullopt);
    EXPECT_EQ(mailgun_says("temporary", "generic", "451 4.7.1 Greylisted"), std::nullopt) << "it goes on trying";
    EXPECT_EQ(mailgun_says("temporary", "bounce", "5.1.1"), std::nullopt);
}

TEST(WebhookEvents, BrevosEventsByName) {
    std::map<std::string, std::optional<Kind>> const events{
        {"hard_bounce", Kind::hard_bounce}, {"invalid_email", Kind::hard_bounce}, {"soft_bounce", Kind::soft_bounce}, {"spam", Kind::complaint},
        {"unsubscribed", Kind::unsubscribed}, {"delivered", {}}, {"request", {}}, {"deferred", {}}, {"blocked", {}}, {"error", {}}, {"opened", {}}, {"click", {}}};
    for (auto const& [name, kind] : events) {
        auto const read = read_brevo(json{{"event", name}, {"email", "a@b.test"}, {"message-id", "<1@phare.test>"}}.dump(), posted);
        EXPECT_EQ(read.status, 200) << name << ": what is refused would come again";
        ASSERT_EQ(read.events.size(), kind ? 1U : 0U) << name;
        if (kind) {
            EXPECT_EQ(read.events.front().kind, *kind) << name;
        }
    }
}

TEST(WebhookEvents, PostmarksEventsByType) {
    auto const says = [](json post) -> std::optional<Kind> {
        post["Email"] = "a@b.test";
        auto const read = read_postmark_event(post.dump());
        if (!read || read->events.empty()) return std::nullopt;
        EXPECT_EQ(read->events.front().address, post.contains("Recipient") ? "c@d.test" : "a@b.test");
        return read->events.front().kind;
    };
    EXPECT_EQ(says({{"RecordType", "Bounce"}, {"Type", "HardBounce"}}), Kind::hard_bounce);
    EXPECT_EQ(says({{"RecordType", "Bounce"}, {"Type", "BadEmailAddress"}}), Kind::hard_bounce);
    EXPECT_EQ(says({{"RecordType", "Bounce"}, {"Type", "SoftBounce"}}), Kind::soft_bounce);
    EXPECT_EQ(says({{"RecordType", "Bounce"}, {"Type", "SpamNotification"}}), Kind::complaint);
    EXPECT_EQ(says({{"RecordType", "Delivery"}}), std::nullopt);
    json change{{"RecordType", "SubscriptionChange"}, {"Recipient", "c@d.test"}, {"SuppressSending", true}, {"SuppressionReason", "ManualSuppression"}};
    EXPECT_EQ(says(change), Kind::unsubscribed);
    change["SuppressionReason"] = "HardBounce";
    EXPECT_EQ(says(change), Kind::hard_bounce);
    change["SuppressSending"] = false;
    EXPECT_EQ(says(change), std::nullopt);
}

}  // namespace webhook_routes_test
