// Without script: a page says until when its conversation is kept, and a button puts that off.

#include "bot/delivery/commit.hpp"
#include "bot/wording/french.hpp"
#include "tests/adapters/web/world.hpp"

#include <gmock/gmock.h>

namespace tests::web {
namespace kept_test {

using testing::HasSubstr;
using testing::Not;

constexpr auto lea = "g 19 ans jsui a rouen";

TEST(KeptWithoutScript, APageWithoutScriptSaysUntilWhenItIsKeptAndPutsItOffWithoutLosingWhatIsTyped) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        EXPECT_EQ(page.count("<noscript>"), 0U) << "what has not begun does not end";
        page = co_await browser.say(lea);
        db::ConversationRef const ref{"web", adapters::web::session_of(browser.cookie.substr(browser.cookie.find('=') + 1)).conversation};
        auto const hour = [&] {
            auto const end = adapters::web::end_of(world.store->rows_of(ref), settings.lifetime).at;
            return bot::wording::french_hour(std::chrono::floor<std::chrono::seconds>(bot::delivery::instant(end)));
        };
        EXPECT_THAT(page.body, HasSubstr("<noscript><p class=\"q\">Sans message de ta part, la discussion s’efface à " + hour() + "."));
        EXPECT_THAT(page.body, HasSubstr("name=\"choix\" value=\"CONTINUER\">Garder plus longtemps</button>"));
        EXPECT_LT(page.body.size(), 15'000U + 4'000U) << "a page with a conversation on it";

        auto const before = world.store->rows_of(ref);
        std::string fields = "message=un+d%C3%A9but&choix=CONTINUER";
        std::string no_key;
        page = co_await browser.post(std::move(fields), std::move(no_key));
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.body, HasSubstr("un début</textarea>"));
        auto const after = world.store->rows_of(ref);
        EXPECT_GT(adapters::web::end_of(after, settings.lifetime).at, adapters::web::end_of(before, settings.lifetime).at);
        EXPECT_THAT(page.body, HasSubstr("s’efface à " + hour() + "."));
    });
}

TEST(KeptWithoutScript, TheLongestTimeIsSaidWithoutAButtonThatCouldNotHelp) {
    auto const texts = adapters::web::Texts(tools().messages, bot::wording::Register::tu, {}, bot::talking::all_numbers(tools(), bot::wording::Register::tu));
    adapters::web::View view;
    view.kept_until = texts.kept_until(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + std::chrono::hours(13), false);
    auto const page = adapters::web::chat_page(texts, view);
    EXPECT_THAT(page, HasSubstr("s’efface à 14\u00a0h\u00a000. Elle ne peut pas durer plus longtemps."));
    EXPECT_THAT(page, Not(HasSubstr("value=\"CONTINUER\"")));
}

}  // namespace kept_test
}  // namespace tests::web
