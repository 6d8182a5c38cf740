#include "bot/reading/numeric.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::reading {
namespace {

/// "depuis 8 mois", "il y a un an", "depuis juin": of school or of work, as the words near by say.
class Durations : Numeric {
  public:
    using Numeric::Numeric;
    void run() { durations(); }

  private:
    enum class Topic : std::uint8_t { none, school, work };
    static Topic topic_of(std::string_view word) {
        if (among(
                word,
                {"ecole",
                 "lycee",
                 "college",
                 "etudes",
                 "fac",
                 "cours",
                 "scolarite",
                 "diplome",
                 "bac",
                 "decroche",
                 "descolarise",
                 "bts",
                 "licence",
                 "cfa"}
            ))
            return Topic::school;
        if (among(
                word,
                {"chomage",
                 "inscrit",
                 "inscrite",
                 "travail",
                 "emploi",
                 "taf",
                 "boulot",
                 "rien",
                 "job",
                 "maison",
                 "cherche",
                 "chomeur",
                 "licencie",
                 "licenciee",
                 "inactif",
                 "inactive",
                 "licenciement",
                 "cdd",
                 "contrat",
                 "mission",
                 "missions",
                 "saison",
                 "saisonnier",
                 "saisonniere",
                 "remplacement",
                 "remplacements",
                 "interim",
                 "demission",
                 "demissionne",
                 "boite",
                 "patron",
                 "demandeur",
                 "demandeuse",
                 "recherche"}
            ))
            return Topic::work;
        return Topic::none;
    }
    [[nodiscard]] bool leaves_school(std::uint32_t w) const {
        for (std::int64_t back = -7; back <= 7; ++back) {
            const auto near = word(static_cast<std::int64_t>(w) + back);
            if (near.starts_with("arret") || near.starts_with("quitt") || near.starts_with("laiss") || near.starts_with("decroch") ||
                near.starts_with("sorti") || near.starts_with("fini") || near.starts_with("descolaris") ||
                near.starts_with("abandon") || near.starts_with("plaqu") || near.starts_with("largu") || near.starts_with("stopp") || near.starts_with("claqu") || near.starts_with("lach") || near == "plus" || near == "vire" || near == "viree" || near.starts_with("exclu"))
                return true;
        }
        return false;
    }
    [[nodiscard]] bool registered(std::uint32_t w) const {
        for (std::int64_t back = 1; back <= 6; ++back)
            if (word(static_cast<std::int64_t>(w) - back).starts_with("inscri")) return true;
        return false;
    }
    [[nodiscard]] Topic topic(std::uint32_t first, std::uint32_t last) const {
        bool before = true, after = true;
        for (std::uint32_t near = 1; near <= 8; ++near) {
            before = before && near <= first && !(near > 1 && a_.words[first - near + 1].sentence) && !a_.words[first].sentence;
            after = after && last + near < a_.words.size() && !a_.words[last + near].sentence;
            if (before)
                if (const auto t = topic_at(static_cast<std::int64_t>(first) - near); t != Topic::none) return t;
            // What follows the duration belongs to it only up to the next comma.
            if (after && a_.words[last + near].clause) after = false;
            if (after)
                if (const auto t = topic_at(static_cast<std::int64_t>(last) + near); t != Topic::none) return t;
        }
        if (context_.asked == "mois_depuis_sortie_etudes") return Topic::school;
        if (context_.asked == "duree_sans_emploi_mois" || context_.asked == "inscrit_ft" ||
            context_.asked == "inscrit_ft_mois")
            return Topic::work;
        return Topic::none;
    }
    [[nodiscard]] Topic topic_at(std::int64_t w) const {
        const auto here = word(w);
        if (here == "rien")
            return word(w + 1) == "trouve" || among(word(w - 1), {"fais", "fait", "fous", "fout", "faire", "fous", "plus", "depuis", "et"}) || word(w + 1) == "depuis" || context_.asked == "statut"
                       ? Topic::work
                       : Topic::none;
        if (among(here, {"travail", "emploi"}) && among(word(w - 1), {"cap"})) return Topic::none;
        if (here == "mission" && word(w + 1) == "locale") return Topic::none;
        if (here == "interim" && word(w + 1) == "depuis") return Topic::none;  // "intérim depuis 8 mois": at work for as long
        if (among(here, {"demandeur", "demandeuse"}) && word(w + 1) != "emploi" && word(w + 2) != "emploi") return Topic::none;  // of asylum
        if (here == "dalle" && word(w - 1) == "que") return Topic::work;
        if (among(here, {"bosse", "travaille", "taffe", "taf", "travail"}) && among(word(w + 1), {"plus", "pas"})) return Topic::work;
        if (among(here, {"solution", "activite", "descolarise", "descolarisee", "decroche", "decrocheur", "decrocheuse", "decrochage", "neet", "neets", "glande", "inoccupe", "inoccupee", "deld", "inactivite"}))
            return Topic::work;
        return topic_of(here);
    }
    void give_duration(int months, std::uint32_t first, std::uint32_t last) {
        const auto about = topic(first, last);
        const auto value = std::to_string(months);
        if (context_.asked == "anciennete_residence_mois")
            add("anciennete_residence_mois", value, "duration", Certainty::context, first, last);
        else if (about == Topic::school && (leaves_school(first) || context_.asked == "mois_depuis_sortie_etudes")) {
            add("mois_depuis_sortie_etudes", value, "duration.school", Certainty::exact, first, last);
            // "plus en cours depuis la Toussaint", and nothing else since: without occupation for as long (weighed in chosen()).
            // "arrêté en janvier" alone says when, not what came after.
            if (word(first) == "depuis" || nothing_since()) add("duree_sans_emploi_mois", value, "duration.left_school", Certainty::deduced, first, last);
        }
        else if (about == Topic::work) {
            if (registered(first))
                add("inscrit_ft_mois", value, "duration.registered", Certainty::exact, first, last);
            add("duree_sans_emploi_mois", value, "duration.work", Certainty::exact, first, last);
        } else {
            for (auto w = first; w <= last; ++w) used_[w] = true;
        }
    }
    void durations() {
        const bool asked =
            context_.asked == "mois_depuis_sortie_etudes" || context_.asked == "duree_sans_emploi_mois" ||
            context_.asked == "inscrit_ft_mois" || context_.asked == "anciennete_residence_mois";
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            const bool ago = word(w) == "a" && w >= 1 && word(w - 1) == "y";
            const bool makes = among(word(w), {"fait", "fera"}) && w >= 1 && among(word(w - 1), {"ca", "cela"});
            const bool since = word(w) == "depuis" || (asked && among(word(w), {"jusqu", "jusque"}) && word(w + 1) == "en");
            if (word(w) == "en" && month_of(word(w + 1)) > 0 &&
                leaves_school(w)) {  // "j’ai arrêté l’école en juin"
                calendar(w, w + 1);
                continue;
            }
            if (noted_leaving(w) || searched_for(w)) continue;
            const bool bare = asked && !used_[w] && (number(w) || (among(word(w), {"un", "une"}) && among(word(w + 1), {"ans", "mois", "annee", "semaine"})));
            if (ended(w)) continue;
            // "DELD 18 mois", as in notes
            const bool noted = number(w) && among(word(static_cast<std::int64_t>(w) - 1), {"deld", "chomage", "inscrit", "inscrite", "neet"}) && !a_.words[w].clause && (word(w + 1) == "mois" || (word(w + 1) == "m" && context_.partner));
            if (!ago && !makes && !since && !bare && !noted) continue;
            std::uint32_t at = since || ago || makes ? w + 1 : w;
            if (since && number_word(at) && month_of(word(at + 1)) > 0)
                ++at;  // "depuis le 3 juin" without its article
            while (at < a_.words.size() &&
                   among(
                       word(at),
                       {"le",
                        "la",
                        "cet",
                        "de",
                        "mois",
                        "environ",
                        "plus",
                        "moins",
                        "presque",
                        "bientot",
                        "l",
                        "debut",
                        "fin",
                        "du",
                        "les",
                        "vacances",
                        "mi",
                        "au"}
                   ) &&
                   !(word(at) == "mois" && at > w + 1 && number(at - 1)))
                ++at;
            const bool noted_date = number_word(w + 1LL) && number_word(w + 2LL) && a_.text.tokens[a_.words[w + 2].token].separator == '/';  // "dep. 09/25"
            if (since && !noted_date && (at >= a_.words.size() || (w + 1 < a_.words.size() && a_.words[w + 1].clause && month_of(word(w + 1LL)) == 0))) {  // "fini en novembre, rien depuis, 22 ans"
                dated_before(w);
                continue;
            }
            if (at >= a_.words.size()) continue;
            if (since && number_word(at) && month_of(word(at + 1)) > 0) ++at;
            auto count = number(at);
            if (!count && among(word(at), {"un", "une"})) count = 1;
            if (since && recent(w, at)) continue;
            // "dep. 09/25": month and year, where no day could stand
            if (since && number_word(at) && number_word(at + 1) && a_.text.tokens[a_.words[at + 1].token].separator == '/' && a_.words[at + 1].text.size() == 2 && !number_word(at + 2)) {
                const int month = value_of(a_.words[at]).value_or(0), of = value_of(a_.words[at + 1]).value_or(0);
                if (month >= 1 && month <= 12 && of > 12 && of <= year() % 100) {
                    since_month(month, 2000 + of, w, at + 1);
                    continue;
                }
            }
            // "depuis le 31/01", "depuis le 1er février"
            if (since && number_word(at) && number_word(at + 1) && a_.text.tokens[a_.words[at + 1].token].separator == '/') {
                const int month = value_of(a_.words[at + 1]).value_or(0);
                const auto said = number_word(at + 2) && a_.words[at + 2].text.size() == 4 ? value_of(a_.words[at + 2]) : std::nullopt;
                if (month >= 1 && month <= 12) since_month(month, said.value_or(0), w, at + (said ? 2 : 1));
                continue;
            }
            if (since && among(word(at), {"1eme", "1er", "premier"}) && month_of(word(at + 1)) > 0) {
                ++at;
                count.reset();
            }
            if (since && !count && month_of(word(at)) == 0)  // "depuis la fin de mon CDD en décembre"
                for (std::uint32_t k = at; k < at + 6 && k + 1 < a_.words.size() && !a_.words[k].clause; ++k)
                    if (among(word(k), {"en", "debut", "fin"}) && month_of(word(k + 1)) > 0) {
                        at = k + 1;
                        break;
                    }
            if (!count && word(at) == "quelques") count = std::nullopt;
            if (count && word(at + 1) == "de") ++at;  // "une dizaine de mois"
            const auto unit = word(at + 1);
            if (count && (unit == "mois" || (noted && unit == "m"))) {
                give_duration(*count, w, at + 1);
            } else if (count && among(unit, {"ans", "annee", "annees"})) {
                const bool half = word(at + 2) == "et" && word(at + 3).starts_with("demi");
                // "un an et trois mois"; "ça fera un an en avril"
                const bool more = word(at + 2) == "et" && number(at + 3) && word(at + 4) == "mois";
                const int to_come = word(w) == "fera" && word(at + 2) == "en" ? month_of(word(at + 3)) : 0;
                const int now = static_cast<int>(static_cast<unsigned>(today().month()));
                const int months = *count * 12 + (half ? 6 : 0) + (more ? *number(at + 3) : 0) - (to_come > 0 ? (to_come - now + 12) % 12 : 0);
                give_duration(std::max(0, months), w, more ? at + 4 : half ? at + 3 : at + 1);
            } else if (count && among(unit, {"semaine", "semaines"})) {
                give_duration(*count / 4, w, at + 1);
            } else if (count && among(unit, {"jour", "jours"})) {
                give_duration(*count / 30, w, at + 1);
            } else if (since || asked) {
                calendar(w, at);
            }
        }
    }
    /// "militaire jusqu’en février, sans emploi depuis", "démissionné en août, sans travail depuis": the date stands before.
    void dated_before(std::uint32_t since) {
        constexpr std::uint32_t reach = 14;
        bool idle = false;
        for (std::uint32_t back = 1; back <= 4 && back <= since; ++back) idle = idle || topic_at(static_cast<std::int64_t>(since) - back) == Topic::work;
        if (!idle || std::any_of(out_.begin(), out_.end(), [](const RawFact& f) { return f.fact.name == "duree_sans_emploi_mois"; })) return;
        for (std::uint32_t back = 1; back <= reach && back <= since; ++back) {
            const auto at = since - back;
            const int month = month_of(word(at));
            if (month == 0 || !among(word(static_cast<std::int64_t>(at) - 1), {"en", "fin", "debut", "de", "mi"})) continue;
            const auto said = number_word(at + 1LL) && a_.words[at + 1].text.size() == 4 ? value_of(a_.words[at + 1]) : std::nullopt;
            if (const int months = months_since(month, said.value_or(0)); months >= 0) add("duree_sans_emploi_mois", std::to_string(months), "duration.work", Certainty::deduced, since, since);
            return;
        }
    }
    /// Whether the writer says that nothing came after: "depuis je fais rien", "rien depuis".
    [[nodiscard]] bool nothing_since() const {
        for (std::int64_t w = 0; w < static_cast<std::int64_t>(a_.words.size()); ++w) {
            if (word(w) != "depuis" || (!breaks(w + 1) && (number_word(w + 1) || month_of(word(w + 1)) > 0))) continue;
            for (std::int64_t at = w - 2; at <= w + 6; ++at)
                if (among(word(at), {"rien", "dalle", "chose"})) return true;
        }
        return false;
    }
    /// "déscol. juin 25", "décrochage janv. 2026", "sorti du lycée juin 25", as in notes.
    bool noted_leaving(std::uint32_t w) {
        const auto here = word(w);
        if (month_of(here) == 0 || here == "mai" || used_[w]) return false;
        bool left = false;
        for (std::int64_t back = 1; back <= 3; ++back) {
            const auto before = word(static_cast<std::int64_t>(w) - back);
            left = left || before.starts_with("descolaris") || before.starts_with("decroch") || among(before, {"sorti", "sortie", "sortant"});
        }
        if (!left || among(word(static_cast<std::int64_t>(w) - 1), {"depuis", "en", "de", "le"}) || number_word(static_cast<std::int64_t>(w) - 1)) return false;
        const auto short_year = number_word(w + 1) && a_.words[w + 1].text.size() == 2 && !a_.words[w + 1].clause ? value_of(a_.words[w + 1]) : std::nullopt;
        const auto long_year = number_word(w + 1) && a_.words[w + 1].text.size() == 4 ? value_of(a_.words[w + 1]) : std::nullopt;
        const bool dated = (short_year && *short_year >= 15 && *short_year <= year() % 100) || (long_year && *long_year > 1990 && *long_year <= year());
        const int months = months_since(month_of(here), !dated ? 0 : long_year ? *long_year : 2000 + *short_year);
        const auto last = dated ? w + 1 : w;
        if (months < 0) return false;
        add("mois_depuis_sortie_etudes", std::to_string(months), "duration.school", Certainty::exact, w, last);
        if (nothing_since()) add("duree_sans_emploi_mois", std::to_string(months), "duration.left_school", Certainty::deduced, w, last);
        return true;
    }
    /// "3 ans que je cherche", "un an et demi que j’enchaîne les refus", "deux ans de galère".
    bool searched_for(std::uint32_t w) {
        if (used_[w]) return false;
        auto count = number(w);
        if (!count && among(word(w), {"un", "une"})) count = 1;
        const auto unit = word(w + 1LL);
        const bool in_years = among(unit, {"ans", "annee", "annees"}), in_weeks = among(unit, {"semaine", "semaines"});
        if (!count || !(in_years || in_weeks || unit == "mois")) return false;
        const bool half = word(w + 2LL) == "et" && word(w + 3LL).starts_with("demi");
        const std::int64_t after = static_cast<std::int64_t>(w) + (half ? 4 : 2);
        const bool goes_on = !breaks(after) && among(word(after), {"que", "qu"});
        bool seeks = false;
        for (std::int64_t at = after + 1; goes_on && at <= after + 5; ++at)
            seeks = seeks || among(word(at), {"cherche", "cherchons", "recherche", "galere", "galerer", "rame", "enchaine", "postule", "chomage", "rien", "envoie", "depose"}) ||
                    (among(word(at), {"bosse", "travaille", "taffe", "taf", "travail"}) && among(word(at + 1), {"plus", "pas"})) ||
                    (among(word(at), {"trouve", "ai", "fais"}) && among(word(at + 1), {"pas", "plus", "rien"}) && !among(word(at + 2), {"vu", "mange", "dormi"}));
        const bool noun = among(word(after), {"de"}) && among(word(after + 1), {"galere", "chomage", "recherche", "recherches", "inactivite"}) && word(after + 2) != "emploi";
        const bool without = !breaks(after) && !(in_years && *count >= 10) && word(after) == "sans" && among(word(after + 1), {"rien", "travail", "emploi", "activite", "taf", "boulot", "bosser", "travailler", "job"});
        if (!seeks && !noun && !without) return false;
        const int months = in_years ? *count * 12 + (half ? 6 : 0) : in_weeks ? *count / 4 : *count;
        add("duree_sans_emploi_mois", std::to_string(months), "duration.seeking", Certainty::exact, w, static_cast<std::uint32_t>(std::min<std::int64_t>(after, static_cast<std::int64_t>(a_.words.size()) - 1)));
        return true;
    }
    /// "depuis hier", "depuis vendredi", "depuis la semaine dernière": less than a month; "depuis le mois dernier": one.
    bool recent(std::uint32_t from, std::uint32_t at) {
        const auto days = [&](std::int64_t w) {
            return among(word(w), {"hier", "avant", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "semaine", "quelques"}) ||
                   (among(word(w), {"ce", "cette"}) && among(word(w + 1), {"matin", "semaine", "lundi", "mardi"}));
        };
        if (days(at) && !(word(at) == "quelques" && !among(word(at + 1), {"jours", "semaines"}))) {
            give_duration(0, from, at);
            return true;
        }
        if (at > from + 1 && word(at - 1) == "mois" && among(word(at), {"dernier", "passe"})) {
            give_duration(1, from, at);
            return true;
        }
        return false;
    }
    /// "licenciée le mois dernier", "viré en décembre", "fin de CDD le 31 janvier", "ma mission s’est finie vendredi": the
    /// end of a job and, in the same sentence, when it was.
    bool ended(std::uint32_t w) {
        const auto here = word(w);
        const auto of_work = [&](std::int64_t from, std::int64_t to) {
            for (auto k = from; k <= to; ++k)
                if (among(word(k), {"cdd", "cdi", "contrat", "mission", "missions", "interim", "saison", "saisonnier", "saisonniere", "remplacement", "remplacements", "dernier", "boulot", "taf", "travail", "job", "emploi", "boite", "poste"})) return true;
            return false;
        };
        const std::int64_t at = w;
        const bool lost = among(here, {"licencie", "licenciee", "licenciement", "demissionne", "demission"});
        const bool fired = among(here, {"vire", "viree", "perdu", "quitte", "arrete"}) && of_work(at + 1, at + 4);
        const bool over = among(here, {"fini", "finie", "termine", "terminee", "fin"}) && (of_work(at - 8, at - 1) || of_work(at + 1, at + 3));
        // "sorti du SMV en février", "fini mon service civique en janvier"
        const auto of_measure = [&] {
            for (auto k = at + 1; k <= at + 5; ++k)
                if (among(word(k), {"smv", "epide", "civique", "e2c", "jeunes", "cej", "formation", "stage", "prison", "detention"})) return true;
            return false;
        };
        const bool left = among(here, {"sorti", "sortie", "fini", "termine", "fin"}) && of_measure();
        if (among(word(at - 1), {"je", "il", "elle", "on"}) && !lost) return false;  // "je termine en août": to come
        if (!lost && !fired && !over && !left) return false;
        // "mon contrat se termine le 30", "fini fin juin" said in May: still running
        if ((over || left) && !lost && here != "fin" && word(at - 1) == "se" && word(at - 2) != "est") return false;
        const bool finished = among(word(at - 1), {"est", "a", "ai", "suis", "sont", "etait"}) || word(at - 2) == "est";
        const std::string rule = left && !over ? "duration.left_school" : "duration.ended";
        for (std::uint32_t k = w + 1; k < w + 10 && k < a_.words.size(); ++k) {
            if (a_.words[k].sentence || used_[k]) break;
            if (among(word(k), {"depuis"}) || (word(k) == "y" && word(k + 1) == "a")) return false;  // said with its duration
            if (word(k + 1) == "prochain" || word(k + 1) == "prochaine") return false;
            if (among(word(k), {"hier", "vendredi", "lundi", "mardi", "mercredi", "jeudi", "samedi"}) || (word(k) == "semaine" && among(word(k + 1), {"derniere", "passee"}))) {
                add("duree_sans_emploi_mois", "0", rule, Certainty::deduced, w, k);
                return true;
            }
            if (word(k) == "mois" && among(word(k + 1), {"dernier", "passe"})) {
                add("duree_sans_emploi_mois", "1", rule, Certainty::deduced, w, k + 1);
                return true;
            }
            const bool dated = among(word(k - 1), {"en", "fin", "debut", "de"}) || number_word(k - 1LL) || word(k - 1LL) == "1eme";
            if (month_of(word(k)) > 0 && dated) {
                const auto said = number_word(k + 1LL) && a_.words[k + 1].text.size() == 4 ? value_of(a_.words[k + 1]) : std::nullopt;
                const int months = months_since(month_of(word(k)), said.value_or(0));
                // "fin de contrat en juin", said in March: to come, unless the year says otherwise.
                if ((here == "fin" || (over && !lost && !finished && (among(word(k - 1LL), {"fin", "debut"}) || number_word(k - 1LL)))) && !said && month_of(word(k)) > static_cast<int>(static_cast<unsigned>(today().month()))) return false;
                if (here == "fin" && months >= 0) add("statut", "demandeur_emploi", "statut.over", Certainty::deduced, w, k);
                if (months >= 0 && months <= 36) add("duree_sans_emploi_mois", std::to_string(months), rule, Certainty::deduced, w, said ? k + 1 : k);
                return months >= 0;
            }
        }
        return false;
    }
    /// \param said the year, 0 if none was said: the last such month.
    [[nodiscard]] int months_since(int month, int said) const {
        const int now = static_cast<int>(static_cast<unsigned>(today().month()));
        if (said == 0) said = month <= now ? year() : year() - 1;
        return (year() - said) * 12 + now - month;
    }
    void since_month(int month, int said, std::uint32_t from, std::uint32_t last) {
        if (const int months = months_since(month, said); months >= 0) give_duration(months, from, last);
    }
    /// "depuis juin", "depuis septembre 2024", "depuis la rentrée", "depuis la Toussaint".
    void calendar(std::uint32_t from, std::uint32_t at) {
        int month = month_of(word(at));
        static constexpr std::array<std::pair<std::string_view, int>, 6> feasts{
            {{"ete", 7}, {"rentree", 9}, {"toussaint", 11}, {"noel", 12}, {"paques", 4}, {"nouvel", 1}}};
        for (const auto& [name, its_month] : feasts)
            if (month == 0 && word(at) == name) month = its_month;
        if (month == 0) return;
        std::uint32_t last = at;
        int said = 0;
        if (const auto y = number_word(at + 1) ? value_of(a_.words[at + 1]) : std::nullopt; y && *y > 1990 && *y <= year()) {
            said = *y;
            last = at + 1;
        } else if (y && *y >= 15 && *y <= year() % 100 && a_.words[at + 1].text.size() == 2 && !a_.words[at + 1].clause && !among(word(at + 2), {"ans", "mois", "a"})) {  // "juin 25"
            said = 2000 + *y;
            last = at + 1;
        } else if (among(word(at + 1), {"dernier", "derniere"})) {
            last = at + 1;
        }
        since_month(month, said, from, last);
    }
};

}  // namespace

void read_durations(
    const Analysis& a, const Context& context, std::vector<bool>& used, std::vector<RawFact>& out
) {
    Durations(a, context, used, out).run();
}

}  // namespace bot::reading
