#pragma once
/// \file bot/desk/small_cells.hpp
/// Which figures may be shown one beside the other. A count of one to four people is hidden, and so is what would give
/// it away by taking one figure from another.
///
/// Sums are what is said most ("fin mars : 538"), and two of them give what lies between. So the sum at the end of a
/// month is shown only if what came since the last sum that is shown is nobody or five people and more; months between
/// two sums that are shown are shown only if there is one. It depends on nothing that comes later: what was said in
/// March stays in order when April comes. Where one of several sub-objectives is hidden, a second one is. Money and
/// states (staff, schools) are no people: nothing of them is hidden.
///
/// A revision of an old month by one to four, seen from two days, is not in the figures that come here at all
/// (rules/steering/small_revisions.hpp). Not covered: objectives that overlap without being parent and child. Threads: values. Cost: linear in the cells, a few passes.

#include "bot/desk/situations.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bot::desk {

/// Whether a count of this objective is of too few people to be shown alone. A stock (staff, schools) and money are none.
[[nodiscard]] bool too_few(const steering::Objective&, double count);

/// Months at whose end the sum so far is not shown, of one objective by itself: `Standing::hidden_sums`.
[[nodiscard]] std::set<int> hidden_sums(const Standing&);
/// By `Standing::hidden_sums`: whether the figure of that month alone is hidden.
[[nodiscard]] bool month_hidden(const Standing&, int month);
/// The last month up to `number` at whose end the sum is shown; 0: none.
[[nodiscard]] int shown_until(const Standing&, int number);

/// By `Standing::hidden_sums`: of the paces known, the means of three months that lie between two sums that are shown.
/// Another one would tell a sum that is hidden.
struct PacesShown {
    bool last_three = true, best_three = true;
};
[[nodiscard]] PacesShown paces_shown(const Standing&);

/// Fills `Standing::hidden_sums` of all.
void hide_few(Overview&);

class SmallCells {
  public:
    explicit SmallCells(const Overview&);
    /// Its total.
    [[nodiscard]] bool hides(std::string_view objective) const;
    /// \param month number in the period
    [[nodiscard]] bool hides(std::string_view objective, int month) const;
    /// As `hidden_sums`, with what the family of objectives asks for.
    [[nodiscard]] const std::set<int>& sums(std::string_view objective) const;

  private:
    struct Series {
        const Standing* standing = nullptr;
        std::map<int, double> months, sums;  ///< as published; sums at the end of each month that counts
        std::set<int> hidden;                ///< of `sums`
        std::set<int> hidden_months;
        bool total_hidden = false;
    };
    static bool hide_second(const Series& parent, const std::vector<Series*>& parts, bool sums);

    std::map<std::string, Series, std::less<>> all_;
};

}  // namespace bot::desk
