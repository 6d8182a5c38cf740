#include "adapters/web/form.hpp"

#include "adapters/net/http.hpp"

#include <algorithm>

namespace adapters::web {
namespace {

bool decode(std::string_view in, std::string& out) {
    std::string spaced(in);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return net::percent_decode(spaced, out);
}

std::string tidy(const std::string& text) {
    std::string out;
    for (char const c : text)
        if (c != '\r') out += c;
    constexpr std::string_view white = " \t\n";
    auto const first = out.find_first_not_of(white);
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(white) - first + 1);
}

}  // namespace

std::optional<Form> form_of(std::string_view body) {
    Form form;
    bool has_message = false;
    while (!body.empty()) {
        auto const pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        auto const equals = std::min(pair.find('='), pair.size());
        auto const name = pair.substr(0, equals);
        std::string value;
        if (!decode(pair.substr(std::min(pair.size(), equals + 1)), value)) return std::nullopt;
        if (name == "message" && !has_message) {
            form.message = tidy(value);
            has_message = true;
        } else if (name == "choix" && form.choice.empty()) {
            form.choice = tidy(value);
        } else if (name == "cle" && form.key.empty()) {
            form.key = std::move(value);
        } else if (name == "jeton" && form.token.empty()) {
            form.token = std::move(value);
        }
    }
    return form;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    }));
}

}  // namespace adapters::web
