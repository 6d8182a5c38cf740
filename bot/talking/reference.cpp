#include "bot/talking/reference.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>

namespace bot::talking {
namespace {

using nlohmann::json;

constexpr std::size_t before_hyphen = 3, after_hyphen = 4;

/// FNV-1a, then mixed: a name for the request, no secret.
std::uint64_t mixed(std::string_view conversation, std::string_view event) {
    std::uint64_t h = 0xcbf29ce484222325U;
    const auto take = [&h](unsigned char c) { h = (h ^ c) * 0x100000001b3U; };
    for (const char c : conversation) take(static_cast<unsigned char>(c));
    take(0);
    for (const char c : event) take(static_cast<unsigned char>(c));
    h ^= h >> 31U;
    h *= 0x9e3779b97f4a7c15U;
    return h ^ (h >> 29U);
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string_view without_leading(std::string_view text, std::string_view what) {
    const auto begin = text.find_first_not_of(what);
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin);
}

}  // namespace

std::string reference_code(std::string_view conversation, std::string_view event) {
    std::string code;
    auto rest = mixed(conversation, event);
    for (std::size_t i = 0; i < before_hyphen + after_hyphen; ++i, rest /= code_signs.size()) {
        if (i == before_hyphen) code += '-';
        code += code_signs[rest % code_signs.size()];
    }
    return code;
}

std::optional<Referenced> reference_in(std::string_view text) {
    text = without_leading(text, " \t\n");
    static constexpr std::string_view word = "FICHE";
    std::size_t same = 0;
    while (same < word.size() && same < text.size() && upper(text[same]) == word[same]) ++same;
    if (same == word.size()) text = without_leading(text.substr(same), " \t");
    Referenced found;
    std::size_t at = 0;
    while (at < text.size() && found.code.size() < before_hyphen + 1 + after_hyphen) {
        if (found.code.size() == before_hyphen) {
            found.code += '-';
            if (text[at] == '-') ++at;
            continue;
        }
        const char c = upper(text[at]);
        if (code_signs.find(c) == std::string_view::npos) return std::nullopt;
        found.code += c;
        ++at;
    }
    if (found.code.size() != before_hyphen + 1 + after_hyphen) return std::nullopt;
    const auto rest = text.substr(at);
    if (!rest.empty() && std::string_view(" \t\n:.,").find(rest.front()) == std::string_view::npos)
        return std::nullopt;
    found.rest = std::string(without_leading(rest, " \t\n:.,"));
    return found;
}

std::string OpenFile::stored() const {
    return json{
        {"form", 1},
        {"young", {young.channel, young.conversation}},
        {"desk", {desk.channel, desk.conversation}},
        {"structure", structure}}
        .dump();
}

std::optional<OpenFile> OpenFile::from_stored(std::string_view stored) {
    try {
        const json in = json::parse(stored);
        if (in.at("form") != 1) return std::nullopt;
        const auto place = [&in](const char* name) {
            const auto parts = in.at(name).get<std::array<std::string, 2>>();
            return people::Destination{parts[0], parts[1]};
        };
        return OpenFile{place("young"), place("desk"), in.at("structure").get<std::string>()};
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

}  // namespace bot::talking
