#include "adapters/email/opening_words.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/plain_text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace adapters::email {

namespace {

constexpr std::size_t of_a_short_text = 600;  ///< bytes: what is longer is a text of its own
constexpr std::size_t a_sentence = 4, a_greeting = 8;  ///< words

std::vector<std::string> courtesy_words(std::string_view text) {
    std::vector<std::string> out(1);
    for (char const c : folded(text, of_a_short_text)) {
        bool const letter = is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (letter) out.back() += c;
        else if (!out.back().empty()) out.emplace_back();
    }
    if (out.back().empty()) out.pop_back();
    return out;
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& known, const std::string& word) {
    return std::find(known.begin(), known.end(), word) != known.end();
}

/// A subject that names no matter. Nothing that could be a call for help may stand here: such a subject is left out
/// when a word or two stand below it, which then are a command or an answer.
bool says_nothing(const std::vector<std::string>& subject) {
    static constexpr std::array<std::string_view, 38> empty{
        "question", "questions", "demande", "aide", "info", "infos", "information", "informations", "renseignement", "renseignements", "contact", "message",
        "mail", "bonjour", "bonsoir", "salut", "hello", "coucou", "reponse", "sans", "objet", "aucun", "test", "ma", "mon", "une", "un", "de", "d", "votre",
        "vos", "x", "phare", "svp", "merci", "pas", "titre", "sujet"};
    return std::all_of(subject.begin(), subject.end(), [](const std::string& word) { return among(empty, word); });
}

/// Greetings, thanks, a closing and the writer's name.
bool is_courtesy(const std::vector<std::string>& text, const std::vector<std::string>& names) {
    static constexpr std::array<std::string_view, 41> courtesy{
        "bonjour", "bjr", "bonsoir", "bsr", "salut", "slt", "hello", "coucou", "cc", "madame", "monsieur", "mesdames", "messieurs", "cordialement", "cdt", "cdlt",
        "bien", "a", "vous", "toi", "sincerement", "respectueusement", "salutations", "merci", "mrc", "mci", "d", "avance", "beaucoup", "svp", "stp", "s", "il", "te",
        "plait", "bonne", "belle", "journee", "soiree", "et", "reponse"};
    return text.size() <= a_greeting && std::all_of(text.begin(), text.end(), [&](const std::string& word) {
               return among(courtesy, word) || std::find(names.begin(), names.end(), word) != names.end();
           });
}

}  // namespace

std::string opening_words(std::string_view subject, std::string_view text, std::string_view name, std::string_view address) {
    subject = trimmed(subject);
    if (subject.empty()) return std::string(text);
    if (text.empty()) return std::string(subject);
    if (has(folded(text), folded(subject))) return std::string(text);
    auto const title = courtesy_words(subject), words = courtesy_words(text);
    if (says_nothing(title) && words.size() < a_sentence) return std::string(text);
    auto names = courtesy_words(name);
    for (auto& word : courtesy_words(local_part(address))) names.push_back(std::move(word));
    if (text.size() < of_a_short_text && is_courtesy(words, names)) return std::string(subject);
    bool const ends = std::string_view(".?!").find(subject.back()) != std::string_view::npos || subject.ends_with("…");
    return std::string(subject) + (ends ? "\n" : ".\n") + std::string(text);
}

}  // namespace adapters::email
