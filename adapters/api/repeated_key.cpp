#include "adapters/api/repeated_key.hpp"

#include <nlohmann/json.hpp>

#include <unordered_set>
#include <vector>

namespace adapters::api {
namespace {

constexpr std::size_t longest_place = 200;

class Reader {
  public:
    bool null() { return value(); }
    bool boolean(bool) { return value(); }
    bool number_integer(std::int64_t) { return value(); }
    bool number_unsigned(std::uint64_t) { return value(); }
    bool number_float(double, const std::string&) { return value(); }
    bool string(const std::string&) { return value(); }
    bool binary(const std::vector<std::uint8_t>&) { return false; }
    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) { return false; }
    bool key(const std::string& name) {
        auto& level = levels_.back();
        level.key = name;
        if (level.seen.insert(name).second) return true;
        place_ = place();
        return false;
    }
    std::optional<std::string> found() && { return std::move(place_); }

  private:
    struct Level {
        bool is_object = false;
        std::size_t index = 0;  // of an array: what comes next
        std::string key;
        std::unordered_set<std::string> seen;
    };
    bool value() {
        if (!levels_.empty()) ++levels_.back().index;
        return true;
    }
    bool open(bool is_object) {
        levels_.emplace_back();
        levels_.back().is_object = is_object;
        return true;
    }
    bool close() {
        levels_.pop_back();
        return value();
    }
    [[nodiscard]] std::string place() const {
        std::string text;
        for (auto const& level : levels_) {
            text += '/';
            if (!level.is_object) {
                text += std::to_string(level.index);
                continue;
            }
            for (char const c : level.key) {
                if (c == '~') text += "~0";
                else if (c == '/') text += "~1";
                else text += c;
            }
        }
        if (text.size() > longest_place) text.resize(longest_place);
        return text;
    }

    std::vector<Level> levels_;
    std::optional<std::string> place_;
};

}  // namespace

std::optional<std::string> repeated_key(std::string_view json) {
    Reader reader;
    nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
    return std::move(reader).found();
}

}  // namespace adapters::api
