#pragma once
/// \file adapters/email/wire/imap_mailbox.hpp
/// A hosted mailbox, read by its UIDs: what is newer than a cursor, a mail's bytes without touching its flags, a flag
/// once it is stored. libcurl connects, secures and logs in (LOGIN, XOAUTH2); the few commands are our own, because
/// libcurl's FETCH sets \Seen before anything is stored and cannot carry a literal for PEEK.
///
/// Sources: RFC 3501 §6.3.1, §6.4.4, §6.4.8; reference email.md §2.7 ("n:*" answers the last mail even when older).
/// Threads: one worker's; every call blocks, at most `Server::time`. Errors: ImapTrouble; the mailbox is closed then.

#include "adapters/email/wire/curl_handle.hpp"
#include "adapters/email/wire/imap_reply.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace adapters::email::wire {

struct ImapTrouble : std::runtime_error {
    enum class Kind : std::uint8_t {
        unreachable,  ///< nobody there, or the connection broke: try again later
        denied,       ///< TLS, certificate, login, folder: a person must look
        refused       ///< the server said NO or BAD to this command
    };
    ImapTrouble(Kind what, const std::string& words) : std::runtime_error(words), kind(what) {}
    Kind kind;
};

class ImapMailbox {
  public:
    struct Waiting {
        std::uint32_t uid = 0;
        std::size_t size = 0;  ///< bytes, RFC822.SIZE
    };

    /// Connects, logs in, opens the folder. Folders are named in UTF-8, as people read them. Throws ImapTrouble.
    ImapMailbox(Server server, const std::string& folder);

    /// UIDs mean something only together with it.
    [[nodiscard]] std::uint32_t uid_validity() const { return uid_validity_; }
    /// Asks for news of the folder, on a connection that was kept.
    void refresh();
    /// Mails with a UID above `uid`, ascending.
    [[nodiscard]] std::vector<Waiting> newer_than(std::uint32_t uid);
    /// Mails that arrived on or after this day ("22-Nov-2026"), ascending: for a folder whose UIDs changed.
    [[nodiscard]] std::vector<Waiting> since(const std::string& day);
    /// The bytes as they are; no flag changes. Empty: it is gone.
    [[nodiscard]] std::string fetch(std::uint32_t uid);
    void mark_seen(std::uint32_t uid);
    void move(std::uint32_t uid, const std::string& folder);
    /// Whether there is a folder of that name.
    [[nodiscard]] bool has(const std::string& folder);

  private:
    std::vector<ImapResponse> command(const std::string& words);
    std::vector<Waiting> search(const std::string& criterion, std::uint32_t above);
    void send(std::string_view bytes);
    void receive();
    void wait_for(bool readable);

    Server server_;
    CurlHandle handle_;
    ImapReader reader_;
    std::uint32_t uid_validity_ = 0;
    unsigned tag_ = 0;
};

}  // namespace adapters::email::wire
