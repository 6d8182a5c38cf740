#include "bot/delivery/outbox_queue.hpp"

#include <algorithm>
#include <vector>

namespace bot::delivery {

std::size_t OutboxQueue::rank(const Lane& lane) {
    if (lane.first > 0) return 0;
    return lane.last == lane.ids.size() ? 2 : 1;
}

void OutboxQueue::withdraw(Lane& lane) {
    if (!lane.offered) return;
    due_[lane.offered->first].erase(lane.offered->second);
    lane.offered.reset();
}

void OutboxQueue::offer(Lane& lane) {
    withdraw(lane);
    if (lane.held || lane.ids.empty()) return;
    auto const id = lane.ids.front();
    Row const& row = rows_.at(id);
    if (row.trying) return;
    lane.offered.emplace(rank(lane), Due{row.due, id});
    due_[lane.offered->first].insert(lane.offered->second);
}

void OutboxQueue::add(
    const std::string& conversation, std::int64_t id, Steady due, bool may_have_arrived, db::Precedence precedence
) {
    Row row;
    row.conversation = conversation;
    row.due = due;
    row.may_have_arrived = may_have_arrived;
    row.precedence = precedence;
    if (!rows_.try_emplace(id, std::move(row)).second) return;
    Lane& lane = lanes_[conversation];
    // Ids ascend with time, but two sources may tell of rows in either order.
    lane.ids.insert(std::upper_bound(lane.ids.begin(), lane.ids.end(), id), id);
    if (precedence == db::Precedence::first) {
        ++lane.first;
        Row& head = rows_.at(lane.ids.front());  // one more try of what waits before it, rather than its pause
        head.due = std::min(head.due, due);
    }
    if (precedence == db::Precedence::last) ++lane.last;
    offer(lane);
}

std::optional<OutboxQueue::Job> OutboxQueue::next(Steady now) {
    for (std::size_t each = 0; each < due_.size(); ++each) {
        if (trying_ >= places(each) || due_[each].empty() || due_[each].begin()->first > now) continue;
        auto const id = due_[each].begin()->second;
        Row& row = rows_.at(id);
        withdraw(lanes_.at(row.conversation));
        row.trying = true;
        ++trying_;
        return Job{id, row.may_have_arrived};
    }
    return std::nullopt;
}

std::optional<Steady> OutboxQueue::wake_at() const {
    std::optional<Steady> at;
    for (std::size_t each = 0; each < due_.size(); ++each) {
        if (trying_ >= places(each) || due_[each].empty()) continue;
        at = at ? std::min(*at, due_[each].begin()->first) : due_[each].begin()->first;
    }
    return at;
}

void OutboxQueue::done(std::int64_t id) {
    auto const row = rows_.find(id);
    if (row == rows_.end()) return;
    if (row->second.trying) --trying_;
    auto const lane = lanes_.find(row->second.conversation);
    withdraw(lane->second);
    if (row->second.precedence == db::Precedence::first) --lane->second.first;
    if (row->second.precedence == db::Precedence::last) --lane->second.last;
    rows_.erase(row);
    std::erase(lane->second.ids, id);
    if (lane->second.ids.empty() && !lane->second.held) {
        lanes_.erase(lane);
    } else {
        offer(lane->second);
    }
}

void OutboxQueue::again(std::int64_t id, Steady at, bool may_have_arrived, bool unreachable) {
    auto const found = rows_.find(id);
    if (found == rows_.end()) return;
    Row& row = found->second;
    if (row.trying) --trying_;
    row.trying = false;
    row.due = at;
    row.may_have_arrived = row.may_have_arrived || may_have_arrived;
    row.unreachable = unreachable;
    offer(lanes_.at(row.conversation));
}

void OutboxQueue::peer_is_back(Steady now) {
    for (auto& [id, row] : rows_) {
        if (!row.unreachable || row.trying) continue;
        row.unreachable = false;
        row.due = std::min(row.due, now);
        offer(lanes_.at(row.conversation));
    }
}

void OutboxQueue::hold(const std::string& conversation) {
    Lane& lane = lanes_[conversation];
    lane.held = true;
    withdraw(lane);
}

void OutboxQueue::release(const std::string& conversation) {
    auto const at = lanes_.find(conversation);
    if (at == lanes_.end()) return;
    at->second.held = false;
    if (at->second.ids.empty()) {
        lanes_.erase(at);
    } else {
        offer(at->second);
    }
}

std::vector<std::int64_t> OutboxQueue::drop(const std::string& conversation, std::int64_t first_kept) {
    std::vector<std::int64_t> dropped;
    if (auto const at = lanes_.find(conversation); at != lanes_.end())
        for (auto const id : at->second.ids)
            if (id < first_kept && !rows_.at(id).trying) dropped.push_back(id);
    for (auto const id : dropped) done(id);
    return dropped;
}

}  // namespace bot::delivery
