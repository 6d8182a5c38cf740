// Every mail of the fixtures, through the channel: who must not be answered is not, who may be is somebody's event, and no
// role or memory is given to whom nobody vouches for.

#include "tests/adapters/email/mail_world.hpp"

#include "adapters/email/inspect.hpp"
#include "adapters/email/stored_mail.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace mail_fixtures_channel_test {

using namespace tests;
using namespace adapters::email;
namespace fs = std::filesystem;

std::string file_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// \returns how many mails were seen
int through_the_channel(const fs::path& folder) {
    int seen = 0;
    MailWorld world(mail_tools());
    auto const all = nlohmann::json::parse(file_bytes(folder / "expected.json"));
    for (auto const& [name, want] : all.items()) {
        if (!want.contains("may_answer") || !name.ends_with(".eml")) continue;
        SCOPED_TRACE(name);
        std::optional<std::string> envelope;
        if (want.contains("envelope_from")) envelope = want.at("envelope_from").get<std::string>();
        auto const mail = mail_of_file(name, file_bytes(folder / name), envelope, Instant(std::chrono::seconds(1741000000)));
        auto const stored = inbox_entry(mail);
        auto const again = mail_from_stored(stored.payload);
        if (!again) {
            ADD_FAILURE() << "not read back";
            continue;
        }
        EXPECT_EQ(again->raw, mail.raw);
        EXPECT_EQ(again->envelope_from, mail.envelope_from);
        ++seen;
        db::InboxEntry entry;
        entry.seq = seen;
        entry.conversation = stored.conversation;
        entry.event_id = stored.event_id;
        entry.payload = stored.payload;
        std::optional<bot::Inbound> inbound;
        try {
            inbound = world.channel().decode(entry);
        } catch (const bot::delivery::Poison&) {
            EXPECT_EQ(want.value("cls", ""), "malformed");
            continue;
        }
        if (!want.at("may_answer").get<bool>()) {
            EXPECT_FALSE(inbound) << "an answer to it could make a loop";
            continue;
        }
        if (!inbound) {
            ADD_FAILURE() << "somebody waits for an answer";
            continue;
        }
        EXPECT_FALSE(inbound->conversation.empty());
        EXPECT_EQ(inbound->event_id, stored.event_id);
        bool const vouched = want.value("auth", "pass") == "pass";  // where nothing is said of it, nothing is asked
        EXPECT_TRUE(vouched || !is_proven(inbound->conversation)) << "nobody vouches for " << inbound->conversation;
        EXPECT_TRUE(vouched || inbound->files.empty());
        if (auto const* text = std::get_if<bot::Text>(&inbound->what); text != nullptr && want.contains("visible")) {
            EXPECT_EQ(text->body.find("il nous manque votre âge"), std::string::npos) << "our own words, quoted";
        }
    }
    return seen;
}

TEST(MailFixturesThroughTheChannel, Own) { EXPECT_GT(through_the_channel(fs::path(PHARE_SOURCE_DIR) / "tests/fixtures/email/own"), 50); }

TEST(MailFixturesThroughTheChannel, Shared) {
    fs::path folder = fs::path(PHARE_SHARED_DIR) / "fixtures/email";
    if (!fs::exists(folder)) folder = "/work/shared/fixtures/email";
    if (!fs::exists(folder)) GTEST_SKIP() << "NOT RUN: ../shared/fixtures/email is not here";
    EXPECT_GT(through_the_channel(folder), 100);
}

}  // namespace mail_fixtures_channel_test
