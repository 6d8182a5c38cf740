/// Loading: the good catalogue, and one folder per mistake (broken/<case>/, laid over an empty catalogue)
/// with the complaints that it must get, word for word, in complaint.txt.

#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace rules::law {
namespace catalogue_test {

namespace fs = std::filesystem;
using essai::catalogue;
using essai::day;

TEST(Catalogue, LoadsTheSamples) {
    EXPECT_EQ(catalogue().measures().size(), 6U);
    const Measure* cej = catalogue().find("cej");
    ASSERT_NE(cej, nullptr);
    EXPECT_EQ(cej->presentation.title, "Contrat d’engagement jeune (CEJ)");
    EXPECT_EQ(cej->presentation.steps_vous.size(), 2U);
    EXPECT_EQ(cej->publication, Publication::verifie);
    EXPECT_EQ(cej->verified_on, day("2026-10-01"));
    EXPECT_EQ(cej->not_with, std::vector<std::string>{"aij"});
    EXPECT_EQ(cej->source("d5131-19")->text, "Code du travail, article D5131-19");
    EXPECT_EQ(cej->source("absent"), nullptr);
    EXPECT_EQ(catalogue().find("absent"), nullptr);
    EXPECT_EQ(catalogue().find("pec_jeunes")->reference_date, ReferenceDate::signature_contrat);
    EXPECT_EQ(catalogue().find("aide_essai")->source("arrete-essai")->read_on, day("2026-01-15"))
        << "a shared parameter brings its source along";
    ASSERT_NE(catalogue().resource("essai_urgence"), nullptr);
    EXPECT_FALSE(catalogue().resource("essai_urgence")->verified);
    EXPECT_EQ(catalogue().resource("essai_urgence")->number, "000");
}

TEST(Catalogue, IsInForceFromTheFirstDayToTheLast) {
    const Measure& essai = *catalogue().find("aide_essai");
    EXPECT_EQ(essai.in_force(day("2023-05-31")), nullptr);
    EXPECT_EQ(essai.in_force(day("2023-06-01")), &essai.versions[0]);
    EXPECT_EQ(essai.in_force(day("2023-12-31")), &essai.versions[0]);
    EXPECT_EQ(essai.in_force(day("2024-01-01")), nullptr);
    EXPECT_EQ(essai.in_force(day("2099-01-01")), &essai.versions[1]);
}

std::string complaints_of(const fs::path& folder) {
    std::string text;
    for (const Diagnostic& complaint : Catalogue::load(folder).complaints) text += complaint.text() + "\n";
    return text;
}

class Scratch {
  public:
    explicit Scratch(const std::string& name)
        : path_(fs::temp_directory_path() / ("phare-law-" + std::to_string(::getpid()) + "-" + name)) {
        fs::create_directories(path_);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::vector<std::string> broken_cases() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(LAW_TEST_DIR "/broken"))
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

class BrokenCatalogue : public ::testing::TestWithParam<std::string> {};

TEST_P(BrokenCatalogue, IsRefusedWithAdvice) {
    fs::path const good = LAW_TEST_DIR "/catalogue", broken = fs::path(LAW_TEST_DIR "/broken") / GetParam();
    Scratch const scratch(GetParam());
    auto const over = fs::copy_options::overwrite_existing | fs::copy_options::recursive;
    fs::copy(good / "vocabulaire.yaml", scratch.path());
    fs::copy(good / "ressources.yaml", scratch.path());
    fs::copy(good / "parametres", scratch.path() / "parametres", over);
    fs::copy(broken, scratch.path(), over);
    std::ostringstream expected;
    expected << std::ifstream(broken / "complaint.txt").rdbuf();
    EXPECT_FALSE(expected.view().empty());
    EXPECT_EQ(complaints_of(scratch.path()), expected.view());
    EXPECT_EQ(Catalogue::load(scratch.path()).catalogue, nullptr);
}

INSTANTIATE_TEST_SUITE_P(Law, BrokenCatalogue, ::testing::ValuesIn(broken_cases()), [](const auto& one) {
    return one.param;
});

TEST(Catalogue, ComplainsOfFilesThatAreNotThere) {
    EXPECT_EQ(
        complaints_of("/nonexistent"),
        "ressources.yaml\u00A0: le fichier ne peut pas être lu. Vérifier qu’il existe et ses droits\n"
        "vocabulaire.yaml\u00A0: le fichier ne peut pas être lu. Vérifier qu’il existe et ses droits\n"
    );
}

TEST(Catalogue, ComplainsOfAFolderAndOfAFileTooLargeWhereAMeasureIsExpected) {
    Scratch const scratch("odd");
    fs::copy(LAW_TEST_DIR "/catalogue", scratch.path(), fs::copy_options::recursive);
    fs::create_directory(scratch.path() / "mesures" / "dossier.yaml");
    std::ofstream(scratch.path() / "mesures" / "enorme.yaml") << std::string(std::size_t{3} << 20, '#');
    EXPECT_EQ(
        complaints_of(scratch.path()),
        "mesures/dossier.yaml\u00A0: le fichier ne peut pas être lu. Vérifier qu’il existe et ses droits\n"
        "mesures/enorme.yaml\u00A0: le fichier dépasse 1 Mio. Le partager en plusieurs fichiers\n"
    );
}

TEST(Catalogue, SeesALinkExpireWithTheDays) {
    Scratch const scratch("links");
    fs::copy(LAW_TEST_DIR "/catalogue", scratch.path(), fs::copy_options::recursive);
    for (const char* file : {"mesures/cej.yaml", "parametres/essai.yaml"}) {
        std::ostringstream content;
        content << std::ifstream(scratch.path() / file).rdbuf();
        std::string text = content.str();
        std::string const mark = "texte: \"";
        text.insert(text.find(mark), "lien_expire_le: 2026-12-31, ");
        std::ofstream(scratch.path() / file) << text;
    }
    EXPECT_TRUE(Catalogue::load(scratch.path()).catalogue) << "without a day nothing has expired";
    EXPECT_TRUE(Catalogue::load(scratch.path(), day("2026-12-31")).catalogue) << "the last good day";
    EXPECT_EQ(Catalogue::load(scratch.path(), day("2027-01-01")).complaints.size(), 2U);
}

TEST(Catalogue, HasAnotherFingerprintAfterAnyChange) {
    Scratch const scratch("fingerprint");
    fs::copy(LAW_TEST_DIR "/catalogue", scratch.path(), fs::copy_options::recursive);
    auto const before = Catalogue::load(scratch.path()).catalogue;
    ASSERT_TRUE(before);
    EXPECT_EQ(before->fingerprint().size(), 16U);
    EXPECT_EQ(before->fingerprint(), catalogue().fingerprint()) << "the place of the folder does not matter";
    std::ofstream(scratch.path() / "mesures/cej.yaml", std::ios::app) << "# une note\n";
    auto const after = Catalogue::load(scratch.path()).catalogue;
    ASSERT_TRUE(after);
    EXPECT_NE(after->fingerprint(), before->fingerprint());
}

}  // namespace catalogue_test
}  // namespace rules::law
