#include "rules/figures/mapping.hpp"

#include "rules/figures/words.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>

namespace rules::figures {
namespace {

using yaml::complain;
using yaml::Complaints;
using yaml::guillemets;
using yaml::Node;

constexpr std::array<std::string_view, field_count> names{
    "periode", "territoire", "operateur", "mesure", "indicateur", "tranche_age", "valeur", "cumul", "unite", "source",
    "extrait_le", "statut", "taux_remplissage", "commentaire"
};

std::vector<std::string> all_names() { return {names.begin(), names.end()}; }

std::optional<Field> field_key(const std::string& key, const Node& node, Complaints& complaints) {
    if (auto const field = field_named(key)) return field;
    complain(complaints, node.place(), guillemets(key) + " n’est pas un champ", yaml::did_you_mean(key, all_names()));
    return {};
}

Mapping mapping(const Node& file, Complaints& complaints) {
    yaml::only_keys(file, {"source", "version", "verifie", "colonnes", "toujours", "mots", "ignorees"}, complaints);
    Mapping read;
    if (auto const source = file["source"]) read.source = yaml::text(source, complaints).value_or("");
    else complain(complaints, file.place(), "il manque « source »", "Écrire source: POP");
    if (auto const version = file["version"]) read.version = static_cast<int>(yaml::integer(version, complaints).value_or(0));
    else complain(complaints, file.place(), "il manque « version »", "Écrire version: 1");
    if (auto const verified = file["verifie"]) read.verified = yaml::text(verified, complaints).value_or("");
    else complain(complaints, file.place(), "il manque « verifie »", "Dire si la disposition a été vue, et quand");
    for (auto const name : names) read.columns.emplace(folded(name), *field_named(name));
    for (auto const& [key, node] : file["colonnes"].entries())
        if (auto const field = field_key(key, node, complaints))
            for (auto const& word : yaml::texts(node, complaints)) {
                auto const [place, fresh] = read.columns.emplace(folded(word), *field);
                if (!fresh && place->second != *field)
                    complain(complaints, node.place(), guillemets(word) + " désigne deux champs", "N’en garder qu’un");
            }
    for (auto const& [key, node] : file["toujours"].entries())
        if (auto const field = field_key(key, node, complaints)) read.always[*field] = yaml::text(node, complaints).value_or("");
    for (auto const& [key, node] : file["mots"].entries())
        if (auto const field = field_key(key, node, complaints))
            for (auto const& [meant, written] : node.entries())
                for (auto const& word : yaml::texts(written, complaints))
                    if (auto const [place, fresh] = read.words[*field].emplace(folded(word), meant); !fresh && place->second != meant)
                        complain(complaints, written.place(), guillemets(word) + " veut dire deux choses", "N’en garder qu’une");
    if (auto const ignored = file["ignorees"])
        for (auto const& word : yaml::texts(ignored, complaints)) read.ignored.push_back(folded(word));
    return read;
}

}  // namespace

std::string_view name_of(Field field) { return names[static_cast<std::size_t>(field)]; }

std::optional<Field> field_named(std::string_view name) {
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return {};
    return static_cast<Field>(found - names.begin());
}

std::optional<Field> Mapping::field_of(std::string_view header) const {
    auto const found = columns.find(folded(header));
    if (found == columns.end()) return {};
    return found->second;
}

std::string Mapping::word(Field field, std::string_view text) const {
    auto const known = words.find(field);
    if (known == words.end()) return std::string(text);
    auto const found = known->second.find(folded(text));
    return found == known->second.end() ? std::string(text) : found->second;
}

LoadedMappings read_mapping(std::string_view text, std::string_view shown_as) {
    LoadedMappings loaded;
    if (auto const file = yaml::read_text(text, shown_as, loaded.complaints))
        loaded.mappings.push_back(mapping(file, loaded.complaints));
    return loaded;
}

LoadedMappings load_mappings(const std::filesystem::path& folder) {
    LoadedMappings loaded;
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (auto entry = std::filesystem::directory_iterator(folder, failed);
         !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed))
        if (entry->path().extension() == ".yaml") files.push_back(entry->path());
    if (failed)
        complain(loaded.complaints, {folder.string(), 0, 0}, "ce dossier ne se lit pas", "Vérifier le chemin et les droits");
    std::sort(files.begin(), files.end());
    for (auto const& path : files)
        if (auto const file = yaml::read_file(path, "sources/" + path.filename().string(), loaded.complaints))
            loaded.mappings.push_back(mapping(file, loaded.complaints));
    return loaded;
}

const Mapping* mapping_for(const std::vector<Mapping>& mappings, const std::vector<std::string>& headers) {
    const Mapping* best = nullptr;
    std::size_t most = 0;
    for (auto const& mapping : mappings) {
        std::size_t own = 1;
        bool all = true;
        for (auto const& header : headers) {
            auto const word = folded(header);
            bool const ignored = std::find(mapping.ignored.begin(), mapping.ignored.end(), word) != mapping.ignored.end();
            auto const field = mapping.field_of(header);
            all = all && (ignored || field || word.empty());
            bool const standard = field && word == folded(name_of(*field));
            own += (field && !standard) || ignored ? 1 : 0;
        }
        // Of several that know them all by the format's own names, the one with most words: phare's own.
        if (all && (own > most || (own == most && best && mapping.columns.size() > best->columns.size()))) best = &mapping, most = own;
    }
    return best;
}

}  // namespace rules::figures
