#include "bot/reading/facts.hpp"
#include "bot/reading/number.hpp"

#include <algorithm>
#include <cstdlib>

namespace bot::reading {
namespace {

using std::chrono::year_month_day;

constexpr int youngest = 5, oldest = 99;

/// One message's numbers, each taken by the first rule that fits (decision list of the reader's design, §3).
class Numbers {
  public:
    Numbers(const Analysis& a, const PlacesRead& places, const Context& context, std::vector<RawFact>& out)
        : a_(a), places_(places), context_(context), out_(out), used_(a.words.size(), false) {}

    void run() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w)
            used_[w] = places_.taken[a_.words[w].token];
        telephones();
        dates();
        durations();
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) age_at(w);
        majority();
    }

  private:
    [[nodiscard]] std::string_view word(std::int64_t w) const {
        return w >= 0 && w < static_cast<std::int64_t>(a_.words.size()) ? std::string_view(a_.words[static_cast<std::size_t>(w)].text)
                                                                       : std::string_view{};
    }
    [[nodiscard]] std::optional<int> number(std::int64_t w) const {
        if (w < 0 || w >= static_cast<std::int64_t>(a_.words.size()) || used_[static_cast<std::size_t>(w)]) return std::nullopt;
        return value_of(a_.words[static_cast<std::size_t>(w)]);
    }
    [[nodiscard]] bool breaks(std::int64_t w) const {
        return w >= static_cast<std::int64_t>(a_.words.size()) || a_.words[static_cast<std::size_t>(w)].clause;
    }
    void add(std::string name, std::string value, std::string rule, Certainty certainty, std::uint32_t first, std::uint32_t last,
             int rank = 0, bool denied = false) {
        RawFact raw;
        raw.fact = {std::move(name), std::move(value), a_.span(first, last), std::move(rule), certainty, denied};
        raw.first = first;
        raw.last = last;
        raw.rank = rank;
        out_.push_back(std::move(raw));
        for (auto w = first; w <= last; ++w) used_[w] = true;
    }

    /// Four groups of digits or more in a row, or a long one that begins with 0.
    void telephones() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            std::uint32_t end = w;
            while (end < a_.words.size() && number(end) && a_.words[end].text.size() <= 3 && (end == w || !a_.words[end].sentence)) ++end;
            if (end - w >= 4)
                for (auto k = w; k < end; ++k) used_[k] = true;
            w = std::max(w, end > w ? end - 1 : w);
        }
    }

    void dates() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            const auto first = number(w);
            if (!first) continue;
            const auto second = number(w + 1);
            const auto third = number(w + 2);
            const auto separator = [&](std::uint32_t k) { return a_.text.tokens[a_.words[k].token].separator; };
            std::optional<year_month_day> date;
            std::uint32_t last = w + 2;
            const auto make = [](int y, int m, int d) -> std::optional<year_month_day> {
                if (m < 1 || d < 1) return std::nullopt;
                const year_month_day made{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)},
                                          std::chrono::day{static_cast<unsigned>(d)}};
                if (made.ok()) return made;
                return std::nullopt;
            };
            if (second && third && std::string_view("/-. ").find(separator(w + 1)) != std::string_view::npos &&
                separator(w + 1) == separator(w + 2)) {
                if (a_.words[w].text.size() == 4) date = make(*first, *second, *third);
                else if (a_.words[w + 2].text.size() == 4) date = make(*third, *second, *first);
                else if (a_.words[w + 2].text.size() == 2 && separator(w + 1) != ' ') date = make(century(*third), *second, *first);
            } else if (const int month = month_of(word(w + 1)); month > 0 && third && a_.words[w + 2].text.size() == 4) {
                date = make(*third, month, *first);
            }
            if (!date) continue;
            const auto y = static_cast<int>(date->year());
            const bool birth = y >= 1940 && y <= year() - youngest;
            const bool said = born_before(w) || context_.asked == "age" || context_.asked == "date_naissance";
            if (birth && (said || y <= year() - 12)) {
                char text[16];
                std::snprintf(text, sizeof text, "%04d-%02u-%02u", y, static_cast<unsigned>(date->month()),
                              static_cast<unsigned>(date->day()));
                add("date_naissance", text, "date.full", Certainty::exact, w, last);
            } else {
                for (auto k = w; k <= last; ++k) used_[k] = true;
            }
        }
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            const auto value = number(w);
            if (!value || a_.words[w].text.size() != 4 || *value < 1940 || *value > year() - youngest) continue;
            const bool asked = context_.asked == "age" && a_.heavy() <= 3;
            const int month = month_of(word(static_cast<std::int64_t>(w) - 1));
            if (!born_before(w) && !asked) continue;
            if (month > 0 && month != static_cast<int>(static_cast<unsigned>(today().month()))) {
                const int age = year() - *value - (month > static_cast<int>(static_cast<unsigned>(today().month())) ? 1 : 0);
                add("age", std::to_string(age), "age.birth_month", Certainty::deduced, w - 1, w);
            } else {
                // The year alone leaves two ages open: say the year, let the conversation ask.
                add("date_naissance", std::to_string(*value), "date.year", Certainty::exact, w, w);
            }
        }
    }
    [[nodiscard]] int year() const { return static_cast<int>(today().year()); }
    [[nodiscard]] year_month_day today() const { return year_month_day{context_.today}; }
    [[nodiscard]] int century(int two_digits) const { return two_digits + (two_digits > year() % 100 ? 1900 : 2000); }
    [[nodiscard]] bool born_before(std::uint32_t w) const {
        for (std::int64_t back = 1; back <= 5; ++back) {
            const auto before = word(static_cast<std::int64_t>(w) - back);
            if (among(before, {"ne", "nee", "naissance", "naissances", "born", "naquis"})) return true;
        }
        return false;
    }

    // ── durations ──
    enum class Topic : std::uint8_t { none, school, work };
    static Topic topic_of(std::string_view word) {
        if (among(word, {"ecole", "lycee", "college", "etudes", "fac", "cours", "scolarite", "diplome", "bac", "decroche", "descolarise", "bts", "licence", "cfa"}))
            return Topic::school;
        if (among(word, {"chomage", "inscrit", "inscrite", "travail", "emploi", "taf", "boulot", "rien", "job", "maison", "cherche", "chomeur", "licencie", "licenciee", "inactif", "inactive", "recherche"}))
            return Topic::work;
        return Topic::none;
    }
    [[nodiscard]] bool leaves_school(std::uint32_t w) const {
        for (std::int64_t back = -7; back <= 7; ++back) {
            const auto near = word(static_cast<std::int64_t>(w) + back);
            if (near.starts_with("arret") || near.starts_with("quitt") || near.starts_with("decroch") || near.starts_with("sorti") ||
                near.starts_with("fini") || near.starts_with("descolaris") || near.starts_with("abandon") || near.starts_with("lach") || near == "plus")
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
        for (std::uint32_t near = 1; near <= 8; ++near) {
            if (near <= first)
                if (const auto t = topic_of(word(static_cast<std::int64_t>(first) - near)); t != Topic::none) return t;
            if (const auto t = topic_of(word(static_cast<std::int64_t>(last) + near)); t != Topic::none) return t;
        }
        if (context_.asked == "mois_depuis_sortie_etudes") return Topic::school;
        if (context_.asked == "duree_sans_emploi_mois" || context_.asked == "inscrit_ft" || context_.asked == "inscrit_ft_mois")
            return Topic::work;
        return Topic::none;
    }
    void give_duration(int months, std::uint32_t first, std::uint32_t last) {
        const auto about = topic(first, last);
        const auto value = std::to_string(months);
        if (context_.asked == "anciennete_residence_mois") add("anciennete_residence_mois", value, "duration", Certainty::context, first, last);
        else if (about == Topic::school && (leaves_school(first) || context_.asked == "mois_depuis_sortie_etudes"))
            add("mois_depuis_sortie_etudes", value, "duration.school", Certainty::exact, first, last);
        else if (about == Topic::work) {
            if (registered(first)) add("inscrit_ft_mois", value, "duration.registered", Certainty::exact, first, last);
            add("duree_sans_emploi_mois", value, "duration.work", Certainty::exact, first, last);
        } else {
            for (auto w = first; w <= last; ++w) used_[w] = true;
        }
    }
    void durations() {
        const bool asked = context_.asked == "mois_depuis_sortie_etudes" || context_.asked == "duree_sans_emploi_mois" ||
                           context_.asked == "inscrit_ft_mois" || context_.asked == "anciennete_residence_mois";
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            const bool ago = word(w) == "a" && w >= 2 && word(w - 1) == "y" && word(w - 2) == "il";
            const bool makes = word(w) == "fait" && w >= 1 && word(w - 1) == "ca";
            const bool since = word(w) == "depuis";
            if (word(w) == "en" && month_of(word(w + 1)) > 0 && leaves_school(w)) {  // "j’ai arrêté l’école en juin"
                calendar(w, w + 1);
                continue;
            }
            if (!ago && !makes && !since && !(asked && number(w))) continue;
            std::uint32_t at = since || ago || makes ? w + 1 : w;
            if (since && number(at) && month_of(word(at + 1)) > 0) ++at;  // "depuis le 3 juin" without its article
            while (at < a_.words.size() && among(word(at), {"le", "la", "de", "mois", "environ", "plus", "moins", "presque", "bientot", "l", "debut", "fin", "du", "au"}) &&
                   !(word(at) == "mois" && at > w + 1 && number(at - 1)))
                ++at;
            if (at >= a_.words.size()) continue;
            if (since && number(at) && month_of(word(at + 1)) > 0) ++at;
            auto count = number(at);
            if (!count && among(word(at), {"un", "une"})) count = 1;
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

    // ── ages ──
    [[nodiscard]] bool other_unit(std::uint32_t w) const {
        const auto unit = word(static_cast<std::int64_t>(w) + 1);
        return among(unit, {"euros", "euro", "balles", "e", "eur", "h", "heures", "heure", "semaine", "semaines", "mois", "jours", "jour", "km", "minutes",
                            "min", "fois", "enfants", "enfant", "petits", "%", "personnes", "freres", "soeurs", "rue", "avenue", "points", "places", "eme",
                            "ieme", "annees", "chance", "stages", "cv", "entretiens", "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet",
                            "aout", "septembre", "octobre", "novembre", "decembre"});
    }
    [[nodiscard]] bool no_age_before(std::uint32_t w) const {
        const auto b1 = word(static_cast<std::int64_t>(w) - 1);
        const auto b2 = word(static_cast<std::int64_t>(w) - 2);
        if (among(b1, {"+", "bac", "niveau", "cap", "bts", "licence", "master", "depuis", "pendant", "dans", "il", "numero", "no", "classe", "avais", "durant",
                       "seuil", "objectif", "article", "jusqu", "<", ">", "categorie", "note", "avait"}))
            return true;
        if (b1 == "de" && among(b2, {"moins", "plus", "bebe", "fille", "fils", "enfant", "petit", "petite", "gamin", "gosse", "garcon", "enfants", "experience"}) && !grown_child(w)) return true;
        if (b1 == "a" && (b2 == "y" || b2 == "jusqu" || b2 == "jusque" || b2 == "moins")) return true;
        if (b1 == "mes" && !among(b2, {"sur", "fete", "feter", "prends"})) return true;
        if (b1 == "a" && number_word(static_cast<std::int64_t>(w) - 2)) return true;   // "16 à 25 ans"
        if (b1 == "moins" || (b1 == "plus" && b2 != "pas") || b1 == "au" || b1 == "maximum" || b1 == "minimum") return true;
        if (b1 == "ans" && b2 == "moins") return true;
        if (among(b1, {"et"}) && number_word(w - 2) && word(static_cast<std::int64_t>(w) - 3) == "entre") return true;
        if (b1 == "entre") return true;
        return false;
    }
    /// "notre fils de 19 ans": the person spoken of, not a child in charge.
    [[nodiscard]] bool grown_child(std::uint32_t w) const {
        const auto of = static_cast<std::int64_t>(w);
        return value_of(a_.words[w]).value_or(0) >= 14 && among(word(of - 3), {"mon", "ma", "notre"}) && !among(word(of - 4), {"ai", "avec", "chez"});
    }
    [[nodiscard]] bool number_word(std::int64_t w) const {
        return w >= 0 && w < static_cast<std::int64_t>(a_.words.size()) && a_.words[static_cast<std::size_t>(w)].number;
    }
    [[nodiscard]] bool in_range(std::uint32_t w) const {  // "16-25", "16/25 ans"
        const auto linked = [&](std::uint32_t right) {
            if (right == 0 || right >= a_.words.size() || !number_word(right) || !number_word(right - 1)) return false;
            const char sign = a_.text.tokens[a_.words[right].token].separator;
            return sign == '-' || sign == '/';
        };
        return linked(w) || linked(w + 1) || (number_word(static_cast<std::int64_t>(w) + 2) && word(static_cast<std::int64_t>(w) + 1) == "a" &&
                                             word(static_cast<std::int64_t>(w) + 3) == "ans");
    }
    void age_at(std::uint32_t w) {
        const auto value = number(w);
        if (!value || a_.words[w].text.size() > 2) return;
        const auto signed_w = static_cast<std::int64_t>(w);
        const auto next = word(signed_w + 1);
        const bool years = among(next, {"ans", "yo", "anos", "years"}) ||
                           (next == "a" && signed_w + 1 < static_cast<std::int64_t>(a_.words.size()) &&
                            a_.text.tokens[a_.words[w + 1].token].glued);
        const bool asked = context_.asked == "age";
        if (asked && *value < 10 && a_.words[w].text.size() == 2 && a_.heavy() <= 3) {
            add("date_naissance", std::to_string(2000 + *value), "date.two_digits", Certainty::context, w, w);
            return;
        }
        if (*value < youngest || *value > oldest || other_unit(w)) return;
        if (in_range(w) || no_age_before(w)) return;
        if (years && among(word(signed_w + 2), {"de", "d"}) && among(word(signed_w + 3), {"experience", "formation", "metier", "etudes", "cotisation", "apprentissage", "plus"})) return;
        if (years && among(word(signed_w + 2), {"experience", "max", "maximum", "inclus"})) return;

        std::uint32_t first = w;
        std::uint32_t last = years ? w + 1 : w;
        const bool said_have = among(word(signed_w - 1), {"ai", "am", "tengo", "age"}) || (word(signed_w - 1) == "a" && among(word(signed_w - 2), {"il", "elle", "frere", "soeur", "pote"}));
        const bool closes = breaks(signed_w + 1) || among(next, {"et", "je", "sur", "a", "sans", "habite", "au", "en"});
        const bool whole = a_.heavy() <= 4;
        const bool mending = correction_near(w);
        if (!years && !(said_have && closes) && !(asked && (whole || said_have || closes)) && !mending) return;
        if (!years && !asked && (*value < 10 || *value > 45)) return;
        if (!years && !asked && word(signed_w - 1) == "ai" && !closes) return;

        int age = *value;
        auto certainty = !years && asked && !said_have ? Certainty::context : Certainty::exact;
        std::string rule = years ? "age.years" : said_have ? "age.have" : mending ? "age.mended" : "age.asked";
        if (soon(w, last)) {
            --age;
            certainty = Certainty::deduced;
            rule = "age.soon";
        }
        if (word(static_cast<std::int64_t>(last) + 1) == "et" && word(static_cast<std::int64_t>(last) + 2).starts_with("demi")) last += 2;
        const bool denied = word(signed_w - 1) == "pas" || (word(signed_w - 2) == "pas" && among(word(signed_w - 1), {"ai", "a", "de"})) ||
                            (word(signed_w - 2) == "ai" && word(signed_w - 1) == "pas");
        if (said_have && w > 0) first = w - 1;
        add("age", std::to_string(age), std::move(rule), certainty, first, last, 0, denied);
    }
    [[nodiscard]] std::int64_t first_heavy() const {
        const auto at = std::find_if(a_.words.begin(), a_.words.end(), [](const Word& w) { return !w.light; });
        return at - a_.words.begin();
    }
    /// "non 19 pas 18", "* 19", "pardon 19": a number alone may only be an age.
    [[nodiscard]] bool correction_near(std::uint32_t w) const {
        const auto signed_w = static_cast<std::int64_t>(w);
        const auto value = value_of(a_.words[w]);
        if (!value || *value < 10 || *value > 45) return false;
        if (a_.heavy() > 8) return false;
        const bool star = word(signed_w - 1) == "*" || word(signed_w + 1) == "*";
        const bool said = among(word(first_heavy()), {"non", "pardon", "correction", "erreur", "enfin", "oups", "desole", "desolee", "plutot", "nan"});
        const bool against = (word(signed_w + 1) == "pas" && number_word(signed_w + 2)) ||
                             (word(signed_w + 1) == "et" && word(signed_w + 2) == "pas" && number_word(signed_w + 3)) ||
                             (word(signed_w - 1) == "pas" && w >= 2);
        return star || against || (said && a_.heavy() <= 5);
    }
    [[nodiscard]] bool soon(std::uint32_t w, std::uint32_t last) const {
        const auto b1 = word(static_cast<std::int64_t>(w) - 1);
        const auto b2 = word(static_cast<std::int64_t>(w) - 2);
        if (among(b1, {"bientot", "presque", "aurai", "aura", "fete", "feterai"}) || among(b2, {"fete", "prends", "bientot"})) return true;
        if (b1 == "avoir" && among(b2, {"vais", "va"})) return true;
        if (b1 == "mes" && among(b2, {"fete", "feter", "bientot", "sur"})) return true;
        const auto a1 = word(static_cast<std::int64_t>(last) + 1);
        const auto a2 = word(static_cast<std::int64_t>(last) + 2);
        const auto a3 = word(static_cast<std::int64_t>(last) + 3);
        if (a1 == "moins" || a1 == "demain" || a1 == "bientot") return true;
        if (a1 == "dans" && (number_word(static_cast<std::int64_t>(last) + 2) || among(a2, {"un", "une", "quelques"})) &&
            among(a3, {"mois", "jours", "jour", "semaine", "semaines"}))
            return true;
        return among(a1, {"le", "la"}) && among(a2, {"mois", "semaine"}) && a3.starts_with("prochain");
    }
    void majority() {
        for (std::uint32_t w = 0; w + 2 < a_.words.size(); ++w)
            if (among(word(w), {"majeur", "majeure"}) && word(w + 1) == "depuis" && !number(w + 2) &&
                among(word(w + 2), {"hier", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "peu", "ce", "la", "cette"}))
                add("age", "18", "age.majority", Certainty::deduced, w, w + 2);
    }

    const Analysis& a_;
    const PlacesRead& places_;
    const Context& context_;
    std::vector<RawFact>& out_;
    std::vector<bool> used_;
};

}  // namespace

bool among(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

void read_numbers(const Analysis& a, const PlacesRead& places, const Context& context, std::vector<RawFact>& out) {
    Numbers(a, places, context, out).run();
}

}  // namespace bot::reading
