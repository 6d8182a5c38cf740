#pragma once
/// \file bot/service/story/timeline.hpp
/// What was said where, for people to read afterwards: one HTML file a room, charts as PNG beside them.
///
/// Values; `write` is the only one that touches files. Threads: the caller's.

#include "bot/message.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bot::service {

struct TimelineLine {
    std::string id;       ///< the room's own name of it
    Instant at{};
    std::string who;      ///< empty: Phare
    std::string html;     ///< safe: made by the HTML writer, or escaped
    std::string text;     ///< the same to search in
    std::string thread;   ///< id of the message that it hangs below
    std::string chart;    ///< file name of its chart; empty: none
    std::string chart_words;
    int edits = 0;
};

struct TimelineRoom {
    std::string title, note;
    std::vector<TimelineLine> lines;
    /// The last line of Phare's that holds these words; null: none.
    [[nodiscard]] const TimelineLine* last(std::string_view words) const;
};

/// By name of the file, without ".html".
using Timeline = std::map<std::string, TimelineRoom, std::less<>>;

/// \param charts folder of the PNG files as the pages see it: "../graphiques"
void write_timeline(const Timeline&, const std::filesystem::path& folder, const std::string& charts);

}  // namespace bot::service
