#include "rules/law/catalogue_diff.hpp"

#include "rules/law/french_day.hpp"
#include "rules/law/french_quote.hpp"
#include "rules/law/quantity.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using Sentences = std::vector<std::string>;

template <class List>
auto named(const List& list, const std::string& name) {
    return std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.name == name; });
}

void describe_steps(
    const Parameter& before, const Parameter& after, const std::string& where, Sentences& sentences
) {
    auto const at = [](const Parameter& parameter, Day day) {
        return std::find_if(parameter.steps.begin(), parameter.steps.end(), [&](const auto& step) {
            return step.from == day;
        });
    };
    bool const constant = before.steps.size() == 1 && after.steps.size() == 1;
    if (constant && before.steps[0].raw != after.steps[0].raw) {
        sentences.push_back(
            "$" + after.name + " passe de " + written(before.steps[0].raw, before.unit) + " à " +
            written(after.steps[0].raw, after.unit) + where
        );
        return;
    }
    for (const auto& step : before.steps)
        if (!constant && at(after, step.from) == after.steps.end())
            sentences.push_back(
                "$" + before.name + "\u00A0: la valeur du " + french_day(step.from) + " (" +
                written(step.raw, before.unit) + ") est retirée" + where
            );
    for (const auto& step : after.steps) {
        auto const old = at(before, step.from);
        std::string const value = written(step.raw, after.unit);
        if (!constant && old == before.steps.end())
            sentences.push_back(
                "$" + after.name + " vaut " + value + " à partir du " + french_day(step.from) + where
            );
        else if (old != before.steps.end() && (old->raw != step.raw || before.unit != after.unit))
            sentences.push_back(
                "$" + after.name + " du " + french_day(step.from) + " passe de " +
                written(old->raw, before.unit) + " à " + value + where
            );
    }
}

void describe_parameters(
    const std::vector<Parameter>& before,
    const std::vector<Parameter>& after,
    const std::string& where,
    Sentences& sentences
) {
    for (const Parameter& old : before)
        if (named(after, old.name) == after.end())
            sentences.push_back("paramètre $" + old.name + " retiré" + where);
    for (const Parameter& parameter : after) {
        auto const old = named(before, parameter.name);
        if (old != before.end()) {
            describe_steps(*old, parameter, where, sentences);
            continue;
        }
        std::string const value =
            parameter.steps.empty() ? "" : " (" + written(parameter.steps.back().raw, parameter.unit) + ")";
        sentences.push_back("paramètre $" + parameter.name + value + " ajouté" + where);
    }
}

std::string case_of(const AmountCase& row) {
    return row.when ? "si " + shown(*row.when) : std::string("sinon");
}
std::string amount_of(const AmountCase& row) {
    return (row.amount.ceiling ? "au plus " : "") + (row.amount.parameter.empty()
                                                         ? written(row.amount.hundredths, row.amount.unit)
                                                         : "$" + row.amount.parameter);
}

void describe_amounts(
    const Version& before, const Version& after, const std::string& where, Sentences& sentences
) {
    auto const find = [](const Version& version, const std::string& wanted) {
        return std::find_if(version.amounts.begin(), version.amounts.end(), [&](const auto& row) {
            return case_of(row) == wanted;
        });
    };
    for (const AmountCase& row : before.amounts)
        if (find(after, case_of(row)) == after.amounts.end())
            sentences.push_back("montant retiré\u00A0: " + case_of(row) + ", " + amount_of(row) + where);
    for (const AmountCase& row : after.amounts) {
        auto const old = find(before, case_of(row));
        if (old == before.amounts.end())
            sentences.push_back("montant ajouté\u00A0: " + case_of(row) + ", " + amount_of(row) + where);
        else if (amount_of(*old) != amount_of(row))
            sentences.push_back(
                "montant " + quoted(case_of(row)) + "\u00A0: " + amount_of(*old) + " devient " +
                amount_of(row) + where
            );
    }
    if (before.beneficiary != after.beneficiary)
        sentences.push_back(
            "le montant va à " + quoted(after.beneficiary.empty() ? "jeune" : after.beneficiary) +
            " au lieu de " + quoted(before.beneficiary.empty() ? "jeune" : before.beneficiary) + where
        );
}

void describe_version(const Version& before, const Version& after, bool only_one, Sentences& sentences) {
    std::string const where = only_one ? "" : " (version du " + french_day(after.from) + ")";
    if (before.from != after.from)
        sentences.push_back(
            "prend effet le " + french_day(after.from) + " au lieu du " + french_day(before.from)
        );
    if (before.to != after.to) {
        if (!after.to)
            sentences.push_back("ne s’arrête plus le " + french_day(*before.to) + where);
        else
            sentences.push_back(
                (before.to ? "s’arrête le " + french_day(*after.to) + " au lieu du " + french_day(*before.to)
                           : "fermée\u00A0: dernier jour le " + french_day(*after.to)) +
                where
            );
    }
    Sentences conditions;
    describe_conditions(before.conditions, after.conditions, conditions);
    for (const std::string& sentence : conditions) sentences.push_back(sentence + where);
    describe_parameters(before.parameters, after.parameters, where, sentences);
    describe_amounts(before, after, where, sentences);
    if (before.grounds != after.grounds) sentences.push_back("le fondement change" + where);
}

void describe_versions(const Measure& before, const Measure& after, Sentences& sentences) {
    std::vector<const Version*> gone, come;
    bool const only_one = before.versions.size() == 1 && after.versions.size() == 1;
    for (const Version& version : after.versions) come.push_back(&version);
    for (const Version& version : before.versions) {
        auto const same =
            std::find_if(come.begin(), come.end(), [&](const Version* v) { return v->from == version.from; });
        if (same == come.end()) {
            gone.push_back(&version);
            continue;
        }
        describe_version(version, **same, only_one, sentences);
        come.erase(same);
    }
    // Those whose first day moved, in order; what is left over was added or removed.
    std::size_t const moved = std::min(gone.size(), come.size());
    for (std::size_t i = 0; i < moved; ++i) describe_version(*gone[i], *come[i], only_one, sentences);
    for (std::size_t i = moved; i < gone.size(); ++i)
        sentences.push_back("version retirée\u00A0: " + french_period(gone[i]->from, gone[i]->to));
    for (std::size_t i = moved; i < come.size(); ++i)
        sentences.push_back(
            "nouvelle version " + french_period(come[i]->from, come[i]->to) +
            "\u00A0: " + quoted(shown(come[i]->conditions))
        );
}

bool same_texts(const Presentation& a, const Presentation& b) {
    return a.summary_tu == b.summary_tu && a.summary_vous == b.summary_vous && a.steps_tu == b.steps_tu &&
           a.steps_vous == b.steps_vous && a.contact == b.contact && a.link == b.link &&
           a.decided_by == b.decided_by;
}

void describe_sources(const Measure& before, const Measure& after, Sentences& sentences) {
    for (const Source& source : before.sources)
        if (!after.source(source.id)) sentences.push_back("source retirée\u00A0: " + source.text);
    for (const Source& source : after.sources) {
        const Source* const old = before.source(source.id);
        if (!old)
            sentences.push_back("source ajoutée\u00A0: " + source.text);
        else if (old->to_confirm.empty() != source.to_confirm.empty())
            sentences.push_back(
                "source " +
                (source.to_confirm.empty() ? std::string("confirmée") : std::string("à confirmer")) +
                "\u00A0: " + source.text
            );
        else if (old->text != source.text || old->link != source.link)
            sentences.push_back("source " + quoted(source.id) + " réécrite\u00A0: " + source.text);
    }
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "rien" : text;
}

}  // namespace

Sentences describe_measure(const Measure& before, const Measure& after) {
    Sentences sentences;
    if (before.presentation.title != after.presentation.title)
        sentences.push_back(
            "s’appelle " + quoted(after.presentation.title) + " au lieu de " +
            quoted(before.presentation.title)
        );
    if (before.publication != after.publication)
        sentences.push_back(
            after.publication == Publication::verifie
                ? "passe de brouillon à vérifiée\u00A0: elle devient visible"
                : "redevient un brouillon\u00A0: elle n’est plus visible"
        );
    describe_versions(before, after, sentences);
    describe_parameters(before.parameters, after.parameters, "", sentences);
    if (before.reference_date != after.reference_date)
        sentences.emplace_back("la date de référence n’est plus la même");
    if (before.audiences != after.audiences)
        sentences.push_back(
            "public\u00A0: " + listed(after.audiences) + " au lieu de " + listed(before.audiences)
        );
    if (before.operators != after.operators)
        sentences.push_back(
            "opérateur\u00A0: " + listed(after.operators) + " au lieu de " + listed(before.operators)
        );
    if (before.not_with != after.not_with)
        sentences.push_back(
            "non cumulable avec " + listed(after.not_with) + " au lieu de " + listed(before.not_with)
        );
    if (before.replaces != after.replaces)
        sentences.push_back(
            after.replaces.empty() ? "ne remplace plus " + listed(before.replaces)
            : before.replaces.empty()
                ? "remplace " + listed(after.replaces)
                : "remplace " + listed(after.replaces) + " au lieu de " + listed(before.replaces)
        );
    describe_sources(before, after, sentences);
    if (!same_texts(before.presentation, after.presentation))
        sentences.emplace_back("les textes pour le public changent (résumé, étapes ou contact)");
    if (before.verified_on != after.verified_on && after.verified_on)
        sentences.push_back("vérifiée le " + french_day(*after.verified_on));
    return sentences;
}

}  // namespace rules::law
