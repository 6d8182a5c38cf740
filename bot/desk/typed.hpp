#pragma once
/// \file bot/desk/typed.hpp
/// Short orders that people type under an alert or in the bureau's room. A closed grammar; what it does not know is
/// left to the conversation.
///
/// Threads: functions of their arguments.

#include "rules/steering/months.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bot::desk {

/// "400 par mois à partir de septembre".
struct Promise {
    double pace = 0;
    rules::steering::Month from;
};
/// "acquitter jusqu’au 10/09 motif …", "je m’en charge", a promise alone.
struct TakeOn {
    std::string reason, about;  ///< about: what stands between the order and the rest: "AIJ"
    std::optional<rules::steering::Day> until;
    std::optional<Promise> promise;
    bool said_in_passing = false;  ///< "je m’en charge": also what people say to each other
};
struct GiveBack {};             ///< "retirer la prise en charge"
/// "silence jusqu’au 10/09 motif …"
struct Quiet {
    std::string reason, about;
    std::optional<rules::steering::Day> until;
};
/// "périmètre confirmé motif …": a change of scope in the figures is the right one.
struct Rebase {
    std::string reason, about;
};
struct Unquiet {                ///< "lever le silence"
    std::string about;
};
struct Why {};                  ///< "pourquoi"
struct UnreadDate {};           ///< an order with a day that is none
struct Yes {};                  ///< OUI
/// ANNULER, ANNULER 3
struct Withdraw {
    int import = 0;             ///< 0: the one that waits here, else the last one of here
};
/// "AIJ octobre : 1 140"
struct TypedFigure {
    std::string name;
    rules::steering::Month month;
    bool year_given = false;
    double value = 0;
};
/// "AIJ juin : 1.140", "AIJ juin : douze", "AIJ 31/06 : 300": a figure by its form, that cannot be read without guessing.
struct UnreadFigure {
    enum class Why : std::uint8_t { doubtful, no_number, negative, rate, no_month } why = Why::no_number;
    std::string name;     ///< as in TypedFigure
    std::string written;  ///< what cannot be read
    std::string example;  ///< name and month, as they should be written
};
using Order = std::variant<std::monostate, TakeOn, GiveBack, Quiet, Unquiet, Rebase, Why, UnreadDate, Yes, Withdraw, TypedFigure, UnreadFigure>;

[[nodiscard]] Order read_order(std::string_view text, rules::steering::Day today);

/// Lower-case words of letters and digits; apostrophes, hyphens and all kinds of blanks part them.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace bot::desk
