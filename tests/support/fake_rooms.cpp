#include "tests/support/fake_rooms.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tests {

using Json = Rooms::Json;

Rooms::Rooms(
    std::string server_name,
    std::function<bool(std::string_view)> is_ours,
    std::function<void(const std::string&)> on_event,
    std::function<std::int64_t()> now_ms
)
    : server_name_(std::move(server_name)),
      is_ours_(std::move(is_ours)),
      on_event_(std::move(on_event)),
      now_ms_(std::move(now_ms)) {}

std::string Rooms::create(const std::string& user, const Kind& kind) {
    Room room;
    room.id = "!fake" + std::to_string(next_room_++) + ":" + server_name_;
    room.is_public = kind.is_public;
    room.encrypted = kind.encrypted;
    room.create["room_version"] = "11";
    if (!kind.predecessor.empty()) room.create["predecessor"]["room_id"] = kind.predecessor;
    auto const id = room.id;
    rooms_.emplace(id, std::move(room));
    append(id, "m.room.create", user, rooms_.at(id).create, "");
    set_membership(id, user, user, "join");
    if (kind.encrypted) {
        Json content;
        content["algorithm"] = "m.megolm.v1.aes-sha2";
        append(id, "m.room.encryption", user, content, "");
    }
    return id;
}

Room* Rooms::find(const std::string& room) {
    auto const found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
}
const Room* Rooms::find(const std::string& room) const {
    auto const found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
}

std::string Rooms::append(
    const std::string& room_id,
    const std::string& type,
    const std::string& sender,
    Json content,
    std::optional<std::string> state_key,
    Json extra
) {
    auto* const room = find(room_id);
    if (room == nullptr) throw std::invalid_argument("no such room: " + room_id);
    Json event = std::move(extra);
    auto const id = "$fake-event-" + std::to_string(next_event_++);
    event["event_id"] = id;
    event["room_id"] = room_id;
    event["type"] = type;
    event["sender"] = sender;
    event["user_id"] = sender;
    event["origin_server_ts"] = now_ms_();
    event["content"] = std::move(content);
    if (state_key) event["state_key"] = *state_key;
    if (!event.contains("unsigned")) event["unsigned"] = Json::object();
    room->events.push_back(id);
    events_.emplace(id, std::move(event));
    bool const ours_inside = std::ranges::any_of(room->membership, [&](auto const& member) {
        return member.second == "join" && is_ours_(member.first);
    });
    bool const about_ours = type == "m.room.member" && state_key && is_ours_(*state_key);
    if (ours_inside || about_ours || is_ours_(sender)) on_event_(id);
    return id;
}

Json Rooms::invite_state(const Room& room) const {
    Json state = Json::array();
    state.push_back({{"type", "m.room.create"}, {"state_key", ""}, {"sender", ""}, {"content", room.create}});
    if (room.encrypted)
        state.push_back(
            {{"type", "m.room.encryption"},
             {"state_key", ""},
             {"sender", ""},
             {"content", {{"algorithm", "m.megolm.v1.aes-sha2"}}}}
        );
    return state;
}

std::string Rooms::set_membership(
    const std::string& room_id,
    const std::string& by,
    const std::string& user,
    const std::string& membership,
    Json content
) {
    auto* const room = find(room_id);
    if (room == nullptr) throw std::invalid_argument("no such room: " + room_id);
    content["membership"] = membership;
    Json extra = Json::object();
    extra["unsigned"] = Json::object();
    if (auto const before = room->membership.find(user); before != room->membership.end()) {
        extra["unsigned"]["prev_content"]["membership"] = before->second;
        extra["prev_content"] = extra["unsigned"]["prev_content"];
    }
    if (membership == "invite") {
        extra["unsigned"]["invite_room_state"] = invite_state(*room);
        extra["invite_room_state"] = extra["unsigned"]["invite_room_state"];
    }
    // Who leaves still sees that he leaves; who comes sees that he comes (by the event's own subject).
    auto id = append(room_id, "m.room.member", by, std::move(content), user, std::move(extra));
    room->membership[user] = membership;
    return id;
}

std::string Rooms::redact(
    const std::string& room_id, const std::string& by, const std::string& target, Json content
) {
    content["redacts"] = target;
    Json extra;
    extra["redacts"] = target;
    auto& event = events_.at(target);
    auto const id =
        append(room_id, "m.room.redaction", by, std::move(content), std::nullopt, std::move(extra));
    event["content"] = Json::object();
    event["unsigned"]["redacted_because"] = events_.at(id);
    event["redacted_because"] = events_.at(id);
    event["unsigned"]["redacted_by"] = id;
    return id;
}

Json Rooms::sent(const std::string& id) const {
    Json event = events_.at(id);
    auto const age = std::max<std::int64_t>(0, now_ms_() - event["origin_server_ts"].get<std::int64_t>());
    event["age"] = age;
    event["unsigned"]["age"] = age;
    return event;
}

std::vector<std::string> Rooms::room_ids() const {
    std::vector<std::string> ids;
    for (auto const& [id, room] : rooms_) ids.push_back(id);
    return ids;
}

}  // namespace tests
