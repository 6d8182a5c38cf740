#include "bot/desk/foreign.hpp"

#include "bot/commands/desk_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::desk {
namespace foreign_test {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::shared_ptr<const Tools> tools() {
    std::vector<std::string> errors;
    auto const messages = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    EXPECT_TRUE(messages) << (errors.empty() ? "" : errors.front());
    commands::Config::Desk config;
    config.bureau_room = "!bureau:test";
    config.rooms.push_back({"!aij:test", {"AIJ-2020-NOR"}, {}, false});
    auto loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config, messages, {"matrix"});
    EXPECT_TRUE(loaded.tools);
    return loaded.tools;
}

const Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 17) + 9h;

ForeignAlert alert(bool firing = true) {
    ForeignAlert a;
    a.key = "k", a.source = "Alertmanager", a.name = "EcartObjectif", a.summary = "écart −195", a.objective = "AIJ-2020-NOR";
    a.firing = firing;
    return a;
}

std::string said(const Outcome& out, std::string_view room) {
    std::string all;
    for (auto const& post : out.posts)
        if (post.to.conversation == room) all += wording::plain_text(post.document) + "\n";
    return all;
}

TEST(ForeignAlerts, AreSaidOnceWhereTheyConcernAndEndOnce) {
    auto const t = tools();
    auto out = relay(*t, {}, {alert()}, now);
    EXPECT_THAT(said(out, "!bureau:test"), HasSubstr("Début – Alertmanager, EcartObjectif (AIJ 2020"));
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("écart −195"));
    out = relay(*t, out.state, {alert()}, now + 5min);
    EXPECT_TRUE(out.posts.empty()) << "a repetition is no news";
    auto ended = alert(false);
    ended.summary = "revenu à +12";
    out = relay(*t, out.state, {ended}, now + 1h);
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("Fin – Alertmanager"));
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("revenu à +12")) << "the recovered figure, not the one that fired";
    out = relay(*t, out.state, {ended}, now + 1h + 5min);
    EXPECT_TRUE(out.posts.empty());
}

TEST(ForeignAlerts, AnEndForWantOfDataIsNoRecovery) {
    auto const t = tools();
    auto out = relay(*t, {}, {alert()}, now);
    auto gone = alert(false);
    gone.for_want_of_data = true;
    out = relay(*t, out.state, {gone}, now + 1h);
    EXPECT_THAT(said(out, "!bureau:test"), HasSubstr("ce n’est pas un retour à la normale"));
}

TEST(ForeignAlerts, WhatIsNotRepeatedInTimeEndsByItself) {
    auto const t = tools();
    auto one = alert();
    one.expires = now + 4min;
    auto out = relay(*t, {}, {one}, now);
    one.expires = now + 8min;
    out = relay(*t, out.state, {one}, now + 4min);
    out.posts.clear();
    expire_foreign(*t, out, now + 7min);
    EXPECT_TRUE(out.posts.empty()) << "the end slides";
    expire_foreign(*t, out, now + 8min);
    EXPECT_THAT(said(out, "!aij:test"), HasSubstr("Plus rien reçu"));
    out.posts.clear();
    expire_foreign(*t, out, now + 9min);
    EXPECT_TRUE(out.posts.empty());
    expire_foreign(*t, out, now + 48h);
    EXPECT_TRUE(out.state.foreign.empty());
}

TEST(ForeignAlerts, OfAnUnknownObjectiveTheBureauHears) {
    auto const t = tools();
    auto one = alert();
    one.objective = "INCONNU", one.summary = std::string(2000, 'x');
    auto const out = relay(*t, {}, {one}, now);
    EXPECT_EQ(said(out, "!aij:test"), "");
    EXPECT_LT(said(out, "!bureau:test").size(), 700U);
}

}  // namespace foreign_test
}  // namespace bot::desk
