// The book as one JSON text: everything the desk remembers but the log of figures.

#include "bot/desk/json.hpp"
#include "bot/desk/state.hpp"

namespace bot::desk {
namespace {

using desk::json_of;
using nlohmann::json;
using steering::AlertLevel;

constexpr int book_form = 1;

AlertLevel level_of(const json& j) { return static_cast<AlertLevel>(j.get<int>()); }
int number_of(AlertLevel level) { return static_cast<int>(level); }

json json_of(const steering::Treatment& treatment) {
    json j = json::object();
    if (auto const& ack = treatment.acknowledged) {
        j["ack"] = {{"by", ack->by}, {"reason", ack->reason}, {"at", written(ack->at)},
                    {"until", written(ack->until)}, {"level", number_of(ack->level_then)}};
        if (auto const& promise = ack->commitment)
            j["ack"]["promise"] = {{"pace", promise->pace}, {"from", steering::written_month(promise->from)}, {"by", promise->by}};
    }
    if (auto const& silence = treatment.silence)
        j["silence"] = {{"by", silence->by}, {"reason", silence->reason}, {"from", written(silence->from)},
                        {"until", written(silence->until)}, {"announced", silence->end_announced}};
    return j;
}

steering::Treatment treatment_of(const json& j) {
    steering::Treatment treatment;
    if (j.contains("ack")) {
        auto const& a = j.at("ack");
        steering::Acknowledgement ack{a.at("by"), a.at("reason"), day_of(a.at("at")), day_of(a.at("until")), level_of(a.at("level")), {}};
        if (a.contains("promise")) {
            auto const& p = a.at("promise");
            ack.commitment = steering::Commitment{
                p.at("pace"), steering::read_month(p.at("from").get<std::string>()).value(), p.at("by")};
        }
        treatment.acknowledged = std::move(ack);
    }
    if (j.contains("silence")) {
        auto const& s = j.at("silence");
        treatment.silence = steering::Silence{s.at("by"), s.at("reason"), day_of(s.at("from")), day_of(s.at("until")), s.at("announced")};
    }
    return treatment;
}

json json_of(const steering::Episode& e) {
    json j{{"number", e.number},     {"opened", written(e.opened)},   {"level", number_of(e.level)},
           {"max", number_of(e.level_max)}, {"p", e.p_told},          {"landing", e.landing_told},
           {"hash", e.data_hash},    {"waits", written(e.waits_since)}, {"told", e.told},
           {"escalated", e.escalated}, {"treatment", json_of(e.treatment)}};
    if (e.closed) j["closed"] = written(*e.closed);
    if (auto const& check = e.last_check)
        j["check"] = {{"pace", check->promise.pace}, {"from", steering::written_month(check->promise.from)}, {"by", check->promise.by},
                      {"month", steering::written_month(check->month)}, {"seen", check->seen}};
    return j;
}

steering::Episode episode_stored(const json& j) {
    steering::Episode e;
    e.number = j.at("number"), e.opened = day_of(j.at("opened")), e.level = level_of(j.at("level"));
    e.level_max = level_of(j.at("max")), e.p_told = j.at("p"), e.landing_told = j.at("landing");
    e.data_hash = j.at("hash"), e.waits_since = day_of(j.at("waits"));
    e.told = j.at("told").get<std::set<std::string>>();
    e.escalated = j.at("escalated").get<std::set<std::string>>();
    e.treatment = treatment_of(j.at("treatment"));
    if (j.contains("closed")) e.closed = day_of(j.at("closed"));
    if (j.contains("check")) {
        auto const& c = j.at("check");
        auto const month = [&](const char* name) { return steering::read_month(c.at(name).get<std::string>()).value(); };
        e.last_check = steering::PromiseCheck{{c.at("pace"), month("from"), c.at("by")}, month("month"), c.at("seen")};
    }
    return e;
}

json json_of(const ThreadKey& key, const Thread& thread) {
    json said = json::array(), episodes = json::array();
    for (auto const& each : thread.said) said.push_back(json::array({each.outbox_id, each.remote_id}));
    for (auto const& id : thread.episodes) episodes.push_back(json_of(id));
    json figures = json::array();
    for (auto const& [objective, told] : thread.figures) figures.push_back(json::array({objective, told.landing, told.model}));
    return {{"to", key.first}, {"root", key.second}, {"said", said}, {"episodes", episodes}, {"figures", figures},
            {"told", written(thread.last_told)}, {"over", thread.over}};
}

json json_of(const std::vector<Past>& history) {
    json all = json::array();
    for (auto const& past : history)
        all.push_back(json::array({written(past.on), static_cast<int>(past.what), number_of(past.level), past.role, past.words, past.detail}));
    return all;
}

std::vector<Past> history_of(const json& j) {
    std::vector<Past> all;
    for (auto const& each : j) {
        Past past;
        past.on = day_of(each.at(0)), past.what = static_cast<Past::What>(each.at(1).get<int>()), past.level = level_of(each.at(2));
        past.role = each.at(3), past.words = each.at(4), past.detail = each.at(5);
        all.push_back(std::move(past));
    }
    return all;
}

/// Until there was a history, words alone were kept of what people did.
std::vector<Past> noted(const json& words, Day opened) {
    std::vector<Past> all;
    for (auto const& each : words) {
        Past past;
        past.on = opened, past.words = each;
        all.push_back(std::move(past));
    }
    return all;
}

template <class Map, class Value>
json pairs(const Map& map, Value value) {
    json all = json::array();
    for (auto const& [key, each] : map) all.push_back(json::array({json_of(key), json(value(each))}));  // never an object, whatever the two look like
    return all;
}

}  // namespace

Record book_record(const State& state) {
    json threads = json::array();
    for (auto const& [key, thread] : state.threads) threads.push_back(json_of(key, thread));
    json marks = json::array(), agenda = json::array();
    for (auto const& [event, mark] : state.marks) {
        json on = json::array();
        for (auto const& id : mark.on) on.push_back(json_of(id));
        marks.push_back(json::array({event, std::move(on), mark.silence}));
    }
    for (auto const& id : state.agenda) agenda.push_back(json_of(id));
    json foreign = json::array();
    for (auto const& [key, alert] : state.foreign)
        foreign.push_back(json::array(
            {key, alert.source, alert.name, alert.summary, alert.objective, alert.expires.time_since_epoch().count(), alert.over}
        ));
    json rebased = json::array();
    for (auto const& [objective, deeds] : state.rebased)
        for (auto const& deed : deeds) rebased.push_back(json::array({objective, written(deed.on), deed.by, deed.reason}));
    json const j{
        {"form", book_form},
        {"rebased", std::move(rebased)},
        {"models", json_of(state.models)},
        {"foreign", std::move(foreign)},
        {"open", pairs(state.book.open, [](auto const& e) { return json_of(e); })},
        {"numbers", pairs(state.book.numbers, [](int n) { return n; })},
        {"sent", state.book.sent},
        {"threads", std::move(threads)},
        {"history", pairs(state.history, [](auto const& all) { return json_of(all); })},
        {"marks", std::move(marks)},
        {"proposals", state.proposals},
        {"last_month", state.last_month},
        {"then", pairs(state.at_last_bureau, [](AlertLevel level) { return number_of(level); })},
        {"bureau_seen", written(state.bureau_seen)},
        {"digests", state.digests},
        {"agenda", std::move(agenda)},
        {"digest_at", state.digest_said_at.time_since_epoch().count()},
        {"looked_for", state.looked_for.time_since_epoch().count()},
        {"ended", pairs(state.ended, [](auto const& e) { return json::array({written(e.opened), e.at.time_since_epoch().count()}); })},
        {"counted_at", state.counted_at.time_since_epoch().count()}};
    return {std::string(book_name), j.dump()};
}

bool take_book(State& state, std::string_view bytes) try {
    auto const j = json::parse(bytes);
    if (j.at("form") != book_form) return false;
    for (auto const& each : j.at("open")) state.book.open[episode_of(each.at(0))] = episode_stored(each.at(1));
    for (auto const& each : j.at("numbers")) state.book.numbers[episode_of(each.at(0))] = each.at(1);
    state.book.sent = j.at("sent").get<std::set<std::string>>();
    for (auto const& each : j.at("threads")) {
        auto& thread = state.threads[{each.at("to"), each.at("root")}];
        for (auto const& said : each.at("said")) thread.said.push_back({said.at(0), said.at(1)});
        for (auto const& id : each.at("episodes")) thread.episodes.insert(episode_of(id));
        thread.last_told = day_of(each.at("told")), thread.over = each.at("over");
        if (each.contains("figures"))  // since accounts tell of the model
            for (auto const& told : each.at("figures")) thread.figures[told.at(0)] = {told.at(1), told.at(2)};
    }
    if (j.contains("history")) {
        for (auto const& each : j.at("history")) state.history[episode_of(each.at(0))] = history_of(each.at(1));
    } else {
        for (auto const& each : j.at("deeds")) {
            auto const open = state.book.open.find(episode_of(each.at(0)));
            if (open != state.book.open.end()) state.history[open->first] = noted(each.at(1), open->second.opened);
        }
    }
    for (auto const& each : j.at("marks")) {
        auto& mark = state.marks[each.at(0)];
        if (each.size() == 2) {  // when a mark took one episode on and nothing else
            mark.on = {episode_of(each.at(1))};
            continue;
        }
        for (auto const& id : each.at(1)) mark.on.push_back(episode_of(id));
        mark.silence = each.at(2);
    }
    state.proposals = j.at("proposals").get<std::map<std::string, int>>();
    state.last_month = j.at("last_month").get<std::map<std::string, int>>();
    for (auto const& each : j.at("then")) state.at_last_bureau[episode_of(each.at(0))] = level_of(each.at(1));
    state.bureau_seen = day_of(j.at("bureau_seen"));
    state.digests = j.at("digests").get<std::set<std::string>>();
    for (auto const& each : j.at("agenda")) state.agenda.push_back(episode_of(each));
    for (auto const& each : j.at("foreign"))
        state.foreign[each.at(0)] = {
            each.at(1), each.at(2), each.at(3), each.at(4), Instant(std::chrono::microseconds(each.at(5).get<std::int64_t>())), each.at(6)};
    if (j.contains("rebased"))  // since people can confirm a change of scope
        for (auto const& each : j.at("rebased")) state.rebased[each.at(0)].push_back({day_of(each.at(1)), each.at(2), each.at(3)});
    if (j.contains("models"))  // since past days are explained with their own model
        state.models = models_of(j.at("models"));
    if (j.contains("digest_at")) state.digest_said_at = Instant(std::chrono::microseconds(j.at("digest_at").get<std::int64_t>()));
    if (j.contains("looked_for")) state.looked_for = Instant(std::chrono::microseconds(j.at("looked_for").get<std::int64_t>()));
    if (j.contains("ended"))  // since the push to Alertmanager
        for (auto const& each : j.at("ended"))
            state.ended[episode_of(each.at(0))] = {day_of(each.at(1).at(0)), Instant(std::chrono::microseconds(each.at(1).at(1).get<std::int64_t>()))};
    state.counted_at = Instant(std::chrono::microseconds(j.at("counted_at").get<std::int64_t>()));
    return true;
} catch (const std::exception&) {
    return false;
}

}  // namespace bot::desk
