#include "bot/desk/treat.hpp"

#include "bot/desk/history.hpp"

#include <algorithm>

namespace bot::desk {
namespace {

void tell(Outcome& out, const EpisodeId& id, const wording::Document& words) {
    for (auto const& [key, thread] : out.state.threads) {
        if (thread.over || !thread.episodes.contains(id)) continue;
        Post post;
        post.to = destination_of(key.first);
        post.document = words;
        if (!thread.said.empty()) post.thread = thread.said.front().remote_id;
        out.posts.push_back(std::move(post));
    }
}

}  // namespace

std::optional<std::string> treat(const Tools& tools, Outcome& out, const Treat& order, Day today) {
    auto const found = out.state.book.open.find(order.id);
    if (found == out.state.book.open.end()) return std::string(name_of(steering::Refusal::no_open_episode));
    auto& episode = found->second;
    auto const who = person_words(order.by);
    Past past;
    past.on = today, past.role = role_word(tools, order.by);
    if (order.gives_back) {
        if (!episode.treatment.acknowledged) return std::string("personne ne l’avait prise en charge");
        episode.treatment = steering::unacknowledge(std::move(episode.treatment));
        episode.waits_since = today;
        past.what = Past::What::given_back, past.words = "prise en charge retirée par " + who;
        tell(out, order.id, say(tools, "acte_retire", {{"objet", object_of(tools, order.id)}}));
    } else {
        auto const letters = std::count_if(order.reason.begin(), order.reason.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        if (static_cast<std::size_t>(letters) < steering::shortest_reason) return std::string(name_of(steering::Refusal::reason_too_short));
        if (order.until && *order.until < today) return std::string(name_of(steering::Refusal::in_the_past));
        auto asked = steering::acknowledge(episode.treatment, order.by, order.reason, today, episode.level, order.until);
        if (auto const* refusal = std::get_if<steering::Refusal>(&asked)) return std::string(name_of(*refusal));
        episode.treatment = std::get<steering::Treatment>(std::move(asked));
        past.what = Past::What::taken, past.words = "pris en charge par " + who + " (" + order.reason + ")";
        tell(
            out, order.id,
            say(tools, "acte_pris",
                {{"qui", who},
                 {"jusque", day_words(episode.treatment.acknowledged->until)},
                 {"borne", order.until && episode.treatment.acknowledged->until < *order.until ? "oui" : "non"},
                 {"objet", object_of(tools, order.id)},
                 {"promesse", "non"},
                 {"rythme", ""},
                 {"depuis", ""}})
        );
    }
    note_deed(out.state, order.id, std::move(past));
    out.changed = true;
    return {};
}

}  // namespace bot::desk
