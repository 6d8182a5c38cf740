#include "adapters/email/wire/modified_utf7.hpp"

#include <gtest/gtest.h>

namespace modified_utf7_test {

using adapters::email::wire::modified_utf7;

TEST(ModifiedUtf7, AFoldersNameGoesOverTheWireInAscii) {
    EXPECT_EQ(modified_utf7("Traités"), "Trait&AOk-s");
    EXPECT_EQ(modified_utf7("Éléments envoyés"), "&AMk-l&AOk-ments envoy&AOk-s");
    EXPECT_EQ(modified_utf7("INBOX.Lus"), "INBOX.Lus");
    EXPECT_EQ(modified_utf7(""), "");
}

TEST(ModifiedUtf7, AnAmpersandIsEscaped) {
    EXPECT_EQ(modified_utf7("Emploi & formation"), "Emploi &- formation");
    EXPECT_EQ(modified_utf7("é&é"), "&AOk-&-&AOk-");
}

TEST(ModifiedUtf7, TheExampleOfRfc3501) { EXPECT_EQ(modified_utf7("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-"); }

TEST(ModifiedUtf7, BeyondTheBasicPlaneTwoUnitsStandForOne) { EXPECT_EQ(modified_utf7("\xF0\x9F\x93\xA7"), "&2D3c5w-"); }

TEST(ModifiedUtf7, WhatIsNoUtf8HasNoName) {
    for (auto const* name : {"Trait\xE9s", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "x\xC3"}) EXPECT_FALSE(modified_utf7(name)) << name;
}

}  // namespace modified_utf7_test
