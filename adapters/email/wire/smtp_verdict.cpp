#include "adapters/email/wire/smtp_verdict.hpp"

#include <algorithm>
#include <iterator>

namespace adapters::email::wire {
namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}

int code_of(std::string_view line) {
    if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, digit)) return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/// "550 5.1.1 unknown" → "5.1.1"
std::string enhanced_of(std::string_view line) {
    if (line.size() < 9 || (line[3] != ' ' && line[3] != '-')) return {};
    auto rest = line.substr(4);
    rest = rest.substr(0, rest.find_first_not_of("0123456789."));
    bool const shaped = std::count(rest.begin(), rest.end(), '.') == 2 && rest.size() >= 5 && rest.size() <= 11 &&
                        rest[1] == '.' && (rest[0] == '2' || rest[0] == '4' || rest[0] == '5') && digit(rest.back());
    return shaped ? std::string(rest) : std::string();
}

}  // namespace

bool asks_for_later(std::string_view reply) {
    static constexpr std::string_view words[] = {
        "plus tard", "try again", "try later", "greylist", "liste grise", "temporar", "temporair", "ofr_999", "reessay",
        "r\xC3\xA9" "essay", "later"};
    auto const same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; };
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
        return std::search(reply.begin(), reply.end(), word.begin(), word.end(), same) != reply.end();
    });
}

SmtpOutcome smtp_verdict(const SmtpTrace& trace) {
    using Result = SmtpOutcome::Result;
    SmtpOutcome out;
    out.code = code_of(trace.last_reply);
    out.enhanced = enhanced_of(trace.last_reply);
    out.said = trace.last_reply;
    int const family = out.code / 100;
    // Of this mail or its recipient.
    auto const refusal = asks_for_later(trace.last_reply) ? Result::deferred : Result::refused;
    if (trace.ok) {
        out.phase = SmtpPhase::after_dot;
        out.result = Result::accepted;
        return out;
    }
    if (trace.dot_sent) {
        out.phase = SmtpPhase::after_dot;
        // 354 is still the answer to DATA: nothing was said about the message. 421 closes, it may have been taken before.
        out.result = family == 5 ? refusal : family == 4 && out.code != 421 ? Result::deferred : Result::unknown;
        return out;
    }
    if (trace.login_denied) {
        out.phase = SmtpPhase::authenticating;
        // 454 4.7.0: "temporary authentication failure" (RFC 4954 §6).
        out.result = family == 4 ? Result::relay_down : Result::relay_wrong;
        return out;
    }
    if (trace.tls_failed) {
        out.phase = SmtpPhase::securing;
        out.result = Result::relay_wrong;
        return out;
    }
    if (trace.data_begun || trace.recipient_named) {
        out.phase = trace.data_begun ? SmtpPhase::data : SmtpPhase::envelope;
        out.result = out.code == 421 || family < 4 ? Result::relay_down
                     : family == 4                 ? Result::deferred
                                                   : refusal;
        return out;
    }
    if (trace.sender_named) {
        // Our own sender address is refused: that is no fact about this recipient.
        out.phase = SmtpPhase::envelope;
        // 552, 523: this mail is too large (RFC 1870 §6.1); it will not shrink.
        if (out.code == 552 || out.enhanced == "5.3.4")
            out.result = Result::refused;
        else
            out.result = family == 5 ? Result::relay_wrong : Result::relay_down;
        return out;
    }
    out.phase = !trace.resolved  ? SmtpPhase::connecting
                : !trace.secured ? SmtpPhase::securing
                                 : SmtpPhase::authenticating;
    out.result = family == 5 ? Result::relay_wrong : Result::relay_down;
    return out;
}

}  // namespace adapters::email::wire
