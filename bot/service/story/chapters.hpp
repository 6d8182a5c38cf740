#pragma once
/// \file bot/service/story/chapters.hpp
/// The story a step at a time, to train people with: what happens, what it shows, and the words that were said.
///
/// Functions of a timeline; output goes where it is given. Threads: the caller's.

#include "bot/service/story/timeline.hpp"

#include <functional>
#include <iosfwd>
#include <string_view>
#include <vector>

namespace bot::service {

struct Chapter {
    std::string_view title;
    std::string_view shows;                  ///< what there is to see in it, in French
    const TimelineRoom* room = nullptr;
    std::vector<const TimelineLine*> lines;  ///< in the order in which they were said; of the timeline
};

/// As long as the timeline.
[[nodiscard]] std::vector<Chapter> chapters_of(const Timeline&);

/// \param go_on asked between two chapters; false: enough
void tell_chapters(const Timeline&, const std::function<bool()>& go_on, std::ostream&);

}  // namespace bot::service
