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
///   ~ 19 ans               a letter of this step (to a structure, or back) contains this; "~!": none does
///   canal: courriel        answers take hours: everything is asked at once
///   role: partenaire       the writer is an adviser       desk: 76540S00    that structure reads requests (*: all)
///   @desk ABC-DEFG texte   the structure writes in its room; CODE stands for the last code
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

/// The day on which tests talk that need no other.
inline const reading::Day today = day("2026-11-22");

/// A conversation as it goes: what is sent in, what came out.
class Conversation {
  public:
    explicit Conversation(reading::Day on) { at.today = on; }

    /// Each gives the step's answer as plain text with ordinary spaces.
    std::string write(const std::string& text);
    std::string happens(Happening what, bool one_to_one = true, bool addressed = true);
    /// A message of the person changed or taken back; `number` from 1 in the order written.
    std::string edit(std::size_t number, const std::string& text);
    std::string redact(std::size_t number);

    [[nodiscard]] std::string fact(const std::string& name) const;  ///< "-": not known
    [[nodiscard]] bool happened(const std::string& effect) const;
    [[nodiscard]] std::string effects() const;

    /// At the structure's desk; CODE stands for the code of the last request.
    std::string at_desk(std::string text);
    void be_partner();
    void open_desk(const std::string& structure);
    /// All letters of the last step as plain text.
    [[nodiscard]] std::string letters() const;

    Circumstances at;
    State state;
    Step last;
    Tools own = tools();

  private:
    std::string take(const Inbound&, const EventId& about);
    void remember_files();

    people::Settings people_;
    std::map<std::string, OpenFile> files_;
    std::string code_;
    State desk_state_;
    int events_ = 0;
    std::int64_t outbox_ = 0;
    std::vector<EventId> written_;
    std::map<EventId, std::vector<std::int64_t>> answers_;
};

/// Plays a file; every mismatch is a test failure that names its line.
void play(const std::filesystem::path&);

}  // namespace bot::talking::test
