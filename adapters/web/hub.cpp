#include "adapters/web/hub.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace adapters::web {

namespace asio = boost::asio;

namespace {
constexpr std::size_t most_lanes = 8192;  // then those that nobody waits on go: their rows are written down long since
}

Hub::Lane& Hub::lane(const std::string& conversation) {
    auto const found = lanes_.find(conversation);
    if (found != lanes_.end()) return found->second;
    if (lanes_.size() >= most_lanes) std::erase_if(lanes_, [](auto const& each) { return each.second.waiting.empty(); });
    return lanes_[conversation];
}

void Hub::changed(const std::string& conversation) {
    Lane& here = lane(conversation);
    here.version = ++clock_;
    for (auto* timer : here.waiting) timer->cancel();
}

void Hub::arrived(const std::string& conversation, std::int64_t id) {
    Lane& here = lane(conversation);
    here.arrived = std::max(here.arrived, id);
    changed(conversation);
}

std::int64_t Hub::arrived_up_to(const std::string& conversation) const {
    auto const found = lanes_.find(conversation);
    return found == lanes_.end() ? 0 : found->second.arrived;
}

std::uint64_t Hub::version(const std::string& conversation) const {
    auto const found = lanes_.find(conversation);
    return found == lanes_.end() ? 0 : found->second.version;
}

asio::awaitable<void> Hub::wait(std::string conversation, std::uint64_t seen, std::chrono::milliseconds limit) {
    if (stopped_ || version(conversation) > seen) co_return;
    asio::steady_timer timer(executor_, limit);
    Lane& here = lane(conversation);  // stays where it is: lanes with waiters are not removed
    auto const place = here.waiting.insert(here.waiting.end(), &timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    here.waiting.erase(place);
}

void Hub::stop() {
    stopped_ = true;
    for (auto& [conversation, lane] : lanes_)
        for (auto* timer : lane.waiting) timer->cancel();
}

}  // namespace adapters::web
