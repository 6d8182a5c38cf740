#include "bot/desk/gestures.hpp"

#include "bot/desk/money.hpp"

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
    EXPECT_THAT(said(stranger), HasSubstr("le détail se lit par"));
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

TEST(Gestures, WhatPeopleSayToEachOtherIsForTheOneAlertOfTheRoomOrForNobody) {
    auto const t = tools();
    auto two = with_alert();
    two.threads[{"matrix !bureau:test", "PAUVRETE-2019-NOR"}].episodes = {{"PAUVRETE-2019-NOR", steering::Kind::overrun}};
    auto const in_room = [](const char* text, const char* below = "") {
        auto inbound = in_bureau(Text{text, below, {}});
        inbound.addressed = false;
        return inbound;
    };
    for (auto const* talk : {"pourquoi ?", "je m’en charge demain"}) {
        EXPECT_FALSE(is_for_desk(*t, {}, in_room(talk), today)) << talk;
        EXPECT_TRUE(is_for_desk(*t, with_alert(), in_room(talk), today)) << talk;
        EXPECT_FALSE(is_for_desk(*t, two, in_room(talk), today)) << talk << ": which of them?";
        EXPECT_TRUE(is_for_desk(*t, two, in_room(talk, "$1"), today)) << talk << ": below the alert";
    }
    EXPECT_TRUE(is_for_desk(*t, {}, in_room("acquitter motif deux conseillers de plus"), today)) << "an order is answered in any case";
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

TEST(Gestures, AFileThatItsWayDoesNotCarryIsAskedForByAnother) {
    auto const t = tools();
    auto letter = mail("stat@exemple.fr", "Bonjour, voici les chiffres.");
    letter.files.push_back({"chiffres.csv", "text/csv", ""});
    ASSERT_TRUE(is_for_desk(*t, {}, letter, today));
    auto const out = take(*t, {}, letter, today, now);
    EXPECT_THAT(said(out), HasSubstr("Le fichier chiffres.csv ne m’est pas parvenu"));
    EXPECT_THAT(said(out), HasSubstr("Passez par l’adresse d’import ou par un salon"));
    EXPECT_TRUE(out.records.empty());
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

TEST(Gestures, SilenceIsLiftedByTakingTheMarkBackOrByAnOrder) {
    auto const t = tools();
    auto const state = with_alert();
    auto const rung = take(*t, state, in_bureau(Reaction{"$1", "🔕"}), today, now);
    ASSERT_TRUE(treatment(rung.state).silence);
    State stored;
    ASSERT_TRUE(take_book(stored, book_record(rung.state).bytes));
    auto const taken_back = in_bureau(Redaction{"$9"});
    ASSERT_TRUE(is_for_desk(*t, stored, taken_back, today)) << "also after a restart";
    auto const quiet_no_more = take(*t, stored, taken_back, today, now);
    EXPECT_FALSE(treatment(quiet_no_more.state).silence);
    EXPECT_THAT(said(quiet_no_more), HasSubstr("Silence levé par @prefete:test"));

    auto const order = [&](const State& of, const char* who) { return take(*t, of, in_bureau(Text{"lever le silence", "$1", {}}, who), today, now); };
    EXPECT_THAT(said(order(rung.state, "@passant:test")), HasSubstr("membre du bureau"));
    auto const lifted = order(rung.state, "@prefete:test");
    EXPECT_FALSE(treatment(lifted.state).silence);
    EXPECT_THAT(said(order(lifted.state, "@prefete:test")), HasSubstr("aucun silence"));
}

TEST(Gestures, ABookOfBeforeThatKnowsOfSilencesIsRead) {
    auto out = take(*tools(), with_alert(), in_bureau(Reaction{"$1", "👀"}), today, now);
    auto bytes = book_record(out.state).bytes;
    std::string const now_written = R"([["AIJ-2020-NOR",0]],false])", then_written = R"(["AIJ-2020-NOR",0]])";
    ASSERT_NE(bytes.find(now_written), std::string::npos) << bytes;
    bytes.replace(bytes.find(now_written), now_written.size(), then_written);
    State back;
    ASSERT_TRUE(take_book(back, bytes));
    EXPECT_FALSE(treatment(take(*tools(), back, in_bureau(Redaction{"$9"}), today, now).state).acknowledged);
}

TEST(Gestures, TakingOnNeedsAReasonInTheRoomAsOnThePage) {
    auto const t = tools();
    auto const ask = [&](const char* words) { return take(*t, with_alert(), in_bureau(Text{words, "$1", {}}), today, now); };
    EXPECT_THAT(said(ask("acquitter")), HasSubstr("motif d’au moins 10 caractères"));
    EXPECT_FALSE(treatment(ask("acquitter motif vu").state).acknowledged);
    EXPECT_TRUE(treatment(ask("acquitter motif on relance les agences").state).acknowledged);
    EXPECT_TRUE(treatment(ask("400 par mois à partir de décembre").state).acknowledged) << "a promise is a reason";
    EXPECT_TRUE(treatment(ask("je m’en charge").state).acknowledged);
}

TEST(Gestures, AMarkIsOfTheFirstMessageAlsoAfterItWasEdited) {
    auto const t = tools();
    auto state = with_alert();
    // The alert was edited in place: "$2" is the edit, which clients never annotate; people see and mark "$1".
    State stored;
    ASSERT_TRUE(take_book(stored, book_record(state).bytes));
    ASSERT_EQ(stored.threads.begin()->second.said.size(), 1U);
    EXPECT_TRUE(is_for_desk(*t, stored, in_bureau(Reaction{"$1", "👍"}), today));
    EXPECT_FALSE(is_for_desk(*t, stored, in_bureau(Reaction{"$2", "👍"}), today)) << "an edit is no message of its own";
    auto const out = take(*t, stored, in_bureau(Reaction{"$1", "👍"}), today, now);
    ASSERT_TRUE(treatment(out.state).acknowledged);
    EXPECT_EQ(out.posts.at(0).thread, "$1");
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

/// Three settled months of 2020 that one publication of the 10th of November raised by a tenth.
State rescaled(const Tools& t) {
    State state;
    std::vector<steering::Publication> rows;
    auto const published = [&](unsigned month, double value, Day on) {
        steering::Publication row;
        row.objective = "AIJ-2020-NOR", row.source = "SI_PE", row.month = std::chrono::year(2020) / std::chrono::month(month), row.value = value;
        row.published_on = row.received_on = on;
        rows.push_back(row);
    };
    for (unsigned m = 1; m <= 9; ++m)
        for (int again = 0; again < 3; ++again) published(m, 300, steering::last_day(std::chrono::year(2020) / std::chrono::month(m)) + std::chrono::days(12 + again));
    for (unsigned m = 1; m <= 4; ++m) published(m, 330, std::chrono::year(2020) / 11 / 10);
    Day const counted = std::chrono::year(2020) / 11 / 11;
    int const number = state.ledger.propose(std::move(rows), "f", "stat", counted);
    EXPECT_EQ(state.ledger.confirm(number, counted), figures::LedgerRefusal::none);
    return look(t, state, today, now).state;
}

TEST(Gestures, AChangeOfScopeIsLiftedByAnOrderWithAReason) {
    auto const t = tools();
    auto state = rescaled(*t);
    EpisodeId const data{"AIJ-2020-NOR", steering::Kind::data};
    ASSERT_TRUE(state.book.open.contains(data));
    auto const health = [&](const State& of, Day day) { return overview_on(*t, of, day).find("AIJ-2020-NOR")->on.evaluation.health.state; };
    ASSERT_EQ(health(state, today), steering::DataState::broken);
    auto& thread = state.threads[{"matrix !bureau:test", "AIJ-2020-NOR"}];
    thread.said = {{1, "$1"}}, thread.episodes.insert(data), thread.over = false;
    auto const order = [&](const char* words, const char* who) { return take(*t, state, in_bureau(Text{words, "$1", {}}, who), today, now); };
    EXPECT_THAT(said(order("périmètre confirmé motif double compte retiré", "@passant:test")), HasSubstr("membre du bureau"));
    EXPECT_THAT(said(order("périmètre confirmé motif oui", "@prefete:test")), HasSubstr("10 caractères"));
    auto const out = order("périmètre confirmé motif double compte retiré", "@prefete:test");
    EXPECT_THAT(said(out), HasSubstr("confirmé par @prefete:test"));
    EXPECT_NE(health(out.state, today), steering::DataState::broken);
    EXPECT_EQ(health(out.state, today - std::chrono::days(1)), steering::DataState::broken) << "as known on that day";
    State back;
    ASSERT_TRUE(take_book(back, book_record(out.state).bytes));
    EXPECT_EQ(back.rebased.at("AIJ-2020-NOR").at(0).reason, "double compte retiré");
    EXPECT_FALSE(look(*t, out.state, today, now).state.book.open.contains(data)) << "and whoever was told hears of its end";
    EXPECT_THAT(said(take(*t, out.state, in_bureau(Text{"périmètre confirmé motif double compte retiré", "$1", {}}), today, now)), HasSubstr("aucun changement de périmètre"));
}

/// 1 350 k€ counted for September 2019.
State with_money(const Tools& t) {
    auto out = take(t, {}, in_bureau(Text{"stratégie pauvreté septembre 2019 : 1 350", {}, {}}), today, now);
    return take(t, out.state, in_bureau(Text{"OUI", {}, {}}), today, now).state;
}

TEST(Money, AnAmountTypedWhereOthersReadIsNotTakenAndNoOtherIsSaid) {
    auto const t = tools();
    auto const state = with_money(*t);
    ASSERT_EQ(state.ledger.log_on(today).size(), 1U);
    auto const typed = [&](Inbound inbound, const std::string& who) {
        inbound.what = Text{"stratégie pauvreté septembre 2019 : 1 400", {}, {}};
        inbound.sender = who;
        return take(*t, state, inbound, today, now);
    };
    auto elsewhere = in_bureau(Text{});
    elsewhere.conversation = "!aij:test";
    for (auto const* who : {"@prefete:test", "stat@exemple.fr"}) {
        auto const out = typed(elsewhere, who);
        EXPECT_THAT(said(out), testing::AllOf(HasSubstr("Rien n’est noté"), testing::Not(HasSubstr("1\u202f350")), testing::Not(HasSubstr("1\u202f400"))));
        EXPECT_TRUE(out.state.proposals.empty());
    }
    EXPECT_THAT(said(typed(in_bureau(Text{}), "@prefete:test")), HasSubstr("au lieu de 1\u202f350"));
    auto const alone = typed(mail("stat@exemple.fr", ""), "stat@exemple.fr");
    EXPECT_THAT(said(alone), testing::AllOf(HasSubstr("1\u202f400"), testing::Not(HasSubstr("1\u202f350")))) << "who brings it knows it, and no other";
    EXPECT_THAT(said(alone), testing::AllOf(HasSubstr("Un montant est déjà connu pour ce mois"), HasSubstr("Les montants ne sont pas dits ici")));
}

TEST(Money, AFileOfAmountsIsNotReadOutWhereOthersRead) {
    auto const t = tools();
    auto file = in_bureau(Attachment{"file", "enveloppe.csv", {}});
    file.files = {{"enveloppe.csv", "text/csv", example().substr(0, example().find('\n') + 1) + "2019-02;28;DEPARTEMENTS;ENVELOPPE;montant_engage;all;1350;0;k_euros;CHORUS;2019-04-05;definitif;;\n"}};
    ASSERT_THAT(said(take(*t, {}, file, today, now)), HasSubstr("1\u202f350"));
    file.conversation = "!aij:test";
    auto const out = take(*t, {}, file, today, now);
    EXPECT_THAT(said(out), testing::AllOf(HasSubstr("Rien n’est noté"), testing::Not(HasSubstr("1\u202f350"))));
    EXPECT_TRUE(out.state.ledger.imports().empty());
}

TEST(Money, AStrangerInTheRoomOfTheBureauIsToldOfOnceAndNoAmountIsSaid) {
    auto const t = tools();
    Outcome out;
    out.state = with_money(*t);
    auto const ask = [&](const State& state) {
        return said(take(*t, state, in_bureau(Text{"stratégie pauvreté septembre 2019 : 1 400", {}, {}}), today, now));
    };
    seated(*t, out, "!bureau:test", std::vector<std::string>{"@prefete:test"});
    EXPECT_TRUE(out.posts.empty());
    EXPECT_THAT(ask(out.state), HasSubstr("1\u202f350"));

    std::vector<std::string> const three{"@prefete:test", "@invite:test"};
    seated(*t, out, "!bureau:test", three);
    EXPECT_THAT(said(out), HasSubstr("@invite:test y lit sans figurer"));
    EXPECT_THAT(ask(out.state), testing::Not(HasSubstr("1\u202f350")));
    auto const posts = out.posts.size();
    seated(*t, out, "!bureau:test", three);
    EXPECT_EQ(out.posts.size(), posts) << "once";

    seated(*t, out, "!bureau:test", std::nullopt);
    EXPECT_THAT(ask(out.state), testing::Not(HasSubstr("1\u202f350"))) << "not known: as if somebody were there";
    seated(*t, out, "!bureau:test", std::vector<std::string>{"@prefete:test"});
    EXPECT_THAT(ask(out.state), HasSubstr("1\u202f350"));
    seated(*t, out, "!bureau:test", three);
    EXPECT_GT(out.posts.size(), posts) << "who comes back is news";
}

}  // namespace gestures_test
}  // namespace bot::desk
