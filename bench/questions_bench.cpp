/// How many questions it takes until three measures are open to somebody, for several ways to choose them.
///
/// Persons: 10 000 invented ones (rules/law/population.hpp, weights of a_priori.yaml), 15 to 29 years old,
/// of whom the age and the place are known, and in the second half of the table the status too. A question
/// gives the person's fact; every tenth answer to a question of sensitivity 2 is « je préfère ne pas répondre
/// ». A yes is a measure of a main family (side helps left out: mobilité, logement, culture, études) whose
/// outcome is eligible or eligible_sous_reserve. "3rd yes" counts those that are open before any question
/// (mentorat is, for nearly all); "3rd new" only those that the questions opened: this is the strict figure.
/// Who never has three, whatever is asked, is left out and counted apart.

#include "rules/law/next_question.hpp"
#include "rules/law/population.hpp"
#include "rules/law/verdict.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace rules::law;

using Ask = std::function<std::optional<FieldId>(const Undecided&)>;

struct Way {
    std::string name;
    Ask ask;
};

struct Tally {
    double to_third = 0, to_third_new = 0, in_all = 0;
    int reached = 0, reached_new = 0, people = 0, most = 0;
    double slowest_ms = 0, total_ms = 0;
    int calls = 0;
};

struct Known {
    Situation person, told;
};

std::vector<Known> people(const Catalogue& catalogue, std::size_t count, bool status_known) {
    const Vocabulary& vocabulary = catalogue.vocabulary();
    std::mt19937_64 random(20261122);
    std::vector<Known> all;
    for (std::size_t i = 0; i < count; ++i) {
        Known one{drawn_person(catalogue, random), {}};
        for (std::string_view const name : {"age", "departement", "region", "commune", "zrr_frr", "statut"}) {
            if (name == "statut" && !status_known) continue;
            auto const id = vocabulary.find(name);
            if (auto const value = id ? one.person.get(*id) : std::nullopt) one.told.set(*id, *value);
        }
        all.push_back(std::move(one));
    }
    return all;
}

Tally run(const Catalogue& catalogue, const std::vector<Known>& all, Day day, const Ask& ask) {
    using clock = std::chrono::steady_clock;
    Tally tally;
    std::mt19937_64 random(7);
    for (const Known& one : all) {
        Situation told = one.told;
        int questions = 0;
        int open_before = -1;
        bool third_new = false, third = false;
        while (true) {
            auto const start = clock::now();
            Undecided const now(catalogue, told, day);
            auto const question = ask(now);
            double const ms = std::chrono::duration<double, std::milli>(clock::now() - start).count();
            tally.slowest_ms = std::max(tally.slowest_ms, ms);
            tally.total_ms += ms;
            ++tally.calls;
            if (open_before < 0) open_before = now.open();
            if (!third && now.open() >= 3) {
                third = true;
                tally.to_third += questions;
                ++tally.reached;
            }
            if (!third_new && now.open() - open_before >= 3) {
                third_new = true;
                tally.to_third_new += questions;
                ++tally.reached_new;
                tally.most = std::max(tally.most, questions);
            }
            if (!question) break;
            ++questions;
            auto const answer = one.person.get(*question);
            bool const shy = catalogue.vocabulary().at(*question).sensitivity >= 2 && random() % 10 == 0;
            if (answer && !shy)
                told.set(*question, *answer);
            else
                told.decline(*question);
        }
        tally.in_all += questions;
        ++tally.people;
    }
    return tally;
}

}  // namespace

int main(int count, char** values) {
    auto const loaded = Catalogue::load(PHARE_SOURCE_DIR "/rules/catalogue");
    if (!loaded.catalogue) {
        std::fputs("the catalogue does not load: run phare check\n", stderr);
        return 1;
    }
    std::size_t const persons = count > 1 ? std::stoul(values[1]) : 10'000;
    Day const day{std::chrono::year{2026} / 11 / 22};
    std::vector<Way> const ways{
        {"fixed order, dead ones skipped", [](const Undecided& u) { return u.first_in_order(); }},
        {"information gain", [](const Undecided& u) { return u.most_informative(); }},
        {"Phare", [](const Undecided& u) { return u.best(); }}};
    for (bool const status_known : {false, true}) {
        auto const all = people(*loaded.catalogue, persons, status_known);
        std::printf(
            "\n%zu persons, seed 20261122, 15 to 29 years, place known, status %s\n",
            persons,
            status_known ? "known" : "not known"
        );
        std::printf(
            "%-32s %9s %9s %6s %8s %9s %9s %9s\n",
            "",
            "3rd yes",
            "3rd new",
            "most",
            "never 3",
            "to settle",
            "ms mean",
            "ms worst"
        );
        for (const Way& way : ways) {
            Tally const t = run(*loaded.catalogue, all, day, way.ask);
            std::printf(
                "%-32s %9.2f %9.2f %6d %7.1f%% %9.1f %9.3f %9.3f\n",
                way.name.c_str(),
                t.to_third / std::max(t.reached, 1),
                t.to_third_new / std::max(t.reached_new, 1),
                t.most,
                100.0 * (t.people - t.reached_new) / t.people,
                t.in_all / t.people,
                t.total_ms / t.calls,
                t.slowest_ms
            );
        }
    }
}
