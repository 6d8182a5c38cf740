// The control requests of the fake homeserver as a program: POST /control/VERB with a JSON object, answered
// by one.
//
//   chat {user}                       → {room}      a new direct room, the bot is invited
//   say {room, user, text}            → {event}     reply {…, to}, edit {…, event, text}, redact {…, event},
//   react {room, user, event, key}    → {event}     go {room, user}, invite {room, by, user, direct}, kick
//   {room, by, user} encrypt {room, user}, upgrade {room, user} → {room} appservice {url}, restart
//   {forget_queue} fault {lose_acknowledgements, repeat_transactions, duplicate_events, lose_replies,
//   empty_replies, refuse_joins,
//          limit_requests + wait_ms + retry_after, fail_requests + status, hang_requests + hang_ms}
//   Any of them with {once}: asked again under the same word (its answer may have been cut off), it does nothing anew.
//   GET timeline?room=… → {events}, GET rooms → {rooms}, GET answers?room=… → {answers}, GET state → counters
#include "tests/support/fake_homeserver_impl.hpp"

#include <stdexcept>

namespace tests {

namespace asio = boost::asio;
namespace net = adapters::net;
using Json = nlohmann::json;

namespace {

std::string room_in(const std::string& query) {
    std::string room;
    if (!query.starts_with("room=") || !net::percent_decode(std::string_view(query).substr(5), room))
        throw std::invalid_argument("room= is missing");
    return room;
}

void order_faults(FakeHomeserver& hs, const Json& body) {
    auto const n = [&](const char* name) { return body.value(name, 0); };
    if (n("lose_acknowledgements") > 0) hs.lose_acknowledgements(n("lose_acknowledgements"));
    if (n("repeat_transactions") > 0) hs.repeat_transactions(n("repeat_transactions"));
    if (n("duplicate_events") > 0) hs.duplicate_events(n("duplicate_events"));
    if (n("lose_replies") > 0) hs.lose_replies(n("lose_replies"));
    if (n("empty_replies") > 0) hs.empty_replies(n("empty_replies"));
    if (n("refuse_joins") > 0) hs.refuse_joins(n("refuse_joins"));
    if (n("fail_requests") > 0) hs.fail_requests(n("fail_requests"), body.value("status", 503));
    if (n("hang_requests") > 0) hs.hang_requests(n("hang_requests"), std::chrono::milliseconds(n("hang_ms")));
    if (n("limit_requests") > 0)
        hs.limit_requests(
            n("limit_requests"), std::chrono::milliseconds(n("wait_ms")), body.value("retry_after", "")
        );
}

Json state_of(const FakeHomeserver& hs) {
    auto const t = hs.totals();
    Json out;
    out["requests"] = t.requests;
    out["sends"] = t.sends;
    out["typing"] = t.typing;
    out["receipts"] = t.receipts;
    out["limited"] = t.limited;
    out["transactions_tried"] = t.transactions_tried;
    out["transactions_delivered"] = t.transactions_delivered;
    out["transactions_failed"] = t.transactions_failed;
    out["pings"] = t.pings;
    out["backlog"] = t.backlog;
    out["last_status"] = t.last_status;
    out["idle"] = hs.idle();
    out["registered"] = hs.sender_registered();
    out["display_name"] = hs.display_name();
    return out;
}

Json as_json(const std::vector<Seen>& all) {
    Json out = Json::array();
    for (auto const& one : all)
        out.push_back(
            {{"event_id", one.event_id},
             {"sender", one.sender},
             {"body", one.body},
             {"formatted_body", one.formatted_body},
             {"in_reply_to", one.in_reply_to},
             {"thread", one.thread},
             {"key", one.key}}
        );
    return out;
}

Json act(FakeHomeserver& hs, const std::string& verb, const Json& body) {
    auto const s = [&](const char* name) { return body.at(name).get<std::string>(); };
    if (verb == "chat") return {{"room", hs.chat(s("user"), body.value("encrypted", false))}};
    if (verb == "room")
        return {{"room", hs.room(s("user"), body.value("public", false), body.value("encrypted", false))}};
    if (verb == "enter") return {{"event", hs.enter(s("room"), s("user"))}};
    if (verb == "invite")
        return {{"event", hs.invite(s("room"), s("by"), s("user"), body.value("direct", false))}};
    if (verb == "say") return {{"event", hs.say(s("room"), s("user"), s("text"))}};
    if (verb == "reply") return {{"event", hs.reply(s("room"), s("user"), s("to"), s("text"))}};
    if (verb == "edit") return {{"event", hs.edit(s("room"), s("user"), s("event"), s("text"))}};
    if (verb == "redact") return {{"event", hs.redact(s("room"), s("user"), s("event"))}};
    if (verb == "react") return {{"event", hs.react(s("room"), s("user"), s("event"), s("key"))}};
    if (verb == "go") return {{"event", hs.go(s("room"), s("user"))}};
    if (verb == "kick") return {{"event", hs.kick(s("room"), s("by"), s("user"))}};
    if (verb == "encrypt") return {{"event", hs.encrypt(s("room"), s("user"))}};
    if (verb == "upgrade") return {{"room", hs.upgrade(s("room"), s("user"), body.value("honest", true))}};
    if (verb == "appservice") {
        hs.set_appservice(s("url"));
    } else if (verb == "fault") {
        order_faults(hs, body);
    } else if (verb == "refuse_token") {
        hs.refuse_token(body.value("yes", true));
    } else {
        throw std::invalid_argument("no such verb: " + verb);
    }
    return Json::object();
}

}  // namespace

Json FakeHomeserver::Impl::timeline_json(const std::string& room) const {
    Json events = Json::array();
    auto const* const known = rooms.find(room);
    if (known == nullptr) throw std::invalid_argument("no such room: " + room);
    for (auto const& id : known->events) events.push_back(rooms.event(id));
    return events;
}

asio::awaitable<net::Reply> FakeHomeserver::Impl::control_request(Request request, FakeHomeserver& hs) {
    auto const verb = request.head.path.substr(std::string_view("/control/").size());
    Reply reply;
    std::string once;
    try {
        auto const body = request.body.empty() ? Json::object() : Json::parse(request.body);
        once = body.value("once", "");
        if (auto const before = answered_once.find(once); before != answered_once.end()) co_return before->second;
        if (verb == "timeline")
            reply = answer({{"events", timeline_json(room_in(request.head.query))}});
        else if (verb == "answers")
            reply = answer({{"answers", as_json(hs.answers(room_in(request.head.query)))}});
        else if (verb == "rooms")
            reply = answer({{"rooms", hs.rooms()}});
        else if (verb == "state")
            reply = answer(state_of(hs));
        else if (verb == "restart")
            hs.restart(body.value("forget_queue", false));  // this answer is lost with the rest
        else
            reply = answer(act(hs, verb, body));
    } catch (const std::exception& e) {
        reply = answer({{"error", e.what()}}, 400);
    }
    if (!once.empty() && reply.status == 200) answered_once[once] = reply;
    co_return reply;
}

}  // namespace tests
