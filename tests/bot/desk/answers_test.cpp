// Questions as partners ask them, through the reader, answered from figures of a fictitious autumn.

#include "tests/bot/desk/asked_world.hpp"

namespace bot::desk {
namespace answers_test {

TEST_F(Asked, TheRateOfADepartementThatHasNoObjectiveOfItsOwnIsTheRegionsAndSaysSo) {
    auto const said = ask("Quel est le taux de réalisation AIJ pour la Seine-Maritime au 31/10 ?");
    EXPECT_THAT(said, HasSubstr("Je n’ai pas d’objectif AIJ pour Seine-Maritime"));
    EXPECT_THAT(said, HasSubstr("Fin octobre 2020\u00a0: 3\u202f905 jeunes suivis"));
    EXPECT_THAT(said, HasSubstr("57,9\u00a0%"));
    EXPECT_THAT(said, HasSubstr("6\u202f746"));
    EXPECT_THAT(said, HasSubstr("Source\u00a0: SI_PE"));
    EXPECT_THAT(said, HasSubstr("personnes distinctes dans l’année, ce ne sont pas des entrées")) << "the caveat travels with the figure";
}

TEST_F(Asked, AMonthThatIsNotTheLastIsSaidWithoutAForecast) {
    auto const said = ask("réalisé AIJ à fin septembre 2020 ?");
    EXPECT_THAT(said, HasSubstr("Fin septembre 2020\u00a0: 2\u202f765"));
    EXPECT_THAT(said, Not(HasSubstr("Atterrissage")));
}

TEST_F(Asked, SeenAsOnAnEarlierDayOnlyWhatWasPublishedThenIsThere) {
    auto const said = ask("où en est l'AIJ, vu comme le 25/06 ?");
    EXPECT_THAT(said, HasSubstr("Fin mai 2020\u00a0: 1\u202f035"));
    EXPECT_THAT(said, HasSubstr("vus comme le 25\u00a0juin\u00a02020"));
    EXPECT_THAT(said, Not(HasSubstr("octobre")));
}

TEST_F(Asked, MoneyIsSaidToTheBureauAloneOrInItsOwnRoom) {
    auto const question = "combien il reste sur l'enveloppe stratégie pauvreté 2019 ?";
    auto const nowhere_else = "Les montants ne sont pas dits ici\u00a0: d’autres que le bureau peuvent lire.";
    EXPECT_THAT(ask(question), HasSubstr(nowhere_else));
    EXPECT_THAT(ask(question), HasSubstr("dans le salon du bureau ou en tête-à-tête."));
    EXPECT_THAT(ask(question, "@prefete:test", "!autre:test", false), HasSubstr(nowhere_else)) << "others read along";
    auto own = std::make_shared<Tools>(*tools_);
    own->settings.link = "https://phare.exemple.fr/o/";
    tools_ = own;
    EXPECT_THAT(ask(question), HasSubstr("la page du bureau")) << "it says where";
    EXPECT_THAT(ask(question, "@prefete:test", bureau_room, false), HasSubstr("1\u202f200"));
    EXPECT_THAT(ask(question, "@prefete:test", "!dm:test", true), HasSubstr("3\u202f000"));
}

TEST_F(Asked, ThePaceThatIsNeededIsHeldAgainstTheAdvisersWhoAreThere) {
    auto const question = "où en est l'AIJ ?";
    EXPECT_THAT(ask(question), HasSubstr("Capacité\u00a0: 77 conseillers prévus à 12,5 par mois chacun, soit 964 par mois (la charge la plus haute du plan). Le rythme demandé la dépasse."));
    std::vector<steering::Publication> rows;
    add(rows, "AIJ-2020-NOR-CONSEILLERS", "RH_PE", 9, 62);
    count(rows);
    EXPECT_THAT(ask(question), HasSubstr("62 conseillers à 12,5 par mois chacun, soit 776"));
    EXPECT_THAT(ask(question), HasSubstr("Trois mois de suite l’ont déjà dépassée.")) << "787 a month from August to October";
    EXPECT_THAT(ask("réalisé AIJ à fin septembre 2020 ?"), Not(HasSubstr("Capacité"))) << "of a month that is over";
}

TEST_F(Asked, WhereTheMainSourceIsSilentTheAnswerIsTheOthersAndSaysSo) {
    auto own = std::make_shared<Tools>(*tools_);
    for (auto& objective : own->objectives)
        if (objective.id == "AIJ-2020-NOR") objective.cross_source = "IMILO";
    tools_ = own;
    state = {};
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 10; ++m) add(rows, "AIJ-2020-NOR", "IMILO", m, 500);
    count(rows);
    auto const said = ask("où en est l'AIJ ?");
    EXPECT_THAT(said, HasSubstr("Fin octobre 2020\u00a0: 5\u202f000"));
    EXPECT_THAT(said, HasSubstr("Atterrissage probable"));
    EXPECT_THAT(said, HasSubstr("chiffres de IMILO, l’autre source\u00a0: SI_PE, la source principale, a du retard"));
    EXPECT_THAT(said, HasSubstr("Source\u00a0: IMILO"));
}

TEST_F(Asked, OnceEveryMonthIsInThereIsNothingToForecast) {
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 12; ++m) add(rows, "OTP-2021-EX", "AIS", m, 1000, 2021);
    count(rows);
    today = year(2022) / 1 / 25;
    auto const said = ask("où en est l'OTP 2021 exemple fictif entrées en formation ?");
    EXPECT_THAT(said, HasSubstr("Fin décembre 2021\u00a0: 12\u202f000"));
    EXPECT_THAT(said, Not(HasSubstr("Atterrissage")));
    EXPECT_THAT(said, HasSubstr("octobre, novembre et décembre sont provisoires")) << "and what may move is said";
}

TEST_F(Asked, WhatIsLeftOfAnEnvelopeIsReckoned) {
    auto const said = ask("combien il reste sur l'enveloppe stratégie pauvreté 2019 ?", "@prefete:test", bureau_room, false);
    EXPECT_THAT(said, HasSubstr("Reste sur l’enveloppe\u00a0: 1\u202f800 milliers d’euros."));
    EXPECT_THAT(ask("où en est l'AIJ ?"), Not(HasSubstr("Reste sur")));
}

TEST_F(Asked, AdvisersAreAskedForBesideTheYoungPeopleTheyFollow) {
    std::vector<steering::Publication> rows;
    add(rows, "AIJ-2020-NOR-CONSEILLERS", "RH_PE", 9, 62);
    count(rows);
    EXPECT_THAT(ask("écart conseillers AIJ ?"), testing::AllOf(HasSubstr("62 conseillers"), Not(HasSubstr("jeunes suivis"))));
    EXPECT_THAT(ask("écart AIJ ?"), testing::AllOf(HasSubstr("3\u202f905 jeunes suivis"), Not(HasSubstr("conseillers dédiés"))));
}

TEST_F(Asked, AMonthWithoutItsYearIsOneThatTheObjectiveCovers) {
    today = year(2026) / 11 / 30;
    for (auto const* text : {"réalisé AIJ 2020 à fin août ?", "réalisé AIJ à fin août ?"}) EXPECT_THAT(ask(text), HasSubstr("Fin août 2020\u00a0: 1\u202f785")) << text;
    EXPECT_THAT(ask("réalisé AIJ à fin août 2026 ?"), HasSubstr("Aucun objectif AIJ ne couvre août 2026"));
}

TEST_F(Asked, WhichObjectivesAreBehindIsTheListOfAlerts) {
    state.book.open[{"AIJ-2020-NOR", steering::Kind::shortfall}].level = steering::AlertLevel::critique;
    EXPECT_THAT(ask("quels objectifs sont en retard ?"), testing::AllOf(HasSubstr("Alertes ouvertes"), HasSubstr("CRITIQUE")));
}

TEST_F(Asked, FiguresThatBeganToCountLaterAreSaidToHave) {
    EXPECT_THAT(ask("écart AIJ, vu comme le 15/12/2019"), testing::AllOf(HasSubstr("aucun chiffre utilisable au 15\u00a0décembre\u00a02019"), HasSubstr("Des chiffres ne comptent que depuis le 1er\u00a0janvier\u00a02020.")));
    state = {};
    EXPECT_THAT(ask("écart AIJ ?"), testing::AllOf(HasSubstr("aucun chiffre utilisable"), Not(HasSubstr("ne comptent que depuis"))));
}

TEST_F(Asked, InTheBureausOwnRoomItIsSaidWhyAmountsAreKeptBack) {
    auto const question = "combien il reste sur l'enveloppe stratégie pauvreté 2019 ?";
    state.strangers[bureau_room] = {};
    auto const unknown = ask(question, "@prefete:test", bureau_room, false);
    EXPECT_THAT(unknown, HasSubstr("je ne sais pas encore qui lit ce salon"));
    EXPECT_THAT(unknown, HasSubstr("de nouveau ici dans une minute"));
    state.strangers[bureau_room] = {"@stagiaire:test"};
    auto const stranger = ask(question, "@prefete:test", bureau_room, false);
    EXPECT_THAT(stranger, HasSubstr("@stagiaire:test lit ce salon sans être membre du bureau"));
    EXPECT_THAT(stranger, Not(HasSubstr("dans le salon du bureau"))) << "that is here";
    EXPECT_THAT(stranger, Not(HasSubstr("1\u202f200")));
}

TEST_F(Asked, CountsAndAnEnvelopeOfOneMeasureTheEnvelopeIsNotLeftAwayWithoutAWord) {
    auto own = std::make_shared<Tools>(*tools_);
    for (auto& objective : own->objectives)
        if (objective.id == "PAUVRETE-2019-NOR") objective.measure = "AIJ", objective.label = "Enveloppe AIJ 2020", objective.start = year(2020) / 1;
    tools_ = own;
    auto const question = "où en est l'AIJ à fin octobre 2020 ?";
    auto const partner = ask(question);
    EXPECT_THAT(partner, HasSubstr("3\u202f905"));
    EXPECT_THAT(partner, HasSubstr("Il y a aussi une enveloppe\u00a0: Enveloppe AIJ 2020."));
    EXPECT_THAT(partner, HasSubstr("Les montants ne sont pas dits ici"));
    EXPECT_THAT(ask(question, "@prefete:test", bureau_room, false), Not(HasSubstr("ne sont pas dits ici")));
}

TEST_F(Asked, AlertsOnEnvelopesAreCountedWhereTheyAreNotTold) {
    EpisodeId const id{"PAUVRETE-2019-NOR", steering::Kind::overrun};
    state.book.open[id].level = steering::AlertLevel::alerte;
    auto const question = "liste des alertes en cours";
    auto const partner = ask(question);
    EXPECT_THAT(partner, HasSubstr("1 alerte ouverte porte sur une enveloppe."));
    EXPECT_THAT(partner, HasSubstr("Les montants ne sont pas dits ici"));
    EXPECT_THAT(partner, Not(HasSubstr("Aucune alerte")));
    auto const member = ask(question, "@prefete:test", bureau_room, false);
    EXPECT_THAT(member, HasSubstr("Stratégie pauvreté 2019"));
    EXPECT_THAT(member, Not(HasSubstr("pas dits ici")));
}

TEST_F(Asked, FewerThanFivePeopleAreNotShownNorWhatWouldGiveThemAway) {
    std::vector<steering::Publication> rows;
    add(rows, "OTP-2021-EX-ML", "IMILO", 1, 3, 2021);
    count(rows);
    today = year(2021) / 3 / 1;
    auto const said = ask("écart OTP missions locales janvier 2021");
    EXPECT_THAT(said, HasSubstr("moins de cinq"));
    EXPECT_THAT(said, Not(HasSubstr("Écart\u00a0: *")));
    EXPECT_THAT(said, Not(HasSubstr(" 3 "))) << said;
    EXPECT_THAT(said, Not(HasSubstr("atteinte à")));
}

TEST_F(Asked, TwoMonthsAskedOneAfterTheOtherDoNotTellTheThreeBetween) {
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 4; ++m) {
        static constexpr std::array<double, 4> months{300, 235, 3, 240};
        add(rows, "OTP-2021-EX-ML", "IMILO", m, months.at(m - 1), 2021);
        for (int again = 1; again <= 2; ++again) {  // seen three times: it is believed
            auto row = rows.back();
            row.published_on += days(10 * again);
            rows.push_back(row);
        }
    }
    count(rows);
    today = year(2021) / 7 / 1;
    auto const february = ask("écart OTP missions locales février 2021"), march = ask("écart OTP missions locales mars 2021"),
               april = ask("écart OTP missions locales avril 2021");
    EXPECT_THAT(february, HasSubstr("535"));
    EXPECT_THAT(march, HasSubstr("Le chiffre à fin mars 2021 n’est pas montré"));
    EXPECT_THAT(march, HasSubstr("Fin février 2021\u00a0: 535")) << "what was shown before";
    EXPECT_THAT(march, Not(HasSubstr("538")));
    EXPECT_THAT(april, HasSubstr("778"));
    // As it was known then: not even the day after.
    auto const then = ask("écart OTP missions locales, vu comme le 25/04/2021");
    EXPECT_THAT(then, Not(HasSubstr("538"))) << then;
}

TEST_F(Asked, AMonthRevisedByAFewDoesNotTellThemFromTwoDays) {
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 3; ++m) {
        add(rows, "OTP-2021-EX-ML", "IMILO", m, 300, 2021);
        auto row = rows.back();  // seen again a month later: three late ones
        row.value = 303, row.published_on += days(31);
        rows.push_back(row);
    }
    count(rows);
    today = year(2021) / 5 / 25;
    auto const march = ask("écart OTP missions locales, vu comme le 25/04/2021"), now = ask("écart OTP missions locales");
    EXPECT_THAT(march, HasSubstr("Fin mars 2021\u00a0: 906")) << "with those of January and February";
    EXPECT_THAT(now, HasSubstr("Fin mars 2021\u00a0: 906")) << "not 909";
    EXPECT_THAT(now, HasSubstr("une révision de moins de cinq personnes sera comptée avec le mois suivant"));
    EXPECT_THAT(march, Not(HasSubstr("révision de moins")));
}

TEST_F(Asked, AMonthPutAsideAndMonthsThatAreMissingAreBothSaid) {
    std::vector<steering::Publication> rows;
    add(rows, "PAUVRETE-2019-NOR", "CHORUS", 8, 300, 2019);
    add(rows, "PAUVRETE-2019-NOR", "CHORUS", 9, 13500, 2019);
    State with;
    std::swap(state, with);
    count(rows);
    today = year(2020) / 2 / 1;  // figures of this fixture count from 2020 on
    auto const said = ask("écart enveloppe stratégie pauvreté 2019 ?", "@prefete:test", bureau_room, false);
    EXPECT_THAT(said, HasSubstr("plusieurs mois attendus manquent"));
    EXPECT_THAT(said, HasSubstr("septembre (13\u202f500) paraît douteux et est mis de côté, à confirmer")) << "what was typed does not vanish without a word";
    EXPECT_THAT(said, HasSubstr("sans chiffre\u00a0: janvier à juillet"));
    EXPECT_THAT(said, Not(HasSubstr("pour 2\u202f000 prévus"))) << "the plan is that of the months that are known";
}

TEST_F(Asked, AMeetingOfAnotherInstanceIsNotTheBureaus) {
    auto own = std::make_shared<Tools>(*tools_);
    own->settings.calendar = steering::Calendar(
        {{Day(year(2020) / 12 / 17), "bureau", {}, ""}, {Day(year(2020) / 12 / 3), "commission_4", std::chrono::hours(14), "Caen"}, {Day(year(2020) / 9 / 3), "commission_4", {}, ""}}
    );
    tools_ = own;
    auto const said = ask("quand est la prochaine réunion de la commission 4 ?");
    EXPECT_THAT(said, HasSubstr("3\u00a0décembre\u00a02020 à 14\u00a0h, Caen"));
    EXPECT_THAT(said, HasSubstr("3\u00a0septembre\u00a02020"));
    EXPECT_THAT(said, Not(HasSubstr("17\u00a0décembre")));
    auto const unknown = ask("quand est la prochaine réunion de la commission 2 ?");
    EXPECT_THAT(unknown, HasSubstr("Aucune réunion de cette instance n’est enregistrée"));
    EXPECT_THAT(unknown, HasSubstr("commission 4"));
    EXPECT_THAT(ask("quand est le prochain bureau du CREFOP ?"), HasSubstr("17\u00a0décembre"));
}

TEST_F(Asked, ALevelThatIsNoAlertYetIsNotCalledOne) {
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 10; ++m) add(rows, "AIJ-2020-NOR", "SI_PE", m, 120);
    state = {};
    count(rows);
    auto const question = "quel est le taux de réalisation AIJ ?";
    EXPECT_THAT(ask(question), HasSubstr("elle le sera au prochain passage"));
    EXPECT_THAT(ask("liste des alertes en cours"), HasSubstr("Aucune alerte n’est ouverte"));
    state.book.open[{"AIJ-2020-NOR", steering::Kind::shortfall}].level = steering::AlertLevel::critique;
    EXPECT_THAT(ask(question), HasSubstr("Alerte en cours"));
}

TEST_F(Asked, ADayThatDoesNotExistIsSaidSo) {
    auto const text = "AIJ vu comme le 31/02";
    EXPECT_TRUE(concerns(*tools_, text, today)) << "no profile of a young person";
    EXPECT_THAT(ask(text), HasSubstr("Je ne connais pas le 31/02"));
    EXPECT_THAT(ask("où en est l'AIJ, vu comme le 30/11/2020"), HasSubstr("n’est pas encore venu"));
    EXPECT_EQ(day_that_is_none("AIJ vu comme le 25/06", today), "");
    EXPECT_EQ(day_that_is_none("vu comme ça", today), "");
}

TEST_F(Asked, YoungPeopleGetNoFigures) {
    talking::FiguresQuestion question;
    question.intent = reading::Intent::indicateur_realisation;
    question.role = people::Role::young;
    question.sender = "@lea:test";
    question.today = today;
    question.text = "taux AIJ";
    EXPECT_FALSE(answer(*tools_, state, question));
    question.sender = "@prefete:test";
    EXPECT_TRUE(answer(*tools_, state, question));
}

TEST_F(Asked, AQuestionThatNamesNoObjectiveIsAboutTheOneBefore) {
    EXPECT_THAT(ask("et en septembre ?"), HasSubstr("De quel objectif parlez-vous")) << "nothing was spoken of yet";
    ask("fais-moi un point AIJ");
    EXPECT_THAT(ask("et en septembre ?"), HasSubstr("Fin septembre 2020"));
    EXPECT_THAT(ask("sommes-nous dans les temps ?"), AllOf(HasSubstr("AIJ 2020"), HasSubstr("Fin octobre 2020"), Not(HasSubstr("pauvreté"))));
    EXPECT_THAT(ask("quel rythme faudrait-il tenir ?"), HasSubstr("Il faudrait"));
    EXPECT_THAT(ask("ça donne quoi, le PEC jeunes ?"), HasSubstr("PEC jeunes 2020"));
    EXPECT_THAT(ask("et en septembre ?"), AllOf(HasSubstr("PEC jeunes 2020"), Not(HasSubstr("AIJ"))));
}

TEST_F(Asked, AllOfThemAreNotTheOneBefore) {
    ask("fais-moi un point AIJ");
    EXPECT_THAT(ask("quels objectifs sont en retard ?"), HasSubstr("alerte"));
}

TEST_F(Asked, AnAmountSpokenOfBeforeIsNotToldToWhoeverMayNotHearIt) {
    before = {"PAUVRETE-2019-NOR"};
    auto const said = ask("et en mai ?", "@conseillere:test", "!autre:test", false);
    EXPECT_THAT(said, AllOf(HasSubstr("Les montants ne sont pas dits ici"), Not(HasSubstr("1\u202f200")), Not(HasSubstr("240"))));
}

TEST_F(Asked, WithoutAnOpenAlertTheListSaysSo) {
    EXPECT_THAT(ask("liste des alertes en cours"), HasSubstr("Aucune alerte n’est ouverte"));
}

TEST_F(Asked, WhatIsNotFollowedIsNotInvented) {
    EXPECT_THAT(ask("taux de réalisation du service civique ?"), HasSubstr("Je ne suis aucun objectif"));
}

TEST(SeenAsOf, ADayWithoutYearIsTheLastOne) {
    Day const today = year(2021) / 3 / 1;
    EXPECT_EQ(seen_as_of("AIJ vu comme le 25/06", today), Day(year(2020) / 6 / 25));
    EXPECT_EQ(seen_as_of("AIJ vu comme le 25 juin 2019", today), Day(year(2019) / 6 / 25));
    EXPECT_EQ(seen_as_of("AIJ connu au 10/02", today), Day(year(2021) / 2 / 10));
    EXPECT_EQ(seen_as_of("l’AIJ telle qu’on la connaissait le 25 juin", today), Day(year(2020) / 6 / 25));
    EXPECT_EQ(seen_as_of("ce qu’on savait au 10/02 de l’AIJ", today), Day(year(2021) / 2 / 10));
    EXPECT_FALSE(seen_as_of("AIJ au 31/10", today));
    EXPECT_FALSE(seen_as_of("vu comme le 31/02", today));
}

}  // namespace answers_test
}  // namespace bot::desk
