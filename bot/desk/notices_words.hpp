#pragma once
/// \file bot/desk/notices_words.hpp
/// What the bureau is told, as documents (alerting.md §2.10): alert, end of an alert, doubtful data, meeting. Level and object first; done, plan, gap; landing and probability; pace; reliability; what changed; next
/// bureau; what to do.
///
/// Threads: functions of their arguments.

#include "bot/desk/words.hpp"
#include "rules/steering/notices.hpp"

namespace bot::desk {

/// What messages are written from.
struct Scene {
    const Tools& tools;
    const State& before;       ///< as it was when the figures came
    const steering::Book& after;
    const Overview& overview;
    Day today;
    std::vector<EpisodeId> suggest_meeting;
};

[[nodiscard]] wording::Document document_of(const Scene&, const steering::Message&);
/// A state that is not there at its day (advisers, schools), or the end of that alert.
[[nodiscard]] wording::Document state_alert(const Scene&, const steering::Line&, const KnownState&);
/// Whether this recipient may not read this objective's amounts.
[[nodiscard]] bool amounts_hidden(const Scene&, std::string_view recipient, const Standing&);
/// The name of what an episode is about.
[[nodiscard]] std::string object_of(const Tools&, const EpisodeId&);
/// Subject of the mail that says the same: "[Plan jeunes] ALERTE – AIJ 2020 – 97 % de risque (réf. AIJ-2020-NOR/1)".
[[nodiscard]] std::string subject_of(const Scene&, const steering::Message&);

}  // namespace bot::desk
