#include "bot/desk/why_words.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/small_cells.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bot::desk {

using steering::AlertLevel;
using steering::french;
using steering::french_percent;
using steering::french_signed;
using steering::Kind;
using wording::Document;
using wording::Line;

std::optional<steering::Account> account_since(const Scene& scene, const Standing& standing, const Thread* told) {
    if (!standing.in_place_of.empty()) return {};  // another series than the one that was told
    if (told == nullptr || told->over || told->last_told == Day{} || told->last_told >= scene.today) return {};
    auto const& id = standing.objective->id;
    auto const now = scene.before.known(scene.tools, scene.today), then = scene.before.known(scene.tools, told->last_told);
    auto account = steering::account(then->steering(), now->steering(), id, told->last_told, scene.today);
    auto const said = told->figures.find(id);
    if (said == told->figures.end()) return account;
    // What that day gives now, and what was told: figures that came later that day, or (before models were kept) another model.
    double const rest = account.before.landing - said->second.landing;
    bool const by_model = !covers(scene.before.models, told->last_told) && said->second.model != standing.on.evaluation.model_version;
    (by_model ? account.model : account.revision).landing += rest;
    account.before.landing = said->second.landing;
    return account;
}

namespace {

Line why_line(const Tools& tools, const char* what, std::string a, std::string b = "", std::string c = "", std::string d = "", std::string e = "", const char* f = "") {
    return desk::line(
        tools, "pourquoi_raison", {{"quoi", what}, {"a", std::move(a)}, {"b", std::move(b)}, {"c", std::move(c)}, {"d", std::move(d)}, {"e", std::move(e)}, {"f", f}}
    );
}

/// The probability of a side, and where its level holds or begins.
Line level_reason(const Tools& tools, const Standing& standing, Kind kind, AlertLevel level) {
    auto const& table = kind == Kind::shortfall ? steering::thresholds : steering::overrun_thresholds;
    auto const p = french_percent(risk(standing, kind), 0);
    if (level == AlertLevel::none)
        return why_line(tools, kind == Kind::shortfall ? "calme" : "calme_depasser", p, french_percent(table.front().raise, 0), "", "", "", risk(standing, kind) >= table.front().raise ? "oui" : "non");
    auto const& limits = table[static_cast<std::size_t>(level) - 1];
    const char* const side = kind == Kind::shortfall ? "p" : kind == Kind::cost_per_entry ? "p_cout" : "p_depasser";
    return why_line(tools, side, p, std::string(steering::name_of(level)), french_percent(limits.lower, 0));
}

/// The last months in numbers, those that may be shown.
std::vector<Line> of_months(const Tools& tools, const Standing& standing, Day today) {
    constexpr std::size_t shown = 6;
    std::vector<Line> lines;
    auto const& objective = *standing.objective;
    auto const& months = standing.figures.months;
    auto const& version = objective.on(today);
    auto const plan = steering::monthly({version.target, objective.start, objective.months, &version.trajectory});
    for (std::size_t i = months.size() > shown ? months.size() - shown : 0; i < months.size(); ++i) {
        auto const& figure = months[i];
        auto const at = static_cast<std::size_t>(figure.month - 1);
        bool const few = month_hidden(standing, figure.month);
        lines.push_back(why_line(
            tools, few ? "mois_cache" : "mois", month_words(objective.month_at(figure.month)), few ? "" : count_words(objective, figure.known),
            few ? "" : count_words(objective, figure.corrected), at < plan.size() ? french(plan[at]) : "–"
        ));
    }
    return lines;
}

std::optional<Line> of_put_aside(const Tools& tools, const Standing& standing) {
    std::vector<std::string> aside;
    for (auto const month : standing.on.evaluation.health.suspects) aside.push_back(month_words(month));
    return aside.empty() ? std::nullopt : std::optional(why_line(tools, "mis_de_cote", wording::french_list(aside)));
}

Document told_by(const Tools& tools, const char* words, const std::string& object, std::vector<Line> reasons, const Standing& standing, Day today) {
    auto const& evaluation = standing.on.evaluation;
    return say(
        tools, words,
        {{"objet", object}, {"raisons", std::move(reasons)}, {"modele", fmt::format("{}", evaluation.model_version)},
         {"plan", day_words(evaluation.plan_version)}, {"date", day_words(today)}}
    );
}

}  // namespace

Document why_document(const Scene& scene, const EpisodeId& id, const Thread* told) {
    auto const& tools = scene.tools;
    auto const* const main = scene.overview.find(id.objective);
    auto const* const standing = main == nullptr ? nullptr : &spoken(*main);
    auto const open = scene.after.open.find(id);
    if (auto const* const state = scene.overview.state(id.objective); state != nullptr && open != scene.after.open.end()) {
        steering::Line line;
        line.episode = id, line.level = open->second.level, line.push = steering::Push::opened;
        return state_alert(scene, line, *state);
    }
    if (standing == nullptr || open == scene.after.open.end()) return say(tools, "acte_refuse", {{"pourquoi", std::string(name_of(steering::Refusal::no_open_episode))}});
    std::vector<Line> reasons;
    if (auto const level = open->second.level; level != AlertLevel::none) reasons.push_back(level_reason(tools, *standing, id.kind, level));
    for (auto& each : of_months(tools, *standing, scene.today)) reasons.push_back(std::move(each));
    if (auto const account = account_since(scene, *standing, told))
        reasons.push_back(why_line(
            tools, "compte", day_words(told->last_told), french_signed(account->new_month.landing), french_signed(account->revision.landing),
            french_signed(account->target.landing), french_signed(account->model.landing)
        ));
    if (auto aside = of_put_aside(tools, *standing)) reasons.push_back(*std::move(aside));
    return told_by(tools, "pourquoi_alerte", object_of(tools, id), std::move(reasons), *standing, scene.today);
}

Document why_figure(const Tools& tools, const State& state, const steering::Objective& objective, Day today) {
    auto const main = state.known(tools, today)->standing(objective);
    auto const& standing = spoken(main);
    auto const& e = standing.on.evaluation;
    std::vector<Line> reasons;
    bool const few = hidden(standing);
    bool const forecast = !few && standing.ending <= steering::Ending::reached && e.landing.months_used >= steering::months_before_a_level;
    if (forecast) {
        auto const side = [&](Kind kind) { reasons.push_back(level_reason(tools, standing, kind, level_on(main, kind))); };
        if (objective.direction != steering::Direction::ceiling) side(Kind::shortfall);
        if (objective.direction != steering::Direction::floor) side(Kind::overrun);
    }
    if (figure_arguments(tools, standing)["avec_rythme"] == wording::Argument("oui"))
        reasons.push_back(why_line(tools, "rythme", french(std::ceil(e.pace.required)), french(e.pace.last_three), paces_shown(standing).best_three ? french(e.pace.best_three) : "non montré", std::string(steering::name_of(e.pace.feasibility))));
    for (auto& each : of_months(tools, standing, today)) reasons.push_back(std::move(each));
    if (auto aside = of_put_aside(tools, standing)) reasons.push_back(*std::move(aside));
    return told_by(tools, "pourquoi_chiffre", objective.label, std::move(reasons), standing, today);
}

Document who_sees_to(const Tools& tools, const State& state, const steering::Objective& objective) {
    wording::Arguments a{{"objet", objective.label}, {"proprietaire", objective.owner}, {"alerte", "non"}, {"qui", ""}, {"jusque", ""}};
    for (auto const& [id, episode] : state.book.open) {
        if (id.objective != objective.id || id.kind == Kind::data) continue;
        auto const& ack = episode.treatment.acknowledged;
        a["alerte"] = ack ? "prise" : "libre";
        if (!ack) continue;
        a["qui"] = person_words(ack->by), a["jusque"] = day_words(ack->until);
    }
    return say(tools, "qui_repond_de", a);
}

}  // namespace bot::desk
