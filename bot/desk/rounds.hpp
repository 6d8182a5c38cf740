#pragma once
/// \file bot/desk/rounds.hpp
/// One look at everything on a day: episodes are decided, messages written, the digest made when it is due. Nothing is
/// kept here: the same state and day give the same outcome, and the outcome's state makes the next look silent.
///
/// The caller looks only in office hours (`steering::office_hours`), commits state and posts together, and only then
/// sends. Threads: functions of their arguments.

#include "bot/desk/notices_words.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot::desk {

/// Something to be said, of which the book wants to know the row.
struct Post {
    people::Destination to;
    wording::Document document;
    std::vector<std::string> mentions;
    std::string subject;                 ///< for channels that have one
    std::string thread;                  ///< remote id of the message that it hangs below; empty: a message of its own
    std::string in_reply_to;
    std::optional<Said> edits{};         ///< in place of that message
    std::optional<ThreadKey> noted_in{};  ///< `Thread::said` of the state gets its row
    std::vector<std::shared_ptr<const File>> files{};
};

struct Outcome {
    State state;
    std::vector<Post> posts;
    std::vector<Record> records;  ///< new ones, beside the book
    bool changed = false;         ///< no: nothing to commit
};

/// \param now stamps the calendar file that goes with a digest
[[nodiscard]] Outcome look(const Tools&, State, Day today, Instant now);

/// Figures that came after the digest of the next bureau was said make it wrong: an hour later it is said anew.
inline constexpr std::chrono::hours late_digest_waits{1};
[[nodiscard]] bool digest_is_outdated(const Tools&, const State&, Day today, Instant now);
/// Which stage of the digest is due, counted back from the next bureau to a working day: 7, 1, or 0.
[[nodiscard]] int digest_stage(const steering::Calendar&, Day today);

}  // namespace bot::desk
