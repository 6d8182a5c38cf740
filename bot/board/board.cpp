#include "bot/board/board.hpp"

#include "bot/desk/picture.hpp"
#include "bot/desk/stand_in.hpp"
#include "bot/desk/words.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace bot::board {
namespace {

namespace steering = rules::steering;
using desk::Standing;
using steering::AlertLevel;
using steering::DataState;
using steering::Ending;
using steering::Kind;

constexpr std::array<Kind, 5> kinds{Kind::shortfall, Kind::overrun, Kind::cost_per_entry, Kind::data, Kind::meeting};
constexpr std::string_view not_shown = "non montré";

std::string level_words(AlertLevel level) {
    switch (level) {
        case AlertLevel::none:
            return "Dans les temps";
        case AlertLevel::vigilance:
            return "Vigilance";
        case AlertLevel::alerte:
            return "Alerte";
        case AlertLevel::critique:
            return "Critique";
    }
    return {};
}

const char* kind_word(Kind kind) {
    switch (kind) {
        case Kind::shortfall:
            return "manquer";
        case Kind::overrun:
            return "depasser";
        case Kind::cost_per_entry:
            return "cout";
        case Kind::data:
            return "donnees";
        case Kind::meeting:
            return "bureau";
    }
    return "bureau";
}

const char* past_word(desk::Past::What what) {
    using What = desk::Past::What;
    switch (what) {
        case What::noted: return "note";
        case What::opened: return "ouverte";
        case What::raised: return "montee";
        case What::lowered: return "baissee";
        case What::taken: return "prise";
        case What::promised: return "promise";
        case What::given_back: return "retiree";
        case What::lapsed: return "echue";
        case What::worse: return "depassee";
        case What::silenced: return "silence";
        case What::unsilenced: return "silence_leve";
        case What::kept: return "tenue";
        case What::broken: return "rompue";
        case What::rescoped: return "perimetre";
        case What::closed: return "close";
    }
    return "note";
}

/// "13/11/2020": a journal is read years later.
std::string slashed(desk::Day day) {
    std::chrono::year_month_day const date(day);
    return desk::short_day(day) + "/" + std::to_string(static_cast<int>(date.year()));
}

double tenth(double value) { return std::round(value * 10) / 10; }

std::string text_of(const desk::Tools& tools, std::string_view id, const wording::Arguments& arguments) {
    return wording::plain_text(desk::say(tools, id, arguments));
}

std::string said(const wording::Arguments& arguments, std::string_view name) {
    return std::get<std::string>(arguments.find(name)->second);
}

class Builder {
  public:
    Builder(const desk::Tools& tools, const desk::State& state, desk::Day as_of, desk::Day today)
        : tools_(tools), state_(state), today_(today), overview_(desk::overview_on(tools, state, as_of)) {
        board_.as_of = as_of;
        board_.is_past = as_of < today;
    }

    Board build(Viewer viewer) && {
        for (auto const& objective : tools_.objectives) {
            if (objective.funded && !viewer.money) continue;
            if (auto const* standing = overview_.find(objective.id)) board_.rows.push_back(row(desk::spoken(*standing)));
            else if (auto const* state = overview_.state(objective.id)) board_.states.push_back(standstill(*state));
            else if (!desk::can_be_forecast(objective) ? !objective.has_target() : true) board_.without.push_back(objective.label);
        }
        std::stable_sort(board_.rows.begin(), board_.rows.end(), [](const Row& a, const Row& b) {
            if (a.section != b.section) return a.section < b.section;
            return a.section <= Section::watch && a.weight > b.weight;
        });
        meeting();
        return std::move(board_);
    }

  private:
    Standstill standstill(const desk::KnownState& state) const {
        auto const& objective = *state.objective;
        Standstill out;
        out.label = objective.label;
        out.month = state.last ? desk::month_words(state.last->month) : "aucun";
        if (state.last) out.known = steering::french(state.last->value), out.known_number = state.last->value;
        out.target_number = objective.on(board_.as_of).target;
        out.target = steering::french(*out.target_number), out.source = objective.source;
        out.reached = state.reached(board_.as_of);
        return out;
    }

    Row row(const Standing& standing) {
        auto const& objective = *standing.objective;
        auto const words = desk::figure_arguments(tools_, standing);
        Row r;
        r.id = objective.id, r.label = objective.label;
        r.fictitious = objective.fictitious, r.is_hidden = desk::hidden(standing);
        r.month = said(words, "mois"), r.known = said(words, "connu"), r.expected = said(words, "repere");
        r.gap = said(words, "ecart"), r.gap_part = said(words, "ecart_part"), r.target = said(words, "cible");
        r.rate = said(words, "taux"), r.data = said(words, "reserves"), r.source = said(words, "source"), r.unit = said(words, "unite");
        auto const& e = standing.on.evaluation;
        if (e.landing.last_month > 0) r.expected_number = std::round(e.target_to_date);
        r.target_number = std::round(e.target);
        if (!r.is_hidden && e.landing.last_month > 0) {
            r.known_number = std::round(objective.opening_stock + e.landing.done_known);
            r.gap_number = std::round(e.gap);
            if (e.target_to_date > 0) r.gap_percent = tenth(100 * e.gap / e.target_to_date);
            if (e.target > 0) r.rate_percent = tenth(100 * (objective.opening_stock + e.landing.done_known) / e.target);
        }
        if (said(words, "avec_atterrissage") == "oui") {
            r.landing_number = std::round(e.landing.middle), r.low_number = std::round(e.landing.low80), r.high_number = std::round(e.landing.high80);
            r.landing = said(words, "milieu");
            r.range = said(words, "bas") + " à " + said(words, "haut");
        }
        if (said(words, "avec_rythme") == "oui")
            r.pace = text_of(tools_, "tableau_rythme", {{"requis", said(words, "requis")}, {"trois", said(words, "trois")}, {"avis", said(words, "avis")}});
        // Where nothing has come in there is no zero to show, nor a month up to which something was planned.
        if (e.landing.last_month == 0) r.known.clear(), r.expected.clear(), r.gap.clear(), r.gap_part.clear(), r.rate.clear();
        levels(r, standing);
        months(r, standing);
        if (standing.on.evaluation.landing.last_month > 0 && !r.is_hidden) {
            r.chart = curve(standing);
            r.alternative = desk::alternative_of(standing, *r.chart);
        }
        return r;
    }

    void levels(Row& r, const Standing& standing) {
        AlertLevel worst = AlertLevel::none, untaken = AlertLevel::none;
        std::vector<std::pair<desk::Day, std::string>> lines;
        for (auto const kind : kinds) {
            desk::EpisodeId const id{r.id, kind};
            auto const* situation = overview_.find(id);
            AlertLevel level = situation == nullptr ? AlertLevel::none : situation->level;
            bool taken = false;
            if (auto const episode = state_.book.open.find(id); !board_.is_past && episode != state_.book.open.end()) {
                level = std::max(level, episode->second.level);
                r.open.push_back(open(id, episode->second));
                taken = r.open.back().taken;
            }
            worst = std::max(worst, level);
            if (!taken && kind != Kind::data) untaken = std::max(untaken, level);
            r.weight = std::max(r.weight, level == AlertLevel::none || kind == Kind::data ? 0.0 : desk::risk(standing, kind) * std::abs(standing.on.evaluation.gap));
            if (auto const past = state_.history.find(id); past != state_.history.end())
                for (auto const& each : past->second)
                    if (each.on <= board_.as_of) lines.emplace_back(each.on, past_words(id, each));
        }
        std::stable_sort(lines.begin(), lines.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
        for (auto& line : lines) r.deeds.push_back(std::move(line.second));
        bool const ended = standing.ending == Ending::closed_missed || standing.ending == Ending::closed_reached;
        r.section = untaken >= AlertLevel::alerte ? Section::decide
                    : worst > AlertLevel::none    ? Section::watch
                    : ended                       ? Section::over
                                                  : Section::in_time;
        r.level = ended && worst == AlertLevel::none ? ended_words(standing) : level_words(worst);
        r.marks = static_cast<int>(worst);
        r.why = why(r, standing);
    }

    /// While the alert is open in the words of whoever acted, and never on a past day: these are for those who work on it.
    std::string past_words(const desk::EpisodeId& id, const desk::Past& past) const {
        if (past.what == desk::Past::What::noted) return past.words;
        auto const month = steering::read_month(past.detail);
        return text_of(
            tools_, "tableau_passe",
            {{"date", slashed(past.on)},
             {"quoi", past_word(past.what)},
             {"dit", board_.is_past ? std::string() : past.words},
             {"avec_mots", board_.is_past || past.words.empty() ? "non" : "oui"},
             {"niveau", level_words(past.level)},
             {"risque", text_of(tools_, "tableau_risque", {{"quoi", kind_word(id.kind)}})},
             {"sur", kind_word(id.kind)},
             {"mois", month ? desk::month_words(*month) : ""},
             {"pourquoi", past.detail},
             {"role", past.role.empty() ? "personne" : past.role}}
        );
    }

    static std::string ended_words(const Standing& standing) {
        if (standing.on.evaluation.landing.last_month == 0) return "Terminé, sans chiffre";
        return standing.ending == Ending::closed_reached ? "Terminé, atteint" : "Terminé, manqué";
    }

    std::string why(const Row& r, const Standing& standing) {
        if (r.marks == 0) return {};
        auto const& e = standing.on.evaluation;
        bool const only_data = r.weight == 0;
        bool const taken = std::any_of(r.open.begin(), r.open.end(), [](const Open& each) { return each.taken; });
        auto const first = std::find_if(r.open.begin(), r.open.end(), [](const Open& each) { return each.id.kind != Kind::data; });
        bool const over = desk::level_on(standing, Kind::overrun) > desk::level_on(standing, Kind::shortfall);
        return text_of(
            tools_, "tableau_pourquoi",
            {{"donnees", only_data ? "oui" : "non"},
             {"reserves", r.data},
             {"cache", r.is_hidden ? "oui" : "non"},
             {"sens", e.gap < 0 ? "moins" : "plus"},
             {"ecart", r.is_hidden ? "" : steering::french(std::abs(e.gap))},
             {"unite", r.unit},
             {"mois", r.month},
             {"p", steering::french_percent(desk::risk(standing, over ? Kind::overrun : Kind::shortfall), 0)},
             {"risque", over ? "depasser" : "manquer"},
             {"suite", taken ? "prise" : first == r.open.end() ? "rien" : "attente"},
             {"jours", std::int64_t{first == r.open.end() ? 0 : first->days}}}
        );
    }

    Open open(const desk::EpisodeId& id, const steering::Episode& episode) {
        Open o;
        o.id = id, o.name = name_of(id), o.level = level_words(episode.level);
        o.what = text_of(tools_, "tableau_risque", {{"quoi", kind_word(id.kind)}});
        o.days = static_cast<int>((today_ - episode.opened).count());
        if (auto const& ack = episode.treatment.acknowledged) {
            o.taken = true;
            o.by = desk::person_words(ack->by), o.until = desk::day_words(ack->until), o.reason = ack->reason;
            if (ack->commitment)
                o.promise = text_of(tools_, "tableau_promesse", {{"rythme", steering::french(ack->commitment->pace)}, {"depuis", desk::month_words(ack->commitment->from)}});
        }
        if (auto const& silence = episode.treatment.silence) o.silence = "jusqu’au " + desk::day_words(silence->until);
        return o;
    }

    charts::Chart curve(const Standing& standing) {
        auto chart = desk::chart_of(standing);
        if (standing.objective->funded) return chart;
        for (auto* line : {&chart.known, &chart.corrected}) {  // where too few came in the line goes straight on
            auto const shown = thinned(*line);
            std::size_t from = 0;
            double before = 0;
            for (std::size_t at = 0; at < line->size(); ++at) {
                if (!shown[at]) continue;
                double const step = (*shown[at] - before) / static_cast<double>(at + 1 - from);
                for (std::size_t i = from; i < at; ++i) (*line)[i] = before + step * static_cast<double>(i + 1 - from);
                before = *shown[at], from = at + 1;
            }
        }
        return chart;
    }

    void months(Row& r, const Standing& standing) {
        auto const& objective = *standing.objective;
        auto const chart = desk::chart_of(standing);
        constexpr double complete = 0.995;
        constexpr int settled = 3, youngest = 3;  // as words.hpp says it of the data
        auto const shown = [&](const std::vector<double>& all) {
            auto out = objective.funded ? std::vector<Number>(all.begin(), all.end()) : thinned(all);
            for (std::size_t i = 0; i < out.size(); ++i)
                if (standing.hidden_sums.contains(static_cast<int>(i) + 1)) out[i].reset();  // a sister asks for it
            for (auto& each : out)
                if (r.is_hidden) each.reset();
                else if (each) each = std::round(*each);
            return out;
        };
        auto const words = [](const Number& number) { return number ? steering::french(*number) : std::string(not_shown); };
        auto const known = shown(chart.known), corrected = shown(chart.corrected);
        for (int m = 1; m <= objective.months; ++m) {
            auto const at = static_cast<std::size_t>(m - 1);
            Month month;
            month.name = desk::month_words(objective.month_at(m));
            month.plan_number = std::round(chart.plan[at]), month.plan = words(month.plan_number);
            if (at < known.size()) {
                month.known_number = known[at], month.known = words(known[at]);
                month.corrected_number = corrected[at], month.corrected = words(corrected[at]);
            }
            for (auto const& figure : standing.figures.months)
                if (figure.month == m && m + youngest > standing.on.evaluation.landing.last_month)
                    month.provisional = figure.share < complete || figure.publications < settled;
            r.months.push_back(std::move(month));
        }
    }

    void meeting() {
        auto const next = tools_.settings.calendar.next(desk::bureau, board_.as_of);
        board_.meeting = text_of(
            tools_, "tableau_reunion",
            {{"avec", next ? "oui" : "non"}, {"jour", next ? desk::day_words(*next) : ""}, {"dans", std::int64_t{next ? (*next - board_.as_of).count() : 0}}}
        );
        auto const* rule = overview_.find(desk::EpisodeId{std::string(desk::meeting_objective), Kind::meeting});
        if (rule != nullptr && rule->level != AlertLevel::none) board_.meeting_level = level_words(rule->level);
    }

    const desk::Tools& tools_;
    const desk::State& state_;
    desk::Day today_;
    desk::Overview overview_;
    Board board_;
};

}  // namespace

const Row* Board::find(std::string_view id) const {
    auto const found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

std::size_t Board::count(Section section) const {
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return row.section == section; }));
}

Board board_on(const desk::Tools& tools, const desk::State& state, desk::Day as_of, desk::Day today, Viewer viewer) {
    return Builder(tools, state, std::min(as_of, today), today).build(viewer);
}

desk::Day first_day(const desk::Tools& tools, desk::Day today) {
    auto first = today;
    for (auto const& objective : tools.objectives) first = std::min(first, desk::Day(objective.month_at(1) / 1));
    return first;
}

std::string name_of(const desk::EpisodeId& id) { return id.objective + "/" + kind_word(id.kind); }

std::optional<desk::EpisodeId> episode_named(std::string_view name) {
    auto const slash = name.rfind('/');
    if (slash == std::string_view::npos) return {};
    for (auto const kind : kinds)
        if (name.substr(slash + 1) == kind_word(kind)) return desk::EpisodeId{std::string(name.substr(0, slash)), kind};
    return {};
}

std::string iso_day(desk::Day day) { return steering::written_day(day); }
std::optional<desk::Day> day_in(std::string_view iso) { return steering::read_day(iso); }
std::string day_words(desk::Day day) { return desk::day_words(day); }
std::string month_words(std::string_view iso) {
    auto const month = steering::read_month(iso);
    return month ? desk::month_words(*month) : std::string(iso);
}
std::string departement_words(std::string_view code) { return desk::territory_words(code); }

std::vector<std::optional<double>> thinned(const std::vector<double>& cumulative) {
    std::vector<std::optional<double>> out(cumulative.size());
    double before = 0;
    for (std::size_t i = 0; i < cumulative.size(); ++i) {
        bool const last = i + 1 == cumulative.size();
        if (!last && steering::too_few_to_show(std::abs(cumulative[i] - before))) continue;
        out[i] = before = cumulative[i];
    }
    // The last one stands: what stands before it must not give the difference away.
    for (std::size_t i = out.size(); i-- > 1;) {
        if (!out[i - 1]) continue;
        if (steering::too_few_to_show(std::abs(out.back().value_or(0) - *out[i - 1]))) out[i - 1].reset();
        else break;
    }
    return out;
}

}  // namespace bot::board
