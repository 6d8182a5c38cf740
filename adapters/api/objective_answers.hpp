#pragma once
/// \file adapters/api/objective_answers.hpp
/// What is asked about objectives: which there are, where they stand, their months, what is in alert. Cells under five
/// are null (bot/desk/small_cells.hpp); envelopes exist only for who may see money: to others they are not there.
///
/// Threads: one `Overviews` on one thread. Lifetime: the desk's tools outlive what was made from them.

#include "adapters/net/http.hpp"
#include "bot/desk/situations.hpp"
#include "bot/desk/small_cells.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <string>

namespace adapters::api {

using Day = std::chrono::sys_days;

/// Overviews of a few days, kept while the figures are the same: each takes an evaluation of everything.
class Overviews {
  public:
    struct Seen {
        Day day;
        bot::Instant counted_at;
        bot::desk::Overview overview;
        bot::desk::SmallCells small;
    };
    /// Valid until the next call.
    const Seen& on(const bot::desk::Tools&, const bot::desk::State&, Day);

  private:
    std::deque<Seen> seen_;
};

/// Whose question, and of what.
struct Bureau {
    const bot::desk::Tools& tools;
    const bot::desk::State& state;
    Overviews& overviews;
    Day today;
    bool money = false;  ///< the token may see envelopes
};

[[nodiscard]] net::Reply list_objectives(const Bureau&, const net::RequestHead&);
[[nodiscard]] net::Reply one_objective(const Bureau&, const net::RequestHead&, const std::string& id);
[[nodiscard]] net::Reply figures(const Bureau&, const net::RequestHead&, const std::string& id);
[[nodiscard]] net::Reply alerts(const Bureau&, const net::RequestHead&);

}  // namespace adapters::api
