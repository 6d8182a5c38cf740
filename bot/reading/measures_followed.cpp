#include "bot/reading/measures_followed.hpp"

#include "bot/reading/slots.hpp"

#include <algorithm>

namespace bot::reading {
namespace {

enum class Time : std::uint8_t { none, now, past };

class Around {
  public:
    Around(const Analysis& a, const Found::Hit& hit) : a_(a), first_(hit.first), last_(hit.last) {}

    [[nodiscard]] std::string_view word(std::int64_t w) const {
        return w >= 0 && w < static_cast<std::int64_t>(a_.words.size()) ? std::string_view(a_.words[static_cast<std::size_t>(w)].text) : std::string_view{};
    }
    /// `n` words before the name, over articles; empty past the beginning of the sentence.
    [[nodiscard]] std::string_view before(std::int64_t n) const {
        std::int64_t w = first_;
        while (w > 0 && !a_.words[static_cast<std::size_t>(w)].sentence && among(word(w - 1), {"le", "la", "l", "un", "une", "mon", "ma", "son", "sa", "notre", "leur", "de", "du"})) --w;
        for (std::int64_t k = 0; k < n; ++k)
            if (w - k < 0 || (w - k < static_cast<std::int64_t>(a_.words.size()) && a_.words[static_cast<std::size_t>(w - k)].sentence)) return {};
        return word(w - n);
    }
    /// In the same clause.
    [[nodiscard]] bool said_before(std::initializer_list<std::string_view> list, std::int64_t reach) const {
        for (std::int64_t n = 1; n <= reach && first_ >= n; ++n) {
            if (a_.words[static_cast<std::size_t>(first_ - n + 1)].clause) return false;
            if (among(before(n), list)) return true;
        }
        return false;
    }
    [[nodiscard]] bool said_after(std::initializer_list<std::string_view> list, std::uint32_t reach) const {
        for (auto w = static_cast<std::size_t>(last_) + 1; w <= static_cast<std::size_t>(last_) + reach && w < a_.words.size() && !a_.words[w].sentence; ++w)
            if (among(a_.words[w].text, list)) return true;
        return false;
    }
    [[nodiscard]] bool denied_after() const {
        for (auto w = static_cast<std::size_t>(last_) + 1; w <= static_cast<std::size_t>(last_) + 6 && w < a_.words.size() && !a_.words[w].sentence; ++w)
            if (among(a_.words[w].text, {"pas", "jamais"}) && !among(word(static_cast<std::int64_t>(w) + 1), {"reste", "fini", "tenu", "longtemps"})) return true;
        return false;
    }

    [[nodiscard]] bool wished() const {
        return said_before({"veux", "voudrais", "veut", "voudrait", "aimerais", "aimerait", "cherche", "recherche", "demande", "envisage", "souhaite", "souhaiterais", "entrer", "integrer", "rejoindre", "faire",
                            "avoir", "trouver", "pour", "interesse", "interessee", "parle", "conseille", "propose", "connais", "postule", "signer", "commencer", "si", "pas", "jamais", "sauf", "hors", "sans", "droit"},
                           5) ||
               said_after({"interesse", "interesserait", "tente", "tenterait", "possible", "obligatoire"}, 4);
    }
    [[nodiscard]] Time time() const {
        const bool had = said_before({"ai", "a", "avais", "avait", "avons"}, 4);
        const bool past_before = said_before({"ancien", "ancienne", "ex", "apres", "sorti", "sortie", "sortant", "sortante", "sors", "etais", "etait", "ete", "enchaine", "connu"}, 4) ||
                                 (had && said_before({"fini", "termine", "quitte", "arrete", "abandonne", "lache"}, 3)) ||
                                 (had && said_before({"fait", "eu", "suivi", "tente", "essaye", "avais", "avait", "effectue", "realise", "bosse", "travaille"}, 3)) || (said_before({"passe", "passee"}, 3) && said_before({"par"}, 2));
        const bool past_after = said_after({"fini", "finie", "finies", "termine", "terminee", "terminees", "solde", "soldee", "effectue", "effectuee", "effectuees", "realise", "realisee", "realisees", "rompu", "rompue", "cloture",
                                            "cloturee", "abandonne", "abandonnee", "derriere", "epoque", "avant", "autrefois"},
                                           6) ||
                                (said_after({"ai", "a", "suis", "ete"}, 4) && said_after({"fait", "faite", "eu", "eue", "connu", "tenu", "arrete", "reste", "suivi", "tente"}, 6)) ||
                                (said_after({"an", "annee"}, 4) && said_after({"dernier", "derniere", "passe", "passee"}, 6));
        const bool still = said_after({"encore", "cours", "actuel", "actuelle", "actuellement", "moment"}, 7) || said_before({"encore", "toujours", "actuellement", "maintenant"}, 4);
        if ((past_before || past_after) && !still) return Time::past;
        const bool follows = said_before({"fais", "fait", "suit", "suis", "beneficie", "beneficiaire", "beneficiaires", "volontaire", "mise", "mis", "entre", "entree", "dort"}, 3) &&
                             (said_before({"en", "dans", "a", "au", "fais", "fait", "suit", "beneficie", "beneficiaire", "volontaire"}, 3));
        const bool signed_up = said_after({"signe", "signee", "commence", "commencee", "demarre", "entree", "jusqu", "jusque"}, 3) || (had && said_before({"signe", "commence", "integre", "debute"}, 3));
        const bool inside = said_after({"dedans"}, 3) || (said_after({"y", "en"}, 4) && said_after({"suis", "beneficie"}, 5));
        return still || follows || signed_up || inside ? Time::now : Time::none;
    }
    /// An adviser's "en Prépa Apprentissage, 17 ans", "salarié en PEC jeunes": a clause that only says it.
    [[nodiscard]] bool noted() const {
        const auto lead = before(1);
        return lead == "en" && first_ > 0 && (a_.words[static_cast<std::size_t>(first_) - 1].clause || among(before(2), {"salarie", "salariee", "jeune", "usager", "usagere", "est", "actuellement"}));
    }

  private:
    const Analysis& a_;
    std::int64_t first_, last_;
};

}  // namespace

void read_measures_followed(const Lexicon& lexicon, const Analysis& a, const Found& found, const Context& context, std::vector<RawFact>& out) {
    const bool asked_now = context.asked == "mesure_en_cours", asked_past = context.asked == "mesure_passee";
    for (const auto& hit : found.measures) {
        const std::string code(schema_code(lexicon.measures[hit.rule].id));
        if (code.empty() || among(code, {"RSA", "PRIME_ACTIVITE", "BOURSE", "AGEFIPH", "FORMATION_M30", "AIDE_EMBAUCHE", "AIDE_PERMIS", "MOBILI_JEUNE", "FORMATION_QUALIFIANTE", "EMPLOIS_FRANCS", "PARRAINAGE"})) continue;
        const bool longer = std::any_of(found.measures.begin(), found.measures.end(), [&](const Found::Hit& other) {
            return other.rule != hit.rule && other.first <= hit.first && hit.last <= other.last && other.last - other.first > hit.last - hit.first && !schema_code(lexicon.measures[other.rule].id).empty();
        });
        const auto it = [&](const RawFact& f) { return among(f.fact.name, {"mesure_en_cours", "mesure_passee"}) && f.fact.value == code; };
        if (longer) {
            // "prépa apprentissage" is no apprenticeship.
            std::erase_if(out, [&](const RawFact& f) { return it(f) && f.first <= hit.last && hit.first <= f.last; });
            continue;
        }
        const Around around(a, hit);
        auto time = around.time();
        const bool answers = (asked_now || asked_past) && !around.denied_after();
        if (!answers && (around.wished() || a.text.question)) continue;
        // "j’ai lâché mon apprentissage" says that studies were given up; of the contract the patterns know when it was broken.
        if (time == Time::past && among(code, {"APPRENTISSAGE", "CONTRAT_PRO"}) && around.said_before({"lache", "quitte", "arrete", "abandonne"}, 3)) continue;
        if (time == Time::none && context.partner && around.noted()) time = Time::now;
        if (answers && (time == Time::none || asked_past)) time = asked_now ? Time::now : Time::past;
        if (time == Time::none || (around.denied_after() && time == Time::now)) continue;
        // A contract or a civic service under way is what somebody does: `statut` says it.
        if (time == Time::now && among(code, {"APPRENTISSAGE", "CONTRAT_PRO", "SERVICE_CIVIQUE", "SMV"}) && !answers) continue;
        if (time == Time::past) std::erase_if(out, [&](const RawFact& f) { return it(f) && f.fact.name == "mesure_en_cours"; });
        if (std::any_of(out.begin(), out.end(), it)) continue;
        RawFact raw;
        raw.first = hit.first;
        raw.last = hit.last;
        raw.fact = {time == Time::now ? "mesure_en_cours" : "mesure_passee", code, a.span(hit.first, hit.last), "measure.followed", answers ? Certainty::context : Certainty::exact, false};
        out.push_back(std::move(raw));
    }
}

}  // namespace bot::reading
