// What the bureau is told, in the form in which channels send it: small enough for a homeserver, and with every label
// escaped.

#include "adapters/email/mail_writer.hpp"
#include "adapters/matrix/wish_renderer.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/desk/rounds.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace messages_test {

using namespace std::chrono_literals;
using namespace bot::desk;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t most_event_bytes = 65'536;  // of a Matrix event, with what the homeserver adds
constexpr auto y2020 = std::chrono::year(2020);
const Day autumn = y2020 / 10 / 14;

steering::Objective objective(const std::string& id, const std::string& label, const std::string& parent) {
    steering::Objective o;
    o.id = id, o.label = label, o.parent = parent, o.measure = "M", o.territory = "28", o.operator_ = "PE";
    o.start = y2020 / std::chrono::January, o.source = "S", o.year_before = 1150;
    steering::ObjectiveVersion version;
    version.from = y2020 / 1 / 1, version.target = 1200, version.trajectory = steering::Linear{};
    o.versions = {version};
    return o;
}

/// A tree whose leaves are all far behind.
std::shared_ptr<Tools> tree(const std::string& label, int children) {
    std::vector<std::string> errors;
    auto const messages = bot::wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    EXPECT_TRUE(messages) << (errors.empty() ? "" : errors.front());
    bot::commands::Config::Desk config;
    config.bureau_room = "!bureau:test";
    config.members = {"@prefete:test"};
    config.mail["owners"] = {"responsable@exemple.fr"};
    auto loaded = bot::commands::load_desk(bot::commands::Files::under(PHARE_SOURCE_DIR), config, messages, {"matrix", "email"});
    EXPECT_TRUE(loaded.tools);
    auto with = std::make_shared<Tools>(*loaded.tools);
    with->objectives = {objective("O", label, "")};
    for (int i = 0; i < children; ++i) with->objectives.push_back(objective(fmt::format("O-{}", i), fmt::format("{} nº {}", label, i), "O"));
    return with;
}

State behind(const Tools& tools) {
    State state;
    std::vector<steering::Publication> rows;
    for (auto const& each : tools.objectives)
        for (unsigned m = 1; m <= 9; ++m) {
            steering::Publication row;
            row.objective = each.id, row.source = "S", row.month = y2020 / std::chrono::month(m), row.value = 55;
            row.published_on = row.received_on = steering::last_day(row.month) + std::chrono::days(12);
            rows.push_back(row);
        }
    EXPECT_EQ(state.ledger.confirm(state.ledger.propose(std::move(rows), "f", "stat", autumn), autumn), bot::desk::figures::LedgerRefusal::none);
    return state;
}

std::vector<json> events(const std::vector<Post>& posts) {
    std::vector<json> all;
    for (auto const& post : posts) {
        if (post.to.channel != "matrix") continue;
        bot::Say say;
        say.document = post.document, say.mentions = post.mentions;
        for (auto const& wire : adapters::matrix::render_wish(say)) {
            EXPECT_LT(wire.payload.size(), most_event_bytes);
            if (wire.kind == "message") all.push_back(json::parse(wire.payload));
        }
    }
    return all;
}

TEST(DeskMessages, ALabelIsNeverMarkup) {
    auto const with = tree("OTP <26 ans & 'demandeurs' <img src=x onerror=y>", 2);
    auto const out = look(*with, behind(*with), autumn, autumn + 10h);
    bool alert = false;
    for (auto const& event : events(out.posts)) {
        if (!event.contains("formatted_body")) continue;
        auto const html = event["formatted_body"].get<std::string>();
        EXPECT_THAT(html, Not(HasSubstr("<26")));
        EXPECT_THAT(html, Not(HasSubstr("<img")));
        EXPECT_THAT(html, Not(HasSubstr(" & ")));
        alert = alert || html.find("&lt;26 ans &amp; ") != std::string::npos;
        EXPECT_THAT(event["body"].get<std::string>(), Not(HasSubstr("&lt;"))) << "the plain form is no HTML";
    }
    EXPECT_TRUE(alert) << "the alert was not said";
    bool letter = false;
    for (auto const& post : out.posts) {
        if (post.to.channel != "email") continue;
        auto const html = adapters::email::mail_html(post.document, {}, "");
        EXPECT_THAT(html, Not(HasSubstr("<26")));
        EXPECT_THAT(html, Not(HasSubstr("<img src=x")));
        letter = letter || html.find("&lt;26 ans &amp; ") != std::string::npos;
    }
    EXPECT_TRUE(letter);
}

TEST(DeskMessages, ATreeOfThreeHundredFitsIntoEventsAndNothingOfItIsLost) {
    auto const with = tree(std::string("<") + std::string(200, '&') + " moins de 26 ans", 300);
    auto const out = look(*with, behind(*with), autumn, autumn + 10h);
    std::string all;
    for (auto const& event : events(out.posts)) all += event["body"].get<std::string>() + "\n";
    for (int i = 0; i < 300; ++i) EXPECT_THAT(all, HasSubstr(fmt::format(" nº {}\u00a0:", i)));
}

TEST(DeskMessages, TheOrderOfTheDayBringsItsDatesAsAFileOfTheRoom) {
    auto with = tree("M", 1);
    with->settings.calendar = steering::Calendar({{Day(y2020 / 9 / 10), "bureau", {}, ""}, {Day(y2020 / 10 / 15), "bureau", {}, "Caen"}});
    auto const out = look(*with, behind(*with), autumn, autumn + 10h);
    int files = 0;
    for (auto const& post : out.posts) {
        if (post.to.channel != "matrix" || post.files.empty()) continue;
        bot::Say say;
        say.document = post.document, say.files = post.files;
        for (auto const& wire : adapters::matrix::render_wish(say)) {
            if (wire.kind != "file") continue;
            ++files;
            auto const content = json::parse(wire.payload).at("content");
            EXPECT_EQ(content.at("msgtype"), "m.file");
            EXPECT_EQ(content.at("body"), "bureau.ics");
            EXPECT_EQ(content.at("info").at("mimetype"), "text/calendar");
            EXPECT_EQ(content.at("info").at("size"), post.files.front()->bytes.size());
        }
    }
    EXPECT_EQ(files, 1);
}

}  // namespace messages_test
