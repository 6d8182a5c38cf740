#pragma once
/// \file bot/reading/place.hpp
/// Places in a text: communes by name, former name, short name, one slip, or postal code; départements;
/// elsewhere.
///
/// A French word that is also a commune, and a short name, need a witness beside them ("j’habite", "à", a
/// capital, a postal code, the question asked). A name that fits several communes is never decided here.
/// Threads: immutable.

#include "bot/reading/lexicon.hpp"
#include "rules/places/gazetteer.hpp"

#include <memory>

namespace bot::reading {

struct PlaceMention {
    std::string name;                   ///< as the gazetteer writes it
    std::vector<std::string> codes;     ///< INSEE; one: known; several: ask
    std::uint32_t first = 0, last = 0;  ///< tokens
    bool former = false, mended = false, postal_code = false, denied = false, answer = false;
    bool near = false;          ///< "à côté de", "vers": another place that is named may be the one
    bool lives = false;         ///< a verb says that somebody lives there
    bool of_something = false;  ///< place of an employer, a school, a structure: no residence
    bool to_come = false;       ///< where somebody will move to, at a time that is said
    int evidence = 0;
};

struct PlacesRead {
    std::vector<PlaceMention> communes;  ///< in the order of the text
    struct Departement {
        std::string code;
        std::uint32_t first = 0, last = 0;
        bool denied = false;
    };
    std::vector<Departement> departements;
    struct Postal {
        std::string code;
        std::uint32_t first = 0, last = 0;
        bool denied = false;
    };
    std::vector<Postal> postal;
    struct Quarter {
        std::string name, code;  ///< code: INSEE; empty: not known which commune
        std::uint32_t first = 0, last = 0;
    };
    std::vector<Quarter> quarters;
    bool outside = false;
    bool lives_outside = false;  ///< a verb says that somebody lives there
    bool departement_lives = false;  ///< "quand on habite dans l’Eure"
    std::vector<bool> taken;  ///< tokens that are part of a place: no numbers, no ages
};

class PlaceReader {
  public:
    PlaceReader(std::shared_ptr<const rules::places::Gazetteer>, const Lexicon&);
    [[nodiscard]] PlacesRead read(const Analysis&, const Context&) const;
    /// What is called so, full or short, with or without its article. `folded`: as Gazetteer::fold makes it.
    [[nodiscard]] std::vector<const rules::places::Commune*> named(std::string_view folded) const;
    [[nodiscard]] const rules::places::Gazetteer& gazetteer() const { return *gazetteer_; }

  private:
    struct Name {
        std::string shown;
        std::vector<const rules::places::Commune*> communes;
        bool exact = false;  ///< full name, with or without its article
        bool former = false;
        bool is_word = false;  ///< also a French word
        int population = 0;
    };
    void add_short_names();
    void decide();
    [[nodiscard]] const Name* find(std::string_view folded) const;
    [[nodiscard]] const Name* find_mended(std::string_view folded) const;
    [[nodiscard]] int evidence(const Analysis&, const Context&, std::uint32_t first, std::uint32_t last)
        const;
    void postal_codes(const Analysis&, PlacesRead&) const;
    void quarters(const Analysis&, PlacesRead&) const;
    void departements(const Analysis&, const Context&, PlacesRead&) const;
    static void narrow(PlacesRead&);

    std::shared_ptr<const rules::places::Gazetteer> gazetteer_;
    const Lexicon& lexicon_;
    ByString<Name> names_;
    ByString<std::string> near_;
    StringSet first_words_;
    int longest_ = 7;
};

}  // namespace bot::reading
