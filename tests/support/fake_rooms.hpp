#pragma once
/// \file tests/support/fake_rooms.hpp
/// Rooms of the fake homeserver: events in order, who is in, what has been redacted. No network, no time of
/// its own. Internal to the fake homeserver. Threads: one.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

struct Room {
    std::string id;
    std::vector<std::string> events;                   ///< ids, oldest first
    std::map<std::string, std::string> membership;     ///< user → "join", "invite", "leave", "ban"
    nlohmann::json create = nlohmann::json::object();  ///< content of m.room.create
    bool is_public = false, encrypted = false, closed = false;
};

class Rooms {
  public:
    using Json = nlohmann::json;
    /// `is_ours` tells the users of the application service; `on_event` gets the id of each event that it
    /// must see.
    Rooms(
        std::string server_name,
        std::function<bool(std::string_view)> is_ours,
        std::function<void(const std::string&)> on_event,
        std::function<std::int64_t()> now_ms
    );

    struct Kind {
        bool is_public = false, encrypted = false;
        std::string predecessor;
    };
    std::string create(const std::string& user, const Kind&);
    /// Adds an event and pushes it if it is of interest. `state_key` makes it a state event.
    std::string append(
        const std::string& room,
        const std::string& type,
        const std::string& sender,
        Json content,
        std::optional<std::string> state_key = std::nullopt,
        Json extra = Json::object()
    );
    std::string set_membership(
        const std::string& room,
        const std::string& by,
        const std::string& user,
        const std::string& membership,
        Json content = Json::object()
    );
    std::string redact(
        const std::string& room, const std::string& by, const std::string& event, Json content
    );

    [[nodiscard]] Room* find(const std::string& room);
    [[nodiscard]] const Room* find(const std::string& room) const;
    [[nodiscard]] const Json& event(const std::string& id) const { return events_.at(id); }
    [[nodiscard]] bool has_event(const std::string& id) const { return events_.contains(id); }
    /// As the homeserver sends it at this moment: with its age, and redacted if it has been.
    [[nodiscard]] Json sent(const std::string& id) const;
    [[nodiscard]] std::vector<std::string> room_ids() const;

  private:
    [[nodiscard]] Json invite_state(const Room&) const;

    std::string server_name_;
    std::function<bool(std::string_view)> is_ours_;
    std::function<void(const std::string&)> on_event_;
    std::function<std::int64_t()> now_ms_;
    std::map<std::string, Room> rooms_;
    std::map<std::string, Json> events_;
    std::uint64_t next_room_ = 1, next_event_ = 1;
};

}  // namespace tests
