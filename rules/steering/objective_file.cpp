#include "rules/steering/objective_file.hpp"

#include "rules/steering/objective_checks.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>

namespace rules::steering {
namespace {

namespace fs = std::filesystem;
using yaml::complain;
using yaml::Complaints;
using yaml::guillemets;
using yaml::Node;

std::string word(const Node& map, std::string_view key, Complaints& complaints, bool needed = true) {
    auto const node = map[key];
    if (!node) {
        if (needed)
            complain(complaints, map.place(), "il manque " + guillemets(key), "Ajouter « " + std::string(key) + ": … »");
        return {};
    }
    return yaml::text(node, complaints).value_or("");
}

double number(const Node& map, std::string_view key, Complaints& complaints, bool needed = false) {
    auto const node = map[key];
    if (!node) {
        if (needed)
            complain(complaints, map.place(), "il manque " + guillemets(key), "Ajouter « " + std::string(key) + ": … »");
        return 0;
    }
    return static_cast<double>(yaml::hundredths(node, complaints).value_or(0)) / 100;
}

int whole(const Node& map, std::string_view key, Complaints& complaints, int otherwise = 0) {
    auto const node = map[key];
    if (!node) return otherwise;
    auto const value = yaml::integer(node, complaints).value_or(otherwise);
    if (value < 0 || value > 1000) {
        complain(complaints, node.place(), "ce nombre ne convient pas", "Écrire un entier de 0 à 1000");
        return otherwise;
    }
    return static_cast<int>(value);
}

bool flag(const Node& map, std::string_view key, Complaints& complaints) {
    auto const node = map[key];
    return node && yaml::yes_no(node, complaints).value_or(false);
}

std::vector<double> numbers(const Node& list, Complaints& complaints) {
    std::vector<double> values;
    for (auto const& item : list.items())
        values.push_back(static_cast<double>(yaml::hundredths(item, complaints).value_or(0)) / 100);
    return values;
}

Trajectory trajectory(const Node& version, Complaints& complaints) {
    auto const node = version["trajectoire"];
    if (!node) {
        complain(
            complaints, version.place(), "il manque « trajectoire »",
            "Écrire lineaire, ou saisonniere: [12 poids], jalons:, annees: ou montee:"
        );
        return Linear{};
    }
    if (node.kind() == Node::Kind::scalar) {
        if (node.scalar() != "lineaire")
            complain(
                complaints, node.place(), guillemets(node.scalar()) + " n’est pas une trajectoire",
                "Écrire lineaire, ou saisonniere: [12 poids], jalons:, annees: ou montee:"
            );
        return Linear{};
    }
    yaml::only_keys(node, {"saisonniere", "jalons", "annees", "montee"}, complaints);
    if (node.entries().size() != 1)
        complain(complaints, node.place(), "une trajectoire est d’une seule sorte", "N’en garder qu’une");
    if (auto const weights = node["saisonniere"]) return Seasonal{numbers(weights, complaints)};
    if (auto const years = node["annees"]) return YearShares{numbers(years, complaints)};
    if (auto const points = node["jalons"]) {
        Milestones milestones;
        for (auto const& point : points.items()) {
            yaml::only_keys(point, {"mois", "part"}, complaints);
            milestones.points.push_back({whole(point, "mois", complaints), number(point, "part", complaints, true)});
        }
        return milestones;
    }
    if (auto const ramp = node["montee"]) {
        yaml::only_keys(ramp, {"rythme_avant", "mois_avant"}, complaints);
        return RampUp{number(ramp, "rythme_avant", complaints, true), whole(ramp, "mois_avant", complaints)};
    }
    return Linear{};
}

ObjectiveVersion version(const Node& node, Complaints& complaints, bool names_objective = false) {
    if (names_objective)
        yaml::only_keys(
            node, {"objectif", "depuis", "acte", "cible", "tolerance_basse", "tolerance_haute", "socle", "additionnel", "trajectoire"}, complaints
        );
    else
        yaml::only_keys(
            node, {"depuis", "acte", "cible", "tolerance_basse", "tolerance_haute", "socle", "additionnel", "trajectoire"}, complaints
        );
    ObjectiveVersion read;
    if (auto const from = node["depuis"]) read.from = yaml::day(from, complaints).value_or(Day{});
    else complain(complaints, node.place(), "il manque « depuis »", "Écrire le jour de l’acte, 2020-01-01");
    read.act = word(node, "acte", complaints);
    read.target = number(node, "cible", complaints, true);
    read.tolerance_low = number(node, "tolerance_basse", complaints);
    read.tolerance_high = number(node, "tolerance_haute", complaints);
    read.socle = number(node, "socle", complaints);
    read.additional = number(node, "additionnel", complaints);
    read.trajectory = trajectory(node, complaints);
    return read;
}

Population population(const Node& node, Complaints& complaints) {
    yaml::only_keys(node, {"age_min", "age_moins_de", "precision"}, complaints);
    return {
        whole(node, "age_min", complaints), whole(node, "age_moins_de", complaints),
        word(node, "precision", complaints, false)
    };
}

template <class T, class Read>
T named(const Node& map, std::string_view key, Read&& read, std::vector<std::string> known, Complaints& complaints) {
    auto const text = word(map, key, complaints);
    if (text.empty()) return T{};
    if (auto const value = read(text)) return *value;
    complain(complaints, map[key].place(), guillemets(text) + " est inconnu", yaml::did_you_mean(text, known));
    return T{};
}

std::optional<Direction> direction_named(std::string_view text) {
    if (text == "plancher") return Direction::floor;
    if (text == "plafond") return Direction::ceiling;
    if (text == "enveloppe") return Direction::band;
    return {};
}

Objective objective(const Node& node, Complaints& complaints) {
    yaml::only_keys(
        node,
        {"id", "parent", "libelle", "mesure", "operateur", "territoire", "population", "unite", "comptage",
         "stock_initial", "sens", "debut", "mois", "source", "source_croisee", "proprietaire", "salons", "listes",
         "document", "reference_legale", "fictif", "a_confirmer", "annee_precedente", "argent", "volume", "moyens", "a_saisir", "versions"},
        complaints
    );
    Objective read;
    read.id = word(node, "id", complaints);
    read.parent = word(node, "parent", complaints, false);
    read.label = word(node, "libelle", complaints);
    read.measure = word(node, "mesure", complaints);
    read.operator_ = word(node, "operateur", complaints);
    read.territory = word(node, "territoire", complaints);
    if (auto const who = node["population"]) read.population = population(who, complaints);
    else complain(complaints, node.place(), "il manque « population »", "Écrire population: {} si tous les âges comptent");
    read.unit = named<Unit>(
        node, "unite", unit_named,
        {"entrees", "prescriptions", "suivis", "contrats", "missions", "places", "conseillers", "ecoles", "actions",
         "euros", "k_euros"},
        complaints
    );
    read.counting =
        named<Counting>(node, "comptage", counting_named, {"flux", "distincts_annee", "stock"}, complaints);
    read.opening_stock = number(node, "stock_initial", complaints);
    read.direction =
        named<Direction>(node, "sens", direction_named, {"plancher", "plafond", "enveloppe"}, complaints);
    auto const start = word(node, "debut", complaints);
    if (auto const month = read_month(start)) read.start = *month;
    else if (!start.empty())
        complain(complaints, node["debut"].place(), guillemets(start) + " n’est pas un mois", "Écrire 2020-01");
    read.months = whole(node, "mois", complaints, 12);
    read.source = word(node, "source", complaints);
    read.cross_source = word(node, "source_croisee", complaints, false);
    read.owner = word(node, "proprietaire", complaints);
    // Who is told is a matter of each installation, not of the catalogue that all share.
    if (auto const rooms = node["salons"])
        complain(complaints, rooms.place(), "les salons ne s’écrivent pas ici", "Les mettre dans la configuration : desk.rooms: [{room: …, objectives: [" + read.id + "]}]");
    if (auto const lists = node["listes"])
        complain(complaints, lists.place(), "les adresses ne s’écrivent pas ici", "Les mettre dans la configuration : desk.mail: {owners: [{to: …, objectives: [" + read.id + "]}]}");
    read.document = word(node, "document", complaints);
    read.legal_reference = word(node, "reference_legale", complaints, false);
    read.fictitious = flag(node, "fictif", complaints);
    read.to_confirm = flag(node, "a_confirmer", complaints);
    read.year_before = number(node, "annee_precedente", complaints);
    read.funded = flag(node, "argent", complaints);
    read.volume = word(node, "volume", complaints, false);
    if (auto const means = node["moyens"]) {
        yaml::only_keys(means, {"objectif", "charge_par_mois"}, complaints);
        read.means = word(means, "objectif", complaints);
        read.load_of_each = number(means, "charge_par_mois", complaints);
    }
    bool const to_enter = flag(node, "a_saisir", complaints);
    auto const versions = node["versions"];
    if (to_enter && versions)
        complain(complaints, versions.place(), "« a_saisir » et « versions » se contredisent", "N’en garder qu’un");
    if (!to_enter && !versions)
        complain(
            complaints, node.place(), "cet objectif n’a pas de cible",
            "Ajouter « versions: », ou « a_saisir: oui » si le bureau doit encore la donner"
        );
    for (auto const& item : versions.items()) read.versions.push_back(version(item, complaints));
    return read;
}

void read_into(LoadedObjectives& loaded, std::vector<yaml::Place>& places, const Node& file, std::string_view shown_as) {
    if (!file) return;
    yaml::only_keys(file, {"objectifs"}, loaded.complaints);
    auto const list = file["objectifs"];
    if (list.kind() != Node::Kind::list) {
        complain(
            loaded.complaints, list ? list.place() : yaml::Place{std::string(shown_as), 1, 1},
            "ce fichier n’a pas de liste « objectifs: »", "Commencer par « objectifs: », puis « - id: … »"
        );
        return;
    }
    for (auto const& item : list.items()) {
        if (item.kind() != Node::Kind::map) {
            complain(loaded.complaints, item.place(), "un objectif est un groupe de clés", "Écrire « - id: … »");
            continue;
        }
        loaded.objectives.push_back(objective(item, loaded.complaints));
        places.push_back(item.place());
    }
}

/// `*.yaml` directly in the folder, in alphabetical order.
std::vector<fs::path> files_in(const fs::path& folder, Complaints& complaints) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (auto entry = fs::directory_iterator(folder, failed); !failed && entry != fs::directory_iterator(); entry.increment(failed))
        if (entry->path().extension() == ".yaml") files.push_back(entry->path());
    if (failed) complain(complaints, {folder.string(), 0, 0}, "ce dossier ne se lit pas (" + failed.message() + ")", "Vérifier le chemin et les droits");
    std::sort(files.begin(), files.end());
    return files;
}

void read_targets_into(std::vector<Objective>& objectives, std::vector<yaml::Place>& places, const Node& file, std::string_view shown_as, Complaints& complaints) {
    if (!file) return;
    yaml::only_keys(file, {"cibles"}, complaints);
    auto const list = file["cibles"];
    if (list.kind() != Node::Kind::list) {
        complain(
            complaints, list ? list.place() : yaml::Place{std::string(shown_as), 1, 1}, "ce fichier n’a pas de liste « cibles: »",
            "Commencer par « cibles: », puis « - objectif: … »"
        );
        return;
    }
    std::vector<std::string> ids;
    for (auto const& each : objectives) ids.push_back(each.id);
    for (auto const& item : list.items()) {
        if (item.kind() != Node::Kind::map) {
            complain(complaints, item.place(), "une cible est un groupe de clés", "Écrire « - objectif: … »");
            continue;
        }
        auto const id = word(item, "objectif", complaints);
        auto read = version(item, complaints, true);
        auto const found = std::find_if(objectives.begin(), objectives.end(), [&](const Objective& o) { return o.id == id; });
        if (id.empty()) continue;
        if (found == objectives.end()) {
            complain(complaints, item["objectif"].place(), guillemets(id) + " n’est pas un objectif du catalogue", yaml::did_you_mean(id, ids));
            continue;
        }
        auto& versions = found->versions;
        if (std::any_of(versions.begin(), versions.end(), [&](const ObjectiveVersion& v) { return v.from == read.from; })) {
            complain(complaints, item.place(), guillemets(id) + " a déjà une version de ce jour", "Écrire dans « depuis » le jour de la décision");
            continue;
        }
        versions.push_back(std::move(read));
        std::sort(versions.begin(), versions.end(), [](auto const& a, auto const& b) { return a.from < b.from; });
        places[static_cast<std::size_t>(found - objectives.begin())] = item.place();
    }
}

}  // namespace

Complaints read_targets(std::vector<Objective>& objectives, std::string_view text, std::string_view shown_as) {
    Complaints complaints;
    auto with = objectives;
    std::vector<yaml::Place> places(with.size());
    read_targets_into(with, places, yaml::read_text(text, shown_as, complaints), shown_as, complaints);
    if (complaints.empty()) check_objectives(with, places, false, complaints);
    if (complaints.empty()) objectives = std::move(with);
    return complaints;
}

Complaints add_targets(std::vector<Objective>& objectives, const fs::path& folder) {
    Complaints complaints;
    auto with = objectives;
    std::vector<yaml::Place> places(with.size());
    for (auto const& path : files_in(folder, complaints)) {
        auto const shown_as = path.string();
        read_targets_into(with, places, yaml::read_file(path, shown_as, complaints), shown_as, complaints);
    }
    if (complaints.empty()) check_objectives(with, places, false, complaints);
    if (complaints.empty()) objectives = std::move(with);
    return complaints;
}

LoadedObjectives read_objectives(std::string_view text, std::string_view shown_as, bool fictitious) {
    LoadedObjectives loaded;
    std::vector<yaml::Place> places;
    read_into(loaded, places, yaml::read_text(text, shown_as, loaded.complaints), shown_as);
    check_objectives(loaded.objectives, places, fictitious, loaded.complaints);
    return loaded;
}

LoadedObjectives load_objectives(const fs::path& folder, bool fictitious) {
    LoadedObjectives loaded;
    std::vector<yaml::Place> places;
    auto const files = files_in(folder, loaded.complaints);
    if (!loaded.ok()) return loaded;
    for (auto const& path : files) {
        auto const shown_as = "objectifs/" + path.filename().string();
        read_into(loaded, places, yaml::read_file(path, shown_as, loaded.complaints), shown_as);
    }
    check_objectives(loaded.objectives, places, fictitious, loaded.complaints);
    return loaded;
}

}  // namespace rules::steering
