#pragma once
/// \file adapters/email/lmtp_server.hpp
/// The server's side of one LMTP connection (RFC 2033) as a plain object: bytes in, replies and "store this" out. No
/// socket, no clock. The shell writes `output()` to the peer, stores what `waiting()` holds, says `stored(…)`.
///
/// After the final dot each accepted recipient gets one reply, in order (§4.2); our own trouble is 451, never 5xx.
/// Only CRLF . CRLF ends the data; a bare LF refuses the mail. Commands behind the dot wait for the replies to it.
/// Threads: one connection, one thread. Memory: one mail of at most `limits.raw_bytes`, plus 64 KiB; less where `intake`
/// says so while the mail comes in: then nothing of it is kept.

#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/limits.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

enum class RecipientVerdict {
    known,
    unknown,  ///< 550 5.1.1: no such local part
    ended,    ///< 550 5.1.1: a reply address of ours whose time is over; the words say where to write instead
    later     ///< 451 4.3.0: cannot be told now
};
enum class Intake {
    open,
    full  ///< 452 4.3.1: too little space; the peer keeps its mail
};
enum class StoreOutcome {
    stored,   ///< 250 2.0.0: committed
    trouble   ///< 451 4.3.0: not committed, the peer shall come again
};

class LmtpServer {
  public:
    struct Options {
        std::string hostname = "localhost";
        Limits limits;
        std::size_t recipients = 100;        ///< of one mail; the next one gets 452 4.5.3
        std::size_t errors = 20;             ///< then 421 and the end
        std::string instead;                 ///< the address to write to where one has ended
        /// Asked at RCPT; `sender` is the envelope's, "" for <>.
        std::function<RecipientVerdict(std::string_view address, std::string_view sender)> recipient;
        std::function<Intake()> intake;      ///< asked at MAIL, and before each piece of a mail is taken
    };

    explicit LmtpServer(Options);

    /// What the peer sent. Anything may stand in it, cut anywhere. Do not read from the peer while `waiting()`.
    void receive(std::string_view bytes);
    /// What has to be written to the peer now; empties itself.
    [[nodiscard]] std::string output();
    /// A mail that must be stored before anything is said about it; nothing: none. Stays until `stored`.
    [[nodiscard]] const std::optional<InboundMail>& waiting() const { return waiting_; }
    /// That mail, out of here; of `waiting` its envelope stays.
    [[nodiscard]] InboundMail take();
    /// One outcome a recipient of `waiting()->envelope_to`, in that order. Goes on with what was received meanwhile.
    void stored(std::span<const StoreOutcome>);
    /// Write what is left of `output`, then close.
    [[nodiscard]] bool closing() const { return closing_; }
    /// Bytes of mails and lines kept for this connection.
    [[nodiscard]] std::size_t held() const { return in_.size() + data_.size() + (waiting_ ? waiting_->raw.size() : 0); }
    /// We want to stop: 421 as soon as no mail is under way.
    void shut_down();

  private:
    enum class State { fresh, greeted, mail, recipients, data };
    void process();
    void command(std::string_view line);
    void mail_from(std::string_view rest);
    void recipient_to(std::string_view rest);
    void data_line(std::string_view line, bool proper_end);
    void keep(std::string_view piece, std::string_view end);
    void end_of_data();
    void reply(std::string_view code_and_text);
    void complain(std::string_view code_and_text);
    void reset();

    Options options_;
    State state_ = State::fresh;
    std::string in_, out_, from_, data_;
    std::vector<std::string> to_;
    std::optional<InboundMail> waiting_;
    std::size_t errors_ = 0;
    std::size_t declared_ = 0;  ///< SIZE of the mail under way, within the limits
    bool closing_ = false, stopping_ = false, too_large_ = false, no_room_ = false, bare_lf_ = false, line_too_long_ = false;
    bool after_crlf_ = true;  ///< the line before ended properly: only then can a dot end the mail
};

}  // namespace adapters::email
