#pragma once
/// \file rules/places/gazetteer.hpp
/// Communes of Normandie (COG 2026), their former and delegated names, postal codes, dated statuses, and who
/// serves where. Never a commune from a postal code or a name alone when several fit: the caller asks.
///
/// Source and licence of the data: rules/catalogue/lieux/README.md. Threads: immutable after loading.

#include <boost/system/result.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rules::places {

using Day = std::chrono::sys_days;

struct Commune {
    std::string code;         ///< INSEE, five characters
    std::string name;         ///< "Rouen"
    std::string departement;  ///< "76"
    std::string departement_name;
    std::vector<std::string> postal_codes;
    std::string epci_name;
    int population = 0;
    char zrr_2022 = '?';  ///< 'C' classed, 'N' not, 'P' in part, '?' not known
    char frr_2025 = '?';  ///< 'F' FRR, 'E' keeps the effects, 'N' not, '?' not known
};

/// A name that may mean a commune.
struct NameHit {
    const Commune* commune = nullptr;
    bool former = false;  ///< name of a delegated or associated commune
    std::string name;     ///< as the gazetteer writes it
};

struct MissionLocale {
    std::string code, name, departement, seat_commune_code;
    std::string phone, mail, hours;  ///< as the list writes them; empty: not known
};
struct Agency {  ///< a France Travail agency
    std::string code, name, departement, postal_code, town, address;
};
/// A priority quarter (QPV) that public pages name. The list is partial: absence means nothing, and a QPV is
/// checked at the address, never deduced from this.
struct Quarter {
    std::string name;
    std::vector<std::string> commune_codes;
    std::string departement;
    int generation = 0;  ///< 2015 or 2024
};

/// Whether a commune has a status on a day; unknown where the data do not say.
enum class Status : std::uint8_t { no, unknown, yes };

class Gazetteer {
  public:
    /// Reads the folder `lieux`. \returns null and says why in `error` if a file is missing or malformed.
    [[nodiscard]] static std::shared_ptr<const Gazetteer> load(
        const std::filesystem::path& folder, std::string& error
    );

    [[nodiscard]] const Commune* by_code(std::string_view insee) const;
    /// Communes that a postal code covers (up to 32), by name.
    [[nodiscard]] std::vector<const Commune*> by_postal_code(std::string_view) const;
    /// Everything that is called so, current names first, each commune once. `folded`: as `fold` makes it.
    [[nodiscard]] std::span<const NameHit> by_name(std::string_view folded) const;
    /// Every name there is, in no promised order.
    [[nodiscard]] std::vector<std::string_view> folded_names() const;
    /// Longest name, in words: how far a caller has to look.
    [[nodiscard]] int longest_name_words() const;
    [[nodiscard]] std::span<const Commune> communes() const;

    /// Old ZRR (to 2024-06-30) or FRR and its effects (from 2024-07-01).
    [[nodiscard]] Status zrr_frr(const Commune&, Day) const;
    /// The days, ascending, from which another list of ZRR or FRR counts.
    [[nodiscard]] static std::span<const Day> zrr_frr_changes();
    /// The mission locale seated in the commune, else those of its département.
    [[nodiscard]] std::vector<const MissionLocale*> missions_locales(const Commune&) const;
    /// The agencies of the commune, else those of its département.
    [[nodiscard]] std::vector<const Agency*> agencies(const Commune&) const;
    [[nodiscard]] std::span<const Quarter> quarters() const;

    /// Lower case, no accents, apostrophes and hyphens to single spaces, "st"/"ste" to "saint"/"sainte",
    /// leading article kept: the form under which names are found.
    [[nodiscard]] static std::string fold(std::string_view utf8);

    ~Gazetteer();

  private:
    Gazetteer();
    struct Tables;
    std::unique_ptr<Tables> tables_;
};

/// "28" for the five départements of Normandie, nothing otherwise. 28 is the region; it is also the code of
/// Eure-et-Loir, which is not in it.
[[nodiscard]] std::optional<std::string> region_of_departement(std::string_view departement);
[[nodiscard]] std::string_view departement_name(std::string_view code);  ///< empty: not Norman

}  // namespace rules::places
