#pragma once
/// \file bot/delivery/eraser.hpp
/// Erasing is a protocol: what is on its way is waited for, the key and the rows go, what was said is taken back at the
/// peer, the bytes leave the files, and only then is anybody told. A redaction is the same for one message.
///
/// Threads: the loop's. Lifetime: outlives the executor's work that it spawned.

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/delivery/postman.hpp"
#include "bot/wording/document.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <vector>

namespace bot::delivery {

class Eraser {
  public:
    /// \param scrub_after  how long a redaction's bytes may stay in the files: gathers several
    Eraser(
        boost::asio::any_io_executor, db::Store&, Alarm&, Postman&, std::chrono::milliseconds scrub_after
    );

    void start() { running_ = true; }
    void stop() { running_ = false; }  ///< the next start finishes what was begun

    /// Erases the entry's conversation and those of `with` (files that others hold about the same person); `said` is told
    /// afterwards. Throws NotStored: nothing has happened.
    boost::asio::awaitable<void> erase(
        db::InboxEntry entry, std::vector<db::ConversationRef> with, wording::Document said, Channel& channel, std::chrono::hours answers_expire
    );
    /// What a redaction blanked leaves the files in a while. One scrub at a time, whatever is asked meanwhile.
    void scrub_soon();

  private:
    boost::asio::awaitable<void> scrub(std::int64_t spread);

    boost::asio::any_io_executor executor_;
    db::Store& store_;
    Alarm& alarm_;
    Postman& postman_;
    std::chrono::milliseconds scrub_after_;
    bool running_ = false, scrubbing_ = false, wanted_ = false;
};

}  // namespace bot::delivery
