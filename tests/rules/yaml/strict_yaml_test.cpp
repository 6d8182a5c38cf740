#include "rules/yaml/strict_yaml.hpp"

#include <gtest/gtest.h>

namespace rules::yaml {
namespace {

struct Read {
    Node node;
    Complaints complaints;
};

Read read(std::string_view text) {
    Read result;
    result.node = read_text(text, "essai.yaml", result.complaints);
    return result;
}

/// The only complaint, without its advice: "line:column message".
std::string complaint(std::string_view text) {
    auto const result = read(text);
    std::string all;
    for (const Complaint& c : result.complaints) {
        EXPECT_FALSE(c.advice.empty()) << c.message;
        all += (all.empty() ? "" : " | ") + std::to_string(c.place.line) + ":" +
               std::to_string(c.place.column) + " " + c.message;
    }
    return all;
}

TEST(StrictYaml, KeepsOrderQuotesAndPlaces) {
    auto const [node, complaints] = read("a: \"01\"\nété: [x, y z]\nc: {d: 2020-01-01}\n");
    ASSERT_TRUE(complaints.empty());
    ASSERT_EQ(node.entries().size(), 3U);
    EXPECT_EQ(node.entries()[1].first, "été");
    EXPECT_EQ(node["a"].scalar(), "01");
    EXPECT_TRUE(node["a"].quoted());
    EXPECT_FALSE(node["c"]["d"].quoted());
    EXPECT_EQ(node["été"].items()[1].scalar(), "y z");
    EXPECT_EQ(node["été"].items()[1].place().line, 2);
    EXPECT_EQ(node["été"].items()[1].place().column, 10) << "columns count characters, not bytes";
    EXPECT_EQ(node.key_place("c").line, 3);
    EXPECT_FALSE(node["absent"]["again"]) << "looking below what is absent is absent";
}

TEST(StrictYaml, OutlivesItsText) {
    Node node;
    {
        Complaints complaints;
        std::string const text = "a: [b]";
        node = read_text(text, "essai.yaml", complaints)["a"];
    }
    EXPECT_EQ(node.items().front().scalar(), "b");
    EXPECT_EQ(node.place().file, "essai.yaml");
}

TEST(StrictYaml, RefusesWhatIsReadOtherwiseThanMeant) {
    EXPECT_EQ(complaint("a: 1\nb: 2\na: 3\n"), "3:1 clé en double «\u00A0a\u00A0»");
    EXPECT_EQ(complaint("a: no\n"), "1:4 «\u00A0no\u00A0» est ambigu");
    EXPECT_EQ(complaint("a: [Yes, \"Yes\"]\n"), "1:5 «\u00A0Yes\u00A0» est ambigu");
    EXPECT_EQ(complaint("a: 010\n"), "1:4 nombre qui commence par zéro\u00A0: «\u00A0010\u00A0»");
    EXPECT_EQ(complaint("a: 0x1F\n"), "1:4 nombre qui commence par zéro\u00A0: «\u00A00x1F\u00A0»");
    EXPECT_EQ(complaint("a: 12:30\n"), "1:4 «\u00A012:30\u00A0» serait lu en base soixante");
    EXPECT_EQ(complaint("a: !!str x\n").substr(0, 4), "1:4 ");
    EXPECT_EQ(complaint("a: &x {b: c}\nd: {<<: *x}\n"), "2:5 fusion de clés (<<)");
    EXPECT_EQ(complaint("a:\nb: 1\n").substr(4), "valeur vide");
    EXPECT_EQ(complaint("? [a, b]\n: c\n"), "1:3 une clé doit être un mot");
    EXPECT_EQ(complaint("a: 1\n---\nb: 2\n"), "3:1 un second document commence (---)");
    EXPECT_EQ(complaint(""), "0:0 le fichier est vide");
    EXPECT_EQ(complaint("# rien\n"), "0:0 le fichier est vide");
}

TEST(StrictYaml, LeavesOrdinaryWordsAlone) {
    EXPECT_EQ(
        complaint("a: oui\nb: non\nc: 2020-09-01\nd: 0.5\ne: 0\nf: onde\ng: 3114\nh: 2A\ni: $x\nj: 65 %\n"),
        ""
    );
}

TEST(StrictYaml, RefusesTextThatIsDamaged) {
    EXPECT_EQ(complaint("a: caf\xE9\n"), "1:7 ce caractère n’est pas de l’UTF-8 valide");
    EXPECT_EQ(complaint("a: \xC0\xAF\n"), "1:4 ce caractère n’est pas de l’UTF-8 valide") << "overlong";
    EXPECT_EQ(complaint("a: \xED\xA0\x80\n"), "1:4 ce caractère n’est pas de l’UTF-8 valide") << "surrogate";
    EXPECT_EQ(complaint("a:\n\tb: 1\n"), "2:1 tabulation dans le retrait");
    EXPECT_EQ(complaint(std::string_view("a: b\0c", 6)), "1:5 caractère de contrôle");
    EXPECT_NE(complaint("a: [b\n").find("YAML mal formé"), std::string::npos);
    EXPECT_NE(complaint("a: *rien\n").find("YAML mal formé"), std::string::npos);
}

TEST(StrictYaml, RefusesWhatIsTooMuch) {
    EXPECT_EQ(complaint(std::string((1U << 20) + 1, ' ')), "0:0 le fichier dépasse 1 Mio");
    std::string deep;
    for (int i = 0; i < 63; ++i) deep += "[";
    EXPECT_EQ(complaint(deep + "a" + std::string(63, ']')), "");
    EXPECT_EQ(complaint("[[" + deep + "a" + std::string(65, ']')), "1:65 plus de 64 niveaux");
    std::string aliases = "x: &x a\nl: [";
    for (int i = 0; i < 100; ++i) aliases += "*x, ";
    EXPECT_EQ(complaint(aliases + "b]\n"), "");
    EXPECT_EQ(complaint(aliases + "*x]\n").substr(6), "plus de cent alias");
}

TEST(StrictYaml, RefusesAliasesThatMultiply) {
    std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c <= 'j'; ++c) {
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 10; ++i) bomb += std::string(i == 0 ? "*" : ", *") + static_cast<char>(c - 1);
        bomb += "]\n";
    }
    EXPECT_NE(complaint(bomb).find("les alias font un fichier démesuré"), std::string::npos);
    EXPECT_EQ(complaint("a: &a [*a]\n").substr(0, 3), "1:8");
}

TEST(StrictYaml, SharesWhatAnAliasNames) {
    auto const [node, complaints] = read("a: &m {b: c}\nd: *m\n");
    EXPECT_TRUE(complaints.empty());
    EXPECT_EQ(node["d"]["b"].scalar(), "c");
}

TEST(TypedLook, GivesTheValueOrComplains) {
    auto const [node, none] =
        read("n: 18\nq: \"18\"\nh: 561.68\no: oui\nd: 2020-02-29\nt: mot\nl: [a, b]\nv: 1.5\nz: 2021-02-29\n"
        );
    ASSERT_TRUE(none.empty());
    Complaints complaints;
    EXPECT_EQ(integer(node["n"], complaints), 18);
    EXPECT_EQ(hundredths(node["h"], complaints), 56168);
    EXPECT_EQ(yes_no(node["o"], complaints), true);
    EXPECT_TRUE(day(node["d"], complaints));
    EXPECT_EQ(text(node["t"], complaints), "mot");
    EXPECT_EQ(texts(node["l"], complaints), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(texts(node["t"], complaints), std::vector<std::string>{"mot"});
    EXPECT_TRUE(complaints.empty());
    EXPECT_FALSE(integer(node["q"], complaints)) << "a quoted number is a word";
    EXPECT_FALSE(integer(node["v"], complaints));
    EXPECT_FALSE(hundredths(node["t"], complaints));
    EXPECT_FALSE(yes_no(node["t"], complaints));
    EXPECT_FALSE(day(node["z"], complaints));
    EXPECT_FALSE(text(node["l"], complaints));
    EXPECT_FALSE(text(node["absent"], complaints));
    EXPECT_EQ(complaints.size(), 7U);
}

TEST(OnlyKeys, NamesTheNearest) {
    auto const [node, none] = read("titre: a\nstaut: b\n");
    Complaints complaints;
    only_keys(node, {"titre", "statut"}, complaints);
    ASSERT_EQ(complaints.size(), 1U);
    EXPECT_EQ(
        complaints.front().text(),
        "essai.yaml:2:1\u00A0: clé inconnue «\u00A0staut\u00A0». Voulez-vous dire «\u00A0statut\u00A0»\u00A0?"
    );
}

TEST(Nearest, ForgivesASlipAndNoMore) {
    std::vector<std::string> const known{"inscrit_ft", "suivi_ml", "age"};
    EXPECT_EQ(nearest("inscirt_ft", known), "inscrit_ft");
    EXPECT_EQ(nearest("aeg", known), "age");
    EXPECT_EQ(nearest("logement", known), "");
}

TEST(ReadFile, ComplainsOfWhatCannotBeRead) {
    Complaints complaints;
    EXPECT_FALSE(read_file("/nonexistent/essai.yaml", "essai.yaml", complaints));
    EXPECT_FALSE(read_file(PHARE_SOURCE_DIR, "dossier", complaints));
    EXPECT_EQ(complaints.size(), 2U);
}

}  // namespace
}  // namespace rules::yaml
