// Questions as they are written in a hurry before a meeting: several objectives, months and years at once, a letter that is
// wrong, a month that has not come, "pourquoi", "qui s'en occupe".

#include "tests/bot/desk/asked_world.hpp"

namespace bot::desk {
namespace answers_test {

using testing::AllOf;
using testing::IsEmpty;

TEST_F(Asked, SeveralObjectivesAreAnsweredOneByOne) {
    std::vector<steering::Publication> rows;
    add(rows, "AIJ-2020-NOR-CONSEILLERS", "RH_PE", 9, 62);
    count(rows);
    auto const said = ask("où en sommes-nous sur l'AIJ, les conseillers et l'OTP missions locales svp");
    EXPECT_THAT(said, HasSubstr("Fin octobre 2020\u00a0: 3\u202f905 jeunes suivis"));
    EXPECT_THAT(said, HasSubstr("62 conseillers à fin septembre 2020"));
    EXPECT_THAT(said, HasSubstr("OTP 2021"));
    EXPECT_THAT(said, Not(HasSubstr("Je n’ai pas d’objectif"))) << "the operator is the last one's";
}

TEST_F(Asked, APlaceOrAnOperatorBesideANameIsNoOtherObjective) {
    auto const said = ask("taux de réalisation de l'AIJ dans le Calvados et l'Orne");
    EXPECT_THAT(said, AllOf(HasSubstr("AIJ 2020"), Not(HasSubstr("École"))));
}

TEST_F(Asked, TwoMonthsAreBothSaid) {
    auto const said = ask("compare AIJ aout et octobre");
    EXPECT_THAT(said, AllOf(HasSubstr("Fin août 2020\u00a0: 1\u202f785"), HasSubstr("Fin octobre 2020\u00a0: 3\u202f905")));
    EXPECT_THAT(ask("AIJ entre mars et juin"), AllOf(HasSubstr("Fin mars 2020\u00a0: 765"), HasSubstr("Fin juin 2020\u00a0: 1\u202f295")));
}

TEST_F(Asked, AYearThatNoObjectiveCoversIsSaidSo) {
    EXPECT_THAT(ask("AIJ 2020 vs 2021 ?"), AllOf(HasSubstr("Aucun objectif AIJ ne couvre 2021."), HasSubstr("Fin octobre 2020")));
    EXPECT_THAT(ask("où en était l'AIJ l'année dernière ?"), HasSubstr("Aucun objectif AIJ ne couvre 2019. Voici le plus proche"));
    EXPECT_THAT(ask("où en est l'AIJ, vu comme le 25/06/2020 ?"), Not(HasSubstr("ne couvre")));
}

TEST_F(Asked, AMonthThatIsNotKnownYetIsNotAnsweredWithAnotherOneSilently) {
    EXPECT_THAT(ask("AIJ décembre 2020"), HasSubstr("Aucun chiffre n’est encore connu pour décembre 2020. Voici le dernier connu"));
    EXPECT_THAT(ask("et en décembre ?"), AllOf(HasSubstr("décembre 2020"), Not(HasSubstr("2019")))) << "the one that is to come, not last year's";
    EXPECT_THAT(ask("taux AIJ au 25/11/2020"), Not(HasSubstr("Aucun chiffre"))) << "of a day it is the last month that was over";
}

TEST_F(Asked, ADayInTheMiddleOfAMonthIsTheMonthThatWasOver) {
    EXPECT_THAT(ask("AIJ au 15 octobre"), HasSubstr("Fin septembre 2020\u00a0: 2\u202f765"));
    EXPECT_THAT(ask("AIJ au 31/10"), HasSubstr("Fin octobre 2020"));
    EXPECT_THAT(ask("AIJ depuis janvier"), HasSubstr("Fin octobre 2020")) << "up to now";
    EXPECT_THAT(ask("atterrissage AIJ fin d'année"), Not(HasSubstr("Aucun chiffre")));
    EXPECT_THAT(ask("AIJ premier semestre"), HasSubstr("Fin juin 2020\u00a0: 1\u202f295"));
    EXPECT_THAT(ask("AIJ troisième trimestre 2020"), HasSubstr("Fin septembre 2020"));
}

TEST_F(Asked, WhereWeWereOnADayIsWhatWasKnownThen) {
    ask("où en est l'AIJ ?");
    auto const said = ask("où en étions-nous le 15 septembre ?");
    EXPECT_THAT(said, AllOf(HasSubstr("Fin juillet 2020"), HasSubstr("vus comme le 15\u00a0septembre\u00a02020")));
    EXPECT_THAT(ask("où en était l'AIJ au 31/08 ?"), AllOf(HasSubstr("Fin août 2020"), Not(HasSubstr("vus comme")))) << "that month's figure, as everybody says it";
}

TEST_F(Asked, ANameWithAWrongLetterIsReadAndSaid) {
    ask("où en est l'AIJ ?");
    auto const said = ask("ou en est le CJE");
    EXPECT_THAT(said, AllOf(HasSubstr("Je lis «\u00a0cje\u00a0» comme «\u00a0CEJ\u00a0»"), HasSubstr("CEJ 2026"), Not(HasSubstr("AIJ"))));
    EXPECT_TRUE(concerns(*tools_, "AJI octobre ?", today));
    EXPECT_THAT(ask("ou en est le XYZ"), AllOf(HasSubstr("Je ne suis aucun objectif sur XYZ"), Not(HasSubstr("Fin octobre")))) << "not the one of before";
}

TEST_F(Asked, WhatOnlyFiguresHaveIsNoQuestionOnAMeasure) {
    for (auto const* text : {"aij combien il en manque par mois", "quelle proba de rater l AIJ", "combien de conseillers aij on a", "compare AIJ aout et octobre",
                             "AIJ depuis janvier", "qui s'occupe de l'AIJ ?", "pourquoi l'alerte AIJ ?", "AIJ octobre 2019 et octobre 2020"})
        EXPECT_TRUE(concerns(*tools_, text, today)) << text;
    for (auto const* text : {"conditions du CEJ", "différence entre le CEJ et le PACEA", "combien par mois pour un jeune en CEJ", "AIJ", "CEJ 18 ans", "il manque quoi pour le CEJ",
                             "apprentissage pour un jeune né en mars 2004", "pourquoi pas le CEJ ?", "école de production"})
        EXPECT_FALSE(concerns(*tools_, text, today)) << text;
    EXPECT_TRUE(concerns(*tools_, "qui s'en occupe", today, true));
    EXPECT_FALSE(concerns(*tools_, "qui s'en occupe", today, false));
    EXPECT_FALSE(concerns(*tools_, "et pour un jeune de 19 ans à Rouen sans diplôme ?", today, true));
}

TEST_F(Asked, WhyAFigureIsWhatItIsIsAnsweredWithoutAnAlert) {
    ask("où en est l'AIJ ?");
    auto const said = ask("pourquoi c'est hors d'atteinte ?");
    EXPECT_THAT(said, HasSubstr("La probabilité de finir sous la cible est de"));
    EXPECT_THAT(said, HasSubstr("Il faudrait 1\u202f421 par mois. Trois derniers mois\u00a0: 787 en moyenne"));
    EXPECT_THAT(said, HasSubstr("octobre 2020\u00a0: 1\u202f140 connus"));
    EXPECT_THAT(said, HasSubstr("La cause n’est pas dans les chiffres"));
}

TEST_F(Asked, WhyDoesNotTellAnAmountToWhoeverMayNotHearIt) {
    before = {"PAUVRETE-2019-NOR"};
    EXPECT_THAT(ask("pourquoi ?", "@conseillere:test", "!autre:test", false), AllOf(HasSubstr("Les montants ne sont pas dits ici"), Not(HasSubstr("240"))));
}

TEST_F(Asked, WhyHidesWhatIsTooFew) {
    State few;
    std::vector<steering::Publication> three;
    add(three, "AIJ-2020-NOR", "SI_PE", 1, 3);
    add(three, "AIJ-2020-NOR", "SI_PE", 2, 40);
    state = few;
    count(three);
    ask("où en est l'AIJ ?");
    EXPECT_THAT(ask("pourquoi ?"), AllOf(HasSubstr("janvier 2020\u00a0: non montré"), Not(HasSubstr("3 connus")), Not(HasSubstr("43"))));
}

TEST_F(Asked, WhoSeesToIt) {
    ask("où en est l'AIJ ?");
    auto const said = ask("qui s'en occupe ?");
    EXPECT_THAT(said, HasSubstr("responsable, direction régionale de Pôle emploi. Aucune alerte n’est ouverte."));
    steering::Episode episode;
    episode.level = steering::AlertLevel::alerte;
    episode.treatment.acknowledged = steering::Acknowledgement{"@responsable:test", "deux conseillers de plus", today, today + days(10), episode.level, {}};
    state.book.open[{"AIJ-2020-NOR", steering::Kind::shortfall}] = episode;
    EXPECT_THAT(ask("qui s'en occupe ?"), HasSubstr("prise en charge par @responsable:test jusqu’au 5\u00a0décembre\u00a02020"));
}

TEST_F(Asked, AnAlertIsTakenOnBelowItsMessageAndThatIsSaid) {
    auto const said = ask("acquitter AIJ motif je m'en charge avec Pôle emploi");
    EXPECT_THAT(said, AllOf(HasSubstr("Rien n’est changé"), HasSubstr("sous son message")));
    EXPECT_THAT(ask("AIJ vu comme le 25/06/2027"), HasSubstr("n’est pas encore venu")) << "no order, whatever the reader took it for";
}

TEST_F(Asked, NoPaceIsAskedForWhereAMonthIsMissing) {
    State holes;
    std::vector<steering::Publication> rows;
    for (unsigned m = 6; m <= 10; ++m) add(rows, "AIJ-2020-NOR", "SI_PE", m, 300);
    state = holes;
    count(rows);
    auto const said = ask("où en est l'AIJ ?");
    EXPECT_THAT(said, AllOf(HasSubstr("sans chiffre\u00a0: janvier à mai"), Not(HasSubstr("Il faudrait"))));
}

TEST_F(Asked, ATargetHasItsUnitAndACodeItsName) {
    State nothing;
    state = nothing;
    EXPECT_THAT(ask("enveloppe stratégie pauvreté 2019 ?", "@prefete:test"), HasSubstr("Cible\u00a0: 3\u202f000 milliers d’euros"));
    EXPECT_THAT(ask("taux de réalisation du service civique ?"), HasSubstr("sur service civique"));
    EXPECT_THAT(ask("où en est l'AIJ à Rouen ?"), AllOf(HasSubstr("Je n’ai pas d’objectif AIJ pour cette commune"), Not(HasSubstr("commune:"))));
    EXPECT_THAT(ask("taux AIJ par département"), HasSubstr("Je n’ai pas d’objectif AIJ par département"));
}

TEST(Asked2, ADayThatNoYearHas) {
    Day const today = std::chrono::year(2020) / 11 / 25;
    EXPECT_EQ(day_that_is_none("AIJ au 31/02", today), "31/02");
    EXPECT_EQ(day_that_is_none("AIJ au 31 novembre", today), "31 novembre");
    EXPECT_THAT(day_that_is_none("AIJ au 29/02", today), IsEmpty());
    EXPECT_THAT(day_that_is_none("AIJ au 31/10", today), IsEmpty());
    EXPECT_THAT(day_that_is_none("le 3 mars 2020", today), IsEmpty());
}

}  // namespace answers_test
}  // namespace bot::desk
