#pragma once
/// \file adapters/email/mail_intake.hpp
/// Where every source of mail comes in: what one delivery brought is stored in one unit, and only then is its peer told
/// that it may forget it (250 of LMTP, the IMAP cursor, 200 of a webhook). Nothing is understood here.
///
/// Threads: `take` on the executor's thread; `take_waiting` on a worker, which it blocks until the commit. Lifetime: the
/// store and the intake outlive everything under way.

#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/limits.hpp"
#include "adapters/email/webhook.hpp"
#include "db/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// What one delivery brought. All of it is stored, or nothing.
struct Parcel {
    Parcel() = default;
    std::vector<InboundMail> mails;
    std::vector<InboundMail> waiting;  ///< whose provider keeps their files: stored apart until those are here (file_fetcher.hpp)
    std::vector<ProviderEvent> events;
    struct SetAside {
        std::string raw;
        std::string_view why;  ///< a word of a closed list that lives for ever
    };
    std::vector<SetAside> aside;  ///< what nobody shall look into: quarantined
    Instant received_at{};
    /// Done in the unit before the rest (a cursor, the mark of a post); false: nothing else is stored. May run again, as units may.
    std::function<bool(db::Transaction&)> first;
};

/// A mail goes to `mails` (to `waiting` while it has files elsewhere), or to `aside` if it breaks the limits.
void put(Parcel&, InboundMail, const Limits&);

enum class Taken {
    stored,    ///< committed (or known already, which is the same to its sender)
    no_space,  ///< nothing was stored: the peer keeps it
    trouble    ///< the same; the store is closing or broken
};

class MailIntake {
  public:
    /// \param admitted  entries were committed to the inbox; called on the executor's thread
    MailIntake(boost::asio::any_io_executor, db::Store&, std::function<void()> admitted);

    [[nodiscard]] bool is_open() { return store_.accepts_intake(); }
    [[nodiscard]] db::Store& store() { return store_; }
    boost::asio::awaitable<Taken> take(Parcel);
    [[nodiscard]] Taken take_waiting(Parcel);

  private:
    struct Outcome {  ///< of the unit's last run; read after its commit
        std::size_t admitted = 0, duplicates = 0;
    };
    static db::Store::Unit unit_of(std::shared_ptr<const Parcel>, std::shared_ptr<Outcome>);
    Taken judge(const std::exception_ptr&, const Parcel&, const Outcome&);

    boost::asio::any_io_executor executor_;
    db::Store& store_;
    std::function<void()> admitted_;
};

}  // namespace adapters::email
