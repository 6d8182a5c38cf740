#pragma once
/// \file bot/desk/state.hpp
/// All that the desk remembers, and its form in the store.
///
/// The log of figures is append-only: an import is one record, each OUI and each ANNULER one more; no record is ever
/// written again. Episodes, treatment and what was said to whom are one record, the book, replaced in the same
/// transaction as the messages that it tells of. All lie sealed beside the conversations, under the channel name
/// "bureau" (docs/decisions/0013-desk-storage.md).
/// Threads: values.

#include "bot/desk/model_history.hpp"
#include "bot/desk/past.hpp"
#include "bot/desk/settings.hpp"
#include "bot/message.hpp"
#include "rules/figures/ledger.hpp"
#include "rules/steering/digest.hpp"
#include "rules/steering/episode.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bot::desk {

using steering::EpisodeId;
class Known;
class Shelf;

/// One message of ours about a tree: known by the row that said it, and by the peer's name once it arrived.
struct Said {
    std::int64_t outbox_id = 0;
    std::string remote_id;
};

/// The forecast as it was told: what a later account starts from.
struct ToldFigures {
    double landing = 0;
    int model = 0;  ///< its version
};
/// What a recipient was told about a tree of objectives since it was last calm: one thread.
struct Thread {
    std::vector<Said> said;           ///< the first one is edited in place, and further ones hang below it
    std::set<EpisodeId> episodes;     ///< told of here
    Day last_told{};                  ///< changes are counted from here
    std::map<std::string, ToldFigures> figures{};  ///< by objective, as of then
    bool over = false;                ///< everything was closed: the next alert begins anew
};
/// An alert of another system that was relayed (foreign.hpp).
struct ForeignKnown {
    std::string source, name, summary, objective;
    Instant expires{};  ///< of one that is over: when it is forgotten
    bool over = false;
};
/// Somebody said that a change of scope in the figures is the right one.
struct Rebased {
    Day on{};
    std::string by, reason;
};
/// An episode that is closed, for as long as others must be told (pushed.hpp).
struct EndedAlert {
    Day opened{};
    Instant at{};
};
/// A reaction under an alert, for the day that it is taken back.
struct Mark {
    std::vector<EpisodeId> on;
    bool silence = false;  ///< else it took them on
};
using ThreadKey = std::pair<std::string, std::string>;  ///< recipient, root objective

struct State {
    figures::Ledger ledger;
    steering::Book book;
    std::map<ThreadKey, Thread> threads;
    Pasts history;  ///< of open alerts and of those that are over
    std::map<std::string, Mark> marks;                    ///< by "conversation event" of the reaction
    std::map<std::string, int> proposals;                 ///< by "channel conversation": the import that waits for OUI
    std::map<std::string, int> last_month;                ///< by objective: number of the last month seen
    steering::LevelsThen at_last_bureau;
    Day bureau_seen{};                                    ///< the bureau that `at_last_bureau` is of
    std::set<std::string> digests;                        ///< sent: "2020-12-17 7"
    Instant digest_said_at{};                             ///< when the last one was
    std::vector<EpisodeId> agenda;                        ///< put on the next bureau's
    std::map<std::string, std::vector<Rebased>> rebased;  ///< by objective
    ModelHistory models;                                  ///< that forecasts were made with
    std::map<std::string, ForeignKnown> foreign;          ///< by key
    std::map<EpisodeId, EndedAlert> ended;                ///< closed in the last hour
    Instant counted_at{};                                 ///< when figures last began or ceased to count
    Instant looked_for{};                                 ///< `counted_at` of the figures that were last looked at
    /// Closed rooms in which somebody sits who may not see money, by room; an empty list: who sits there is not known.
    /// Asked anew by each run: not in the store.
    std::map<std::string, std::vector<std::string>> strangers;
    /// Where what is worked out from the figures is kept; copies share it. None: worked out at each question. Not in the store.
    std::shared_ptr<Shelf> shelf{};

    /// The log as it counts on a day, ready to be evaluated.
    [[nodiscard]] steering::Steering steering(const Tools&, Day) const;
    /// The same with a log that is at hand. \pre it is `ledger.log_on` of that day, as the rows came
    [[nodiscard]] steering::Steering steering(const Tools&, Day, steering::PublicationLog) const;
    /// The same and what follows from it, from the shelf (known.hpp).
    [[nodiscard]] std::shared_ptr<const Known> known(const Tools&, Day) const;
};

/// What is shown of counts of people changes by nobody or by five and more (rules/steering/small_revisions.hpp): every face
/// that shows figures reads its log so.
void hold_revisions(steering::Steering&, Day);

/// One record for the store: a name and bytes.
struct Record {
    std::string name, bytes;
};
inline constexpr std::string_view storage_channel = "bureau";
inline constexpr std::string_view book_name = "livre";

[[nodiscard]] Record book_record(const State&);
/// \returns false if it is of a form that this version does not know
[[nodiscard]] bool take_book(State&, std::string_view bytes);

[[nodiscard]] Record import_record(const figures::Import&);
enum class Deed : std::uint8_t { confirmed, withdrawn };
/// \param sequence how many such records there were before
[[nodiscard]] Record deed_record(int sequence, int import, Deed, Day, std::string_view by);
[[nodiscard]] int deeds_in(const figures::Ledger&);
/// Imports and deeds in any order. \returns nothing if one is damaged or missing
[[nodiscard]] std::optional<figures::Ledger> ledger_of(std::vector<Record>);

}  // namespace bot::desk
