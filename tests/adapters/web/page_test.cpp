#include "adapters/web/page.hpp"

#include "adapters/web/assets.hpp"
#include "adapters/web/web_channel.hpp"

#include "bot/talking/people.hpp"
#include "tests/adapters/web/world.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <cstdlib>
#include <random>

namespace adapters::web {
namespace page_test {

using namespace bot::wording;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Document urgent_numbers() {
    return {{Bullets{{{{Span::Style::plain, "Danger : le ", {}}, {Span::Style::strong, "112", {}}}}}}};
}

Texts texts() {
    std::vector<std::string> errors;
    auto messages = Messages::load(std::string(PHARE_SOURCE_DIR) + "/bot/wording/texts", errors);
    EXPECT_THAT(errors, IsEmpty());
    return {messages, Register::tu, Lifetime(), urgent_numbers()};
}

Turn said_by_person(std::int64_t id, std::string text) {
    Turn turn;
    turn.id = id;
    turn.by_person = true;
    turn.text = std::move(text);
    return turn;
}

Turn said_by_us(std::int64_t id, Document document, bool urgent = false) {
    Turn turn;
    turn.id = id;
    turn.answer = {std::move(document), urgent};
    return turn;
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

/// Pieces that would do harm as markup, and bytes that are no text at all.
std::string hostile(std::mt19937_64& random) {
    static const std::vector<std::string> pieces = {
        "<", ">", "\"", "'", "&", "<img src=x onerror=alert(1)>", "</textarea>", "<script>", "</script>", "-->",
        "javascript:alert(1)", "&lt;", "\n", "\r", "\t", std::string(1, '\0'), "\x1b[2J", "\xff", "\xc0\xaf", "\xed\xa0\x80",
        "\u202e", "\u2066", "é", "😀", " ", "a", "]]>", "{{", "`", "=", "\u0085", "\u2028", "data:text/html,x"};
    std::string text;
    for (auto n = random() % 24; n > 0; --n) text += pieces[random() % pieces.size()];
    return text;
}

TEST(Page, NothingThatPeopleOrTheBotSayBecomesMarkup) {
    auto const* const given = std::getenv("PHARE_SEED");
    auto const seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    SCOPED_TRACE("PHARE_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    auto const words = texts();
    auto const page_of = [&](const std::string& a, const std::string& b, const std::string& c, const std::string& url) {
        View view;
        Document document{{Paragraph{{{{Span::Style::plain, b, {}}, {Span::Style::link, c, url}}}},
                           Numbered{{{{Span::Style::strong, c, {}}}, {{Span::Style::emphasis, b, {}}}}},
                           Quote{{{{Span::Style::plain, a, {}}}}}}};
        // As the service does it: through the form in which it is kept.
        auto const kept = answer_of(stored({with_calls(document), false}));
        EXPECT_TRUE(kept);
        view.turns = {said_by_person(1, a), said_by_us(2, kept ? kept->document : Document{})};
        view.draft = b;
        view.notice = c;
        view.token = "t";
        view.key = "k";
        return chat_page(words, view);
    };
    auto const harmless_page = page_of("a", "b", "c", "nothing");
    for (int i = 0; i < 3000; ++i) {
        auto const page = page_of(hostile(random), hostile(random), "c" + hostile(random), hostile(random));
        // Every "<" is one of ours: as many as on a page of plain letters. Nor does an attribute end early.
        ASSERT_EQ(count(page, "<"), count(harmless_page, "<")) << page;
        ASSERT_EQ(count(page, "\""), count(harmless_page, "\"")) << page;
        ASSERT_THAT(page, Not(HasSubstr("\u202e")));
        ASSERT_EQ(page.find('\0'), std::string::npos);
    }
}

TEST(Page, LinksHaveOnlyTheSchemesThatAreMeant) {
    for (auto const* bad : {"javascript:alert(1)", "data:text/html,x", "//evil", "https://a b", "https://a\"b", "vbscript:x"})
        EXPECT_FALSE(is_good_link(bad)) << bad;
    for (auto const* good : {"https://www.cnil.fr", "mailto:a@b.example", "tel:3114", "sms:114"})
        EXPECT_TRUE(is_good_link(good)) << good;
    Html out;
    write(out, {{Paragraph{{{{Span::Style::link, "ici", "javascript:alert(1)"}}}}}});
    EXPECT_EQ(std::move(out).take(), "<p>ici</p>");
}

TEST(Page, FitsIntoFifteenKilobytesWithStyleAndScript) {
    EXPECT_LT(chat_page(texts(), {}).size(), 15'000U);
}

TEST(Page, ThePolicyNamesStyleAndScriptByTheirHashAndAllowsNothingElse) {
    auto const& policy = content_security_policy();
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_EQ(count(policy, "'sha256-"), 2U);
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_THAT(policy, Not(HasSubstr("http")));
    // No attribute that the policy would refuse.
    auto const page = chat_page(texts(), {});
    EXPECT_THAT(page, Not(HasSubstr(" style=")));
    EXPECT_THAT(page, Not(HasSubstr(" onclick")));
}

TEST(Page, HasWhatAssistiveTechnologyNeeds) {
    auto const page = chat_page(texts(), {});
    for (auto const* part :
         {"<html lang=\"fr\">",
          "<title>",
          "<h1>",
          "<header>",
          "<main id=",
          "<footer>",
          "role=\"log\"",
          "role=\"status\"",
          "<label for=\"m\">",
          "href=\"#m\"",
          "href=\"/urgence\"",
          "value=\"HUMAIN\"",
          "value=\"EFFACER\"",
          "Accessibilité"})
        EXPECT_THAT(page, HasSubstr(part));
}

TEST(Page, ChoicesAreButtonsThatPostTheNumberAndReplaceAListTheyRepeat) {
    View view;
    view.turns = {said_by_us(3, {{Numbered{{plain("Aucun"), plain("CAP")}}}})};
    auto page = chat_page(texts(), view);
    EXPECT_THAT(page, HasSubstr("<button name=\"choix\" value=\"2\">2. CAP</button>"));
    EXPECT_THAT(page, HasSubstr("<ol hidden>"));

    Line const lead{
        {Span::Style::strong, "Mission locale", {}},
        {Span::Style::plain, "\u00a0: un conseiller pour toi, gratuit, souvent sans rendez-vous et sans attendre", {}}};
    view.turns = {said_by_us(3, {{Numbered{{lead}}}})};
    page = chat_page(texts(), view);
    EXPECT_THAT(page, HasSubstr("value=\"1\">1. Mission locale</button>"));
    EXPECT_THAT(page, Not(HasSubstr("<ol hidden>")));

    // A button always says more than its number: long titles stand whole, other long lines begin.
    Line const long_title{
        {Span::Style::strong, "Insertion par l’activité économique (chantier ou entreprise d’insertion)", {}},
        {Span::Style::plain, "\u00a0: un contrat de travail avec quelqu’un qui t’accompagne", {}}};
    Line const no_title{{Span::Style::plain, "Demande une orientation à la mission locale près de chez toi, ou appelle l’école toi-même", {}}};
    view.turns = {said_by_us(3, {{Numbered{{long_title, no_title}}}})};
    page = chat_page(texts(), view);
    EXPECT_THAT(page, HasSubstr("value=\"1\">1. Insertion par l’activité économique (chantier ou entreprise d’insertion)</button>"));
    EXPECT_THAT(page, HasSubstr("value=\"2\">2. Demande une orientation à la mission locale près de chez…</button>"));

    view.turns.push_back(said_by_person(4, "1"));
    EXPECT_THAT(chat_page(texts(), view), Not(HasSubstr("value=\"1\"")));
}

TEST(Page, ArrivesAtThePersonsLastWordsOrAtTheNumbersToCall) {
    View view;
    view.turns = {said_by_person(1, "a"), said_by_us(2, {{Paragraph{{plain("b")}}}}), said_by_person(3, "c"),
                  said_by_us(4, {{Paragraph{{plain("d")}}}})};
    EXPECT_THAT(chat_page(texts(), view), HasSubstr("data-i=\"3\" id=\"fin\""));
    view.turns.back().answer.urgent = true;
    EXPECT_THAT(chat_page(texts(), view), HasSubstr("data-i=\"4\" id=\"fin\" class=\"u\""));
}

TEST(Page, WithoutScriptItLooksAgainByItselfOnlyWhileAnAnswerIsAwaited) {
    View view;
    EXPECT_THAT(chat_page(texts(), view), Not(HasSubstr("http-equiv")));
    view.waiting = true;
    EXPECT_THAT(chat_page(texts(), view), HasSubstr("<noscript><meta http-equiv=\"refresh\""));
}

TEST(Answer, NumbersBecomeCallsAndTheOneForTextsAMessage) {
    Document const document{{Paragraph{
        {{{Span::Style::plain, "le ", {}}, {Span::Style::strong, "116\u00a0006", {}},
          {Span::Style::plain, ", ou SMS au ", {}}, {Span::Style::strong, "114", {}},
          {Span::Style::plain, ", ", {}}, {Span::Style::strong, "25 ans", {}}}}}}};
    auto const line = std::get<Paragraph>(with_calls(document).blocks.at(0)).lines.at(0);
    EXPECT_EQ(line.at(1).url, "tel:116006");
    EXPECT_EQ(line.at(3).url, "sms:114");
    EXPECT_EQ(line.at(5).style, Span::Style::strong);
}

/// The page's text outside its links, its own menu left out.
std::string unlinked(const std::string& page) {
    auto const main = page.find("<main ");
    std::string text = page.substr(main, page.find("</main>") - main);
    for (auto at = text.find("<a "); at != std::string::npos; at = text.find("<a ", at)) text.erase(at, text.find("</a>", at) + 4 - at);
    return text;
}

TEST(Page, EveryNumberAndEverySiteOfThePageToCallIsALink) {
    auto const& knowledge = tests::web::tools();
    for (auto const formality : {Register::tu, Register::vous}) {
        Texts const words(knowledge.messages, formality, Lifetime(), bot::talking::all_numbers(knowledge, formality));
        auto const page = text_page(words, "urgence", words.urgent());
        auto const rest = unlinked(page);
        // What is no number to call: ages and hours.
        EXPECT_FALSE(RE2::PartialMatch(rest, R"(\b(1[578]|11[2459]|3\d{3}|116.?\d{3}|0.?800)\b)")) << rest;
        EXPECT_FALSE(RE2::PartialMatch(rest, R"([a-z0-9]\.fr\b)")) << rest;
        for (auto const* link : {"tel:15", "tel:17", "tel:18", "tel:112", "sms:114", "tel:3114", "tel:119", "tel:3018", "tel:3919", "tel:115", "tel:116006", "tel:0800235236"})
            EXPECT_THAT(page, HasSubstr("href=\"" + std::string(link) + "\"")) << link;
        for (auto const* site : {"https://allo119.gouv.fr", "https://3018.fr"}) EXPECT_THAT(page, HasSubstr("href=\"" + std::string(site) + "\"")) << site;
        EXPECT_THAT(page, Not(HasSubstr("tel:114"))) << "it is written to, not called";
    }
}

TEST(Answer, OnlyALineAboutWhereToCallHasMoreLinks) {
    auto const of = [](std::string before, std::string number, std::string after) {
        Document const document{{Paragraph{{{{Span::Style::plain, std::move(before), {}}, {Span::Style::strong, std::move(number), {}}, {Span::Style::plain, std::move(after), {}}}}}}};
        auto const line = std::get<Paragraph>(with_calls(document).blocks.at(0)).lines.at(0);
        std::string links;
        for (auto const& span : line)
            if (span.style == Span::Style::link) links += span.url + " ";
        return links;
    };
    EXPECT_EQ(of("Appelle le 17, le 18 ou le ", "112", " avant le 15 mai, le 17/05 ou à 18 h. Au 15."), "tel:17 tel:18 tel:112 tel:15 ");
    EXPECT_EQ(of("Écris sur a-b.gouv.fr. Le ", "3114", " (jean@exemple.fr, ..fr, x..fr, WWW.EXEMPLE.fr)"), "https://a-b.gouv.fr tel:3114 ");
    EXPECT_EQ(of("Il y a ", "12", " aides, le 17 ou sur 3018.fr"), "") << "a count is no number to call";
    EXPECT_EQ(of("le ", "76", ", le 17 "), "");
    EXPECT_EQ(of("par SMS au ", "06 12 34 56 78", ""), "sms:0612345678 ");
}

TEST(Page, EveryPageBeginsWithTheWayPastItsHeader) {
    auto const words = texts();
    for (auto const& page : {text_page(words, "urgence", words.urgent()), text_page(words, "donnees", words.data()), text_page(words, "accessible", words.accessibility()), notice_page(words, "x")}) {
        EXPECT_THAT(page, HasSubstr("<body><a class=\"s\" href=\"#contenu\">Aller au contenu</a><header>"));
        EXPECT_EQ(count(page, "<main id=\"contenu\">"), 1U);
    }
    EXPECT_THAT(chat_page(words, {}), HasSubstr("<body><a class=\"s\" href=\"#m\">"));
}

TEST(Page, TheDeclarationSaysWhenToWhomAndWhoHelpsAgainstUs) {
    std::vector<std::string> errors;
    auto messages = Messages::load(std::string(PHARE_SOURCE_DIR) + "/bot/wording/texts", errors);
    for (auto const formality : {Register::tu, Register::vous}) {
        Texts const mail(messages, formality, Lifetime(), urgent_numbers(), "acces@exemple.fr"), site(messages, formality, Lifetime(), urgent_numbers(), "https://exemple.fr/acces"),
            none(messages, formality, Lifetime(), urgent_numbers());
        auto const page = [](const Texts& words) { return text_page(words, "accessible", words.accessibility()); };
        for (auto const* words : {&mail, &site, &none}) {
            EXPECT_THAT(page(*words), HasSubstr("établie le 29 novembre 2026"));
            EXPECT_THAT(page(*words), HasSubstr("href=\"https://defenseurdesdroits.fr/fr/obtenir-de-laide\""));
        }
        EXPECT_THAT(page(mail), HasSubstr("l’écrire\u00a0: <a rel=\"noreferrer\" href=\"mailto:acces@exemple.fr\">acces@exemple.fr</a></p>"));
        EXPECT_THAT(page(site), HasSubstr("href=\"https://exemple.fr/acces\""));
        EXPECT_THAT(page(none), HasSubstr("organisme qui "));
    }
}

TEST(Page, WhatIsUrgentIsAnnouncedAtOnce) {
    View view;
    view.turns = {said_by_us(1, {{Paragraph{{plain("b")}}}}, true)};
    EXPECT_THAT(chat_page(texts(), view), HasSubstr("<div role=\"alert\"><p>b</p></div></li>"));
    view.turns.back().answer.urgent = false;
    EXPECT_THAT(chat_page(texts(), view), Not(HasSubstr("role=\"alert\"")));
}

TEST(Answer, IsKeptAsItWasAndRefusedInAnyOtherShape) {
    Answer const answer{
        {{Paragraph{{{{Span::Style::plain, "a", {}}, {Span::Style::link, "b", "https://c.example"}}}},
          Bullets{{plain("d")}}, Numbered{{strong("e")}}, Quote{{{{Span::Style::emphasis, "f", {}}}}}}},
        true};
    auto const back = answer_of(stored(answer));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->document, answer.document);
    EXPECT_TRUE(back->urgent);
    for (auto const* broken :
         {"", "[]", "{}", R"({"d":1})", R"({"d":[["x",[]]]})", R"({"d":[["p",[["a",1]]]]})",
          R"({"d":[["p",[[["a","t","javascript:x"]]]]]})"})
        EXPECT_FALSE(answer_of(broken)) << broken;
}

db::OutboxEntry row(std::int64_t id, std::string_view kind, std::string payload, db::Delivery state, db::Micros at) {
    db::OutboxEntry entry;
    entry.id = id;
    entry.kind = kind;
    entry.payload = std::move(payload);
    entry.state = state;
    entry.created_at = at;
    return entry;
}

TEST(Transcript, ShowsWhatArrivedAndNothingThatIsHeldBack) {
    auto const text = stored({{{Paragraph{{plain("oui")}}}}, false});
    std::vector<db::OutboxEntry> const rows{
        row(1, kind_heard, "salut", db::Delivery::delivered, 0),
        row(2, "message", text, db::Delivery::delivered, 1),
        row(3, "message", text, db::Delivery::refused, 2),
        row(4, "message", "", db::Delivery::delivered, 3),  // purged
        row(5, "message", text, db::Delivery::pending, 4),
        row(6, "message", text, db::Delivery::pending, 5)};
    auto const turns = transcript(rows, 5);
    ASSERT_EQ(turns.size(), 3U);
    EXPECT_TRUE(turns[0].by_person);
    EXPECT_EQ(turns[1].id, 2);
    EXPECT_EQ(turns[2].id, 5);
}

TEST(Transcript, IsOverAfterTooLongASilenceOrTooLongInAll) {
    constexpr db::Micros minute = 60'000'000;
    std::vector<db::OutboxEntry> rows{row(1, kind_heard, "a", db::Delivery::delivered, 0)};
    Lifetime const lifetime;
    EXPECT_FALSE(end_of({}, lifetime).is_past(1000 * minute));
    EXPECT_FALSE(end_of(rows, lifetime).is_past(15 * minute - 1));
    EXPECT_TRUE(end_of(rows, lifetime).is_past(15 * minute));
    for (int i = 1; i <= 72; ++i) rows.push_back(row(i + 1, kind_heard, "a", db::Delivery::delivered, i * 10 * minute));
    EXPECT_TRUE(end_of(rows, lifetime).is_past(720 * minute));
    EXPECT_FALSE(end_of(rows, lifetime).is_past(720 * minute - 1));
}

TEST(Channel, KeepsAConversationNoLongerThanAPageDoes) {
    boost::asio::io_context loop(1);
    Hub hub(loop.get_executor());
    EXPECT_EQ(WebChannel(hub, Lifetime()).keeps(), std::chrono::minutes(15));
}

}  // namespace page_test
}  // namespace adapters::web
