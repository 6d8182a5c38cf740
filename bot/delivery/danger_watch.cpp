#include "bot/delivery/danger_watch.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace bot::delivery {
namespace {

constexpr int looked_at_together = 16;  // some milliseconds: intake and the turns under way wait no longer than that

const std::string* text_of(const Happening& what) {
    if (auto const* text = std::get_if<Text>(&what)) return &text->body;
    if (auto const* edit = std::get_if<Edit>(&what)) return &edit->body;
    return nullptr;
}

}  // namespace

bool speaks_of_danger(const talking::Tools& tools, const Inbound& inbound, std::chrono::sys_days today) {
    auto const* text = text_of(inbound.what);
    if (text == nullptr || !(inbound.one_to_one || inbound.addressed)) return false;
    reading::Context context;
    context.today = today;
    return tools.reader->read(*text, context).danger.level >= reading::DangerLevel::danger;
}

DangerWatch::DangerWatch(boost::asio::any_io_executor executor, std::function<void(std::int64_t)> look)
    : executor_(std::move(executor)), look_(std::move(look)) {}

void DangerWatch::go() {
    if (posted_ || unseen_.empty()) return;
    posted_ = true;
    boost::asio::post(executor_, [this] {
        posted_ = false;
        for (int i = 0; i < looked_at_together && !unseen_.empty(); ++i) {
            auto const seq = unseen_.back();
            unseen_.pop_back();
            look_(seq);
        }
        go();
    });
}

}  // namespace bot::delivery
