#include "adapters/email/mail_intake.hpp"

#include "adapters/email/stored_mail.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace mail_intake_test {

namespace asio = boost::asio;
using namespace adapters::email;
using namespace std::chrono_literals;

Instant const arrived{std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + 9h};

InboundMail written(std::string text) {
    InboundMail mail;
    mail.source = "lmtp";
    mail.envelope_from = "lea@jeunes.test";
    mail.envelope_to = {"orientation@phare.test"};
    mail.received_at = arrived;
    mail.raw = "From: lea@jeunes.test\r\nMessage-ID: <1@jeunes.test>\r\n\r\n" + std::move(text);
    return mail;
}

struct World {
    tests::Disk disk;
    bool fails = false;
    int woken = 0;
    asio::io_context loop{1};
    tests::MemoryStore store{disk, [](auto const& call) { call(); }, [this] { return fails; }};
    MailIntake intake{loop.get_executor(), store, [this] { ++woken; }};

    Taken take(Parcel parcel) {
        std::optional<Taken> taken;
        asio::co_spawn(
            loop, [&] { return intake.take(parcel); },
            [&](std::exception_ptr failure, Taken what) {
                EXPECT_FALSE(failure);
                taken = what;
            }
        );
        loop.restart();
        loop.run();
        return taken.value();
    }
};

Parcel with(InboundMail mail) {
    Parcel parcel;
    parcel.received_at = arrived;
    put(parcel, std::move(mail), Limits());
    return parcel;
}

TEST(MailIntake, AMailIsInTheInboxOnceHoweverOftenItComes) {
    World world;

    EXPECT_EQ(world.take(with(written("bonjour"))), Taken::stored);
    EXPECT_EQ(world.take(with(written("bonjour"))), Taken::stored);
    EXPECT_EQ(world.intake.take_waiting(with(written("bonjour"))), Taken::stored);

    ASSERT_EQ(world.disk.inbox.size(), 1U);
    auto const& entry = world.disk.inbox.begin()->second.entry;
    EXPECT_EQ(entry.conversation, (db::ConversationRef{"email", "lea@jeunes.test"}));
    auto const back = mail_from_stored(entry.payload);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->raw, written("bonjour").raw);
    EXPECT_EQ(back->received_at, arrived);
    EXPECT_EQ(world.woken, 1);
}

TEST(MailIntake, WhatIsNotCommittedIsNotTaken) {
    World world;
    world.fails = true;

    EXPECT_EQ(world.take(with(written("bonjour"))), Taken::trouble);
    EXPECT_EQ(world.intake.take_waiting(with(written("bonjour"))), Taken::trouble);

    EXPECT_TRUE(world.disk.inbox.empty());
    EXPECT_EQ(world.woken, 0);
}

TEST(MailIntake, BelowTheFloorOfFreeSpaceNothingIsTaken) {
    World world;
    world.store.full = true;

    EXPECT_EQ(world.take(with(written("bonjour"))), Taken::no_space);
    EXPECT_EQ(world.intake.take_waiting(with(written("bonjour"))), Taken::no_space);

    EXPECT_TRUE(world.disk.inbox.empty());
}

TEST(MailIntake, ABombIsSetAsideAndAMailWithoutAuthorIsNot) {
    World world;
    auto bomb = written("");
    bomb.raw = "From: a@b.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n";
    for (int i = 0; i < 2000; ++i) bomb.raw += "--x\r\n\r\n";
    auto nobody = written("bonjour");
    nobody.raw = "Subject: rien\r\n\r\nbonjour";

    auto parcel = with(bomb);
    put(parcel, nobody, Limits());

    EXPECT_EQ(world.take(std::move(parcel)), Taken::stored);
    EXPECT_EQ(world.disk.quarantined_raw, 1);
    EXPECT_EQ(world.disk.inbox.size(), 1U);
}

TEST(MailIntake, AProvidersWordIsAnEntryOfItsOwnAndComesOnce) {
    World world;
    Parcel parcel;
    parcel.received_at = arrived;
    parcel.events.push_back({"lea@jeunes.test", "<1@phare.test>", ProviderEvent::Kind::complaint});

    EXPECT_EQ(world.take(parcel), Taken::stored);
    EXPECT_EQ(world.take(parcel), Taken::stored);

    ASSERT_EQ(world.disk.inbox.size(), 1U);
    auto const back = event_from_stored(world.disk.inbox.begin()->second.entry.payload);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->kind, ProviderEvent::Kind::complaint);
}

TEST(MailIntake, WhatComesFirstMayRefuseTheRest) {
    World world;
    auto parcel = with(written("bonjour"));
    parcel.first = [](db::Transaction&) { return false; };

    EXPECT_EQ(world.take(std::move(parcel)), Taken::stored);
    EXPECT_TRUE(world.disk.inbox.empty());
}

TEST(StoredMail, AnEnvelopeThatIsUnknownIsNotANullSender) {
    auto mail = written("x");
    mail.envelope_from.reset();
    auto const unknown = mail_from_stored(stored_form(mail));
    mail.envelope_from = "";
    auto const null_sender = mail_from_stored(stored_form(mail));

    ASSERT_TRUE(unknown);
    ASSERT_TRUE(null_sender);
    EXPECT_FALSE(unknown->envelope_from);
    EXPECT_EQ(null_sender->envelope_from, "");
}

TEST(StoredMail, WhatIsNotOfThisFormIsNothing) {
    for (auto const* text : {"", "\n", "{}\n", "{", "[1]\nx", "{\"source\":1}\nx", "From: a@b\r\n\r\nx"}) EXPECT_FALSE(mail_from_stored(text)) << text;
}

}  // namespace mail_intake_test
