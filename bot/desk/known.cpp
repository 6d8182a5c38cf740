#include "bot/desk/known.hpp"

#include "bot/desk/small_cells.hpp"

#include <algorithm>
#include <span>

namespace bot::desk {

Known::Known(steering::Steering steering, const Tools& tools, Day day)
    : steering_(std::move(steering)), lookup_(tools.lookup()), objectives_(tools.objectives), day_(day) {}

const std::vector<Standing>& Known::standings() const {
    std::call_once(once_, [this] {
        Overview overview;
        for (auto const& objective : objectives_)
            if (can_be_forecast(objective) && day_ >= steering::first_day(objective.start))
                overview.standings.push_back(standing_on(trees(), steering_, objective, day_));
        hide_few(overview);
        standings_ = std::move(overview.standings);
        ready_ = true;
    });
    return standings_;
}

Standing Known::standing(const steering::Objective& objective) const {
    if (ready_) {
        auto const found = std::find_if(standings_.begin(), standings_.end(), [&](const Standing& each) { return each.objective == &objective; });
        if (found != standings_.end()) return *found;
    }
    auto const family = family_on(trees(), steering_, objective, day_);
    return *family.find(objective.id);
}

bool Shelf::Entry::is_of(const Entry& other) const {
    auto const same_deeds = [](const Rebased& a, const Rebased& b) { return a.on == b.on; };
    auto const same_objective = [&](auto const& a, auto const& b) {
        return a.first == b.first && std::equal(a.second.begin(), a.second.end(), b.second.begin(), b.second.end(), same_deeds);
    };
    return tools == other.tools && day == other.day && rows == other.rows && models == other.models &&
           std::equal(rebased.begin(), rebased.end(), other.rebased.begin(), other.rebased.end(), same_objective);
}

Shelf::Entry Shelf::entry_of(const State& state, const Tools& tools, Day day) {
    return {&tools, day, state.ledger.counting_on(day), state.rebased, state.models, nullptr, nullptr};
}

std::shared_ptr<const Known> Shelf::on(const State& state, const Tools& tools, Day day) {
    constexpr std::size_t kept = 4;
    auto wanted = entry_of(state, tools, day);
    std::shared_ptr<const steering::PublicationLog> begun;  // whose figures are the first ones of these
    std::size_t already = 0;
    {
        std::lock_guard const lock(mutex_);
        auto const found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.is_of(wanted); });
        if (found != entries_.end()) {
            std::rotate(entries_.begin(), found, std::next(found));
            return entries_.front().known;
        }
        for (auto const& each : entries_)
            if (each.rows.size() >= already && each.rows.size() <= wanted.rows.size() &&
                std::equal(each.rows.begin(), each.rows.end(), wanted.rows.begin()))
                begun = each.log, already = each.rows.size();
    }
    // Not under the lock: others go on asking for what is there.
    if (begun && already == wanted.rows.size()) {
        wanted.log = begun;
    } else {
        auto const longer = begun ? std::make_shared<steering::PublicationLog>(*begun) : std::make_shared<steering::PublicationLog>();
        for (auto const& rows : std::span(wanted.rows).subspan(already))
            for (auto const& row : rows) longer->append(row);
        wanted.log = longer;
    }
    wanted.known = std::make_shared<const Known>(state.steering(tools, day, *wanted.log), tools, day);
    std::lock_guard const lock(mutex_);
    auto const meanwhile = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.is_of(wanted); });
    if (meanwhile != entries_.end()) return meanwhile->known;
    if (entries_.size() == kept) entries_.pop_back();
    entries_.push_front(std::move(wanted));
    return entries_.front().known;
}

bool Shelf::has(const State& state, const Tools& tools, Day day) const {
    auto const wanted = entry_of(state, tools, day);
    std::lock_guard const lock(mutex_);
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.is_of(wanted); });
}

bool Shelf::ready(const State& state, const Tools& tools, Day day) const {
    auto const wanted = entry_of(state, tools, day);
    std::lock_guard const lock(mutex_);
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.is_of(wanted) && each.known->ready(); });
}

}  // namespace bot::desk
