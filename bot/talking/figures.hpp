#pragma once
/// \file bot/talking/figures.hpp
/// The port through which questions on the plan's objectives, alerts and meetings are answered. Talking reads
/// the question; whoever holds figures (bot/desk) answers it.
///
/// Threads: an implementation is asked on the loop's thread and must not block.

#include "bot/people/people.hpp"
#include "bot/reading/reading.hpp"
#include "bot/wording/document.hpp"
#include "bot/wording/messages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::talking {

/// A question as it was read: what is asked for is in the slots (grandeur, territoire, date_ref, periode,
/// operateur, groupe_par, alerte_id, …; message schema §4.2).
struct FiguresQuestion {
    reading::Intent intent{};
    std::vector<reading::Slot> slots;
    std::vector<std::string> measures;  ///< ids of the catalogue
    people::Role role{};
    std::string sender;  ///< full identifier: what somebody may see is decided behind the port
    reading::Day today{};
    std::string text;          ///< as it was written: "vu comme le 25/06", a name that only an objective has
    std::string conversation;  ///< where it is asked: who reads along is decided by that
    bool one_to_one = true;
    std::vector<std::string> before{};  ///< what `about` said of the question before this one
};

class Figures {
  public:
    virtual ~Figures() = default;
    /// Whether an adviser's message is about an objective whatever the reader takes it for ("écart OTP janvier"). Cheap.
    /// \param following figures were the answer to the message before
    [[nodiscard]] virtual bool concerns(std::string_view text, reading::Day today, bool following) const = 0;
    /// Ids of the objectives that a question names; empty: it names none ("et en septembre ?"). Cheap.
    [[nodiscard]] virtual std::vector<std::string> about(const FiguresQuestion&) const = 0;
    /// \returns nothing if it has no answer to this: then talking says so.
    [[nodiscard]] virtual std::optional<wording::Document> answer(
        const FiguresQuestion&, wording::Register
    ) const = 0;
};

}  // namespace bot::talking
