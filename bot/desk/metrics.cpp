#include "bot/desk/metrics.hpp"

#include "bot/desk/words.hpp"

#include <fmt/format.h>

#include <functional>

namespace bot::desk {
namespace {

std::string escaped(std::string_view value) {
    std::string out;
    for (char const c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    return out;
}

}  // namespace

std::string metrics_text(const Tools& tools, const Overview& overview) {
    std::string text;
    auto const family = [&](const char* name, const char* help, const std::function<void(const Standing&, const std::string& labels)>& each) {
        text += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
        for (auto const& standing : overview.standings) {
            if (standing.objective->funded || hidden(standing)) continue;
            each(standing, fmt::format("objectif=\"{}\"", escaped(standing.objective->id)));
        }
    };
    auto const line = [&](std::string_view name, const std::string& labels, double value) {
        text += fmt::format("{}{{{}}} {:.10g}\n", name, labels, value);
    };
    family("objectif_realise", "connu, non corrige", [&](auto const& s, auto const& labels) {
        line("objectif_realise", labels, s.objective->opening_stock + s.on.evaluation.landing.done_known);
    });
    family("objectif_repere", "prevu a la fin du dernier mois connu", [&](auto const& s, auto const& labels) {
        line("objectif_repere", labels, s.on.evaluation.target_to_date);
    });
    family("objectif_atterrissage", "a la fin de la periode, intervalle a 80 %", [&](auto const& s, auto const& labels) {
        auto const& l = s.on.evaluation.landing;
        line("objectif_atterrissage", labels + ",borne=\"bas\"", l.low80);
        line("objectif_atterrissage", labels + ",borne=\"milieu\"", l.middle);
        line("objectif_atterrissage", labels + ",borne=\"haut\"", l.high80);
    });
    family("objectif_probabilite_manque", "de finir sous la cible", [&](auto const& s, auto const& labels) {
        line("objectif_probabilite_manque", labels, s.on.evaluation.landing.p_shortfall);
    });
    family("objectif_niveau", "0 rien, 1 vigilance, 2 alerte, 3 critique", [&](auto const& s, auto const& labels) {
        line("objectif_niveau", labels, static_cast<int>(std::max(s.on.state.shortfall.level(), s.on.state.overrun.level())));
    });
    family("objectif_donnees_age_jours", "depuis la fin du dernier mois connu", [&](auto const& s, auto const& labels) {
        if (s.on.evaluation.landing.last_month == 0) return;
        auto const end = steering::last_day(s.objective->month_at(s.on.evaluation.landing.last_month));
        line("objectif_donnees_age_jours", labels, static_cast<double>((s.on.evaluation.as_of - end).count()));
    });
    if (!overview.standings.empty()) {
        auto const today = overview.standings.front().on.evaluation.as_of;
        if (auto const next = tools.settings.calendar.next(bureau, today))
            text += fmt::format(
                "# HELP prochain_bureau_jours jours\n# TYPE prochain_bureau_jours gauge\nprochain_bureau_jours {}\n", (*next - today).count()
            );
    }
    return text;
}

}  // namespace bot::desk
