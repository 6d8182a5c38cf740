#pragma once
/// \file adapters/email/inbound_mail.hpp
/// A mail as it came in, whatever brought it: the one shape that is stored (raw, committed) before the peer hears
/// 250, before the IMAP cursor moves, before the webhook gets its 200. Everything else is a later, replayable step.
///
/// Values only. Threads: plain data.

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adapters::email {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// A file of the mail that its provider keeps and gives for a token: `raw` has an empty part for it.
struct FileElsewhere {
    std::string token;
    std::size_t at = 0;    ///< offset in `raw` where its base64 lines go
    std::size_t size = 0;  ///< as the provider says; 0: it does not
    friend bool operator==(const FileElsewhere&, const FileElsewhere&) = default;
};

struct InboundMail {
    std::string source;                        ///< "lmtp", "imap", "postmark", "mailgun", "brevo", "file"
    std::optional<std::string> envelope_from;  ///< nothing: not known (IMAP, a webhook); "": the null sender <>
    std::vector<std::string> envelope_to;
    Instant received_at{};
    std::string raw;                           ///< the message, header and body, bytes as received
    std::map<std::string, std::string> provider_ids;  ///< "uid", "message_id", "token", … for recognising repeats
    std::vector<FileElsewhere> elsewhere{};  ///< ascending by `at`; empty once they are in `raw`, or nobody fetches them
    std::string known_as{};                  ///< `repeat_key` of what came first, if files were put in since; else empty
};

}  // namespace adapters::email
