#pragma once
/// \file bot/talking/asides.hpp
/// What is said beside the search and wants its own answer: "c’est quoi un CIO ?", "pourquoi tu demandes ça ?", "tu vas le
/// dire à mes parents ?", "je te dis pas mon âge", "j’ai pas de crédit". Words are looked at folded and without punctuation.

#include "bot/talking/turn.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bot::talking {

/// The term whose meaning is asked, folded, without its article: "c’est quoi la RQTH ?" → "rqth". Empty: it is only
/// pointed at ("c’est quoi ça ?"). Nothing: no meaning is asked.
[[nodiscard]] std::optional<std::string> term_asked(std::string_view body);

/// "pourquoi tu demandes ça ?": of the question that stands, not of an answer.
[[nodiscard]] bool asks_why_asked(std::string_view body);

/// "tu vas le dire à mes parents ?", "mes parents vont le savoir ?"
[[nodiscard]] bool asks_who_is_told(std::string_view body);

/// "c’est gratuit ?", of the service.
[[nodiscard]] bool asks_whether_free(std::string_view body);

/// "non je te dis pas mon âge", "ça te regarde pas": no answer to the question that stands, and none to come.
[[nodiscard]] bool refuses_to_say(std::string_view body);

/// "je veux pas appeler", "j’ai pas de crédit": cannot or will not telephone.
[[nodiscard]] bool will_not_call(std::string_view body);

/// "et j’ai droit à quoi alors ?", "quoi d’autre ?": wants leads, whatever was explained before.
[[nodiscard]] bool asks_what_is_open(std::string_view body);

/// "et pour lui ?": somebody else, by a pronoun.
[[nodiscard]] bool points_at_another(std::string_view body);

/// "on peut cumuler le CEJ et le service civique ?"
[[nodiscard]] bool asks_whether_together(std::string_view body);

/// "je sais pas lire trop bien": shorter from here on.
[[nodiscard]] bool reads_with_difficulty(std::string_view body);

/// "j’ai honte de demander de l’aide"
[[nodiscard]] bool is_ashamed(std::string_view body);

/// What a term means: of the catalogue where it is a door ("mission locale"), else one sentence of the texts.
/// \returns false if the term is unknown.
bool explain_term(Turn&, const std::string& term);

/// Answers what is asked beside the search. \returns false if nothing of the kind was.
bool answer_aside(Turn&, std::string_view body, const reading::Reading&);

}  // namespace bot::talking
