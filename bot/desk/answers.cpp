#include "bot/desk/answers.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/meetings.hpp"
#include "bot/desk/money.hpp"
#include "bot/desk/picture.hpp"
#include "bot/desk/small_cells.hpp"
#include "bot/desk/typed.hpp"
#include "bot/reading/facts.hpp"
#include "bot/reading/slots.hpp"
#include "rules/figures/words.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>
#include <array>

namespace bot::desk {
namespace {

using reading::Intent;
using steering::Objective;
using wording::Document;
using wording::joined;
using wording::Line;

constexpr std::size_t most_answers = 4;

std::string slot(const talking::FiguresQuestion& question, std::string_view name) {
    for (auto const& each : question.slots)
        if (each.name == name) return each.value;
    return {};
}

bool same_operator(std::string_view asked, std::string_view has) {
    if (asked.empty() || asked == has) return true;
    return (asked == "FT" && has == "PE") || (asked == "CAP_EMPLOI" && has == "CAP");
}

bool same_territory(std::string_view asked, std::string_view has) {
    if (asked.empty() || asked == "region" || asked == "28") return has == "28";
    return asked == has;
}

std::optional<steering::Month> month_asked(const talking::FiguresQuestion& question) {
    for (auto const* name : {"date_ref", "periode"}) {
        auto const value = slot(question, name);
        if (auto const day = steering::read_day(value)) return steering::month_of(*day);
        if (auto const month = steering::read_month(value)) return month;
    }
    return {};
}

std::optional<int> year_asked(const talking::FiguresQuestion& question) {
    auto const value = slot(question, "periode");
    if (value.size() == 4 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::stoi(value);
    for (auto const& word : words_of(question.text))
        if (word.size() == 4 && word.starts_with("20") && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return std::stoi(word);
    return {};
}

/// Of several periods of one objective the one that is meant: the month's, the year's, today's, else the last.
std::vector<const Objective*> of_period(
    std::vector<const Objective*> all, std::optional<steering::Month> month, std::optional<int> year, Day today
) {
    auto const keep = [&](auto const& fits) {
        std::vector<const Objective*> kept;
        std::copy_if(all.begin(), all.end(), std::back_inserter(kept), fits);
        if (!kept.empty()) all = std::move(kept);
        return !all.empty();
    };
    auto const covers = [](const Objective* o, steering::Month m) {
        int const number = o->number_of(m);
        return number >= 1 && number <= o->months;
    };
    if (month) keep([&](const Objective* o) { return covers(o, *month); });
    else if (year)
        keep([&](const Objective* o) {
            return static_cast<int>(o->start.year()) <= *year && static_cast<int>(o->month_at(o->months).year()) >= *year;
        });
    else keep([&](const Objective* o) { return covers(o, steering::month_of(today)); });
    return all;
}

std::vector<Line> labels(const Tools& tools, bool money) {
    std::vector<Line> lines;
    for (auto const& objective : tools.objectives)
        if (money || !objective.funded) lines.push_back(wording::plain(objective.label));
    return lines;
}

/// Rows of the standing after `number` cut off: the figure at that month, as known today.
Standing cut_at(Standing standing, int number) {
    auto& e = standing.on.evaluation;
    auto const& objective = *standing.objective;
    auto const& version = objective.on(e.as_of);
    steering::Plan const plan{version.target, objective.start, objective.months, &version.trajectory};
    e.target_to_date = steering::known_target(plan, standing.figures, e.landing.suspects, number, e.missing);
    auto const& aside = e.landing.suspects;  // put aside, and so in no sum
    std::erase_if(standing.figures.months, [&](const steering::Figure& f) {
        return f.month > number || std::find(aside.begin(), aside.end(), f.month) != aside.end();
    });
    e.landing.done_known = e.landing.done_corrected = 0;
    for (auto const& figure : standing.figures.months) {
        e.landing.done_known += figure.known;
        e.landing.done_corrected += figure.corrected;
    }
    e.landing.last_month = number;
    e.gap = objective.opening_stock + e.landing.done_corrected - e.target_to_date;
    return standing;
}

Document alerts_list(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    auto const overview = overview_on(tools, state, question.today);
    std::vector<std::pair<double, Line>> lines;
    bool const money = money_may_be_said(tools, state, question.sender, question.conversation, question.one_to_one);
    for (auto const& [id, episode] : state.book.open) {
        auto const* const standing = overview.find(id.objective);
        if (standing == nullptr) {
            if (id.kind == steering::Kind::meeting)
                lines.emplace_back(1e9, line(tools, "alerte_ligne_simple", {{"niveau", level_words(episode.level)}, {"objet", "calendrier du bureau"}}));
            else if (auto const* const known = overview.state(id.objective))
                lines.emplace_back(0, line(tools, "alerte_ligne_simple", {{"niveau", level_words(episode.level)}, {"objet", known->objective->label}}));
            continue;
        }
        if (standing->objective->funded && !money) continue;
        if (id.kind == steering::Kind::data) {
            lines.emplace_back(0, line(tools, "alerte_ligne_simple", {{"niveau", "DONNÉES"}, {"objet", standing->objective->label}}));
            continue;
        }
        auto const& ack = episode.treatment.acknowledged;
        auto const& silence = episode.treatment.silence;
        double const p = risk(*standing, id.kind);
        lines.emplace_back(
            p * std::abs(standing->on.evaluation.gap),
            line(
                tools, "alerte_ligne",
                {{"niveau", level_words(episode.level)},
                 {"objet", standing->objective->label},
                 {"p", steering::french_percent(p, 0)},
                 {"ecart", gap_words(*standing)},
                 {"prise", ack ? "oui" : "non"},
                 {"qui", ack ? person_words(ack->by) : ""},
                 {"jusque", ack ? day_words(ack->until) : ""},
                 {"silence", silence ? "oui" : "non"},
                 {"silence_jusque", silence ? day_words(silence->until) : ""}}
            )
        );
    }
    if (lines.empty())
        return say(
            tools, "alertes_aucune",
            {{"date", day_words(question.today)}, {"combien", static_cast<std::int64_t>(overview.standings.size())}}
        );
    std::stable_sort(lines.begin(), lines.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
    std::vector<Line> sorted;
    for (auto& each : lines) sorted.push_back(std::move(each.second));
    return say(tools, "alertes_liste", {{"date", day_words(question.today)}, {"alertes", std::move(sorted)}});
}

bool asks_money(const talking::FiguresQuestion& question) {
    auto const what = slot(question, "grandeur");
    return question.intent == Intent::budget_enveloppe || what == "engage" || what == "enveloppe" || what == "reste";
}

Document where_it_stands(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    bool const money = money_may_be_said(tools, state, question.sender, question.conversation, question.one_to_one);
    if (asks_money(question) && !money) return say(tools, "chiffre_argent_refuse");
    if (auto const none = day_that_is_none(question.text, question.today); !none.empty()) return say(tools, "chiffre_date", {{"date", none}});
    auto const seen = seen_as_of(question.text, question.today);
    if (seen && *seen > question.today) return say(tools, "chiffre_date_future", {{"date", day_words(*seen)}});
    Day const as_of = seen.value_or(question.today);

    std::vector<const Objective*> named;
    std::string measure = slot(question, "mesure");
    auto const lookup = tools.lookup();
    auto const add = [&](std::string_view code) {
        for (auto const* const objective : lookup->of_measure(code))
            if (std::find(named.begin(), named.end(), objective) == named.end()) named.push_back(objective);
    };
    for (auto const& each : question.slots)
        if (each.name == "mesure") add(each.value);
    for (auto const& id : question.measures) add(reading::schema_code(id));
    auto const by_text = named_in(tools, question.text);
    if (named.empty()) named = by_text;
    else if (std::any_of(by_text.begin(), by_text.end(), [&](auto* o) { return std::find(named.begin(), named.end(), o) == named.end(); }) && asks_money(question))
        named = by_text;
    // Money and counts are asked for apart.
    if (asks_money(question) && std::any_of(named.begin(), named.end(), [](auto* o) { return o->funded; }))
        std::erase_if(named, [](const Objective* o) { return !o->funded; });
    if (!money) {
        bool const only_money = !named.empty() && std::all_of(named.begin(), named.end(), [](auto* o) { return o->funded; });
        if (only_money) return say(tools, "chiffre_argent_refuse");
        std::erase_if(named, [](const Objective* o) { return o->funded; });
    }
    if (named.empty()) {
        if (measure.empty()) return say(tools, "chiffre_quoi", {{"objectifs", labels(tools, money)}});
        return say(tools, "chiffre_inconnu", {{"mesure", measure}, {"objectifs", labels(tools, money)}});
    }
    if (measure.empty()) measure = named.front()->measure;

    // Staff and the like stand beside the objective itself: said when nothing else fits.
    if (std::any_of(named.begin(), named.end(), [](auto* o) { return can_be_forecast(*o); }) &&
        question.text.find("onseiller") == std::string::npos)
        std::erase_if(named, [](const Objective* o) { return o->counting == steering::Counting::stock; });

    Document before;
    auto const month = seen && slot(question, "date_ref") == steering::written_day(*seen) ? std::nullopt : month_asked(question);
    auto const year = year_asked(question);
    auto const period = of_period(named, month, year, as_of);
    if (month && std::none_of(period.begin(), period.end(), [&](auto* o) {
            int const n = o->number_of(*month);
            return n >= 1 && n <= o->months;
        }))
        before = joined(std::move(before), say(tools, "chiffre_periode", {{"mesure", measure}, {"periode", month_words(*month)}}));
    named = period;
    auto const narrow = [&](auto const& fits, Document otherwise) {
        std::vector<const Objective*> kept;
        std::copy_if(named.begin(), named.end(), std::back_inserter(kept), fits);
        if (kept.empty()) before = joined(std::move(before), std::move(otherwise));
        else named = std::move(kept);
    };
    if (auto const operator_ = slot(question, "operateur"); !operator_.empty())
        narrow([&](const Objective* o) { return same_operator(operator_, o->operator_); }, say(tools, "chiffre_operateur", {{"mesure", measure}}));
    else if (std::any_of(named.begin(), named.end(), [](auto* o) { return o->parent.empty(); }) && slot(question, "groupe_par") != "operateur")
        std::erase_if(named, [&](const Objective* o) { return !o->parent.empty(); });
    if (auto const territory = slot(question, "territoire"); !territory.empty())
        narrow(
            [&](const Objective* o) { return same_territory(territory, o->territory); },
            say(tools, "chiffre_territoire", {{"mesure", measure}, {"territoire", territory_words(territory)}})
        );
    if (std::any_of(named.begin(), named.end(), [](auto* o) { return o->has_target(); }))
        std::erase_if(named, [](const Objective* o) { return !o->has_target(); });
    for (std::size_t i = 0; i < named.size() && i < most_answers; ++i)
        before = joined(std::move(before), figure_words(tools, state, *named[i], as_of, month, seen.has_value()));
    return before;
}

}  // namespace

namespace {

struct Named {
    std::vector<std::pair<std::size_t, const Objective*>> found;  ///< words in common
    std::size_t most = 0;
};
Named words_in_common(const Tools& tools, std::string_view text) {
    Named named;
    named.found = tools.lookup()->in_common(text);
    for (auto const& each : named.found) named.most = std::max(named.most, each.first);
    return named;
}

std::vector<const Objective*> best_of(const Named& named) {
    std::vector<const Objective*> best;
    for (auto const& [hits, objective] : named.found)
        if (hits == named.most) best.push_back(objective);
    return best;
}

}  // namespace

std::vector<const Objective*> best_named_in(const Tools& tools, std::string_view text) { return best_of(words_in_common(tools, text)); }

std::vector<const Objective*> named_in(const Tools& tools, std::string_view text) {
    auto const named = words_in_common(tools, text);
    auto best = best_of(named);
    // Two periods or operators of one measure are one name.
    for (auto const& [hits, objective] : named.found)
        if (hits != named.most && !best.empty() && objective->measure == best.front()->measure && objective->measure != "ENVELOPPE")
            best.push_back(objective);
    return best;
}

std::optional<Day> seen_as_of(std::string_view text, Day today) {
    auto const words = words_of(text);
    auto const number = [](const std::string& word) -> std::optional<int> {
        if (word.empty() || word.size() > 4 || !std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
        return std::stoi(word);
    };
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        bool const seen = (words[i] == "vu" || words[i] == "vue" || words[i] == "vus") && words[i + 1] == "comme";
        bool const known = (words[i] == "connu" || words[i] == "connus") && (words[i + 1] == "au" || words[i + 1] == "le");
        if (!seen && !known) continue;
        std::size_t at = i + 2;
        if (words[at] == "le" || words[at] == "au") ++at;
        if (at + 1 >= words.size()) return {};
        auto const day = number(words[at]);
        if (!day) return {};
        auto month = number(words[at + 1]);
        if (!month)
            if (auto const named = figures::read_month_words(words[at + 1] + " 2020")) month = static_cast<int>(static_cast<unsigned>(named->month()));
        if (!month) return {};
        std::chrono::year_month_day const now(today);
        auto const year = at + 2 < words.size() ? number(words[at + 2]) : std::nullopt;
        auto const make = [&](std::chrono::year y) -> std::optional<Day> {
            auto const d = y / std::chrono::month(static_cast<unsigned>(*month)) / std::chrono::day(static_cast<unsigned>(*day));
            return d.ok() ? std::optional<Day>(Day(d)) : std::nullopt;
        };
        if (year && *year >= 2000) return make(std::chrono::year(*year));
        auto const this_year = make(now.year());
        return this_year && *this_year <= today ? this_year : make(now.year() - std::chrono::years(1));
    }
    return {};
}

Document figure_words(
    const Tools& tools, const State& state, const Objective& objective, Day as_of, std::optional<steering::Month> until, bool seen_before
) {
    if (!objective.has_target()) return say(tools, "chiffre_sans_cible", {{"objet", objective.label}});
    auto const known = state.known(tools, as_of);
    auto const& steering = known->steering();
    auto standing = known->standing(objective);
    auto const& target = objective.on(as_of);
    auto const too_few_said = [&](int month, bool few) {
        return say(
            tools, "chiffre_trop_peu",
            {{"objet", objective.label},
             {"mois", month_words(objective.month_at(month))},
             {"unite", std::string(steering::plural_of(objective.unit))},
             {"peu", few ? "oui" : "non"},
             {"cible", steering::french(target.target)}}
        );
    };
    double all = 0;
    for (auto const& figure : standing.figures.months) all += figure.known;
    // A first figure that is not believed yet is too few to be shown, too.
    if (too_few(objective, all) && standing.on.evaluation.landing.last_month == 0)
        return too_few_said(standing.figures.months.back().month, true);
    if (standing.figures.months.empty() ||
        (objective.counting != steering::Counting::stock && standing.on.evaluation.landing.last_month == 0))
        return say(
            tools, "chiffre_aucun",
            {{"objet", objective.label}, {"vu_le", day_words(as_of)}, {"cible", steering::french(target.target)}}
        );
    if (objective.counting == steering::Counting::stock) {
        auto const& last = standing.figures.months.back();
        return say(
            tools, "chiffre_etat",
            {{"objet", objective.label},
             {"valeur", count_words(objective, last.known)},
             {"unite", std::string(steering::words_for(objective.unit, last.known))},
             {"mois", month_words(objective.month_at(last.month))},
             {"cible", steering::french(target.target)},
             {"source", objective.source}}
        );
    }
    int const last = standing.on.evaluation.landing.last_month;
    int number = until ? objective.number_of(*until) : last;
    if (number < 1 || number > last) number = last;
    int const shown = shown_until(standing, number);
    bool const earlier = std::any_of(standing.figures.months.begin(), standing.figures.months.end(), [&](const steering::Figure& figure) {
        return figure.month > shown && figure.month <= number && standing.hidden_sums.contains(figure.month);
    });
    if (earlier && shown == 0) return too_few_said(number, too_few(objective, cut_at(standing, number).on.evaluation.landing.done_known));
    Document before;
    if (earlier) before = say(tools, "chiffre_plus_tot", {{"mois", month_words(objective.month_at(number))}});
    if (earlier) number = shown;
    bool const cut = number < last;
    auto const level = std::max(standing.on.state.shortfall.level(), standing.on.state.overrun.level());
    if (cut) standing = cut_at(std::move(standing), number);
    auto arguments = figure_arguments(tools, standing);
    if (cut) arguments["avec_atterrissage"] = arguments["avec_rythme"] = "non";
    Day newest{};
    for (auto const& row : steering.log.series(objective.id, objective.source))
        if (row.published_on <= as_of) newest = std::max(newest, row.published_on);
    arguments["avec_niveau"] = level != steering::AlertLevel::none && !cut && standing.ending <= steering::Ending::closing ? "oui" : "non";
    arguments["niveau"] = std::string(steering::name_of(level));
    bool const told = std::any_of(state.book.open.begin(), state.book.open.end(), [&](auto const& each) {
        return each.first.objective == objective.id && each.first.kind != steering::Kind::data;
    });
    arguments["annonce"] = seen_before ? "avant" : told ? "oui" : "non";
    arguments["donnees"] = day_words(newest);
    arguments["vu_avant"] = seen_before ? "oui" : "non";
    arguments["vu_le"] = day_words(as_of);
    auto document = say(tools, "chiffre_objectif", arguments);
    if (!cut) document.picture = picture_of(tools, standing);
    return wording::joined(std::move(before), std::move(document));
}

std::optional<Document> answer(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    bool const may = question.role == people::Role::partner || tools.rights.may(question.sender, people::Right::see_figures);
    if (!may) return {};
    switch (question.intent) {
        case Intent::indicateur_realisation:
        case Intent::budget_enveloppe:
            return where_it_stands(tools, state, question);
        case Intent::alerte_liste:
            return alerts_list(tools, state, question);
        case Intent::reunion_calendrier: {
            auto document = meeting_words(tools, question.text, question.today);
            return document.empty() ? std::nullopt : std::optional(std::move(document));
        }
        default:
            if (concerns(tools, question.text, question.today)) return where_it_stands(tools, state, question);
            return {};
    }
}

std::string day_that_is_none(std::string_view text, Day today) {
    if (seen_as_of(text, today)) return {};
    auto const words = words_of(text);
    auto const number = [](const std::string& word) { return !word.empty() && word.find_first_not_of("0123456789") == std::string::npos; };
    for (std::size_t i = 0; i + 3 < words.size(); ++i) {
        bool const seen = words[i].starts_with("vu") && words[i + 1] == "comme";
        std::size_t const at = i + 2 + (words[i + 2] == "le" || words[i + 2] == "au" ? 1U : 0U);
        if (!seen || at + 1 >= words.size() || !number(words[at])) continue;
        auto written = words[at] + (number(words[at + 1]) ? "/" : " ") + words[at + 1];
        if (at + 2 < words.size() && number(words[at + 2]) && words[at + 2].size() == 4) written += (number(words[at + 1]) ? "/" : " ") + words[at + 2];
        return written;
    }
    return {};
}

bool concerns(const Tools& tools, std::string_view text, Day today) {
    static const std::array<std::string_view, 10> of_figures{"ecart", "ecarts", "atterrissage", "realise", "realisation",
                                                            "rythme", "taux", "cible", "objectif", "trajectoire"};
    auto const words = words_of(text);
    bool const figures = std::any_of(words.begin(), words.end(), [](auto const& w) {
        return std::find(of_figures.begin(), of_figures.end(), w) != of_figures.end();
    });
    return (figures || seen_as_of(text, today) || !day_that_is_none(text, today).empty()) && !named_in(tools, text).empty();
}

}  // namespace bot::desk
