#pragma once
/// \file bot/talking/leads.hpp
/// What is proposed: three measures at most, that fit what was said, from the quickest to the most demanding.
///
/// What is never asked (sensitivity 3) is supposed not to be the case; a measure that only such a thing would
/// open is not proposed, and named as an exception when the person asks for it.

#include "bot/talking/turn.hpp"
#include "rules/law/verdict.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::talking {

/// A verdict in the ordinary case, and which never-asked fields were supposed for it.
struct Judged {
    law::Verdict verdict;
    std::vector<law::FieldId> supposed;
    law::Situation situation;  ///< with the suppositions
};
[[nodiscard]] Judged judge(const Turn&, const law::Measure&, const law::Situation&);

/// What may be proposed: open already, or waiting for two facts at most. The best fit first.
struct Proposal {
    Judged judged;
    bool wished = false;     ///< of the kind that the person looks for
    std::size_t fit = 0;     ///< how many of their answers the rule wants as they are
    bool side_help = false;  ///< helps with a cost beside the way
    bool decided = false;    ///< nothing is missing
};
[[nodiscard]] std::vector<Proposal> proposals(const Turn&, std::string_view besides = {});

/// A contract of work for somebody who spoke of papers that may not allow it: never open without a word on that.
[[nodiscard]] bool wants_work_permit(const Turn&, const law::Measure&, const law::Situation&);

/// Three at most; never `besides`.
[[nodiscard]] std::vector<Judged> choose_leads(const Turn&, std::string_view besides = {});

/// What a line says of a lead: enough to choose by, or all of it, to compare.
enum class Detail : std::uint8_t { brief, whole };
/// The leads as numbered lines; the numbers stand for them from now on.
[[nodiscard]] std::vector<wording::Line> put_leads(Turn&, std::span<const Judged>, Detail = Detail::brief);

/// A number is that of a lead again, where leads were given; else nothing stands.
void number_leads(Turn&);

/// "Pk la mission locale": the lead whose title stands in the message, which the reading may know as a structure only. Empty: none.
[[nodiscard]] std::string lead_named(const Turn&, std::string_view body);

/// Says the leads, or that there is none.
void give_leads(Turn&);

/// Measures beside each other, by number.
void compare(Turn&, std::span<const std::string> measures);

[[nodiscard]] std::string_view summary(const Turn&, const law::Measure&);

}  // namespace bot::talking
