// A letter through the outbox to its bytes, read back part by part.
#include "adapters/email/letter.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/content_type.hpp"
#include "adapters/email/mime_tree.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/understood.hpp"

#include <gtest/gtest.h>

namespace {

using namespace adapters::email;
using bot::wording::Span;

using namespace std::string_literals;
const std::string png = "\x89PNG\r\n\x1a\n\0 not a real one\xff\xfe"s;

bot::Say curve_said() {
    bot::Say say;
    auto picture = std::make_shared<bot::wording::Picture>();
    picture->landscape = png;
    picture->square = "the one for telephones";
    picture->alternative = "Courbe de l’AIJ. Fin octobre : −913 \"sur\" <cible> 5 733";
    picture->table = {{"Mois", "Prévu", "Connu"}, {"janv.", "478", "402"}, {"févr.", "956", "1 002"}, {"mars", "1 433", "–"}};
    say.document = {{bot::wording::Paragraph{{{{Span::Style::plain, "ALERTE AIJ", {}}}}}}, picture};
    say.occasion = bot::Say::Occasion::alert;
    return say;
}

MailSettings settings() {
    MailSettings out;
    out.us.addresses = {"orientation@phare.test"};
    out.us.domain = "phare.test";
    out.address = "orientation@phare.test";
    out.key = "0123456789abcdef";
    return out;
}

std::string raw_of(const bot::Say& say) {
    auto const kept = letter_from(stored_form(letter_of(say)));
    if (!kept) return {};
    auto const written = write_letter(*kept, {7, Instant(std::chrono::seconds(1741000000)), "bureau@region.test"}, settings());
    return written ? written->bytes : std::string();
}

TEST(Letter, ACurveStandsInTheTextByItsContentIdAndItsFiguresInBothForms) {
    auto const raw = raw_of(curve_said());
    ASSERT_FALSE(raw.empty());
    Part const root = read_mime(raw);

    ASSERT_TRUE(root.is("multipart/related"));
    EXPECT_EQ(root.type.parameter("type"), "multipart/alternative") << "RFC 2387";
    ASSERT_EQ(root.parts.size(), 2U);
    auto const& forms = root.parts[0];
    ASSERT_TRUE(forms.is("multipart/alternative"));
    ASSERT_EQ(forms.parts.size(), 2U);
    ASSERT_TRUE(forms.parts[0].is("text/plain"));
    ASSERT_TRUE(forms.parts[1].is("text/html"));

    auto const text = forms.parts[0].text();
    EXPECT_TRUE(has(text, "ALERTE AIJ")) << text;
    EXPECT_TRUE(has(text, "[Courbe de l’AIJ. Fin octobre : −913 \"sur\" <cible> 5 733]")) << text;
    EXPECT_TRUE(has(text, "Mois    Prévu   Connu\njanv.     478     402\nfévr.     956   1 002\nmars    1 433       –\n")) << text;

    auto const& picture = root.parts[1];
    ASSERT_TRUE(picture.is("image/png"));
    EXPECT_EQ(picture.disposition.value, "inline");
    EXPECT_EQ(picture.decoded(), png);
    ASSERT_FALSE(picture.content_id.empty());
    auto const html = forms.parts[1].text();
    EXPECT_TRUE(has(html, "<img src=\"cid:" + picture.content_id + "\"")) << "RFC 2557: " << html;
    EXPECT_TRUE(has(html, "alt=\"Courbe de l’AIJ. Fin octobre : −913 &quot;sur&quot; &lt;cible&gt; 5 733\"")) << html;
    EXPECT_TRUE(has(html, "<th scope=\"col\"")) << html;
    EXPECT_TRUE(has(html, ">1 433</td>")) << html;
    EXPECT_FALSE(has(raw, "the one for telephones"));
}

TEST(Letter, TheContentIdIsTheMailsOwn) {
    auto const kept = *letter_from(stored_form(letter_of(curve_said())));
    auto const of_row = [&kept](std::int64_t row) {
        auto const raw = write_letter(kept, {row, Instant(std::chrono::seconds(1741000000)), "bureau@region.test"}, settings())->bytes;
        return read_mime(raw).parts.at(1).content_id;
    };

    EXPECT_EQ(of_row(7), of_row(7));
    EXPECT_NE(of_row(7), of_row(8)) << "in a thread of alerts each mail shows its own";
}

TEST(Letter, WithoutACurveNothingIsRelated) {
    auto say = curve_said();
    say.document.picture = nullptr;

    EXPECT_TRUE(read_mime(raw_of(say)).is("multipart/alternative"));
}

TEST(Letter, ItsOwnCurveIsNoAttachmentToWhoReadsIt) {
    InboundMail mail;
    mail.raw = raw_of(curve_said());
    auto const read = understand(mail, Identity());

    EXPECT_TRUE(read.attachments.empty());
}

}  // namespace
