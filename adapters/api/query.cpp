#include "adapters/api/query.hpp"

#include "adapters/net/http.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::api {
namespace {

std::optional<int> whole(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<std::chrono::sys_days> read_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const y = whole(text.substr(0, 4)), m = whole(text.substr(5, 2)), d = whole(text.substr(8, 2));
    if (!y || !m || !d || *y < 1900 || *m < 1 || *d < 1) return std::nullopt;
    std::chrono::year_month_day const date{
        std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(*m)), std::chrono::day(static_cast<unsigned>(*d))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

bool matches(std::string_view list, std::string_view etag) {
    while (!list.empty()) {
        auto const comma = list.find(',');
        auto one = net::without_blanks(list.substr(0, comma));
        if (one == "*") return true;
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (!one.empty() && one == etag) return true;
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return false;
}

Query::Query(std::string_view query, std::initializer_list<std::string_view> known) {
    while (!query.empty()) {
        auto const end = query.find('&');
        auto const pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
        if (pair.empty()) continue;
        auto const equals = pair.find('=');
        std::string name, value;
        bool const sound = net::percent_decode(pair.substr(0, equals), name) &&
                           (equals == std::string_view::npos || net::percent_decode(pair.substr(equals + 1), value));
        if (!sound) {
            complain("", "un paramètre est mal encodé");
        } else if (std::find(known.begin(), known.end(), name) == known.end()) {
            complain(name, "paramètre inconnu");
        } else if (!values_.emplace(name, value).second) {
            complain(name, "dit deux fois");
        }
    }
}

void Query::complain(std::string_view name, std::string message) { wrong_.push_back({std::string(name), std::move(message)}); }

std::optional<std::string> Query::text(std::string_view name) const {
    auto const found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return found->second;
}

std::optional<int> Query::number(std::string_view name, int least, int most) {
    auto const given = text(name);
    if (!given) return std::nullopt;
    auto const value = whole(*given);
    if (value && *value >= least && *value <= most) return value;
    complain(name, "un nombre entier de " + std::to_string(least) + " à " + std::to_string(most) + " est attendu");
    return std::nullopt;
}

std::optional<std::chrono::sys_days> Query::day(std::string_view name) {
    auto const given = text(name);
    if (!given) return std::nullopt;
    auto const value = read_day(*given);
    if (!value) complain(name, "un jour est attendu, comme 2026-11-29");
    return value;
}

std::string Query::choice(std::string_view name, std::initializer_list<std::string_view> words, std::string_view otherwise) {
    auto const given = text(name);
    if (!given) return std::string(otherwise);
    if (std::find(words.begin(), words.end(), *given) != words.end()) return *given;
    std::string all;
    for (auto const word : words) all += (all.empty() ? "" : ", ") + std::string(word);
    complain(name, "attendu\u00A0: " + all);
    return std::string(otherwise);
}

std::vector<std::string> Query::list(std::string_view name) const {
    std::vector<std::string> all;
    auto const given = text(name).value_or("");
    std::string_view rest = given;
    while (!rest.empty()) {
        auto const comma = rest.find(',');
        if (auto const one = rest.substr(0, comma); !one.empty()) all.emplace_back(one);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    return all;
}

}  // namespace adapters::api
