#include "bot/desk/rounds.hpp"

#include "bot/desk/digest_words.hpp"
#include "bot/desk/history.hpp"
#include "bot/desk/ics.hpp"
#include "bot/desk/known.hpp"
#include "bot/desk/money.hpp"
#include "bot/desk/picture.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/working_days.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bot::desk {
namespace {

using steering::AlertLevel;
using steering::Kind;
using steering::Push;
using steering::Way;

Day working_day_before(Day day) {
    while (!steering::working_day(day)) day -= std::chrono::days(1);
    return day;
}

std::string remote_of(const Thread& thread) { return thread.said.empty() ? std::string() : thread.said.front().remote_id; }

void post_message(const Scene& scene, const steering::Message& message, Outcome& outcome) {
    auto const* const listener = scene.tools.listener(message.recipient);
    if (listener == nullptr || message.lines.empty()) return;
    ThreadKey const key{message.recipient, message.root};
    auto& thread = outcome.state.threads[key];
    if (message.way == Way::edit) {
        if (thread.said.empty() || listener->where.channel == "email") return;  // a letter that was sent stays as it is
        Post edit{listener->where, document_of(scene, message), {}, {}, {}, {}, thread.said.front()};
        outcome.posts.push_back(std::move(edit));
        return;
    }
    if (thread.over) thread = Thread{};
    Post post;
    post.to = listener->where;
    post.document = document_of(scene, message);
    post.subject = subject_of(scene, message);
    post.thread = remote_of(thread);
    bool const calls = std::any_of(message.lines.begin(), message.lines.end(), [](auto const& l) { return l.push != Push::closed; });
    if (calls) post.mentions = listener->mentions;
    post.noted_in = key;
    auto const& first = message.lines.front().episode;
    if (first.kind != Kind::meeting && first.kind != Kind::data)
        if (auto const* const standing = scene.overview.find(first.objective); standing && !amounts_hidden(scene, message.recipient, *standing)) post.document.picture = picture_of(scene.tools, spoken(*standing));
    for (auto const& line : message.lines) {
        if (line.push == Push::closed) thread.episodes.erase(line.episode);
        else thread.episodes.insert(line.episode);
    }
    thread.over = thread.episodes.empty();
    thread.last_told = scene.today;
    thread.figures.clear();
    for (auto const& id : thread.episodes)
        if (auto const* const standing = scene.overview.find(id.objective))
            thread.figures[id.objective] = {standing->on.evaluation.landing.middle, standing->on.evaluation.model_version};
    outcome.posts.push_back(std::move(post));
}

/// Silences that end in three days are announced where the alert stands.
void announce_silences(const Scene& scene, Outcome& outcome) {
    for (auto const& [id, episode] : scene.after.open) {
        auto const& silence = episode.treatment.silence;
        auto const was = scene.before.book.open.find(id);
        if (!silence || !silence->end_announced || was == scene.before.book.open.end()) continue;
        auto const& before = was->second.treatment.silence;
        if (!before || before->end_announced) continue;
        for (auto const& [key, thread] : outcome.state.threads) {
            if (!thread.episodes.contains(id)) continue;
            Post post;
            post.to = destination_of(key.first);
            post.document = say(
                scene.tools, "silence_bientot",
                {{"qui", person_words(silence->by)}, {"objet", object_of(scene.tools, id)}, {"jusque", day_words(silence->until)}}
            );
            post.thread = remote_of(thread);
            outcome.posts.push_back(std::move(post));
        }
    }
}

void make_digest(const Scene& scene, Outcome& outcome, Instant now) {
    auto const& calendar = scene.tools.settings.calendar;
    auto const next = calendar.next(bureau, scene.today);
    int const stage = digest_stage(calendar, scene.today);
    if (!next || stage == 0) return;
    bool const due = outcome.state.digests.insert(fmt::format("{} {}", steering::written_day(*next), stage)).second;
    bool const late = !due && digest_is_outdated(scene.tools, outcome.state, scene.today, now);
    if (!due && !late) return;
    outcome.state.digest_said_at = now;
    // What last year's forecasts were worth is said once, before the first bureau after its figures are final.
    std::optional<steering::YearGraded> graded;
    int const last_year = static_cast<int>(std::chrono::year_month_day(scene.today).year()) - 1;
    if (auto const key = fmt::format("bilan {}", last_year); !outcome.state.digests.contains(key)) {
        graded = steering::graded_year(scene.before.known(scene.tools, scene.today)->steering(), last_year, scene.today);
        if (graded) outcome.state.digests.insert(key);
    }
    auto const after_next = calendar.next(bureau, *next);
    static std::string const domain = "phare";
    auto const dates = std::make_shared<const File>(File{"bureau.ics", "text/calendar", calendar_file(calendar, scene.today, now, domain)});
    auto const content = steering::digest_of(scene.after, outcome.state.at_last_bureau, scene.overview.situations, after_next, outcome.state.agenda);
    for (auto const& listener : scene.tools.settings.listeners) {
        bool const wanted = listener.role == steering::Role::bureau_room || listener.role == steering::Role::secretariat;
        if (!wanted || !scene.tools.channels.contains(listener.where.channel)) continue;
        Post post;
        post.to = listener.where;
        post.document = digest_document(scene, content, *next, listener.where);
        if (graded) post.document = wording::joined(std::move(post.document), graded_document(scene.tools, *graded));
        if (late) post.document = wording::joined(say(scene.tools, "ordre_complement"), std::move(post.document));
        post.subject = "[Plan jeunes] Bureau du " + day_words(*next) + "\u00a0: ordre du jour des objectifs" + std::string(late ? " (mis à jour)" : "");
        post.files.push_back(dates);
        outcome.posts.push_back(std::move(post));
    }
}

/// Levels as they were when the bureau last met: what "since then" is counted from.
void note_bureau(const Tools& tools, State& state, Day today) {
    auto const last = tools.settings.calendar.last(bureau, today - std::chrono::days(1));
    if (!last || *last <= state.bureau_seen) return;
    state.bureau_seen = *last;
    state.at_last_bureau = steering::levels_of(state.book);
    state.agenda.clear();
}

/// Places where not everybody may see money get no level of it.
std::vector<steering::Recipient> recipients_for(const Tools& tools, const State& state) {
    auto all = tools.recipients();
    for (auto& recipient : all) {
        if (may_be_told_money(tools, state, destination_of(recipient.id))) continue;
        for (auto const& objective : tools.objectives)
            if (objective.funded) recipient.withheld.push_back(objective.id);
    }
    return all;
}

}  // namespace

bool digest_is_outdated(const Tools& tools, const State& state, Day today, Instant now) {
    auto const& calendar = tools.settings.calendar;
    auto const next = calendar.next(bureau, today);
    int const stage = digest_stage(calendar, today);
    if (!next || stage == 0 || !state.digests.contains(fmt::format("{} {}", steering::written_day(*next), stage))) return false;
    return state.digest_said_at != Instant{} && state.counted_at > state.digest_said_at && now - state.counted_at >= late_digest_waits;
}

int digest_stage(const steering::Calendar& calendar, Day today) {
    auto const next = calendar.next(bureau, today);
    if (!next) return 0;
    auto const day_before = working_day_before(*next - std::chrono::days(1));
    auto const week_before = working_day_before(*next - std::chrono::days(7));
    if (today >= day_before) return 1;
    return today >= week_before ? 7 : 0;
}

Outcome look(const Tools& tools, State state, Day today, Instant now) {
    Outcome outcome;
    auto const stored = book_record(state).bytes;
    note_bureau(tools, state, today);
    note_model(state.models, tools.model, today);
    auto const overview = overview_on(tools, state, today);
    auto const next = tools.settings.calendar.next(bureau, today);
    auto decision = steering::decide(state.book, overview.situations, recipients_for(tools, state), today, next);
    outcome.state = state;
    outcome.state.book = std::move(decision.book);
    outcome.state.last_month = overview.last_month;
    outcome.state.looked_for = state.counted_at;
    std::erase_if(outcome.state.ended, [&](auto const& each) {
        return outcome.state.book.open.contains(each.first) || now - each.second.at > std::chrono::hours(1);
    });
    for (auto const& [id, episode] : state.book.open)
        if (!outcome.state.book.open.contains(id)) outcome.state.ended[id] = {episode.opened, now};
    for (auto const& id : decision.for_agenda)
        if (std::find(outcome.state.agenda.begin(), outcome.state.agenda.end(), id) == outcome.state.agenda.end())
            outcome.state.agenda.push_back(id);
    Scene const scene{tools, state, outcome.state.book, overview, today, decision.suggest_meeting};
    for (auto const& message : decision.messages) post_message(scene, message, outcome);
    announce_silences(scene, outcome);
    make_digest(scene, outcome, now);
    note_changes(outcome.state, state.book, overview, today);
    std::erase_if(outcome.state.marks, [&](auto const& mark) { return std::none_of(mark.second.on.begin(), mark.second.on.end(), [&](auto const& id) { return outcome.state.book.open.contains(id); }); });
    outcome.changed = !outcome.posts.empty() || book_record(outcome.state).bytes != stored;
    return outcome;
}

}  // namespace bot::desk
