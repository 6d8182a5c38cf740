#include "bot/reading/slots.hpp"

#include "bot/reading/calendar.hpp"
#include "bot/reading/number.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace bot::reading {
namespace {

bool overlap(const Found::Hit& a, std::uint32_t first, std::uint32_t last) {
    return a.first <= last && first <= a.last;
}

class Slots {
  public:
    Slots(
        const Lexicon& lexicon,
        const Analysis& a,
        const Found& found,
        const PlacesRead& places,
        const Context& context,
        Reading& out
    )
        : lexicon_(lexicon), a_(a), found_(found), places_(places), context_(context), out_(out) {}

    void run() {
        const auto intent = out_.intent;
        measures();
        // "ai-je droit à l’aide au permis": a question about a measure is no wish for it.
        if (intent == Intent::verifier_mesure || intent == Intent::info_mesure || intent == Intent::comparer_mesures || intent == Intent::demarches_contact)
            std::erase_if(out_.facts, [&](const Fact& f) {
                return f.name == "souhait" && std::any_of(found_.measures.begin(), found_.measures.end(), [&](const Found::Hit& hit) {
                           const auto span = a_.span(hit.first, hit.last);
                           return span.begin < f.evidence.end && f.evidence.begin < span.end;
                       });
            });
        if (intent == Intent::indicateur_realisation || intent == Intent::budget_enveloppe ||
            intent == Intent::rapport_exporter || intent == Intent::alerte_seuil ||
            intent == Intent::alerte_liste || intent == Intent::digest_gerer)
            figures(intent);
        if (intent >= Intent::alerte_accuser && intent <= Intent::digest_gerer) alerts(intent);
        if (intent == Intent::reunion_calendrier) {
            const bool past = std::any_of(a_.words.begin(), a_.words.end(), [](const Word& w) {
                return among(w.text, {"compte", "releve", "dernier", "derniere", "etait", "passe", "eu", "decisions", "pv"});
            });
            const auto calendar = read_calendar(a_, context_.today, !past);
            if (!calendar.date_ref.empty()) out_.slots.push_back(calendar.date_ref.front());
        }
        if (intent == Intent::preference_format) {
            words_of("format", false);
            words_of("langue", true);
            // A language asked for is no simpler form.
            if (has("langue"))
                std::erase_if(out_.slots, [](const Slot& s) { return s.name == "format"; });
        }
        if (intent == Intent::rapport_exporter) file_format();
        if (intent == Intent::contester_signaler) all_words_of("structure");
        if (intent == Intent::demarches_contact || intent == Intent::parler_humain) {
            all_words_of("structure");
            if (!out_.place.empty())
                put("lieu", out_.place, 0, static_cast<std::uint32_t>(a_.words.size()) - 1, "place.sought");
        }
    }

  private:
    [[nodiscard]] std::string_view word(std::int64_t w) const {
        return w >= 0 && w < static_cast<std::int64_t>(a_.words.size())
                   ? std::string_view(a_.words[static_cast<std::size_t>(w)].text)
                   : std::string_view{};
    }
    [[nodiscard]] bool has(std::string_view name) const {
        return std::any_of(out_.slots.begin(), out_.slots.end(), [&](const Slot& s) { return s.name == name; });
    }
    void put(std::string name, std::string value, std::uint32_t first, std::uint32_t last, std::string rule) {
        if (a_.words.empty()) return;
        for (const auto& s : out_.slots)
            if (s.name == name && s.value == value) return;
        out_.slots.push_back({std::move(name), std::move(value), a_.span(first, last), std::move(rule)});
    }

    /// Measures that the message is about: not those followed or past, nor a mere wish, nor a state.
    void measures() {
        const bool wish_only = out_.intent == Intent::demander_orientation ||
                               out_.intent == Intent::donner_info || out_.intent == Intent::corriger_info;
        for (const auto& hit : found_.measures) {
            const auto code = schema_code(lexicon_.measures[hit.rule].id);
            if (code.empty()) continue;
            // A longer name of another measure over it knows better ("contrat pro", "école de production").
            const bool inside = std::any_of(found_.measures.begin(), found_.measures.end(), [&](const auto& other) {
                return other.rule != hit.rule && other.first <= hit.first && hit.last <= other.last &&
                       other.last - other.first > hit.last - hit.first &&
                       !schema_code(lexicon_.measures[other.rule].id).empty();
            });
            if (inside) continue;
            const bool excluded =
                (among(word(hit.first - 1LL), {"sans"}) || (among(word(hit.first - 1LL), {"le", "la", "l", "par"}) && (word(hit.first - 2LL) == "sans" || word(hit.first - 3LL) == "sans" || (word(hit.first - 3LL) == "passer" && word(hit.first - 4LL) == "sans")))) ||
                among(word(hit.first - 1LL), {"sauf", "hormis", "excepte", "hors"}) ||
                among(word(hit.first - 2LL), {"sauf", "hormis", "excepte", "hors"}) ||
                (word(hit.first - 1LL) == "part" || word(hit.first - 2LL) == "part") ||
                (among(word(hit.first - 1LL), {"pas", "que"}) && among(word(hit.first - 2LL), {"surtout", "autre", "mais"})) ||
                (among(word(hit.first - 2LL), {"pas", "que"}) && among(word(hit.first - 3LL), {"surtout", "autre", "mais", "interesse"}));
            if (excluded) {
                put("mesure_exclue", std::string(code), hit.first, hit.last, "measure.excluded");
                continue;
            }
            const auto spent = [&](const Found::Hit& fact) {
                const auto& rule = lexicon_.facts[fact.rule];
                if (!overlap(fact, hit.first, hit.last)) return false;
                if (!rule.if_asked.empty() && rule.if_asked != context_.asked) return false;
                const bool kept = std::any_of(out_.facts.begin(), out_.facts.end(), [&](const Fact& f) {
                    return f.name == rule.fact;
                });
                if (!kept) return false;
                if (among(rule.fact, {"mesure_en_cours", "mesure_passee", "statut", "rsa", "bourse", "suivi_cap", "suivi_ml"}))
                    return true;
                if (among(rule.fact, {"souhait", "secteur", "permis"})) return wish_only;
                return false;
            };
            const bool followed = std::any_of(out_.facts.begin(), out_.facts.end(), [&](const Fact& f) { return among(f.name, {"mesure_en_cours", "mesure_passee"}) && f.value == code; }) ||
                                  std::any_of(out_.others.begin(), out_.others.end(), [&](const auto& other) {
                                      return std::any_of(other.facts.begin(), other.facts.end(), [&](const Fact& f) { return among(f.name, {"mesure_en_cours", "mesure_passee"}) && f.value == code; });
                                  });
            if (followed || std::any_of(found_.facts.begin(), found_.facts.end(), spent)) continue;
            if (wish_only && among(code, {"APPRENTISSAGE", "PMSMP", "AIDE_PERMIS", "FORMATION_QUALIFIANTE", "BOURSE", "PARRAINAGE", "CONTRAT_PRO"}) &&
                std::any_of(out_.facts.begin(), out_.facts.end(), [](const Fact& f) { return f.name == "souhait"; }))
                continue;
            put("mesure", std::string(code), hit.first, hit.last, "measure.named");
        }
        if (has("mesure") && is_steering(out_.intent)) {
            // "formation moins de 30 ans" is one indicator, not a training.
            const bool indicator = std::any_of(out_.slots.begin(), out_.slots.end(), [](const Slot& s) {
                return s.name == "mesure" && s.value == "FORMATION_M30";
            });
            if (indicator)
                std::erase_if(out_.slots, [](const Slot& s) {
                    return s.name == "mesure" && s.value == "FORMATION_QUALIFIANTE";
                });
        }
    }

    [[nodiscard]] std::vector<const SlotRule*> hits_of(std::string_view slot, std::vector<Found::Hit>& where) const {
        std::vector<const SlotRule*> all;
        for (const auto& hit : found_.slots) {
            const auto& rule = lexicon_.slots[hit.rule];
            if (rule.slot != slot) continue;
            all.push_back(&rule);
            where.push_back(hit);
        }
        return all;
    }
    void words_of(std::string_view slot, bool last) {
        std::vector<Found::Hit> where;
        const auto rules = hits_of(slot, where);
        if (rules.empty()) return;
        std::size_t best = 0;
        for (std::size_t i = 1; i < rules.size(); ++i) {
            const auto length = [&](std::size_t k) { return where[k].last - where[k].first; };
            if (length(i) > length(best) || (last && length(i) == length(best))) best = i;
        }
        put(std::string(slot), rules[best]->value, where[best].first, where[best].last, "word." + std::string(slot));
    }
    void all_words_of(std::string_view slot) {
        std::vector<Found::Hit> where;
        const auto rules = hits_of(slot, where);
        for (std::size_t i = 0; i < rules.size(); ++i)
            put(std::string(slot), rules[i]->value, where[i].first, where[i].last, "word." + std::string(slot));
    }
    void file_format() {
        std::vector<Found::Hit> where;
        const auto rules = hits_of("format", where);
        for (std::size_t i = 0; i < rules.size(); ++i)
            if (among(rules[i]->value, {"pdf", "csv", "xlsx"}))
                put("format", rules[i]->value, where[i].first, where[i].last, "word.format");
    }

    void figures(Intent intent) {
        if (intent == Intent::indicateur_realisation || intent == Intent::budget_enveloppe) grandeur(intent);
        territories();
        std::vector<Found::Hit> where;
        const auto groups = hits_of("groupe_par", where);
        if (!groups.empty() && intent != Intent::digest_gerer)
            put("groupe_par", groups[0]->value, where[0].first, where[0].last, "word.groupe_par");
        operators();
        if (intent == Intent::digest_gerer || intent == Intent::alerte_seuil) return;
        const auto calendar = read_calendar(a_, context_.today);
        if (!calendar.periode.empty()) out_.slots.push_back(calendar.periode.front());
        if (!calendar.date_ref.empty()) out_.slots.push_back(calendar.date_ref.front());
    }
    void grandeur(Intent intent) {
        std::vector<Found::Hit> where;
        const auto rules = hits_of("grandeur", where);
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const auto& value = rules[i]->value;
            const bool money = among(value, {"engage", "enveloppe", "reste"});
            if (intent == Intent::indicateur_realisation && money) continue;
            if (intent == Intent::budget_enveloppe && !money && value != "taux") continue;
            // "taux de réalisation", "écart à l’objectif", "reste sur l’enveloppe": the stronger word decides.
            const bool covered = std::any_of(where.begin(), where.end(), [&](const Found::Hit& other) {
                return other.last - other.first > where[i].last - where[i].first && other.first <= where[i].first &&
                       where[i].last <= other.last;
            });
            if (!covered) kept.push_back(i);
        }
        const auto value_at = [&](std::size_t k) -> const std::string& { return rules[k]->value; };
        const auto some = [&](std::string_view v) {
            return std::any_of(kept.begin(), kept.end(), [&](std::size_t k) { return value_at(k) == v; });
        };
        const auto drop = [&](std::string_view v) {
            std::erase_if(kept, [&](std::size_t k) { return value_at(k) == v; });
        };
        bool both = false;  // "réalisé et objectif"
        for (std::size_t i = 1; i < kept.size(); ++i) {
            const auto gap = static_cast<std::int64_t>(where[kept[i]].first) - where[kept[i - 1]].last;
            if (gap == 2 && among(word(where[kept[i]].first - 1LL), {"et", "ou"}) && value_at(kept[i]) != value_at(kept[i - 1]))
                both = true;
        }
        if (!both) {
            if (some("taux")) {
                drop("realise");
                drop("objectif");
                drop("engage");
                drop("enveloppe");
                drop("ecart");
            }
            if (some("ecart")) {
                drop("objectif");
                drop("realise");
            }
            if (some("objectif")) drop("realise");
            if (some("reste")) {
                drop("enveloppe");
                drop("engage");
            }
            if (some("engage")) drop("enveloppe");
        }
        if (kept.empty()) return;
        for (const auto k : kept)
            if (value_at(k) != value_at(kept.front())) return;
        put("grandeur", value_at(kept.front()), where[kept.front()].first, where[kept.front()].last, "word.grandeur");
    }
    void territories() {
        const auto word_of = [&](std::uint32_t token) { return a_.word_of_token[token]; };
        for (const auto& departement : places_.departements)
            if (!departement.denied)
                put_territory(departement.code, word_of(departement.first), word_of(departement.last));
        for (const auto& mention : places_.communes) {
            if (mention.denied || mention.codes.size() != 1 || mention.postal_code) continue;
            const auto w = static_cast<std::int64_t>(word_of(mention.first));
            std::string kind;
            for (std::int64_t back = 1; back <= 4; ++back) {
                if (among(word(w - back), {"locale", "locales", "mission"})) kind = "ml:";
                if (among(word(w - back), {"bassin", "bassins", "zone"})) kind = "bassin:";
                if (!kind.empty()) break;
            }
            std::string value = "commune:" + mention.codes[0];
            if (!kind.empty()) {
                value = kind;
                for (auto t = mention.first; t <= mention.last; ++t)
                    value += (t > mention.first ? " " : "") + a_.text.tokens[t].text;
            }
            put_territory(value, word_of(mention.first), word_of(mention.last));
        }
        // In a question on figures a département needs no article, and its number no "dans le".
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> bare{
            {{"manche", "50"}, {"orne", "61"}, {"eure", "27"}, {"calvados", "14"}}};
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            for (const auto& [name, code] : bare)
                if (word(w) == name && !(name == "eure" && word(w + 1LL) == "et")) put_territory(std::string(code), w, w);
            const auto token = a_.words[w].token;
            const bool glued = token + 1 < a_.text.tokens.size() && a_.text.tokens[token + 1].separator != ' ' &&
                               a_.text.tokens[token + 1].kind == TokenKind::number;
            if (!a_.words[w].number || a_.words[w].text.size() != 2 || rules::places::departement_name(word(w)).empty() || glued)
                continue;
            if (among(word(w + 1LL), {"%", "ans", "jours", "h", "heures", "pourcent", "pct", "mois", "jeunes"}) || month_of(word(w + 1LL)) > 0)
                continue;
            if (w > 0 && (a_.text.tokens[token].separator == '/' || a_.text.tokens[token].separator == '-')) continue;
            if (!among(word(w - 1LL), {"a", "seuil", "de", "au", "moins", "+", "alerte"}) || among(word(w - 2LL), {"departement"}))
                put_territory(std::string(word(w)), w, w);
        }
        std::vector<Found::Hit> where;
        const auto regions = hits_of("territoire", where);
        // "Région" beside a département is the operator or the whole: the smaller place is asked for.
        if (!regions.empty() && !has("territoire"))
            put("territoire", "region", where[0].first, where[0].last, "word.territoire");
    }
    void put_territory(std::string value, std::uint32_t first, std::uint32_t last) {
        const auto end = static_cast<std::uint32_t>(a_.words.size()) - 1;
        put("territoire", std::move(value), std::min(first, end), std::min(std::max(first, last), end), "place.territory");
    }
    void operators() {
        std::vector<Found::Hit> where;
        const auto rules = hits_of("operateur", where);
        if (rules.empty()) return;
        std::vector<std::string> values;
        std::size_t at = 0;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            // "mission locale de Rouen" is a territory.
            const bool place = std::any_of(out_.slots.begin(), out_.slots.end(), [&](const Slot& s) {
                return s.name == "territoire" && s.value.starts_with("ml:") && rules[i]->value == "ML";
            });
            if (place || std::find(values.begin(), values.end(), rules[i]->value) != values.end()) continue;
            values.push_back(rules[i]->value);
            at = i;
        }
        if (values.size() == 1)
            put("operateur", values[0], where[at].first, where[at].last, "word.operateur");
        else if (values.size() > 1 && !has("groupe_par"))
            put("groupe_par", "operateur", where.front().first, where.back().last, "word.several_operators");
    }

    void alerts(Intent intent) {
        if (intent != Intent::digest_gerer) alert_id();
        const auto calendar = read_calendar(a_, context_.today);
        if (intent == Intent::alerte_silence) {
            if (!calendar.jusqu_au.empty())
                out_.slots.push_back(calendar.jusqu_au.front());
            else if (!calendar.duree.empty())
                out_.slots.push_back(calendar.duree.front());
        }
        if (intent == Intent::alerte_seuil)
            for (std::uint32_t w = 0; w < a_.words.size(); ++w) threshold(w);
        if (intent == Intent::digest_gerer) {
            std::vector<Found::Hit> where;
            const auto rules = hits_of("frequence", where);
            for (std::size_t i = 0; i < rules.size(); ++i)
                if (rules[i]->value == "jamais") put("frequence", "jamais", where[i].first, where[i].last, "word.frequence");
            if (!rules.empty() && !has("frequence"))
                put("frequence", rules[0]->value, where[0].first, where[0].last, "word.frequence");
            words_of("jour", true);
            std::erase_if(out_.slots, [](const Slot& s) { return s.name == "periode" || s.name == "date_ref"; });
        }
    }
    void alert_id() {
        const auto& tokens = a_.text.tokens;
        for (std::uint32_t t = 0; t + 1 < tokens.size(); ++t) {
            const auto& number = tokens[t + 1];
            if (number.kind != TokenKind::number || number.text.size() > 4) continue;
            const auto& letter = tokens[t].text;
            const bool joined = number.glued || number.separator == '-';
            std::string id;
            if (letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z' && joined)
                id = std::string(1, static_cast<char>(std::toupper(letter[0]))) + "-" + number.text;
            else if (letter == "al" && joined)
                id = "AL-" + number.text;
            else if (among(letter, {"alerte", "numero", "no", "alertes", "ack"}) || (letter == "n" && !joined))
                id = "A-" + number.text;
            if (id.empty()) continue;
            const auto first = a_.word_of_token[t];
            put("alerte_id", id, first, std::max(first, std::min<std::uint32_t>(a_.word_of_token[t + 1], static_cast<std::uint32_t>(a_.words.size()) - 1)), "alert.id");
            return;
        }
    }
    void threshold(std::uint32_t w) {
        if (has("seuil_pct") || !a_.words[w].number) return;
        std::string value(word(w));
        const auto unit = word(w + 1LL);
        const bool percent = among(unit, {"%", "pourcent", "pct", "pourcents", "pourcentage"}) || (unit == "pour" && among(word(w + 2LL), {"cent", "cents"}));
        std::uint32_t last = w;
        // "72,5 %"
        if (!percent && w + 1 < a_.words.size() && a_.words[w + 1].number && a_.words[w + 1].text.size() <= 2) {
            const char sign = a_.text.tokens[a_.words[w + 1].token].separator;
            if (sign == ',' || sign == '.') {
                value += '.' + a_.words[w + 1].text;
                last = w + 1;
            }
        }
        const bool set = among(word(w - 1LL), {"a", "de", "seuil", "passe", "mets", "sous", "="});
        if (percent || last > w || (set && value_of(a_.words[w]).value_or(0) <= 100))
            put("seuil_pct", value, w, last, "number.percent");
    }

    const Lexicon& lexicon_;
    const Analysis& a_;
    const Found& found_;
    const PlacesRead& places_;
    const Context& context_;
    Reading& out_;
};

}  // namespace

std::string_view schema_code(std::string_view measure) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 30> codes{{
        {"cej", "CEJ"},
        {"garantie_jeunes", "GJ"},
        {"pacea", "PACEA"},
        {"aij", "AIJ"},
        {"pec_jeunes", "PEC_JEUNES"},
        {"cie_jeunes", "CIE_JEUNES"},
        {"emplois_francs", "EMPLOIS_FRANCS"},
        {"aide_embauche_jeunes", "AIDE_EMBAUCHE"},
        {"aide_employeur_apprenti", "AIDE_EMBAUCHE"},
        {"iae", "IAE"},
        {"apprentissage", "APPRENTISSAGE"},
        {"contrat_pro", "CONTRAT_PRO"},
        {"e2c", "E2C"},
        {"epide", "EPIDE"},
        {"ecole_production", "ECOLE_PRODUCTION"},
        {"micro_lycee", "MICRO_LYCEE"},
        {"smv", "SMV"},
        {"service_civique", "SERVICE_CIVIQUE"},
        {"promo_16_18", "PROMO_16_18"},
        {"prepa_apprentissage", "PREPA_APPRENTISSAGE"},
        {"qualif_collectif", "FORMATION_QUALIFIANTE"},
        {"une_formation_un_emploi", "FORMATION_QUALIFIANTE"},
        {"pmsmp", "PMSMP"},
        {"poe", "POE"},
        {"permis_un_euro", "AIDE_PERMIS"},
        {"aide_permis_ft", "AIDE_PERMIS"},
        {"mobili_jeune", "MOBILI_JEUNE"},
        {"rsa", "RSA"},
        {"prime_activite", "PRIME_ACTIVITE"},
        {"bourse", "BOURSE"},
    }};
    for (const auto& [id, code] : codes)
        if (id == measure) return code;
    return !measure.empty() && measure[0] >= 'A' && measure[0] <= 'Z' ? measure : std::string_view{};
}

bool is_steering(Intent i) {
    return i >= Intent::indicateur_realisation && i <= Intent::reunion_calendrier;
}

void read_slots(
    const Lexicon& lexicon,
    const Analysis& a,
    const Found& found,
    const PlacesRead& places,
    const Context& context,
    Reading& reading
) {
    if (!a.words.empty()) Slots(lexicon, a, found, places, context, reading).run();
}

}  // namespace bot::reading
