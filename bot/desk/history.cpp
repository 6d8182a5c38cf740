#include "bot/desk/history.hpp"

#include "rules/steering/months.hpp"

#include <algorithm>
#include <utility>

namespace bot::desk {
namespace {

using steering::AlertLevel;
using steering::Episode;
using steering::Ending;
using steering::Kind;
using What = Past::What;

bool same(const std::optional<steering::PromiseCheck>& a, const std::optional<steering::PromiseCheck>& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return a->month == b->month && a->seen == b->seen && a->promise.pace == b->promise.pace && a->promise.from == b->promise.from;
}

Past line(Day on, What what, AlertLevel level, std::string detail = {}) {
    Past past;
    past.on = on, past.what = what, past.level = level, past.detail = std::move(detail);
    return past;
}

void note_episode(std::vector<Past>& all, const Episode* before, const Episode& after, Day today) {
    if (before == nullptr || before->number != after.number) {
        all.push_back(line(today, What::opened, after.level));
        return;
    }
    if (after.level > before->level) all.push_back(line(today, What::raised, after.level));
    if (after.level < before->level) all.push_back(line(today, What::lowered, after.level));
    bool broken = false;
    if (after.last_check && !same(before->last_check, after.last_check)) {
        broken = !after.last_check->kept();
        all.push_back(line(today, broken ? What::broken : What::kept, after.level, steering::written_month(after.last_check->month)));
    }
    auto const& held = before->treatment.acknowledged;
    if (held && !after.treatment.acknowledged && !broken)
        all.push_back(line(today, after.level > held->level_then ? What::worse : What::lapsed, after.level));
}

/// Names and reasons were for those who worked on it.
void forget_names(std::vector<Past>& all) {
    std::erase_if(all, [](const Past& past) { return past.what == What::noted; });
    for (auto& past : all) past.words.clear();
}

}  // namespace

std::vector<int> taken_back_since(const figures::Ledger& ledger, std::string_view objective, Day since) {
    std::vector<const figures::Import*> its;
    for (auto const& import : ledger.imports())
        if (import.confirmed_on && std::any_of(import.rows.begin(), import.rows.end(), [&](auto const& row) { return row.objective == objective; }))
            its.push_back(&import);
    std::vector<int> numbers;
    for (auto const* gone : its) {
        if (!gone->withdrawn_on || *gone->withdrawn_on < since) continue;
        bool const replaced = std::any_of(its.begin(), its.end(), [&](const figures::Import* other) {
            if (other->withdrawn_on) return false;
            return *other->confirmed_on > *gone->withdrawn_on || (*other->confirmed_on == *gone->withdrawn_on && other->number > gone->number);
        });
        if (!replaced) numbers.push_back(gone->number);
    }
    return numbers;
}

std::string closing_reason(const Overview& overview, const figures::Ledger& ledger, const EpisodeId& id, Day opened) {
    auto const* const situation = overview.find(id);
    auto const ending = situation ? situation->ending : Ending::running;
    auto const* const cost = overview.find(EpisodeId{id.objective, Kind::cost_per_entry});
    if (cost && cost->level != AlertLevel::none && id.kind == Kind::overrun) return "regroupe";
    switch (ending) {
        case Ending::reached: return "atteint";
        case Ending::closed_reached: return "clos_atteint";
        case Ending::closed_missed: return "clos_manque";
        case Ending::running:
        case Ending::closing: break;
    }
    return taken_back_since(ledger, id.objective, opened).empty() ? "revenu" : "retire";
}

std::string role_word(const Tools& tools, std::string_view sender) {
    switch (tools.rights.role_of(sender)) {
        case people::Rights::Role::bureau: return "bureau";
        case people::Rights::Role::owner: return "responsable";
        case people::Rights::Role::data_owner: return "donnees";
        case people::Rights::Role::none: break;
    }
    return {};
}

void note_deed(State& state, const EpisodeId& id, Past past) {
    if (auto const open = state.book.open.find(id); open != state.book.open.end()) past.level = open->second.level;
    state.history[id].push_back(std::move(past));
}

void note_changes(State& state, const steering::Book& before, const Overview& overview, Day today) {
    for (auto const& [id, episode] : state.book.open) {
        if (id.kind == Kind::meeting) continue;
        auto const was = before.open.find(id);
        note_episode(state.history[id], was == before.open.end() ? nullptr : &was->second, episode, today);
    }
    for (auto const& [id, episode] : before.open) {
        if (id.kind == Kind::meeting || state.book.open.contains(id)) continue;
        state.history[id].push_back(line(today, What::closed, episode.level_max, closing_reason(overview, state.ledger, id, episode.opened)));
    }
    for (auto at = state.history.begin(); at != state.history.end();) {
        auto& all = at->second;
        if (!state.book.open.contains(at->first)) forget_names(all);
        if (at->first.kind == Kind::meeting && !state.book.open.contains(at->first)) all.clear();
        std::erase_if(all, [&](const Past& past) { return today - past.on > past_kept_for; });
        if (all.size() > pasts_kept) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(pasts_kept));
        at = all.empty() ? state.history.erase(at) : std::next(at);
    }
}

}  // namespace bot::desk
