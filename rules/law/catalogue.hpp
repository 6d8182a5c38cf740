#pragma once
/// \file rules/law/catalogue.hpp
/// The measures as loaded from a folder (vocabulaire.yaml, mesures/*.yaml, parametres/*.yaml,
/// ressources.yaml), checked.
///
/// Ownership: a Catalogue owns everything; references live as long as it does. Immutable: share freely
/// between threads. Errors: loading never throws on content; it returns every complaint with file, line,
/// column and what to write.

#include "rules/law/condition.hpp"
#include "rules/law/vocabulary.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rules::law {

/// A complaint about a file. `advice` says what to write instead.
struct Diagnostic {
    std::string file;
    int line = 0, column = 0;  ///< from 1; 0: the whole file
    std::string message, advice;
    /// "mesures/cej.yaml:31:18 : message. advice"
    [[nodiscard]] std::string text() const;
};

struct Source {
    std::string id, text, link;
    std::string to_confirm;  ///< not empty: why it is doubtful (a_confirmer)
    std::optional<Day> read_on;
    std::optional<Day> link_expires_on;  ///< last day on which the link is known to lead there
    std::string excerpt;                 ///< of the text, as it stands there; may be empty
};

/// What a person is told about a measure. Both registers; plain language.
struct Presentation {
    std::string title;                              ///< "Contrat d’engagement jeune (CEJ)"
    std::string summary_tu, summary_vous;           ///< one or two short sentences
    std::vector<std::string> steps_tu, steps_vous;  ///< what to do next, in order
    std::string contact;                            ///< who to turn to
    std::string link;                               ///< official page; may be empty
    std::string decided_by;                         ///< "la mission locale": who decides
};

struct Amount {
    std::int64_t hundredths = 0;
    std::string unit;          ///< "€/mois", "%", …
    bool ceiling = false;      ///< an upper bound ("jusqu’à")
    std::string parameter;     ///< name of the dated parameter; empty: written in the table
    std::string source;        ///< Source::id
    std::optional<Day> since;  ///< day from which this value of the parameter holds
};

/// A named value inside a measure or shared by many, with the dates from which each value holds.
struct Parameter {
    struct Step {
        Day from;
        std::int64_t raw = 0;  ///< hundredths of the unit, whatever field it is compared with
        std::string source;
    };
    std::string name, unit;
    std::vector<Step> steps;  ///< ascending
};
/// Nothing when there is none of that name; points into the list.
[[nodiscard]] const Parameter* parameter_named(const std::vector<Parameter>&, std::string_view name);

struct AmountCase {
    std::optional<Condition> when;  ///< nothing: in all other cases
    Amount amount;                  ///< hundredths unused if amount.parameter is set
};

/// One period of the law. Dates are inclusive, as the law writes them.
struct Version {
    Day from;
    std::optional<Day> to;             ///< nothing: still in force
    bool after_interruption = false;   ///< a hole before it is meant
    std::vector<std::string> grounds;  ///< Source ids
    std::vector<Parameter> parameters;
    Condition conditions;
    std::vector<AmountCase> amounts;
    std::string beneficiary;  ///< of the amount; empty: the young person
};

enum class ReferenceDate : std::uint8_t { jour, signature_contrat, entree, rentree, demande };
enum class Publication : std::uint8_t { verifie, brouillon };
enum class Outcome : std::uint8_t {
    eligible,
    eligible_sous_reserve,
    a_completer,
    non_eligible,
    hors_periode
};

/// A worked case in the file: facts and date, and what must come out.
struct Example {
    int line = 0;
    Day date;
    Situation situation;
    Outcome expected = Outcome::a_completer;
    std::optional<std::string> amount;  ///< "561,68 €/mois"
    std::optional<FieldId> question;
};

struct Measure {
    std::string id;
    Presentation presentation;
    std::vector<std::string> audiences;  ///< jeune, employeur, …
    std::vector<std::string> operators;  ///< mission_locale, france_travail, …
    std::vector<std::string> families;   ///< accompagnement, alternance, …
    Publication publication = Publication::brouillon;
    ReferenceDate reference_date = ReferenceDate::jour;
    std::vector<std::string> replaces;  ///< ids of the measures that it took the place of
    std::vector<std::string> not_with;  ///< non_cumulable_avec
    int effort = 50;                    ///< 0 quick to start … 100 a long commitment: order of proposals
    std::optional<Day> verified_on;
    std::vector<Source> sources;
    std::vector<Parameter> parameters;
    std::vector<Version> versions;  ///< ascending, no overlap
    std::vector<Example> examples;
    [[nodiscard]] const Source* source(std::string_view id) const;
    [[nodiscard]] const Version* in_force(Day) const;
    /// Published and meant for `audience`.
    [[nodiscard]] bool shown_to(std::string_view audience) const;
};

/// A number to call or a place to go to, before any rule (ressources.yaml).
struct Resource {
    std::string id, name, number, sms, hours, url, text_tu, text_vous;
    std::vector<std::string> for_what;  ///< danger types: suicide, violence_familiale, sans_abri, …
    bool verified = false;              ///< only verified ones are ever shown
    std::string source;
};

class Catalogue {
  public:
    struct Loaded;
    /// Reads and checks `folder`. \returns a catalogue only if there is no complaint.
    /// \param today also complains of sources whose link has expired by then; nothing: the service starts
    ///        with yesterday's links
    [[nodiscard]] static Loaded load(
        const std::filesystem::path& folder, std::optional<Day> today = std::nullopt
    );

    [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }
    [[nodiscard]] std::span<const Measure> measures() const { return measures_; }
    [[nodiscard]] const Measure* find(std::string_view id) const;
    [[nodiscard]] std::span<const Resource> resources() const { return resources_; }
    [[nodiscard]] const Resource* resource(std::string_view id) const;
    /// The fields with a prior, in the order of a_priori.yaml: each may depend on those before it.
    [[nodiscard]] std::span<const FieldId> told_first() const { return told_first_; }
    /// A measure whose families are all side helps (mobilité, logement …) is asked about after the others.
    [[nodiscard]] bool side_help(const Measure&) const;
    /// SHA-256-like fingerprint of what was loaded, 16 hexadecimal digits: goes into each answer's trace.
    [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }

  private:
    friend class Loader;
    Vocabulary vocabulary_;
    std::vector<Measure> measures_;  // ascending by id
    std::vector<Resource> resources_;
    std::vector<FieldId> told_first_;
    std::vector<std::string> side_families_;
    std::string fingerprint_;
};

struct Catalogue::Loaded {
    std::shared_ptr<const Catalogue> catalogue;  ///< null if there are complaints
    std::vector<Diagnostic> complaints;
};

}  // namespace rules::law
