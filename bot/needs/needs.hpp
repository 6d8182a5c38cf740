#pragma once
/// \file bot/needs/needs.hpp
/// What young people ask for, by département and month: counts, never a text and never whose. A conversation counts once a
/// month for each theme; what is published has ten conversations or more in each cell, and no totals from which a hidden
/// cell could be worked out (reliability.md §5.6, P42–P46).
///
/// What is sensitive (danger, health) is no theme. Threads: values and functions of their arguments.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot::needs {

/// Closed lists: nothing else is ever counted.
inline constexpr std::array<std::string_view, 6> themes{"emploi", "formation", "alternance", "aide", "adresse", "personne"};
inline constexpr std::array<std::string_view, 5> departements{"14", "27", "50", "61", "76"};

struct Need {
    std::string month;        ///< "2026-11": of the day of the answer
    std::string departement;  ///< of `departements`
    std::string theme;        ///< of `themes`
};
[[nodiscard]] bool is_known(const Need&);

/// Conversations of one month, by département and theme.
class Counts {
  public:
    void add(std::string_view departement, std::string_view theme);
    [[nodiscard]] std::int64_t of(std::string_view departement, std::string_view theme) const;
    [[nodiscard]] std::string stored() const;
    /// \returns nothing if it is not of that form
    [[nodiscard]] static std::optional<Counts> read(std::string_view stored);

  private:
    std::map<std::pair<std::string, std::string>, std::int64_t, std::less<>> counts_;
};

inline constexpr std::int64_t k = 10;

/// A month as it may be shown: cells in the order of the closed lists; nothing stands for fewer than `k`.
struct Published {
    std::string month;
    std::array<std::array<std::optional<std::int64_t>, departements.size()>, themes.size()> cells{};
    [[nodiscard]] bool is_empty() const;  ///< nothing may be shown
};
/// Months that are over by `this_month`, the newest first: a month that still grows would show who comes, from one day to
/// the next.
[[nodiscard]] std::vector<Published> published(const std::map<std::string, Counts>& by_month, std::string_view this_month);

}  // namespace bot::needs
