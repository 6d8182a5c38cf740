#pragma once
/// \file bot/talking/commands.hpp
/// The words in capitals that our own texts tell people to write, and intents that mean the same.

#include "bot/reading/reading.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bot::talking {

enum class Command : std::uint8_t {
    none,
    why,
    restart,
    erase,
    show_data,
    export_data,
    privacy,
    help,
    human,
    pass,
    correct,
    resume,
    simpler,
    language,
    leads  ///< back to what was proposed
};
struct Order {
    Command command = Command::none;
    int number = 0;      ///< "pourquoi 2"; 0: none
    bool typed = false;  ///< the word itself, not an intent that was inferred
};
[[nodiscard]] Order order_of(std::string_view body, const reading::Reading&);

/// A text folded to words of letters and digits with single blanks between them: "C’est où, là-bas ?" → "c est ou la bas".
[[nodiscard]] std::string plain_words(std::string_view body);
/// Whether `words` stand in such a text, whole.
[[nodiscard]] bool has_words(std::string_view text, std::string_view words);

/// Asks where or when somebody can be met, not how a thing is done.
[[nodiscard]] bool asks_for_place(std::string_view body);

/// Would go, but not alone.
[[nodiscard]] bool goes_not_alone(std::string_view body);

/// "t’es une vraie personne ?"
[[nodiscard]] bool asks_who_answers(std::string_view body);

/// "aide au permis de France Travail", not just any help with the licence.
[[nodiscard]] bool names_the_agency(std::string_view body);

/// What is looked for, if the words name it: formation, emploi, alternance, permis, logement; else empty.
[[nodiscard]] std::string_view wish_in(std::string_view body);

}  // namespace bot::talking
