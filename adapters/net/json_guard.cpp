#include "adapters/net/json_guard.hpp"

#include <nlohmann/json.hpp>

namespace adapters::net {
namespace {

/// Counts what the parser reports and stops it at the first limit.
class Counter {
  public:
    explicit Counter(const JsonLimits& limits) : limits_(limits) {}

    bool null() { return item(); }
    bool boolean(bool) { return item(); }
    bool number_integer(std::int64_t) { return item(); }
    bool number_unsigned(std::uint64_t) { return item(); }
    bool number_float(double, const std::string&) { return item(); }
    bool string(const std::string& s) { return fits(s) && item(); }
    bool binary(const std::vector<std::uint8_t>&) { return stop(JsonVerdict::not_json); }
    bool key(const std::string& s) { return fits(s) && item(); }
    bool start_object(std::size_t) { return open(); }
    bool start_array(std::size_t) { return open(); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) {
        return stop(JsonVerdict::not_json);
    }
    [[nodiscard]] JsonVerdict verdict() const { return verdict_; }

  private:
    bool stop(JsonVerdict why) {
        verdict_ = why;
        return false;
    }
    bool item() { return ++items_ <= limits_.items || stop(JsonVerdict::too_many); }
    bool fits(const std::string& s) {
        return s.size() <= limits_.string_bytes || stop(JsonVerdict::too_long);
    }
    bool open() { return (++depth_ <= limits_.depth || stop(JsonVerdict::too_deep)) && item(); }
    bool close() {
        --depth_;
        return true;
    }

    JsonLimits limits_;
    std::size_t items_ = 0;
    std::size_t depth_ = 0;
    JsonVerdict verdict_ = JsonVerdict::ok;
};

}  // namespace

JsonVerdict check_json(std::string_view text, JsonLimits limits) {
    Counter counter(limits);
    nlohmann::json::sax_parse(text.begin(), text.end(), &counter);
    return counter.verdict();
}

}  // namespace adapters::net
