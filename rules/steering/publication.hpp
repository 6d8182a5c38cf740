#pragma once
/// \file rules/steering/publication.hpp
/// The publication log: who said what about which month, and when. Append-only; nothing is overwritten, so that
/// any past day can be seen as it was then ("vu comme le 25/06"). Values in, no storage: a store keeps the rows
/// and hands them to `PublicationLog`.
///
/// Units are the objective's own. A missing month is no row, never a zero. Threads: values.

#include "rules/steering/months.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rules::steering {

enum class Standing : std::uint8_t { provisional, revised, consolidated };

/// A row as it was accepted.
struct Publication {
    std::string objective, source;
    Month month;                         ///< month of effect
    double value = 0;                    ///< of that month, not cumulated
    std::optional<double> unattributed;  ///< rows of the same file that name no prescriber
    Day published_on;
    Standing standing = Standing::provisional;
    std::string entered_by, file_hash, comment;  ///< for people; no rule reads them
    Day received_on{};
};

/// What the log keeps of a row for computing.
struct Vintage {
    Day published_on;
    Month month;
    double value = 0;
    double unattributed = 0;
    Standing standing = Standing::provisional;
};

/// A month as it was known on some day.
struct KnownMonth {
    Month month;
    Day first_published;
    double first_value = 0;
    double value = 0;         ///< of the last publication then
    double unattributed = 0;  ///< likewise
    int publications = 0;
    Day last_published{};
};

class PublicationLog {
  public:
    void append(const Publication&);
    /// In the order of publication; of the same day, in the order in which they were appended. Empty: no such
    /// series. Valid until the next append.
    [[nodiscard]] std::span<const Vintage> series(std::string_view objective, std::string_view source) const;
    [[nodiscard]] std::size_t size() const { return rows_; }
    /// Each series, to be read otherwise from here on; rows must stay in the order of publication.
    void change_each(const std::function<void(const std::string& objective, std::vector<Vintage>&)>&);

  private:
    std::map<std::string, std::map<std::string, std::vector<Vintage>, std::less<>>, std::less<>> series_;
    std::size_t rows_ = 0;
};

/// What the series said on `day`, by month ascending.
[[nodiscard]] std::vector<KnownMonth> known_on(std::span<const Vintage>, Day day);

}  // namespace rules::steering
