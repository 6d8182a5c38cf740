#pragma once
/// \file bot/reading/reading.hpp
/// What a message says: facts with receipts, what the person wants, and danger. French as people write it.
///
/// Deterministic and offline; `today` is an argument. Facts first, intent after. Labels are those of the
/// project's French message schema (33 intents, slot names of the fact vocabulary). Threads: a Reader is
/// immutable after loading; `read` may run on any thread. Cost: well under a millisecond.

#include "rules/places/gazetteer.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::reading {

using Day = std::chrono::sys_days;

/// Bytes [begin, end) of the text as it was received.
struct Evidence {
    std::size_t begin = 0, end = 0;
    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// How sure the reading of a fact is: said so; a slip mended; follows from something said; only from the
/// question asked.
enum class Certainty : std::uint8_t { exact, corrected, deduced, context };

/// One fact about the person spoken of. `value` in the form that rules::law::Vocabulary::parse takes.
struct Fact {
    std::string name;   ///< "age", "commune", "rqth", …
    std::string value;  ///< "19", "76540", "oui", …
    Evidence evidence;
    std::string rule;  ///< which rule of the reader found it
    Certainty certainty = Certainty::exact;
    bool denied = false;  ///< said of this value that it is not so ("pas le bac")
    friend bool operator==(const Fact&, const Fact&) = default;
};

/// Something that a message says beside the facts of a person (message schema §4.2): "grandeur" "taux".
struct Slot {
    std::string name, value;
    Evidence evidence;
    std::string rule;
    friend bool operator==(const Slot&, const Slot&) = default;
};

/// What the message says of one more person than the one that `Reading::facts` are about.
struct Other {
    std::string about;  ///< as Reading::about; empty: the writer (or the adviser's client)
    std::vector<Fact> facts;
};

/// A word or sign that spoke for the intent, and how much.
struct Clue {
    std::string feature;
    double weight = 0;
};

/// A name that fits several places: ask, never choose.
struct AmbiguousPlace {
    std::string name;                     ///< as the gazetteer writes it
    std::vector<std::string> candidates;  ///< INSEE codes
    Evidence evidence;
};

enum class Intent : std::uint8_t {
    saluer,
    remercier_cloturer,
    demander_orientation,
    verifier_mesure,
    info_mesure,
    comparer_mesures,
    donner_info,
    corriger_info,
    demarches_contact,
    expliquer_resultat,
    contester_signaler,
    confirmer,
    infirmer,
    passer_question,
    recommencer,
    parler_humain,
    donnees_personnelles,
    aide_bot,
    preference_format,
    indicateur_realisation,
    budget_enveloppe,
    alerte_accuser,
    alerte_silence,
    alerte_seuil,
    alerte_liste,
    digest_gerer,
    rapport_exporter,
    reunion_calendrier,
    hors_perimetre,
    hostile,
    injection,
    incomprehensible,
    crise
};
[[nodiscard]] std::string_view name(Intent);

enum class DangerLevel : std::uint8_t { none, distress, danger, immediate };
/// suicide automutilation violence_conjugale violence_familiale violence_sexuelle harcelement sans_abri
/// exploitation menace_autrui detresse
struct Danger {
    DangerLevel level = DangerLevel::none;
    std::string type;
    bool third_person = false;
    Evidence evidence;
    bool withdrawn = false;  ///< taken back in the same message ("je plaisante")
    bool softened = false;   ///< the words of danger were said as past or denied
};

/// What the person asks to be done with their data, when the intent is donnees_personnelles.
enum class DataRequest : std::uint8_t { none, inform, show, erase };

struct Reading {
    std::vector<Fact> facts;  ///< in the order of the text
    std::optional<AmbiguousPlace> ambiguous;
    Intent intent = Intent::incomprehensible;
    double confidence = 0;  ///< 0..1
    Danger danger;
    std::optional<int> choice;          ///< the message is just a number of a list: from 1
    std::vector<std::string> measures;  ///< ids of measures named ("cej")
    DataRequest data = DataRequest::none;
    bool outside_normandie = false;
    bool formal = false;  ///< the person says "vous" to us
    /// Whom `facts` are about: empty is the default person (the writer, or an adviser's client); else
    /// frere_soeur, enfant, ami, conjoint, autre. Facts about somebody else must not be stored (duty P6).
    std::string about;
    /// INSEE code of the place where a structure is looked for (intent demarches_contact); no residence.
    std::string place;
    std::vector<Slot> slots;      ///< in no promised order; lists have one entry a value
    std::vector<Other> others;    ///< further persons of the same message
    double out_of_scope = 0;      ///< 0..1: higher, the less it is for us
    std::vector<Clue> because;    ///< why this intent: the strongest few, empty if a rule decided
    bool hypothetical = false;    ///< "et si j’avais …": answer, but change nothing
    std::string language = "fr";  ///< fr, en, es, ar, uk, pt: what the text seems to be in
};

/// What the reader may know of the conversation.
struct Context {
    Day today{};
    std::string asked;  ///< fact that was just asked for ("age"); empty: none
    int choices = 0;    ///< how many numbered choices stand before the person; 0: none
    bool yes_no_asked = false;
    bool partner = false;  ///< an adviser, not a young person
    bool office = false;   ///< a member of the plan's bureau: `partner` holds too
    /// Last act of the bot, "demande:age", "propose:mesures", "alerte:A-31" (message schema §2); empty: none,
    /// or what `asked` says.
    std::string act;
    std::string focus;                ///< person spoken about, as Reading::about; empty: the default one
    std::string unclear_place;        ///< folded name of a place that was asked about: a département answers it
    std::vector<std::string> known;   ///< names of the facts known of that person
};

/// Fingerprint of the models that are built into the program: of the examples and of the weights.
[[nodiscard]] std::string model_hash();

class Reader {
  public:
    /// \param folder the reader's lexicons (bot/reading/lexicons). \returns null and says why in `error`.
    [[nodiscard]] static std::shared_ptr<const Reader> load(
        const std::filesystem::path& folder,
        std::shared_ptr<const rules::places::Gazetteer>,
        std::string& error
    );
    [[nodiscard]] Reading read(std::string_view text, const Context&) const;
    ~Reader();

  private:
    Reader();
    struct Tables;
    std::unique_ptr<Tables> tables_;
};

}  // namespace bot::reading
