#include "bot/talking/asides.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace bot::talking::test {
namespace {

TEST(Asides, ATermIsFoundWhereverItStands) {
    struct Case {
        const char *said, *term;
    };
    for (const auto& [said, term] : {Case{"c'est quoi la RQTH ?", "rqth"}, Case{"c koi un CIO", "cio"}, Case{"la mission locale c quoi", "mission locale"}, Case{"ça veut dire quoi QPV", "qpv"},
                                     Case{"Qu’est-ce que c’est l’ASE ?", "ase"}, Case{"et c'est quoi une alternance exactement", "alternance"}})
        EXPECT_EQ(term_asked(said), std::optional<std::string>(term)) << said;
    for (const auto* said : {"c'est quoi ça ?", "c est quoi ce truc", "c'est quoi la 2"}) {
        const auto term = term_asked(said);
        ASSERT_TRUE(term.has_value()) << said;
        EXPECT_EQ(*term, "") << said;
    }
    for (const auto* said : {"je cherche un taf", "19 ans, Caen", "c'est où la mission locale ?"}) EXPECT_FALSE(term_asked(said).has_value()) << said;
}

TEST(Asides, WhoIsToldIsAskedOfUsOnly) {
    for (const auto* said : {"tu vas le dire à mes parents ?", "vous allez prévenir mon lycée ?", "mes parents vont le savoir ?", "est-ce que tu le dis à la police"}) EXPECT_TRUE(asks_who_is_told(said)) << said;
    for (const auto* said : {"j'habite chez mes parents", "mes parents ne veulent pas", "je dois le dire à mon patron ?", "mon prof va m'aider"}) EXPECT_FALSE(asks_who_is_told(said)) << said;
}

TEST(Asides, RefusalsAndTelephones) {
    for (const auto* said : {"non je te dis pas mon âge", "ça te regarde pas", "j'ai pas envie de répondre"}) EXPECT_TRUE(refuses_to_say(said)) << said;
    for (const auto* said : {"je sais pas", "non", "j'ai pas de diplôme"}) EXPECT_FALSE(refuses_to_say(said)) << said;
    for (const auto* said : {"je veux pas appeler", "j'ai pas de crédit", "j'ai plus de forfait"}) EXPECT_TRUE(will_not_call(said)) << said;
    for (const auto* said : {"appelle moi", "j'ai pas de permis", "je veux parler à quelqu'un"}) EXPECT_FALSE(will_not_call(said)) << said;
}

TEST(Asides, OthersAndOneself) {
    EXPECT_TRUE(points_at_another("et pour lui le CEJ ?"));
    EXPECT_FALSE(points_at_another("et pour moi ?"));
    EXPECT_TRUE(asks_why_asked("pourquoi tu demandes ça ?"));
    EXPECT_FALSE(asks_why_asked("pourquoi pas le CEJ ?"));
    EXPECT_TRUE(reads_with_difficulty("je sais pas lire trop bien"));
    EXPECT_FALSE(reads_with_difficulty("je sais pas"));
    EXPECT_TRUE(is_ashamed("j'ai honte de demander de l'aide"));
    EXPECT_TRUE(asks_whether_together("on peut cumuler les deux ?"));
    EXPECT_TRUE(asks_whether_free("c'est gratuit ?"));
    EXPECT_TRUE(asks_what_is_open("et alors j'ai droit à quoi"));
}

}  // namespace
}  // namespace bot::talking::test
