// A past day explained as it was known then, and what changed since, with the model of each day.

#include "bot/desk/explain.hpp"
#include "bot/desk/model_history.hpp"
#include "bot/desk/why_words.hpp"
#include "tests/bot/desk/rounds_world.hpp"

namespace bot::desk {
namespace explain_test {

using namespace rounds_test;
using nlohmann::json;

const Day october = y2020 / 10 / 20, december = y2020 / 12 / 15;

/// The book of a bureau that looked with one model in October and with another one in December.
struct Bureau {
    std::shared_ptr<Tools> with = tools();
    State state = behind_by(october);
    steering::Model first = with->model;

    static State behind_by(Day day) {
        State state;
        std::vector<steering::Publication> rows;
        unsigned number = 0;
        for (double const value : {270., 265., 230., 120., 150., 260., 250., 240., 280.}) rows.push_back(month("AIJ-2020-NOR", "SI_PE", ++number, value));
        count(state, std::move(rows), day - std::chrono::days(1));
        return state;
    }
    Bureau() {
        state = look(*with, state, october, october + 10h).state;
        count(state, {month("AIJ-2020-NOR", "SI_PE", 10, 290), month("AIJ-2020-NOR", "SI_PE", 11, 900)}, december - std::chrono::days(1));
        auto revised = month("AIJ-2020-NOR", "SI_PE", 8, 300);
        revised.published_on = december - std::chrono::days(2);
        count(state, {revised}, december - std::chrono::days(1));
        with->model.version = 2, with->model.level.drift = 0.12, with->model.level.start = 0.9;
        state = look(*with, state, december, december + 10h).state;
    }
    [[nodiscard]] json told(Day since, Day day) const {
        return json::parse(explanation(state.steering(*with, since), state.steering(*with, day), {"AIJ-2020-NOR", day, since, true}));
    }
};

TEST(Explain, APastDayIsToldWithItsFiguresAndItsModel) {
    Bureau const bureau;
    auto const then = bureau.told(y2020 / 9 / 20, october);
    EXPECT_EQ(then.at("vu_le"), "2020-10-20");
    EXPECT_EQ(then.at("mois").size(), 9U);
    EXPECT_EQ(then.at("mois").at(7).at("connu"), 240) << "the revision came later";
    EXPECT_EQ(then.at("modele").at("version"), 1);
    auto const now = bureau.told(october, december);
    EXPECT_EQ(now.at("mois").at(7).at("connu"), 300);
    EXPECT_EQ(now.at("modele").at("version"), 2);
    EXPECT_NE(now.at("modele").at("empreinte"), then.at("modele").at("empreinte"));
    EXPECT_TRUE(then.at("compte").is_null()) << "nothing was known before";
    EXPECT_EQ(now.at("compte").at("p_manque").at("avant"), then.at("manque").at("p")) << "what is explained now is what stood then";
    auto const& turns = now.at("manque").at("historique");
    ASSERT_FALSE(turns.empty()) << "an objective that far behind has changed level";
    EXPECT_EQ(turns.back().at("niveau"), now.at("manque").at("niveau"));
    EXPECT_TRUE(std::is_sorted(turns.begin(), turns.end(), [](auto const& a, auto const& b) { return a.at("jour") < b.at("jour"); }));
}

TEST(Explain, TheFourPartsAddUpAndTheModelsIsReal) {
    Bureau const bureau;
    auto const account = bureau.told(october, december).at("compte");
    for (auto const* what : {"atterrissage", "p_manque"}) {
        auto const& parts = account.at(what);
        double sum = 0;
        for (auto const* part : {"nouveau_mois", "revisions", "cible_ou_plan", "modele"}) sum += parts.at(part).get<double>();
        double const change = parts.at("apres").get<double>() - parts.at("avant").get<double>();
        EXPECT_NEAR(sum, change, std::string(what) == "p_manque" ? 0.0031 : 0.31) << what << ": each is rounded";
    }
    EXPECT_NE(account.at("atterrissage").at("modele"), 0);
    EXPECT_GT(account.at("atterrissage").at("revisions").get<double>(), 0);
    EXPECT_EQ(account.at("atterrissage").at("cible_ou_plan"), 0);
    EXPECT_EQ(account.at("du"), "2020-10-20");
    // What was told then is what is explained now.
    auto const& thread = bureau.state.threads.at({"matrix !aij:test", "AIJ-2020-NOR"});
    EXPECT_EQ(thread.figures.at("AIJ-2020-NOR").model, 2);
    auto unchanged = bureau;
    unchanged.with = tools();
    unchanged.state.models.pop_back();
    EXPECT_EQ(unchanged.told(october, december).at("compte").at("atterrissage").at("modele"), 0) << "the same model moves nothing";
}

TEST(Explain, AsTextWithEachPartOnALineAndNothingThatWouldTellFewPeople) {
    Bureau const bureau;
    auto const now = bureau.state.steering(*bureau.with, december), then = bureau.state.steering(*bureau.with, october);
    auto const text = explanation(then, now, {"AIJ-2020-NOR", december, october, false});
    for (auto const* words : {"vu comme le 2020-12-15", "il s’ouvre à", "2020-08\u00a0: 300 connus", "du 2020-10-20 au 2020-12-15", "nouveau mois\u00a0:", "révisions\u00a0:", "cible ou plan\u00a0: 0",
                              "modèle\u00a0:", "modèle 2 ("})
        EXPECT_THAT(text, HasSubstr(words));
    auto const& ledger = bureau.state.ledger;
    EXPECT_EQ(ledger.changed_on("AIJ-2020-NOR", december), december - std::chrono::days(1));
    EXPECT_EQ(ledger.changed_on("AIJ-2020-NOR", december - std::chrono::days(2)), october - std::chrono::days(1));
    EXPECT_FALSE(ledger.changed_on("AIJ-2020-NOR", y2020 / 1 / 1));
    EXPECT_FALSE(ledger.changed_on("PERSONNE", december));

    State few;  // three people in January
    count(few, {month("AIJ-2020-NOR", "SI_PE", 1, 3)}, y2020 / 3 / 1);
    auto small = tools();
    small->objectives.front().versions.front().trajectory = steering::Linear{};
    small->objectives.front().versions.front().target = 40, small->objectives.front().year_before = 30;
    Day const day = y2020 / 3 / 2;
    auto const hidden = json::parse(explanation(few.steering(*small, y2020 / 2 / 12), few.steering(*small, day), {"AIJ-2020-NOR", day, y2020 / 2 / 12, true}));
    EXPECT_TRUE(hidden.at("cache"));
    EXPECT_TRUE(hidden.at("mois").at(0).at("connu").is_null());
    EXPECT_TRUE(hidden.at("manque").at("p").is_null());
    EXPECT_TRUE(hidden.at("compte").is_null());
}

TEST(ModelHistory, EachDayHasItsModelAndTheBookKeepsIt) {
    steering::Model one, two, three;
    two.version = 2, two.calibration.width = {1, 1, 1, 1, 1}, three.version = 3, three.shape.plan_years = 0.5;
    ModelHistory history;
    EXPECT_EQ(model_on(history, two, october), two) << "nothing is noted: it is the program's";
    note_model(history, one, october);
    note_model(history, one, october + std::chrono::days(3));
    EXPECT_EQ(history.size(), 1U) << "no change, no entry";
    note_model(history, two, december);
    EXPECT_EQ(model_on(history, three, october - std::chrono::days(40)), one) << "before the first the first one stands";
    EXPECT_EQ(model_on(history, three, december - std::chrono::days(1)), one);
    EXPECT_EQ(model_on(history, three, december), two);
    EXPECT_EQ(model_on(history, three, december + std::chrono::days(1)), three) << "not looked at yet: the program's";
    note_model(history, three, december);
    EXPECT_EQ(model_on(history, three, december), three);
    EXPECT_EQ(history.size(), 2U);
    EXPECT_FALSE(covers(history, october - std::chrono::days(1)));
    EXPECT_TRUE(covers(history, october));
    EXPECT_NE(fingerprint(one), fingerprint(three));

    State state, back;
    state.models = history;
    ASSERT_TRUE(take_book(back, book_record(state).bytes));
    EXPECT_EQ(back.models, history);
}

}  // namespace explain_test
}  // namespace bot::desk
