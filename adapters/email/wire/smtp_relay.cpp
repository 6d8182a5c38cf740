#include "adapters/email/wire/smtp_relay.hpp"

#include "adapters/email/wire/curl_option.hpp"
#include "adapters/email/wire/curl_words.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace adapters::email::wire {
namespace {

struct Dialogue {
    std::string_view rest;  // of the message
    bool all_read = false;
    bool leaving = false;  // QUIT was said: its answer is about nothing
    std::optional<bool> offers_utf8;  // nothing: no greeting in this transfer
    SmtpTrace trace;
};

/// libcurl asks for the message; after the last byte it adds the dot by itself.
std::size_t give(char* to, std::size_t size, std::size_t count, void* user) {
    auto& dialogue = *static_cast<Dialogue*>(user);
    auto const take = std::min(size * count, dialogue.rest.size());
    std::memcpy(to, dialogue.rest.data(), take);
    dialogue.rest.remove_prefix(take);
    if (dialogue.rest.empty()) dialogue.all_read = true;  // told the size, libcurl does not ask once more
    return take;
}

std::string_view line_of(const char* data, std::size_t size) {
    std::string_view line(data, size);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

/// What is said on the wire, both ways: the only way to know how far it got (libcurl's error codes do not tell).
int listen(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
    auto& dialogue = *static_cast<Dialogue*>(user);
    auto& trace = dialogue.trace;
    auto const line = line_of(data, size);
    if (type == CURLINFO_HEADER_IN && !dialogue.leaving) {
        trace.last_reply = std::string(line);
        if (trace.recipient_named && line.starts_with("354")) trace.data_begun = true;
        if (!trace.sender_named && (line == "250-SMTPUTF8" || line == "250 SMTPUTF8")) dialogue.offers_utf8 = true;
    } else if (type == CURLINFO_HEADER_OUT) {
        if (line.starts_with("EHLO")) dialogue.offers_utf8 = false;
        if (line.starts_with("MAIL FROM:")) trace.sender_named = true;
        if (line.starts_with("RCPT TO:")) trace.recipient_named = true;
        if (line.starts_with("QUIT")) dialogue.leaving = true;
    }
    return 0;
}

bool is_tls_trouble(CURLcode code) {
    switch (code) {
        case CURLE_USE_SSL_FAILED:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
            return true;
        default:
            return false;
    }
}

/// Options point into it for the time of one transfer.
struct Recipients {
    explicit Recipients(const std::string& address) : list(curl_slist_append(nullptr, address.c_str())) {
        if (list == nullptr) throw std::bad_alloc();
    }
    ~Recipients() { curl_slist_free_all(list); }
    Recipients(const Recipients&) = delete;
    Recipients& operator=(const Recipients&) = delete;
    curl_slist* list;
};

bool speakable(const std::string& address) {
    return address.size() <= 320 && std::none_of(address.begin(), address.end(), [](char c) {
               return (c >= 0 && c <= 32) || c == 127 || c == '<' || c == '>';
           });
}

/// RFC 6531 §3.2, RFC 5248: "Non-ASCII addresses not permitted for that sender/recipient".
SmtpOutcome no_such_letters() {
    SmtpOutcome out;
    out.result = SmtpOutcome::Result::refused;
    out.phase = SmtpPhase::envelope;
    out.code = 553;
    out.enhanced = "5.6.7";
    return out;
}

}  // namespace

SmtpRelay::SmtpRelay(Server server, std::string hello)
    : server_(std::move(server)), path_("/" + std::move(hello)), handle_(handle_for(server_, "smtp", path_)) {}

SmtpOutcome SmtpRelay::submit(const Submission& submission) {
    if (submission.recipient.empty() || !speakable(submission.recipient) || !speakable(submission.envelope_from)) {
        SmtpOutcome out;  // such a thing would become a command of its own
        out.result = SmtpOutcome::Result::refused;
        out.phase = SmtpPhase::envelope;
        return out;
    }
    try {
        if (server_.token)
            if (auto fresh = server_.token(); fresh != token_) {  // renewed: the connection of the old one ends
                handle_ = handle_for(server_, "smtp", path_);
                token_ = std::move(fresh);
            }
    } catch (const std::runtime_error&) {
        SmtpOutcome out;
        out.result = SmtpOutcome::Result::relay_wrong;  // no token to log in with: for a person to mend
        return out;
    }
    auto const local = std::string_view(submission.recipient).substr(0, submission.recipient.rfind('@'));
    bool const needs_utf8 = std::any_of(local.begin(), local.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (needs_utf8 && !offers_utf8_) {  // libcurl would send it all the same, and who knows what the relay makes of it
        auto const greeted = try_out();
        if (greeted.result != SmtpOutcome::Result::accepted) return greeted;
        if (!offers_utf8_) return no_such_letters();
    }
    return run(&submission);
}

SmtpOutcome SmtpRelay::try_out() {
    return run(nullptr);
}

SmtpOutcome SmtpRelay::run(const Submission* submission) {
    Dialogue dialogue;
    option(handle_, CURLOPT_VERBOSE, 1L);
    option(handle_, CURLOPT_DEBUGFUNCTION, &listen);
    option(handle_, CURLOPT_DEBUGDATA, &dialogue);
    std::string const from = submission == nullptr ? std::string() : "<" + submission->envelope_from + ">";
    std::string const to = submission == nullptr ? std::string() : "<" + submission->recipient + ">";
    Recipients const recipients(to);
    if (submission != nullptr) {
        dialogue.rest = submission->message;
        option(handle_, CURLOPT_NOBODY, 0L);
        option(handle_, CURLOPT_CUSTOMREQUEST, static_cast<const char*>(nullptr));
        option(handle_, CURLOPT_UPLOAD, 1L);
        option(handle_, CURLOPT_MAIL_FROM, from.c_str());
        option(handle_, CURLOPT_MAIL_RCPT, recipients.list);
        option(handle_, CURLOPT_READFUNCTION, &give);
        option(handle_, CURLOPT_READDATA, &dialogue);
        option(handle_, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(submission->message.size()));
    } else {
        option(handle_, CURLOPT_UPLOAD, 0L);
        option(handle_, CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
        option(handle_, CURLOPT_NOBODY, 1L);
        option(handle_, CURLOPT_CUSTOMREQUEST, "NOOP");
    }
    CURLcode const code = curl_easy_perform(handle_.get());

    SmtpTrace& trace = dialogue.trace;
    if (dialogue.offers_utf8) offers_utf8_ = *dialogue.offers_utf8;
    trace.ok = code == CURLE_OK;
    trace.tls_failed = is_tls_trouble(code);
    trace.login_denied = code == CURLE_LOGIN_DENIED;
    // The last read hands the dot over with it; that it left our machine is not known, and need not be: it may have.
    trace.dot_sent = trace.data_begun && dialogue.all_read;
    trace.resolved = code != CURLE_COULDNT_RESOLVE_HOST && code != CURLE_COULDNT_CONNECT && !trace.last_reply.empty();
    trace.secured = !trace.tls_failed;
    auto why = code == CURLE_OK ? std::string() : words_of(code, handle_.get());
    // A dialogue that went wrong is not continued on the same connection.
    if (code != CURLE_OK) handle_ = handle_for(server_, "smtp", path_);
    else {
        option(handle_, CURLOPT_DEBUGDATA, static_cast<void*>(nullptr));
        option(handle_, CURLOPT_VERBOSE, 0L);
        option(handle_, CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
    }
    auto outcome = smtp_verdict(trace);
    outcome.why = std::move(why);
    return outcome;
}

}  // namespace adapters::email::wire
