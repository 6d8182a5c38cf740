#include "rules/places/gazetteer.hpp"

#include "rules/places/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <unordered_map>
#include <utility>

namespace rules::places {
namespace {

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
template <class T>
using ByText = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> departements{{
    {"14", "Calvados"},
    {"27", "Eure"},
    {"50", "Manche"},
    {"61", "Orne"},
    {"76", "Seine-Maritime"},
}};

// The law of 2023-12-29 replaced the ZRR by the FRR on this day (column notes of lieux/README.md).
constexpr Day frr_begin{std::chrono::year{2024} / 7 / 1};

bool all_digits(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool is_code(std::string_view s) {
    return s.size() == 5 && all_digits(s);
}

}  // namespace

struct Gazetteer::Tables {
    std::vector<Commune> communes;
    std::vector<MissionLocale> missions;
    std::vector<Agency> agencies;
    std::vector<Quarter> quarters;
    ByText<const Commune*> by_code;
    ByText<std::vector<const Commune*>> by_postal_code;
    ByText<std::vector<NameHit>> by_name;
    std::vector<std::vector<const Commune*>> agency_communes;  // beside `agencies`
    int longest = 0;

    bool read_communes(const std::filesystem::path&, std::string& error);
    bool read_former(const std::filesystem::path&, std::string& error);
    bool read_missions(const std::filesystem::path&, std::string& error);
    bool read_agencies(const std::filesystem::path&, std::string& error);
    bool read_quarters(const std::filesystem::path&, std::string& error);
    void add_name(const Commune&, const std::string& name, bool former);
    [[nodiscard]] std::string readable(std::string_view name) const;
};

void Gazetteer::Tables::add_name(const Commune& commune, const std::string& name, bool former) {
    auto folded = fold(name);
    longest = std::max(longest, 1 + static_cast<int>(std::count(folded.begin(), folded.end(), ' ')));
    auto& hits = by_name[std::move(folded)];
    const bool there =
        std::any_of(hits.begin(), hits.end(), [&](const NameHit& hit) { return hit.commune == &commune; });
    if (!there) hits.push_back({&commune, former, name});
}

bool Gazetteer::Tables::read_communes(const std::filesystem::path& file, std::string& error) {
    const auto rows = read_csv(
        file,
        {"code_insee",
         "nom",
         "departement",
         "nom_departement",
         "arrondissement",
         "codes_postaux",
         "code_epci",
         "nom_epci",
         "population",
         "zrr_2022",
         "frr_2025"},
        error
    );
    if (!rows) return false;
    communes.reserve(rows->size());  // pointers into it are kept
    for (const auto& [line, cells] : *rows) {
        const auto refuse = [&, where = line](std::string_view why) {
            error = file.filename().string() + ":" + std::to_string(where) + ": " + std::string(why);
            return false;
        };
        Commune c;
        c.code = cells[0];
        c.name = cells[1];
        c.departement = cells[2];
        c.departement_name = cells[3];
        c.postal_codes = split_list(cells[5]);
        c.epci_name = cells[7];
        if (!is_code(c.code)) return refuse("code_insee\u00A0: cinq chiffres attendus");
        if (c.name.empty()) return refuse("nom\u00A0: vide");
        if (departement_name(c.departement).empty() || departement_name(c.departement) != c.departement_name)
            return refuse("departement\u00A0: pas de Normandie, ou sous un autre nom");
        if (!c.code.starts_with(c.departement)) return refuse("code_insee\u00A0: pas de ce département");
        if (c.postal_codes.empty() || !std::all_of(c.postal_codes.begin(), c.postal_codes.end(), is_code))
            return refuse("codes_postaux\u00A0: au moins un, de cinq chiffres chacun");
        const auto* end = cells[8].data() + cells[8].size();
        if (const auto [at, ec] = std::from_chars(cells[8].data(), end, c.population);
            ec != std::errc{} || at != end || c.population < 0)
            return refuse("population\u00A0: un nombre est attendu");
        if (cells[9] == "C")
            c.zrr_2022 = 'C';
        else if (cells[9] == "NC")
            c.zrr_2022 = 'N';
        else if (cells[9] == "PC")
            c.zrr_2022 = 'P';
        else if (!cells[9].empty())
            return refuse("zrr_2022\u00A0: écrire C, NC, PC ou rien");
        if (cells[10] == "frr")
            c.frr_2025 = 'F';
        else if (cells[10] == "effets_frr")
            c.frr_2025 = 'E';
        else if (cells[10] == "hors_frr")
            c.frr_2025 = 'N';
        else if (cells[10] != "indetermine")
            return refuse("frr_2025\u00A0: écrire frr, effets_frr, hors_frr ou indetermine");
        communes.push_back(std::move(c));
        const auto& kept = communes.back();
        if (!by_code.emplace(kept.code, &kept).second) return refuse("code_insee\u00A0: en double");
        for (const auto& postal : kept.postal_codes) by_postal_code[postal].push_back(&kept);
        add_name(kept, kept.name, false);
    }
    for (auto& [postal, list] : by_postal_code)
        std::sort(list.begin(), list.end(), [](const Commune* a, const Commune* b) {
            return std::pair(fold(a->name), std::string_view(a->code)) <
                   std::pair(fold(b->name), std::string_view(b->code));
        });
    return true;
}

bool Gazetteer::Tables::read_former(const std::filesystem::path& file, std::string& error) {
    const auto rows =
        read_csv(file, {"code_insee", "nom", "type", "code_insee_chef_lieu", "nom_chef_lieu"}, error);
    if (!rows) return false;
    for (const auto& [line, cells] : *rows) {
        const auto present = by_code.find(cells[3]);
        if (!is_code(cells[0]) || cells[1].empty() || present == by_code.end()) {
            error = file.filename().string() + ":" + std::to_string(line) +
                    "\u00A0: un code, un nom et une commune d’aujourd’hui sont attendus";
            return false;
        }
        add_name(*present->second, cells[1], true);
    }
    return true;
}

/// "MISSION LOCALE PAYS D'EVREUX" → "Mission Locale Pays d'Évreux": names that stand in capitals, made
/// readable; the spelling of a commune is taken from the gazetteer.
std::string Gazetteer::Tables::readable(std::string_view name) const {
    const bool shouted = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!shouted) return std::string(name);
    std::string out;
    std::string word;
    const auto flush = [&] {
        if (word.empty()) return;
        const auto folded = fold(word);
        static constexpr std::array small{"de", "du", "des", "la", "le", "et", "d", "l"};
        if (std::find(small.begin(), small.end(), folded) != small.end()) {
            out += folded;
        } else if (const auto hit = by_name.find(folded);
                   hit != by_name.end() && fold(hit->second[0].name) == folded) {
            out += hit->second[0].name;
        } else if (word.size() <= 3 && folded.find_first_of("aeiouy") == std::string::npos) {
            out += word;  // an abbreviation
        } else {
            out += word[0];
            for (std::size_t i = 1; i < word.size(); ++i) {
                const char c = word[i];
                // "É" is C3 89, "é" C3 A9; × (C3 97) is no letter.
                const auto byte = static_cast<unsigned char>(c);
                const bool accented = word[i - 1] == '\xC3' && byte <= 0x9E && byte != 0x97;
                out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                       : accented           ? static_cast<char>(c + 0x20)
                                            : c;
            }
        }
        word.clear();
    };
    for (const char c : name) {
        if (c == ' ' || c == '\'' || c == '-') {
            flush();
            out += c;
        } else {
            word += c;
        }
    }
    flush();
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

bool Gazetteer::Tables::read_missions(const std::filesystem::path& file, std::string& error) {
    const auto rows = read_csv(
        file,
        {"code_structure_imilo",
         "nom_officiel",
         "nom_usuel",
         "departement",
         "code_insee_prefixe",
         "commune_du_prefixe",
         "telephone",
         "courriel",
         "remarque",
         "horaires"},
        error
    );
    if (!rows) return false;
    for (const auto& [line, cells] : *rows) {
        const bool seat_known = !cells[5].empty();
        if (cells[0].empty() || cells[2].empty() || departement_name(cells[3]).empty() ||
            (seat_known && !by_code.contains(cells[4]))) {
            error = file.filename().string() + ":" + std::to_string(line) +
                    ": a code, a name, a Norman département and a present commune (or none) expected";
            return false;
        }
        MissionLocale mission{
            cells[0],
            readable(cells[2]),
            cells[3],
            seat_known ? cells[4] : std::string{},
            cells[6],
            cells[7],
            cells[9]};
        // A name that says only "head office" helps nobody.
        if (seat_known && fold(cells[2]) == "mission locale siege administratif")
            mission.name = "Mission locale de " + by_code.find(cells[4])->second->name;
        missions.push_back(std::move(mission));
    }
    return true;
}

bool Gazetteer::Tables::read_agencies(const std::filesystem::path& file, std::string& error) {
    const auto rows = read_csv(
        file,
        {"code_safir",
         "nom",
         "type",
         "departement",
         "code_postal",
         "ville",
         "adresse",
         "latitude",
         "longitude"},
        error
    );
    if (!rows) return false;
    for (const auto& [line, cells] : *rows) {
        const auto refuse = [&, where = line](std::string_view why) {
            error = file.filename().string() + ":" + std::to_string(where) + ": " + std::string(why);
            return false;
        };
        if (cells[2] == "direction ou siege") continue;  // receives nobody
        if (cells[2] != "agence") return refuse("type: agence or direction ou siege expected");
        if (cells[0].empty() || cells[1].empty() || departement_name(cells[3]).empty() || !is_code(cells[4]))
            return refuse("a code, a name, a Norman département and a postal code expected");
        agencies.push_back({cells[0], readable(cells[1]), cells[3], cells[4], readable(cells[5]), cells[6]});
        std::vector<const Commune*> seats;
        if (const auto hits = by_name.find(fold(cells[5])); hits != by_name.end())
            for (const auto& hit : hits->second)
                if (hit.commune->departement == cells[3]) seats.push_back(hit.commune);
        agency_communes.push_back(std::move(seats));
    }
    return true;
}

bool Gazetteer::Tables::read_quarters(const std::filesystem::path& file, std::string& error) {
    const auto rows = read_csv(
        file,
        {"nom_quartier",
         "communes",
         "codes_insee",
         "departement",
         "generation",
         "code_qpv",
         "source",
         "remarque"},
        error
    );
    if (!rows) return false;
    for (const auto& [line, cells] : *rows) {
        Quarter quarter{cells[0], split_list(cells[2]), cells[3], 0};
        const bool known =
            std::all_of(quarter.commune_codes.begin(), quarter.commune_codes.end(), [&](const auto& c) {
                return by_code.contains(c);
            });
        const auto* end = cells[4].data() + cells[4].size();
        const auto [at, ec] = std::from_chars(cells[4].data(), end, quarter.generation);
        if (!known || departement_name(cells[3]).empty() || ec != std::errc{} || at != end) {
            error = file.filename().string() + ":" + std::to_string(line) +
                    ": present communes, a Norman département and a year expected";
            return false;
        }
        if (!quarter.name.empty()) quarters.push_back(std::move(quarter));
    }
    return true;
}

Gazetteer::Gazetteer() : tables_(std::make_unique<Tables>()) {}
Gazetteer::~Gazetteer() = default;

std::shared_ptr<const Gazetteer> Gazetteer::load(const std::filesystem::path& folder, std::string& error) {
    const std::shared_ptr<Gazetteer> made(new Gazetteer);
    auto& tables = *made->tables_;
    if (!tables.read_communes(folder / "communes.csv", error) ||
        !tables.read_former(folder / "communes_deleguees.csv", error) ||
        !tables.read_missions(folder / "missions_locales.csv", error) ||
        !tables.read_agencies(folder / "agences_france_travail.csv", error) ||
        !tables.read_quarters(folder / "qpv_partiel.csv", error))
        return nullptr;
    return made;
}

const Commune* Gazetteer::by_code(std::string_view insee) const {
    const auto found = tables_->by_code.find(insee);
    return found == tables_->by_code.end() ? nullptr : found->second;
}

std::vector<const Commune*> Gazetteer::by_postal_code(std::string_view postal) const {
    const auto found = tables_->by_postal_code.find(postal);
    return found == tables_->by_postal_code.end() ? std::vector<const Commune*>{} : found->second;
}

std::span<const NameHit> Gazetteer::by_name(std::string_view folded) const {
    const auto found = tables_->by_name.find(folded);
    return found == tables_->by_name.end() ? std::span<const NameHit>{} : found->second;
}

std::vector<std::string_view> Gazetteer::folded_names() const {
    std::vector<std::string_view> names;
    names.reserve(tables_->by_name.size());
    for (const auto& [name, hits] : tables_->by_name) names.emplace_back(name);
    return names;
}

int Gazetteer::longest_name_words() const {
    return tables_->longest;
}
std::span<const Commune> Gazetteer::communes() const {
    return tables_->communes;
}
std::span<const Quarter> Gazetteer::quarters() const {
    return tables_->quarters;
}

std::span<const Day> Gazetteer::zrr_frr_changes() {
    return {&frr_begin, 1};
}

Status Gazetteer::zrr_frr(const Commune& commune, Day day) const {
    switch (day < frr_begin ? commune.zrr_2022 : commune.frr_2025) {
        case 'C':
        case 'F':
        case 'E':
            return Status::yes;
        case 'N':
            return Status::no;
        default:  // in part, or the data do not say
            return Status::unknown;
    }
}

std::vector<const MissionLocale*> Gazetteer::missions_locales(const Commune& commune) const {
    std::vector<const MissionLocale*> seated;
    std::vector<const MissionLocale*> around;
    for (const auto& mission : tables_->missions) {
        if (mission.seat_commune_code == commune.code) seated.push_back(&mission);
        if (mission.departement == commune.departement) around.push_back(&mission);
    }
    return seated.empty() ? around : seated;
}

std::vector<const Agency*> Gazetteer::agencies(const Commune& commune) const {
    std::vector<const Agency*> seated;
    std::vector<const Agency*> around;
    for (std::size_t i = 0; i < tables_->agencies.size(); ++i) {
        const auto& agency = tables_->agencies[i];
        const auto& seats = tables_->agency_communes[i];
        if (std::find(seats.begin(), seats.end(), &commune) != seats.end()) seated.push_back(&agency);
        if (agency.departement == commune.departement) around.push_back(&agency);
    }
    return seated.empty() ? around : seated;
}

std::optional<std::string> region_of_departement(std::string_view departement) {
    if (departement_name(departement).empty()) return std::nullopt;
    return "28";
}

std::string_view departement_name(std::string_view code) {
    for (const auto& [known, name] : departements)
        if (known == code) return name;
    return {};
}

}  // namespace rules::places
