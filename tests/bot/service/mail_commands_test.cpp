// `phare mail held`, `suppressed` and `unsuppress` on a store as the service leaves it.

#include "adapters/email/mail_records.hpp"
#include "bot/service/mail_commands.hpp"
#include "db/store.hpp"
#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <sstream>

namespace bot::service {
namespace mail_commands_test {

namespace email = adapters::email;
using testing::HasSubstr;

/// A stopped service's data.
class Data : public testing::Test {
  protected:
    Data() {
        options.folder = folder_.path();
        options.floor_bytes = std::uint64_t{16} << 20;
        options.ballast_bytes = 0;
    }

    void write(const std::function<void(db::Transaction&)>& unit) {
        auto const store = db::sqlite::open(options);
        std::promise<std::exception_ptr> ended;
        store->write(unit, [&ended](std::exception_ptr failure) { ended.set_value(std::move(failure)); });
        auto const failure = ended.get_future().get();
        store->close();
        ASSERT_FALSE(failure);
    }

    /// 29 November 2026, 14:05 in Paris.
    static Instant moment() { return std::chrono::sys_days(std::chrono::year(2026) / 11 / 29) + std::chrono::hours(13) + std::chrono::minutes(5); }

    db::sqlite::StoreOptions options;
    std::ostringstream out;

  private:
    tests::Folder folder_;
};

using MailCommands = Data;

TEST_F(MailCommands, NothingHeldIsSaidAndIsNoError) {
    EXPECT_EQ(mail_held(options, out), 0);
    EXPECT_EQ(out.str(), "Depuis un mois, rien n’a été retenu et tout est parti.\n");
}

TEST_F(MailCommands, WhatWasHeldIsListedWithItsDayItsHourAndWhy) {
    write([](db::Transaction& tx) {
        email::note_held(tx, "robot@exemple.test", {moment(), email::HeldFor::too_many, 7, false});
        email::note_held(tx, "prefet@region.test", {moment(), email::HeldFor::refused, 8, true});
    });
    EXPECT_EQ(mail_held(options, out), 1);
    EXPECT_THAT(out.str(), HasSubstr("29\u00a0novembre\u00a0" "2026, 14\u00a0h\u00a0" "05\u00a0: message en réponse à robot@exemple.test retenu\u00a0: trop de réponses en un jour"));
    EXPECT_THAT(out.str(), HasSubstr("message de notre part à prefet@region.test jamais arrivé\u00a0: refusé (ligne 8)"));
}

TEST_F(MailCommands, AnAddressThatGetsNothingGetsItAgainWhenTheOperatorSaysSo) {
    auto const address = "lea@exemple.test";
    EXPECT_EQ(mail_suppressed(options, address, out), 0);
    write([&](db::Transaction& tx) { email::note(tx, address, email::DeliveryFact::hard_bounce, moment()); });

    out.str("");
    EXPECT_EQ(mail_suppressed(options, address, out), 1);
    EXPECT_EQ(out.str(), "lea@exemple.test ne reçoit plus de messages depuis le 29\u00a0novembre\u00a0" "2026\u00a0: cette adresse n’existe pas (plus).\n");

    EXPECT_EQ(mail_unsuppress(options, address, moment(), out), 0);
    EXPECT_EQ(mail_suppressed(options, address, out), 0);
}

}  // namespace mail_commands_test
}  // namespace bot::service
