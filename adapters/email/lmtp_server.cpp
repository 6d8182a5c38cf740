#include "adapters/email/lmtp_server.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/charset.hpp"
#include "adapters/email/prescan.hpp"

#include <boost/assert.hpp>

#include <charconv>
#include <utility>

namespace adapters::email {

namespace {

constexpr std::size_t longest_command = 2048;

struct Path {
    std::string address;     ///< "" for <>
    std::string_view rest;   ///< parameters
};
/// "<a@b> SIZE=1": lenient about missing blanks, strict about the address.
std::optional<Path> path_at(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with('<')) return std::nullopt;
    std::size_t const end = text.find('>');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view inside = text.substr(1, end - 1);
    if (inside.starts_with('@'))  // source route
        if (std::size_t const colon = inside.find(':'); colon != std::string_view::npos) inside.remove_prefix(colon + 1);
    std::string address(inside);
    if (address.size() > 2 && address.front() == '"') std::erase(address, '"');
    if (!address.empty() && (!is_address(address) || !is_utf8(address)) && !same_word(address, "postmaster")) return std::nullopt;
    return Path{std::move(address), text.substr(end + 1)};
}

std::optional<std::size_t> size_parameter(std::string_view parameters) {
    std::size_t const at = find_word(parameters, "size=");
    if (at == std::string_view::npos) return std::nullopt;
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(parameters.data() + at + 5, parameters.data() + parameters.size(), value);
    return error == std::errc{} ? std::optional(value) : std::nullopt;
}

}  // namespace

LmtpServer::LmtpServer(Options options) : options_(std::move(options)) { reply("220 " + options_.hostname + " LMTP"); }

void LmtpServer::reply(std::string_view text) {
    out_ += text;
    out_ += "\r\n";
}

void LmtpServer::complain(std::string_view text) {
    reply(text);
    if (++errors_ < options_.errors) return;
    reply("421 4.7.0 too many errors");
    closing_ = true;
}

void LmtpServer::reset() {
    from_.clear();
    declared_ = 0;
    to_.clear();
    data_.clear();
    data_.shrink_to_fit();
    too_large_ = no_room_ = bare_lf_ = false;
    if (state_ != State::fresh) state_ = State::greeted;
}

std::string LmtpServer::output() { return std::exchange(out_, {}); }

void LmtpServer::receive(std::string_view bytes) {
    if (closing_) return;
    if (state_ == State::data && options_.intake && options_.intake() == Intake::full) {  // what was kept of it makes room for others
        no_room_ = true;
        data_.clear();
        data_.shrink_to_fit();
    }
    in_ += bytes;
    process();
}

void LmtpServer::shut_down() {
    stopping_ = true;
    if (!waiting_ && state_ != State::data && !closing_) {
        reply("421 4.3.2 shutting down");
        closing_ = true;
    }
}

void LmtpServer::process() {
    std::size_t at = 0;
    while (!closing_ && !waiting_) {
        std::size_t const end = in_.find('\n', at);
        if (end == std::string::npos) {
            std::size_t const longest = state_ == State::data ? 64 * 1024 : longest_command;
            if (in_.size() - at > longest) {  // an endless line: keep nothing of it but its end
                if (state_ == State::data) {
                    // A long line of a mail is legal for some senders: take it in pieces, its last byte waits (it may be a CR).
                    std::string_view const piece = std::string_view(in_).substr(at, in_.size() - at - 1);
                    keep(!line_too_long_ && piece.starts_with('.') ? piece.substr(1) : piece, {});
                    at = in_.size() - 1;
                }
                else at = in_.size();
                line_too_long_ = true;
            }
            break;
        }
        std::string_view line = std::string_view(in_).substr(at, end - at);
        bool const proper = line.ends_with('\r');
        if (proper) line.remove_suffix(1);
        at = end + 1;
        bool const tail = std::exchange(line_too_long_, false);
        if (state_ == State::data) {
            if (tail) {  // the end of a line of which the beginning was taken already
                if (!proper) bare_lf_ = true;
                after_crlf_ = proper;
                keep(line, "\r\n");
            } else {
                data_line(line, proper);
            }
        } else if (tail || line.size() > longest_command) {
            complain("500 5.5.2 line too long");
        } else if (!proper) {
            complain("500 5.5.2 line without CR");
        } else {
            command(line);
        }
    }
    in_.erase(0, at);
    if (stopping_ && !waiting_ && state_ != State::data) shut_down();
}

void LmtpServer::command(std::string_view line) {
    std::size_t const space = line.find(' ');
    std::string const verb = lowered(line.substr(0, space));
    std::string_view const rest = space == std::string_view::npos ? std::string_view{} : trimmed(line.substr(space + 1));
    if (verb == "lhlo") {
        if (rest.empty()) return complain("501 5.5.4 who are you?");
        reset();
        state_ = State::greeted;
        for (std::string_view word : {"PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"}) {
            if (word == "PIPELINING") reply("250-" + options_.hostname);
            reply("250-" + std::string(word));
        }
        return reply("250 SIZE " + std::to_string(options_.limits.raw_bytes));
    }
    if (verb == "quit") {
        reply("221 2.0.0 bye");
        closing_ = true;
        return;
    }
    if (verb == "noop") return reply("250 2.0.0 ok");
    if (verb == "rset") {
        reset();
        return reply("250 2.0.0 ok");
    }
    if (verb == "vrfy") return reply("252 2.5.0 send mail, it will be seen");
    if (verb == "helo" || verb == "ehlo") return complain("500 5.5.1 this is LMTP: LHLO");
    if (verb == "mail" || verb == "rcpt" || verb == "data") {
        if (state_ == State::fresh) return complain("503 5.5.1 LHLO first");
        if (verb == "mail") return mail_from(rest);
        if (verb == "rcpt") return recipient_to(rest);
        if (state_ != State::recipients || to_.empty()) return complain("503 5.5.1 no valid recipients");
        state_ = State::data;
        after_crlf_ = true;
        // Where nothing is written no memory is taken, so a lie costs nothing; a string that grows by doubling holds up to
        // twice its mail, and leaves holes of all sizes behind.
        data_.reserve(declared_);
        return reply("354 end with . on a line of its own");
    }
    complain("500 5.5.2 unknown command");
}

void LmtpServer::mail_from(std::string_view rest) {
    if (state_ != State::greeted) return complain("503 5.5.1 a mail is under way");
    if (find_word(rest, "from:") != 0) return complain("501 5.5.4 MAIL FROM:<address>");
    auto const path = path_at(rest.substr(5));
    if (!path) return complain("501 5.1.7 bad sender address");
    auto const size = size_parameter(path->rest);
    if (size && *size > options_.limits.raw_bytes) return reply("552 5.3.4 message too large");
    if (options_.intake && options_.intake() == Intake::full) return reply("452 4.3.1 not enough space, try later");
    from_ = path->address;
    declared_ = size.value_or(0);
    state_ = State::mail;
    reply("250 2.1.0 ok");
}

void LmtpServer::recipient_to(std::string_view rest) {
    if (state_ != State::mail && state_ != State::recipients) return complain("503 5.5.1 MAIL first");
    if (find_word(rest, "to:") != 0) return complain("501 5.5.4 RCPT TO:<address>");
    auto const path = path_at(rest.substr(3));
    if (!path || path->address.empty()) return complain("501 5.1.3 bad recipient address");
    if (to_.size() >= options_.recipients) return reply("452 4.5.3 too many recipients");
    switch (options_.recipient ? options_.recipient(path->address, from_) : RecipientVerdict::later) {
        case RecipientVerdict::unknown: return reply("550 5.1.1 no such address here");
        case RecipientVerdict::ended:  // stands in the bounce that a person reads; replies are ASCII
            return reply("550 5.1.1 Cette adresse de reponse a expire. Ecrivez a " + options_.instead);
        case RecipientVerdict::later: return reply("451 4.3.0 try later");
        case RecipientVerdict::known: break;
    }
    to_.push_back(path->address);  // twice the same: two replies, as RFC 2033 says
    state_ = State::recipients;
    reply("250 2.1.5 ok");
}

void LmtpServer::data_line(std::string_view line, bool proper) {
    if (std::exchange(after_crlf_, proper) && proper && line == ".") return end_of_data();
    if (!proper) bare_lf_ = true;
    if (line.starts_with('.')) line.remove_prefix(1);  // stuffed
    keep(line, "\r\n");
}

void LmtpServer::keep(std::string_view piece, std::string_view end) {
    if (data_.size() + piece.size() + end.size() > options_.limits.raw_bytes) {
        too_large_ = true;
        data_.clear();
        data_.shrink_to_fit();
    }
    if (!too_large_ && !no_room_) (data_ += piece) += end;
}

void LmtpServer::end_of_data() {
    std::string_view refusal;
    if (too_large_) refusal = "552 5.3.4 message too large";
    else if (no_room_) refusal = "452 4.3.1 not enough space, try later";
    else if (bare_lf_) refusal = "554 5.6.0 line feed without carriage return";
    else if (auto const found = prescan(data_, options_.limits); found && *found != Refusal::no_header && *found != Refusal::no_author)
        refusal = "554 5.6.0 malformed beyond what is read here";
    if (!refusal.empty()) {
        for (std::size_t i = 0; i < to_.size(); ++i) reply(refusal);
        return reset();
    }
    InboundMail mail;
    mail.source = "lmtp";
    mail.envelope_from = from_;
    mail.envelope_to = to_;
    if (data_.capacity() / 4 * 3 > data_.size()) data_.shrink_to_fit();  // it waits for the disk, with others
    mail.raw = std::move(data_);
    waiting_ = std::move(mail);
    data_.clear();
}

InboundMail LmtpServer::take() {
    BOOST_ASSERT(waiting_);
    std::string raw = std::exchange(waiting_->raw, {});
    InboundMail out = *waiting_;
    out.raw = std::move(raw);
    return out;
}

void LmtpServer::stored(std::span<const StoreOutcome> outcomes) {
    BOOST_ASSERT(waiting_ && outcomes.size() == waiting_->envelope_to.size());
    if (!waiting_) return;
    for (std::size_t i = 0; i < waiting_->envelope_to.size(); ++i) {
        bool const good = i < outcomes.size() && outcomes[i] == StoreOutcome::stored;
        reply(good ? "250 2.0.0 stored" : "451 4.3.0 not stored, try again");
    }
    waiting_.reset();
    reset();
    process();
}

}  // namespace adapters::email
