#pragma once
/// \file bot/delivery/eraser.hpp
/// Erasing is a protocol: what is on its way is waited for, the key and the rows go, what was said is taken back at the
/// peer, the bytes leave the files, and only then is anybody told. A redaction is the same for one message.
///
/// Threads: the loop's. Lifetime: outlives the executor's work that it spawned.

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/delivery/postman.hpp"
#include "bot/message.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <utility>
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

    struct Request {
        Request() = default;
        db::InboxEntry entry;      ///< the wish; finished in the same unit
        db::ConversationRef home;  ///< whose conversation it is
        std::vector<db::ConversationRef> with;  ///< erased beside it: files that others hold about the same person
        /// Linked conversations of the same person: erased, and what was said there taken back as well.
        std::vector<std::pair<db::ConversationRef, Channel*>> elsewhere;
        Say said;                  ///< told afterwards
        std::chrono::hours answers_expire{};
    };
    /// Throws NotStored: nothing has happened.
    boost::asio::awaitable<void> erase(Request request, Channel& channel);
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
