#pragma once
/// \file bot/observing/log.hpp
/// Structured log that cannot hold a text, a name or an address: events from a closed list, fields that are
/// numbers, durations, words of closed lists, or hashes that change every day.
///
/// One JSON object a line on stderr (spdlog, one .cpp). Threads: any.

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <cstddef>
#include <type_traits>
#include <string_view>

namespace bot::observing {

enum class Level : std::uint8_t { debug, info, warning, error };

/// Everything that can be logged. Add a line here and in log.cpp.
enum class What : std::uint8_t {
    started, stopping, stopped, listening, catalogue_loaded, config_broken,
    transaction_stored, transaction_garbage, event_quarantined, intake_refused,
    turn_answered, turn_absorbed, turn_failed, loop_broken, conversation_erased, purge_done,
    delivered, delivery_postponed, delivery_refused, delivery_expired, delivery_unknown,
    peer_down, peer_up, peer_refuses_us, ping_ok, ping_failed,
    joined, declined, left, unreadable_room, store_error, store_corrupt, disk_low, disk_ok, backup_done, task_failed
};

/// A value that may stand in a log. No constructor takes a run-time text.
class Field {
  public:
    template <std::size_t N>
    consteval Field(const char (&key)[N], const char* word) : key_(key, N - 1), kind_(Kind::word), word_(word) {}
    template <std::size_t N, class Int>
        requires std::is_integral_v<Int>
    constexpr Field(const char (&key)[N], Int n) : key_(key, N - 1), kind_(Kind::number), number_(static_cast<std::int64_t>(n)) {}
    template <std::size_t N, class Rep, class Period>
    constexpr Field(const char (&key)[N], std::chrono::duration<Rep, Period> d)
        : key_(key, N - 1), kind_(Kind::micros),
          number_(std::chrono::duration_cast<std::chrono::microseconds>(d).count()) {}
    /// A conversation, as a hash keyed with a value of this process and day: lines of one day can be told to
    /// belong together, nothing more.
    static Field conversation(std::string_view channel, std::string_view id);
    /// A word of a closed list that lives for ever (an enumerator's name): call only with such.
    template <std::size_t N>
    static constexpr Field word(const char (&key)[N], std::string_view static_word) {
        Field f(key, 0);
        f.kind_ = Kind::word_view;
        f.word_view_ = static_word;
        return f;
    }

    enum class Kind : std::uint8_t { number, micros, word, word_view, hash };
    std::string_view key_;
    Kind kind_;
    std::int64_t number_ = 0;
    const char* word_ = nullptr;
    std::string_view word_view_;
};

void log(Level, What, std::initializer_list<Field> = {});
void set_level(Level least);
[[nodiscard]] std::string_view name(What);

}  // namespace bot::observing
