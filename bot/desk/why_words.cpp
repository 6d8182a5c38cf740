#include "bot/desk/why_words.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/small_cells.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>

#include <algorithm>

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
    auto const reason = [&](const char* what, std::string a, std::string b = "", std::string c = "", std::string d = "", std::string e = "") {
        return desk::line(
            tools, "pourquoi_raison",
            {{"quoi", what}, {"a", std::move(a)}, {"b", std::move(b)}, {"c", std::move(c)}, {"d", std::move(d)}, {"e", std::move(e)}}
        );
    };
    auto const& evaluation = standing->on.evaluation;
    auto const& objective = *standing->objective;
    std::vector<Line> reasons;
    auto const level = open->second.level;
    if (level != AlertLevel::none) {
        auto const& table = id.kind == Kind::shortfall ? steering::thresholds : steering::overrun_thresholds;
        auto const& limits = table[static_cast<std::size_t>(level) - 1];
        const char* const side = id.kind == Kind::shortfall ? "p" : id.kind == Kind::cost_per_entry ? "p_cout" : "p_depasser";
        reasons.push_back(reason(side, french_percent(risk(*standing, id.kind), 0), std::string(steering::name_of(level)), french_percent(limits.lower, 0)));
    }
    constexpr std::size_t shown = 6;
    auto const& months = standing->figures.months;
    auto const& version = objective.on(scene.today);
    auto const plan = steering::monthly({version.target, objective.start, objective.months, &version.trajectory});
    for (std::size_t i = months.size() > shown ? months.size() - shown : 0; i < months.size(); ++i) {
        auto const& figure = months[i];
        auto const at = static_cast<std::size_t>(figure.month - 1);
        bool const few = month_hidden(*standing, figure.month);
        reasons.push_back(reason(
            few ? "mois_cache" : "mois", month_words(objective.month_at(figure.month)), few ? "" : count_words(objective, figure.known),
            few ? "" : count_words(objective, figure.corrected), at < plan.size() ? french(plan[at]) : "–"
        ));
    }
    if (auto const account = account_since(scene, *standing, told))
        reasons.push_back(reason(
            "compte", day_words(told->last_told), french_signed(account->new_month.landing), french_signed(account->revision.landing),
            french_signed(account->target.landing), french_signed(account->model.landing)
        ));
    std::vector<std::string> aside;
    for (auto const month : evaluation.health.suspects) aside.push_back(month_words(month));
    if (!aside.empty()) reasons.push_back(reason("mis_de_cote", wording::french_list(aside)));
    return say(
        tools, "pourquoi_alerte",
        {{"objet", object_of(tools, id)}, {"raisons", std::move(reasons)}, {"modele", fmt::format("{}", evaluation.model_version)},
         {"plan", day_words(evaluation.plan_version)}, {"date", day_words(scene.today)}}
    );
}

}  // namespace bot::desk
