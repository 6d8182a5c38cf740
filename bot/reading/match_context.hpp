#pragma once
/// \file bot/reading/match_context.hpp
/// What the words around a match make of it: a wish, a plan, a word that is only asked about. Word numbers are of the
/// analysis, `last` included. Threads: pure.

#include "bot/reading/words.hpp"

#include <cstdint>

namespace bot::reading {

/// Words of a wish or a plan before the match, in its clause, with none of having in between.
[[nodiscard]] bool wished(const Analysis&, std::uint32_t first, std::uint32_t last);
/// A verb of wishing right before the match: "je voudrais faire un …", "je cherche une …".
[[nodiscard]] bool asks_to_get(const Analysis&, std::uint32_t first);
/// "droit au chômage", "droit à une bourse": the right is what is spoken of.
[[nodiscard]] bool right_asked(const Analysis&, std::uint32_t first, std::uint32_t last);
/// A diploma that somebody prepares, wants or is in the middle of: "je veux passer un CAP", "en BTS", "projet CAP".
[[nodiscard]] bool only_planned(const Analysis&, std::uint32_t first, std::uint32_t last);
/// "c’est quoi l’apprentissage", "RQTH ça veut dire quoi", "explique-moi l’intérim": a word is asked about, no person is told of.
[[nodiscard]] bool meaning_asked(const Analysis&);
/// Whether a person stands in the match or right before it.
[[nodiscard]] bool told_of_somebody(const Analysis&, std::uint32_t first, std::uint32_t last);
/// Whether one of the words stands in the `reach` words before the match, in its sentence.
[[nodiscard]] bool said_before_in(const Analysis&, std::uint32_t first, std::uint32_t reach, std::initializer_list<std::string_view>);
/// "la vente c’est fini pour moi", "la mer non merci", "le ménage j’en veux plus": refused by what follows.
[[nodiscard]] bool refused_after(const Analysis&, std::uint32_t last);
/// "mon contrat se termine le 30 septembre", "mon contrat fini fin juin", said in May: it still runs.
[[nodiscard]] bool still_runs(const Analysis&, std::uint32_t first, std::uint32_t last, Day today);

}  // namespace bot::reading
