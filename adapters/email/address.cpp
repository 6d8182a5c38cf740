#include "adapters/email/address.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/header_text.hpp"

#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace adapters::email {

namespace {

/// One entry of a list while it is read.
struct Entry {
    std::string words;    ///< display name, or a bare address
    std::string comment;  ///< the last one: old style names, "a@b (Name)"
    std::string angle;
    bool has_angle = false;
};

bool address_byte(char c) {
    return is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

std::optional<Mailbox> finished(const Entry& entry, bool in_group) {
    Mailbox box;
    box.in_group = in_group;
    std::string bare;
    if (entry.has_angle) {
        std::string_view inside = trimmed(entry.angle);
        if (inside.starts_with('@'))  // source route: <@relay:a@b>
            if (std::size_t const colon = inside.find(':'); colon != std::string_view::npos) inside.remove_prefix(colon + 1);
        bare = std::string(trimmed(inside));
        if (find_word(bare, "mailto:") == 0) bare.erase(0, 7);
        box.name = header_text(entry.words);
    } else {
        bare = std::string(trimmed(entry.words));
        box.name = header_text(entry.comment);
    }
    if (bare.size() >= 2 && bare.front() == '"' && bare.back() == '"') bare = bare.substr(1, bare.size() - 2);
    std::erase_if(bare, [](char c) { return is_blank(c); });
    if (!is_address(bare)) return std::nullopt;
    box.address = bare;
    return box;
}

}  // namespace

std::vector<Mailbox> read_mailboxes(std::string_view raw, std::size_t limit) {
    std::vector<Mailbox> boxes;
    Entry entry;
    bool quoted = false, angle = false, in_group = false;
    int comment = 0;
    auto const finish = [&] {
        if (auto box = finished(entry, in_group)) boxes.push_back(std::move(*box));
        entry = Entry{};
        angle = false;
    };
    for (std::size_t i = 0; i < raw.size() && boxes.size() < limit; ++i) {
        char const c = raw[i];
        std::string& into = comment > 0 ? entry.comment : angle ? entry.angle : entry.words;
        if (c == '\\' && (quoted || comment > 0) && i + 1 < raw.size()) {
            into += raw[++i];
        } else if (comment > 0) {
            if (c == '(') ++comment;
            if (c == ')' && --comment == 0) continue;
            into += c;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (quoted) {
            into += c;
        } else if (c == '(') {
            comment = 1;
            entry.comment.clear();
        } else if (c == '<') {
            angle = true;
            entry.has_angle = true;
            entry.angle.clear();
        } else if (c == '>') {
            angle = false;
        } else if (c == ':' && !angle) {
            in_group = true;
            entry = Entry{};
        } else if (c == ',' || c == ';') {
            finish();
            if (c == ';') in_group = false;
        } else {
            into += c;
        }
    }
    if (boxes.size() < limit) finish();
    return boxes;
}

bool is_address(std::string_view address) {
    std::size_t const at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 >= address.size() || address.size() > 254) return false;
    for (char const c : address)
        if (static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == 0x7f || c == ',' || c == '"') return false;
    if (address.find('@') != at) return false;
    std::string_view const domain = address.substr(at + 1);
    return domain.front() != '.' && domain.back() != '.' && !has(domain, "..");
}

std::string_view local_part(std::string_view address) { return address.substr(0, address.rfind('@')); }

std::string_view domain_part(std::string_view address) {
    std::size_t const at = address.rfind('@');
    return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

std::string with_ascii_domain(std::string_view address) {
    auto const domain = domain_part(address);
    std::string out(address);
    if (std::all_of(domain.begin(), domain.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return out;
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<UIDNA, void (*)(UIDNA*)> const idna(uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &error), &uidna_close);
    if (U_FAILURE(error)) return out;
    std::array<char, 256> ascii{};
    UIDNAInfo info{};
    info.size = static_cast<std::int16_t>(sizeof info);
    auto const size = uidna_nameToASCII_UTF8(
        idna.get(), domain.data(), static_cast<std::int32_t>(domain.size()), ascii.data(), static_cast<std::int32_t>(ascii.size()), &info, &error
    );
    if (U_FAILURE(error) || info.errors != 0) return out;
    out.resize(out.size() - domain.size());
    return out.append(ascii.data(), static_cast<std::size_t>(size));
}

std::string known_address(std::string_view address) { return lowered(with_ascii_domain(trimmed(address))); }

bool same_address(std::string_view a, std::string_view b) { return same_word(trimmed(a), trimmed(b)); }

std::optional<Tagged> tagged(std::string_view address) {
    std::string_view const local = local_part(address);
    std::size_t const plus = local.find('+');
    if (plus == std::string_view::npos || plus + 1 >= local.size()) return std::nullopt;
    return Tagged{lowered(local.substr(0, plus)), lowered(local.substr(plus + 1))};
}

std::vector<std::string> addresses_in(std::string_view text, std::size_t limit) {
    std::vector<std::string> found;
    std::size_t past = 0;  // nothing before it is looked at twice
    for (std::size_t at = text.find('@'); at != std::string_view::npos && found.size() < limit; at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > past && at - begin < 65 && address_byte(text[begin - 1])) --begin;
        std::size_t end = at + 1;
        while (end < text.size() && end - at < 190 && (address_byte(text[end]))) ++end;
        past = end;
        std::string_view one = text.substr(begin, end - begin);
        while (!one.empty() && (one.back() == '.' || one.back() == '\'' || one.back() == '/')) one.remove_suffix(1);
        while (!one.empty() && (one.front() == '\'' || one.front() == '.')) one.remove_prefix(1);
        if (is_address(one)) found.emplace_back(one);
    }
    return found;
}

}  // namespace adapters::email
