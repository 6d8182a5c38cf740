#include "adapters/email/wire/smtp_verdict.hpp"

#include <gtest/gtest.h>

namespace {

using namespace adapters::email::wire;
using Result = SmtpOutcome::Result;

SmtpTrace after_rcpt(const std::string& reply) {
    SmtpTrace trace;
    trace.resolved = trace.secured = trace.sender_named = trace.recipient_named = true;
    trace.last_reply = reply;
    return trace;
}

SmtpTrace after_dot(const std::string& reply) {
    SmtpTrace trace = after_rcpt(reply);
    trace.data_begun = trace.dot_sent = true;
    return trace;
}

TEST(SmtpVerdict, OfTheRecipient) {
    EXPECT_EQ(smtp_verdict(after_rcpt("450 4.7.1 greylisted")).result, Result::deferred);
    EXPECT_EQ(smtp_verdict(after_rcpt("550 5.1.1 unknown")).result, Result::refused);
    EXPECT_EQ(smtp_verdict(after_rcpt("550 5.1.1 unknown")).enhanced, "5.1.1");
    EXPECT_EQ(smtp_verdict(after_rcpt("550 5.1.1 unknown")).code, 550);
}

TEST(SmtpVerdict, OfTheWholeRelayNeverCondemnsARecipient) {
    EXPECT_EQ(smtp_verdict(after_rcpt("421 4.3.2 shutting down")).result, Result::relay_down);
    EXPECT_EQ(smtp_verdict(after_rcpt("")).result, Result::relay_down) << "the line broke";
    SmtpTrace sender;
    sender.resolved = sender.secured = sender.sender_named = true;
    sender.last_reply = "553 5.7.1 sender not owned by you";
    EXPECT_EQ(smtp_verdict(sender).result, Result::relay_wrong);
    SmtpTrace hello;
    hello.resolved = hello.secured = true;
    hello.last_reply = "554 5.7.1 no service for you";
    EXPECT_EQ(smtp_verdict(hello).result, Result::relay_wrong);
    EXPECT_EQ(smtp_verdict(SmtpTrace{}).result, Result::relay_down);
}

TEST(SmtpVerdict, AMailThatIsTooLargeIsRefusedAtItsSize) {
    SmtpTrace sender;
    sender.resolved = sender.secured = sender.sender_named = true;
    sender.last_reply = "552 5.3.4 message too big";
    EXPECT_EQ(smtp_verdict(sender).result, Result::refused);
}

TEST(SmtpVerdict, AfterTheDotOnlyAnAnswerAboutTheMessageCounts) {
    EXPECT_EQ(smtp_verdict(after_dot("554 5.6.0 spam")).result, Result::refused);
    EXPECT_EQ(smtp_verdict(after_dot("452 4.3.1 no space")).result, Result::deferred);
    EXPECT_EQ(smtp_verdict(after_dot("354 go on")).result, Result::unknown);
    EXPECT_EQ(smtp_verdict(after_dot("421 timeout")).result, Result::unknown);
    auto done = after_dot("250 2.0.0 queued");
    done.ok = true;
    EXPECT_EQ(smtp_verdict(done).result, Result::accepted);
}

TEST(SmtpVerdict, APermanentCodeAroundALaterIsALater) {
    EXPECT_EQ(smtp_verdict(after_rcpt("550 5.5.0 Service refuse. Veuillez essayer plus tard.")).result, Result::deferred);
    EXPECT_EQ(smtp_verdict(after_dot("550 5.7.1 Greylisted, please come back")).result, Result::deferred);
    EXPECT_EQ(smtp_verdict(after_dot("554 Merci de R\xC3\xA9" "essayer")).result, Result::deferred);
    EXPECT_EQ(smtp_verdict(after_rcpt("550 5.1.1 no such user")).result, Result::refused);
}

TEST(SmtpVerdict, SilenceBeforeTheDotIsTheRelaysAndCondemnsNobody) {
    auto trace = after_rcpt("");
    trace.data_begun = true;
    EXPECT_EQ(smtp_verdict(trace).result, Result::relay_down);
    EXPECT_EQ(smtp_verdict(trace).code, 0);
}

TEST(SmtpVerdict, TlsAndLoginAreForAPersonToLookAt) {
    SmtpTrace tls;
    tls.resolved = tls.tls_failed = true;
    tls.last_reply = "220 ready";
    EXPECT_EQ(smtp_verdict(tls).result, Result::relay_wrong);
    SmtpTrace login;
    login.resolved = login.secured = login.login_denied = true;
    login.last_reply = "535 5.7.8 wrong password";
    EXPECT_EQ(smtp_verdict(login).result, Result::relay_wrong);
    login.last_reply = "454 4.7.0 try later";
    EXPECT_EQ(smtp_verdict(login).result, Result::relay_down);
}

TEST(SmtpVerdict, WhatLooksLikeAnEnhancedCodeButIsNone) {
    for (auto const* line : {"550 5.1 x", "550 10.0.0.1 blocked", "550", "", "550 5.1.1.1 x", "550 6.1.1 x"})
        EXPECT_EQ(smtp_verdict(after_rcpt(line)).enhanced, "") << line;
}

}  // namespace
