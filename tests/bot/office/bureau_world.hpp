#pragma once
/// \file tests/bot/office/bureau_world.hpp
/// A bureau in rooms, on a virtual clock: the real pump, postman and office over a store in memory, and a homeserver that
/// remembers what it was sent. The program dies at random commits, before or after them, and starts again.

#include "bot/delivery/pump.hpp"
#include "bot/office/office.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tests {

/// One line that people in the room can see.
struct Shown {
    std::string id, key, body, thread, replies_to;
    std::vector<std::string> mentions;
    int edits = 0;
    bot::Instant at{};
    std::string bytes{};  ///< of a file; its body is its name then
};

class BureauWorld {
  public:
    struct Bad {
        double dies_at_commit = 0;  ///< half of the times after it
        double reply_lost = 0;      ///< delivered, but nobody told us
        bool tells_members = false;  ///< then who sits in a room is what `seat` said; nobody said: not known
    };
    BureauWorld(bot::talking::Tools, std::shared_ptr<const bot::desk::Tools>, bot::Instant start, unsigned seed, Bad);
    ~BureauWorld();

    /// \name Somebody does something, at that time. \returns the event's id.
    ///@{
    std::string say(const std::string& room, const std::string& who, const std::string& text, const std::string& under = {});
    /// A file; without bytes the homeserver does not give it.
    std::string attach(const std::string& room, const std::string& who, const std::string& name, std::optional<std::string> bytes);
    std::string react(const std::string& room, const std::string& who, const std::string& to, const std::string& mark);
    void redact(const std::string& room, const std::string& who, const std::string& event);
    ///@}
    void seat(const std::string& room, std::vector<std::string> members) { seats_[room] = std::move(members); }
    void at(bot::Instant when, std::function<void()> then) { time_->at(when, std::move(then)); }
    /// Runs a task on the program's loop, beside everything else.
    void spawn(std::function<boost::asio::awaitable<void>()>);
    void play_until(bot::Instant);

    /// The last line in the room that holds `words`; null: none.
    [[nodiscard]] const Shown* last(const std::string& room, std::string_view words) const;
    [[nodiscard]] int count(const std::string& room, std::string_view words) const;
    [[nodiscard]] const std::map<std::string, std::vector<Shown>>& rooms() const { return rooms_; }
    [[nodiscard]] int deaths() const { return deaths_; }
    [[nodiscard]] bot::office::Office& office();
    [[nodiscard]] bot::Instant now() const { return time_->now(); }

  private:
    friend class BureauChannel;
    struct Program;
    struct Event {
        std::string room, id, payload;
    };
    bool chance(double p);
    void start_program();
    void die();
    void push();
    void add(const std::string& room, const std::string& id, std::string payload);
    void poll();

    bot::talking::Tools tools_;
    std::shared_ptr<const bot::desk::Tools> desk_;
    Bad bad_;
    std::mt19937 random_;
    std::unique_ptr<VirtualTime> time_;
    std::vector<std::unique_ptr<boost::asio::io_context>> contexts_;
    Disk disk_;
    std::unique_ptr<Program> program_;
    std::deque<Event> to_push_;
    bool pushing_ = false;
    std::map<std::string, std::vector<Shown>> rooms_;
    std::map<std::string, std::vector<std::string>> seats_;
    std::map<std::string, std::string> media_;  // files that people sent, by name
    std::map<std::string, std::string> keys_;  // the homeserver's memory: idempotency key, event id
    int deaths_ = 0, ids_ = 0;
};

}  // namespace tests
