#include "bot/commands/evaluate.hpp"

#include "bot/evaluating/person_reader.hpp"
#include "bot/commands/progress.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace bot::commands {
namespace {

namespace law = rules::law;
namespace fs = std::filesystem;
using End = EvaluateReport::End;

/// The results under another name until they are whole.
class Results {
  public:
    explicit Results(const std::string& path) : path_(path) {
        if (path_ == "-") return;
        part_ = path_ + ".part";
        file_.open(part_, std::ios::binary | std::ios::trunc);
        std::error_code ignored;
        fs::permissions(
            part_, fs::perms::owner_read | fs::perms::owner_write, ignored
        );  // it says who is entitled to what
    }
    ~Results() {
        std::error_code ignored;
        if (!part_.empty()) fs::remove(part_, ignored);
    }
    Results(const Results&) = delete;
    Results& operator=(const Results&) = delete;

    [[nodiscard]] bool good() const { return path_ == "-" || file_.is_open(); }
    [[nodiscard]] std::ostream& stream() { return path_ == "-" ? std::cout : file_; }
    /// \returns false if not everything could be written.
    [[nodiscard]] bool publish() {
        if (path_ == "-") return static_cast<bool>(std::cout.flush());
        file_.close();
        if (!file_) return false;
        std::error_code failure;
        fs::rename(part_, path_, failure);
        return !failure;
    }

  private:
    std::string path_, part_;
    std::ofstream file_;
};

bool same_file(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return a != "-" && b != "-" && fs::equivalent(a, b, ignored);
}

EvaluateReport complain(std::ostream& messages, const std::string& what, End end) {
    messages << what << '\n';
    EvaluateReport report;
    report.end = end;
    return report;
}

}  // namespace

std::vector<const law::Measure*> measures_meant(
    const law::Catalogue& catalogue, const EvaluateOptions& options, std::ostream& messages
) {
    std::vector<const law::Measure*> meant;
    std::vector<std::string> known;
    for (const law::Measure& measure : catalogue.measures()) {
        known.push_back(measure.id);
        bool const verified = measure.publication == law::Publication::verifie;
        if (options.measures.empty() && (verified || options.json_lines)) meant.push_back(&measure);
    }
    bool good = true;
    for (const std::string& id : options.measures) {
        const law::Measure* const measure = catalogue.find(id);
        if (!measure) {
            std::string const near = rules::yaml::nearest(id, known);
            messages << fmt::format(
                "mesure inconnue «\u00A0{}\u00A0»{}\n",
                id,
                near.empty() ? "" : ". Vouliez-vous dire «\u00A0" + near + "\u00A0»\u00A0?"
            );
            good = false;
        } else if (std::find(meant.begin(), meant.end(), measure) == meant.end()) {
            meant.push_back(measure);
            if (measure->publication != law::Publication::verifie)
                messages << fmt::format(
                    "«\u00A0{}\u00A0» est un brouillon\u00A0: ses règles ne sont pas vérifiées, ne pas "
                    "annoncer ses résultats\n",
                    id
                );
        }
    }
    if (!good) meant.clear();
    return meant;
}

EvaluateReport evaluate_file(
    const EvaluateOptions& options,
    const law::Catalogue& catalogue,
    const rules::places::Gazetteer& gazetteer,
    const fs::path& catalogue_folder,
    std::ostream& messages
) {
    auto const measures = measures_meant(catalogue, options, messages);
    if (measures.empty()) {
        EvaluateReport report;
        report.end = End::wrong_request;
        return report;
    }
    std::vector<std::string> complaints;
    auto const words = ColumnWords::read(catalogue_folder, catalogue.vocabulary(), complaints);
    for (const auto& text : complaints) messages << text << '\n';
    if (!words) return complain(messages, "colonnes.yaml est à corriger", End::unusable);

    fs::path const refused = !options.refused.empty() ? fs::path(options.refused)
                             : options.out != "-"     ? fs::path(options.out + ".refus.csv")
                             : options.in != "-"      ? fs::path(options.in + ".refus.csv")
                                                      : fs::path("refus.csv");
    if (same_file(options.in, options.out) || same_file(options.in, refused.string()))
        return complain(
            messages, "le fichier lu serait écrasé\u00A0: donnez un autre nom", End::wrong_request
        );
    std::ifstream file;
    std::int64_t total = 0;
    if (options.in != "-") {
        file.open(options.in, std::ios::binary);
        std::error_code failure;
        auto const size = fs::file_size(options.in, failure);
        if (!file || failure)
            return complain(messages, options.in + "\u00A0: ce fichier ne se lit pas. Vérifiez son nom et ses droits", End::wrong_request);
        total = static_cast<std::int64_t>(size);
    }
    Results results(options.out);
    if (!results.good())
        return complain(messages, options.out + "\u00A0: ce fichier ne s’écrit pas. Vérifiez le dossier et ses droits", End::wrong_request);

    Progress progress(options.progress ? &messages : nullptr, total);
    PersonReader const reader(catalogue.vocabulary(), *words, gazetteer, options.day);
    std::istream& in = options.in == "-" ? std::cin : file;
    EvaluateReport report =
        options.json_lines
            ? evaluate_json_lines(in, results.stream(), catalogue, measures, reader, *words, progress)
            : evaluate_csv(
                  in, results.stream(), refused, catalogue, measures, reader, *words, progress, messages
              );
    if (report.end == End::unusable) return report;
    if (!results.publish())
        return complain(
            messages, options.out + "\u00A0: écriture incomplète (disque plein\u00A0?)", End::unusable
        );
    messages << fmt::format(
        "{} ligne(s) lue(s), {} refusée(s), {} mesure(s)\n", report.rows, report.refused, measures.size()
    );
    if (report.places_left_open > 0)
        messages << fmt::format(
            "{} ligne(s) dont la commune reste inconnue, parce que plusieurs portent ce nom ou ce code "
            "postal\n",
            report.places_left_open
        );
    return report;
}

EvaluateReport evaluate(
    const EvaluateOptions& options, const fs::path& catalogue_folder, std::ostream& messages
) {
    auto const loaded = law::Catalogue::load(catalogue_folder);
    for (auto const& complaint : loaded.complaints) messages << complaint.text() << '\n';
    if (!loaded.catalogue) return complain(messages, "le catalogue est à corriger", End::unusable);
    std::string error;
    auto const gazetteer = rules::places::Gazetteer::load(catalogue_folder / "lieux", error);
    if (!gazetteer) return complain(messages, error, End::unusable);
    return evaluate_file(options, *loaded.catalogue, *gazetteer, catalogue_folder, messages);
}

}  // namespace bot::commands
