#include "adapters/email/prescan.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/headers.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

namespace adapters::email {

namespace {

/// What one field may not hold too much of.
std::optional<Refusal> too_much_in(const Field& field, const Limits& limits) {
    static constexpr std::string_view address_fields[] = {"from", "to", "cc", "bcc", "reply-to", "sender", "resent-to"};
    auto const of = [&](char c) { return static_cast<std::size_t>(std::count(field.value.begin(), field.value.end(), c)); };
    for (auto const name : address_fields)
        if (same_word(field.name, name) && std::max({of('@'), of(','), of(':'), of(';'), of('<'), of('(')}) > limits.addresses)
            return Refusal::too_many_addresses;
    if (same_word(field.name, "references") && of('<') > limits.references) return Refusal::too_many_references;
    return std::nullopt;
}

/// The boundary of a Content-Type value; "" if none. Cheap and greedy: it only feeds the counts.
std::string boundary_of(std::string_view value) {
    std::size_t const at = find_word(value, "boundary");
    if (at == std::string_view::npos) return {};
    std::size_t const equals = value.find('=', at);
    if (equals == std::string_view::npos) return {};
    std::string_view rest = trimmed(value.substr(equals + 1));
    if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
    return std::string(rest.substr(0, rest.find_first_of("; \t\r\n")));
}

/// Follows the structure line by line, as a parser would: a header block, a body, a delimiter, a header block …
class Scan {
  public:
    explicit Scan(const Limits& limits) : limits_(limits) {}

    std::optional<Refusal> line(std::string_view text) {
        std::string_view bare = text;
        while (!bare.empty() && is_blank(bare.back())) bare.remove_suffix(1);
        if (bare.starts_with("--") && bare.size() > 2 && !boundaries_.empty())
            if (auto const ours = delimiter(bare)) {
                if (parts_ > limits_.parts) return Refusal::too_many_parts;
                return std::nullopt;
            }
        if (!in_header_) return std::nullopt;
        return header_line(text, bare);
    }

  private:
    std::optional<bool> delimiter(std::string_view bare) {
        bool closing = false;
        std::string name(bare.substr(2));
        if (!boundaries_.contains(name)) {
            if (!name.ends_with("--") || !boundaries_.contains(name.substr(0, name.size() - 2))) return std::nullopt;
            name.resize(name.size() - 2);
            closing = true;
        }
        auto const open = std::find(stack_.rbegin(), stack_.rend(), name);
        if (open != stack_.rend()) stack_.resize(static_cast<std::size_t>(stack_.rend() - open) - (closing ? 1 : 0));
        if (!closing) ++parts_;
        begin_header(!closing);
        return true;
    }
    void begin_header(bool in) {
        in_header_ = in;
        header_bytes_ = header_lines_ = 0;
        content_type_.clear();
        collecting_ = false;
    }
    std::optional<Refusal> header_line(std::string_view text, std::string_view bare) {
        if (bare.empty()) return end_of_header();
        header_bytes_ += text.size() + 1;
        if (header_bytes_ > limits_.header_bytes || ++header_lines_ > limits_.header_lines) return Refusal::header_too_large;
        if (text.front() == ' ' || text.front() == '\t') {
            if (collecting_) content_type_ += text;
        } else {
            collecting_ = find_word(text.substr(0, 13), "content-type") == 0;
            if (collecting_) content_type_ += text;  // several of them: all count
        }
        return std::nullopt;
    }
    std::optional<Refusal> end_of_header() {
        if (std::string boundary = boundary_of(content_type_); !boundary.empty()) {
            boundaries_.insert(boundary);
            stack_.push_back(std::move(boundary));
        }
        bool const message = find_word(content_type_, "message/rfc822") != std::string_view::npos ||
                             find_word(content_type_, "message/global") != std::string_view::npos ||
                             find_word(content_type_, "message/news") != std::string_view::npos;
        if (message && ++messages_ > limits_.depth) return Refusal::too_deep;
        if (stack_.size() > limits_.depth) return Refusal::too_deep;
        begin_header(message);
        return std::nullopt;
    }

    const Limits& limits_;
    std::unordered_set<std::string> boundaries_;  ///< all that were ever declared: more than a parser would honour
    std::vector<std::string> stack_;              ///< those that are open
    std::string content_type_;
    std::size_t parts_ = 0, messages_ = 0, header_bytes_ = 0, header_lines_ = 0;
    bool in_header_ = true, collecting_ = false;
};

}  // namespace

std::string_view word_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::too_large: return "too_large";
        case Refusal::too_many_parts: return "too_many_parts";
        case Refusal::too_deep: return "too_deep";
        case Refusal::header_too_large: return "header_too_large";
        case Refusal::too_many_addresses: return "too_many_addresses";
        case Refusal::too_many_references: return "too_many_references";
        case Refusal::no_header: return "no_header";
        case Refusal::no_author: return "no_author";
    }
    return "malformed";
}

std::optional<Refusal> prescan(std::string_view raw, const Limits& limits) {
    if (raw.size() > limits.raw_bytes) return Refusal::too_large;
    Scan scan(limits);
    for (std::size_t at = 0; at < raw.size();) {
        std::size_t end = raw.find('\n', at);
        if (end == std::string_view::npos) end = raw.size();
        if (auto const refusal = scan.line(raw.substr(at, end - at))) return refusal;
        at = end + 1;
    }
    HeaderBlock const header = read_headers(raw);
    if (header.fields.empty()) return Refusal::no_header;
    bool author = !header.has("from");  // none at all: some gateways do that, and it gets no identity
    for (auto const& field : header.fields) {
        if (auto const refusal = too_much_in(field, limits)) return refusal;
        if (same_word(field.name, "from") && has(field.value, "@")) author = true;
        if (same_word(field.name, "from") && field.value.find_first_not_of(": ,;\t\r\n<>") == std::string_view::npos &&
            !trimmed(field.value).empty() && trimmed(field.value) != "<>")
            return Refusal::no_author;
    }
    // "MAILER-DAEMON" alone is a name that real systems write; nothing but a colon or a word of no mail is not.
    if (!author) {
        std::string_view const from = trimmed(header.first("from"));
        if (from != "<>" && find_word(from, "daemon") == std::string_view::npos && find_word(from, "postmaster") == std::string_view::npos)
            return Refusal::no_author;
    }
    return std::nullopt;
}

}  // namespace adapters::email
