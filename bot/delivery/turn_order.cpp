#include "bot/delivery/turn_order.hpp"

#include <algorithm>
#include <utility>

namespace bot::delivery {
namespace {

std::optional<std::string> taken_from(std::deque<std::string>& from) {
    if (from.empty()) return std::nullopt;
    std::optional<std::string> out(std::move(from.front()));
    from.pop_front();
    return out;
}

}  // namespace

void TurnOrder::add(const std::string& conversation) {
    (raised(conversation) ? first_ : usual_).push_back(conversation);
}

void TurnOrder::raise(const std::string& conversation) {
    if (!raised_.insert(conversation).second) return;
    auto const at = std::find(usual_.begin(), usual_.end(), conversation);
    if (at == usual_.end()) return;
    usual_.erase(at);
    first_.push_back(conversation);
}

std::optional<std::string> TurnOrder::next(std::size_t active) {
    if (active >= at_once_ + kept_free_) return std::nullopt;
    if (!first_.empty()) return taken_from(first_);
    return active < at_once_ ? taken_from(usual_) : std::nullopt;
}

}  // namespace bot::delivery
