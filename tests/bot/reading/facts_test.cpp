#include "tests/bot/reading/the_reader.hpp"

#include <gtest/gtest.h>

namespace bot::reading {
namespace {

struct Line {
    const char* text;
    const char* facts;
    const char* asked = "";
};

void check(std::initializer_list<Line> lines) {
    for (const auto& [text, facts, asked] : lines)
        EXPECT_EQ(facts_of(read(text, asked)), facts) << text << "  (asked: " << asked << ")";
}

TEST(Age, IsReadAsPeopleSayIt) {
    check({
        {"j'ai 19 ans", "age=19"},
        {"g 19 an", "age=19"},
        {"jai19ans", "age=19"},
        {"19 piges", "age=19"},
        {"22 balais", "age=22"},
        {"18 yo", "age=18"},
        {"J’AI DIX-NEUF ANS", "age=19"},
        {"vingt et un ans", "age=21"},
        {"16 ans et demi", "age=16"},
        {"bientôt 20 ans", "age=19"},
        {"20 ans le mois prochain", "age=19"},
        {"je vais avoir 26 ans en avril", "age=25"},
        {"majeur depuis lundi", "age=18"},
        {"la majorité dans trois semaines", "age=17"},
        {"j'ai fêté mes 25 ans la semaine dernière", "age=25"},
        {"il va sur ses 17 ans", "age=16"},
        {"pas encore 16", "age=15", "age"},
        {"I am 22", "age=22"},
        {"à 25 ans on peut ?", "age=25"},
        {"19", "age=19", "age"},
        {"dix sept", "age=17", "age"},
        {"19 ans stp", "age=19", "age"},
        {"07", "date_naissance=2007", "age"},
        {"2005", "date_naissance=2005", "age"},
        {"05/11/2002", "date_naissance=2002-11-05", "age"},
        {"né le 5 novembre 2002", "date_naissance=2002-11-05"},
        {"je suis née en 2005", "date_naissance=2005"},
        {"je suis né en juin 2006", "date_naissance=2006-06 age=19"},
    });
}

// A bound is no age: it is said as a bound.
TEST(Age, IsNotEveryNumber) {
    check({
        {"je cherche depuis 16 ans", "duree_sans_emploi_mois=192"},
        {"j'ai 3 ans d'expérience", ""},
        {"je travaille 20 h par semaine", "statut=salarie"},
        {"il y a 18 mois", ""},
        {"moins de 26 ans", "age_max=25"},
        {"entre 16 et 25 ans", "age_min=16 age_max=25"},
        {"16-25 ans", "age_min=16 age_max=25"},
        {"06 12 34 56 78", ""},
        {"20 euros", ""},
        {"le 12 rue des lilas", ""},
        {"j'ai une fille de 16 ans", "enfants=1"},
        {"bac+2", "niveau_diplome=bac2"},
        {"19", ""},
    });
}

TEST(Corrections, GiveTheNewValueAndDenyTheOld) {
    check({
        {"non 19 pas 18", "age=19 !age=18"},
        {"* 19", "age=19"},
        {"pardon 20 ans et pas 22", "age=20 !age=22"},
        {"non mondeville pas caen", "commune=14437 !commune=14118"},
        {"non jsuis pas a rouen mais a barentin", "!commune=76540 commune=76057"},
        {"enfin jsuis à Dieppe", "commune=76217"},
    });
    for (const auto* text :
         {"non 19 pas 18",
          "* 19",
          "pardon 20 ans et pas 22",
          "enfin jsuis à Dieppe",
          "non mondeville pas caen"})
        EXPECT_EQ(read(text).intent, Intent::corriger_info) << text;
    EXPECT_EQ(read("* 19").facts.at(0).certainty, Certainty::exact);
}

TEST(Facts, OfStatusAndDiploma) {
    check({
        {"je suis au lycée", "statut=lyceen"},
        {"je suis en terminale", "statut=lyceen"},
        {"étudiante en L2", "statut=etudiant"},
        {"je suis à la fac", "statut=etudiant"},
        {"je suis apprenti", "statut=apprenti"},
        {"au chômage", "statut=demandeur_emploi"},
        {"j'ai plus de taf", "statut=demandeur_emploi"},
        {"j'ai arrêté l'école", "statut=neet decrochage=oui"},
        {"je fais rien", "statut=neet"},
        {"rien du tout", "statut=neet", "statut"},
        {"je bosse en intérim", "statut=interim"},
        {"j'ai le bac", "niveau_diplome=bac"},
        {"j'ai pas le bac", "!niveau_diplome=bac"},
        {"g pa de diplome", "niveau_diplome=aucun"},
        {"sans diplôme", "niveau_diplome=aucun"},
        {"un CAP cuisine", "niveau_diplome=cap_bep secteur=restauration"},
        {"niveau V", "niveau_diplome=cap_bep"},
        {"un bts mco", "niveau_diplome=bac2 secteur=vente", "niveau_diplome"},
        {"le brevet", "niveau_diplome=brevet", "niveau_diplome"},
        {"aucun", "niveau_diplome=aucun", "niveau_diplome"},
    });
}

// One line a way of saying; today is 16 March 2026.
TEST(Facts, SaidInOtherWays) {
    check({
        {"déscol. juin 25, rien depuis", "decrochage=oui mois_depuis_sortie_etudes=9 duree_sans_emploi_mois=9 statut=neet"},
        {"3 ans que je cherche", "duree_sans_emploi_mois=36"},
        {"sa fait 4 moi ke je taf plus", "duree_sans_emploi_mois=4 statut=demandeur_emploi"},
        {"mon contrat se termine le 30 septembre", "statut=salarie"},
        {"mon CDD est fini depuis janvier", "statut=demandeur_emploi duree_sans_emploi_mois=2"},
        {"inscrite PE", "statut=demandeur_emploi inscrit_ft=oui"},
        {"15 ans, 3e, Lillebonne", "age=15 statut=collegien commune=76384"},
        {"je suis au 4eme étage", ""},
        {"titre pro de maçon", "niveau_diplome=cap_bep secteur=batiment"},
        {"jai mon bep jai pas eu le bac pro", "niveau_diplome=cap_bep !niveau_diplome=bac"},
        {"permis raté 3 fois", "permis=non"},
        {"ni voiture ni permis, 20 ans", "vehicule=non permis=non age=20"},
        {"un gars m'héberge", "logement=heberge"},
        {"demande d'asile, pas d'autorisation de travail", "titre_sejour=demandeur_asile autorisation_travail=non"},
        {"c'est quoi l'apprentissage", ""},
        {"j'ai un bac pro vente mais je veux plus faire ça", "niveau_diplome=bac !secteur=vente"},
        {"je suis licencié de son entreprise", "statut=demandeur_emploi"},
        {"il garde mes 20 euros la journée", ""},
    });
}

// "jai arrété en seconde" left school; the class is no present one, and says nothing of a diploma.
TEST(Facts, AClassThatWasLeftIsNoPresentOne) {
    for (const auto* text : {"jai arrété en seconde", "j'ai lâché en première", "jme suis arreter en 3eme"})
        for (const auto& fact : read(text, "niveau_diplome").facts) {
            EXPECT_NE(fact.value, "lyceen") << text;
            EXPECT_NE(fact.value, "collegien") << text;
            EXPECT_NE(fact.name, "niveau_diplome") << text;
        }
    check({{"jai arrété en seconde", "statut=neet decrochage=oui", "niveau_diplome"}});
}

TEST(Facts, YesOrNo) {
    check({
        {"inscrit à france travail", "statut=demandeur_emploi inscrit_ft=oui"},
        {"je suis pas inscrit à pole emploi", "inscrit_ft=non"},
        {"non inscrit FT", "inscrit_ft=non"},
        {"suivi par la mission locale", "suivi_ml=oui"},
        {"j'ai une RQTH", "rqth=oui"},
        {"pas de rqth", "rqth=non"},
        {"rqth en cours", "rqth=en_cours"},
        {"je touche le rsa", "rsa=oui"},
        {"j'ai le permis", "permis=oui"},
        {"pas le permis", "permis=non"},
        {"sans permis", "permis=non"},
        {"je passe le permis en ce moment", "permis=en_cours", "permis"},
        {"QPV", "qpv=oui"},
        {"je suis pas en QPV", "qpv=non"},
        {"je suis boursier", "bourse=oui"},
        {"j'ai déjà fait un service civique", "mesure_passee=SERVICE_CIVIQUE service_civique_deja_fait=oui"},
        {"oui", "inscrit_ft=oui statut=demandeur_emploi", "inscrit_ft"},
        {"ui", "rsa=oui", "rsa"},
        {"nn", "permis=non", "permis"},
        {"👍", "qpv=oui", "qpv"},
        {"non", "enfants=0", "enfants"},
        {"deux enfants de 1 et 4 ans", "enfants=2", "enfants"},
        {"pas d'enfant", "enfants=0"},
        {"chez mes parents", "logement=parents", "logement"},
        {"je loge chez un ami", "logement=heberge"},
        {"en foyer", "logement=foyer"},
    });
}

TEST(Facts, Durations) {
    check({
        {"j'ai arrêté l'école depuis juin", "statut=neet decrochage=oui mois_depuis_sortie_etudes=9 duree_sans_emploi_mois=9"},
        {"j'ai arrêté l'école en juin", "statut=neet decrochage=oui mois_depuis_sortie_etudes=9"},
        {"licenciée le mois dernier", "duree_sans_emploi_mois=1 statut=demandeur_emploi"},
        {"j'ai plus de boulot depuis hier", "statut=demandeur_emploi duree_sans_emploi_mois=0"},
        {"au chômage depuis la Toussaint 2025", "statut=demandeur_emploi duree_sans_emploi_mois=4"},
        {"un an et trois mois", "duree_sans_emploi_mois=15", "duree_sans_emploi_mois"},
        {"j'ai quitté le lycée il y a 6 mois", "statut=neet decrochage=oui mois_depuis_sortie_etudes=6"},
        {"au chômage depuis 8 mois", "statut=demandeur_emploi duree_sans_emploi_mois=8"},
        {"sans emploi depuis deux ans", "statut=demandeur_emploi duree_sans_emploi_mois=24"},
        {"8 mois", "duree_sans_emploi_mois=8", "duree_sans_emploi_mois"},
        {"depuis avril 2025", "duree_sans_emploi_mois=11", "duree_sans_emploi_mois"},
    });
}

TEST(Facts, OfOthersAreNotMine) {
    const auto brother = read("mon frère a 17 ans, il est au lycée");
    EXPECT_EQ(brother.about, "frere_soeur");
    EXPECT_EQ(facts_of(brother), "age=17 statut=lyceen");
    const auto both = read("mon frère a 17 ans et moi j'ai 19 ans");
    EXPECT_EQ(both.about, "");
    EXPECT_EQ(facts_of(both), "age=19");
    EXPECT_EQ(read("j'ai 20 ans et j'habite chez ma sœur").about, "");
    EXPECT_TRUE(read("et si j'avais une rqth ?").hypothetical);
    // A pronoun takes up who was named; an age needs its unit only once.
    const auto sister = read("ma sœur et moi on cherche un job, elle a 16 ans et moi 18");
    ASSERT_EQ(sister.others.size(), 1U);
    EXPECT_EQ(sister.others[0].about, "frere_soeur");
    EXPECT_EQ(facts_of(sister), "souhait=emploi age=18");
    // What is said of somebody who is not asked about is said of nobody.
    EXPECT_EQ(facts_of(read("j'ai 17 ans, ma mère est au chômage")), "age=17");
}

TEST(Facts, CarryTheirReceipt) {
    const std::string text = "salut, j’ai 19 piges à Évreux";
    const auto reading = read(text);
    ASSERT_EQ(facts_of(reading), "age=19 commune=27229");
    const auto said = [&](const Fact& f) {
        return text.substr(f.evidence.begin, f.evidence.end - f.evidence.begin);
    };
    EXPECT_EQ(said(reading.facts[0]), "ai 19 piges");
    EXPECT_EQ(said(reading.facts[1]), "Évreux");
}

}  // namespace
}  // namespace bot::reading
