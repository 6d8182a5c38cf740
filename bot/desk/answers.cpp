#include "bot/desk/answers.hpp"

#include "bot/desk/alerts_list.hpp"
#include "bot/desk/asked.hpp"
#include "bot/desk/meetings.hpp"
#include "bot/desk/money.hpp"
#include "bot/desk/one_figure.hpp"
#include "bot/desk/typed.hpp"
#include "bot/desk/why_words.hpp"
#include "bot/reading/facts.hpp"
#include "bot/reading/slots.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::desk {
namespace {

using reading::Intent;
using steering::Objective;
using wording::Document;
using wording::joined;
using wording::Line;

constexpr std::size_t most_answers = 4;

bool same_territory(std::string_view asked, std::string_view has) {
    if (asked.empty() || asked == "region" || asked == "28") return has == "28";
    constexpr std::string_view commune = "commune:";  // its département's, if there is one
    if (asked.starts_with(commune)) return asked.substr(commune.size(), 2) == has;
    return asked == has;
}

bool of_year(const Objective& objective, int year) {
    return static_cast<int>(objective.start.year()) <= year && static_cast<int>(objective.month_at(objective.months).year()) >= year;
}

/// Of several periods of one objective the one that is meant: the month's, the years', today's, else the last.
std::vector<const Objective*> of_period(
    std::vector<const Objective*> all, std::optional<steering::Month> month, const std::vector<int>& years, Day today
) {
    auto const keep = [&](auto const& fits) {
        std::vector<const Objective*> kept;
        std::copy_if(all.begin(), all.end(), std::back_inserter(kept), fits);
        if (!kept.empty()) all = std::move(kept);
        return !all.empty();
    };
    if (month) keep([&](const Objective* o) { return o->covers(*month); });
    else if (!years.empty())
        keep([&](const Objective* o) { return std::any_of(years.begin(), years.end(), [&](int year) { return of_year(*o, year); }); });
    else keep([&](const Objective* o) { return o->covers(steering::month_of(today)); });
    return all;
}

std::vector<Line> labels(const Tools& tools, bool money) {
    std::vector<Line> lines;
    for (auto const& objective : tools.objectives)
        if (money || !objective.funded) lines.push_back(wording::plain(objective.label));
    return lines;
}

bool asks_money(const talking::FiguresQuestion& question) {
    auto const what = slot(question, "grandeur");
    if (what == "engage" || what == "enveloppe" || what == "reste") return true;
    // The reader's word alone will not do: "AIJ entre mars et juin" is no question on an amount.
    static constexpr std::array<std::string_view, 22> of_money{"budget", "budgets", "enveloppe", "enveloppes", "argent", "sous", "euro", "euros", "credit", "credits", "montant", "montants",
                                                              "depense", "depenses", "consomme", "consommes", "engage", "engages", "cout", "reste", "paye", "payes"};
    auto const words = words_of(question.text);
    return question.intent == Intent::budget_enveloppe &&
           std::any_of(words.begin(), words.end(), [](auto const& word) { return std::find(of_money.begin(), of_money.end(), word) != of_money.end(); });
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

/// What is named nearly: "CJE". \returns with the words that say so; nothing where no one is named at all
struct Meant {
    std::vector<const Objective*> named;
    Document before;
};
Meant nearly_named(const Tools& tools, const talking::FiguresQuestion& question) {
    auto const near = tools.lookup()->near(words_of(question.text));
    if (!near) return {};
    auto read = near->meant;
    constexpr std::size_t abbreviation = 4;
    if (read.size() <= abbreviation) std::transform(read.begin(), read.end(), read.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return {named_in(tools, near->meant), say(tools, "chiffre_presque", {{"ecrit", near->written}, {"lu", read}})};
}

Document of_one(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    bool const money = money_may_be_said(tools, state, question.sender, question.conversation, question.one_to_one);
    auto const seen = seen_as_of(question.text, question.today);
    Day const as_of = seen.value_or(question.today);

    std::string measure = slot(question, "mesure");
    Document before;
    auto named = named_by(tools, question);
    auto const words = words_of(question.text);
    auto const says = [&](std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); };
    if (named.empty() && measure.empty()) {
        auto meant = nearly_named(tools, question);
        named = std::move(meant.named), before = std::move(meant.before);
        // What is not known is not the one spoken of before.
        if (named.empty()) measure = abbreviation_in(question.text);
        if (named.empty() && measure.empty() && !of_all(words)) named = spoken_of(tools, question);
    }
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
        return say(tools, "chiffre_inconnu", {{"mesure", code_words(measure)}, {"objectifs", labels(tools, money)}});
    }
    auto const name = short_name(*named.front());
    auto const note = [&](Document words_) { before = joined(std::move(before), std::move(words_)); };

    // Staff and the like stand beside the objective itself: said when they are asked for, or when nothing else fits.
    auto const is_state = [](const Objective* o) { return o->counting == steering::Counting::stock; };
    bool const of_staff = says("conseiller") || says("conseillers") || says("conseillere") || says("conseilleres");
    if (of_staff && std::any_of(named.begin(), named.end(), is_state)) std::erase_if(named, [&](const Objective* o) { return !is_state(o); });
    else if (std::any_of(named.begin(), named.end(), [](auto* o) { return can_be_forecast(*o); })) std::erase_if(named, is_state);

    bool const day_alone = seen && slot(question, "date_ref") == steering::written_day(*seen);
    auto month = day_alone ? std::nullopt : month_asked(question);
    auto years = years_asked(question);
    if (seen && years.size() > 1) years.resize(1);  // the other one is the day's
    auto const year = years.empty() ? std::nullopt : std::optional(years.front());
    auto months = seen ? std::vector<steering::Month>() : months_named(words, question.today);
    if (months.size() < 2) months.clear();
    if (month) month->month = of_year_meant(month->month, year, words, named);
    for (auto& each : months) each = of_year_meant(each, year, words, named);
    if (months.empty() && month) months.push_back(month->month);
    if (months.size() == 1 && says("depuis")) months.clear();  // up to now, then
    bool const of_the_end = says("atterrissage") || says("atterrir") || says("atterrira");  // the forecast says that
    std::vector<const Objective*> period;
    auto const add_period = [&](std::optional<steering::Month> of) {
        for (auto const* each : of_period(named, of, years, as_of))
            if (std::find(period.begin(), period.end(), each) == period.end()) period.push_back(each);
    };
    auto const covered = [&](steering::Month of) { return std::any_of(named.begin(), named.end(), [&](auto* o) { return o->covers(of); }); };
    auto const outside = [&](const std::string& of, bool nearest) {
        note(say(tools, "chiffre_periode", {{"mesure", name}, {"periode", of}, {"proche", nearest ? "oui" : "non"}}));
    };
    bool const some = std::any_of(months.begin(), months.end(), covered);
    for (auto const& each : months) {
        if (covered(each) || !some) add_period(each);
        if (!covered(each)) outside(month_words(each), !some);
    }
    if (some) std::erase_if(months, [&](auto const& each) { return !covered(each); });
    if (months.empty()) {
        add_period({});
        auto const fits = [&](int of) { return std::any_of(named.begin(), named.end(), [&](auto* o) { return of_year(*o, of); }); };
        bool const any = std::any_of(years.begin(), years.end(), fits);
        for (int const of : years)
            if (!fits(of) && !seen) outside(std::to_string(of), !any);
    }
    named = std::move(period);
    auto const narrow = [&](auto const& fits, Document otherwise) {
        std::vector<const Objective*> kept;
        std::copy_if(named.begin(), named.end(), std::back_inserter(kept), fits);
        if (kept.empty()) note(std::move(otherwise));
        else named = std::move(kept);
    };
    if (auto const operators = operators_asked(question); !operators.empty())
        narrow(
            [&](const Objective* o) { return std::any_of(operators.begin(), operators.end(), [&](auto const& each) { return same_operator(each, o->operator_); }); },
            say(tools, "chiffre_operateur", {{"mesure", name}})
        );
    else if (std::any_of(named.begin(), named.end(), [](auto* o) { return o->parent.empty(); }) && slot(question, "groupe_par") != "operateur")
        std::erase_if(named, [&](const Objective* o) { return !o->parent.empty(); });
    if (auto const territory = slot(question, "territoire"); !territory.empty())
        narrow(
            [&](const Objective* o) { return same_territory(territory, o->territory); },
            say(tools, "chiffre_territoire", {{"mesure", name}, {"territoire", territory_words(territory)}})
        );
    else if (slot(question, "groupe_par") == "departement")
        narrow([&](const Objective* o) { return o->territory != "28"; }, say(tools, "chiffre_departements", {{"mesure", name}}));
    if (std::any_of(named.begin(), named.end(), [](auto* o) { return o->has_target(); }))
        std::erase_if(named, [](const Objective* o) { return !o->has_target(); });
    std::size_t told = 0;
    for (auto const* each : named) {
        std::vector<UntilMonth> wanted_months;
        for (auto const& of : months)
            if (each->covers(of) || months.size() == 1) wanted_months.push_back({of, !of_the_end && (!month || month->by_name || months.size() > 1)});
        if (wanted_months.empty()) wanted_months.push_back({});
        for (auto const& until : wanted_months)
            if (told++ < most_answers) note(figure_words(tools, state, *each, as_of, until, seen.has_value()));
    }
    if (!kept_back.empty()) {
        auto const many = static_cast<std::int64_t>(kept_back.size());
        note(say(tools, "enveloppes_aussi", {{"combien", many}, {"objets", wording::french_list(kept_back)}}));
        note(money_elsewhere(tools, state, question.conversation));
    }
    return before;
}

/// What a piece of a question names for itself: by the measure, by two words of a label, or its staff. One word of a label
/// stands in many sentences ("merci de ton aide").
std::vector<const Objective*> named_alone(const Tools& tools, const std::string& piece) {
    std::string names;
    bool staff = false;
    for (auto const& word : words_of(piece)) {
        staff = staff || word.starts_with("conseiller");
        if (!beside_a_name(word)) names += word + " ";
    }
    std::vector<const Objective*> best;
    std::size_t most = staff ? 1 : 2;
    for (auto const& [hits, objective] : tools.lookup()->in_common(names)) {
        if (hits < most) continue;
        if (hits > most) best.clear();
        most = hits;
        best.push_back(objective);
    }
    return best;
}

/// "l'AIJ, les conseillers et l'OTP": a question for each; one that names one thing stays whole.
std::vector<talking::FiguresQuestion> one_by_one(const Tools& tools, const talking::FiguresQuestion& question) {
    std::vector<std::pair<std::vector<const Objective*>, std::string>> found;
    std::string lead;  // what stands before the first name
    for (auto const& piece : pieces_of(question.text)) {
        auto best = named_alone(tools, piece);
        bool const more = !found.empty() && (best.empty() || best == found.back().first);
        if (more) found.back().second += ", " + piece;
        else if (best.empty()) lead += piece + ", ";
        else found.emplace_back(std::move(best), std::exchange(lead, {}) + piece);
    }
    if (found.size() < 2) return {question};
    auto const seen = seen_as_of(question.text, question.today);
    std::vector<talking::FiguresQuestion> each;
    for (auto& [best, text] : found) {
        auto one = question;
        one.text = std::move(text);
        one.measures.clear(), one.before.clear();
        std::erase_if(one.slots, [&](auto const& s) { return s.name == "mesure" || s.name == "operateur" || s.name == "groupe_par"; });
        // A month of its own; one that was said last is that of all.
        auto const months = months_named(words_of(one.text), question.today);
        if (seen && !seen_as_of(one.text, question.today)) one.text += " vu comme le " + day_words(*seen);
        else if (!seen && months.size() == 1) {
            std::erase_if(one.slots, [](auto const& s) { return s.name == "periode" || s.name == "date_ref"; });
            reading::Slot own;
            own.name = "periode", own.value = steering::written_month(months.front());
            one.slots.push_back(std::move(own));
        }
        each.push_back(std::move(one));
    }
    return each;
}

Document where_it_stands(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    bool const money = money_may_be_said(tools, state, question.sender, question.conversation, question.one_to_one);
    if (asks_money(question) && !money) return money_elsewhere(tools, state, question.conversation);
    if (auto const none = day_that_is_none(question.text, question.today); !none.empty()) return say(tools, "chiffre_date", {{"date", none}});
    if (auto const seen = seen_as_of(question.text, question.today); seen && *seen > question.today)
        return say(tools, "chiffre_date_future", {{"date", day_words(*seen)}});
    Document all;
    auto const questions = one_by_one(tools, question);
    for (std::size_t i = 0; i < questions.size() && i < most_answers; ++i) all = joined(std::move(all), of_one(tools, state, questions[i]));
    return all;
}

std::vector<const Objective*> named_or_nearly(const Tools& tools, const talking::FiguresQuestion& question) {
    auto named = named_by(tools, question);
    return named.empty() ? nearly_named(tools, question).named : named;
}

std::vector<const Objective*> spoken_or_named(const Tools& tools, const talking::FiguresQuestion& question) {
    auto named = named_or_nearly(tools, question);
    return named.empty() ? spoken_of(tools, question) : named;
}

/// Why it stands there, who sees to it, or where it stands.
Document about_objectives(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    auto const what = wanted(question);
    if (what == Wanted::figure) return where_it_stands(tools, state, question);
    auto named = spoken_or_named(tools, question);
    std::erase_if(named, [](const Objective* o) { return !o->has_target(); });
    if (what == Wanted::why) std::erase_if(named, [](const Objective* o) { return !can_be_forecast(*o); });
    named = of_period(std::move(named), {}, years_asked(question), question.today);
    if (named.empty()) return where_it_stands(tools, state, question);
    bool const money = money_may_be_said(tools, state, question.sender, question.conversation, question.one_to_one);
    if (std::any_of(named.begin(), named.end(), [](auto* o) { return o->funded; }) && !money) return money_elsewhere(tools, state, question.conversation);
    Document all;
    for (std::size_t i = 0; i < named.size() && i < most_answers; ++i)
        all = joined(std::move(all), what == Wanted::why ? why_figure(tools, state, *named[i], question.today) : who_sees_to(tools, state, *named[i]));
    return all;
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

std::optional<Document> answer(const Tools& tools, const State& state, const talking::FiguresQuestion& question) {
    bool const may = question.role == people::Role::partner || tools.rights.may(question.sender, people::Right::see_figures);
    if (!may) return {};
    switch (question.intent) {
        case Intent::indicateur_realisation:
        case Intent::budget_enveloppe:
            return about_objectives(tools, state, question);
        case Intent::alerte_liste:
            if (wanted(question) == Wanted::who && !of_all(words_of(question.text)) && !spoken_or_named(tools, question).empty())
                return about_objectives(tools, state, question);
            return alerts_list(tools, state, question);
        case Intent::alerte_accuser:
        case Intent::alerte_silence: {
            // "AIJ vu comme le 25/06/2027" has been taken for one.
            if (!gives_order(words_of(question.text)) && concerns(tools, question.text, question.today, !question.before.empty()))
                return about_objectives(tools, state, question);
            auto const& page = tools.settings.link;
            return say(tools, "acte_ailleurs", {{"avec_page", page.empty() ? "non" : "oui"}, {"page", page.empty() ? std::string("https://exemple.invalid") : page}});
        }
        case Intent::reunion_calendrier: {
            auto document = meeting_words(tools, question.text, question.today);
            return document.empty() ? std::nullopt : std::optional(std::move(document));
        }
        default:
            if (wanted(question) == Wanted::figure && !concerns(tools, question.text, question.today, !question.before.empty())) return {};
            return about_objectives(tools, state, question);
    }
}

std::vector<std::string> about(const Tools& tools, const talking::FiguresQuestion& question) {
    std::vector<std::string> ids;
    for (auto const* const objective : named_or_nearly(tools, question)) ids.push_back(objective->id);
    return ids;
}

bool concerns(const Tools& tools, std::string_view text, Day today, bool following) {
    auto const words = words_of(text);
    auto const lookup = tools.lookup();
    bool const named = !named_in(tools, text).empty() || lookup->near(words).has_value();
    if (!named && !following) return false;
    return has_words_of_figures(words, following) || only_name_and_time(*lookup, words) || seen_as_of(text, today) ||
           !day_that_is_none(text, today).empty();
}

}  // namespace bot::desk
