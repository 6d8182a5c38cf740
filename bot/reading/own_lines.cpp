#include "bot/reading/text.hpp"

#include <array>

namespace bot::reading {
namespace {

std::string_view trimmed(std::string_view line) {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
        line.remove_suffix(1);
    return line;
}

bool starts(std::string_view line, std::string_view with) {
    return line.substr(0, with.size()) == with;
}

/// What begins the copy of an older mail: everything below is not the writer's.
bool begins_older_mail(std::string_view line) {
    if (starts(line, "-----")) return true;
    if (starts(line, "________________")) return true;
    const bool announces = line.size() < 200 && (line.ends_with(":") || line.ends_with(": "));
    if (!announces) return false;
    return (starts(line, "Le ") || starts(line, "On ")) &&
           (line.find("crit") != std::string_view::npos || line.find("wrote") != std::string_view::npos);
}

constexpr std::size_t longest_of_a_signature = 70, lines_of_a_signature = 6;

/// "Cordialement," on a line of its own, or at the end of one.
bool takes_leave(std::string_view line) {
    while (!line.empty() && (line.back() == ',' || line.back() == '.' || line.back() == '!' || line.back() == ' ')) line.remove_suffix(1);
    static constexpr std::array whole{"Respectueusement", "Bien à vous", "Bien à toi", "Cdt", "Cdlt"};
    for (const std::string_view leave : whole)
        if (line == leave) return true;
    // "… je vous prie d’agréer mes salutations distinguées"
    static constexpr std::array within{"ordialement", "alutations"};
    constexpr std::size_t longest = 140;
    for (const std::string_view leave : within)
        if (line.size() <= longest && line.find(leave) != std::string_view::npos && line.size() - line.rfind(leave) <= leave.size() + 16) return true;
    return false;
}

/// Whether only a few short lines follow, up to the end or to what is quoted: a name, a house, an address, a telephone.
bool signature_follows(std::string_view utf8, std::size_t at) {
    std::size_t lines = 0;
    while (at < utf8.size()) {
        auto end = utf8.find('\n', at);
        if (end == std::string_view::npos) end = utf8.size();
        const auto line = trimmed(utf8.substr(at, end - at));
        at = end + 1;
        if (starts(line, ">") || begins_older_mail(line)) break;
        if (starts(line, "PS") || starts(line, "P.S") || line.size() > longest_of_a_signature) return false;
        if (!line.empty()) ++lines;
    }
    return lines <= lines_of_a_signature;
}

}  // namespace

std::vector<Evidence> own_lines(std::string_view utf8) {
    std::vector<Evidence> kept;
    for (std::size_t begin = 0; begin < utf8.size();) {
        auto end = utf8.find('\n', begin);
        if (end == std::string_view::npos) end = utf8.size();
        const auto raw = utf8.substr(begin, end - begin);
        const auto line = trimmed(raw);
        // "De : …" right above "Envoyé : …": what Outlook puts before the copy of an older mail.
        if (begin > 0 && (starts(line, "De :") || starts(line, "De:") || starts(line, "From:"))) {
            const auto below = end + 1 < utf8.size() ? trimmed(utf8.substr(end + 1, utf8.find('\n', end + 1) - end - 1)) : std::string_view{};
            if (starts(below, "Envoy") || starts(below, "Date") || starts(below, "Sent") || starts(below, "À :") || starts(below, "To:")) break;
        }
        // A signature's mark (RFC 3676 §4.3) or an older mail ends what is new.
        if (raw == "-- " || line == "--" || (begin > 0 && begins_older_mail(line))) break;
        if (begin > 0 && takes_leave(line) && signature_follows(utf8, end + 1)) {
            kept.push_back({begin, end});
            break;
        }
        static constexpr std::array headers{
            "Objet :", "Objet:", "Sujet :", "De :", "Envoyé :", "À :", "Cc :"};
        bool header = false;
        for (const std::string_view name : headers) header = header || starts(line, name);
        if (!starts(line, ">") && !header) kept.push_back({begin, end});
        begin = end + 1;
    }
    return kept;
}

}  // namespace bot::reading
