#include "adapters/web/secret.hpp"

#include "adapters/net/secret.hpp"

#include <algorithm>
#include <span>

namespace adapters::web {
namespace {

constexpr std::size_t name_bytes = 16, name_length = 22;

}  // namespace

std::string fresh_name() {
    return net::fresh_secret(name_bytes);
}

bool is_name(std::string_view name) {
    return name.size() == name_length && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

std::string derived(std::string_view purpose, std::string_view secret) {
    std::string text("phare web ");
    text.append(purpose).append("\n").append(secret);
    auto const digest = net::sha256(text);
    return net::base64url(std::span(digest).first(name_bytes));
}

std::string digest_base64(std::string_view text) {
    auto out = net::base64url(net::sha256(text));
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

}  // namespace adapters::web
