#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>

namespace rules::law {
namespace vocabulary_test {

using essai::field;

TEST(Vocabulary, WritesBackWhatItReads) {
    const Vocabulary& vocabulary = essai::catalogue().vocabulary();
    for (auto const& [name, text] : std::vector<std::pair<std::string, std::string>>{
             {"age", "19"},
             {"inscrit_ft", "oui"},
             {"inscrit_ft", "non"},
             {"statut", "demandeur_emploi"},
             {"date_naissance", "2007-03-11"},
             {"commune", "76540"},
             {"departement", "2A"},
             {"revenu_mensuel", "525.05"},
             {"revenu_mensuel", "0"}}) {
        auto const value = vocabulary.parse(field(name), text);
        ASSERT_TRUE(value) << name << " " << text;
        EXPECT_EQ(vocabulary.text(field(name), *value), text);
    }
    EXPECT_EQ(vocabulary.parse(field("revenu_mensuel"), "1 234,56"), of_hundredths(123456));
}

TEST(Vocabulary, RefusesWhatIsNoValueOfTheField) {
    const Vocabulary& vocabulary = essai::catalogue().vocabulary();
    for (auto const& [name, text] : std::vector<std::pair<std::string, std::string>>{
             {"age", "-1"},
             {"age", "121"},
             {"age", "19.5"},
             {"age", "dix"},
             {"age", ""},
             {"inscrit_ft", "true"},
             {"statut", "chomeur"},
             {"date_naissance", "2007-02-30"},
             {"commune", "7654"},
             {"commune", "76 40"},
             {"departement", "Eure"},
             {"revenu_mensuel", "10000.01"}})
        EXPECT_FALSE(vocabulary.parse(field(name), text)) << name << " " << text;
    EXPECT_FALSE(vocabulary.find("inconnu"));
}

TEST(Vocabulary, ShowsLabelsBesideValues) {
    const Field& status = essai::catalogue().vocabulary().at(field("statut"));
    ASSERT_EQ(status.labels.size(), status.values.size());
    EXPECT_EQ(status.labels.at(6), "Sans emploi ni études");
    EXPECT_EQ(status.labels.at(5), "demandeur emploi");
}

TEST(Vocabulary, OffersButNeverAsksWhatIsSensitive) {
    EXPECT_FALSE(essai::catalogue().vocabulary().at(field("rqth")).askable());
    EXPECT_TRUE(essai::catalogue().vocabulary().at(field("rsa")).askable());
    EXPECT_FALSE(essai::catalogue().vocabulary().at(field("heures_semaine")).askable());
}

TEST(Code, IsPackedAndUnpacked) {
    for (std::string_view const code : {"14", "2A", "76540", "autre", "12345678"})
        EXPECT_EQ(to_code(of_code(code)), code);
    EXPECT_LT(of_code("14").raw, of_code("27").raw);
}

TEST(Situation, KeepsOneValueAField) {
    Situation someone;
    EXPECT_TRUE(someone.empty());
    someone.set(FieldId{4}, of_int(1));
    someone.set(FieldId{2}, of_int(7));
    someone.set(FieldId{4}, of_int(2));
    ASSERT_EQ(someone.known().size(), 2U);
    EXPECT_EQ(someone.known().front().field, FieldId{2});
    EXPECT_EQ(someone.get(FieldId{4}), of_int(2));
    someone.forget(FieldId{4});
    EXPECT_FALSE(someone.get(FieldId{4}));
}

TEST(Situation, RemembersWhatThePersonWillNotSay) {
    Situation someone;
    someone.set(FieldId{1}, of_int(1));
    someone.decline(FieldId{1});
    EXPECT_FALSE(someone.get(FieldId{1})) << "what is taken back is unknown again";
    EXPECT_TRUE(someone.declined(FieldId{1}));
    someone.set(FieldId{1}, of_int(3));
    EXPECT_FALSE(someone.declined(FieldId{1})) << "a person may change their mind";
}

}  // namespace vocabulary_test
}  // namespace rules::law
