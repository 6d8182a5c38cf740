#include "adapters/email/wire/imap_reply.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace adapters::email::wire {
namespace {

template <class Number>
std::optional<Number> number_at(std::string_view text) {
    Number value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data()) return std::nullopt;
    return value;
}

bool same_but_case(std::string_view a, std::string_view b) {
    auto const upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return upper(x) == upper(y); });
}

/// The size in a line that ends with "{123}"; nothing: no literal follows.
std::optional<std::size_t> literal_after(std::string_view line) {
    if (!line.ends_with('}')) return std::nullopt;
    auto const open = line.rfind('{');
    if (open == std::string_view::npos || open + 2 > line.size() - 1) return std::nullopt;
    auto const digits = line.substr(open + 1, line.size() - open - 2);
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    return number_at<std::size_t>(digits);
}

}  // namespace

bool ImapReader::end_line() {
    if (line_.ends_with('\r')) line_.pop_back();
    auto const literal = literal_after(line_);
    building_.line += line_;
    line_.clear();
    if (building_.line.size() > limits_.line) return false;
    if (!literal) {
        ready_.push_back(std::exchange(building_, {}));
        return true;
    }
    if (*literal > limits_.literal) return false;
    building_.literals.emplace_back().reserve(*literal);
    literal_left_ = *literal;
    return true;
}

bool ImapReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        if (literal_left_ > 0) {
            auto const take = std::min(literal_left_, bytes.size());
            building_.literals.back().append(bytes.substr(0, take));
            literal_left_ -= take;
            bytes.remove_prefix(take);
            continue;
        }
        auto const end = bytes.find('\n');
        if (line_.size() + std::min(end, bytes.size()) > limits_.line) return false;
        line_.append(bytes.substr(0, end));
        if (end == std::string_view::npos) return true;
        bytes.remove_prefix(end + 1);
        if (!end_line()) return false;
    }
    return true;
}

std::optional<ImapResponse> ImapReader::next() {
    if (ready_.empty()) return std::nullopt;
    auto first = std::move(ready_.front());
    ready_.erase(ready_.begin());
    return first;
}

std::optional<std::uint32_t> uid_validity_in(std::string_view line) {
    constexpr std::string_view name = "[UIDVALIDITY ";
    if (!line.starts_with("* ")) return std::nullopt;
    auto const at = line.find(name);
    return at == std::string_view::npos ? std::nullopt : number_at<std::uint32_t>(line.substr(at + name.size()));
}

std::optional<std::vector<std::uint32_t>> search_in(std::string_view line) {
    constexpr std::string_view name = "* SEARCH";
    if (!same_but_case(line.substr(0, name.size()), name)) return std::nullopt;
    std::vector<std::uint32_t> out;
    auto rest = line.substr(name.size());
    while (true) {
        auto const from = rest.find_first_not_of(' ');
        if (from == std::string_view::npos) return out;
        rest.remove_prefix(from);
        if (auto const uid = number_at<std::uint32_t>(rest)) out.push_back(*uid);
        auto const end = rest.find(' ');
        if (end == std::string_view::npos) return out;
        rest.remove_prefix(end);
    }
}

bool is_fetch(std::string_view line) {
    if (!line.starts_with("* ")) return false;
    auto rest = line.substr(2);
    auto const digits = rest.find_first_not_of("0123456789");
    return digits != 0 && digits != std::string_view::npos && same_but_case(rest.substr(digits, 8), " FETCH (");
}

std::optional<std::uint32_t> fetched_number(std::string_view line, std::string_view item) {
    if (!is_fetch(line)) return std::nullopt;
    auto const open = line.find('(');
    for (auto at = open; at != std::string_view::npos && at + 1 < line.size();) {
        auto const from = at + 1;
        auto const end = line.find(' ', from);
        if (end == std::string_view::npos) return std::nullopt;
        if (same_but_case(line.substr(from, end - from), item)) return number_at<std::uint32_t>(line.substr(end + 1));
        at = end;
    }
    return std::nullopt;
}

}  // namespace adapters::email::wire
