#pragma once
/// \file bot/desk/alerts_list.hpp
/// "liste des alertes": those that are open, the heaviest first, with who has taken them on.
///
/// Threads: functions of their arguments.

#include "bot/desk/words.hpp"
#include "bot/talking/figures.hpp"

namespace bot::desk {

/// Those on amounts are counted, not told, where they may not be said.
[[nodiscard]] wording::Document alerts_list(const Tools&, const State&, const talking::FiguresQuestion&);

}  // namespace bot::desk
