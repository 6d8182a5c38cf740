#include "bot/wording/lint.hpp"

#include "bot/wording/french.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>

namespace bot::wording {
namespace {

constexpr std::string_view narrow_no_break = "\u202f";

bool ends_with_no_break(std::string_view text) {
    return text.ends_with(no_break) || text.ends_with(narrow_no_break);
}

/// Addresses are no prose: their colons and dots do not count.
std::string without_addresses(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto link = text.find("](");
        out += text.substr(0, link);
        if (link == std::string_view::npos) break;
        const auto end = text.find(')', link);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

void check_spaces(std::string_view text, std::vector<std::string>& complaints) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (std::string_view(":;!?").find(text[i]) == std::string_view::npos) continue;
        const auto before = text.substr(0, i);
        const bool starts =
            before.empty() || before.ends_with('(') || before.ends_with('*') || before.ends_with('_');
        const bool follows = before.ends_with('!') || before.ends_with('?');
        if (!starts && !follows && !ends_with_no_break(before))
            complaints.push_back(
                std::string("pas d’espace insécable avant «\u00A0") + text[i] + "\u00A0». Mettez U+00A0 devant"
            );
    }
    for (auto i = text.find("«"); i != std::string_view::npos; i = text.find("«", i + 1)) {
        const auto after = text.substr(i + std::string_view("«").size());
        if (!after.starts_with(no_break) && !after.starts_with(narrow_no_break))
            complaints.emplace_back("pas d’espace insécable après le guillemet ouvrant. Mettez U+00A0 derrière");
    }
    for (auto i = text.find("»"); i != std::string_view::npos; i = text.find("»", i + 1))
        if (!ends_with_no_break(text.substr(0, i)))
            complaints.emplace_back("pas d’espace insécable avant le guillemet fermant. Mettez U+00A0 devant");
}

bool is_word(std::string_view token) {
    return std::any_of(token.begin(), token.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u == 0xC3 ||
               u == 0xC5;
    });
}

void check_length(std::string_view text, int longest, std::vector<std::string>& complaints) {
    int words = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != ' ') continue;
        const auto token = text.substr(begin, i - begin);
        begin = i + 1;
        if (is_word(token)) ++words;
        auto bare = token;
        while (!bare.empty() && std::string_view("*_)»").find(bare.back()) != std::string_view::npos)
            bare.remove_suffix(1);
        const bool ends = i == text.size() || bare.ends_with('.') || bare.ends_with('!') ||
                          bare.ends_with('?') || bare.ends_with("…");
        if (!ends) continue;
        if (words > longest)
            complaints.push_back(
                "une phrase de " + std::to_string(words) + " mots. Écrivez-en " + std::to_string(longest) +
                " au plus\u00A0: une idée par phrase"
            );
        words = 0;
    }
}

}  // namespace

std::vector<std::string> lint(std::string_view text, int longest) {
    std::vector<std::string> complaints;
    if (text.find('\'') != std::string_view::npos) complaints.emplace_back("apostrophe droite. Écrivez ’");
    if (text.find('"') != std::string_view::npos) complaints.emplace_back("guillemet droit. Écrivez «\u00A0…\u00A0»");
    for (const auto form : rules::yaml::spelt_for_two)
        if (text.find(form) != std::string_view::npos)
            complaints.push_back(rules::yaml::guillemets(form) + ". Dites-le d’une façon qui va à tout le monde");
    const std::string prose = without_addresses(text);
    check_spaces(prose, complaints);
    if (longest > 0) check_length(prose, longest, complaints);
    return complaints;
}

}  // namespace bot::wording
