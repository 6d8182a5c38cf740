#include "bot/desk/typed.hpp"

#include <gtest/gtest.h>

namespace bot::desk {
namespace typed_test {

using rules::steering::Day;
using namespace std::chrono;

const Day today = year(2020) / 9 / 16;

template <class T>
const T* as(const Order& order) {
    return std::get_if<T>(&order);
}

TEST(Typed, TakingOnWithReasonDayAndPromise) {
    auto const order = read_order("acquitter jusqu’au 30/09 motif on relance les agences", today);
    auto const* const take = as<TakeOn>(order);
    ASSERT_NE(take, nullptr);
    EXPECT_EQ(take->reason, "on relance les agences");
    EXPECT_EQ(take->until, Day(year(2020) / 9 / 30));
    EXPECT_EQ(take->about, "");

    auto const named = read_order("Acquitter AIJ motif : revu avec le réseau", today);
    ASSERT_NE(as<TakeOn>(named), nullptr);
    EXPECT_EQ(as<TakeOn>(named)->about, "aij");
    EXPECT_EQ(as<TakeOn>(named)->reason, "revu avec le réseau");

    auto const promise = read_order("1 200 par mois à partir de novembre", today);
    ASSERT_NE(as<TakeOn>(promise), nullptr);
    ASSERT_TRUE(as<TakeOn>(promise)->promise);
    EXPECT_EQ(as<TakeOn>(promise)->promise->pace, 1200);
    EXPECT_EQ(as<TakeOn>(promise)->promise->from, year(2020) / November);

    auto const mine = read_order("je m’en charge jusqu’au 10/10", today);
    ASSERT_NE(as<TakeOn>(mine), nullptr);
    EXPECT_EQ(as<TakeOn>(mine)->until, Day(year(2020) / 10 / 10));
}

TEST(Typed, APromiseFromJanuarySaidInNovemberIsOfTheNextYear) {
    auto const order = read_order("acquitter motif plan de relance, 400/mois dès janvier", Day(year(2020) / 11 / 20));
    ASSERT_NE(as<TakeOn>(order), nullptr);
    ASSERT_TRUE(as<TakeOn>(order)->promise);
    EXPECT_EQ(as<TakeOn>(order)->promise->from, year(2021) / January);
}

TEST(Typed, SilenceAndItsDay) {
    auto const order = read_order("silence jusqu’au 10/09 motif revu au bureau du 10", today);
    ASSERT_NE(as<Quiet>(order), nullptr);
    EXPECT_EQ(as<Quiet>(order)->until, Day(year(2021) / 9 / 10)) << "the next such day; the rules refuse what is too long";
    EXPECT_NE(as<UnreadDate>(read_order("silence jusqu’au 31/02 motif revu au bureau", today)), nullptr);
    EXPECT_NE(as<Quiet>(read_order("silence motif revu au bureau", today)), nullptr);
}

TEST(Typed, AFigureNeedsANameAMonthAndOneNumber) {
    auto const order = read_order("AIJ octobre : 1 140", Day(year(2020) / 11 / 12));
    ASSERT_NE(as<TypedFigure>(order), nullptr);
    EXPECT_EQ(as<TypedFigure>(order)->name, "aij");
    EXPECT_EQ(as<TypedFigure>(order)->month, year(2020) / October);
    EXPECT_EQ(as<TypedFigure>(order)->value, 1140);

    auto const last_year = read_order("AIJ décembre : 900", Day(year(2021) / 1 / 12));
    ASSERT_NE(as<TypedFigure>(last_year), nullptr);
    EXPECT_EQ(as<TypedFigure>(last_year)->month, year(2020) / December) << "no month to come has a figure";
    auto const given = read_order("OTP missions locales mai 2021 = 270", Day(year(2021) / 7 / 1));
    ASSERT_NE(as<TypedFigure>(given), nullptr);
    EXPECT_EQ(as<TypedFigure>(given)->name, "otp missions locales");

    EXPECT_EQ(as<TypedFigure>(read_order("AIJ octobre : 1.140", today)), nullptr) << "a thousand or a decimal?";
    EXPECT_EQ(as<TypedFigure>(read_order("AIJ octobre : 12 %", today)), nullptr);
    EXPECT_EQ(as<TypedFigure>(read_order("rendez-vous : 14", today)), nullptr);
    EXPECT_EQ(as<TypedFigure>(read_order("AIJ octobre : -3", today)), nullptr);
}

TEST(Typed, WhatIsNoOrderIsLeftToTheConversation) {
    for (auto const* text : {"", "bonjour", "oui mais il faudrait en reparler demain", "pourquoi le CEJ s’arrête à 25 ans ?",
                             "annuler le rendez-vous de lundi", "je suis en charge du dossier"})
        EXPECT_TRUE(std::holds_alternative<std::monostate>(read_order(text, today))) << text;
    EXPECT_NE(as<Yes>(read_order("OUI", today)), nullptr);
    EXPECT_NE(as<Yes>(read_order("oui !", today)), nullptr);
    EXPECT_NE(as<Why>(read_order("Pourquoi ?", today)), nullptr);
    EXPECT_NE(as<Why>(read_order("pourquoi cette alerte ?", today)), nullptr);
    EXPECT_EQ(as<Why>(read_order("Pourquoi pas ?", today)), nullptr) << "people answer each other so";
    ASSERT_NE(as<Withdraw>(read_order("annuler 3", today)), nullptr);
    EXPECT_EQ(as<Withdraw>(read_order("annuler 3", today))->import, 3);
    EXPECT_NE(as<GiveBack>(read_order("retirer la prise en charge", today)), nullptr);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(read_order(std::string(5000, 'a'), today)));
}

}  // namespace typed_test
}  // namespace bot::desk
