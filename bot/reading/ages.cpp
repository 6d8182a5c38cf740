#include "bot/reading/numeric.hpp"

#include <algorithm>

namespace bot::reading {
namespace {

/// Ages said, asked for, mended, or soon reached.
class Ages : Numeric {
  public:
    using Numeric::Numeric;
    void run() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) age_at(w);
        majority();
    }

  private:
    [[nodiscard]] bool other_unit(std::uint32_t w) const {
        const auto unit = word(static_cast<std::int64_t>(w) + 1);
        return among(unit, {"euros",   "euro",      "balles",  "e",         "eur",        "h",
                            "heures",  "heure",     "semaine", "semaines",  "mois",       "jours",
                            "jour",    "km",        "minutes", "min",       "fois",       "enfants",
                            "enfant",  "petits",    "%",       "personnes", "freres",     "soeurs",
                            "rue",     "avenue",    "points",  "places",    "eme",        "ieme",
                            "annees",  "chance",    "stages",  "cv",        "entretiens", "janvier",
                            "fevrier", "mars",      "avril",   "mai",       "juin",       "juillet",
                            "aout",    "septembre", "octobre", "novembre",  "decembre"});
    }
    /// "j’ai 20 poules", "j’ai 12 de moyenne": something that one has so many of follows the number.
    [[nodiscard]] static bool counted_thing(std::string_view next) {
        if (among(next, {"de", "d", "sur", "points", "%"})) return true;
        const bool plural = next.size() > 3 && (next.ends_with('s') || next.ends_with('x'));
        return plural && !among(next, {"depuis", "dans", "mais", "sans", "puis", "alors", "pas", "plus", "suis", "sous", "vers", "vous", "nous", "apres", "cherches", "moins", "desormais", "toujours",
                                       "jamais", "aussi", "ans", "vis", "fais", "voudrais", "aimerais", "veux", "peux", "vais", "jours", "mecs", "sors", "dors", "habitais", "bientot", "inscris", "tous", "mes", "jusque"});
    }
    [[nodiscard]] bool no_age_before(std::uint32_t w) const {
        const auto b1 = word(static_cast<std::int64_t>(w) - 1);
        const auto b2 = word(static_cast<std::int64_t>(w) - 2);
        const bool parted = a_.words[w].clause;  // "j’y vais plus, 17 ans", "(BTS), 23 ans"
        if (!parted && among(b1, {"carte", "titre", "visa", "+",      "bac",       "niveau", "cap",      "bts",     "licence", "master",
                       "depuis", "pendant",   "dans",   "il",       "numero",  "no",      "classe",
                       "durant",    "seuil",  "objectif", "article", "jusqu",   "<",
                       ">",      "categorie", "note"}))
            return true;
        if (b1 == "de" &&
            among(
                b2,
                {"moins",
                 "plus",
                 "bebe",
                 "fille",
                 "fils",
                 "enfant",
                 "petit",
                 "petite",
                 "gamin",
                 "gosse",
                 "garcon",
                 "enfants",
                 "experience",
                 "carte",
                 "titre",
                 "contrat",
                 "sejour",
                 "visa",
                 "bail",
                 "peine",
                 "prison",
                 "ecart",
                 "duree",
                 "relation",
                 "couple",
                 "mariage"}
            ) &&
            !grown_child(w))
            return true;
        if (among(b1, {"avais", "avait", "etais"}) && !among(word(static_cast<std::int64_t>(w) - 3), {"si", "se"}) && b2 != "si") return true;
        if (b1 == "et" && number_word(static_cast<std::int64_t>(w) - 2) && word(static_cast<std::int64_t>(w) - 3) != "entre") return true;  // "18 et 22 ans": two persons
        if (w > 0 && number_word(static_cast<std::int64_t>(w) - 1) && a_.text.tokens[a_.words[w].token].separator == ',') return true;  // "20,5"
        if (b1 == "a" && past_age(w)) return true;
        if (b1 == "a" && (b2 == "y" || b2 == "jusqu" || b2 == "jusque" || b2 == "moins")) return true;
        if (among(b1, {"mes", "ses", "tes", "vos"}) && among(b2, {"avant", "apres", "jusque", "jusqu", "jusqua", "des", "depuis", "a"}) && !soon(w, w + 1)) return true;  // "avant ses 26 ans"
        if (b1 == "mes" && !among(b2, {"sur", "fete", "feter", "prends", "souffle", "soufle", "souffler"}) && !soon(w, w + 1)) return true;
        if (b1 == "a" && number_word(static_cast<std::int64_t>(w) - 2)) return true;  // "16 à 25 ans"
        if (!parted && (b1 == "moins" || (b1 == "plus" && b2 != "pas") || b1 == "au" || b1 == "maximum" ||
            b1 == "minimum"))
            return true;
        if (b1 == "ans" && b2 == "moins") return true;
        if (among(b1, {"et"}) && number_word(w - 2) && word(static_cast<std::int64_t>(w) - 3) == "entre")
            return true;
        if (b1 == "entre") return true;
        return false;
    }
    /// "j’ai arrêté l’école à 16 ans", "placée à 12 ans": the age at something that happened.
    [[nodiscard]] bool past_age(std::uint32_t w) const {
        const auto at = static_cast<std::int64_t>(w);
        if (a_.text.question) return false;
        if (among(word(at - 2), {"il", "elle", "frere", "soeur", "pote", "ami", "amie", "fils", "fille", "cousin", "cousine", "copain", "copine", "qui", "jeune", "usager", "mari", "femme", "mec", "on"}) && !a_.words[w - 1].grave)
            return false;
        for (std::int64_t back = 2; back <= 9; ++back) {
            const auto before = word(at - back);
            if (among(before, {"arrete", "quitte", "commence", "lache", "decroche", "abandonne", "place", "placee", "arrive", "arrivee", "venu", "venue", "sorti", "sortie", "viree", "vire", "parti", "partie", "tombe", "tombee", "stoppe", "enceinte", "ts", "tentative", "perdu", "obtenu", "passe", "rate", "redouble", "quand"}) ||
                (among(before, {"fait", "eu"}) && among(word(at - back - 1), {"ai", "a", "avait"})))
                return true;
            if (at - back + 1 >= 0 && at - back + 1 < static_cast<std::int64_t>(a_.words.size()) && at - back + 1 > 0 &&
                a_.words[static_cast<std::size_t>(at - back + 1)].sentence)
                break;
        }
        return false;
    }
    /// "notre fils de 19 ans": the person spoken of, not a child in charge.
    [[nodiscard]] bool grown_child(std::uint32_t w) const {
        const auto of = static_cast<std::int64_t>(w);
        if (context_.partner && value_of(a_.words[w]).value_or(0) >= grown_up_child && among(word(of - 3), {"un", "une", "le", "la", "ce", "cette"})) return true;  // an adviser’s "un garçon de 18 ans"
        const auto article = among(word(of - 3), {"grand", "grande", "jeune"}) ? of - 4 : of - 3;
        if (among(word(article), {"un", "une"}) && word(article - 1) == "de" && is_parent(word(article - 2)) && value_of(a_.words[w]).value_or(0) >= grown_up_child) return true;
        if (among(word(of - 3), {"un", "une"}) && among(word(of - 4), {"suis", "est", "es"})) return true;  // "je suis une fille de 17 ans"
        return value_of(a_.words[w]).value_or(0) >= grown_up_child && among(word(of - 3), {"mon", "ma", "notre", "jeune"}) &&
               !among(word(of - 4), {"ai", "avec", "chez"});
    }
    [[nodiscard]] bool in_range(std::uint32_t w) const {  // "16-25", "16/25 ans"
        const auto linked = [&](std::uint32_t right) {
            if (right == 0 || right >= a_.words.size() || !number_word(right) || !number_word(right - 1))
                return false;
            const char sign = a_.text.tokens[a_.words[right].token].separator;
            return sign == '-' || sign == '/';
        };
        return linked(w) || linked(w + 1) ||
               (number_word(static_cast<std::int64_t>(w) + 2) &&
                word(static_cast<std::int64_t>(w) + 1) == "a" &&
                word(static_cast<std::int64_t>(w) + 3) == "ans");
    }
    void age_at(std::uint32_t w) {
        const auto value = number(w);
        if (!value || a_.words[w].text.size() > 2) return;
        const auto signed_w = static_cast<std::int64_t>(w);
        const auto next = word(signed_w + 1);
        const bool years = (next == "annee" && *value >= 14 && *value <= 45 && !among(word(signed_w - 1), {"depuis", "la", "une", "eme"})) || among(next, {"ans", "bougies", "yo", "anos", "years", "рокiв", "років", "рокив", "рік", "рик", "роки", "سنة", "عاما", "سنوات"}) ||
                           (next == "a" && signed_w + 1 < static_cast<std::int64_t>(a_.words.size()) &&
                            a_.text.tokens[a_.words[w + 1].token].glued) ||
                           // "21 a.", as in notes
                           (next == "a" && context_.partner && !a_.words[w + 1].grave && breaks(signed_w + 2));
        const bool asked = context_.asked == "age";
        if (asked && *value < 10 && a_.words[w].text.size() == 2 && a_.heavy() <= 3) {
            add("date_naissance", std::to_string(2000 + *value), "date.two_digits", Certainty::context, w, w);
            return;
        }
        if (asked && *value >= 60 && a_.words[w].text.size() == 2 && a_.heavy() <= 3) {  // "99": nobody of that age writes here
            add("date_naissance", std::to_string(1900 + *value), "date.two_digits", Certainty::context, w, w);
            return;
        }
        if (*value < youngest || *value > oldest || other_unit(w)) return;
        const bool told_before = among(word(signed_w - 1), {"note", "dit", "mis", "ecrit", "marque", "compris", "retenu", "tape"}) && replaced_later(w);
        if (told_before) {
            add("age", std::to_string(*value), "age.mended", Certainty::exact, w, years ? w + 1 : w, 0, true);
            return;
        }
        // "elle a 17 ans, 18 c’est en décembre": the other one is not reached yet
        if (!years && next == "ce" && word(signed_w + 2) == "est" && among(word(signed_w + 3), {"en", "le", "pour", "dans", "bientot", "demain"}) && *value >= 10 && *value <= 45) {
            add("age", std::to_string(*value), "age.mended", Certainty::exact, w, w, 0, true);
            return;
        }
        if (in_range(w) || no_age_before(w)) return;
        if (years && among(word(signed_w + 2), {"de", "d"}) &&
            among(
                word(signed_w + 3),
                {"experience", "formation", "metier", "etudes", "cotisation", "apprentissage", "plus"}
            ))
            return;
        if (years && among(word(signed_w + 2), {"experience", "max", "maximum", "inclus"})) return;

        std::uint32_t first = w;
        std::uint32_t last = years ? w + 1 : w;
        const bool said_have = among(word(signed_w - 1), {"ai", "am", "m", "tengo", "age", "tenho", "aurais", "aurai", "turned", "eu"}) ||
                               (word(signed_w - 1) == "is" && among(word(signed_w - 2), {"brother", "sister", "son", "daughter", "friend", "he", "she", "cousin"})) ||
                               (word(signed_w - 1) == "avoir" && among(word(signed_w - 3), {"viens", "vient"})) ||
                               (word(signed_w - 1) == "a" &&
                                among(word(signed_w - 2), {"il", "elle", "frere", "soeur", "pote", "en"}));
        const bool closes = closes_age(signed_w + 1);
        const bool whole = a_.heavy() <= 4;
        const bool mending = correction_near(w);
        if (listed(w) && breaks(signed_w + 1)) {
            add("age", std::to_string(*value), "age.listed", Certainty::exact, w, w);
            return;
        }
        const bool passed = among(word(signed_w - 1), {"a"}) && among(word(signed_w - 2), {"passe", "passee"}) && among(word(signed_w - 3), {"suis", "est"});  // "je suis passé à 21"
        const bool told_bare = word(signed_w - 1) == "am" || passed;
        if (!years && !told_bare && !(said_have && closes) && !(asked && (whole || said_have || closes)) && !mending)
            return;
        if (!years && !asked && (*value < 10 || *value > 45)) return;
        if (!years && !asked && word(signed_w - 1) == "ai" && !closes) return;

        int age = *value;
        auto certainty = !years && asked && !said_have ? Certainty::context : Certainty::exact;
        std::string rule = years       ? "age.years"
                           : said_have ? "age.have"
                           : mending   ? "age.mended"
                                       : "age.asked";
        if (soon(w, last)) {
            --age;
            certainty = Certainty::deduced;
            rule = "age.soon";
        }
        if (word(static_cast<std::int64_t>(last) + 1) == "et" &&
            word(static_cast<std::int64_t>(last) + 2).starts_with("demi"))
            last += 2;
        const bool denied = !not_yet(w, last) && !a_.words[w].clause && (word(signed_w - 1) == "pas" ||
                            (word(signed_w - 2) == "pas" && among(word(signed_w - 1), {"ai", "a", "de"})) ||
                            (word(signed_w - 2) == "ai" && word(signed_w - 1) == "pas"));
        if (said_have && w > 0) first = w - 1;
        add("age", std::to_string(age), std::move(rule), certainty, first, last, 0, denied);
    }
    /// "j’ai dit 17 mais c’est 18", "vous avez noté 25, j’ai 24": another number of that size follows.
    [[nodiscard]] bool replaced_later(std::uint32_t w) const {
        for (auto k = w + 1; k < a_.words.size(); ++k)
            if (const auto other = value_of(a_.words[k]); other && *other >= 10 && *other <= 45 && *other != value_of(a_.words[w])) return true;
        return false;
    }
    [[nodiscard]] std::int64_t first_heavy() const {
        const auto at =
            std::find_if(a_.words.begin(), a_.words.end(), [](const Word& w) { return !w.light; });
        return at - a_.words.begin();
    }
    /// "non 19 pas 18", "* 19", "pardon 19": a number alone may only be an age.
    [[nodiscard]] bool correction_near(std::uint32_t w) const {
        const auto signed_w = static_cast<std::int64_t>(w);
        const auto value = value_of(a_.words[w]);
        if (!value || *value < 10 || *value > 45) return false;
        // "j’ai 20 ans, pardon 21", "non j’ai pas 19 j’ai 18", however long the message is
        const bool said_before = [&] {
            for (auto k = signed_w - 1; k >= 0 && k >= signed_w - 8; --k)
                if (number_word(k) && (word(k + 1) == "ans" || word(k + 1) == "a" || word(k - 1) == "ai" || word(k - 1) == "pas")) return true;
            return false;
        }();
        // "une erreur …: j’ai 22 ans, non 23": there the error is what "non" names
        if (said_before && word(signed_w - 1) == "non") {
            for (std::int64_t k = signed_w - 3; k >= 0; --k)
                if (among(word(k), {"erreur", "rectification", "rectifie", "corrige", "bien"})) return false;
        }
        if (said_before && among(word(signed_w - 1), {"pardon", "enfin", "plutot", "non", "nan", "oups", "desole", "desolee", "correction", "dire", "voila", "fait", "finalement"}) && closes_age(signed_w + 1)) return true;
        if (a_.words[w].clause && breaks(signed_w + 1)) {
            bool age_told = false;
            for (std::int64_t k = signed_w - 1; k >= 1; --k) age_told = age_told || (number_word(k) && word(k + 1) == "ans");
            for (std::int64_t k = signed_w - 1; age_told && k >= signed_w - 6 && k >= 0; --k)
                if (among(word(k), {"oups", "pardon", "erreur", "trompe", "trompee", "mince", "zut", "relire", "nan"})) return true;
        }
        if (a_.heavy() > 8) return false;
        const bool age_known = std::find(context_.known.begin(), context_.known.end(), "age") != context_.known.end();
        const bool told = among(word(signed_w - 1), {"pardon", "enfin", "plutot", "non", "desole", "desolee", "oups", "correction"}) ||
                          (age_known && (among(word(signed_w - 1), {"est", "ai", "dire", "dit"}) && among(word(signed_w + 1), {"", "en", "finalement", "pas", "et", "ans", "desole", "desolee", "pardon"})));
        if (told && !among(word(signed_w - 2), {"pas"})) return true;
        const bool star = word(signed_w - 1) == "*" || word(signed_w + 1) == "*";
        const bool said = among(
            word(first_heavy()),
            {"non", "pardon", "correction", "erreur", "enfin", "oups", "desole", "desolee", "plutot", "nan", "mince", "zut"}
        ) || (age_known && std::any_of(a_.words.begin(), a_.words.end(), [](const Word& x) {
            return among(x.text, {"tape", "goure", "gouree", "plante", "plantee", "trompe", "trompee", "note"});
        }));
        const bool against =
            (word(signed_w + 1) == "pas" && number_word(signed_w + 2)) ||
            (word(signed_w + 1) == "et" && word(signed_w + 2) == "pas" && number_word(signed_w + 3)) ||
            (word(signed_w - 1) == "pas" && w >= 2);
        return star || against || (said && a_.heavy() <= 5);
    }
    [[nodiscard]] bool closes_age(std::int64_t w) const { return breaks(w) || !counted_thing(word(w)); }
    /// "pas encore 16", "pas 16 ans encore", "pas tout à fait 18": the year before it.
    [[nodiscard]] bool not_yet(std::uint32_t w, std::uint32_t last) const {
        const auto at = static_cast<std::int64_t>(w);
        const bool denied = among(word(at - 1), {"pas"}) || among(word(at - 2), {"pas"});
        if (word(at - 1) == "encore" && (word(at - 2) == "pas" || word(at - 3) == "pas")) return true;
        if (word(at - 1) == "fait" && word(at - 4) == "pas") return true;
        return denied && word(static_cast<std::int64_t>(last) + 1) == "encore";
    }
    /// "elle a 16 ans et moi 18", "mon fils a 19 ans, ma fille 16": an age without its unit, after one with it.
    [[nodiscard]] bool listed(std::uint32_t w) const {
        const auto value = value_of(a_.words[w]);
        const auto before = word(static_cast<std::int64_t>(w) - 1);
        if (!value || *value < 10 || *value > 45) return false;
        if (!among(before, {"moi", "lui", "elle", "fils", "fille", "soeur", "frere", "pote", "ami", "amie", "copain", "copine", "mari", "femme", "mec", "cousin", "cousine", "niece", "neveu", "compagne", "compagnon", "conjoint", "autre", "second", "cadet", "cadette", "aine", "ainee"}))
            return false;
        if (a_.text.tokens[a_.words[w].token].separator == '(') return true;  // "ma nièce (23, licence)"
        for (std::size_t k = 0; k + 1 < a_.words.size(); ++k)
            if (k != w && a_.words[k].number && a_.words[k + 1].text == "ans") return true;
        return false;
    }
    [[nodiscard]] bool soon(std::uint32_t w, std::uint32_t last) const {
        const auto b1 = word(static_cast<std::int64_t>(w) - 1);
        const auto b2 = word(static_cast<std::int64_t>(w) - 2);
        if (b1 == "aurai" && (word(static_cast<std::int64_t>(w) - 3) == "quand" || b2 == "quand")) return false;  // supposed, not soon
        if (b1 == "eu" || b1 == "turned") return false;
        // "j’ai fêté mes 25 ans", "je viens de fêter": reached.
        for (std::int64_t back = 1; back <= 2; ++back) {
            const auto at = static_cast<std::int64_t>(w) - back;
            if (!among(word(at), {"fete", "feter"})) continue;
            if (among(word(at - 1), {"ai", "a", "avons"}) || (word(at - 1) == "de" && among(word(at - 2), {"viens", "vient"}))) return false;
        }
        if (not_yet(w, last)) return true;
        if (b1 == "ses" && among(b2, {"sur", "fete", "feter", "bientot"})) return true;
        if (among(b1, {"bientot", "presque", "aurai", "aura", "fete", "feterai"}) ||
            among(b2, {"fete", "prends", "bientot"}))
            return true;
        if (b1 == "avoir" && among(b2, {"vais", "va"})) return true;
        if (b1 == "mes" && among(b2, {"fete", "feter", "bientot", "sur"})) return true;
        const auto a1 = word(static_cast<std::int64_t>(last) + 1);
        const auto a2 = word(static_cast<std::int64_t>(last) + 2);
        const auto a3 = word(static_cast<std::int64_t>(last) + 3);
        // "22 en juin", "20 ans le 3 mai": reached later this year or next.
        if (last == w || among(a1, {"en", "le", "fin", "debut"})) {
            const auto month = among(a1, {"en", "fin", "debut"}) ? month_of(a2) : a1 == "le" ? month_of(a3) : 0;
            if (month > 0 && !among(b1, {"depuis"}) && (context_.asked == "age" || among(b1, {"ai", "aurai", "avoir"})) &&
                !number(static_cast<std::int64_t>(last) + 3))
                return true;
        }
        if (a1 == "que" && (among(a2, {"aura", "aurai"}) || among(a3, {"aura", "aurai"}))) return true;  // "21 ans qu’il aura à la Toussaint"
        if (a1 == "moins" || a1 == "demain" || a1 == "bientot" || a1 == "presque") return true;
        if (a1 == "dans" &&
            (number_word(static_cast<std::int64_t>(last) + 2) || among(a2, {"un", "une", "quelques"})) &&
            among(a3, {"mois", "jours", "jour", "semaine", "semaines"}))
            return true;
        return among(a1, {"le", "la"}) && among(a2, {"mois", "semaine"}) && a3.starts_with("prochain");
    }
    /// "majeur depuis lundi", "la majorité depuis deux mois" → 18; "bientôt majeure", "la majorité dans trois semaines" → 17.
    void majority() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            const bool noun = word(w) == "majorite";
            if (!noun && !among(word(w), {"majeur", "majeure"})) continue;
            const std::int64_t at = w;
            const auto next = word(at + 1);
            const bool counted = number_word(at + 2) || among(word(at + 2), {"un", "une", "quelques"});
            const bool short_time = among(word(at + 3), {"mois", "semaine", "semaines", "jour", "jours"});
            const auto end = [&](std::uint32_t words) { return std::min(w + words, static_cast<std::uint32_t>(a_.words.size()) - 1); };
            const bool to_come = (next == "dans" && counted && short_time) || among(word(at - 1), {"bientot", "presque"}) || among(next, {"bientot", "demain"}) ||
                                 (among(word(at - 1), {"encore", "fait"}) && (word(at - 2) == "pas" || word(at - 4) == "pas")) ||
                                 (among(next, {"le", "la"}) && among(word(at + 2), {"mois", "semaine"}) && word(at + 3).starts_with("prochain"));
            if (to_come) {
                add("age", "17", "age.majority", Certainty::deduced, w, end(next == "dans" ? 3 : 0));
                continue;
            }
            const bool since = next == "depuis" && ((counted && short_time && value_of(a_.words[std::min<std::size_t>(w + 2, a_.words.size() - 1)]).value_or(1) < 12) ||
                                                    among(word(at + 2), {"hier", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "peu", "ce", "la", "cette", "le"}));
            const bool just = among(word(at - 1), {"juste", "peine"}) || (next == "depuis" && word(at + 2) == "peu") || (next == "hier");
            // "ça fait un mois que je suis majeure", "devenu majeur le 2 avril"
            const bool for_some_time = among(word(at - 1), {"suis", "est"}) && word(at - 3) == "que" && among(word(at - 4), {"mois", "semaine", "semaines", "jours", "jour"});
            const bool became = among(word(at - 1), {"devenu", "devenue", "devenir"}) && among(next, {"le", "en", "ce", "cette", "depuis", "hier", "la"}) && word(at + 2) != "bientot";
            if (for_some_time || became) {
                add("age", "18", "age.majority", Certainty::deduced, w, w);
                continue;
            }
            if (since || just) add("age", "18", "age.majority", Certainty::deduced, w, end(since ? 2 : 0));
        }
    }
};

}  // namespace

void read_ages(
    const Analysis& a, const Context& context, std::vector<bool>& used, std::vector<RawFact>& out
) {
    Ages(a, context, used, out).run();
}

}  // namespace bot::reading
