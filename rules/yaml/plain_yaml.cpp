#include "rules/yaml/plain_yaml.hpp"

#include <algorithm>
#include <utility>

namespace rules::yaml {
namespace {

constexpr int deepest_plain = 80;
constexpr std::size_t longest_key = 1000;  // yaml-cpp gives up past 1024

/// Thrown to leave: not ours.
struct NotPlain {};

bool name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool null_word(std::string_view word) {
    return word.empty() || word == "~" || word == "null" || word == "Null" || word == "NULL";
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::vector<Event> run() {
        // Tabs, carriage returns and a byte order mark are yaml-cpp's to judge.
        if (text_.find_first_of("\t\r") != std::string_view::npos || text_.starts_with("\xEF\xBB\xBF"))
            throw NotPlain{};
        if (!next_content()) throw NotPlain{};
        block(0, false);
        if (!at_end()) throw NotPlain{};
        return std::move(events_);
    }

  private:
    struct Mark {
        int line = 0, column = 0;
    };

    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    [[nodiscard]] char here() const { return at_end() ? '\n' : text_[at_]; }
    [[nodiscard]] char ahead() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\n'; }
    [[nodiscard]] static bool blank(char c) { return c == ' ' || c == '\n'; }
    [[nodiscard]] std::size_t column() const { return at_ - line_start_; }
    [[nodiscard]] Mark mark() const { return {line_, static_cast<int>(column())}; }

    void emit(
        Event::Kind kind, Mark at, std::size_t anchor = 0, std::string value = {}, bool quoted = false
    ) {
        events_.push_back({kind, at.line, at.column, quoted, anchor, std::move(value)});
    }

    void skip_spaces() {
        while (!at_end() && text_[at_] == ' ') ++at_;
    }

    /// Past spaces, comments and line ends. \returns false at the end of the text
    bool next_content() {
        while (true) {
            skip_spaces();
            if (at_end()) return false;
            if (here() == '#' && (at_ == 0 || blank(text_[at_ - 1]))) {
                at_ = std::min(text_.find('\n', at_), text_.size());
                continue;
            }
            if (here() != '\n') break;
            ++at_;
            ++line_;
            line_start_ = at_;
        }
        std::string_view const rest = text_.substr(at_);
        if (column() == 0 && (rest.starts_with("---") || rest.starts_with("..."))) throw NotPlain{};
        return true;
    }

    /// Nothing but a comment may follow on this line.
    void end_of_line() {
        std::size_t const before = at_;
        skip_spaces();
        if (here() == '\n' || (here() == '#' && at_ > before)) return;
        throw NotPlain{};
    }

    [[nodiscard]] bool line_is_over() {
        std::size_t const before = at_;
        skip_spaces();
        return here() == '\n' || (here() == '#' && at_ > before);
    }

    [[nodiscard]] bool at_item() const { return here() == '-' && blank(ahead()); }

    std::string_view name() {
        std::size_t const from = ++at_;
        while (!at_end() && name_char(text_[at_])) ++at_;
        if (at_ == from) throw NotPlain{};
        return text_.substr(from, at_ - from);
    }

    std::size_t anchor() {
        anchors_.emplace_back(name());
        if (!blank(here())) throw NotPlain{};
        return anchors_.size();
    }

    void alias(Mark start) {
        std::string_view const wanted = name();
        // The last anchor of that name is the one that counts.
        for (std::size_t i = anchors_.size(); i > 0; --i)
            if (anchors_[i - 1] == wanted) {
                emit(Event::Kind::alias, start, i);
                return;
            }
        throw NotPlain{};
    }

    std::string quoted() {
        char const quote = here();
        std::string value;
        for (++at_;; ++at_) {
            if (at_end() || here() == '\n') throw NotPlain{};
            char const c = here();
            if (c == quote) {
                if (quote == '"' || ahead() != '\'' || at_ + 1 >= text_.size()) break;
                ++at_;  // '' is one
            } else if (c == '\\' && quote == '"') {
                ++at_;
                if (at_end() || (here() != '"' && here() != '\\')) throw NotPlain{};
            }
            value += here();
        }
        ++at_;
        return value;
    }

    /// A plain scalar up to ": ", " #", the end of the line or, in a flow, its marks.
    std::string_view plain(bool in_flow) {
        constexpr std::string_view marks = ",[]{}#&*!|>'\"%@`";
        char const first = here();
        bool const indicator = marks.find(first) != std::string_view::npos || first == '?' || first == ':' ||
                               (first == '-' && blank(ahead()));
        if (indicator) throw NotPlain{};
        std::size_t const from = at_;
        for (; !at_end() && here() != '\n'; ++at_) {
            char const c = here();
            if (c == ':' && (blank(ahead()) || at_ + 1 == text_.size())) break;
            if (c == '#' && at_ > from && text_[at_ - 1] == ' ') break;
            if (!in_flow) continue;
            if (c == '?' || (c == ':' && std::string_view(",]}[{").find(ahead()) != std::string_view::npos))
                throw NotPlain{};
            if (c == ',' || c == '[' || c == ']' || c == '{' || c == '}') break;
        }
        std::string_view value = text_.substr(from, at_ - from);
        while (value.ends_with(' ')) value.remove_suffix(1);
        at_ = from + value.size();
        return value;
    }

    /// Reads a key with its colon if one stands here. \returns false, nothing read, if none does
    bool key(bool in_flow) {
        std::size_t const from = at_;
        Mark const start = mark();
        bool const in_quotes = here() == '"' || here() == '\'';
        std::string value = in_quotes ? quoted() : std::string(plain(in_flow));
        if (here() != ':' || !(blank(ahead()) || at_ + 1 == text_.size())) {
            at_ = from;
            return false;
        }
        if (at_ - from > longest_key || (!in_quotes && null_word(value))) throw NotPlain{};
        ++at_;
        emit(Event::Kind::scalar, start, 0, std::move(value), in_quotes);
        return true;
    }

    /// What fits on a line, or a flow collection.
    void value(Mark start, std::size_t anchored, bool in_flow) {
        if (++depth_ > deepest_plain) throw NotPlain{};
        char const c = here();
        if (c == '*') {
            if (anchored != 0) throw NotPlain{};
            alias(start);
        } else if (c == '[') {
            flow_list(start, anchored);
        } else if (c == '{') {
            flow_map(start, anchored);
        } else if (c == '"' || c == '\'') {
            emit(Event::Kind::scalar, start, anchored, quoted(), true);
        } else {
            std::string_view const word = plain(in_flow);
            if (null_word(word)) throw NotPlain{};
            emit(Event::Kind::scalar, start, anchored, std::string(word));
        }
        --depth_;
    }

    void flow_value() {
        Mark const start = mark();
        std::size_t anchored = 0;
        if (here() == '&') {
            anchored = anchor();
            if (!next_content()) throw NotPlain{};
        }
        value(start, anchored, true);
        if (!next_content()) throw NotPlain{};
    }

    void flow_list(Mark start, std::size_t anchored) {
        emit(Event::Kind::list_start, start, anchored);
        ++at_;
        if (!next_content()) throw NotPlain{};
        while (here() != ']') {
            flow_value();
            if (here() == ',') {
                ++at_;
                if (!next_content() || here() == ']') throw NotPlain{};
            } else if (here() != ']') {
                throw NotPlain{};
            }
        }
        ++at_;
        emit(Event::Kind::list_end, {});
    }

    void flow_map(Mark start, std::size_t anchored) {
        emit(Event::Kind::map_start, start, anchored);
        ++at_;
        if (!next_content()) throw NotPlain{};
        while (here() != '}') {
            if (!key(true) || !next_content()) throw NotPlain{};
            flow_value();
            if (here() == ',') {
                ++at_;
                if (!next_content() || here() == '}') throw NotPlain{};
            } else if (here() != '}') {
                throw NotPlain{};
            }
        }
        ++at_;
        emit(Event::Kind::map_end, {});
    }

    /// A node that starts here. `inline_after_key`: no collection by indentation may.
    void block(std::size_t least_column, bool inline_after_key) {
        if (++depth_ > deepest_plain) throw NotPlain{};
        Mark const start = mark();
        std::size_t anchored = 0;
        bool here_only_a_value = inline_after_key;
        if (here() == '&') {
            anchored = anchor();
            if (line_is_over()) {
                if (!next_content() || column() < least_column) throw NotPlain{};
                here_only_a_value = false;
            } else {
                here_only_a_value = true;  // before a key it would name the key
            }
        }
        if (at_item()) {
            if (here_only_a_value) throw NotPlain{};
            block_list(start, anchored);
        } else if (is_key()) {
            if (here_only_a_value) throw NotPlain{};
            block_map(start, anchored);
        } else {
            value(start, anchored, false);
            end_of_line();
            next_content();
        }
        --depth_;
    }

    [[nodiscard]] bool is_key() {
        if (here() == '[' || here() == '{' || here() == '*' || here() == '&') return false;
        std::size_t const from = at_, events = events_.size();
        bool const found = key(false);
        at_ = from;
        events_.resize(events);
        return found;
    }

    void block_list(Mark start, std::size_t anchored) {
        std::size_t const indent = column();
        emit(Event::Kind::list_start, start, anchored);
        while (!at_end() && column() == indent && at_item()) {
            ++at_;
            if (line_is_over() && (!next_content() || column() <= indent)) throw NotPlain{};
            block(indent + 1, false);
        }
        if (!at_end() && column() > indent) throw NotPlain{};
        emit(Event::Kind::list_end, {});
    }

    void block_map(Mark start, std::size_t anchored) {
        std::size_t const indent = column();
        emit(Event::Kind::map_start, start, anchored);
        while (!at_end() && column() == indent && !at_item()) {
            if (!key(false)) throw NotPlain{};
            bool const below = line_is_over();
            if (below) {
                if (!next_content() || column() < indent || (column() == indent && !at_item()))
                    throw NotPlain{};
            }
            // A list may stand as far left as the key that it belongs to.
            block(below && at_item() ? indent : indent + 1, !below);
        }
        if (!at_end() && column() > indent) throw NotPlain{};
        emit(Event::Kind::map_end, {});
    }

    std::string_view text_;
    std::size_t at_ = 0, line_start_ = 0;
    int line_ = 0, depth_ = 0;
    std::vector<std::string_view> anchors_;
    std::vector<Event> events_;
};

}  // namespace

std::optional<std::vector<Event>> plain_events(std::string_view text) {
    try {
        return Reader(text).run();
    } catch (const NotPlain&) {
        return std::nullopt;
    }
}

}  // namespace rules::yaml
