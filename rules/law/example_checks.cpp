#include "rules/law/catalogue_checks.hpp"
#include "rules/law/quantity.hpp"
#include "rules/law/questions.hpp"
#include "rules/law/verdict.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

class ExampleChecker {
  public:
    ExampleChecker(const ReadMeasure& read, const Vocabulary& vocabulary, yaml::Complaints& complaints)
        : read_(read), measure_(read.measure), vocabulary_(vocabulary), complaints_(complaints) {}

    void run() {
        cases_.reserve(measure_.examples.size());
        for (std::size_t i = 0; i < measure_.examples.size(); ++i)
            check(measure_.examples[i], read_.example_places[i]);
        for (const Version& version : measure_.versions) {
            for_each_leaf(version.conditions, [&](const Condition& leaf) { shown_decisive(leaf, version); });
            for (const AmountCase& row : version.amounts)
                if (row.when)
                    for_each_leaf(*row.when, [&](const Condition& leaf) { shown_decisive(leaf, version); });
        }
    }

  private:
    /// An example on a day on which a version is in force, and what comes out of it.
    struct Case {
        Day date;
        Situation facts;
        Verdict verdict;
    };

    void check(const Example& example, const yaml::Place& place) {
        Situation const facts = completed(vocabulary_, example.situation, example.date, nullptr);
        const Version* version = measure_.in_force(example.date);
        if (!version) {
            expect(example, Outcome::hors_periode, "", place);
            return;
        }
        Setting const setting{vocabulary_, measure_, *version, facts, example.date};
        Verdict verdict = assess(setting);
        expect(example, verdict.outcome, why(verdict), place);
        if (example.amount) check_amount(*example.amount, verdict, place);
        if (example.question) check_question(*example.question, question_of(setting), place);
        cases_.push_back({example.date, facts, std::move(verdict)});
    }

    /// A young person is asked what may be asked; of an employer's measure the most decisive fact is looked
    /// for.
    [[nodiscard]] std::optional<FieldId> question_of(const Setting& setting) const {
        const auto& audiences = measure_.audiences;
        if (std::find(audiences.begin(), audiences.end(), "jeune") != audiences.end())
            return question_for(setting);
        auto const live = live_fields(setting);
        return live.empty() ? std::nullopt : std::optional(live.front().field);
    }

    [[nodiscard]] std::string why(const Verdict& verdict) const {
        std::string list;
        for (const Condition* reason : verdict.reasons)
            list += (list.empty() ? "" : ", ") + reason->leaf.written;
        for (FieldId const field : verdict.missing)
            list += (list.empty() ? "" : ", ") + vocabulary_.at(field).name;
        for (const std::string& reserve : verdict.reserves) list += (list.empty() ? "" : ", ") + reserve;
        return list;
    }

    void expect(const Example& example, Outcome got, const std::string& because, const yaml::Place& place) {
        if (got == example.expected) return;
        complain(
            complaints_,
            place,
            "l’exemple donne " + std::string(name(got)) + (because.empty() ? "" : " (" + because + ")") +
                " et non " + std::string(name(example.expected)),
            "Corriger la condition ou l’exemple"
        );
    }

    void check_amount(const std::string& expected, const Verdict& verdict, const yaml::Place& place) {
        auto const wanted = parse_quantity(expected);
        const auto& got = verdict.amount;
        if (wanted && got && wanted->hundredths == got->hundredths && wanted->unit == got->unit) return;
        complain(
            complaints_,
            place,
            "l’exemple donne " +
                (got ? "le montant " + written(got->hundredths, got->unit) : "un montant inconnu") +
                " et non " + expected,
            "Corriger le montant ou l’exemple"
        );
    }

    void check_question(FieldId expected, std::optional<FieldId> got, const yaml::Place& place) {
        if (got == expected) return;
        complain(
            complaints_,
            place,
            (got ? "la question serait " + guillemets(vocabulary_.at(*got).name)
                 : std::string("aucune question ne serait posée")) +
                " et non " + guillemets(vocabulary_.at(expected).name),
            "Corriger l’exemple"
        );
    }

    /// A leaf is decisive in an example if what comes out changes when the leaf alone is turned round.
    [[nodiscard]] bool decisive(const Condition& leaf, Setting setting, const Verdict& as_it_is) const {
        Truth const truth = evaluate(leaf, setting, Verifying::open);
        if (truth == Truth::unknown) return false;
        setting.forced = &leaf;
        setting.forced_to = negated(truth);
        Outcome const outcome = outcome_of(setting);
        if (outcome != as_it_is.outcome) return true;
        if (outcome == Outcome::non_eligible) return false;  // neither reserves nor amount
        Verdict const turned = assess(setting);
        auto const paid = [](const Verdict& v) {
            return v.amount ? std::optional(std::pair(v.amount->hundredths, v.amount->unit)) : std::nullopt;
        };
        return as_it_is.reserves != turned.reserves || paid(as_it_is) != paid(turned);
    }

    void shown_decisive(const Condition& leaf, const Version& version) {
        for (const Case& one : cases_) {
            if (one.verdict.version != &version) continue;
            Setting const setting{vocabulary_, measure_, version, one.facts, one.date};
            if (decisive(leaf, setting, one.verdict)) return;
        }
        complain(
            complaints_,
            {read_.version_places.front().file, leaf.line, leaf.column},
            "aucun exemple ne montre l’effet de " + guillemets(leaf.leaf.written),
            "Ajouter un exemple où seule cette ligne change le résultat"
        );
    }

    const ReadMeasure& read_;
    const Measure& measure_;
    const Vocabulary& vocabulary_;
    yaml::Complaints& complaints_;
    std::vector<Case> cases_;
};

}  // namespace

void check_examples(const ReadMeasure& read, const Vocabulary& vocabulary, yaml::Complaints& complaints) {
    ExampleChecker(read, vocabulary, complaints).run();
}

}  // namespace rules::law
