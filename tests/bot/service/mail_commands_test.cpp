// `phare mail held`, `suppressed` and `unsuppress` on a store as the service leaves it.

#include "adapters/email/mail_records.hpp"
#include "bot/commands/command_line.hpp"
#include "bot/service/mail_commands.hpp"
#include "db/store.hpp"
#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
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

std::string written(const tests::Folder& folder, const std::string& name, const std::string& bytes) {
    auto const file = folder.path() / name;
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
}

MailInspection inspection(std::string file) {
    MailInspection out;
    out.file = std::move(file);
    out.us.addresses = {"orientation@phare.test"};
    out.us.domain = "phare.test";
    return out;
}

constexpr auto a_reply = "From: Lea <lea@exemple.test>\r\nTo: orientation@phare.test\r\nMessage-ID: <1@exemple.test>\r\nSubject: Re: Votre question\r\n"
                         "Content-Type: text/plain; charset=utf-8\r\n\r\nJ'ai 19 ans.\r\n\r\nLe 3 mars, Phare a écrit :\r\n> Quel âge avez-vous ?\r\n";

TEST(MailInspect, SaysInWordsWhatWasUnderstoodAndBelowItWhatWasCut) {
    tests::Folder const folder;
    std::ostringstream out, complaints;
    EXPECT_EQ(mail_inspect(inspection(written(folder, "reponse.eml", a_reply)), out, complaints), 0) << complaints.str();
    EXPECT_THAT(out.str(), testing::StartsWith("cls: human\nmay_answer: true\n"));
    EXPECT_THAT(out.str(), HasSubstr("\nvisible: J'ai 19 ans.\n"));
    EXPECT_THAT(out.str(), HasSubstr("\nsender: lea@exemple.test\n"));
    EXPECT_THAT(out.str(), HasSubstr("\n--- texte écarté ---\nLe 3 mars, Phare a écrit :\n> Quel âge avez-vous ?"));
}

TEST(MailInspect, AsJsonWhatWasCutStandsUnderItsOwnKey) {
    tests::Folder const folder;
    std::ostringstream out, complaints;
    auto asked = inspection(written(folder, "reponse.eml", a_reply));
    asked.form = MailInspection::Form::json;
    EXPECT_EQ(mail_inspect(asked, out, complaints), 0) << complaints.str();
    auto const said = nlohmann::json::parse(out.str());
    EXPECT_EQ(said.at("visible"), "J'ai 19 ans.");
    EXPECT_THAT(said.at("cut").get<std::string>(), HasSubstr("> Quel âge avez-vous ?"));
}

TEST(MailInspect, AFolderOrAFileThatIsNotThereIsSaidInFrench) {
    tests::Folder const folder;
    std::ostringstream out, complaints;
    EXPECT_EQ(mail_inspect(inspection(folder.path().string()), out, complaints), 4);
    EXPECT_EQ(complaints.str(), folder.path().string() + "\u00a0: c’est un dossier. Donnez un fichier .eml\n");
    complaints.str("");
    EXPECT_EQ(mail_inspect(inspection((folder.path() / "rien.eml").string()), out, complaints), 4);
    EXPECT_THAT(complaints.str(), HasSubstr("rien.eml\u00a0: ce fichier ne se lit pas."));
    EXPECT_EQ(out.str(), "");
}

TEST_F(MailCommands, NothingHeldIsSaidAndIsNoError) {
    EXPECT_EQ(mail_held(options, out), 0);
    EXPECT_EQ(out.str(), "Depuis un mois, rien n’a été retenu et tout est parti.\n");
}

TEST_F(MailCommands, WhatWasHeldIsListedWithItsDayItsHourAndWhy) {
    write([](db::Transaction& tx) {
        email::note_held(tx, "robot@exemple.test", {moment(), email::HeldFor::too_many, 7, false});
        email::note_held(tx, "prefet@region.test", {moment(), email::HeldFor::refused, 8, true});
        email::note_held(tx, "léa@jeunes.test", {moment(), email::HeldFor::foreign_letters, 9, false});
    });
    EXPECT_EQ(mail_held(options, out), 1);
    EXPECT_THAT(out.str(), HasSubstr("29\u00a0novembre\u00a0" "2026, 14\u00a0h\u00a0" "05\u00a0: message en réponse à robot@exemple.test retenu\u00a0: trop de réponses en un jour"));
    EXPECT_THAT(out.str(), HasSubstr("message de notre part à prefet@region.test jamais arrivé\u00a0: refusé (ligne 8)"));
    EXPECT_THAT(out.str(), HasSubstr("message en réponse à léa@jeunes.test jamais parti\u00a0: l’adresse a des lettres que le relais ne transmet pas"));
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

TEST_F(MailCommands, WhatIsNoAddressIsAMistakeAndNoAddressThatGetsMail) {
    EXPECT_THROW(mail_suppressed(options, "pasuneadresse", out), commands::WrongUsage);
    EXPECT_THROW(mail_unsuppress(options, "a@", moment(), out), commands::WrongUsage);
    EXPECT_EQ(out.str(), "");
}

}  // namespace mail_commands_test
}  // namespace bot::service
