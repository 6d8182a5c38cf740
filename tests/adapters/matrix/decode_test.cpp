#include "bot/delivery/channel.hpp"
#include "tests/adapters/matrix/traffic.hpp"

#include <gmock/gmock.h>

namespace decode_test {

using namespace bot;
using adapters::matrix::normalize;
using adapters::matrix::without_quotation;
using testing::IsEmpty;
using tests::decoded;
using tests::only;
using tests::test_settings;

constexpr auto first_message = "$0-msylzbuH9EnhcVkpUihu3VP3CZLxvd3mFd8K6gCPw";

std::optional<Inbound> decode(const std::string& event) {
    return normalize(test_settings(), event, Instant{});
}

std::string message(const std::string& content, const std::string& sender = "@alice:phare.test") {
    return R"({"type":"m.room.message","event_id":"$e","room_id":"!r:phare.test","sender":")" + sender +
           R"(","content":)" + content + "}";
}

TEST(MatrixDecode, PlainTextKeepsItsCharactersAndWhoSaidIt) {
    auto const all = decoded("message-text");

    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(std::get<Text>(all[0].what).body, "slt jai 19ans jcherche une formation é à ç € 🙂");
    EXPECT_EQ(all[0].channel, "matrix");
    EXPECT_EQ(all[0].conversation, "!SlMizZHqLkbDgtYOrR:phare.test");
    EXPECT_EQ(all[0].event_id, first_message);
    EXPECT_EQ(all[0].sender, "@alice:phare.test");
    EXPECT_EQ(all[0].waited, std::chrono::milliseconds(97));
    EXPECT_TRUE(all[0].one_to_one);
    EXPECT_TRUE(all[0].addressed);
}

TEST(MatrixDecode, TextsOfAllKindsAreTexts) {
    struct Case {
        const char* file;
        const char* body;
    };
    for (auto const& c :
         {Case{"message-text-multiline", "bonjour,\nj'ai 17 ans\tet \"rien\""},
          Case{"message-emote", "cherche un apprentissage"},
          Case{"message-html", "**AIJ** ou CEJ ?"},
          Case{"message-text-room-v10", "bonjour de la version 10"},
          Case{"message-text-room-v12", "bonjour de la version 12"},
          Case{"message-mention-pill", "et le CEJ ?"},
          Case{"odd-body-empty", ""},
          Case{"odd-relates-to-string", "x"},
          Case{"retry-1", "réessai"},
          Case{"retry-2", "réessai"}}) {
        auto const text = only<Text>(c.file);
        ASSERT_TRUE(text) << c.file;
        EXPECT_TRUE(text->body.starts_with(c.body)) << c.file << ": " << text->body;
    }
}

TEST(MatrixDecode, OddCharactersAndLargeTextsComeThrough) {
    auto const nul = only<Text>("odd-body-nul");
    auto const control = only<Text>("odd-body-control");
    auto const large = only<Text>("message-large");

    ASSERT_TRUE(nul && control && large);
    EXPECT_EQ(nul->body, std::string("a\0b", 3));
    EXPECT_TRUE(
        control->body.starts_with("a\x1b"
                                  "b")
    );
    EXPECT_GT(large->body.size(), 50'000u);
}

TEST(MatrixDecode, ABatchKeepsItsOrder) {
    auto const all = decoded("batch");

    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(std::get<Text>(all[0].what).body, "deux");
    EXPECT_EQ(std::get<Text>(all[2].what).body, "quatre");
}

TEST(MatrixDecode, AnEditIsReadFromTheNewContent) {
    auto const edit = only<Edit>("message-edit");

    ASSERT_TRUE(edit);
    EXPECT_EQ(edit->of, first_message);
    EXPECT_EQ(edit->body, "slt jai 20 ans jcherche une formation");
}

TEST(MatrixDecode, RepliesLoseTheirQuotationAndThreadsKeepTheirRoot) {
    auto const old_reply = only<Text>("message-reply");
    auto const reply = only<Text>("message-reply-no-fallback");
    auto const in_thread = only<Text>("message-thread");

    ASSERT_TRUE(old_reply && reply && in_thread);
    EXPECT_EQ(old_reply->body, "je suis à Caen");
    EXPECT_EQ(old_reply->replies_to, first_message);
    EXPECT_EQ(reply->body, "je suis à Caen");
    EXPECT_EQ(in_thread->thread, first_message);
    EXPECT_EQ(in_thread->replies_to, "") << "the reply is only there for clients without threads";
}

TEST(MatrixDecode, OnlyAQuotationWithAnAuthorIsTakenOff) {
    EXPECT_EQ(without_quotation("> <@a:b> un\n> deux\n\ntrois"), "trois");
    EXPECT_EQ(without_quotation("> je cite\nma réponse"), "> je cite\nma réponse");
    EXPECT_EQ(without_quotation("> <@a:b> seul"), "");
    EXPECT_EQ(without_quotation(""), "");
}

TEST(MatrixDecode, ReactionsAndRedactionsNameTheirTarget) {
    auto const reaction = only<Reaction>("reaction");
    ASSERT_TRUE(reaction);
    EXPECT_EQ(reaction->to, first_message);
    EXPECT_EQ(reaction->key, "👍");

    struct Case {
        const char* file;
        const char* target;
    };
    for (auto const& c :
         {Case{"redaction-message", first_message},
          Case{"redaction-message-room-v10", "$wxquBj0nsR3waoJjqFfkU7qNyJC6J2MsR9cNkQEgx-o"},
          Case{"redaction-message-room-v12", "$j06BCZM4m58n7XoqqY13AEN-ppBwQTDIld9eT-R6o-8"},
          Case{"redaction-reaction", "$9XUe_7cHbalUWS-6r-Flu1Uj79QG6x5uDAt2R7l6vRM"}}) {
        auto const redaction = only<Redaction>(c.file);
        ASSERT_TRUE(redaction) << c.file;
        EXPECT_EQ(redaction->of, c.target) << c.file;
    }
}

TEST(MatrixDecode, ARedactionIsFoundAtTheTopLevelOrInTheContent) {
    auto const old_room = decode(
        R"({"type":"m.room.redaction","event_id":"$e","room_id":"!r:x","sender":"@a:x","redacts":"$t","content":{}})"
    );
    auto const new_room = decode(
        R"({"type":"m.room.redaction","event_id":"$e","room_id":"!r:x","sender":"@a:x","content":{"redacts":"$t"}})"
    );

    ASSERT_TRUE(old_room && new_room);
    EXPECT_EQ(std::get<Redaction>(old_room->what).of, "$t");
    EXPECT_EQ(std::get<Redaction>(new_room->what).of, "$t");
}

TEST(MatrixDecode, MediaAreAttachments) {
    struct Case {
        const char* file;
        const char* kind;
    };
    for (auto const& c :
         {Case{"message-image", "image"},
          Case{"message-file", "file"},
          Case{"message-voice", "audio"},
          Case{"message-location", "location"},
          Case{"sticker", "sticker"},
          Case{"poll-start", "poll"}}) {
        auto const attachment = only<Attachment>(c.file);
        ASSERT_TRUE(attachment) << c.file;
        EXPECT_EQ(attachment->kind, c.kind) << c.file;
    }
    auto const file = only<Attachment>("message-file");
    EXPECT_EQ(file->source, "mxc://phare.test/abcdeg");
    EXPECT_EQ(file->body, "attestation.pdf");
    EXPECT_EQ(file->size, 4321U);
    EXPECT_FALSE(file->encrypted);
}

TEST(MatrixDecode, DirectChatsAreWelcomeAndGroupRoomsOnlyFromTheList) {
    auto const direct = only<Invitation>("member-invite-bot-direct");
    ASSERT_TRUE(direct);
    EXPECT_TRUE(direct->direct && direct->welcome);
    EXPECT_FALSE(direct->encrypted);

    auto const encrypted = only<Invitation>("member-invite-bot-encrypted-room");
    ASSERT_TRUE(encrypted);
    EXPECT_TRUE(encrypted->encrypted);

    auto const group = only<Invitation>("member-invite-bot");
    ASSERT_TRUE(group);
    EXPECT_FALSE(group->welcome);
    EXPECT_EQ(group->reason, "not_direct");

    auto listing = test_settings();
    listing.rooms = {"!SlMizZHqLkbDgtYOrR:phare.test"};
    auto const listed = only<Invitation>("member-invite-bot", listing);
    ASSERT_TRUE(listed);
    EXPECT_TRUE(listed->welcome);
}

TEST(MatrixDecode, InvitationsFromOtherServersNeedTheirServerOnTheList) {
    auto elsewhere = test_settings();
    elsewhere.allowed_servers = {"ailleurs.example"};
    auto const refused = only<Invitation>("member-invite-bot-direct", elsewhere);
    ASSERT_TRUE(refused);
    EXPECT_FALSE(refused->welcome);
    EXPECT_EQ(refused->reason, "server_not_allowed");

    elsewhere.allowed_servers.emplace_back("phare.test");
    auto const allowed = only<Invitation>("member-invite-bot-direct", elsewhere);
    ASSERT_TRUE(allowed);
    EXPECT_TRUE(allowed->welcome);
}

TEST(MatrixDecode, ComingAndGoing) {
    EXPECT_TRUE(only<Joined>("member-join-bot"));
    EXPECT_TRUE(only<Left>("member-kick-bot"));
    EXPECT_TRUE(only<Left>("member-invite-withdrawn"));
    EXPECT_TRUE(only<Left>("member-reject-own"));
    EXPECT_TRUE(only<Left>("member-leave-user"));
    auto const kicked = decoded("member-kick");
    ASSERT_EQ(kicked.size(), 1u);
    EXPECT_EQ(kicked[0].sender, "@bob:phare.test") << "who is gone, not who did it";
}

TEST(MatrixDecode, AProfileChangeIsNoJoin) {
    auto const renamed = decode(
        R"({"type":"m.room.member","event_id":"$e","room_id":"!r:x","sender":"@_phare_bot:phare.test",)"
        R"("state_key":"@_phare_bot:phare.test","content":{"membership":"join","displayname":"Phare"},)"
        R"("unsigned":{"prev_content":{"membership":"join"}}})"
    );
    EXPECT_FALSE(renamed);
    EXPECT_THAT(decoded("member-profile-change"), IsEmpty());
}

TEST(MatrixDecode, UnreadableRoomsAndMovedRooms) {
    EXPECT_TRUE(only<Unreadable>("encrypted"));
    EXPECT_TRUE(only<Unreadable>("encrypted-handmade"));
    EXPECT_TRUE(only<Unreadable>("room-encryption"));
    auto const moved = only<Moved>("room-tombstone");
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->to, "!iPvrpUIV5I3InHBNOXMcFAKWvVntXSaRP1M_7YlDgjU");
    EXPECT_EQ(moved->via, "phare.test");

    auto elsewhere = test_settings();
    elsewhere.allowed_servers = {"ailleurs.example"};
    EXPECT_THAT(decoded("room-tombstone", elsewhere), IsEmpty())
        << "a stranger may not lead us to another room";

    auto group = test_settings();
    group.rooms = {decoded("room-tombstone").at(0).conversation};
    EXPECT_THAT(decoded("room-tombstone", group), IsEmpty())
        << "a group that the operator named is not followed to a room that they did not name";
    group.rooms.push_back(moved->to);
    EXPECT_EQ(decoded("room-tombstone", group).size(), 1u);
}

TEST(MatrixDecode, WhatIsNotForUsIsNothing) {
    for (auto const* const file :
         {"message-notice-own-echo",
          "message-redacted-before-retry",
          "member-ban",
          "member-join-user",
          "member-knock",
          "member-unban",
          "room-name",
          "room-power-levels",
          "room-topic",
          "unknown-type",
          "ephemeral-typing",
          "ephemeral-receipt",
          "ephemeral-presence",
          "e2ee-device-lists",
          "e2ee-to-device"})
        EXPECT_THAT(decoded(file), IsEmpty()) << file;
}

TEST(MatrixDecode, NoticesAndOtherBotsOfOurKindAreNothing) {
    EXPECT_FALSE(decode(message(R"({"msgtype":"m.notice","body":"bip"})")));
    EXPECT_FALSE(decode(message(R"({"msgtype":"m.text","body":"bonjour","fr.phare.key":"abc"})")));
    EXPECT_FALSE(decode(message(R"({"msgtype":"m.text","body":"bonjour"})", "@_phare_autre:phare.test")));
    EXPECT_TRUE(decode(message(R"({"msgtype":"m.text","body":"bonjour"})", "@_phare_bot:ailleurs.example")));
}

TEST(MatrixDecode, InAGroupOnlyAMentionOrAReplyAddressesUs) {
    auto group = test_settings();
    group.rooms = {"!SlMizZHqLkbDgtYOrR:phare.test"};

    EXPECT_FALSE(decoded("message-text", group).at(0).one_to_one);
    EXPECT_FALSE(decoded("message-text", group).at(0).addressed);
    EXPECT_TRUE(decoded("message-mention-pill", group).at(0).addressed);
    EXPECT_TRUE(decoded("message-reply", group).at(0).addressed);
    EXPECT_TRUE(decoded("message-reply-no-fallback", group).at(0).addressed);
    EXPECT_THAT(decoded("member-leave-user", group), testing::SizeIs(1)) << "that room is not on the list";
    EXPECT_THAT(decoded("member-kick", group), IsEmpty()) << "others stay in a group";
}

TEST(MatrixDecode, WhatCannotBeUnderstoodIsPoison) {
    using bot::delivery::Poison;
    for (auto const& event :
         {message(R"({"msgtype":"m.text"})"),
          message(R"({"msgtype":"m.text","body":7})"),
          message("{}"),
          message(R"({"msgtype":"m.text","body":"x"})", "alice"),
          message(R"("oops")"),
          std::string("oops"),
          std::string("[]"),
          std::string(200, '['),
          message(
              R"({"msgtype":"m.text","body":"* x","m.relates_to":{"rel_type":"m.replace","event_id":"$t"}})"
          ),
          std::string(R"({"type":"m.reaction","event_id":"$e","room_id":"!r:x","sender":"@a:x","content":{}})"
          ),
          std::string(
              R"({"type":"m.room.redaction","event_id":"$e","room_id":"!r:x","sender":"@a:x","content":{}})"
          )})
        EXPECT_THROW(static_cast<void>(decode(event)), Poison) << event;
}

TEST(MatrixDecode, AnAbsurdAgeIsCut) {
    auto const aged = [](const std::string& age) {
        return decode(
                   R"({"type":"m.room.message","event_id":"$e","room_id":"!r:x","sender":"@a:x",)"
                   R"("content":{"msgtype":"m.text","body":"x"},"unsigned":{"age":)" +
                   age + "}}"
        )
            ->waited;
    };
    EXPECT_EQ(aged("-5"), std::chrono::milliseconds(0));
    EXPECT_EQ(aged("\"x\""), std::chrono::milliseconds(0));
    EXPECT_LE(aged("1e300"), std::chrono::hours(24 * 400));
    EXPECT_EQ(aged("1500.9"), std::chrono::milliseconds(1500));
}

}  // namespace decode_test
