#pragma once
/// \file bot/people/rights.hpp
/// Who may do what about objectives: treat an alert, bring figures, see money. Looked up when somebody acts, never
/// remembered: whoever left the list yesterday may nothing today.
///
/// Threads: immutable once made; any.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bot::people {

enum class Right : std::uint8_t {
    see_figures,    ///< counts of objectives
    see_money,      ///< envelopes
    treat_alerts,   ///< take on, silence
    bring_figures   ///< import, type a number, take an import back
};

struct RightsSettings {
    std::vector<std::string> bureau;       ///< full identifiers: everything
    std::vector<std::string> owners;       ///< of objectives: figures and alerts
    std::vector<std::string> data_owners;  ///< figures in and out
    std::vector<std::string> closed_rooms; ///< conversations meant for the bureau alone: money may be said (bot/desk/money.hpp asks who really sits there)
};

class Rights {
  public:
    Rights() = default;
    explicit Rights(RightsSettings settings) : settings_(std::move(settings)) {}
    [[nodiscard]] bool may(std::string_view sender, Right) const;
    enum class Role : std::uint8_t { none, data_owner, owner, bureau };
    [[nodiscard]] Role role_of(std::string_view sender) const;  ///< the one with most rights
    /// Whether everybody who reads along may see money: a conversation of two with somebody who may, or a closed room.
    [[nodiscard]] bool money_may_be_said(std::string_view sender, std::string_view conversation, bool one_to_one) const;

    /// Whether everybody in this conversation is of the bureau.
    [[nodiscard]] bool is_closed(std::string_view conversation) const;
    [[nodiscard]] const std::vector<std::string>& closed_rooms() const { return settings_.closed_rooms; }

  private:
    RightsSettings settings_;
};

}  // namespace bot::people
