#include "adapters/email/auth_results.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/header_text.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::email {

namespace {

/// Splits at `;` outside quoted strings.
std::vector<std::string> statements(std::string_view text) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\\' && quoted && i + 1 < text.size()) {
            out.back() += text[++i];
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (c == ';' && !quoted) out.emplace_back();
        else out.back() += c;
    }
    return out;
}

/// Words outside quoted strings; the quotes go.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    bool quoted = false, any = false;
    for (char const c : text) {
        if (c == '"') {
            quoted = !quoted;
            any = true;
        } else if (c == ' ' && !quoted) {
            if (any) out.push_back(word);
            word.clear();
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any) out.push_back(word);
    return out;
}

std::string_view domain_of(std::string_view signer) {
    std::size_t const at = signer.rfind('@');
    return at == std::string_view::npos ? signer : signer.substr(at + 1);
}

/// "a.b.example" under "b.example": the same organisation as far as can be told without a list of suffixes.
/// Either may come in Unicode or in ASCII.
bool aligned(std::string_view named, std::string_view from_domain) {
    std::string const ascii_signer = with_ascii_domain("@" + std::string(domain_of(named))), ascii_from = with_ascii_domain("@" + std::string(from_domain));
    std::string_view const signer = domain_of(ascii_signer), from = domain_of(ascii_from);
    if (signer.empty() || from.empty()) return false;
    if (same_word(signer, from)) return true;
    // Only a signer above From counts, and only with two labels at least: "example" signs for nobody.
    return signer.find('.') != std::string_view::npos && from.size() > signer.size() + 1 && from[from.size() - signer.size() - 1] == '.' &&
           same_word(from.substr(from.size() - signer.size()), signer);
}

std::string_view property(const AuthMethod& method, std::string_view name) {
    for (auto const& [key, value] : method.properties)
        if (key == name) return value;
    return {};
}

/// Who sealed last (RFC 8617 §4.1.3: "i=2; a=…; d=listes.example; …"). Few servers name the sealer beside arc=pass; with it
/// they say that the chain holds, so that what the fields themselves name is true. "" where two claim the same place.
std::string last_sealer(const HeaderBlock& header) {
    std::string sealer;
    int last = 0;
    for (auto const value : header.all("arc-seal")) {
        std::string domain;
        int instance = 0;
        for (auto const& tag : statements(without_comments(value))) {
            std::size_t const equals = tag.find('=');
            if (equals == std::string::npos) continue;
            auto const name = trimmed(std::string_view(tag).substr(0, equals)), said = trimmed(std::string_view(tag).substr(equals + 1));
            if (same_word(name, "d")) domain = lowered(said);
            if (same_word(name, "i")) std::from_chars(said.data(), said.data() + said.size(), instance);
        }
        if (instance == last) sealer.clear();
        if (instance > last) sealer = domain, last = instance;
    }
    return sealer;
}

}  // namespace

std::string_view word_of(AuthVerdict verdict) {
    switch (verdict) {
        case AuthVerdict::none: return "none";
        case AuthVerdict::fail: return "fail";
        case AuthVerdict::arc_pass: return "arc_pass";
        case AuthVerdict::pass: return "pass";
    }
    return "none";
}

AuthResults read_auth_results(std::string_view value) {
    AuthResults results;
    auto const parts = statements(without_comments(value));
    auto const head = words_of(parts.front());
    if (head.empty()) return results;
    results.authserv_id = lowered(head.front());
    for (std::size_t i = 1; i < parts.size() && i < 64; ++i) {
        // "dmarc = pass header.from=x": blanks around "=" are allowed.
        std::string statement;
        for (char const c : parts[i]) {
            if (c == ' ' && statement.ends_with('=')) continue;
            if (c == '=') while (statement.ends_with(' ')) statement.pop_back();
            statement += c;
        }
        AuthMethod method;
        for (auto const& word : words_of(statement)) {
            std::size_t const equals = word.find('=');
            if (equals == std::string::npos) continue;
            std::string const key = lowered(word.substr(0, equals)), said = word.substr(equals + 1);
            if (method.method.empty()) {
                method.method = key.substr(0, key.find('/'));
                method.result = lowered(said);
            } else {
                method.properties.emplace_back(key, said);
            }
        }
        if (!method.method.empty()) results.methods.push_back(std::move(method));
    }
    return results;
}

AuthVerdict auth_verdict(
    const HeaderBlock& header, std::string_view authserv_id, std::string_view from_domain, std::span<const std::string> trusted_sealers
) {
    if (authserv_id.empty()) return AuthVerdict::none;
    // The top-most run of ours: it ends at the first Received below it, behind which stands what others wrote.
    std::vector<AuthMethod> methods;
    bool in_run = false;
    for (auto const& field : header.fields) {
        if (in_run && same_word(field.name, "received")) break;
        if (!same_word(field.name, "authentication-results")) continue;
        auto results = read_auth_results(field.value);
        if (!same_word(results.authserv_id, authserv_id)) continue;
        in_run = true;
        std::move(results.methods.begin(), results.methods.end(), std::back_inserter(methods));
    }
    bool dmarc_pass = false, dmarc_fail = false, said_fail = false, dkim_pass = false, arc = false;
    for (auto const& method : methods) {
        if (method.method == "dmarc") {
            std::string_view const about = property(method, "header.from");
            if (method.result == "pass") (about.empty() || aligned(about, from_domain) ? dmarc_pass : dmarc_fail) = true;
            if (method.result == "fail") dmarc_fail = said_fail = true;
        } else if (method.method == "dkim" && method.result == "pass") {
            std::string_view const domain = property(method, "header.d");
            if (aligned(domain.empty() ? property(method, "header.i") : domain, from_domain)) dkim_pass = true;
        } else if (method.method == "arc" && method.result == "pass") {
            std::string_view const named = property(method, "header.sealer");
            std::string const sealer = named.empty() ? last_sealer(header) : std::string(named);
            arc = std::any_of(trusted_sealers.begin(), trusted_sealers.end(), [&](auto const& known) { return same_word(known, sealer); });
        }
    }
    if (from_domain.empty()) return said_fail ? AuthVerdict::fail : AuthVerdict::none;
    if (dmarc_fail) return arc && !dmarc_pass ? AuthVerdict::arc_pass : AuthVerdict::fail;
    if (dmarc_pass || dkim_pass) return AuthVerdict::pass;
    return AuthVerdict::none;
}

}  // namespace adapters::email
