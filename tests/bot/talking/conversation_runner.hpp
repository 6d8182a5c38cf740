#pragma once
/// \file tests/bot/talking/conversation_runner.hpp
/// Plays conversations against the real catalogue, lexicons and texts of the source tree.
///
/// A file in tests/conversations reads like a conversation:
///   today: 2026-11-22      the civil day                         # a comment
///   > 19 ans rouen         the person writes
///   < Tu as déjà           the answer contains this (no-break spaces count as spaces)
///   <! Bac+5               the answer does not contain this
///   = age 19               this fact is remembered; "= age -": it is not
///   * erase                this happened (say, replace, retract, accept, decline …, leave, follow, erase,
///   silence, leads, urgent)
///   @edit 1 20 ans         the person changes their first message; also @redact 1, @react 👍, @joined,
///   @invite [direct]
///                          [encrypted] [unwelcome], @unreadable, @moved !new:server, @attach image, @group
///                          text,
///                          @called text (in a group, addressed), @later text (more is waiting: absorbed),
///                          @left, @outage

#include "bot/talking/conversation.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bot::talking::test {

/// The real thing, loaded once. Null pointers in it after a failed load (reported as test failures).
[[nodiscard]] const Tools& tools();

[[nodiscard]] reading::Day day(std::string_view iso);

/// A conversation as it goes: what is sent in, what came out.
class Conversation {
  public:
    explicit Conversation(reading::Day today) { at.today = today; }

    /// Each gives the step's answer as plain text with ordinary spaces.
    std::string write(const std::string& text);
    std::string happens(Happening what, bool one_to_one = true, bool addressed = true);
    /// A message of the person changed or taken back; `number` from 1 in the order written.
    std::string edit(std::size_t number, const std::string& text);
    std::string redact(std::size_t number);

    [[nodiscard]] std::string fact(const std::string& name) const;  ///< "-": not known
    [[nodiscard]] bool happened(const std::string& effect) const;
    [[nodiscard]] std::string effects() const;

    Circumstances at;
    State state;
    Step last;

  private:
    std::string take(const Inbound&, const EventId& about);

    int events_ = 0;
    std::int64_t outbox_ = 0;
    std::vector<EventId> written_;
    std::map<EventId, std::vector<std::int64_t>> answers_;
};

/// Plays a file; every mismatch is a test failure that names its line.
void play(const std::filesystem::path&);

}  // namespace bot::talking::test
