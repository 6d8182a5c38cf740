#include "rules/law/loader.hpp"

#include "rules/law/catalogue_checks.hpp"
#include "rules/law/prior_file.hpp"
#include "rules/law/relation_checks.hpp"
#include "rules/law/resource_file.hpp"
#include "rules/law/vocabulary_file.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <tuple>

namespace rules::law {
namespace {

bool measure_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::string hexadecimal(std::uint64_t value) {
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[(value >> shift) & 15U];
    return text;
}

}  // namespace

void Loader::mix(std::string_view bytes) {
    for (char const c : bytes) fingerprint_ = (fingerprint_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    fingerprint_ =
        (fingerprint_ ^ 0xffU) * 0x100000001b3U;  // a byte that no UTF-8 text has: keeps neighbours apart
}

yaml::Node Loader::read(const std::string& relative) {
    std::ifstream file(folder_ / relative, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (!file) {
        yaml::complain(
            complaints_,
            {relative, 0, 0},
            "le fichier ne peut pas être lu",
            "Vérifier qu’il existe et ses droits"
        );
        return {};
    }
    mix(relative);
    mix(content.view());
    return yaml::read_text(content.view(), relative, complaints_);
}

std::vector<std::string> Loader::files_in(const std::string& subfolder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (std::filesystem::directory_iterator at(folder_ / subfolder, failure), end; !failure && at != end;
         at.increment(failure)) {
        std::filesystem::path const path = at->path();
        if (path.filename().native().starts_with('.')) continue;
        if (path.extension() == ".yaml")
            names.push_back(subfolder + "/" + path.filename().string());
        else if (path.extension() == ".yml")
            yaml::complain(
                complaints_,
                {subfolder + "/" + path.filename().string(), 0, 0},
                "ce fichier ne serait pas lu",
                "Le renommer en .yaml"
            );
    }
    std::sort(names.begin(), names.end());
    return names;
}

void Loader::read_measures(const std::vector<SharedParameter>& shared) {
    auto const files = files_in("mesures");
    if (files.empty())
        yaml::complain(
            complaints_, {"mesures", 0, 0}, "aucune mesure", "Écrire un fichier mesures/nom.yaml par mesure"
        );
    for (const std::string& file : files) {
        std::string const id = std::filesystem::path(file).stem().string();
        if (!measure_name(id))
            yaml::complain(
                complaints_, {file, 0, 0}, "nom de mesure mal formé", "Minuscules sans accent, chiffres et _"
            );
        measure_ids_.push_back(id);
        if (yaml::Node const node = read(file))
            read_.push_back(read_measure(node, id, catalogue_.vocabulary_, shared, complaints_));
    }
}

void Loader::check_other_measures() {
    for (const ReadMeasure& read : read_) {
        for (const auto& [id, place] : read.other_measures) {
            if (id == read.measure.id)
                yaml::complain(complaints_, place, "la mesure se nomme elle-même", "Nommer une autre mesure");
            else if (std::find(measure_ids_.begin(), measure_ids_.end(), id) == measure_ids_.end())
                yaml::complain(
                    complaints_,
                    place,
                    "mesure inconnue " + yaml::guillemets(id),
                    yaml::did_you_mean(id, measure_ids_)
                );
        }
    }
}

Catalogue::Loaded Loader::load() {
    if (yaml::Node const vocabulary = read("vocabulaire.yaml"))
        catalogue_.vocabulary_ = read_vocabulary(vocabulary, complaints_);
    std::error_code failure;
    if (std::filesystem::exists(folder_ / "a_priori.yaml", failure))
        if (yaml::Node const weights = read("a_priori.yaml")) {
            ReadPriors priors = read_priors(weights, catalogue_.vocabulary_, complaints_);
            catalogue_.vocabulary_ = std::move(priors.vocabulary);
            catalogue_.told_first_ = std::move(priors.order);
            catalogue_.side_families_ = std::move(priors.side_families);
        }
    std::vector<SharedParameter> shared;
    for (const std::string& file : files_in("parametres"))
        if (yaml::Node const node = read(file)) read_shared_parameters(node, shared, complaints_);
    if (yaml::Node const resources = read("ressources.yaml"))
        catalogue_.resources_ = read_resources(resources, complaints_);
    // Without a vocabulary every line of every measure would be complained of.
    if (!catalogue_.vocabulary_.fields().empty()) {
        read_measures(shared);
        check_other_measures();
        for (const ReadMeasure& read : read_) {
            if (!read.whole) continue;
            check_logic(read, catalogue_.vocabulary_, complaints_);
            check_examples(read, catalogue_.vocabulary_, complaints_);
            check_links(read, today_, complaints_);
        }
        check_containment(read_, catalogue_.vocabulary_, complaints_);
    }
    auto const where = [](const yaml::Complaint& c) {
        return std::tie(c.place.file, c.place.line, c.place.column);
    };
    std::stable_sort(complaints_.begin(), complaints_.end(), [&](const auto& a, const auto& b) {
        return where(a) < where(b);
    });
    Catalogue::Loaded loaded;
    for (yaml::Complaint& complaint : complaints_)
        loaded.complaints.push_back(
            {std::move(complaint.place.file),
             complaint.place.line,
             complaint.place.column,
             std::move(complaint.message),
             std::move(complaint.advice)}
        );
    if (!loaded.complaints.empty()) return loaded;
    for (ReadMeasure& read : read_) catalogue_.measures_.push_back(std::move(read.measure));
    std::sort(
        catalogue_.measures_.begin(),
        catalogue_.measures_.end(),
        [](const Measure& a, const Measure& b) { return a.id < b.id; }
    );
    catalogue_.fingerprint_ = hexadecimal(fingerprint_);
    loaded.catalogue = std::make_shared<const Catalogue>(std::move(catalogue_));
    return loaded;
}

Catalogue::Loaded Catalogue::load(const std::filesystem::path& folder, std::optional<Day> today) {
    return Loader(folder, today).load();
}

}  // namespace rules::law
