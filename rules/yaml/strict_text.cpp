#include "rules/yaml/strict_text.hpp"

#include "rules/yaml/complain.hpp"

#include <algorithm>
#include <array>

namespace rules::yaml {
namespace {

constexpr std::size_t largest = std::size_t{1} << 20;

/// Length of the well-formed UTF-8 character that `rest` starts with; 0: malformed (overlong and surrogates
/// too).
std::size_t utf8_length(std::string_view rest) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    auto const follows = [&](std::size_t i) { return i < rest.size() && (byte(i) & 0xC0U) == 0x80U; };
    unsigned const first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (!follows(1) || !follows(2)) return 0;
        if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (!follows(1) || !follows(2) || !follows(3)) return 0;
        if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
        return 4;
    }
    return 0;
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool sexagesimal(std::string_view text) {
    std::size_t const colon = text.find(':');
    if (colon == std::string_view::npos || !all_digits(text.substr(0, colon))) return false;
    std::string_view const rest = text.substr(colon + 1);
    return all_digits(rest.substr(0, rest.find(':')));
}

std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

}  // namespace

bool fit_to_parse(std::string_view text, std::string_view shown_as, Complaints& complaints) {
    Place place{std::string(shown_as), 0, 0};
    if (text.size() > largest) {
        complain(complaints, place, "le fichier dépasse 1 Mio", "Le partager en plusieurs fichiers");
        return false;
    }
    place.line = 1;
    int column = 1;
    bool in_indentation = true, fit = true;
    for (std::size_t at = 0; at < text.size();) {
        place.column = column;
        std::size_t const length = utf8_length(text.substr(at));
        if (length == 0) {
            complain(
                complaints,
                place,
                "ce caractère n’est pas de l’UTF-8 valide",
                "Enregistrer le fichier en UTF-8"
            );
            return false;
        }
        char const c = text[at];
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') {
            complain(complaints, place, "caractère de contrôle", "Le supprimer");
            fit = false;
        }
        if (c == '\t' && in_indentation) {
            complain(
                complaints, place, "tabulation dans le retrait", "Décaler avec des espaces, deux par niveau"
            );
            fit = false;
        }
        at += length;
        ++column;
        if (c == '\n') {
            ++place.line;
            column = 1;
            in_indentation = true;
        } else if (c != ' ') {
            in_indentation = false;
        }
    }
    return fit;
}

int character_column(std::string_view text, int line, int column) {
    for (int i = 0; i < line; ++i) {
        std::size_t const end = text.find('\n');
        if (end == std::string_view::npos) return 1;
        text.remove_prefix(end + 1);
    }
    std::string_view const before = text.substr(0, static_cast<std::size_t>(std::max(column, 0)));
    auto const starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return 1 + static_cast<int>(std::count_if(before.begin(), before.end(), starts));
}

std::optional<Doubt> doubt_about_bare(std::string_view scalar) {
    std::string const quoted = "\"" + std::string(scalar) + "\"";
    if (scalar.size() <= 5) {
        constexpr std::array<std::string_view, 3> yes{"yes", "on", "true"};
        constexpr std::array<std::string_view, 3> no{"no", "off", "false"};
        std::string const word = lower_ascii(scalar);
        if (std::find(yes.begin(), yes.end(), word) != yes.end())
            return Doubt{guillemets(scalar) + " est ambigu", "Écrire oui"};
        if (std::find(no.begin(), no.end(), word) != no.end())
            return Doubt{guillemets(scalar) + " est ambigu", "Écrire non"};
    }
    if (scalar.empty() || scalar.front() < '0' || scalar.front() > '9') return std::nullopt;
    if (scalar.size() > 1 && scalar.front() == '0') {
        std::string_view const rest = scalar.substr(1);
        bool const based = rest.front() == 'x' || rest.front() == 'o' || rest.front() == 'X';
        if (all_digits(rest) || based)
            return Doubt{
                "nombre qui commence par zéro\u00A0: " + guillemets(scalar),
                "Entre guillemets si c’est un code (" + quoted + "), sans le zéro si c’est un nombre"};
    }
    if (sexagesimal(scalar))
        return Doubt{
            guillemets(scalar) + " serait lu en base soixante", "Mettre entre guillemets\u00A0: " + quoted};
    return std::nullopt;
}

}  // namespace rules::yaml
