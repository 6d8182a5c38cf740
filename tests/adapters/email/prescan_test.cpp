#include "adapters/email/prescan.hpp"

#include "adapters/email/mime_tree.hpp"
#include "adapters/email/understood.hpp"

#include <gtest/gtest.h>

namespace adapters::email {
namespace prescan_test {

const std::string top = "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n";

std::string with_parts(std::size_t count) {
    std::string mail = top + "Content-Type: multipart/mixed; boundary=\"x y\"\r\n\r\n";
    for (std::size_t i = 0; i < count; ++i) mail += "--x y\r\n\r\n\r\n";
    return mail + "--x y--\r\n";
}

TEST(Prescan, LetsAnOrdinaryMailPass) {
    EXPECT_FALSE(prescan(top + "\r\nbonjour"));
    EXPECT_FALSE(prescan(with_parts(500)));
}

TEST(Prescan, CountsPartsDepthHeaderAddressesAndReferences) {
    EXPECT_EQ(prescan(with_parts(501)), Refusal::too_many_parts);
    std::string nested = top;
    for (int i = 0; i < 60; ++i) nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" + std::to_string(i) + "\r\n";
    EXPECT_EQ(prescan(nested), Refusal::too_deep);
    std::string messages = top;
    for (int i = 0; i < 60; ++i) messages += "Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n";
    EXPECT_EQ(prescan(messages), Refusal::too_deep);
    EXPECT_EQ(prescan(top + "X: " + std::string(300'000, 'a') + "\r\n\r\n"), Refusal::header_too_large);
    std::string people = top + "To: ";
    for (int i = 0; i < 1100; ++i) people += "a@b.example,\r\n ";
    EXPECT_EQ(prescan(people + "\r\n\r\n"), Refusal::too_many_addresses);
    std::string ids = top + "References:";
    for (int i = 0; i < 300; ++i) ids += " <a" + std::to_string(i) + "@b.example>\r\n";
    EXPECT_EQ(prescan(ids + "\r\n"), Refusal::too_many_references);
    Limits small;
    small.raw_bytes = 10;
    EXPECT_EQ(prescan(top + "\r\n", small), Refusal::too_large);
}

TEST(Prescan, AMailNeedsAHeaderAndAnAuthor) {
    EXPECT_EQ(prescan("bonjour j'ai 19 ans\n"), Refusal::no_header);
    EXPECT_EQ(prescan(""), Refusal::no_header);
    EXPECT_EQ(prescan("From: ::::\nTo: a@b.example\n\nx"), Refusal::no_author);
    EXPECT_FALSE(prescan("From: MAILER-DAEMON (Mail Delivery System)\nTo: a@b.example\n\nx"));
}

TEST(Prescan, APartInsideAnAttachedMessageCountsToo) {
    std::string mail = top + "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n";
    for (int i = 0; i < 501; ++i) mail += "--i\r\n\r\n";
    EXPECT_EQ(prescan(mail + "--o--\r\n"), Refusal::too_many_parts);
}

TEST(MimeTree, WhatThePrescanLetsPassHasNoMorePartsThanItCounted) {
    Part const root = read_mime(with_parts(500));
    EXPECT_EQ(root.parts.size(), 500u);
}

TEST(Understood, ARefusedMailIsNeverAnswered) {
    InboundMail mail;
    mail.raw = with_parts(501);
    auto const understood = understand(mail, Identity{});
    EXPECT_EQ(understood.judgement.cls, Class::malformed);
    EXPECT_FALSE(understood.judgement.may_answer);
}

}  // namespace prescan_test
}  // namespace adapters::email
