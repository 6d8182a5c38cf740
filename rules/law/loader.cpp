#include "rules/law/loader.hpp"

#include "rules/law/catalogue_checks.hpp"
#include "rules/law/prior_file.hpp"
#include "rules/law/relation_checks.hpp"
#include "rules/law/resource_file.hpp"
#include "rules/law/vocabulary_file.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>
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

/// \returns nothing, complained of, if the file cannot be read
constexpr std::streamoff too_long = (std::streamoff{1} << 20) + 1;

std::optional<std::string> content_of(
    const std::filesystem::path& folder, const std::string& relative, yaml::Complaints& complaints
) {
    // A directory opens like a file, and tells a size.
    std::error_code absent;
    bool const is_file = std::filesystem::is_regular_file(folder / relative, absent);
    std::ifstream file(folder / relative, std::ios::binary | std::ios::ate);
    std::string content;
    auto size = is_file && file ? static_cast<std::streamoff>(file.tellg()) : std::streamoff{-1};
    size = std::min(size, too_long);  // enough for it to be refused
    if (size >= 0) {
        content.resize(static_cast<std::size_t>(size));
        file.seekg(0);
        file.read(content.data(), size);
    }
    if (size >= 0 && file) return content;
    yaml::complain(
        complaints, {relative, 0, 0}, "le fichier ne peut pas être lu", "Vérifier qu’il existe et ses droits"
    );
    return std::nullopt;
}

}  // namespace

void Loader::mix(std::string_view bytes) {
    for (char const c : bytes) fingerprint_ = (fingerprint_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    fingerprint_ =
        (fingerprint_ ^ 0xffU) * 0x100000001b3U;  // a byte that no UTF-8 text has: keeps neighbours apart
}

yaml::Node Loader::read(const std::string& relative) {
    auto const content = content_of(folder_, relative, complaints_);
    if (!content) return {};
    mix(relative);
    mix(*content);
    return yaml::read_text(*content, relative, complaints_);
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
    std::vector<OneFile> done(files.size());
    std::atomic<std::size_t> next{0};
    auto const work = [&] {
        for (std::size_t i = next++; i < files.size(); i = next++) read_and_check(files[i], shared, done[i]);
    };
    std::vector<std::jthread> helpers;
    std::size_t const cores = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
    for (std::size_t i = 1; i < std::min(cores, files.size()); ++i) helpers.emplace_back(work);
    work();
    helpers.clear();  // joins
    for (std::size_t i = 0; i < files.size(); ++i) {
        measure_ids_.push_back(std::filesystem::path(files[i]).stem().string());
        mix(files[i]);
        mix(done[i].content);
        std::move(done[i].complaints.begin(), done[i].complaints.end(), std::back_inserter(complaints_));
        if (done[i].read) read_.push_back(std::move(*done[i].read));
    }
}

void Loader::read_and_check(const std::string& file, const std::vector<SharedParameter>& shared, OneFile& one)
    const {
    std::string const id = std::filesystem::path(file).stem().string();
    if (!measure_name(id))
        yaml::complain(
            one.complaints, {file, 0, 0}, "nom de mesure mal formé", "Minuscules sans accent, chiffres et _"
        );
    auto content = content_of(folder_, file, one.complaints);
    if (!content) return;
    one.content = std::move(*content);
    yaml::Node const node = yaml::read_text(one.content, file, one.complaints);
    if (!node) return;
    const Vocabulary& vocabulary = catalogue_.vocabulary();
    one.read = read_measure(node, id, vocabulary, shared, one.complaints);
    if (!one.read->whole) return;
    check_logic(*one.read, vocabulary, one.complaints);
    check_examples(*one.read, vocabulary, one.complaints);
    check_links(*one.read, today_, one.complaints);
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
    check_links(shared, today_, complaints_);
    if (yaml::Node const resources = read("ressources.yaml"))
        catalogue_.resources_ = read_resources(resources, complaints_);
    // Without a vocabulary every line of every measure would be complained of.
    if (!catalogue_.vocabulary_.fields().empty()) {
        read_measures(shared);
        check_other_measures();
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
