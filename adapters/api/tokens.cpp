#include "adapters/api/tokens.hpp"

#include "adapters/net/json_guard.hpp"
#include "adapters/net/secret.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace adapters::api {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<Scope, std::string_view>, 7> names{{
    {Scope::eligibility, "eligibility"},
    {Scope::measures, "measures"},
    {Scope::objectives_read, "objectives:read"},
    {Scope::money_read, "money:read"},
    {Scope::imports_write, "imports:write"},
    {Scope::alerts_read, "alerts:read"},
    {Scope::alerts_write, "alerts:write"},
}};
constexpr int version = 1;
constexpr std::size_t id_length = 12, digest_length = 64, longest_name = 80;

std::string hex(const net::Digest& digest) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (auto const byte : digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::optional<std::string> text_at(const Json& object, const char* key) {
    auto const at = object.find(key);
    if (at == object.end() || !at->is_string()) return std::nullopt;
    return at->get<std::string>();
}

std::optional<Token> token_of(const Json& json) {
    if (!json.is_object()) return std::nullopt;
    auto digest = text_at(json, "sha256"), name = text_at(json, "name"), created = text_at(json, "created");
    auto const scopes = json.find("scopes");
    if (!digest || !name || !created || scopes == json.end() || !scopes->is_array()) return std::nullopt;
    bool const is_hex = digest->size() == digest_length &&
                        digest->find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_hex) return std::nullopt;
    Token token{digest->substr(0, id_length), std::move(*name), {}, std::move(*digest), std::move(*created)};
    for (auto const& each : *scopes) {
        auto const scope = each.is_string() ? scope_named(each.get<std::string>()) : std::nullopt;
        if (!scope) return std::nullopt;
        token.scopes.push_back(*scope);
    }
    return token;
}

}  // namespace

std::string_view name_of(Scope scope) {
    auto const found = std::find_if(names.begin(), names.end(), [&](auto const& each) { return each.first == scope; });
    return found->second;
}

std::optional<Scope> scope_named(std::string_view name) {
    auto const found = std::find_if(names.begin(), names.end(), [&](auto const& each) { return each.second == name; });
    if (found == names.end()) return std::nullopt;
    return found->first;
}

std::span<const Scope> all_scopes() {
    static const auto all = [] {
        std::array<Scope, names.size()> scopes{};
        std::transform(names.begin(), names.end(), scopes.begin(), [](auto const& each) { return each.first; });
        return scopes;
    }();
    return all;
}

bool Token::may(Scope scope) const { return std::find(scopes.begin(), scopes.end(), scope) != scopes.end(); }

std::optional<TokenBook> TokenBook::read(std::string_view json) {
    if (net::check_json(json) != net::JsonVerdict::ok) return std::nullopt;
    auto const root = Json::parse(json, nullptr, false);
    if (!root.is_object()) return std::nullopt;
    auto const of_version = root.find("version");
    if (of_version == root.end() || !of_version->is_number_integer() || of_version->get<int>() != version) return std::nullopt;
    auto const tokens = root.find("tokens");
    if (tokens == root.end() || !tokens->is_array()) return std::nullopt;
    TokenBook book;
    for (auto const& each : *tokens) {
        auto token = token_of(each);
        if (!token) return std::nullopt;
        book.tokens_.push_back(std::move(*token));
    }
    return book;
}

std::string TokenBook::written() const {
    Json root{{"version", version}, {"tokens", Json::array()}};
    for (auto const& token : tokens_) {
        Json scopes = Json::array();
        for (auto const scope : token.scopes) scopes.push_back(name_of(scope));
        root["tokens"].push_back({{"name", token.name}, {"scopes", scopes}, {"sha256", token.digest}, {"created", token.created}});
    }
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

const Token* TokenBook::find(std::string_view secret) const {
    auto const given = hex(net::sha256(secret));
    const Token* found = nullptr;
    for (auto const& token : tokens_)
        if (net::same_secret(given, token.digest)) found = &token;
    return found;
}

const Token& TokenBook::add(std::string_view secret, std::string name, std::vector<Scope> scopes, std::string day) {
    bool const printable = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
    if (name.empty() || name.size() > longest_name || !printable) throw std::invalid_argument("a name is 1 to 80 printable characters");
    auto digest = hex(net::sha256(secret));
    tokens_.push_back({digest.substr(0, id_length), std::move(name), std::move(scopes), std::move(digest), std::move(day)});
    return tokens_.back();
}

bool TokenBook::remove(std::string_view id) {
    return std::erase_if(tokens_, [&](auto const& each) { return each.id == id; }) > 0;
}

std::string fresh_token() { return "phare_" + net::fresh_secret(); }

}  // namespace adapters::api
