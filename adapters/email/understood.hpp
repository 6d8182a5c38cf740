#pragma once
/// \file adapters/email/understood.hpp
/// A mail, understood: everything that the rest of the program wants to know of it. A pure function of the stored
/// mail and of who we are, so that it can be replayed with later versions of this code.
///
/// Never throws for what a mail holds. Time linear in its size; a mail over the limits costs one scan.

#include "adapters/email/answers_below.hpp"
#include "adapters/email/auth_results.hpp"
#include "adapters/email/bounce.hpp"
#include "adapters/email/classify.hpp"
#include "adapters/email/identity.hpp"
#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/prescan.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct NamedFile {
    std::string name;   ///< base name, safe to show
    std::string type;   ///< as declared
    std::string bytes;  ///< decoded; filled only for what an import may take, else empty
    bool for_import = false;  ///< CSV or XLSX
};

struct Understood {
    Judgement judgement;
    std::optional<Refusal> refusal;  ///< over a limit: then nothing below is filled

    std::string message_id;          ///< "<…>"
    std::string subject;
    std::string sender;              ///< the one address of From; "" if there is none, or several
    std::string from_name;
    std::string answer_to;           ///< Reply-To, else From
    std::vector<std::string> recipients;  ///< envelope, else To, Cc, Delivered-To: for finding tokens
    std::vector<std::string> thread_ids;  ///< In-Reply-To, then References from last to first
    std::string token;               ///< tag of the address it came to, lower case, unverified (reply_token.hpp)
    std::string verp;                ///< the same of "…+verp-TOKEN@"

    AuthVerdict auth = AuthVerdict::none;
    std::string trusted_sender;      ///< `sender` when auth is pass

    std::string visible;             ///< the writer's own words
    std::string cut;                 ///< what was put aside of the text
    std::vector<AnswerBelow> between;  ///< own words that stand under numbered questions of a quoted mail
    std::string forwarded, forwarded_from;
    std::vector<NamedFile> attachments;
    std::string method, uid;         ///< of an invitation
    BounceFacts bounce;
    bool bounce_proven = false;      ///< carries our VERP token or a Message-ID of ours: may feed the suppression list
};

/// CSV or XLSX, by name or declared type.
[[nodiscard]] bool is_for_import(std::string_view name, std::string_view type);

[[nodiscard]] Understood understand(const InboundMail&, const Identity&);

/// The key by which a mail that comes twice is recognised: Message-ID, envelope sender and content together, because
/// a Message-ID alone comes twice with other content. Hex.
[[nodiscard]] std::string repeat_key(const InboundMail&);

}  // namespace adapters::email
