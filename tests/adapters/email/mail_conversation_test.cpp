// A whole conversation by mail, in French, as a young person and an adviser live it; and the same through crashes.

#include "tests/adapters/email/mail_world.hpp"

#include "adapters/email/file_mailer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace mail_conversation_test {

using namespace tests;
using namespace adapters::email;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(MailConversation, EverythingMissingIsAskedAtOnceAndTheSecondMailBringsLeads) {
    MailWorld world(mail_tools());
    world.write(mail("Bonjour, je cherche une formation mais je sais pas par où commencer"));
    world.play(1h);
    auto const questions = world.last(lea);
    EXPECT_THAT(questions, HasSubstr("1. Tu as quel âge, et tu vis où"));
    EXPECT_THAT(questions, HasSubstr("2. "));
    EXPECT_THAT(questions, HasSubstr("3. "));
    EXPECT_THAT(questions, HasSubstr("b. "));

    world.reply(lea, "1 19 ans, Rouen, 2 a, 3 a");
    world.play(1h);
    auto const leads = world.last(lea);
    EXPECT_THAT(leads, HasSubstr("19"));
    EXPECT_THAT(leads, HasSubstr("1. "));
    EXPECT_THAT(leads, HasSubstr("Vérifié le"));
    EXPECT_EQ(world.got(lea).size(), 2U) << "two mails to the first leads";

    world.reply(lea, "2");
    world.play(1h);
    EXPECT_EQ(world.got(lea).size(), 3U);
}

TEST(MailConversation, AnswersInOwnWordsWillDo) {
    MailWorld world(mail_tools());
    world.write(mail("Bonjour, je cherche une formation"));
    world.play(1h);
    world.reply(lea, "j'ai 19 ans, j'habite à Rouen, j'ai pas de diplôme et je fais rien en ce moment");
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("Vérifié le"));
}

TEST(MailConversation, WhoeverAnswersOnlyHalfGetsLeadsAllTheSame) {
    MailWorld world(mail_tools());
    world.write(mail("Bonjour, je cherche une formation"));
    world.play(1h);
    world.reply(lea, "19 ans à Rouen");
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("Rouen"));
    EXPECT_THAT(world.last(lea), HasSubstr("Vérifié le"));
}

TEST(MailConversation, AnswersStandBetweenTheLinesOfTheQuestions) {
    MailWorld world(mail_tools());
    world.write(mail("Bonjour, je cherche une formation"));
    world.play(1h);
    Writing w;
    w.to = MailWorld::header_of(world.got(lea).back(), "reply-to");
    w.subject = "Re: Votre question";
    w.text = "Le dim. 22 nov. 2026 à 10:00, Phare <orientation@phare.test> a écrit :\n";
    auto const said = world.last(lea);
    for (std::size_t at = 0; at < said.size();) {
        auto const end = std::min(said.find('\n', at), said.size());
        auto const line = said.substr(at, end - at);
        w.text += "> " + line + "\n";
        if (line.starts_with("1. ")) w.text += "19 ans, j'habite Rouen\n";
        if (line.starts_with("e. ") || line.starts_with("d. ")) w.text += line.starts_with("e. ") ? "a\n" : "";
        if (line.starts_with("d. Je ne sais pas")) w.text += "b\n";
        at = end + 1;
    }
    world.write(w);
    world.play(1h);
    auto const state = world.state(lea);
    ASSERT_TRUE(state);
    EXPECT_THAT(*state, HasSubstr(R"("age":{"certainty")"));
    EXPECT_THAT(*state, HasSubstr("cap_bep"));
    EXPECT_THAT(*state, HasSubstr("neet"));
    EXPECT_THAT(world.last(lea), HasSubstr("Vérifié le"));
}

/// Léa replies as Outlook does: the quotation has no marks, and she has written into it.
void write_into(MailWorld& world, const std::string& above, const std::string& quoted) {
    Writing w;
    auto const last = world.got(lea).back();
    w.to = MailWorld::header_of(last, "reply-to");
    w.subject = "RE: Votre question";
    w.headers = "In-Reply-To: " + MailWorld::header_of(last, "message-id") + "\r\n";
    w.text = above + "\n\nDe : Phare <orientation@phare.test>\nEnvoyé : dimanche 22 novembre 2026 10:00\nÀ : Léa\nObjet : Re: Votre question\n\n" + quoted;
    world.write(w);
    world.play(1h);
}

std::string with_answers(std::string text, const std::string& lead) {
    for (auto const& [behind, answer] : {std::pair<std::string, std::string>("vis où ?", "19 ans à Rouen"), {"en ce moment ?", "je cherche un travail"}, {"haut diplôme ?", "CAP"}}) {
        auto const at = text.find(behind);
        if (at == std::string::npos) throw std::logic_error("no such question");
        text.insert(at + behind.size(), lead + answer);
    }
    return text;
}

TEST(MailConversation, AnswersStandInAQuotationThatIsNotMarked) {
    MailWorld world(mail_tools());
    world.write(mail("Bonjour, je cherche une formation"));
    world.play(1h);
    write_into(world, "Bonjour, voici mes réponses ci-dessous.", with_answers(world.last(lea), "\n"));
    EXPECT_THAT(world.last(lea), HasSubstr("19 ans, Rouen, CAP ou BEP"));
    EXPECT_THAT(world.last(lea), HasSubstr("Vérifié le"));
}

TEST(MailConversation, AnswersStandAtTheEndOfQuotedLines) {
    MailWorld world(mail_tools());
    world.write(mail("Bonjour, je cherche une formation"));
    world.play(1h);
    write_into(world, "", with_answers(world.last(lea), " "));
    EXPECT_THAT(world.last(lea), HasSubstr("19 ans, Rouen, CAP ou BEP"));
}

TEST(MailConversation, AnotherLettersWordsAreNobodysAnswers) {
    MailWorld world(mail_tools());
    world.write(mail("Bonjour, je cherche une formation"));
    world.play(1h);
    write_into(world, "19 ans à Rouen", world.last(lea));
    auto const state = world.state(lea);
    ASSERT_TRUE(state);
    EXPECT_THAT(*state, HasSubstr(R"("age":{"certainty")"));
    EXPECT_THAT(*state, Not(HasSubstr(R"("statut":{"certainty")"))) << "the choices were quoted, not chosen";
    EXPECT_THAT(*state, Not(HasSubstr(R"("niveau_diplome":{"certainty")")));
}

/// A room where everything arrives at once.
class Room final : public bot::delivery::Channel {
  public:
    std::vector<std::string> said;
    [[nodiscard]] std::string_view name() const override { return "matrix"; }
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry& entry) const override { return bot::delivery::typed_in(entry); }
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish& wish) const override {
        if (auto const* say = std::get_if<bot::Say>(&wish)) return {{"message", bot::wording::plain_text(say->document), {}}};
        return {};
    }
    void working_on(const std::string&, const bot::EventId&, bool) override {}
    boost::asio::awaitable<bot::delivery::Attempt> deliver(db::OutboxEntry entry, std::string, bool) override {
        said.push_back(entry.payload);
        co_return bot::delivery::arrived("$" + std::to_string(entry.id));
    }
};

class LinkedByMail : public testing::Test {
  protected:
    std::string in_room(const std::string& text) {
        auto const before = room.said.size();
        world.admit({{"matrix", "!lea"}, "$e" + std::to_string(++events), text, world.time.now().time_since_epoch().count()});
        world.play(1min);
        std::string out;
        for (auto i = before; i < room.said.size(); ++i) out += room.said[i] + "\n";
        return out;
    }
    std::string code() {
        in_room("g 19 ans, rouen");
        auto const answer = in_room("relier");
        auto const at = answer.find("RELIER ");
        return at == std::string::npos ? "" : answer.substr(at + 7, 9);
    }
    Room room;
    MailWorld world{mail_tools(), MailWorld::mail_settings(), &room};
    int events = 0;
};

TEST_F(LinkedByMail, ACodeFromTheRoomJoinsTheMailboxThatItsServerVouchesFor) {
    auto const given = code();
    ASSERT_EQ(given.size(), 9U);
    auto const before = room.said.size();
    world.write(mail("Bonjour,\nRELIER " + given + "\nLéa"));
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("C’est relié"));
    ASSERT_EQ(room.said.size(), before + 1) << "the room is told";
    EXPECT_THAT(room.said.back(), HasSubstr("reliée à une autre"));

    world.reply(lea, "mes données");
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("Rouen"));
    world.reply(lea, "j'ai pas de diplôme");
    world.play(1h);
    EXPECT_THAT(in_room("mes données"), HasSubstr("diplôme"));
}

TEST_F(LinkedByMail, ACodeIsGivenToWhoeverAsksBetweenAGreetingAndAName) {
    world.write(mail("Bonjour,\nRELIER\nLéa"));
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("depuis l’autre conversation"));
}

TEST_F(LinkedByMail, AForgedFromWithTheCodeJoinsNothing) {
    auto const given = code();
    auto forged = mail("relier " + given);
    forged.vouched = false;
    world.write(forged);
    world.play(1h);
    EXPECT_THAT(world.last(lea), Not(HasSubstr("C’est relié")));
    auto asks = mail("mes données");
    asks.vouched = false;
    world.write(asks);
    world.play(1h);
    EXPECT_THAT(world.last(lea), Not(HasSubstr("Rouen")));
}

TEST(MailConversation, DangerIsAnsweredAtOnceHoweverOften) {
    MailWorld world(mail_tools());
    for (int i = 0; i < 3; ++i) {
        auto w = mail("je veux mourir");
        w.vouched = false;
        w.headers = "X-Number: " + std::to_string(i) + "\r\n";
        world.write(w);
        world.play(1min);
        ASSERT_EQ(world.got(lea).size(), static_cast<std::size_t>(i + 1));
        EXPECT_THAT(world.last(lea), HasSubstr("3114"));
        EXPECT_EQ(MailWorld::header_of(world.got(lea).back(), "subject"), "Re: Votre question") << "nothing shows on a locked screen";
    }
}

TEST(MailConversation, DangerInASubjectIsReadWhateverStandsBelow) {
    for (auto const* text : {"aidez moi svp", "Léa", "Bonjour", "HUMAIN"}) {
        MailWorld world(mail_tools());
        auto w = mail(text);
        w.subject = "j'ai envie de mourir";
        world.write(w);
        world.play(1min);
        EXPECT_THAT(world.last(lea), HasSubstr("3114")) << text;
    }
}

TEST(MailConversation, MailsAsFilesForADemonstration) {
    auto const folder = std::filesystem::temp_directory_path() / ("phare-mails-" + std::to_string(::getpid()));
    {
        FileMailer files(folder);
        MailWorld world(mail_tools());
        world.relay.behind = &files;
        world.write(mail("Bonjour, je cherche une formation"));
        world.play(1h);
        world.reply(lea, "19 ans, Rouen, pas de diplôme, je fais rien");
        world.play(1h);
        ASSERT_EQ(world.got(lea).size(), 2U);
        std::size_t count = 0;
        for (auto const& file : std::filesystem::directory_iterator(folder)) {
            ++count;
            std::ifstream in(file.path(), std::ios::binary);
            std::string const bytes{std::istreambuf_iterator<char>(in), {}};
            EXPECT_TRUE(bytes.starts_with("Return-Path: <orientation+verp-")) << file.path();
            EXPECT_THAT(bytes, HasSubstr("Delivered-To: " + lea + "\r\n"));
        }
        EXPECT_EQ(count, 2U);
    }
    std::filesystem::remove_all(folder);
}

/// The program dies at random moments; what leaves is one mail an answer, and the same bytes at each try.
TEST(MailConversation, ThroughCrashesEachAnswerIsOneMail) {
    auto const seed = std::random_device()();
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 20; ++round) {
        MailWorld world(mail_tools());
        world.write(mail("c'est quoi le CEJ ?"));
        for (int i = 0; i < 6; ++i) {
            world.play(std::chrono::milliseconds(random() % 6));
            world.die(random() % 2 == 0);
            world.begin();
            if (world.disk.inbox.empty()) world.receive(raw_mail(mail("c'est quoi le CEJ ?"), 1), lea, "orientation@phare.test");  // not acknowledged: the peer comes again
        }
        world.play(1h);
        ASSERT_EQ(world.disk.outbox.size(), 1U);
        ASSERT_FALSE(world.relay.taken.empty());
        for (auto const& one : world.relay.taken) EXPECT_EQ(one.message, world.relay.taken.front().message);
        EXPECT_EQ(world.disk.outbox.begin()->second.state, db::Delivery::delivered);
    }
}

}  // namespace mail_conversation_test
