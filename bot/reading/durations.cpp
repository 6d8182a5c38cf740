#include "bot/reading/numeric.hpp"

#include <algorithm>

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
                 "recherche"}
            ))
            return Topic::work;
        return Topic::none;
    }
    [[nodiscard]] bool leaves_school(std::uint32_t w) const {
        for (std::int64_t back = -7; back <= 7; ++back) {
            const auto near = word(static_cast<std::int64_t>(w) + back);
            if (near.starts_with("arret") || near.starts_with("quitt") || near.starts_with("decroch") ||
                near.starts_with("sorti") || near.starts_with("fini") || near.starts_with("descolaris") ||
                near.starts_with("abandon") || near.starts_with("lach") || near == "plus")
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
            return among(word(w - 1), {"fais", "fait", "fous", "fout", "faire", "fous", "plus", "depuis", "et"}) || word(w + 1) == "depuis" || context_.asked == "statut"
                       ? Topic::work
                       : Topic::none;
        if (among(here, {"travail", "emploi"}) && among(word(w - 1), {"cap"})) return Topic::none;
        if (among(here, {"solution", "activite", "descolarise", "descolarisee", "decroche", "decrocheur", "decrocheuse", "decrochage", "neet", "neets", "glande", "inoccupe", "inoccupee", "deld", "inactivite"}))
            return Topic::work;
        return topic_of(here);
    }
    void give_duration(int months, std::uint32_t first, std::uint32_t last) {
        const auto about = topic(first, last);
        const auto value = std::to_string(months);
        if (context_.asked == "anciennete_residence_mois")
            add("anciennete_residence_mois", value, "duration", Certainty::context, first, last);
        else if (about == Topic::school && (leaves_school(first) || context_.asked == "mois_depuis_sortie_etudes"))
            add("mois_depuis_sortie_etudes", value, "duration.school", Certainty::exact, first, last);
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
            const bool ago = word(w) == "a" && w >= 2 && word(w - 1) == "y" && word(w - 2) == "il";
            const bool makes = word(w) == "fait" && w >= 1 && word(w - 1) == "ca";
            const bool since = word(w) == "depuis" || (asked && among(word(w), {"jusqu", "jusque"}) && word(w + 1) == "en");
            if (word(w) == "en" && month_of(word(w + 1)) > 0 &&
                leaves_school(w)) {  // "j’ai arrêté l’école en juin"
                calendar(w, w + 1);
                continue;
            }
            const bool bare = asked && (number(w) || (among(word(w), {"un", "une"}) && among(word(w + 1), {"ans", "mois", "annee", "semaine"})));
            if (!ago && !makes && !since && !bare) continue;
            std::uint32_t at = since || ago || makes ? w + 1 : w;
            if (since && number(at) && month_of(word(at + 1)) > 0)
                ++at;  // "depuis le 3 juin" without its article
            while (at < a_.words.size() &&
                   among(
                       word(at),
                       {"le",
                        "la",
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
                        "au"}
                   ) &&
                   !(word(at) == "mois" && at > w + 1 && number(at - 1)))
                ++at;
            if (at >= a_.words.size()) continue;
            if (since && number(at) && month_of(word(at + 1)) > 0) ++at;
            auto count = number(at);
            if (!count && among(word(at), {"un", "une"})) count = 1;
            if (since && !count && month_of(word(at)) == 0)  // "depuis la fin de mon CDD en décembre"
                for (std::uint32_t k = at; k < at + 6 && k + 1 < a_.words.size() && !a_.words[k].clause; ++k)
                    if (among(word(k), {"en", "debut", "fin"}) && month_of(word(k + 1)) > 0) {
                        at = k + 1;
                        break;
                    }
            if (!count && word(at) == "quelques") count = std::nullopt;
            const auto unit = word(at + 1);
            if (count && unit == "mois") {
                give_duration(*count, w, at + 1);
            } else if (count && among(unit, {"ans", "annee", "annees"})) {
                const bool half = word(at + 2) == "et" && word(at + 3).starts_with("demi");
                give_duration(*count * 12 + (half ? 6 : 0), w, half ? at + 3 : at + 1);
            } else if (count && among(unit, {"semaine", "semaines"})) {
                give_duration(*count / 4, w, at + 1);
            } else if (count && among(unit, {"jour", "jours"})) {
                give_duration(*count / 30, w, at + 1);
            } else if (since || asked) {
                calendar(w, at);
            }
        }
    }
    /// "depuis juin", "depuis septembre 2024", "depuis 2023".
    void calendar(std::uint32_t from, std::uint32_t at) {
        int month = month_of(word(at));
        std::uint32_t last = at;
        int y = 0;
        if (month == 0 && word(at) == "ete") month = 7;
        if (month == 0 && among(word(at), {"rentree"})) month = 9;
        if (month > 0) {
            if (const auto said = number(at + 1); said && *said > 1990 && *said <= year()) {
                y = *said;
                last = at + 1;
            } else if (among(word(at + 1), {"dernier", "derniere"})) {
                last = at + 1;
            }
            const int now = static_cast<int>(static_cast<unsigned>(today().month()));
            if (y == 0) y = month <= now ? year() : year() - 1;
            const int months = (year() - y) * 12 + now - month;
            if (months >= 0) give_duration(months, from, last);
        }
    }
};

}  // namespace

void read_durations(
    const Analysis& a, const Context& context, std::vector<bool>& used, std::vector<RawFact>& out
) {
    Durations(a, context, used, out).run();
}

}  // namespace bot::reading
