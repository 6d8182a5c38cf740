#include "bot/observing/log.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <sys/random.h>
#include <system_error>

namespace bot::observing {
namespace {

spdlog::logger& logger() {
    static spdlog::logger the_logger = [] {
        spdlog::logger made("phare", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        // The rest of the line is ours; spdlog stamps it, writes it in one piece and flushes.
        made.set_pattern(R"({"t":"%Y-%m-%dT%H:%M:%S.%eZ",%v})", spdlog::pattern_time_type::utc);
        made.set_level(spdlog::level::info);
        return made;
    }();
    return the_logger;
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string_view name(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

/// The key of today's hashes: never written anywhere, forgotten at midnight UTC.
class DailyKey {
  public:
    using Bytes = std::array<unsigned char, 32>;

    Bytes at(std::chrono::sys_days today) {
        std::lock_guard const lock(mutex_);
        if (today != day_) {
            if (::getentropy(key_.data(), key_.size()) != 0)
                throw std::system_error(errno, std::generic_category(), "getentropy");
            day_ = today;
        }
        return key_;
    }

  private:
    std::mutex mutex_;
    std::chrono::sys_days day_{};
    Bytes key_{};
};

void append_hex(std::string& out, std::uint64_t value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out.push_back("0123456789abcdef"[(value >> shift) & 15]);
}

/// As a JSON string. Everything but printable ASCII is escaped byte by byte: no word can end the line, steer
/// a terminal or break the encoding.
void append_string(std::string& out, std::string_view text) {
    out.push_back('"');
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte > 0x7E || c == '"' || c == '\\') {
            out += "\\u";
            append_hex(out, byte, 4);
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

void append_field(std::string& out, const Field& field) {
    std::string key(field.key_);
    if (field.kind_ == Field::Kind::micros) key += "_us";
    out.push_back(',');
    append_string(out, key);
    out.push_back(':');
    switch (field.kind_) {
        case Field::Kind::number:
        case Field::Kind::micros:
            out += std::to_string(field.number_);
            break;
        case Field::Kind::word:
            append_string(out, field.word_);
            break;
        case Field::Kind::word_view:
            append_string(out, field.word_view_);
            break;
        case Field::Kind::hash:
            out.push_back('"');
            append_hex(out, static_cast<std::uint64_t>(field.number_), 16);
            out.push_back('"');
            break;
    }
}

}  // namespace

Field Field::conversation(std::string_view channel, std::string_view id) {
    static DailyKey keys;
    auto const key = keys.at(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
    std::string input(channel);
    input.push_back('\0');
    input += id;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::basic_string<unsigned char> const bytes(input.begin(), input.end());
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        bytes.data(),
        bytes.size(),
        digest.data(),
        nullptr
    );
    Field field("conversation", 0);
    field.kind_ = Kind::hash;
    std::memcpy(&field.number_, digest.data(), sizeof field.number_);
    return field;
}

void log(Level level, What what, std::initializer_list<Field> fields) {
    auto const at = spdlog_level(level);
    if (!logger().should_log(at)) return;
    std::string line = "\"level\":";
    append_string(line, name(level));
    line += ",\"event\":";
    append_string(line, name(what));
    for (auto const& field : fields) append_field(line, field);
    logger().log(at, spdlog::string_view_t(line));
}

void set_level(Level least) {
    logger().set_level(spdlog_level(least));
}

std::string_view name(What what) {
    switch (what) {
        case What::started:
            return "started";
        case What::stopping:
            return "stopping";
        case What::stopped:
            return "stopped";
        case What::listening:
            return "listening";
        case What::catalogue_loaded:
            return "catalogue_loaded";
        case What::config_broken:
            return "config_broken";
        case What::transaction_stored:
            return "transaction_stored";
        case What::transaction_garbage:
            return "transaction_garbage";
        case What::event_quarantined:
            return "event_quarantined";
        case What::intake_refused:
            return "intake_refused";
        case What::turn_answered:
            return "turn_answered";
        case What::turn_absorbed:
            return "turn_absorbed";
        case What::turn_failed:
            return "turn_failed";
        case What::loop_broken:
            return "loop_broken";
        case What::conversation_erased:
            return "conversation_erased";
        case What::purge_done:
            return "purge_done";
        case What::delivered:
            return "delivered";
        case What::delivery_postponed:
            return "delivery_postponed";
        case What::delivery_refused:
            return "delivery_refused";
        case What::delivery_expired:
            return "delivery_expired";
        case What::delivery_unknown:
            return "delivery_unknown";
        case What::peer_down:
            return "peer_down";
        case What::peer_up:
            return "peer_up";
        case What::peer_refuses_us:
            return "peer_refuses_us";
        case What::ping_ok:
            return "ping_ok";
        case What::ping_failed:
            return "ping_failed";
        case What::joined:
            return "joined";
        case What::declined:
            return "declined";
        case What::left:
            return "left";
        case What::unreadable_room:
            return "unreadable_room";
        case What::store_error:
            return "store_error";
        case What::store_corrupt:
            return "store_corrupt";
        case What::disk_low:
            return "disk_low";
        case What::disk_ok:
            return "disk_ok";
        case What::backup_done:
            return "backup_done";
        case What::task_failed:
            return "task_failed";
    }
    return "unknown";
}

}  // namespace bot::observing
