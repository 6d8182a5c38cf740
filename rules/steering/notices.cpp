#include "rules/steering/notices.hpp"

#include "rules/steering/working_days.hpp"

#include <algorithm>
#include <cmath>

namespace rules::steering {
namespace {

constexpr double p_moved = 0.10, landing_moved = 0.02;
constexpr int extra_meeting_days = 30;

/// From which level on a role is told without anybody's asking.
AlertLevel from_level(Role role) {
    switch (role) {
        case Role::measure_room:
        case Role::operator_room:
        case Role::owner:
            return AlertLevel::alerte;
        case Role::bureau_room:
        case Role::secretariat:
        case Role::dreets_lead:
        case Role::co_chairs:
        case Role::data_owner:
            break;
    }
    return AlertLevel::critique;
}

bool follows(const Recipient& recipient, const std::string& objective) {
    return recipient.objectives.empty() ||
           std::find(recipient.objectives.begin(), recipient.objectives.end(), objective) !=
               recipient.objectives.end();
}

/// Alerting.md §2.4. A change of scope is the owner's and the DREETS's to decide, and the data owner's to explain; a split
/// that says too little is a question to the bureau.
bool hears_of_data(Role role, DataState state) {
    switch (told_to(state)) {
        case Told::owner_and_dreets:
            return role == Role::owner || role == Role::dreets_lead || role == Role::data_owner;
        case Told::bureau:
            return role == Role::bureau_room || role == Role::secretariat;
        case Told::nobody:
        case Told::note_in_message:
        case Told::data_owner:
        case Told::data_owner_then_digest:
            break;
    }
    return role == Role::data_owner;
}

/// What a person is asked something about, in its own words: said anew, not edited into a message about something else.
bool asks(DataState state) {
    return state == DataState::suspect || state == DataState::broken || state == DataState::unreliable;
}

bool withheld(const Recipient& recipient, const Situation& situation) {
    bool const of_level = situation.kind != Kind::data && situation.kind != Kind::meeting;
    return of_level && std::find(recipient.withheld.begin(), recipient.withheld.end(), situation.objective) != recipient.withheld.end();
}

std::string_view role_key(Role role) {
    return role == Role::dreets_lead ? "dreets" : role == Role::co_chairs ? "presidents" : "";
}

/// Due by level, by kind or by escalation.
bool due(const Recipient& recipient, const Situation& situation, const Episode& episode) {
    if (!follows(recipient, situation.objective) || withheld(recipient, situation)) return false;
    if (situation.kind == Kind::data) return hears_of_data(recipient.role, situation.data);
    if (situation.kind == Kind::meeting)
        return recipient.role == Role::secretariat || recipient.role == Role::bureau_room;
    if (recipient.role == Role::dreets_lead || recipient.role == Role::co_chairs)
        return episode.escalated.contains(std::string(role_key(recipient.role)));
    auto const from = recipient.from == AlertLevel::none ? from_level(recipient.role) : recipient.from;
    return recipient.role != Role::data_owner && episode.level >= from;
}

std::string key_of(const EpisodeId& id, int number, const std::string& recipient, Push push, AlertLevel level, const std::string& hash) {
    return id.objective + "/" + std::string(name_of(id.kind)) + "/" + std::to_string(number) + " " + recipient + " " +
           std::to_string(static_cast<int>(push)) + ":" + std::to_string(static_cast<int>(level)) + " " + hash;
}

/// What a situation did to its episode.
struct Turn {
    const Situation* situation = nullptr;
    Episode* episode = nullptr;
    AlertLevel before = AlertLevel::none;
    Reopened reopened = Reopened::no;
    bool moved = false, changed = false, closes = false;
};

void escalate(Turn& turn, const EpisodeId& id, Day today, std::optional<Day> next_bureau, Decision& decision) {
    auto& episode = *turn.episode;
    if (episode.treatment.acknowledged || episode.level < AlertLevel::alerte || turn.situation->kind == Kind::data ||
        turn.situation->kind == Kind::meeting)
        return;
    bool const critical = episode.level == AlertLevel::critique;
    int const waited = working_days_between(episode.waits_since, today);
    auto const call = [&](const char* who, int after) { return waited >= after && episode.escalated.insert(who).second; };
    call("dreets", critical ? 2 : 5);
    if (critical && episode.escalated.insert("agenda").second) decision.for_agenda.push_back(id);
    if (!critical && call("agenda", 10)) decision.for_agenda.push_back(id);
    if (critical && call("presidents", 5) &&
        (!next_bureau || *next_bureau - today > std::chrono::days(extra_meeting_days)))
        decision.suggest_meeting.push_back(id);
}

/// What this recipient hears of this turn, if anything.
std::optional<Push> push_for(const Turn& turn, const Recipient& recipient) {
    auto const& episode = *turn.episode;
    bool const told = episode.told.contains(recipient.id);
    if (turn.closes) return told ? std::optional(Push::closed) : std::nullopt;
    if (!due(recipient, *turn.situation, episode)) return {};
    auto const kind = turn.situation->kind;
    if (!told) {
        if (kind == Kind::data) return Push::data;
        if (kind == Kind::meeting) return Push::meeting;
        return episode.level == AlertLevel::critique ? Push::raised_to_critical : Push::opened;
    }
    if (episode.level > turn.before)
        return episode.level == AlertLevel::critique ? Push::raised_to_critical : Push::raised;
    if (turn.reopened != Reopened::no) return Push::reopened;
    if (turn.moved) return Push::moved;
    if (kind == Kind::data && turn.changed && asks(turn.situation->data)) return Push::data;
    return {};
}

bool level_push(Push push) { return push != Push::closed && push != Push::data && push != Push::meeting; }

}  // namespace

Decision decide(
    Book book,
    std::span<const Situation> situations,
    std::span<const Recipient> recipients,
    Day today,
    std::optional<Day> next_bureau
) {
    Decision decision;
    std::map<EpisodeId, Turn> turns;
    std::set<EpisodeId> spoken;  // of these the figures are told from now on, even if each line was known already
    for (auto const& situation : situations) {
        EpisodeId const id{situation.objective, situation.kind};
        auto found = book.open.find(id);
        bool const over = situation.ending == Ending::closed_reached || situation.ending == Ending::closed_missed ||
                          situation.ending == Ending::reached;
        if (found == book.open.end()) {
            if (situation.level == AlertLevel::none || over) continue;
            Episode episode;
            episode.number = ++book.numbers[id];
            episode.opened = episode.waits_since = today;
            found = book.open.emplace(id, std::move(episode)).first;
        }
        auto& episode = found->second;
        Turn turn{&situation, &episode, episode.level};
        turn.changed = episode.data_hash != situation.data_hash;
        episode.data_hash = situation.data_hash;
        episode.level = situation.level;
        episode.level_max = std::max(episode.level_max, episode.level);
        turn.closes = over || situation.level == AlertLevel::none;
        if (!turn.closes) {
            auto reviewed = review(std::move(episode.treatment), today, episode.level, situation.new_month);
            episode.treatment = std::move(reviewed.after);
            turn.reopened = reviewed.reopened;
            if (reviewed.checked) episode.last_check = std::move(reviewed.checked);
            if (turn.reopened != Reopened::no || episode.level > turn.before) {
                episode.waits_since = today;
                episode.escalated.clear();
            }
            turn.moved = episode.level >= AlertLevel::alerte && situation.new_month &&
                         (std::abs(situation.p - episode.p_told) >= p_moved ||
                          std::abs(situation.landing - episode.landing_told) >= landing_moved * situation.target);
            if (!situation.told_by) escalate(turn, id, today, next_bureau, decision);
        }
        turns.emplace(id, turn);
    }

    for (auto const& recipient : recipients) {
        std::map<std::string, Message> of_tree, edits;
        for (auto& entry : turns) {
            auto const& id = entry.first;
            auto& turn = entry.second;
            auto& episode = *turn.episode;
            auto const& situation = *turn.situation;
            auto const push = push_for(turn, recipient);
            if (!turn.closes && situation.told_by) {
                auto const by = turns.find(*situation.told_by);
                if (by != turns.end() && !by->second.closes && due(recipient, *by->second.situation, *by->second.episode)) continue;
            }
            auto const line_of = [&](Push why) {
                Line line{id, episode.number, why, episode.level, {}, {}, turn.reopened};
                line.key = key_of(id, episode.number, recipient.id, why, episode.level, situation.data_hash);
                return line;
            };
            if (!push) {
                bool const told = episode.told.contains(recipient.id);
                if (told && turn.changed && !turn.closes && !withheld(recipient, situation)) {
                    auto& edit = edits[situation.root];
                    edit.recipient = recipient.id, edit.root = situation.root, edit.way = Way::edit;
                    edit.lines.push_back(line_of(Push::moved));
                }
                continue;
            }
            if (level_push(*push) && situation.data_hold && *push != Push::reopened) continue;
            if (muted(episode.treatment, *push, today)) continue;
            auto line = line_of(*push);
            auto const parent = turns.find(EpisodeId{situation.parent, id.kind});
            if (parent != turns.end() && situation.gap && parent->second.situation->gap)
                line.share_of_parent = share(*situation.gap, *parent->second.situation->gap);
            spoken.insert(id);
            auto& message = of_tree[situation.root];
            message.recipient = recipient.id, message.root = situation.root;
            message.lines.push_back(std::move(line));
        }
        for (auto& entry : of_tree) {
            auto const& root = entry.first;
            auto& message = entry.second;
            std::erase_if(message.lines, [&](const Line& line) { return !book.sent.insert(line.key).second; });
            if (message.lines.empty()) continue;
            for (auto const& line : message.lines)
                if (line.push != Push::closed) turns.at(line.episode).episode->told.insert(recipient.id);
            std::stable_sort(message.lines.begin(), message.lines.end(), [&](const Line& a, const Line& b) {
                return (a.episode.objective == root) > (b.episode.objective == root);
            });
            decision.messages.push_back(std::move(message));
            edits.erase(root);
        }
        for (auto& [root, edit] : edits) {
            std::erase_if(edit.lines, [&](const Line& line) { return !book.sent.insert("edit " + line.key).second; });
            if (!edit.lines.empty()) decision.messages.push_back(std::move(edit));
        }
    }
    for (auto& entry : turns) {
        auto const& id = entry.first;
        auto& turn = entry.second;
        if (spoken.contains(id))
            turn.episode->p_told = turn.situation->p, turn.episode->landing_told = turn.situation->landing;
        if (turn.closes) book.open.erase(id);
    }
    decision.book = std::move(book);
    return decision;
}

}  // namespace rules::steering
