#include "adapters/email/wire/imap_reply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace adapters::email::wire;
using testing::ElementsAre;

const std::string dialogue =
    "* OK [UIDVALIDITY 77] UIDs valid\r\n"
    "* 3 FETCH (UID 9 BODY[] {26}\r\nx\r\np2 OK done\r\n* BYE {9}\r\n)\r\n"
    "* 4 FETCH (BODY[] {0}\r\n UID 10)\r\n"
    "p2 OK done\r\n";

std::vector<ImapResponse> read_in_pieces(const std::string& bytes, std::size_t piece) {
    ImapReader reader;
    std::vector<ImapResponse> out;
    for (std::size_t i = 0; i < bytes.size(); i += piece) {
        EXPECT_TRUE(reader.feed(std::string_view(bytes).substr(i, piece)));
        while (auto response = reader.next()) out.push_back(std::move(*response));
    }
    return out;
}

TEST(ImapReader, WhatStandsInAMailIsNeverTheServersWord) {
    for (std::size_t piece = 1; piece <= dialogue.size(); ++piece) {
        auto const read = read_in_pieces(dialogue, piece);
        ASSERT_EQ(read.size(), 4U) << piece;
        EXPECT_EQ(uid_validity_in(read[0].line), 77U);
        EXPECT_THAT(read[1].literals, ElementsAre("x\r\np2 OK done\r\n* BYE {9}\r"
                                                  "\n")) << piece;
        EXPECT_EQ(fetched_number(read[1].line, "UID"), 9U);
        EXPECT_THAT(read[2].literals, ElementsAre(""));
        EXPECT_EQ(fetched_number(read[2].line, "UID"), 10U);
        EXPECT_EQ(read[3].line, "p2 OK done");
    }
}

TEST(ImapReader, HasLimits) {
    ImapLimits limits;
    limits.line = 100;
    limits.literal = 1000;
    EXPECT_FALSE(ImapReader(limits).feed(std::string(101, 'x')));
    EXPECT_FALSE(ImapReader(limits).feed("* 1 FETCH (BODY[] {1001}\r\n"));
    EXPECT_TRUE(ImapReader(limits).feed("* 1 FETCH (BODY[] {1000}\r\n"));
    std::string many;
    for (int i = 0; i < 30; ++i) many += "abcd {0}\r\n";
    EXPECT_FALSE(ImapReader(limits).feed(many));
}

TEST(ImapReply, SearchAndFetch) {
    EXPECT_THAT(*search_in("* SEARCH 4 9 12"), ElementsAre(4, 9, 12));
    EXPECT_TRUE(search_in("* search")->empty());
    EXPECT_FALSE(search_in("* 4 EXISTS"));
    EXPECT_EQ(fetched_number("* 3 FETCH (UID 9 RFC822.SIZE 411)", "RFC822.SIZE"), 411U);
    EXPECT_EQ(fetched_number("* 3 FETCH (FLAGS (\\Seen) UID 9)", "UID"), 9U);
    EXPECT_FALSE(fetched_number("* 3 FETCH (FLAGS (\\Seen))", "UID"));
    EXPECT_FALSE(fetched_number("* OK UID 9", "UID"));
    EXPECT_FALSE(uid_validity_in("p1 OK [UIDVALIDITY 3]"));
}

}  // namespace
