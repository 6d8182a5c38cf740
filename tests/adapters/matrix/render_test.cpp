#include "adapters/matrix/html_writer.hpp"
#include "adapters/matrix/message_parts.hpp"
#include "adapters/matrix/wish_renderer.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace render_test {

using namespace bot::wording;
using adapters::matrix::render_wish;
using nlohmann::json;

Span plain_span(std::string text) {
    return {Span::Style::plain, std::move(text), {}};
}

/// Reads HTML as strictly as a suspicious client: allowed tags, one allowed attribute, everything closed in
/// order. \returns what is wrong; empty: nothing.
std::string complaint(std::string_view html) {
    static constexpr std::array<std::string_view, 9> allowed = {
        "p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote"};
    std::vector<std::string> open;
    while (!html.empty()) {
        if (html[0] == '>' || html[0] == '"' || html[0] == '\'') return "bare character in text";
        if (html[0] == '&') {
            auto const end = html.find(';');
            static constexpr std::array<std::string_view, 5> entities = {
                "&amp", "&lt", "&gt", "&quot", "&#39"};
            if (end == std::string_view::npos ||
                std::ranges::find(entities, html.substr(0, end)) == entities.end())
                return "unknown entity";
            html.remove_prefix(end + 1);
            continue;
        }
        if (html[0] != '<') {
            html.remove_prefix(1);
            continue;
        }
        auto const end = html.find('>');
        if (end == std::string_view::npos) return "open tag";
        auto tag = html.substr(1, end - 1);
        html.remove_prefix(end + 1);
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1))
                return "closed out of order: " + std::string(tag);
            open.pop_back();
            continue;
        }
        auto const name = tag.substr(0, tag.find(' '));
        if (std::ranges::find(allowed, name) == allowed.end()) return "tag " + std::string(tag);
        auto const rest = tag.substr(name.size());
        if (name == "a") {
            if (!rest.starts_with(" href=\"") || !rest.ends_with('"')) return "attribute";
            auto const url = rest.substr(7, rest.size() - 8);
            if (url.find('"') != std::string_view::npos || url.find('<') != std::string_view::npos)
                return "url";
            if (!url.starts_with("https://") && !url.starts_with("http://") && !url.starts_with("mailto:"))
                return "scheme";
            if (url.find("matrix.to") != std::string_view::npos) return "pill";
        } else if (!rest.empty()) {
            return "attribute of " + std::string(name);
        }
        if (name != "br") open.emplace_back(name);
    }
    return open.empty() ? "" : "not closed: " + open.back();
}

std::vector<json> contents(const bot::Wish& wish) {
    std::vector<json> all;
    for (auto const& wire : render_wish(wish)) all.push_back(json::parse(wire.payload));
    return all;
}

bot::Say say(Document document) {
    bot::Say wish;
    wish.document = std::move(document);
    return wish;
}

TEST(MatrixRender, ADocumentAsHtmlAndAsTextThatStandsAlone) {
    Document const document{
        {Paragraph{{{plain_span("Bonjour "), {Span::Style::strong, "toi", {}}}, {plain_span("ligne 2")}}},
         Bullets{{{{Span::Style::link, "site", "https://exemple.fr/?a=1&b=2"}}}},
         Numbered{{{plain_span("a < b")}}},
         Quote{{{{Span::Style::emphasis, "dit", {}}}}}}};

    auto const content = contents(say(document)).at(0);

    EXPECT_EQ(
        content["formatted_body"],
        "<p>Bonjour <strong>toi</strong><br>ligne 2</p>"
        "<ul><li><a href=\"https://exemple.fr/?a=1&amp;b=2\">site</a></li></ul>"
        "<ol><li>a &lt; b</li></ol><blockquote><em>dit</em></blockquote>"
    );
    EXPECT_EQ(content["body"], plain_text(document));
    EXPECT_EQ(content["msgtype"], "m.text");
    EXPECT_EQ(content["format"], "org.matrix.custom.html");
    EXPECT_EQ(content["m.mentions"], json::object());
    EXPECT_FALSE(content.contains("m.relates_to"));
}

TEST(MatrixRender, MentionsRepliesAndThreads) {
    auto wish = say({{Paragraph{{{plain_span("x")}}}}});
    wish.mentions = {"@a:phare.test"};
    wish.in_reply_to = "$q";
    auto const reply = contents(wish).at(0);
    EXPECT_EQ(reply["m.mentions"], json::parse(R"({"user_ids":["@a:phare.test"]})"));
    EXPECT_EQ(reply["m.relates_to"], json::parse(R"({"m.in_reply_to":{"event_id":"$q"}})"));

    wish.thread = "$root";
    EXPECT_EQ(
        contents(wish).at(0)["m.relates_to"],
        json::parse(
            R"({"rel_type":"m.thread","event_id":"$root","is_falling_back":true,"m.in_reply_to":{"event_id":"$q"}})"
        )
    );
}

TEST(MatrixRender, AnEditCarriesTheNewContentAndWaitsForItsTarget) {
    bot::Replace wish;
    wish.outbox_id = 7;
    wish.document = {{Paragraph{{{plain_span("neuf")}}}}};

    auto const wires = render_wish(wish);

    ASSERT_EQ(wires.size(), 1u);
    EXPECT_EQ(wires[0].kind, "edit");
    EXPECT_EQ(wires[0].target, 7);
    auto const content = json::parse(wires[0].payload);
    EXPECT_EQ(content["body"], "* neuf");
    EXPECT_EQ(content["m.new_content"]["body"], "neuf");
    EXPECT_EQ(content["m.relates_to"]["rel_type"], "m.replace");
    EXPECT_TRUE(content.contains("m.mentions") && content["m.new_content"].contains("m.mentions"));
}

TEST(MatrixRender, TheOtherWishes) {
    bot::Retract retract;
    retract.outbox_id = 3;
    EXPECT_EQ(render_wish(retract).at(0).kind, "redact");
    EXPECT_EQ(render_wish(retract).at(0).target, 3);
    EXPECT_EQ(render_wish(bot::AcceptInvitation{}).at(0).kind, "join");
    EXPECT_EQ(render_wish(bot::Leave{}).at(0).kind, "leave");
    auto const declined = contents(bot::DeclineInvitation{"not_direct"}).at(0);
    EXPECT_NE(declined["reason"].get<std::string>().find("discussion directe"), std::string::npos);
    EXPECT_EQ(
        contents(bot::Follow{"!n", "phare.test"}).at(0), json::parse(R"({"room":"!n","via":"phare.test"})")
    );
}

TEST(MatrixRender, NothingToSayIsNothing) {
    EXPECT_TRUE(render_wish(say({})).empty());
    EXPECT_TRUE(render_wish(say({{Paragraph{{{plain_span("\x01\u202E")}}}}})).empty());
}

TEST(MatrixRender, NoTextOfAPersonBecomesAMentionALinkOrADirection) {
    Document const document{{Paragraph{
        {{plain_span("@room @RooM @\u202Eroom https://matrix.to/#/@a:b matrix:u/a <b>&\"'\x07\xff")},
         {{Span::Style::link, "clic", "javascript:alert(1)"}},
         {{Span::Style::link, "pilule", "https://matrix.to/#/@a:b"}}}}}};

    auto const content = contents(say(document)).at(0);

    for (auto const* const field : {"body", "formatted_body"}) {
        auto const text = content[field].get<std::string>();
        for (auto const* const never :
             {"@room", "@RooM", "matrix.to", "matrix:u", "javascript", "\u202E", "\x07", "<a", "\xff"})
            EXPECT_EQ(text.find(never), std::string::npos) << field << ": " << never;
        EXPECT_NE(text.find("clic"), std::string::npos);
    }
    EXPECT_EQ(complaint(content["formatted_body"].get<std::string>()), "");
}

std::string random_text(std::mt19937& random, std::size_t most) {
    static constexpr std::array<std::string_view, 24> pieces = {
        "<script>", "</p>",  "<a href=\"x\">", "&lt;",   "&",    "\"",   "'",
        ">",        "@room", "matrix.to",      "é",      "🙂", "\n",   "\t",
        "\\",       "\xff",  "\xed\xa0\x80",   "\u202E", "\x01", "mot ", "fin. ",
        "]]>",      "<!--",  "\u2060"};
    std::string text;
    while (text.size() < most) text += pieces[random() % pieces.size()];
    return text;
}

Document random_document(std::mt19937& random, std::size_t text_size) {
    auto const line = [&] {
        Line one;
        for (auto n = random() % 3 + 1; n > 0; --n) {
            auto const style = static_cast<Span::Style>(random() % 4);
            one.push_back(
                {style,
                 random_text(random, random() % text_size + 1),
                 style == Span::Style::link ? "https://e.fr/" + random_text(random, random() % 30) : ""}
            );
        }
        return one;
    };
    auto const lines = [&] {
        std::vector<Line> all;
        for (auto n = random() % 4 + 1; n > 0; --n) all.push_back(line());
        return all;
    };
    Document document;
    for (auto n = random() % 5 + 1; n > 0; --n) {
        switch (random() % 4) {
            case 0:
                document.blocks.emplace_back(Paragraph{lines()});
                break;
            case 1:
                document.blocks.emplace_back(Bullets{lines()});
                break;
            case 2:
                document.blocks.emplace_back(Numbered{lines()});
                break;
            default:
                document.blocks.emplace_back(Quote{lines()});
        }
    }
    return document;
}

TEST(MatrixRender, WhateverIsWrittenTheEventIsCleanAndFits) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 300; ++round) {
        auto const size = round % 100 == 0 ? 20'000u : round % 20 == 0 ? 500u : 20u;
        auto const document = random_document(random, size);
        bot::Wish wish = say(document);
        if (round % 3 == 0) wish = bot::Replace{1, document};
        bool first = true;
        for (auto const& wire : render_wish(wish)) {
            ASSERT_LE(wire.payload.size(), adapters::matrix::most_content_bytes);
            auto const content = json::parse(wire.payload);  // throws on broken UTF-8
            ASSERT_TRUE(content["m.mentions"].is_object());
            ASSERT_NE(content["body"], "");
            bool const is_edit = wire.kind == "edit";
            ASSERT_EQ(is_edit, std::holds_alternative<bot::Replace>(wish) && first);
            auto const& shown = is_edit ? content["m.new_content"] : content;
            auto const html = shown["formatted_body"].get<std::string>();
            ASSERT_EQ(complaint(html), "") << html;
            ASSERT_EQ(html.find("@room"), std::string::npos);
            ASSERT_EQ(shown["body"].get<std::string>().find("@room"), std::string::npos);
            first = false;
        }
    }
}

TEST(MatrixRender, ALongTextIsCutBetweenSentencesAndNothingIsLost) {
    std::string sentence = "Ceci est une phrase assez courte pour le test. ";
    std::string text;
    for (int i = 0; i < 4'000; ++i) text += sentence;
    auto const pieces = adapters::matrix::parts({{Paragraph{{{plain_span(text)}}}}}, 57'000);

    ASSERT_GT(pieces.size(), 5u);
    std::string again;
    for (auto const& piece : pieces)
        for (auto const& line : std::get<Paragraph>(piece.blocks.at(0)).lines)
            for (auto const& span : line) {
                EXPECT_TRUE(span.text.ends_with(". "));
                again += span.text;
            }
    EXPECT_EQ(again, text);
}

TEST(MatrixRender, BlocksStayTogetherAndACutListKeepsItsNumbers) {
    std::string const long_line(9'000, 'x');
    Numbered list;
    for (int i = 0; i < 8; ++i) list.items.push_back({plain_span(long_line)});

    auto const pieces = adapters::matrix::parts({{Paragraph{{{plain_span("titre")}}}, list}}, 57'000);

    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_EQ(std::get<Paragraph>(pieces[0].blocks.at(0)).lines.at(0).at(0).text, "titre");
    auto const last = std::get<Paragraph>(pieces.back().blocks.back()).lines.back();
    EXPECT_EQ(last.at(0).text, "8. ");
}

}  // namespace render_test
