#pragma once
/// \file bot/desk/small_cells.hpp
/// Which figures of an overview may be shown one beside the other. A count of one to four people is hidden, and so is
/// what would give it away: where one month of a series is hidden, a second one is; where one of several
/// sub-objectives is, a second one is, in its total and month by month. Money is no people: nothing of it is hidden.
///
/// Not covered: two views of different days, and objectives that overlap without being parent and child.
/// Threads: values. Cost: linear in the cells, a few passes.

#include "bot/desk/situations.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace bot::desk {

/// Whether a count of this objective is of too few people to be shown alone. A stock (staff, schools) and money are none.
[[nodiscard]] bool too_few(const steering::Objective&, double count);

class SmallCells {
  public:
    explicit SmallCells(const Overview&);
    /// Its total, and so every month.
    [[nodiscard]] bool hides(std::string_view objective) const;
    /// \param month number in the period
    [[nodiscard]] bool hides(std::string_view objective, int month) const;

  private:
    struct Series {
        std::map<int, double> months;  // as published
        double total = 0;
        bool total_hidden = false;
        std::set<int> hidden;
    };
    using All = std::map<std::string, Series, std::less<>>;
    static bool hide_second_month(Series&);
    static bool hide_second_total(const Series& parent, const std::vector<Series*>& parts);
    static bool hide_second_part(const Series& parent, const std::vector<Series*>& parts);

    All all_;
};

}  // namespace bot::desk
