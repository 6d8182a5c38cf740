#include "adapters/terminal/chat_session.hpp"
#include "adapters/terminal/render.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

namespace adapters::terminal {
namespace {

using bot::wording::Bullets;
using bot::wording::Document;
using bot::wording::Line;
using bot::wording::Numbered;
using bot::wording::Paragraph;
using bot::wording::Quote;
using bot::wording::Span;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Line plain(std::string text) {
    return {Span{Span::Style::plain, std::move(text), {}}};
}
Document one(Line line) {
    return {{Paragraph{{std::move(line)}}}};
}

TEST(Render, WrapsAtTheWidthAndIndentsLists) {
    const Document document{
        {Paragraph{{plain("un deux trois quatre cinq six")}},
         Numbered{{plain("sept huit neuf dix onze")}},
         Bullets{{plain("douze")}},
         Quote{{plain("treize")}}}};

    EXPECT_EQ(
        render(document, {20, false}),
        "un deux trois quatre\ncinq six\n  1. sept huit neuf\n     dix onze\n  • douze\n  | treize\n"
    );
}

TEST(Render, NeverBreaksAtANoBreakSpaceNorInsideAStyledWord) {
    const Line line{
        {Span::Style::plain, "aaaaaaaaaa bbbbbbbb\u00a0: ", ""},
        {Span::Style::strong, "OUI", ""},
        {Span::Style::plain, ".", ""}};

    EXPECT_EQ(render(one(line), {20, true}), "aaaaaaaaaa\nbbbbbbbb\u00a0: \x1b[1mOUI\x1b[0m.\n");
}

TEST(Render, ShowsAddressesAndStylesOnlyWhenWanted) {
    const Line line{{Span::Style::link, "cnil", "https://cnil.fr"}, {Span::Style::emphasis, "ici", ""}};

    EXPECT_EQ(render(one(line), {80, false}), "cnil (https://cnil.fr)ici\n");
    EXPECT_THAT(render(one(line), {80, true}), HasSubstr("\x1b[4mcnil\x1b[0m"));
}

TEST(Render, WhatPeopleWriteIsNoCommandToTheTerminal) {
    const auto out = render(one(plain("a\x1b[2Jb\u009b2Jc\rd")), {80, true});

    EXPECT_THAT(out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(out, Not(HasSubstr("\u009b")));
    EXPECT_THAT(out, Not(HasSubstr("\r")));
}

TEST(Look, NoStylesOnAFileNorWhenRefused) {
    ::setenv("NO_COLOR", "1", 1);
    EXPECT_FALSE(look_for(1).styles);
    ::unsetenv("NO_COLOR");
    EXPECT_FALSE(look_for(-1).styles);
}

TEST(ChatSession, ScriptedReadsAsAConversation) {
    std::istringstream in("salut\r\n\n19 ans\n/quit\njamais lu\n");
    std::ostringstream out;
    std::vector<std::string> heard;
    ChatSession session(
        in,
        out,
        [&](std::string line) {
            heard.push_back(line);
            return std::vector<std::string>{"reçu " + line + "\n", ""};
        },
        ChatSession::Mode::scripted
    );

    session.show({"bienvenue\n"});
    EXPECT_EQ(session.run(), 2);

    EXPECT_THAT(heard, ElementsAre("salut", "19 ans"));
    EXPECT_EQ(out.str(), "bienvenue\n\n> salut\nreçu salut\n\n> 19 ans\nreçu 19 ans\n\n");
}

TEST(ChatSession, InteractiveAsksWithAPrompt) {
    std::istringstream in("a\n");
    std::ostringstream out;
    ChatSession session(
        in,
        out,
        [](const std::string&) { return std::vector<std::string>{"b\n"}; },
        ChatSession::Mode::interactive
    );

    EXPECT_EQ(session.run(), 1);

    EXPECT_EQ(out.str(), "> b\n\n> \n");
}

}  // namespace
}  // namespace adapters::terminal
