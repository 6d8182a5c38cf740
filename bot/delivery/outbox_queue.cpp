#include "bot/delivery/outbox_queue.hpp"

#include <algorithm>
#include <vector>

namespace bot::delivery {

void OutboxQueue::offer(const std::string& conversation) {
    auto const at = lanes_.find(conversation);
    if (at == lanes_.end() || at->second.held || at->second.ids.empty()) return;
    auto const id = at->second.ids.front();
    Row const& row = rows_.at(id);
    if (!row.trying) due_.emplace(row.due, id);
}

void OutboxQueue::withdraw(const std::string&, const Lane& lane) {
    if (lane.ids.empty()) return;
    auto const id = lane.ids.front();
    due_.erase({rows_.at(id).due, id});
}

void OutboxQueue::add(const std::string& conversation, std::int64_t id, Steady due, bool may_have_arrived) {
    if (!rows_.try_emplace(id, Row{conversation, due, may_have_arrived}).second) return;
    Lane& lane = lanes_[conversation];
    // Ids ascend with time, but two sources may tell of rows in either order.
    auto const place = std::upper_bound(lane.ids.begin(), lane.ids.end(), id);
    if (place == lane.ids.begin()) withdraw(conversation, lane);
    lane.ids.insert(place, id);
    offer(conversation);
}

std::optional<OutboxQueue::Job> OutboxQueue::next(Steady now) {
    if (trying_ >= at_once_ || due_.empty() || due_.begin()->first > now) return std::nullopt;
    auto const id = due_.begin()->second;
    due_.erase(due_.begin());
    Row& row = rows_.at(id);
    row.trying = true;
    ++trying_;
    return Job{id, row.may_have_arrived};
}

std::optional<Steady> OutboxQueue::wake_at() const {
    if (due_.empty() || trying_ >= at_once_) return std::nullopt;
    return due_.begin()->first;
}

void OutboxQueue::done(std::int64_t id) {
    auto const row = rows_.find(id);
    if (row == rows_.end()) return;
    if (row->second.trying) --trying_;
    std::string const conversation = row->second.conversation;
    due_.erase({row->second.due, id});
    rows_.erase(row);
    auto const lane = lanes_.find(conversation);
    std::erase(lane->second.ids, id);
    if (lane->second.ids.empty() && !lane->second.held) {
        lanes_.erase(lane);
    } else {
        offer(conversation);
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
    offer(row.conversation);
}

void OutboxQueue::peer_is_back(Steady now) {
    for (auto& [id, row] : rows_) {
        if (!row.unreachable || row.trying) continue;
        row.unreachable = false;
        if (due_.erase({row.due, id}) != 0) due_.emplace(now, id);
        row.due = std::min(row.due, now);
    }
}

void OutboxQueue::hold(const std::string& conversation) {
    Lane& lane = lanes_[conversation];
    withdraw(conversation, lane);
    lane.held = true;
}

void OutboxQueue::release(const std::string& conversation) {
    auto const at = lanes_.find(conversation);
    if (at == lanes_.end()) return;
    at->second.held = false;
    if (at->second.ids.empty()) {
        lanes_.erase(at);
    } else {
        offer(conversation);
    }
}

void OutboxQueue::drop(const std::string& conversation) {
    auto const at = lanes_.find(conversation);
    if (at == lanes_.end()) return;
    std::vector<std::int64_t> const ids(at->second.ids.begin(), at->second.ids.end());
    for (auto const id : ids)
        if (!rows_.at(id).trying) done(id);
}

}  // namespace bot::delivery
