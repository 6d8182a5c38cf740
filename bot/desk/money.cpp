#include "bot/desk/money.hpp"

#include <algorithm>

namespace bot::desk {
namespace {

constexpr std::string_view told_prefix = "salon ";  // among the keys of what was said (`Book::sent`)

std::string told_key(const std::string& room, const std::string& who) { return std::string(told_prefix) + room + ' ' + who; }

std::vector<std::string> strangers_among(const Tools& tools, const std::vector<std::string>& members) {
    std::vector<std::string> strangers;
    std::copy_if(members.begin(), members.end(), std::back_inserter(strangers), [&](auto const& who) {
        return !tools.rights.may(who, people::Right::see_money);
    });
    std::sort(strangers.begin(), strangers.end());
    return strangers;
}

void post_news(const Tools& tools, Outcome& outcome, const std::string& room, const std::vector<std::string>& strangers) {
    for (auto const& listener : tools.settings.listeners) {
        bool const wanted = listener.role == steering::Role::secretariat || listener.role == steering::Role::bureau_room;
        if (!wanted || !tools.channels.contains(listener.where.channel)) continue;
        Post post;
        post.to = listener.where;
        post.document = say(tools, "salon_ouvert", {{"salon", room}, {"qui", wording::french_list(strangers)}});
        post.subject = "[Plan jeunes] Salon du bureau\u00a0: montants retenus";
        outcome.posts.push_back(std::move(post));
    }
}

}  // namespace

bool is_closed(const Tools& tools, const State& state, std::string_view conversation) {
    return tools.rights.is_closed(conversation) && !state.strangers.contains(std::string(conversation));
}

bool money_may_be_said(
    const Tools& tools, const State& state, std::string_view sender, std::string_view conversation, bool one_to_one
) {
    return tools.rights.money_may_be_said(sender, conversation, one_to_one) && (one_to_one || is_closed(tools, state, conversation));
}

bool may_be_told_money(const Tools& tools, const State& state, const people::Destination& to) {
    if (to.channel == "email") return tools.rights.may(to.conversation, people::Right::see_money);
    return is_closed(tools, state, to.conversation);
}

wording::Document money_elsewhere(const Tools& tools, const State& state, std::string_view conversation) {
    auto const open = state.strangers.find(std::string(conversation));
    bool const own = tools.rights.is_closed(conversation) && open != state.strangers.end();
    bool const known = own && !open->second.empty();
    auto const& page = tools.settings.link;
    return say(
        tools, "montants_ailleurs",
        {{"ici", known ? "etranger" : own ? "inconnu" : "autre"},
         {"qui", known ? wording::french_list(open->second) : ""},
         {"avec_page", page.empty() ? "non" : "oui"},
         {"page", page.empty() ? std::string("https://exemple.invalid") : page}}
    );
}

std::vector<std::string> rooms_to_watch(const Tools& tools) { return tools.rights.closed_rooms(); }

bool seats_are_news(
    const Tools& tools, const State& state, const std::string& room, const std::optional<std::vector<std::string>>& members, bool tell
) {
    auto const known = state.strangers.find(room);
    if (!members) return known == state.strangers.end();
    auto const strangers = strangers_among(tools, *members);
    if (strangers.empty()) return known != state.strangers.end();
    if (known == state.strangers.end() || known->second != strangers) return true;
    return tell && std::any_of(strangers.begin(), strangers.end(), [&](auto const& who) { return !state.book.sent.contains(told_key(room, who)); });
}

void seated(const Tools& tools, Outcome& outcome, const std::string& room, const std::optional<std::vector<std::string>>& members, bool tell) {
    auto& state = outcome.state;
    if (!seats_are_news(tools, state, room, members, tell)) return;
    outcome.changed = true;
    if (!members) {
        state.strangers.try_emplace(room);
        return;
    }
    auto strangers = strangers_among(tools, *members);
    // Whoever left and comes back is news again.
    auto const prefix = told_key(room, "");
    std::erase_if(state.book.sent, [&](const std::string& key) {
        return key.starts_with(prefix) && std::find(strangers.begin(), strangers.end(), key.substr(prefix.size())) == strangers.end();
    });
    std::vector<std::string> fresh;
    if (tell)
        for (auto const& who : strangers)
            if (state.book.sent.insert(told_key(room, who)).second) fresh.push_back(who);
    if (!fresh.empty()) post_news(tools, outcome, room, fresh);
    if (strangers.empty()) state.strangers.erase(room);
    else state.strangers[room] = std::move(strangers);
}

}  // namespace bot::desk
