#include "adapters/matrix/event_slices.hpp"

#include <algorithm>

namespace adapters::matrix {
namespace {

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    void skip_space() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n'))
            ++at_;
    }
    [[nodiscard]] bool done() const { return at_ == text_.size(); }
    [[nodiscard]] char peek() const { return done() ? '\0' : text_[at_]; }
    bool take(char wanted) {
        skip_space();
        if (peek() != wanted || done()) return false;
        ++at_;
        return true;
    }
    /// Over a string; the view is what stands between the quotes.
    std::optional<std::string_view> string() {
        if (!take('"')) return std::nullopt;
        auto const from = at_;
        while ((at_ = text_.find('"', at_)) != std::string_view::npos) {
            auto before = at_;
            while (before > from && text_[before - 1] == '\\') --before;
            ++at_;
            if ((at_ - 1 - before) % 2 == 0) return text_.substr(from, at_ - 1 - from);
        }
        at_ = text_.size();
        return std::nullopt;
    }
    /// Over any value: to its closing bracket, or to the next ',', '}' or ']' for a number or a word.
    std::optional<EventSlice> value() {
        skip_space();
        auto const from = at_;
        std::size_t open = 0, deepest = 0;
        do {
            if (done()) return std::nullopt;
            switch (text_[at_]) {
                case '"':
                    if (!string()) return std::nullopt;
                    break;
                case '{':
                case '[':
                    deepest = std::max(deepest, ++open);
                    ++at_;
                    break;
                case '}':
                case ']':
                    if (open == 0) return std::nullopt;
                    --open;
                    ++at_;
                    break;
                default:
                    at_ = open > 0 ? at_ + 1 : end_of_word();
            }
        } while (open > 0);
        if (at_ == from) return std::nullopt;
        return EventSlice{text_.substr(from, at_ - from), deepest};
    }

  private:
    [[nodiscard]] std::size_t end_of_word() const {
        auto const end = text_.find_first_of(",}] \t\r\n", at_);
        return end == std::string_view::npos ? text_.size() : end;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool elements(Scanner& in, std::vector<EventSlice>& out, std::size_t most) {
    if (!in.take('[')) return false;
    if (in.take(']')) return true;
    do {
        auto const element = in.value();
        if (!element || out.size() == most) return false;
        out.push_back(*element);
    } while (in.take(','));
    return in.take(']');
}

}  // namespace

std::optional<std::vector<EventSlice>> event_slices(std::string_view body, std::size_t most) {
    std::vector<EventSlice> events;
    Scanner in(body);
    if (!in.take('{')) return std::nullopt;
    if (!in.take('}')) {
        do {
            auto const key = in.string();
            if (!key || !in.take(':')) return std::nullopt;
            in.skip_space();
            if (*key == "events" && in.peek() == '[') {
                if (!elements(in, events, most)) return std::nullopt;
            } else if (*key == "events" || !in.value()) {
                return std::nullopt;  // "events" that is no array: nothing of it may be lost silently
            }
        } while (in.take(','));
        if (!in.take('}')) return std::nullopt;
    }
    in.skip_space();
    if (!in.done()) return std::nullopt;
    return events;
}

}  // namespace adapters::matrix
