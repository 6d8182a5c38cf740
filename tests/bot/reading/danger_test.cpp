#include "tests/bot/reading/the_reader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace bot::reading {
namespace {

int level(std::string_view text) {
    return static_cast<int>(read(text).danger.level);
}

// Written apart from the witnesses of the lexicon.
TEST(Danger, IsSeenInTheWordsOfTheYoung) {
    for (const auto* text : {
             "jai envi de mourir",
             "g envie de mourrir",
             "jveux me suicider",
             "jen ai marre de vivre",
             "je vais me pendre",
             "J'AI ENVIE D'EN FINIR",
             "chui suicidaire",
             "je pense souvent a la mort",
             "jme scarifie",
             "mon mec me tape dessus",
             "mon mari ma frappé hier",
             "mon copain m'étrangle",
             "mon père nous bat",
             "on me tabasse à la maison",
             "jme suis fait violer",
             "mon oncle m'a touché entre les jambes",
             "on me harcèle sur insta",
             "jdors dans la rue",
             "jai pas ou dormir cette nuit",
             "ma mère m'a virée de la maison",
             "on m'a foutu dehors",
             "j'ai rien mangé depuis hier",
             "mon patron m'a pris mon passeport",
             "on me force à vendre de la drogue",
             "je vais le planter ce bâtard",
             "ma copine veut se tuer",
             "ma sœur se fait frapper par son mari",
             "il va me tuer",
             "j'ai avalé une plaquette de médicaments",
             "je suis sur le pont",
             "je me suis ouvert les veines",
             "je ne veux plus être là",
             "plus rien ne me retient, je veux partir pour toujours",
             "personne ne me manquera, adieu à tous",
             "mes parents veulent me marier de force au bled",
             "je suis sdf depuis lundi",
         })
        EXPECT_GE(level(text), 2) << text;
}

TEST(Danger, LooksPastIdiomsNewsAndWork) {
    for (const auto* text : {
             "je suis mort de rire",
             "ce taf me tue",
             "ça me tue",
             "c'est un crève-la-dalle",
             "on s'ennuie à mourir",
             "mon père est mort l'an dernier",
             "je veux travailler avec les sans-abri",
             "formation prévention du suicide",
             "je bats des œufs en cuisine",
             "j'ai tapé dans mon budget",
             "je me coupe les cheveux",
             "il m'a battu aux échecs",
             "je dors mal",
             "le conseiller me harcèle de mails",
             "mon dossier est mort",
             "je suis crevée",
             "on crève de chaud ici",
             "je vais me tuer à la tâche",
             "mortel ce stage",
             "j'ai peur de l'entretien",
             "j'ai peur de rater mon permis",
             "je me fais du souci",
             "mon frère me tape sur les nerfs",
             "je suis viré du lycée",
             "la rue est bloquée",
         })
        EXPECT_LT(level(text), 2) << text;
}

std::vector<std::string> lines(const char* file) {
    std::vector<std::string> all;
    std::ifstream in(std::filesystem::path(PHARE_SOURCE_DIR) / "tests/bot/reading" / file);
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
}

TEST(Danger, IsSeenInEveryLineOfTheCollection) {
    const auto said = lines("danger_said.txt");
    EXPECT_GT(said.size(), 200U);
    for (const auto& text : said) EXPECT_GE(level(text), 2) << text;
}

TEST(Danger, IsNotSeenWhereItIsNotMeant) {
    const auto harmless = lines("danger_not_meant.txt");
    EXPECT_GT(harmless.size(), 120U);
    // Each of these lines has a word of danger on purpose, and the limit is set for recall: one line in ten may be taken too
    // seriously, each is named. How many of ordinary messages are: tests/reading_sets (danger precision).
    std::size_t alarms = 0;
    for (const auto& text : harmless)
        if (level(text) >= 2) {
            ++alarms;
            std::printf("  alarms: %s\n", text.c_str());
        }
    EXPECT_LE(alarms, harmless.size() / 10);
}

// None of these lines is in the lexicon or among the examples: the model must have learnt what they are about. Each danger has
// a harmless twin of nearly the same words.
TEST(Danger, IsToldFromItsTwinByWhatItIsAbout) {
    struct Twins {
        const char *danger, *harmless;
    };
    const std::vector<Twins> all{
        {"mon beau père m'a balancé une assiette dans la figure", "mon beau père m'a balancé une offre d'emploi"},
        {"ma belle mère me laisse pas manger avec les autres et me tape", "ma belle mère mange avec nous dimanche"},
        {"jdor ds la bagnole de mon cousin dpui 5 jour", "jai emprunté la bagnole de mon cousin pr lentretien"},
        {"le gérant a confisqué nos passeports et on dort à six dans la réserve", "le gérant a photocopié nos passeports pour le contrat"},
        {"j'ai plus rien donné à manger à mes filles depuis hier", "j'ai donné à manger à mes filles, je reviens"},
        {"il me suit, il me frappe et il fouille mon portable", "il me suit sur insta, mon ancien prof"},
        {"dans une semaine vous n'aurez plus à vous occuper de moi, je serai mort", "dans une semaine vous n'aurez plus à vous occuper de moi, j'ai un CDI"},
        {"mon entraîneur met sa main dans mon short après les matchs", "mon entraîneur m'a parlé du BPJEPS après le match"},
        {"toute la classe me crache dessus et me frappe à la récré", "toute la classe passe l'oral à la récré"},
        {"j'ai noué la corde dans le grenier", "j'ai noué ma cravate pour l'oral"},
        {"usagère menacée par son ex, n'ose plus rentrer chez elle", "usagère licenciée par son ex employeur, cherche un emploi"},
        {"mon frère parle plus, il a donné ses affaires et écrit une lettre d'adieu", "mon frère parle trop, il a donné ses livres à la médiathèque"},
    };
    std::size_t seen = 0, alarms = 0;
    for (const auto& [danger, harmless] : all) {
        if (level(danger) >= 2)
            ++seen;
        else
            std::printf("  missed: %s\n", danger);
        if (level(harmless) >= 2) {
            ++alarms;
            std::printf("  alarms: %s\n", harmless);
        }
    }
    EXPECT_GE(seen, all.size() - 1);
    EXPECT_LE(alarms, 2U);
}

// A key held too long, at any letter of the sentence.
TEST(Danger, HeldLettersHideNothing) {
    for (const std::string text : {"je pense au suicide", "j'en peux plus de cette vie", "mon mec me frappe", "je me scarifie les bras", "on dort dans la voiture avec le petit"}) {
        ASSERT_GE(level(text), 2) << text;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] < 'a' || text[i] > 'z') continue;
            for (const std::size_t more : {1U, 4U}) {
                auto held = text;
                held.insert(i, more, text[i]);
                EXPECT_GE(level(held), 2) << held;
            }
        }
    }
}

TEST(Danger, ImmediateMeansAndTimes) {
    for (const auto* text :
         {"je vais me tuer ce soir",
          "j'ai un couteau dans la main et je vais me trancher les veines",
          "je suis sur le pont je vais sauter",
          "jai avalé toute la boite de cachets",
          "mon mari me frappe appelez la police",
          "je vais le tuer demain"})
        EXPECT_EQ(level(text), 3) << text;
}

TEST(Danger, NegationPastAndTakingBackLowerIt) {
    EXPECT_EQ(level("je veux pas mourir"), 1);
    EXPECT_EQ(level("il y a trois ans j'ai voulu me suicider"), 1);
    EXPECT_EQ(level("je vais me tuer, non je plaisante"), 1);
    EXPECT_GE(level("il y a deux mois que mon père me frappe"), 2);
    EXPECT_GE(level("j'ai pas envie de vivre"), 2);
}

TEST(Danger, KnowsWhoIsMeantAndWhere) {
    const std::string text = "salut, mon amie se fait du mal avec un cutter";
    const auto reading = read(text);
    EXPECT_TRUE(reading.danger.third_person);
    EXPECT_EQ(reading.danger.type, "automutilation");
    EXPECT_EQ(reading.intent, Intent::crise);
    EXPECT_EQ(text.substr(reading.danger.evidence.begin, 8), "mon amie");
}

class BrokenDanger : public testing::Test {
  protected:
    std::string load_with(const std::string& from, const std::string& to) {
        const auto copy = std::filesystem::temp_directory_path() / ("phare_reading_test_" + std::to_string(::getpid()));
        std::filesystem::remove_all(copy);
        std::filesystem::copy(lexicons, copy, std::filesystem::copy_options::recursive);
        std::ifstream in(copy / "danger.yaml");
        std::string text{std::istreambuf_iterator<char>(in), {}};
        in.close();
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        if (at != std::string::npos) text.replace(at, from.size(), to);
        std::ofstream(copy / "danger.yaml") << text;
        std::string error;
        EXPECT_EQ(Reader::load(copy, the_gazetteer(), error), nullptr);
        std::filesystem::remove_all(copy);
        return error;
    }
};

TEST_F(BrokenDanger, APatternThatMissesItsWitnessIsRefused) {
    const auto error = load_with("- j'ai envie de mourir", "- j'ai envie de danser");
    EXPECT_NE(error.find("j'ai envie de danser"), std::string::npos) << error;
}

TEST_F(BrokenDanger, APatternThatAlarmsOnACalmSentenceIsRefused) {
    const auto error = load_with("    - bonjour\n", "    - j'ai envie de mourir\n");
    EXPECT_NE(error.find("is not calm"), std::string::npos) << error;
}

TEST_F(BrokenDanger, APatternWithoutWitnessesIsRefused) {
    const auto error = load_with(
        "motifs:\n", "motifs:\n    - type: suicide\n      niveau: 2\n      motif:\n          - hara kiri\n"
    );
    EXPECT_NE(error.find("needs witnesses"), std::string::npos) << error;
}

TEST_F(BrokenDanger, ABadPatternIsNamed) {
    const auto error = load_with("          - self harm\n", "          - (self harm\n");
    EXPECT_NE(error.find("bracket not closed"), std::string::npos) << error;
}

}  // namespace
}  // namespace bot::reading
