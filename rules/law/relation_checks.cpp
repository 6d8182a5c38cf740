#include "rules/law/relation_checks.hpp"

#include "rules/law/network.hpp"
#include "rules/yaml/complain.hpp"
#include "rules/yaml/number.hpp"

#include <algorithm>
#include <set>

namespace rules::law {
namespace {

/// Two measures may give one name to two parameters: each gets a prefix of its own.
void rename(Condition& tree, std::string_view prefix) {
    if (!tree.leaf.parameter.empty()) tree.leaf.parameter.insert(0, prefix);
    for (Condition& part : tree.parts) rename(part, prefix);
}

void take_parameters(const Measure& measure, const Version& version, std::string_view prefix, Version& into) {
    for (const auto* list : {&version.parameters, &measure.parameters}) {
        for (Parameter parameter : *list) {
            parameter.name.insert(0, prefix);
            into.parameters.push_back(std::move(parameter));
        }
    }
}

/// Days of the common period on which something can change: its first, and each parameter step.
std::set<Day> days_in_common(const Measure& a, const Version& va, const Measure& b, const Version& vb) {
    Day const from = std::max(va.from, vb.from);
    auto const inside = [&](Day day) {
        return day >= from && (!va.to || day <= *va.to) && (!vb.to || day <= *vb.to);
    };
    std::set<Day> days;
    if (inside(from)) days.insert(from);
    for (const Measure* measure : {&a, &b})
        for (const Parameter& parameter : measure->parameters)
            for (const auto& step : parameter.steps)
                if (inside(step.from)) days.insert(step.from);
    return days;
}

/// Whether somebody who has a right to `a` has one to `b` on every day on which both are in force.
bool always_contained(const Vocabulary& vocabulary, const Measure& a, const Measure& b) {
    bool met = false;
    for (const Version& va : a.versions) {
        for (const Version& vb : b.versions) {
            for (Day const day : days_in_common(a, va, b, vb)) {
                if (!contained(vocabulary, a, va, b, vb, day).value_or(false)) return false;
                met = true;
            }
        }
    }
    return met;
}

void check_link(
    const Source& source, const yaml::Place& place, std::optional<Day> today, yaml::Complaints& complaints
) {
    if (!today || !source.link_expires_on || *source.link_expires_on >= *today) return;
    yaml::complain(
        complaints,
        place,
        "le lien de la source " + yaml::guillemets(source.id) + " a expiré le " +
            yaml::written_day(*source.link_expires_on),
        "Retrouver la page, puis corriger lien et lien_expire_le"
    );
}

}  // namespace

std::optional<bool> contained(
    const Vocabulary& vocabulary,
    const Measure& measure,
    const Version& version,
    const Measure& in,
    const Version& in_version,
    Day day
) {
    Measure const nothing;
    Version both;  // in the first and not in the second
    take_parameters(measure, version, "1/", both);
    take_parameters(in, in_version, "2/", both);
    both.conditions.kind = Condition::Kind::all;
    both.conditions.parts = {version.conditions, {}};
    Condition& outside = both.conditions.parts.back();
    outside.kind = Condition::Kind::not_;
    outside.parts = {in_version.conditions};
    rename(both.conditions.parts.front(), "1/");
    rename(outside, "2/");
    Situation const nobody;
    auto const found = Network(Setting{vocabulary, nothing, both, nobody, day}).enumerate();
    if (!found) return std::nullopt;
    return found->never;
}

void check_containment(
    const std::vector<ReadMeasure>& measures, const Vocabulary& vocabulary, yaml::Complaints& complaints
) {
    for (const ReadMeasure& one : measures) {
        for (const std::string& id : one.measure.not_with) {
            auto const other = std::find_if(measures.begin(), measures.end(), [&](const ReadMeasure& r) {
                return r.measure.id == id;
            });
            if (other == measures.end() || other == measures.begin() + (&one - measures.data())) continue;
            if (!one.whole || !other->whole) continue;
            if (!always_contained(vocabulary, one.measure, other->measure)) continue;
            auto const place =
                std::find_if(one.other_measures.begin(), one.other_measures.end(), [&](const auto& o) {
                    return o.first == id;
                });
            yaml::complain(
                complaints,
                place->second,
                "qui a droit à " + yaml::guillemets(one.measure.id) + " a toujours droit à " +
                    yaml::guillemets(id) + ", et les deux ne se cumulent pas",
                "Vérifier les conditions des deux, ou supprimer non_cumulable_avec"
            );
        }
    }
}

void check_links(const ReadMeasure& read, std::optional<Day> today, yaml::Complaints& complaints) {
    std::optional<Day> const verified = read.measure.verified_on;
    if (verified && (!today || *verified > *today)) today = verified;
    for (const auto& [id, place] : read.link_places)
        if (const Source* source = read.measure.source(id)) check_link(*source, place, today, complaints);
}

void check_links(
    const std::vector<SharedParameter>& shared, std::optional<Day> today, yaml::Complaints& complaints
) {
    std::set<std::string> seen;
    for (const SharedParameter& one : shared)
        for (const Source& source : one.sources)
            if (seen.insert(one.place.file + ":" + source.id).second)
                check_link(source, one.place, today, complaints);
}

}  // namespace rules::law
