#include "bot/reading/numeric.hpp"

namespace bot::reading {
namespace {

constexpr int youngest_bound = 10, oldest_bound = 65;

/// Bounds of age: "16-25 ans", "entre 16 et 18", "moins de 26 ans", "25 ans et plus", "jusqu’à 30 ans inclus".
class Ranges : Numeric {
  public:
    using Numeric::Numeric;
    void run() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w)
            if (!two(w)) one(w);
    }

  private:
    [[nodiscard]] bool years(std::int64_t w) const { return word(w) == "ans"; }
    [[nodiscard]] std::optional<int> bound(std::int64_t w) const {
        const auto value = number(w);
        return value && *value >= youngest_bound && *value <= oldest_bound ? value : std::nullopt;
    }
    void give(const char* name, int value, std::uint32_t first, std::int64_t last) {
        const auto end = std::min<std::int64_t>(last, static_cast<std::int64_t>(a_.words.size()) - 1);
        add(name, std::to_string(value), "age.range", Certainty::exact, first, static_cast<std::uint32_t>(end));
    }
    bool two(std::uint32_t w) {
        const std::int64_t at = w;
        const auto low = bound(at);
        if (!low) return false;
        std::int64_t second = at + 1;
        const bool linked_by_sign = [&] {
            if (second >= static_cast<std::int64_t>(a_.words.size())) return false;
            const char sign = a_.text.tokens[a_.words[static_cast<std::size_t>(second)].token].separator;
            return (sign == '-' || sign == '/') && bound(second).has_value();
        }();
        if (!linked_by_sign) {
            if (years(second)) ++second;
            const bool between = word(at - 1) == "entre" && among(word(second), {"et", "a"});
            const bool from = among(word(second), {"a"}) && bound(second + 1);
            if (!between && !from) return false;
            ++second;
        }
        const auto high = bound(second);
        if (!high || *high <= *low) return false;
        const bool meant = years(second + 1) || context_.asked == "age" || word(at - 1) == "entre" ||
                           among(word(at - 1), {"jeunes", "jeune", "les", "des", "public", "decrocheurs", "decrocheur", "neet", "neets", "mineurs", "tranche"}) ||
                           (linked_by_sign && context_.partner && *low >= 14 && *high > 12 && *high <= 30);
        if (!meant || among(word(second + 1), {"mois", "h", "heures", "euros", "jours"})) return false;
        give("age_min", *low, w, second);
        used_[w] = false;
        give("age_max", *high, w, second + (years(second + 1) ? 1 : 0));
        return true;
    }
    void one(std::uint32_t w) {
        const std::int64_t at = w;
        const auto value = bound(at);
        const bool open = word(at - 1) == "de" && among(word(at - 2), {"moins", "plus"}) && context_.asked == "age";  // "moins de 25" to the question
        if (!value || !(years(at + 1) || open)) return;
        const auto b1 = word(at - 1), b2 = word(at - 2), b3 = word(at - 3);
        const bool less = (b1 == "de" && b2 == "moins" && b3 != "au") || b1 == "<" ||
                          (among(b1, {"sous", "avant"}) && b2 == "en");
        const char sign = a_.text.tokens[a_.words[w].token].separator;
        const bool minus = sign == '-' && !number(at - 1);
        if (less || minus) return give("age_max", *value - 1, w, years(at + 1) ? at + 1 : at);
        if ((b1 == "a" && among(b2, {"jusqu", "jusque"})) || among(b1, {"jusqua", "maximum", "max"}) ||
            among(word(at + 2), {"max", "maximum"}))
            return give("age_max", *value, w, at + 1);
        const bool more = (b1 == "de" && b2 == "plus") || b1 == ">" || (b1 == "moins" && b2 == "au") ||
                          (b1 == "de" && b2 == "partir") || (b1 == "minimum") ||
                          (word(at + 2) == "et" && word(at + 3) == "plus") ||
                          among(word(at + 2), {"minimum", "min"}) || (word(at + 2) == "ou" && word(at + 3) == "plus");
        if (more) give("age_min", *value, w, years(at + 1) ? at + 1 : at);
    }
};

/// Means of a month: "520 euros" to the question, "je touche 700 € par mois", "gagne 1 200".
class Money : Numeric {
  public:
    using Numeric::Numeric;
    void run() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) amount(w);
    }

  private:
    void amount(std::uint32_t w) {
        const std::int64_t at = w;
        auto value = number(at);
        if (!value) return;
        std::int64_t last = at;
        // "1 200 euros"
        if (*value < 10 && at + 1 < static_cast<std::int64_t>(a_.words.size()) && number(at + 1) &&
            a_.words[w + 1].text.size() == 3 && !a_.words[w + 1].clause) {
            value = *value * 1000 + *number(at + 1);
            last = at + 1;
        }
        const auto unit = word(last + 1);
        const bool euros = among(unit, {"euros", "euro", "balles", "eur", "e", "boules"});
        for (auto k = last + 2; euros && k <= last + 4; ++k)  // a day's wage is no monthly means
            if (among(word(k), {"journee", "jour", "heure", "semaine"})) {
                for (auto u = at; u <= last + 1; ++u) used_[static_cast<std::size_t>(u)] = true;
                return;
            }
        const bool asked = context_.asked == "revenu_mensuel";
        bool verb = false, price = false;
        for (std::int64_t back = 1; back <= 6; ++back) {
            const auto before = word(at - back);
            verb = verb || among(
                               before,
                               {"gagne",   "touche",   "percois",  "recois", "salaire",  "revenu",  "revenus",
                                "paye",    "payee",    "ressources", "percoit", "vis",   "remunere", "remuneree",
                                "allocation", "are",   "rsa",      "aah",    "indemnise", "gagnes",  "vit"}
                           );
            price = price || among(before, {"coute", "paie", "loyer", "dois", "dette", "combien", "aide", "prime", "cotisation"});
        }
        bool monthly = among(word(last + 2), {"mensuel", "mensuels", "net", "nets", "brut"});
        for (auto k = last + 1; k <= last + 6 && !breaks(k); ++k)  // "430 € de bourse par mois", "500 €/mois"
            monthly = monthly || among(word(k), {"mensuel", "mensuels", "mensuelle"}) || (word(k) == "mois" && (k == last + 2 || among(word(k - 1), {"par", "le", "chaque", "au"})));
        if (!euros) {
            // "700 par mois", by itself
            if (unit == "par" && word(last + 2) == "mois" && *value >= 150 && *value <= 3000 && !price && !a_.text.question) return give(*value, w, last);
            if (asked && (a_.heavy() <= 4 || (*value >= 100 && a_.heavy() <= 8)) && *value >= 20) return give(*value, w, last);
            if (verb && monthly && *value >= 100) return give(*value, w, last);
            return;
        }
        // "caissière à 780 € par mois" tells of oneself even beside a question; "c’est payé 500 € par mois ?" asks
        const bool asks_price = a_.text.question && among(word(at - 1), {"a", "de"}) && !verb && a_.heavy() <= 9;
        if (*value >= 20 && *value <= 6000 && !price && (asked || (verb && !a_.text.question) || (monthly && !asks_price)))
            return give(*value, w, last + 1);
        for (auto k = at; k <= last + 1; ++k) used_[static_cast<std::size_t>(k)] = true;
    }
    void give(int value, std::uint32_t first, std::int64_t last) {
        add("revenu_mensuel",
            std::to_string(value),
            "money.monthly",
            context_.asked == "revenu_mensuel" ? Certainty::context : Certainty::exact,
            first,
            static_cast<std::uint32_t>(last));
    }
};

}  // namespace

void read_ranges(
    const Analysis& a, const Context& context, std::vector<bool>& used, std::vector<RawFact>& out
) {
    Ranges(a, context, used, out).run();
}

void read_money(
    const Analysis& a, const Context& context, std::vector<bool>& used, std::vector<RawFact>& out
) {
    Money(a, context, used, out).run();
}

}  // namespace bot::reading
