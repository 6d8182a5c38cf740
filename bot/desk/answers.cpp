#include "bot/desk/answers.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/meetings.hpp"
#include "bot/desk/money.hpp"
#include "bot/desk/one_figure.hpp"
#include "bot/desk/stand_in.hpp"
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
    if (month) keep([&](const Objective* o) { return o->covers(*month); });
    else if (year)
        keep([&](const Objective* o) {
            return static_cast<int>(o->start.year()) <= *year && static_cast<int>(o->month_at(o->months).year()) >= *year;
        });
    else keep([&](const Objective* o) { return o->covers(steering::month_of(today)); });
    return all;
}

/// A month that was written without its year is that of the year that was ("AIJ 2020 à fin août"), else the last one that one
/// of the objectives covers.
steering::Month of_year_meant(
    steering::Month month, std::optional<int> year, const std::vector<std::string>& words, const std::vector<const Objective*>& named
) {
    auto const written = std::to_string(static_cast<int>(month.year()));
    if (std::find(words.begin(), words.end(), written) != words.end()) return month;
    auto const covered = [&](steering::Month m) {
        return std::any_of(named.begin(), named.end(), [&](const Objective* o) { return o->covers(m); });
    };
    if (year && covered(std::chrono::year(*year) / month.month())) return std::chrono::year(*year) / month.month();
    constexpr int far = 10;
    for (int back = 0; back <= far; ++back)
        if (covered(month - std::chrono::years(back))) return month - std::chrono::years(back);
    return month;
}

std::vector<Line> labels(const Tools& tools, bool money) {
    std::vector<Line> lines;
    for (auto const& objective : tools.objectives)
        if (money || !objective.funded) lines.push_back(wording::plain(objective.label));
    return lines;
}

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
    if (lines.empty())
        return say(
            tools, "alertes_aucune",
            {{"date", day_words(question.today)}, {"combien", static_cast<std::int64_t>(overview.standings.size())}}
        );
    std::stable_sort(lines.begin(), lines.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
    std::vector<Line> sorted;
    for (auto& each : lines) sorted.push_back(std::move(each.second));
    return joined(say(tools, "alertes_liste", {{"date", day_words(question.today)}, {"alertes", std::move(sorted)}}), std::move(elsewhere));
}

bool asks_money(const talking::FiguresQuestion& question) {
    auto const what = slot(question, "grandeur");
    return question.intent == Intent::budget_enveloppe || what == "engage" || what == "enveloppe" || what == "reste";
}

/// By its measures, or else by its words.
std::vector<const Objective*> named_by(const Tools& tools, const talking::FiguresQuestion& question) {
    std::vector<const Objective*> named;
    auto const lookup = tools.lookup();
    auto const add = [&](std::string_view code) {
        for (auto const* const objective : lookup->of_measure(code))
            if (std::find(named.begin(), named.end(), objective) == named.end()) named.push_back(objective);
    };
    for (auto const& each : question.slots)
        if (each.name == "mesure") add(each.value);
    for (auto const& id : question.measures) add(reading::schema_code(id));
    auto by_text = named_in(tools, question.text);
    bool const others = std::any_of(by_text.begin(), by_text.end(), [&](auto* o) { return std::find(named.begin(), named.end(), o) == named.end(); });
    return named.empty() || (others && asks_money(question)) ? by_text : named;
}

/// Those of the question before ("et en septembre ?").
std::vector<const Objective*> spoken_of(const Tools& tools, const talking::FiguresQuestion& question) {
    std::vector<const Objective*> before;
    for (auto const& id : question.before)
        if (auto const* const objective = tools.find(id)) before.push_back(objective);
    return before;
}

/// "quels objectifs", "lesquels": not the one spoken of before.
bool of_all(const std::vector<std::string>& words) {
    static constexpr std::array<std::string_view, 9> plural{"objectifs", "quels", "quelles", "lesquels", "lesquelles", "tous", "toutes", "alertes", "autres"};
    return std::any_of(words.begin(), words.end(), [](auto const& w) { return std::find(plural.begin(), plural.end(), w) != plural.end(); });
}

Document where_it_stands(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    bool const money = money_may_be_said(tools, state, question.sender, question.conversation, question.one_to_one);
    if (asks_money(question) && !money) return money_elsewhere(tools, state, question.conversation);
    if (auto const none = day_that_is_none(question.text, question.today); !none.empty()) return say(tools, "chiffre_date", {{"date", none}});
    auto const seen = seen_as_of(question.text, question.today);
    if (seen && *seen > question.today) return say(tools, "chiffre_date_future", {{"date", day_words(*seen)}});
    Day const as_of = seen.value_or(question.today);

    std::string measure = slot(question, "mesure");
    auto named = named_by(tools, question);
    auto const words = words_of(question.text);
    auto const says = [&](std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); };
    if (named.empty() && measure.empty() && !of_all(words)) named = spoken_of(tools, question);
    // Money and counts are asked for apart.
    if (asks_money(question) && std::any_of(named.begin(), named.end(), [](auto* o) { return o->funded; }))
        std::erase_if(named, [](const Objective* o) { return !o->funded; });
    std::vector<std::string> kept_back;  // not left away without a word
    if (!money) {
        bool const only_money = !named.empty() && std::all_of(named.begin(), named.end(), [](auto* o) { return o->funded; });
        if (only_money) return money_elsewhere(tools, state, question.conversation);
        for (auto const* each : named)
            if (each->funded) kept_back.push_back(each->label);
        std::erase_if(named, [](const Objective* o) { return o->funded; });
    }
    if (named.empty()) {
        if (says("retard") || says("risque") || says("alerte") || says("alertes")) return alerts_list(tools, state, question);  // "quels objectifs sont en retard ?"
        if (measure.empty()) return say(tools, "chiffre_quoi", {{"objectifs", labels(tools, money)}});
        return say(tools, "chiffre_inconnu", {{"mesure", measure}, {"objectifs", labels(tools, money)}});
    }
    if (measure.empty()) measure = named.front()->measure;

    // Staff and the like stand beside the objective itself: said when they are asked for, or when nothing else fits.
    auto const is_state = [](const Objective* o) { return o->counting == steering::Counting::stock; };
    bool const of_staff = says("conseiller") || says("conseillers") || says("conseillere") || says("conseilleres");
    if (of_staff && std::any_of(named.begin(), named.end(), is_state)) std::erase_if(named, [&](const Objective* o) { return !is_state(o); });
    else if (std::any_of(named.begin(), named.end(), [](auto* o) { return can_be_forecast(*o); })) std::erase_if(named, is_state);

    Document before;
    auto month = seen && slot(question, "date_ref") == steering::written_day(*seen) ? std::nullopt : month_asked(question);
    auto const year = year_asked(question);
    if (month) month = of_year_meant(*month, year, words, named);
    auto const period = of_period(named, month, year, as_of);
    if (month && std::none_of(period.begin(), period.end(), [&](auto* o) { return o->covers(*month); }))
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
    if (!kept_back.empty()) {
        auto const many = static_cast<std::int64_t>(kept_back.size());
        before = joined(std::move(before), say(tools, "enveloppes_aussi", {{"combien", many}, {"objets", wording::french_list(kept_back)}}));
        before = joined(std::move(before), money_elsewhere(tools, state, question.conversation));
    }
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
        static constexpr std::array<std::string_view, 10> then{"connu", "connue", "connus", "connues", "connaissait", "connaissions", "savait",
                                                               "savions", "voyait", "voyions"};
        bool const known = std::find(then.begin(), then.end(), words[i]) != then.end() && (words[i + 1] == "au" || words[i + 1] == "le");
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

std::vector<std::string> about(const Tools& tools, const talking::FiguresQuestion& question) {
    std::vector<std::string> ids;
    for (auto const* const objective : named_by(tools, question)) ids.push_back(objective->id);
    return ids;
}

bool concerns(const Tools& tools, std::string_view text, Day today) {
    static const std::array<std::string_view, 12> of_figures{"ecart", "ecarts", "atterrissage", "atterrir", "realise", "realisation",
                                                            "rythme", "taux", "cible", "objectif", "objectifs", "trajectoire"};
    auto const words = words_of(text);
    bool const figures = std::any_of(words.begin(), words.end(), [](auto const& w) {
        return std::find(of_figures.begin(), of_figures.end(), w) != of_figures.end();
    });
    return (figures || seen_as_of(text, today) || !day_that_is_none(text, today).empty()) && !named_in(tools, text).empty();
}

}  // namespace bot::desk
