#pragma once
/// \file bot/talking/service.hpp
/// Rights over one's data: see, take along, correct, erase. Duties P24 to P30 of the privacy requirements.

#include "bot/talking/turn.hpp"

namespace bot::talking {

/// How long what is said here is kept, for the texts that tell it ("garde": "page" or "messagerie", "duree").
[[nodiscard]] wording::Arguments kept_words(const Turn&);
void show_data(Turn&);
void export_data(Turn&);
void show_for_correction(Turn&);
/// Asks once more; "1" or "oui" erases.
void confirm_erasure(Turn&);

}  // namespace bot::talking
