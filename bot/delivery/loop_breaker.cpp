#include "bot/delivery/loop_breaker.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace bot::delivery {

LoopBreaker::Pair& LoopBreaker::pair(const std::string& conversation, const std::string& sender) {
    std::string key = conversation + '\n' + sender;
    auto [at, is_new] = pairs_.try_emplace(key);
    if (is_new) {
        order_.push_back(std::move(key));
        if (order_.size() > settings_.remembered) {
            pairs_.erase(order_.front());
            order_.pop_front();
        }
    }
    return at->second;
}

LoopBreaker::Verdict LoopBreaker::heard(
    const std::string& conversation, const std::string& sender, std::string_view text, Steady now
) {
    Pair& p = pair(conversation, sender);
    auto const since = now - settings_.window;
    if (p.tripped && p.last_heard < since) p = Pair{};
    bool const quick =
        settings_.fast.count() > 0 && p.last_answer != Steady{} && now >= p.last_answer &&
        now - p.last_answer < settings_.fast;  // what was written before an answer does not react to it
    p.last_heard = now;
    if (p.tripped) return Verdict::tripped;

    while (!p.answers.empty() && p.answers.front() < since) p.answers.pop_front();
    while (!p.texts.empty() && p.texts.front().first < since) p.texts.pop_front();
    auto const hash = std::hash<std::string_view>{}(text);
    auto const same =
        std::count_if(p.texts.begin(), p.texts.end(), [&](auto& t) { return t.second == hash; });
    p.texts.emplace_back(now, hash);
    p.fast = quick ? p.fast + 1 : 0;

    // Short answers ("1", "oui") repeat in an honest conversation.
    bool const repeated = text.size() > 8 && same + 1 >= settings_.repeats;
    p.tripped = std::cmp_greater_equal(p.answers.size(), settings_.answers) || repeated ||
                p.fast >= settings_.fast_in_a_row;
    return p.tripped ? Verdict::just_tripped : Verdict::answer;
}

void LoopBreaker::answered(const std::string& conversation, const std::string& sender, Steady now) {
    Pair& p = pair(conversation, sender);
    p.answers.push_back(now);
    p.last_answer = now;
}

}  // namespace bot::delivery
