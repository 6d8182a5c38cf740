#include "bot/desk/foreign.hpp"

#include <algorithm>
#include <map>

namespace bot::desk {
namespace {

using wording::Line;

constexpr auto remember_ended = std::chrono::hours(24);  // an end is sent several times

std::string shortened(const std::string& text) {
    constexpr std::size_t longest = 500;
    if (text.size() <= longest) return text;
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

Line words(const Tools& tools, const ForeignKnown& alert, const char* what) {
    auto const* const objective = tools.find(alert.objective);
    return line(
        tools, "alerte_recue",
        {{"quoi", what},
         {"source", alert.source},
         {"nom", shortened(alert.name)},
         {"avec_resume", alert.summary.empty() ? "non" : "oui"},
         {"resume", shortened(alert.summary)},
         {"avec_objet", objective == nullptr ? "non" : "oui"},
         {"objet", objective == nullptr ? std::string() : objective->label}}
    );
}

/// Rooms of the bureau, and those that follow the objective.
bool concerns(const Tools& tools, const Listener& listener, const ForeignKnown& alert) {
    if (!tools.channels.contains(listener.where.channel)) return false;
    auto const* const objective = tools.find(alert.objective);
    if (listener.role == steering::Role::bureau_room) return true;
    bool const room = listener.role == steering::Role::measure_room || listener.role == steering::Role::operator_room;
    if (!room || objective == nullptr || objective->funded) return false;
    return std::find(listener.objectives.begin(), listener.objectives.end(), alert.objective) != listener.objectives.end();
}

struct News {
    const ForeignKnown* alert;
    const char* what;
};

void say_news(const Tools& tools, const std::vector<News>& news, Outcome& out) {
    constexpr std::size_t most = 30;  // lines of a message
    for (auto const& listener : tools.settings.listeners) {
        std::vector<Line> lines;
        for (auto const& each : news)
            if (lines.size() < most && concerns(tools, listener, *each.alert)) lines.push_back(words(tools, *each.alert, each.what));
        if (lines.empty()) continue;
        Post post;
        post.to = listener.where;
        post.document = say(tools, "alertes_recues", {{"alertes", std::move(lines)}});
        out.posts.push_back(std::move(post));
    }
}

}  // namespace

Outcome relay(const Tools& tools, State state, const std::vector<ForeignAlert>& alerts, Instant now) {
    Outcome out;
    out.state = std::move(state);
    out.changed = true;
    std::vector<News> news;
    for (auto const& alert : alerts) {
        auto const found = out.state.foreign.find(alert.key);
        bool const known = found != out.state.foreign.end();
        if (alert.firing) {
            if (known) {
                if (!found->second.over) found->second.expires = alert.expires;
                continue;
            }
            auto const& added = out.state.foreign[alert.key] = {alert.source, alert.name, alert.summary, alert.objective, alert.expires, false};
            news.push_back({&added, alert.for_want_of_data ? "donnees" : "debut"});
        } else if (known && !found->second.over) {
            auto& ended = found->second;
            ended.over = true, ended.expires = now + remember_ended;
            if (!alert.summary.empty()) ended.summary = alert.summary;  // the recovered figures, not those that fired
            news.push_back({&ended, alert.for_want_of_data ? "sans_donnees" : "fin"});
        }
    }
    say_news(tools, news, out);
    return out;
}

void expire_foreign(const Tools& tools, Outcome& out, Instant now) {
    std::vector<News> news;
    for (auto at = out.state.foreign.begin(); at != out.state.foreign.end();) {
        auto& alert = at->second;
        bool const due = alert.expires != Instant{} && alert.expires <= now;
        if (due && alert.over) {
            at = out.state.foreign.erase(at);
            out.changed = true;
            continue;
        }
        if (due) {
            alert.over = true, alert.expires = now + remember_ended;
            news.push_back({&alert, "silence"});
            out.changed = true;
        }
        ++at;
    }
    say_news(tools, news, out);
}

}  // namespace bot::desk
