#include "bot/desk/gestures.hpp"

#include "bot/commands/desk_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

namespace bot::desk {
namespace gestures_test {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Day today = std::chrono::year(2020) / 11 / 13;
const Instant now = std::chrono::sys_days(today) + 10h;

std::shared_ptr<const Tools> tools() {
    std::vector<std::string> errors;
    auto const messages = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    EXPECT_TRUE(messages) << (errors.empty() ? "" : errors.front());
    commands::Config::Desk config;
    config.bureau_room = "!bureau:test";
    config.members = {"@prefete:test"};
    config.data_owners = {"stat@exemple.fr"};
    config.meetings.push_back({Day(std::chrono::year(2020) / 12 / 17), "bureau", {}, ""});
    auto loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config, messages, {"matrix", "email"});
    EXPECT_TRUE(loaded.tools);
    return loaded.tools;
}

Inbound mail(const std::string& from, const std::string& body) {
    Inbound inbound;
    inbound.channel = "email", inbound.conversation = inbound.sender = from, inbound.event_id = "<1@exemple.fr>";
    inbound.what = Text{body, {}, {}};
    return inbound;
}

std::string example() {
    std::ifstream file(PHARE_SOURCE_DIR "/bot/demo/chiffres_exemple.csv", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string said(const Outcome& out) {
    std::string all;
    for (auto const& post : out.posts) all += wording::plain_text(post.document) + "\n";
    return all;
}

/// An open alert in the bureau's room, told there under "$1".
State with_alert() {
    State state;
    EpisodeId const id{"AIJ-2020-NOR", steering::Kind::shortfall};
    auto& episode = state.book.open[id];
    episode.opened = episode.waits_since = today - std::chrono::days(3);
    episode.level = episode.level_max = steering::AlertLevel::alerte;
    auto& thread = state.threads[{"matrix !bureau:test", "AIJ-2020-NOR"}];
    thread.said = {{1, "$1"}}, thread.episodes = {id};
    return state;
}

Inbound in_bureau(Happening what, const std::string& who = "@prefete:test") {
    Inbound inbound;
    inbound.channel = "matrix", inbound.conversation = "!bureau:test", inbound.event_id = "$9", inbound.sender = who;
    inbound.one_to_one = false;
    inbound.what = std::move(what);
    return inbound;
}

const steering::Treatment& treatment(const State& state) { return state.book.open.begin()->second.treatment; }

TEST(Gestures, ASchoolOfADepartementAndTheAdvisersCanBeTyped) {
    auto const t = tools();
    for (auto const& [text, expected] : std::map<std::string, std::string>{
             {"École de production Seine-Maritime mai 2019 : 1", "École de production · Seine-Maritime"},
             {"AIJ conseillers octobre : 62", "conseillers dédiés"},
             {"AIJ octobre : 1 140", "jeunes suivis en octobre 2020"}}) {
        auto const inbound = in_bureau(Text{text, {}, {}});
        ASSERT_TRUE(is_for_desk(*t, {}, inbound, today)) << text;
        auto const out = take(*t, {}, inbound, today, now);
        EXPECT_THAT(said(out), HasSubstr(expected)) << text;
        EXPECT_THAT(said(out), HasSubstr("OUI")) << text;
    }
}

TEST(Gestures, AFigureThatCannotBeReadIsAnsweredAndTalkIsNot) {
    auto const t = tools();
    for (auto const& [text, expected] : std::map<std::string, std::string>{
             {"AIJ juin : 1.140", "un millier ou une décimale"},
             {"AIJ juin : douze", "ce n’est pas un nombre écrit en chiffres"},
             {"AIJ juin : -12", "en entier, pas en différence"},
             {"AIJ juin : 58 %", "un taux ne se compte pas"},
             {"AIJ 31/06 : 300", "31/06"},
             {"CEJ octobre 2026 : 500", "octobre 2026 n’a pas commencé"}}) {
        auto const inbound = in_bureau(Text{text, {}, {}});
        ASSERT_TRUE(is_for_desk(*t, {}, inbound, today)) << text;
        auto const out = take(*t, {}, inbound, today, now);
        EXPECT_THAT(said(out), HasSubstr(expected)) << text;
        EXPECT_TRUE(out.state.proposals.empty()) << text;
    }
    for (auto const* talk : {"AIJ juin : on en parle demain", "réunion jeudi 31/06 : 300 personnes", "rendez-vous : 14 h", "AIJ : merci"})
        EXPECT_FALSE(is_for_desk(*t, {}, in_bureau(Text{talk, {}, {}}), today)) << talk;
}

TEST(Gestures, WhyIsSaidToWhoMaySeeFiguresAndOfTheRightSide) {
    auto const t = tools();
    auto state = with_alert();
    auto const stranger = take(*t, state, in_bureau(Text{"pourquoi", "$1", {}}, "@passant:test"), today, now);
    EXPECT_THAT(said(stranger), HasSubstr("le détail des chiffres se lit par"));
    EXPECT_THAT(said(stranger), testing::Not(HasSubstr("probabilité")));
    auto const own = take(*t, state, in_bureau(Text{"pourquoi", "$1", {}}), today, now);
    EXPECT_THAT(said(own), HasSubstr("finir sous la cible"));
    // An envelope that is about to be passed.
    EpisodeId const over{"PAUVRETE-2019-NOR", steering::Kind::overrun};
    auto& episode = state.book.open[over];
    episode.level = episode.level_max = steering::AlertLevel::alerte;
    auto& thread = state.threads[{"matrix !bureau:test", over.objective}];
    thread.said = {{2, "$2"}}, thread.episodes = {over};
    auto const money = take(*t, state, in_bureau(Text{"pourquoi", "$2", {}}), today, now);
    EXPECT_THAT(said(money), HasSubstr("dépasser la cible"));
    EXPECT_THAT(said(money), testing::Not(HasSubstr("sous la cible")));
}

TEST(Gestures, AFileByMailIsReadShownAndCountsAfterOui) {
    auto const t = tools();
    auto letter = mail("stat@exemple.fr", "Bonjour, voici les chiffres.");
    letter.files.push_back({"chiffres.csv", "text/csv", example()});
    ASSERT_TRUE(is_for_desk(*t, {}, letter, today));
    auto out = take(*t, {}, letter, today, now);
    EXPECT_THAT(said(out), HasSubstr("en attente de votre accord"));
    EXPECT_EQ(out.records.size(), 1U);
    EXPECT_EQ(out.state.ledger.log_on(today).size(), 0U);

    auto const yes = mail("stat@exemple.fr", "OUI");
    ASSERT_TRUE(is_for_desk(*t, out.state, yes, today));
    out = take(*t, out.state, yes, today, now);
    EXPECT_GT(out.state.ledger.log_on(today).size(), 0U);
    EXPECT_EQ(out.state.counted_at, now);

    auto again = take(*t, out.state, letter, today, now);
    EXPECT_THAT(said(again), testing::Not(HasSubstr("Répondez OUI"))) << "all of it is known";

    auto of_stranger = letter;
    of_stranger.sender = of_stranger.conversation = "passant@exemple.fr";
    EXPECT_FALSE(is_for_desk(*t, {}, of_stranger, today));
}

TEST(Gestures, AFileInTheRoomIsReadOrItIsSaidWhyNot) {
    auto const t = tools();
    Attachment attached{"file", "chiffres.csv", {}};
    auto with_bytes = in_bureau(attached);
    with_bytes.files = {{"chiffres.csv", "", example()}};
    ASSERT_TRUE(is_for_desk(*t, {}, with_bytes, today));
    auto const read = take(*t, {}, with_bytes, today, now);
    EXPECT_EQ(read.state.ledger.imports().size(), 1U) << said(read);
    EXPECT_THAT(said(read), HasSubstr("Répondez OUI"));
    EXPECT_TRUE(read.state.proposals.contains("matrix !bureau:test"));

    EXPECT_THAT(said(take(*t, {}, in_bureau(attached), today, now)), HasSubstr("pas pu récupérer le fichier chiffres.csv"));
    attached.encrypted = true;
    EXPECT_THAT(said(take(*t, {}, in_bureau(attached), today, now)), HasSubstr("chiffré de bout en bout"));
    attached.size = largest_file_here + 1;
    EXPECT_THAT(said(take(*t, {}, in_bureau(attached), today, now)), HasSubstr("trop gros"));
    EXPECT_FALSE(is_for_desk(*t, {}, in_bureau(attached, "@passant:test"), today));
    auto alone = in_bureau(attached, "@passant:test");
    alone.conversation = "!deux:test", alone.one_to_one = true;
    EXPECT_FALSE(is_for_desk(*t, {}, alone, today)) << "a young person's file is the conversation's";
    alone.sender = "@prefete:test";
    EXPECT_TRUE(is_for_desk(*t, {}, alone, today));
}

TEST(Gestures, RefusedRowsComeBackInTheFormInWhichTheyCame) {
    auto const t = tools();
    auto letter = mail("stat@exemple.fr", "voici");
    auto bytes = example();
    bytes += bytes.substr(bytes.find('\n') + 1, bytes.find('\n', bytes.find('\n') + 1) - bytes.find('\n'));  // the first row again
    letter.files = {{"envoi/chiffres.csv", "text/csv", bytes}};
    auto const out = take(*t, {}, letter, today, now);
    ASSERT_EQ(out.posts.size(), 1U);
    ASSERT_EQ(out.posts.front().files.size(), 1U) << said(out);
    auto const& back = *out.posts.front().files.front();
    EXPECT_EQ(back.name, "refus-envoichiffres.csv");
    EXPECT_EQ(back.type, "text/csv");
    EXPECT_THAT(back.bytes, HasSubstr("Problème"));
}

TEST(Gestures, AMarkTakesOnAndItsRedactionGivesBack) {
    auto const t = tools();
    auto const state = with_alert();
    auto const mark = in_bureau(Reaction{"$1", "👀"});
    ASSERT_TRUE(is_for_desk(*t, state, mark, today));
    auto out = take(*t, state, mark, today, now);
    ASSERT_TRUE(treatment(out.state).acknowledged);
    EXPECT_EQ(out.posts.at(0).thread, "$1");
    auto const taken_back = in_bureau(Redaction{"$9"});
    ASSERT_TRUE(is_for_desk(*t, out.state, taken_back, today));
    out = take(*t, out.state, taken_back, today, now);
    EXPECT_FALSE(treatment(out.state).acknowledged);
    EXPECT_THAT(said(out), HasSubstr("de nouveau ouverte"));
    EXPECT_FALSE(is_for_desk(*t, state, in_bureau(Reaction{"$2", "👀"}), today)) << "not our message";
    EXPECT_FALSE(is_for_desk(*t, state, in_bureau(Reaction{"$1", "🎉"}), today));
}

TEST(Gestures, SilenceNeedsAReasonAndEndsWithTheBureau) {
    auto const t = tools();
    auto const state = with_alert();
    auto const ask = [&](const char* words, const char* who = "@prefete:test") {
        return take(*t, state, in_bureau(Text{words, "$1", {}}, who), today, now);
    };
    EXPECT_THAT(said(ask("silence motif bof")), HasSubstr("motif d’au moins 10 caractères"));
    EXPECT_THAT(said(ask("silence jusqu’au 10/03/2021 motif revu au bureau")), HasSubstr("plus de 7 jours"));
    EXPECT_THAT(said(ask("silence motif revu au bureau", "@passant:test")), HasSubstr("membre du bureau"));
    auto const out = ask("silence motif revu au bureau");
    ASSERT_TRUE(treatment(out.state).silence);
    EXPECT_EQ(treatment(out.state).silence->until, Day(std::chrono::year(2020) / 12 / 17));
    EXPECT_FALSE(treatment(ask("silence motif revu au bureau", "@passant:test").state).silence);
}

TEST(Gestures, ANumberIsProposedToThoseWhoMayAndTakenBack) {
    auto const t = tools();
    auto out = take(*t, {}, in_bureau(Text{"AIJ octobre : 1 140", {}, {}}), today, now);
    EXPECT_THAT(said(out), HasSubstr("1\u202f140 jeunes suivis en octobre 2020"));
    out = take(*t, out.state, in_bureau(Text{"OUI", {}, {}}), today, now);
    EXPECT_EQ(out.state.ledger.log_on(today).size(), 1U);
    out = take(*t, out.state, in_bureau(Text{"ANNULER 1", {}, {}}), today, now);
    EXPECT_EQ(out.state.ledger.log_on(today).size(), 0U);
    EXPECT_THAT(said(take(*t, {}, in_bureau(Text{"AIJ octobre : 1 140", {}, {}}, "@passant:test"), today, now)), HasSubstr("les chiffres s’apportent"));
}

}  // namespace gestures_test
}  // namespace bot::desk
