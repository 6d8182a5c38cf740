#include "bot/desk/breakdown.hpp"

#include "bot/wording/french.hpp"

#include <fmt/format.h>

namespace bot::desk {
namespace {

std::string key_for(const Undelivered& one) { return fmt::format("panne {}", one.outbox_id); }

/// Who hears of it: whoever minds alerts as a whole, on another channel if there is one, else in another place.
std::vector<people::Destination> hearers(const Tools& tools, const people::Destination& mute) {
    std::vector<people::Destination> elsewhere, same_channel;
    for (auto const& listener : tools.settings.listeners) {
        bool const minds = listener.role == steering::Role::bureau_room || listener.role == steering::Role::secretariat ||
                           listener.role == steering::Role::dreets_lead;
        if (!minds || !tools.channels.contains(listener.where.channel)) continue;
        if (listener.where.channel == mute.channel && listener.where.conversation == mute.conversation) continue;
        (listener.where.channel == mute.channel ? same_channel : elsewhere).push_back(listener.where);
    }
    return elsewhere.empty() ? same_channel : elsewhere;
}

std::string moment_words(Instant at) {
    auto const local = wording::paris_time(std::chrono::floor<std::chrono::seconds>(at));
    auto const day = std::chrono::floor<std::chrono::days>(local);
    auto const clock = std::chrono::hh_mm_ss(std::chrono::floor<std::chrono::minutes>(local - day));
    return fmt::format("{} à {} h {:02}", day_words(Day(day)), clock.hours().count(), clock.minutes().count());
}

}  // namespace

bool to_be_told(const State& state, const Undelivered& one, Instant now) {
    return (one.refused || now - one.since >= breaks_down_after) && !state.book.sent.contains(key_for(one));
}

void tell_breakdown(const Tools& tools, Outcome& outcome, std::span<const Undelivered> all, Instant now) {
    for (auto const& one : all) {
        if (!to_be_told(outcome.state, one, now)) continue;
        outcome.state.book.sent.insert(key_for(one));
        outcome.changed = true;
        auto const mute = destination_of(one.of.first);
        auto const* const objective = tools.find(one.of.second);
        for (auto const& to : hearers(tools, mute)) {
            Post post;
            post.to = to;
            post.document = say(
                tools, "canal_en_panne",
                {{"objet", objective != nullptr ? objective->label : std::string("calendrier du bureau")},
                 {"canal", mute.channel == "email" ? "courriel" : "matrix"},
                 {"ou", mute.conversation},
                 {"depuis", moment_words(one.since)},
                 {"refuse", one.refused ? "oui" : "non"}}
            );
            post.subject = "[Plan jeunes] Canal en panne\u00a0: une alerte n’est pas arrivée";
            outcome.posts.push_back(std::move(post));
        }
    }
}

}  // namespace bot::desk
