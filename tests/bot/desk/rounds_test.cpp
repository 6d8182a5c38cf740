#include "bot/desk/rounds.hpp"
#include "bot/desk/stand_in.hpp"
#include "bot/desk/why_words.hpp"
#include "bot/desk/history.hpp"
#include "tests/bot/desk/rounds_world.hpp"

namespace bot::desk {
namespace rounds_test {

TEST(Rounds, ALetterSaysHowToAnswerItAndARoomHowToMarkIt) {
    auto with = config();
    with.mail["owners"] = {"responsable@exemple.fr"};
    auto const out = look(*tools(with), behind(), autumn, autumn + 10h);
    EXPECT_THAT(said(out, "responsable@exemple.fr", "AIJ"), HasSubstr("répondez à ce courriel"));
    EXPECT_THAT(said(out, "responsable@exemple.fr", "AIJ"), Not(HasSubstr("👀")));
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("👀"));
    EXPECT_THAT(said(out, "responsable@exemple.fr", "AIJ"), HasSubstr("Dit aussi à\u00a0: "));
    EXPECT_THAT(said(out, "responsable@exemple.fr", "AIJ"), HasSubstr("salon de la mesure"));
    EXPECT_THAT(said(out, "!aij:test"), Not(HasSubstr("Dit aussi")));
}

TEST(Rounds, AnAddressMayFollowSomeObjectivesOnly) {
    auto from = config();
    from.mail["owners"] = {"aij@exemple.fr", "otp@exemple.fr"};
    from.mail_objectives["aij@exemple.fr"] = {"AIJ-2020-NOR"};
    from.mail_objectives["otp@exemple.fr"] = {"OTP-2021-NOR"};
    auto const out = look(*tools(from), behind(), autumn, autumn + 10h);
    EXPECT_THAT(said(out, "aij@exemple.fr"), HasSubstr("AIJ"));
    EXPECT_EQ(said(out, "otp@exemple.fr"), "");
}

TEST(Rounds, AStateThatIsNotThereAtItsDayIsAnAlertUntilItIs) {
    auto own = std::make_shared<Tools>(*tools());
    auto all = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config(), own->messages, {"matrix", "email"});
    own->objectives = all.tools->objectives;
    std::erase_if(own->objectives, [](auto const& o) { return o.id != "AIJ-2020-NOR-CONSEILLERS"; });
    own->objectives.front().parent.clear();
    EpisodeId const id{"AIJ-2020-NOR-CONSEILLERS", Kind::shortfall};
    State state;
    count(state, {month(id.objective, "RH_PE", 9, 62)}, autumn);
    auto out = look(*own, state, y2020 / 10 / 12, Day(y2020 / 10 / 12) + 10h);
    EXPECT_FALSE(out.state.book.open.contains(id)) << "its day is far";
    Day const after = std::chrono::year(2021) / 1 / 4;
    out = look(*own, out.state, after, after + 10h);
    ASSERT_TRUE(out.state.book.open.contains(id));
    EXPECT_EQ(out.state.book.open.at(id).level, AlertLevel::alerte);
    std::string all_said;
    for (auto const& post : out.posts) all_said += wording::plain_text(post.document) + "\n";
    EXPECT_THAT(said(out, "!bureau:test") + said(out, "!aij:test") + all_said, HasSubstr("pour une cible de 77 conseillers")) << all_said;
    count(out.state, {month(id.objective, "RH_PE", 12, 77)}, after);
    out = look(*own, out.state, after + std::chrono::days(14), after + std::chrono::days(14) + 10h);
    EXPECT_FALSE(out.state.book.open.contains(id)) << "it is there now";
}

TEST(Rounds, WhoHasNotTakenItOnIsEscalatedByMailInWorkingDays) {
    auto const with = tools();
    auto out = look(*with, behind(), autumn, autumn + 10h);
    ASSERT_TRUE(out.state.book.open.contains(shortfall));
    bool const critical = out.state.book.open.at(shortfall).level == AlertLevel::critique;
    EXPECT_EQ(said(out, "dreets@exemple.fr"), "");
    int const wait = critical ? 2 : 5;
    int working_days = 0, letters = 0;
    for (Day day = autumn + std::chrono::days(1); working_days < wait + 3; day += std::chrono::days(1)) {
        if (!steering::working_day(day)) continue;
        ++working_days;
        out = look(*with, out.state, day, day + 10h);
        auto const letter = said(out, "dreets@exemple.fr", "AIJ");
        if (letter.empty()) continue;
        ++letters;
        EXPECT_EQ(working_days, wait);
        EXPECT_THAT(letter, HasSubstr("Sans prise en charge depuis"));
    }
    EXPECT_EQ(letters, 1);
}

TEST(Rounds, AnAlertThatIsTakenOnIsNotEscalated) {
    auto const with = tools();
    auto out = look(*with, behind(), autumn, autumn + 10h);
    auto& episode = out.state.book.open.at(shortfall);
    auto asked = steering::acknowledge(episode.treatment, "@prefete:test", "on relance les agences", autumn, episode.level, {}, {});
    ASSERT_TRUE(std::holds_alternative<steering::Treatment>(asked));
    episode.treatment = std::get<steering::Treatment>(asked);
    for (Day day = autumn + std::chrono::days(1); day < autumn + std::chrono::days(14); day += std::chrono::days(1)) {
        out = look(*with, out.state, day, day + 10h);
        EXPECT_EQ(said(out, "dreets@exemple.fr"), "");
    }
}

/// Spending ahead of its plan while entries are behind theirs.
std::shared_ptr<Tools> coupled() {
    auto with = tools();
    steering::Objective volume;
    volume.id = "V", volume.label = "Mesure M : entrées", volume.measure = "M", volume.territory = "28", volume.unit = steering::Unit::entries;
    volume.start = y2020 / std::chrono::January, volume.source = "S", volume.year_before = 1150;
    steering::ObjectiveVersion version;
    version.from = y2020 / 1 / 1, version.target = 1200, version.trajectory = steering::Linear{};
    volume.versions = {version};
    auto money = volume;
    money.id = "E", money.label = "Mesure M : crédits", money.unit = steering::Unit::thousand_euros, money.funded = true;
    money.direction = steering::Direction::band, money.source = "CHORUS", money.year_before = 1000;
    money.versions[0].target = 1000, money.versions[0].tolerance_low = 0.05;
    with->objectives = {volume, money};
    return with;
}

TEST(Rounds, SpendingAheadAndEntriesBehindAreOneAlertOnTheCost) {
    auto const with = coupled();
    State state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 9; ++m) rows.push_back(month("V", "S", m, 55)), rows.push_back(month("E", "CHORUS", m, 118));
    count(state, std::move(rows), y2020 / 10 / 14);
    Day const day = y2020 / 10 / 14;
    auto const out = look(*with, state, day, day + 10h);
    EpisodeId const cost{"E", Kind::cost_per_entry};
    ASSERT_TRUE(out.state.book.open.contains(cost));
    EXPECT_THAT(said(out, "!bureau:test"), Not(HasSubstr("M : entrées"))) << "two alerts that contradict each other";
    // 9 × 118 k€ for 9 × 55 entries; 1 000 k€ for 1 200 were planned.
    EXPECT_THAT(said(out, "!bureau:test"), testing::AllOf(HasSubstr("2\u202f145"), HasSubstr("à fin septembre 2020\u00a0: 2\u202f145"), HasSubstr("pour 833"), HasSubstr("+157")));
    EXPECT_FALSE(out.state.book.open.contains({"E", Kind::overrun}));
    EXPECT_THAT(said(out, "!bureau:test"), HasSubstr("chaque entrée coûte plus que prévu"));
    // Entries that come in again make it an alert on money alone.
    auto better = out.state;
    std::vector<steering::Publication> revised;
    for (unsigned m = 1; m <= 10; ++m) {
        auto row = month("V", "S", m, 130);
        row.published_on = row.received_on = y2020 / 11 / 10;
        revised.push_back(row);
    }
    count(better, std::move(revised), y2020 / 11 / 10);
    auto after = look(*with, better, y2020 / 11 / 10, Day(y2020 / 11 / 10) + 10h).state;
    EXPECT_TRUE(after.book.open.contains(cost)) << "one month is not enough to lower a level";
    auto november = month("V", "S", 11, 130);
    november.published_on = november.received_on = y2020 / 12 / 10;
    count(after, {november}, y2020 / 12 / 10);
    after = look(*with, after, y2020 / 12 / 10, Day(y2020 / 12 / 10) + 10h).state;
    EXPECT_FALSE(after.book.open.contains(cost));
}

TEST(Rounds, WhoMayNotSeeMoneyStillHearsThatEntriesAreBehind) {
    auto from = config();
    from.rooms.push_back({"!m:test", {"AIJ-2020-NOR"}, {}, false});
    auto with = std::make_shared<Tools>(*tools(from));
    with->objectives = coupled()->objectives;
    with->objectives[1].measure = "ENVELOPPE", with->objectives[1].volume = "V";  // named, not guessed
    for (auto& listener : with->settings.listeners)
        if (listener.where.conversation == "!m:test") listener.role = steering::Role::measure_room, listener.objectives = {"V", "E"};
    State state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 9; ++m) rows.push_back(month("V", "S", m, 55)), rows.push_back(month("E", "CHORUS", m, 118));
    count(state, std::move(rows), y2020 / 10 / 14);
    auto const out = look(*with, state, y2020 / 10 / 14, Day(y2020 / 10 / 14) + 10h);
    ASSERT_TRUE(out.state.book.open.contains({"E", Kind::cost_per_entry}));
    EXPECT_THAT(said(out, "!m:test"), testing::AllOf(HasSubstr("M : entrées"), Not(HasSubstr("crédits")), Not(HasSubstr("€"))));
    EXPECT_THAT(said(out, "!bureau:test"), testing::AllOf(HasSubstr("chaque entrée coûte"), Not(HasSubstr("M : entrées"))));
}

TEST(Rounds, TheDigestSaysWhichPromisesWereKeptWhatWaitsAndWhatIsOnTheAgenda) {
    auto const with = tools();
    auto state = behind();
    auto& episode = state.book.open[shortfall];
    episode.level = episode.level_max = AlertLevel::critique;
    episode.opened = episode.waits_since = autumn - std::chrono::days(30);
    episode.treatment.acknowledged = steering::Acknowledgement{
        "@prefete:test", "on relance les agences", autumn, y2020 / 12 / 10, AlertLevel::critique, steering::Commitment{250, y2020 / std::chrono::October, "@prefete:test"}};
    episode.treatment.silence = steering::Silence{"@prefete:test", "revu au prochain bureau", autumn, y2020 / 12 / 10};
    state.agenda = {shortfall};
    state.bureau_seen = y2020 / 9 / 17;
    Day const week_before = y2020 / 11 / 19;
    auto const kept = said(look(*with, state, week_before, week_before + 9h), "!bureau:test", "ordre du jour");
    EXPECT_THAT(kept, HasSubstr("250 par mois dès octobre 2020, tenu en octobre 2020"));
    EXPECT_THAT(kept, HasSubstr("inscrite à l’ordre du jour"));
    EXPECT_THAT(kept, HasSubstr("1 décision"));
    EXPECT_THAT(kept, HasSubstr("avant le bureau suivant"));
    episode.treatment.acknowledged->commitment->pace = 900;
    EXPECT_THAT(said(look(*with, state, week_before, week_before + 9h), "!bureau:test", "ordre du jour"), HasSubstr("900 par mois dès octobre 2020, non tenu en octobre 2020"));
    episode.treatment.acknowledged->commitment->from = y2020 / std::chrono::November;
    EXPECT_THAT(said(look(*with, state, week_before, week_before + 9h), "!bureau:test", "ordre du jour"), HasSubstr("à vérifier au premier mois connu"));
}

TEST(Rounds, WhatChangedIsToldInFourPartsThatAddUpAlsoAfterAnotherModel) {
    auto with = tools();
    auto out = look(*with, behind(), autumn, autumn + 10h);
    Day const later = y2020 / 12 / 15;
    auto state = out.state;
    count(state, {month("AIJ-2020-NOR", "SI_PE", 11, 900)}, y2020 / 12 / 14);
    with->model.version = 2, with->model.level.drift = 0.12, with->model.level.start = 0.9;
    auto const account = [&](const State& of) {
        auto const overview = overview_on(*with, of, later);
        Scene const scene{*with, of, of.book, overview, later, {}};
        return wording::plain_text(why_document(scene, shortfall, &of.threads.at({"matrix !aij:test", "AIJ-2020-NOR"})));
    };
    EXPECT_THAT(account(state), testing::AllOf(HasSubstr("nouveau mois +"), HasSubstr("modèle"), Not(HasSubstr("modèle 0"))));
    State back;
    ASSERT_TRUE(take_book(back, book_record(state).bytes));
    back.ledger = state.ledger;
    EXPECT_EQ(account(back), account(state)) << "the account survives a restart";
    auto unchanged = tools();
    auto const overview = overview_on(*unchanged, state, later);
    Scene const scene{*unchanged, state, state.book, overview, later, {}};
    EXPECT_THAT(wording::plain_text(why_document(scene, shortfall, &state.threads.at({"matrix !aij:test", "AIJ-2020-NOR"}))), HasSubstr("modèle 0"));
}

TEST(Rounds, AChildBehindUnderAFineParentSaysWhoMakesUpForIt) {
    auto with = tools();
    auto make = [](const char* id, const char* op, double target, const char* parent, steering::Unit unit) {
        steering::Objective o;
        o.id = id, o.label = std::string("objet ") + id, o.measure = "OTP_FORMATION", o.territory = "28", o.operator_ = op, o.parent = parent, o.unit = unit;
        o.start = y2020 / std::chrono::January, o.source = std::string("S") + id, o.year_before = target;
        steering::ObjectiveVersion version;
        version.from = y2020 / 1 / 1, version.target = target, version.trajectory = steering::Linear{};
        o.versions = {version};
        return o;
    };
    with->objectives = {make("G", "ALL", 2400, "", steering::Unit::entries), make("P", "PE", 1200, "G", steering::Unit::prescriptions), make("M", "ML", 1200, "G", steering::Unit::prescriptions)};
    for (auto& listener : with->settings.listeners)
        if (listener.role == steering::Role::measure_room) listener.objectives = {"M"};
    State state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 9; ++m) rows.push_back(month("G", "SG", m, 205)), rows.push_back(month("P", "SP", m, 140)), rows.push_back(month("M", "SM", m, 55));
    count(state, std::move(rows), y2020 / 10 / 14);
    auto const letter = said(look(*with, state, y2020 / 10 / 14, Day(y2020 / 10 / 14) + 10h), "!aij:test");
    EXPECT_THAT(letter, HasSubstr("compensé par France Travail (Pôle emploi) (+360)"));
    // A parent that is behind too: nothing makes up for anything.
    with->objectives.front().versions.front().target = 9000;
    EXPECT_THAT(said(look(*with, state, y2020 / 10 / 14, Day(y2020 / 10 / 14) + 10h), "!aij:test"), testing::AllOf(HasSubstr("objet M"), Not(HasSubstr("compensé"))));
}

TEST(Rounds, TheOtherSourceIsShownBesideTheMainOneAndSpeaksWhereThatIsAbsent) {
    auto with = tools();
    with->objectives.front().cross_source = "IMILO";
    auto state = behind();
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 10; ++m) rows.push_back(month("AIJ-2020-NOR", "IMILO", m, 251));
    count(state, rows, autumn);
    auto const overview = overview_on(*with, state, autumn);
    auto const& both = *overview.find("AIJ-2020-NOR");
    EXPECT_THAT(reserve_words(both), HasSubstr("IMILO compte 2\u202f510 à fin octobre 2020 (SI_PE\u00a0: 2\u202f355 pour les mêmes mois)"));
    EXPECT_NEAR(both.on.evaluation.landing.done_known, 2355, 1e-9) << "never added";
    EXPECT_THAT(said(look(*with, state, autumn, autumn + 10h), "!aij:test"), HasSubstr("IMILO compte"));
    State only;
    count(only, rows, autumn);
    auto data = config();
    data.mail["data"] = {"stat@exemple.fr"};
    auto asked = tools(data);
    asked->objectives.front().cross_source = "IMILO";
    EXPECT_THAT(said(look(*asked, only, autumn, autumn + 10h), "stat@exemple.fr"), HasSubstr("IMILO compte 2\u202f510 à fin octobre 2020, avec des mois que SI_PE n’a pas encore"));
    rows = {month("AIJ-2020-NOR", "IMILO", 10, 3)};
    State few;
    count(few, rows, autumn);
    EXPECT_FALSE(overview_on(*with, few, autumn).find("AIJ-2020-NOR")->crossed) << "under five is not shown";
}

TEST(Rounds, AStateThatNobodyHasGivenByItsDayIsAskedForAndNotHeldForZero) {
    auto listening = config();
    listening.mail["data"] = {"stat@exemple.fr"};
    auto with = std::make_shared<Tools>(*tools(listening));
    auto const all = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), listening, with->messages, {"matrix", "email"}).tools->objectives;
    with->objectives.clear();
    for (auto const& each : all)
        if (each.id == "AIJ-2020-NOR-CONSEILLERS") with->objectives.push_back(each), with->objectives.back().parent.clear();
    ASSERT_EQ(with->objectives.size(), 1U);
    EpisodeId const data{"AIJ-2020-NOR-CONSEILLERS", Kind::data};
    auto const at = [&](State state, Day day) { return look(*with, std::move(state), day, day + 10h); };
    auto const ends = std::chrono::year(2021) / 1;
    auto const early = at({}, Day(ends / 20));
    EXPECT_EQ(said(early, "stat@exemple.fr"), "") << "a source is late by habit";
    auto const asked = at(early.state, std::chrono::year(2021) / 2 / 17);
    EXPECT_THAT(said(asked, "stat@exemple.fr"), testing::AllOf(HasSubstr("L’échéance était le 31\u00a0décembre\u00a02020, et aucun chiffre n’a été donné"), HasSubstr("RH_PE")));
    EXPECT_EQ(said(asked, "!bureau:test", "DONNÉES"), "");
    EXPECT_FALSE(asked.state.book.open.contains({"AIJ-2020-NOR-CONSEILLERS", Kind::shortfall})) << "missing is not zero";
    EXPECT_TRUE(at(asked.state, std::chrono::year(2021) / 2 / 18).posts.empty()) << "once";
    auto given = asked.state;
    count(given, {month("AIJ-2020-NOR-CONSEILLERS", "RH_PE", 12, 77)}, std::chrono::year(2021) / 2 / 18);
    auto const closed = at(given, std::chrono::year(2021) / 2 / 19);
    EXPECT_THAT(said(closed, "stat@exemple.fr"), HasSubstr("un chiffre est arrivé"));
    EXPECT_FALSE(closed.state.book.open.contains(data));
    EXPECT_THAT(said(at(asked.state, std::chrono::year(2021) / 6 / 1), "stat@exemple.fr"), HasSubstr("la période est close, aucun chiffre n’est venu"));
}

/// SI_PE until June; the other source until October, for `factor` as many.
State fallen_behind(double factor, double unattributed = 0) {
    State state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 6; ++m) rows.push_back(month("AIJ-2020-NOR", "SI_PE", m, 560));
    for (unsigned m = 1; m <= 10; ++m) {
        rows.push_back(month("AIJ-2020-NOR", "IMILO", m, 560 * factor));
        if (unattributed > 0) rows.back().unattributed = unattributed;
    }
    count(state, std::move(rows), autumn - std::chrono::days(1));
    return state;
}

std::shared_ptr<Tools> crossed_tools() {
    auto with = tools();
    with->objectives.front().cross_source = "IMILO";
    with->objectives.front().versions.front().trajectory = steering::Linear{};
    return with;
}

TEST(Rounds, WhereTheMainSourceHasFallenBehindTheOtherStandsInAsAWhole) {
    auto const with = crossed_tools();
    auto const overview = overview_on(*with, fallen_behind(0.5), autumn);
    auto const& main = *overview.find("AIJ-2020-NOR");
    ASSERT_EQ(main.instead.size(), 1U);
    auto const& other = spoken(main);
    EXPECT_EQ(other.objective->source, "IMILO");
    EXPECT_NEAR(other.on.evaluation.landing.done_known, 2800, 1e-9) << "ten months of it, none of the other";
    EXPECT_NEAR(main.on.evaluation.landing.done_known, 3360, 1e-9);
    EXPECT_LT(other.on.evaluation.landing.middle, main.on.evaluation.landing.middle);
    EXPECT_THAT(reserve_words(other), HasSubstr("chiffres de IMILO, l’autre source\u00a0: SI_PE, la source principale, a du retard"));
    EXPECT_THAT(reserve_words(other), HasSubstr("SI_PE compte 3\u202f360 à fin juin 2020 (IMILO\u00a0: 1\u202f680 pour les mêmes mois)")) << "both are shown";
    // The level is the main source's; the other one raises to vigilance at most.
    ASSERT_GE(other.on.state.shortfall.level(), AlertLevel::alerte);
    ASSERT_EQ(main.on.state.shortfall.level(), AlertLevel::none);
    EXPECT_EQ(overview.find(shortfall)->level, AlertLevel::vigilance);
    EXPECT_EQ(overview.find(shortfall)->p, other.on.evaluation.landing.p_shortfall);
}

TEST(Rounds, TheOtherSourceStaysBesideWhereItWouldMislead) {
    auto const with = crossed_tools();
    EXPECT_TRUE(overview_on(*with, fallen_behind(0.5, 100), autumn).find("AIJ-2020-NOR")->instead.empty()) << "rows without prescriber: nobody is accused";
    auto in_time = fallen_behind(0.5);
    std::vector<steering::Publication> rows;
    for (unsigned m = 7; m <= 10; ++m) rows.push_back(month("AIJ-2020-NOR", "SI_PE", m, 560));
    count(in_time, rows, autumn - std::chrono::days(1));
    EXPECT_TRUE(overview_on(*with, in_time, autumn).find("AIJ-2020-NOR")->instead.empty()) << "the main one is there";
    State holes;
    rows = {month("AIJ-2020-NOR", "SI_PE", 1, 560), month("AIJ-2020-NOR", "SI_PE", 2, 560), month("AIJ-2020-NOR", "IMILO", 2, 560), month("AIJ-2020-NOR", "IMILO", 3, 560)};
    count(holes, rows, autumn - std::chrono::days(1));
    EXPECT_TRUE(overview_on(*with, holes, autumn).find("AIJ-2020-NOR")->instead.empty()) << "it lacks a month that the main one has";
    EXPECT_TRUE(overview_on(*tools(), fallen_behind(0.5), autumn).find("AIJ-2020-NOR")->instead.empty()) << "no other source is named";
}

TEST(Rounds, AnOrderOfTheDaySaysWhoseFiguresTheyAre) {
    auto const with = crossed_tools();
    auto const day = y2020 / 11 / 19;
    auto const out = look(*with, fallen_behind(0.5), day, Day(day) + 10h);
    EXPECT_THAT(said(out, "!bureau:test", "ordre du jour"), HasSubstr("d’après IMILO, l’autre source"));
    // The main one comes, and comes well: what only the other one raised is over.
    auto later = out.state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 7; m <= 10; ++m) rows.push_back(month("AIJ-2020-NOR", "SI_PE", m, 570));
    for (auto& row : rows) row.published_on = row.received_on = y2020 / 11 / 20;
    count(later, rows, y2020 / 11 / 20);
    EXPECT_FALSE(look(*with, later, y2020 / 11 / 23, Day(y2020 / 11 / 23) + 10h).state.book.open.contains(shortfall));
}

TEST(Rounds, ARevisionThatUndoesAnAlertEditsItThenEndsItOnceForWhoeverWasTold) {
    auto const with = tools();
    auto state = look(*with, behind(), autumn, autumn + 10h).state;
    ASSERT_TRUE(state.book.open.contains(shortfall));
    state.threads.at({"matrix !aij:test", "AIJ-2020-NOR"}).said = {{1, "$1"}};
    auto const publish = [&](std::vector<steering::Publication> rows, Day on) {
        for (auto& row : rows) row.published_on = row.received_on = on;
        count(state, std::move(rows), on);
        return look(*with, state, on, on + 10h);
    };
    std::vector<steering::Publication> revised;
    for (unsigned m = 1; m <= 10; ++m) revised.push_back(month("AIJ-2020-NOR", "SI_PE", m, 620));
    auto out = publish(std::move(revised), y2020 / 11 / 25);
    ASSERT_TRUE(out.state.book.open.contains(shortfall)) << "a revision alone neither opens nor closes";
    std::string edited;
    for (auto const& post : out.posts)
        if (post.edits && post.to.conversation == "!aij:test") edited += wording::plain_text(post.document);
    EXPECT_THAT(edited, HasSubstr("6\u202f200"));
    EXPECT_THAT(said(out, "!aij:test"), Not(HasSubstr("FIN D’ALERTE")));

    int ends = 0;
    std::string last;
    for (auto const& [number, on] : {std::pair{11U, Day(y2020 / 12 / 14)}, std::pair{12U, Day(std::chrono::year(2021) / 1 / 12)}}) {
        state = out.state;
        out = publish({month("AIJ-2020-NOR", "SI_PE", number, 620)}, on);
        auto const words = said(out, "!aij:test");
        if (words.find("FIN D’ALERTE") != std::string::npos) ++ends, last = words;
    }
    for (Day day = std::chrono::year(2021) / 1 / 13; day < std::chrono::year(2021) / 6 / 15; day += std::chrono::days(7)) {
        out = look(*with, out.state, day, day + 10h);
        if (auto const words = said(out, "!aij:test"); words.find("FIN D’ALERTE") != std::string::npos) ++ends, last = words;
    }
    EXPECT_EQ(ends, 1);
    EXPECT_FALSE(out.state.book.open.contains(shortfall));
    EXPECT_THAT(last, testing::AnyOf(HasSubstr("6\u202f820"), HasSubstr("7\u202f440"))) << "the recovered figure";
}

TEST(Rounds, AnImportTakenBackAfterItsAlertEndsItWhereItWasTold) {
    auto const with = tools();
    auto state = look(*with, behind(), autumn, autumn + 10h).state;
    ASSERT_TRUE(state.book.open.contains(shortfall));
    auto const day = autumn + std::chrono::days(3);
    ASSERT_EQ(state.ledger.withdraw(1, day), figures::LedgerRefusal::none);
    auto const out = look(*with, state, day, day + 10h);
    EXPECT_FALSE(out.state.book.open.contains(shortfall)) << "there is no figure left that it could rest on";
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("FIN D’ALERTE, CHIFFRES RETIRÉS"));
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("Des chiffres ont été retirés (import 1)"));
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("Il ne reste aucun chiffre."));
    EXPECT_THAT(said(out, "!aij:test"), Not(HasSubstr("revenus dans la trajectoire"))) << "nobody has recovered";
    EXPECT_EQ(out.state.history.at(shortfall).back().detail, "retire");
    EXPECT_TRUE(look(*with, out.state, day, day + 11h).posts.empty());
}

TEST(Rounds, FiguresThatCameInPlaceOfThoseTakenBackAreNoWithdrawal) {
    State state;
    auto const of = [&](double value, Day on) {
        std::vector<steering::Publication> rows;
        for (unsigned m = 1; m <= 10; ++m) rows.push_back(month("AIJ-2020-NOR", "SI_PE", m, value));
        count(state, std::move(rows), on);
    };
    of(60, y2020 / 11 / 2);
    ASSERT_EQ(state.ledger.withdraw(1, y2020 / 11 / 4), figures::LedgerRefusal::none);
    EXPECT_EQ(taken_back_since(state.ledger, "AIJ-2020-NOR", y2020 / 11 / 3), std::vector<int>{1});
    EXPECT_TRUE(taken_back_since(state.ledger, "AIJ-2020-NOR", y2020 / 11 / 5).empty()) << "before the alert";
    EXPECT_TRUE(taken_back_since(state.ledger, "PEC-JEUNES-2020-NOR", y2020 / 11 / 3).empty()) << "of another objective";
    of(600, y2020 / 11 / 4);
    EXPECT_TRUE(taken_back_since(state.ledger, "AIJ-2020-NOR", y2020 / 11 / 3).empty()) << "corrected on the same day";
}

TEST(Rounds, WhatLastYearsForecastsWereWorthIsSaidOnce) {
    auto from = config();
    for (auto const day : {Day(std::chrono::year(2021) / 5 / 20), Day(std::chrono::year(2021) / 7 / 8)}) from.meetings.push_back({day, "bureau", {}, ""});
    auto const with = tools(from);
    auto state = behind();
    count(state, {month("AIJ-2020-NOR", "SI_PE", 11, 300), month("AIJ-2020-NOR", "SI_PE", 12, 310)}, std::chrono::year(2021) / 1 / 12);
    Day const may = std::chrono::year(2021) / 5 / 12, june = std::chrono::year(2021) / 7 / 1;  // a week before each; the 13th is a holiday
    auto out = look(*with, state, may, may + 10h);
    EXPECT_THAT(said(out, "!bureau:test", "ordre du jour"), testing::AllOf(HasSubstr("PRÉVISIONS DE 2020"), HasSubstr("1 objectif clos"), HasSubstr("Brier")));
    EXPECT_THAT(said(look(*with, out.state, june, june + 10h), "!bureau:test", "ordre du jour"), testing::AllOf(HasSubstr("Bureau du"), Not(HasSubstr("PRÉVISIONS DE"))));
}

TEST(Rounds, AnAlertSaysWhatTheTargetAsksOfEachAdviser) {
    auto with = tools();
    auto const whole = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config(), with->messages, {"matrix"});
    ASSERT_TRUE(whole.tools);
    with->objectives.push_back(*whole.tools->find("AIJ-2020-NOR-CONSEILLERS"));
    EXPECT_THAT(said(look(*with, behind(), autumn, autumn + 10h), "!aij:test"), HasSubstr("87,6 par conseiller dans la période (77 prévus), contre 68,8 l’année d’avant"));
}

/// An envelope far over its profile, alone.
std::shared_ptr<Tools> envelope(const commands::Config::Desk& from) {
    auto with = tools(from);
    with->objectives = {coupled()->objectives.back()};
    return with;
}
State overspent() {
    State state;
    std::vector<steering::Publication> rows;
    for (unsigned m = 1; m <= 9; ++m) rows.push_back(month("E", "CHORUS", m, 150));
    count(state, std::move(rows), y2020 / 10 / 14);
    return state;
}

TEST(Rounds, AmountsGoOnlyToAddressesThatMaySeeMoney) {
    auto from = config();
    from.mail["owners"] = {"responsable@exemple.fr"}, from.owners = {"responsable@exemple.fr"};
    from.mail["co_chairs"] = {"presidente@exemple.fr"};
    from.members.push_back("secretariat@exemple.fr");
    Day const day = y2020 / 10 / 14;
    auto const with = envelope(from);
    auto out = look(*with, overspent(), day, day + 10h);
    ASSERT_TRUE(out.state.book.open.contains({"E", Kind::overrun}));
    EXPECT_THAT(said(out, "!bureau:test"), HasSubstr("1\u202f350"));
    EXPECT_THAT(said(out, "secretariat@exemple.fr"), HasSubstr("1\u202f350"));
    for (int days = 0; days < 20; ++days, out = look(*with, out.state, day + std::chrono::days(days), day + std::chrono::days(days) + 10h))
        for (auto const* who : {"responsable@exemple.fr", "dreets@exemple.fr", "presidente@exemple.fr", "!aij:test"})
            EXPECT_EQ(said(out, who, "M : crédits"), "") << who << " on day " << days;
    out.state.digests.clear();
    out = look(*with, out.state, y2020 / 11 / 19, Day(y2020 / 11 / 19) + 9h);
    EXPECT_THAT(said(out, "secretariat@exemple.fr", "ordre du jour"), Not(HasSubstr("non montré")));
    from.members = {"@prefete:test"};
    auto const hush = look(*envelope(from), overspent(), y2020 / 11 / 19, Day(y2020 / 11 / 19) + 9h);
    EXPECT_THAT(said(hush, "secretariat@exemple.fr", "ordre du jour"), HasSubstr("écart non montré"));
    EXPECT_THAT(said(hush, "!bureau:test", "ordre du jour"), Not(HasSubstr("non montré")));
}

TEST(Rounds, WhoWasToldAndMayNotSeeMoneyAnyMoreHearsTheEndWithoutAmounts) {
    auto from = config();
    Day const day = y2020 / 10 / 14;
    auto out = look(*envelope(from), overspent(), day, day + 10h);
    ASSERT_THAT(said(out, "!bureau:test"), HasSubstr("1\u202f350"));
    auto state = out.state;
    state.strangers["!bureau:test"] = {"@invite:test"};
    auto row = month("E", "CHORUS", 10, 160);
    row.published_on = row.received_on = y2020 / 11 / 10;
    count(state, {row}, y2020 / 11 / 10);
    out = look(*envelope(from), state, y2020 / 11 / 10, Day(y2020 / 11 / 10) + 10h);
    EXPECT_EQ(said(out, "!bureau:test"), "") << "no edit, no new message";
    auto ended = envelope(from);
    out = look(*ended, state, std::chrono::year(2021) / 6 / 10, Day(std::chrono::year(2021) / 6 / 10) + 10h);
    ASSERT_FALSE(out.state.book.open.contains({"E", Kind::overrun}));
    EXPECT_THAT(said(out, "!bureau:test"), testing::AllOf(HasSubstr("l’alerte est close"), Not(HasSubstr("1\u202f"))));
}

TEST(DeskConfig, ARoomThatIsNotClosedGetsNoEnvelope) {
    std::vector<std::string> errors;
    auto const messages = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    auto from = config();
    from.rooms.push_back({"!autre:test", {"PAUVRETE-2019-NOR"}, {}, false});
    auto const loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), from, messages, {"matrix"});
    EXPECT_FALSE(loaded.tools);
    ASSERT_EQ(loaded.complaints.size(), 1U);
    EXPECT_THAT(loaded.complaints.front(), testing::AllOf(HasSubstr("PAUVRETE-2019-NOR"), HasSubstr("!autre:test")));
}

TEST(Rounds, FiguresAfterTheDigestGiveANewOneAnHourLaterAndOnce) {
    auto const with = tools();
    Day const week_before = y2020 / 11 / 19;
    auto out = look(*with, behind(), week_before, week_before + 9h);
    ASSERT_THAT(said(out, "!bureau:test", "ordre du jour"), HasSubstr("Bureau du"));
    auto state = out.state;
    EXPECT_FALSE(digest_is_outdated(*with, state, week_before, week_before + 9h + 10min));
    count(state, {month("AIJ-2020-NOR", "SI_PE", 10, 320)}, week_before);
    state.counted_at = week_before + 10h;
    EXPECT_FALSE(digest_is_outdated(*with, state, week_before, week_before + 10h + 59min));
    EXPECT_EQ(said(look(*with, state, week_before, week_before + 10h + 59min), "!bureau:test", "ordre du jour"), "");
    ASSERT_TRUE(digest_is_outdated(*with, state, week_before, week_before + 11h));
    out = look(*with, state, week_before, week_before + 11h);
    EXPECT_THAT(said(out, "!bureau:test", "mis à jour"), HasSubstr("Des chiffres sont arrivés"));
    EXPECT_THAT(said(out, "secretariat@exemple.fr", "mis à jour"), HasSubstr("Bureau du"));
    EXPECT_FALSE(digest_is_outdated(*with, out.state, week_before, week_before + 12h));
    // Read back from the store it is still known.
    State back;
    ASSERT_TRUE(take_book(back, book_record(out.state).bytes));
    EXPECT_EQ(back.digest_said_at, out.state.digest_said_at);
}

TEST(LearnedSources, TwoClosedYearsOfASourceSayHowLateItIs) {
    auto with = tools();
    steering::Objective objective;
    objective.id = "O1", objective.source = "LENTE", objective.start = y2020 / std::chrono::January, objective.year_before = 1000;
    steering::ObjectiveVersion version;
    version.from = y2020 / 1 / 1, version.target = 1200, version.trajectory = steering::Linear{};
    objective.versions = {version};
    auto other = objective;
    other.id = "O2";
    with->objectives = {objective, other};
    State state;
    std::vector<steering::Publication> rows;
    for (auto const* id : {"O1", "O2"})
        for (unsigned m = 1; m <= 12; ++m) {
            auto row = month(id, "LENTE", m, 80);  // eight in ten at first, all a month later
            rows.push_back(row);
            row.value = 100, row.published_on += std::chrono::days(31);
            rows.push_back(row);
        }
    count(state, std::move(rows), std::chrono::year(2021) / 2 / 15);
    auto const early = state.steering(*with, std::chrono::year(2021) / 3 / 1);
    EXPECT_FALSE(early.sources.contains("LENTE")) << "something may still come";
    auto const later = state.steering(*with, std::chrono::year(2021) / 9 / 1);
    ASSERT_TRUE(later.sources.contains("LENTE"));
    EXPECT_NEAR(later.sources.at("LENTE").share[0], 0.8, 1e-9);
    EXPECT_NEAR(later.sources.at("LENTE").share[2], 1.0, 1e-9);
    EXPECT_NEAR(later.lags.at("LENTE").ninetieth_days, 12, 1);
}

}  // namespace rounds_test
}  // namespace bot::desk
