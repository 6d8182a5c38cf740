#include "bot/desk/alerts_list.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/money.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>
#include <cmath>

namespace bot::desk {

namespace {
using wording::Document;
using wording::joined;
using wording::Line;
}  // namespace

Document alerts_list(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    auto const overview = overview_on(tools, state, question.today);
    std::vector<std::pair<double, Line>> lines;
    bool const money = money_may_be_said(tools, state, question.sender, question.conversation, question.one_to_one);
    std::int64_t of_money = 0;
    for (auto const& [id, episode] : state.book.open) {
        auto const* const standing = overview.find(id.objective);
        if (standing == nullptr) {
            if (id.kind == steering::Kind::meeting)
                lines.emplace_back(1e9, line(tools, "alerte_ligne_simple", {{"niveau", level_words(episode.level)}, {"objet", "calendrier du bureau"}}));
            else if (auto const* const known = overview.state(id.objective))
                lines.emplace_back(0, line(tools, "alerte_ligne_simple", {{"niveau", id.kind == steering::Kind::data ? std::string("DONNÉES") : level_words(episode.level)}, {"objet", known->objective->label}}));
            continue;
        }
        if (standing->objective->funded && !money) {
            ++of_money;
            continue;
        }
        if (id.kind == steering::Kind::data) {
            lines.emplace_back(0, line(tools, "alerte_ligne_simple", {{"niveau", "DONNÉES"}, {"objet", standing->objective->label}}));
            continue;
        }
        auto const& ack = episode.treatment.acknowledged;
        auto const& silence = episode.treatment.silence;
        auto const& said = spoken(*standing);
        double const p = risk(said, id.kind);
        lines.emplace_back(
            p * std::abs(said.on.evaluation.gap),
            line(
                tools, "alerte_ligne",
                {{"niveau", level_words(episode.level)},
                 {"objet", object_words(said)},
                 {"p", steering::french_percent(p, 0)},
                 {"ecart", gap_words(said)},
                 {"prise", ack ? "oui" : "non"},
                 {"qui", ack ? person_words(ack->by) : ""},
                 {"jusque", ack ? day_words(ack->until) : ""},
                 {"silence", silence ? "oui" : "non"},
                 {"silence_jusque", silence ? day_words(silence->until) : ""}}
            )
        );
    }
    Document elsewhere;
    if (of_money > 0)
        elsewhere = joined(say(tools, "alertes_argent", {{"combien", of_money}}), money_elsewhere(tools, state, question.conversation));
    if (lines.empty() && of_money > 0) return elsewhere;
    if (lines.empty()) {
        auto const known = std::count_if(overview.standings.begin(), overview.standings.end(), [](auto const& s) { return s.on.evaluation.landing.last_month > 0; });
        return say(tools, "alertes_aucune", {{"date", day_words(question.today)}, {"combien", static_cast<std::int64_t>(known)}});
    }
    std::stable_sort(lines.begin(), lines.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
    std::vector<Line> sorted;
    for (auto& each : lines) sorted.push_back(std::move(each.second));
    return joined(say(tools, "alertes_liste", {{"date", day_words(question.today)}, {"alertes", std::move(sorted)}}), std::move(elsewhere));
}

}  // namespace bot::desk
