#pragma once
/// \file adapters/web/transcript.hpp
/// What the page shows of a conversation. It lives in the conversation's outbox rows: what the person wrote is a row too,
/// written and delivered with the admission of the message, so that it is sealed, erased and purged like the answers.
///
/// Threads: pure.

#include "adapters/web/answer.hpp"
#include "db/store.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::web {

inline constexpr std::string_view channel_name = "web";
inline constexpr std::string_view kind_heard = "heard";  ///< a row that holds what the person wrote
inline constexpr std::string_view kind_kept = "kept";    ///< a row that says: still there. Never shown

/// A conversation is over after so long without a message, and after so long in all (reliability §5.3).
struct Lifetime {
    std::chrono::minutes idle{15};
    std::chrono::hours most{12};
    std::chrono::minutes warned{5};  ///< before the end the page asks whether somebody is still there (RGAA 13.1)
};

struct Turn {
    std::int64_t id = 0;
    bool by_person = false;
    std::string text;  ///< the person's
    Answer answer;     ///< ours
};

/// Rows of ours are shown when they have arrived, or when delivery has let them through (`arrived`: up to this id).
[[nodiscard]] std::vector<Turn> transcript(const std::vector<db::OutboxEntry>&, std::int64_t arrived);
/// When the conversation of these rows is over.
struct End {
    db::Micros at = 0;            ///< 0: without rows it has not begun
    bool can_be_put_off = false;  ///< a word or a sign of life moves it; else it is the longest time in all
    [[nodiscard]] bool is_past(db::Micros now) const { return at != 0 && at <= now; }
};
[[nodiscard]] End end_of(const std::vector<db::OutboxEntry>&, const Lifetime&);
/// The last word is the person's.
[[nodiscard]] bool waits_for_us(const std::vector<Turn>&);
/// Choices that stand: those of the last thing that we said, if nothing was answered to it.
[[nodiscard]] Choices open_choices(const std::vector<Turn>&);

/// A turn as the page's script reads it: {"i": id, "f": first id still kept, "x": text} or {"i", "f", "d", "u",
/// "c": [[number, label]…], "h": true if the choices say all that their list says}.
[[nodiscard]] std::string turn_json(const Turn&, std::int64_t first);

}  // namespace adapters::web
