#include "bot/desk/explain.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/model_history.hpp"
#include "bot/desk/small_cells.hpp"
#include "bot/desk/words.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace bot::desk {
namespace {

using nlohmann::ordered_json;
using steering::Account;
using steering::AlertLevel;
using steering::Direction;
using steering::french;
using steering::french_percent;
using steering::french_signed;

/// One change of level.
struct Turn {
    Day day;
    AlertLevel level;
    double p = 0;
    int month = 0;  ///< number of the last month that was known
};

/// One side of an objective: what it is at risk of.
struct Side {
    bool overrun = false;
    [[nodiscard]] double p(const steering::Landing& l) const { return overrun ? l.p_overrun : l.p_shortfall; }
    [[nodiscard]] double p(const Account::Part& part) const { return overrun ? part.p_overrun : part.p; }
    [[nodiscard]] AlertLevel level(const steering::AlertState& state) const { return overrun ? state.overrun.level() : state.shortfall.level(); }
    [[nodiscard]] const std::array<steering::Thresholds, 3>& table() const { return overrun ? steering::overrun_thresholds : steering::thresholds; }
    [[nodiscard]] const char* key() const { return overrun ? "depassement" : "manque"; }
    [[nodiscard]] const char* words() const { return overrun ? "de dépasser" : "de manquer"; }
};

std::vector<Side> sides_of(const steering::Objective& objective) {
    std::vector<Side> sides;
    if (objective.direction != Direction::ceiling) sides.push_back({false});
    if (objective.direction != Direction::floor) sides.push_back({true});
    return sides;
}

/// What is shown, worked out once for both forms.
struct Explained {
    const steering::Objective* objective = nullptr;
    Standing standing;
    bool few = false;       ///< nothing may be said that hangs on the count
    bool forecast = false;  ///< landing and P may be said, and there are months enough for them
    std::vector<std::pair<Side, std::vector<Turn>>> turns;
    std::optional<Account> account;
    Day since{};
};

std::vector<Turn> turns_of(const steering::Steering& all, const steering::Prepared& prepared, const Side& side, Day until) {
    std::vector<Turn> turns;
    steering::AlertState state;
    for (auto const day : steering::publication_days(all, prepared, until)) {
        auto const evaluation = steering::evaluate(all, prepared, day);
        auto const before = side.level(state);
        state = steering::stepped(state, *prepared.objective, evaluation);
        auto const level = side.level(state);
        if (level != before) turns.push_back({day, level, side.p(evaluation.landing), evaluation.landing.last_month});
    }
    return turns;
}

Standing standing_of(const steering::Steering& all, std::string_view objective, Day day) {
    Trees const trees(all.objectives);
    auto const family = family_on(trees, all, *trees.find(objective), day);
    return *family.find(objective);
}

bool is_few(const Standing& standing) { return hidden(standing) || standing.hidden_sums.contains(standing.on.evaluation.landing.last_month); }

Explained explained(const steering::Steering& then, const steering::Steering& now, const ExplainAsked& asked) {
    Explained all;
    all.objective = now.find(asked.objective);
    all.since = asked.since;
    all.standing = standing_of(now, asked.objective, asked.day);
    all.few = is_few(all.standing);
    all.forecast = !all.few && all.standing.on.evaluation.landing.months_used >= steering::months_before_a_level;
    auto const prepared = steering::prepare(now, *all.objective);
    for (auto const& side : sides_of(*all.objective)) all.turns.emplace_back(side, turns_of(now, prepared, side, asked.day));
    auto const* const earlier = then.find(asked.objective);
    bool const had = earlier != nullptr && earlier->has_target() && asked.since != Day{} && asked.since < asked.day &&
                     !steering::figures_of(then, steering::prepare(then, *earlier), asked.since).months.empty();
    if (had && all.forecast && !is_few(standing_of(then, asked.objective, asked.since)))
        all.account = steering::account(then, now, asked.objective, asked.since, asked.day);
    return all;
}

std::vector<double> plan_of(const Explained& all) {
    auto const& objective = *all.objective;
    auto const& version = objective.on(all.standing.on.evaluation.as_of);
    return steering::monthly({version.target, objective.start, objective.months, &version.trajectory});
}

bool aside(const Explained& all, int month) {
    auto const& suspects = all.standing.on.evaluation.landing.suspects;
    return std::find(suspects.begin(), suspects.end(), month) != suspects.end();
}

double rounded(double value) { return std::round(value * 10) / 10; }
double chance(double p) { return std::round(p * 1000) / 1000; }

ordered_json account_json(const Explained& all) {
    if (!all.account) return nullptr;
    auto const& account = *all.account;
    ordered_json json{{"du", steering::written_day(all.since)}, {"au", steering::written_day(all.standing.on.evaluation.as_of)}};
    auto const parts = [&](auto const& value) {
        return ordered_json{{"avant", value(account.before)}, {"apres", value(account.after)}, {"nouveau_mois", value(account.new_month)},
                            {"revisions", value(account.revision)}, {"cible_ou_plan", value(account.target)}, {"modele", value(account.model)}};
    };
    json["atterrissage"] = parts([](const Account::Part& part) { return rounded(part.landing); });
    for (auto const& side : sides_of(*all.objective))
        json[std::string("p_") + side.key()] = parts([&](const Account::Part& part) { return chance(side.p(part)); });
    return json;
}

ordered_json as_json(const Explained& all, const steering::Model& model) {
    auto const& e = all.standing.on.evaluation;
    auto const& version = all.objective->on(e.as_of);
    ordered_json json{{"objectif", all.objective->id}, {"vu_le", steering::written_day(e.as_of)}, {"cible", e.target}, {"cache", all.few}};
    for (auto const& [side, turns] : all.turns) {
        auto const level = side.level(all.standing.on.state);
        ordered_json one{{"niveau", static_cast<int>(level)}, {"p", all.forecast ? ordered_json(chance(side.p(e.landing))) : ordered_json()}};
        if (level != AlertLevel::none) {
            auto const& limits = side.table()[static_cast<std::size_t>(level) - 1];
            one["seuils"] = {{"ouvre", limits.raise}, {"tout_de_suite", limits.raise_at_once}, {"tombe_sous", limits.lower}, {"confirmations", limits.confirmations}};
        }
        one["historique"] = ordered_json::array();
        for (auto const& turn : turns)
            one["historique"].push_back({{"jour", steering::written_day(turn.day)}, {"niveau", static_cast<int>(turn.level)},
                                         {"p", all.standing.hidden_sums.empty() ? ordered_json(chance(turn.p)) : ordered_json()},
                                         {"dernier_mois", turn.month > 0 ? ordered_json(steering::written_month(all.objective->month_at(turn.month))) : ordered_json()}});
        json[side.key()] = std::move(one);
    }
    auto const plan = plan_of(all);
    json["mois"] = ordered_json::array();
    for (auto const& figure : all.standing.figures.months) {
        bool const few = month_hidden(all.standing, figure.month);
        json["mois"].push_back({{"mois", steering::written_month(all.objective->month_at(figure.month))},
                                {"connu", few ? ordered_json() : ordered_json(rounded(figure.known))},
                                {"corrige", few ? ordered_json() : ordered_json(rounded(figure.corrected))},
                                {"plan", rounded(plan[static_cast<std::size_t>(figure.month) - 1])},
                                {"mis_de_cote", aside(all, figure.month)}});
    }
    json["compte"] = account_json(all);
    json["donnees"] = steering::name_of(e.health.state);
    json["plan"] = {{"depuis", steering::written_day(e.plan_version)}, {"acte", version.act}};
    json["modele"] = {{"version", e.model_version}, {"empreinte", fingerprint(model)}};
    return json;
}

void add_account(std::string& text, const Explained& all) {
    if (!all.account) return;
    auto const& account = *all.account;
    text += fmt::format("  du {} au {}\u00A0: atterrissage {} → {}", steering::written_day(all.since), steering::written_day(all.standing.on.evaluation.as_of),
                        french(account.before.landing), french(account.after.landing));
    for (auto const& side : sides_of(*all.objective))
        text += fmt::format("\u00A0; probabilité {} {} → {}", side.words(), french_percent(side.p(account.before), 0), french_percent(side.p(account.after), 0));
    text += '\n';
    for (auto const& [name, part] : {std::pair{"nouveau mois", account.new_month}, {"révisions", account.revision}, {"cible ou plan", account.target}, {"modèle", account.model}}) {
        text += fmt::format("    {}\u00A0: {}", name, french_signed(part.landing));
        for (auto const& side : sides_of(*all.objective)) text += fmt::format("\u00A0; {} points {}", french_signed(100 * side.p(part), 1), side.words());
        text += '\n';
    }
}

std::string as_text(const Explained& all, const steering::Model& model) {
    auto const& e = all.standing.on.evaluation;
    auto const& objective = *all.objective;
    auto const& version = objective.on(e.as_of);
    auto text = fmt::format("{}\n  vu comme le {}\u00A0; cible {}\n", objective.label, steering::written_day(e.as_of), french(e.target));
    if (all.standing.figures.months.empty()) return text + "  aucun chiffre ce jour-là\n";
    if (all.few) text += "  chiffres non montrés, ils feraient reconnaître moins de cinq personnes\n";
    for (auto const& [side, turns] : all.turns) {
        auto const level = side.level(all.standing.on.state);
        auto const name = steering::name_of(level);
        text += fmt::format("  niveau{}\u00A0: {}", side.overrun ? " (dépassement)" : "", name.empty() ? "aucun" : name);
        if (all.forecast) text += fmt::format("\u00A0; probabilité {} {}", side.words(), french_percent(side.p(e.landing), 0));
        text += '\n';
        if (level != AlertLevel::none) {
            auto const& limits = side.table()[static_cast<std::size_t>(level) - 1];
            text += fmt::format("    il s’ouvre à {} ({} nouveaux mois), tout de suite à {}\u00A0; il tombe sous {}\n", french_percent(limits.raise, 0), limits.confirmations,
                                french_percent(limits.raise_at_once, 0), french_percent(limits.lower, 0));
        }
        for (auto const& turn : turns) {
            auto const to = steering::name_of(turn.level);
            text += fmt::format("    {}\u00A0: {}", steering::written_day(turn.day), to.empty() ? "aucun" : to);
            if (all.standing.hidden_sums.empty()) text += fmt::format(" (probabilité {})", french_percent(turn.p, 0));
            if (turn.month > 0) text += ", connu jusqu’à " + month_words(objective.month_at(turn.month));
            text += '\n';
        }
    }
    auto const plan = plan_of(all);
    for (auto const& figure : all.standing.figures.months) {
        bool const few = month_hidden(all.standing, figure.month);
        text += fmt::format("  {}\u00A0: {}", steering::written_month(objective.month_at(figure.month)),
                            few ? "non montré" : fmt::format("{} connus, {} une fois complets", french(figure.known), french(figure.corrected)));
        text += fmt::format("\u00A0; {} au plan{}\n", french(plan[static_cast<std::size_t>(figure.month) - 1]), aside(all, figure.month) ? "\u00A0; mis de côté, à confirmer" : "");
    }
    add_account(text, all);
    return text + fmt::format("  données {}\u00A0: {}\u00A0; plan depuis {}{}\u00A0; modèle {} ({})\n", objective.source, steering::name_of(e.health.state),
                              steering::written_day(e.plan_version), version.act.empty() ? "" : ", " + version.act, e.model_version, fingerprint(model));
}

}  // namespace

std::string explanation(const steering::Steering& then, const steering::Steering& now, const ExplainAsked& asked) {
    auto const* const objective = now.find(asked.objective);
    if (!can_be_forecast(*objective)) return status_of(now, {asked.day, asked.objective, asked.json, true});
    auto const all = explained(then, now, asked);
    return asked.json ? as_json(all, now.model).dump(2) + "\n" : as_text(all, now.model);
}

std::string status_told(const State& state, const Tools& tools, const StatusAsked& asked) {
    auto const* const objective = asked.only.empty() ? nullptr : tools.find(asked.only);
    if (!asked.only.empty() && objective == nullptr) return {};
    auto const now = state.known(tools, asked.day);
    if (!asked.explain) return status_of(now->steering(), asked);
    if (objective == nullptr || (objective->funded && !asked.money)) return {};
    auto since = asked.since;
    if (since == Day{})  // from the eve of the last figures on
        if (auto const changed = state.ledger.changed_on(asked.only, asked.day)) since = *changed - std::chrono::days(1);
    auto const before = since == Day{} ? now : state.known(tools, since);
    return explanation(before->steering(), now->steering(), {asked.only, asked.day, since, asked.json});
}

}  // namespace bot::desk
