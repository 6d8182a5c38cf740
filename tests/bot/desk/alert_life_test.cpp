// What an alert goes through besides figures that come and go: revisions, marks under a message that was edited, a
// silence that ends on a Saturday, and how its words travel.

#include "bot/desk/gestures.hpp"
#include "bot/desk/rounds.hpp"

#include "adapters/matrix/html_writer.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/desk/small_cells.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::desk {
namespace alert_life_test {

using namespace std::chrono_literals;
using steering::AlertLevel;
using steering::Kind;
using testing::HasSubstr;
using testing::Not;

constexpr auto y2020 = std::chrono::year(2020);
const Day autumn = y2020 / 11 / 13;  // a Friday
const EpisodeId shortfall{"AIJ-2020-NOR", Kind::shortfall};

std::shared_ptr<Tools> tools() {
    std::vector<std::string> errors;
    auto const messages = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    EXPECT_TRUE(messages) << (errors.empty() ? "" : errors.front());
    commands::Config::Desk config;
    config.bureau_room = "!bureau:test";
    config.rooms.push_back({"!aij:test", {"AIJ-2020-NOR"}, {}, false});
    config.members = {"@prefete:test"};
    config.meetings.push_back({Day(y2020 / 9 / 17), "bureau", {}, ""});
    config.meetings.push_back({Day(y2020 / 11 / 26), "bureau", {}, "Rouen"});
    auto loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config, messages, {"matrix"});
    EXPECT_TRUE(loaded.tools) << (loaded.complaints.empty() ? "" : loaded.complaints.front());
    auto own = std::make_shared<Tools>(*loaded.tools);
    std::erase_if(own->objectives, [](auto const& o) { return o.id != "AIJ-2020-NOR"; });
    return own;
}

steering::Publication row(unsigned number, double value, Day published) {
    steering::Publication row;
    row.objective = "AIJ-2020-NOR", row.source = "SI_PE", row.value = value, row.month = y2020 / std::chrono::month(number);
    row.published_on = row.received_on = published;
    return row;
}

void count(State& state, std::vector<steering::Publication> rows, Day on) {
    static int files = 0;
    int const number = state.ledger.propose(std::move(rows), "file" + std::to_string(++files), "stat", on);
    EXPECT_EQ(state.ledger.confirm(number, on), figures::LedgerRefusal::none);
}

/// An alert in the room of the measure, told there under "$1".
State alarmed(const Tools& with) {
    State state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 10; ++m) rows.push_back(row(m, 250, Day(y2020 / std::chrono::month(m) / std::chrono::last) + std::chrono::days(12)));
    count(state, std::move(rows), autumn - std::chrono::days(1));
    auto out = look(with, std::move(state), autumn, autumn + 10h);
    EXPECT_TRUE(out.state.book.open.contains(shortfall));
    for (auto& [key, thread] : out.state.threads)
        if (key.first == "matrix !aij:test") thread.said = {{1, "$1"}};
    return std::move(out.state);
}

std::string said(const Outcome& out, std::string_view where) {
    std::string all;
    for (auto const& post : out.posts)
        if (post.to.conversation == where) all += wording::plain_text(post.document) + "\n";
    return all;
}

Inbound in_room(Happening what) {
    Inbound inbound;
    inbound.channel = "matrix", inbound.conversation = "!aij:test", inbound.event_id = "$9", inbound.sender = "@prefete:test";
    inbound.one_to_one = false;
    inbound.what = std::move(what);
    return inbound;
}

TEST(AlertLife, ARevisionThatUndoesItIsSaidAndClosesItWithTheFiguresThatDo) {
    auto const with = tools();
    auto state = alarmed(*with);
    std::vector<steering::Publication> revised;
    Day const monday = autumn + std::chrono::days(3);
    for (unsigned m = 1; m <= 10; ++m) {
        auto each = row(m, 690, monday);
        each.standing = steering::Standing::consolidated;
        revised.push_back(each);
    }
    count(state, std::move(revised), monday);
    auto out = look(*with, std::move(state), monday, monday + 10h);
    EXPECT_FALSE(out.state.book.open.contains(shortfall)) << "6 900 are consolidated, for 6 746";
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("FIN D’ALERTE"));
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("6\u202f900")) << "who was alarmed hears the figure that ended it";
    auto const again = look(*with, out.state, monday, monday + 11h);
    EXPECT_EQ(said(again, "!aij:test"), "") << "once";
}

TEST(AlertLife, AMarkUnderTheFirstMessageCountsAfterItWasEdited) {
    auto const with = tools();
    auto state = alarmed(*with);
    // A figure that moves little: the message is edited in place, and its first event stays what it was.
    Day const monday = autumn + std::chrono::days(3);
    count(state, {row(10, 252, monday)}, monday);
    auto out = look(*with, std::move(state), monday, monday + 10h);
    auto const mark = in_room(Reaction{"$1", "👍"});
    ASSERT_TRUE(is_for_desk(*with, out.state, mark, monday));
    out = take(*with, std::move(out.state), mark, monday, monday + 11h);
    EXPECT_TRUE(out.state.book.open.at(shortfall).treatment.acknowledged);
}

TEST(AlertLife, ASilenceThatEndsOnASaturdayIsOverOnMonday) {
    auto const with = tools();
    auto state = alarmed(*with);
    auto out = take(*with, std::move(state), in_room(Text{"silence jusqu’au 14/11 motif revu avec la direction régionale", "$1", {}}), autumn, autumn + 11h);
    ASSERT_TRUE(out.state.book.open.at(shortfall).treatment.silence) << said(out, "!aij:test");
    Day const monday = autumn + std::chrono::days(3);
    count(out.state, {row(10, 40, monday)}, monday);  // worse by far
    out = look(*with, std::move(out.state), monday, monday + 10h);
    EXPECT_FALSE(out.state.book.open.at(shortfall).treatment.silence) << "nobody looks at night or on a Saturday: Monday ends it";
}

TEST(AlertLife, WordsOfALabelAreNoMarkup) {
    auto const with = tools();
    with->objectives.front().label = "AIJ <26 ans & \"assimilés\"";
    State state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 10; ++m) rows.push_back(row(m, 250, Day(y2020 / std::chrono::month(m) / std::chrono::last) + std::chrono::days(12)));
    count(state, std::move(rows), autumn - std::chrono::days(1));
    auto const out = look(*with, std::move(state), autumn, autumn + 10h);
    ASSERT_FALSE(out.posts.empty());
    for (auto const& post : out.posts) {
        auto const html = adapters::matrix::html(post.document);
        EXPECT_THAT(html, HasSubstr("AIJ &lt;26 ans &amp; "));
        EXPECT_THAT(html, Not(HasSubstr("<26")));
        constexpr std::size_t largest_event = 65'536;
        EXPECT_LT(html.size() + wording::plain_text(post.document).size(), largest_event);
    }
}

}  // namespace alert_life_test
}  // namespace bot::desk
