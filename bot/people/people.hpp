#pragma once
/// \file bot/people/people.hpp
/// Who writes, and to which room of a structure a young person's request may go: what the configuration says
/// of people. Nobody is recognised by what they write.
///
/// Threads: immutable once made; any.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bot::people {

/// A young person unless the configuration says otherwise.
enum class Role : std::uint8_t { young, partner };

/// A conversation of ours with somebody: where something can be said.
struct Destination {
    std::string channel, conversation;  ///< as in bot::Inbound
    friend bool operator==(const Destination&, const Destination&) = default;
};

struct Settings {
    std::vector<std::string> partners;       ///< full identifiers of senders; "@exemple.fr": everybody of a mail domain
    std::vector<std::string> partner_rooms;  ///< conversations in which everybody is a partner
    /// By code of the structure in the directory of places (missions locales, agencies).
    std::map<std::string, Destination, std::less<>> desks;
    Destination any_desk;  ///< for every structure without one of its own; empty conversation: none
};

class People {
  public:
    People() = default;
    explicit People(Settings settings) : settings_(std::move(settings)) {}

    [[nodiscard]] Role role_of(std::string_view sender, std::string_view conversation) const;
    /// Where requests for this structure go. \returns null: nowhere, and nothing may be promised.
    [[nodiscard]] const Destination* desk_of(std::string_view structure) const;
    /// Whether requests arrive in this conversation: what is written there may answer one.
    [[nodiscard]] bool is_desk(std::string_view channel, std::string_view conversation) const;

  private:
    Settings settings_;
};

}  // namespace bot::people
