#include "bot/reading/calendar.hpp"

#include "bot/reading/number.hpp"

#include <array>
#include <cstdio>

namespace bot::reading {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::last;
using std::chrono::month;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

std::string iso(Day at) {
    const year_month_day d{at};
    char text[16];
    std::snprintf(
        text,
        sizeof text,
        "%04d-%02u-%02u",
        static_cast<int>(d.year()),
        static_cast<unsigned>(d.month()),
        static_cast<unsigned>(d.day())
    );
    return text;
}
std::string iso(year_month ym) {
    return iso(sys_days{ym / 1}).substr(0, 7);
}
year_month back(year_month ym, int n) {
    return ym - months{n};
}

int weekday_of(std::string_view word) {
    static constexpr std::array<std::string_view, 7> names{
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == word) return static_cast<int>(i) + 1;
    return 0;
}

int ordinal_of(std::string_view word) {
    if (among(word, {"premier", "1er", "1ereme", "premiere", "1ere", "1", "t1", "1eme", "1ereeme"})) return 1;
    if (among(word, {"deuxieme", "second", "2eme", "2", "t2", "2nd", "seconde"})) return 2;
    if (among(word, {"troisieme", "3eme", "3", "t3"})) return 3;
    if (among(word, {"quatrieme", "dernier", "4eme", "4", "t4"})) return 4;
    return 0;
}

class DayReader {
  public:
    DayReader(const Analysis& a, Day today, bool ahead) : a_(a), today_(today), ymd_(today), ahead_(ahead) {}
    Calendar run() {
        future_ = ahead_;
        for (const auto& w : a_.words)
            future_ = future_ || among(w.text, {"sera", "serons", "aura", "seront", "auront", "prevu", "prevus"});
        for (std::size_t w = 0; w < a_.words.size();) {
            const auto before = w;
            if (!duration(w) && !period(w) && !single(w)) ++w;
            if (w == before) ++w;
        }
        return out_;
    }

  private:
    [[nodiscard]] std::string_view word(std::size_t w) const {
        return w < a_.words.size() ? std::string_view(a_.words[w].text) : std::string_view{};
    }
    [[nodiscard]] std::optional<int> number(std::size_t w) const {
        return w < a_.words.size() ? value_of(a_.words[w]) : std::nullopt;
    }
    [[nodiscard]] std::optional<int> a_year(std::size_t w) const {
        const auto n = number(w);
        return n && *n >= 2000 && *n <= 2100 ? n : std::nullopt;
    }
    void put(std::vector<Slot>& to, const char* name, std::string value, std::size_t first, std::size_t end, const char* rule) {
        to.push_back({name, std::move(value), a_.span(first, end - 1), rule});
    }
    [[nodiscard]] year_month this_month() const { return ymd_.year() / ymd_.month(); }
    /// The latest such month that is not after this one.
    [[nodiscard]] year_month latest(int m) const {
        const auto named = ymd_.year() / month{static_cast<unsigned>(m)};
        return named > this_month() ? named - std::chrono::years{1} : named;
    }

    /// A day at `w`; moves behind it. `ahead`: the next such day instead of the last one.
    std::optional<Day> day_at(std::size_t& w, bool ahead) const {
        const auto at = w;
        if (const auto n = number(at); n && a_.words[at].text.size() <= 2 && *n >= 1 && *n <= 31) {
            const auto sign = [&](std::size_t k) { return a_.text.tokens[a_.words[k].token].separator; };
            if (const auto m = number(at + 1); m && *m >= 1 && *m <= 12 && (sign(at + 1) == '/' || sign(at + 1) == '.' || sign(at + 1) == '-')) {
                std::optional<int> y = number(at + 2);
                if (y && (sign(at + 2) == sign(at + 1)) && (*y < 100 || *y >= 2000)) {
                    w = at + 3;
                    return made(*y < 100 ? 2000 + *y : *y, *m, *n);
                }
                w = at + 2;
                return near(*m, *n, ahead);
            }
            if (*n == 1 && among(word(at + 1), {"er", "ere", "eme"}) && month_of(word(at + 2)) > 0) {  // "1er avril"
                const int m = month_of(word(at + 2));
                const auto y = a_year(at + 3);
                w = at + (y ? 4 : 3);
                return y ? made(*y, m, 1) : near(m, 1, ahead);
            }
            if (const int m = month_of(word(at + 1)); m > 0) {
                if (const auto y = a_year(at + 2)) {
                    w = at + 3;
                    return made(*y, m, *n);
                }
                w = at + 2;
                return near(m, *n, ahead);
            }
        }
        if (among(word(at), {"1er", "1ereme", "1eme", "premier"}) && month_of(word(at + 1)) > 0) {
            const int m = month_of(word(at + 1));
            if (const auto y = a_year(at + 2)) {
                w = at + 3;
                return made(*y, m, 1);
            }
            w = at + 2;
            return near(m, 1, ahead);
        }
        if (const auto y = a_year(at); y && number(at + 1) && number(at + 2) && *number(at + 1) <= 12) {
            w = at + 3;
            return made(*y, *number(at + 1), *number(at + 2));
        }
        if (word(at) == "fin" || (word(at) == "la" && word(at + 1) == "fin")) {
            std::size_t k = word(at) == "fin" ? at + 1 : at + 2;
            while (among(word(k), {"de", "du", "le", "d"})) ++k;
            if (const int m = month_of(word(k)); m > 0) {
                year_month ym = ahead ? next(m) : latest(m);
                if (const auto y = a_year(k + 1)) {
                    ym = year{*y} / month{static_cast<unsigned>(m)};
                    ++k;
                }
                w = k + 1;
                return sys_days{ym / last};
            }
            if (word(k) == "mois") {
                w = k + 1;
                return sys_days{this_month() / last};
            }
            if (word(k) == "annee" || word(k) == "an") {
                w = k + 1;
                return sys_days{ymd_.year() / 12 / 31};
            }
            if (word(k) == "semaine" || (word(k) == "la" && word(k + 1) == "semaine")) {
                w = k + (word(k) == "la" ? 2 : 1);
                return monday() + days{6};
            }
        }
        if (const int wd = weekday_of(word(at)); wd > 0) {
            w = at + 1;
            if (word(w) == "prochain") ++w;
            const auto now = static_cast<int>(std::chrono::weekday{today_}.iso_encoding());
            int step = (wd - now + 7) % 7;
            if (ahead) return today_ + days{step == 0 ? 7 : step};
            step = (now - wd + 7) % 7;
            return today_ - days{step == 0 ? 7 : step};
        }
        if (word(at) == "demain") {
            w = at + 1;
            return today_ + days{1};
        }
        if (word(at) == "hier") {
            w = at + 1;
            return today_ - days{1};
        }
        if (ahead && month_of(word(at)) > 0) {  // "jusqu’en avril", "jusqu’à avril": to its end
            const int m = month_of(word(at));
            w = at + 1;
            if (const auto y = a_year(w)) {
                ++w;
                return sys_days{year{*y} / month{static_cast<unsigned>(m)} / last};
            }
            return sys_days{next(m) / last};
        }
        return std::nullopt;
    }
    [[nodiscard]] year_month next(int m) const {
        const auto named = ymd_.year() / month{static_cast<unsigned>(m)};
        return named < this_month() ? named + std::chrono::years{1} : named;
    }
    [[nodiscard]] Day monday() const {
        return today_ - days{static_cast<int>(std::chrono::weekday{today_}.iso_encoding()) - 1};
    }
    static std::optional<Day> made(int y, int m, int d) {
        const year_month_day date{
            year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
        if (!date.ok()) return std::nullopt;
        return sys_days{date};
    }
    [[nodiscard]] std::optional<Day> near(int m, int d, bool ahead) const {
        const int y = static_cast<int>(ymd_.year());
        auto date = made(y, m, d);
        if (!date) return std::nullopt;
        if (ahead && *date < today_) return made(y + 1, m, d);
        if (!ahead && *date > today_) return made(y - 1, m, d);
        return date;
    }

    bool duration(std::size_t& w) {
        auto n = number(w);
        if (!n && among(word(w), {"un", "une"})) n = 1;
        if (!n || word(w) == "0") return false;
        const auto unit = word(w + 1);
        std::string value;
        if (among(unit, {"h", "heure", "heures"}))
            value = "PT" + std::to_string(*n) + "H";
        else if (among(unit, {"min", "minute", "minutes", "mn"}))
            value = "PT" + std::to_string(*n) + "M";
        else if (among(unit, {"jour", "jours", "j"}))
            value = "P" + std::to_string(*n) + "D";
        else if (among(unit, {"semaine", "semaines", "sem"}))
            value = "P" + std::to_string(*n) + "W";
        else if (unit == "mois")
            value = "P" + std::to_string(*n) + "M";
        else
            return false;
        if (among(word(w + 2), {"derniers", "dernieres", "passes", "precedents"})) return false;
        put(out_.duree, "duree", value, w, w + 2, "duration.length");
        w += 2;
        return true;
    }
    bool period(std::size_t& w) {
        const auto first = w;
        const auto give = [&](std::string value, std::size_t end, const char* rule) {
            put(out_.periode, "periode", std::move(value), first, end, rule);
            w = end;
            return true;
        };
        if (among(word(w), {"depuis", "entre", "de", "du"})) {
            std::size_t k = w + 1;
            const bool since = word(w) == "depuis";
            while (among(word(k), {"le", "la", "debut", "l", "debut", "mois", "d", "de"})) {
                if (word(k) == "debut" && (a_year(k + 1) || (word(k + 1) == "de" && word(k + 2) == "annee") ||
                                           (word(k + 1) == "annee") || (word(k + 1) == "le" && word(k + 2) == "annee")))
                    break;
                ++k;
            }
            if (since && word(k) == "debut") {
                auto end = k + 1;
                while (among(word(end), {"de", "le", "annee"})) ++end;
                int y = static_cast<int>(ymd_.year());
                if (const auto said = a_year(end)) {
                    y = *said;
                    ++end;
                }
                return give(std::to_string(y) + "-01/" + iso(this_month()), end, "period.since");
            }
            const auto day_begin = k;
            if (const auto from = day_at(k, false); from && since) {
                if (weekday_of(word(day_begin)) > 0) return false;
                return give(iso(*from) + "/" + iso(today_), k, "period.since");
            } else if (from && (word(k) == "au" || word(k) == "et" || word(k) == "a")) {
                auto end = k + 1;
                if (word(end) == "le") ++end;
                if (const auto to = day_at(end, false)) return give(iso(*from) + "/" + iso(*to), end, "period.between");
            }
            k = day_begin;
            if (const int m = month_of(word(k)); m > 0) {
                auto from = latest(m);
                ++k;
                if (const auto y = a_year(k)) {
                    from = year{*y} / month{static_cast<unsigned>(m)};
                    ++k;
                }
                if (since) return give(iso(from) + "/" + iso(this_month()), k, "period.since");
                if (among(word(k), {"a", "et", "au"}) && month_of(word(k + 1)) > 0) {
                    const int m2 = month_of(word(k + 1));
                    k += 2;
                    auto to = latest(m2);
                    if (const auto y = a_year(k)) {
                        to = year{*y} / month{static_cast<unsigned>(m2)};
                        ++k;
                        if (m <= m2) from = year{*y} / month{static_cast<unsigned>(m)};
                    }
                    if (from > to) from -= std::chrono::years{1};
                    return give(iso(from) + "/" + iso(to), k, "period.between");
                }
            }
            if (const auto y = a_year(day_begin); y && since)
                return give(std::to_string(*y) + "-01/" + iso(this_month()), day_begin + 1, "period.since");
            return false;
        }
        if (among(word(w), {"cette", "semaine"})) {
            const auto k = word(w) == "cette" ? w + 1 : w;
            if (word(k) == "semaine") {
                if (among(word(k + 1), {"derniere", "passee", "precedente"}))
                    return give(iso(monday() - days{7}) + "/" + iso(monday() - days{1}), k + 2, "period.week");
                if (word(w) == "cette" || word(k + 1) == "en")
                    return give(iso(monday()) + "/" + iso(monday() + days{6}), word(w) == "cette" ? k + 1 : k + 3, "period.week");
            }
            if (word(w) == "cette" && word(w + 1) == "annee")
                return give(std::to_string(static_cast<int>(ymd_.year())), w + 2, "period.year");
        }
        if ((word(w) == "annee" || word(w) == "an" || word(w) == "ans") && among(word(w + 1), {"dernier", "derniere", "passe", "passee", "precedente"}))
            return give(std::to_string(static_cast<int>(ymd_.year()) - 1), w + 2, "period.year");
        if (word(w) == "annee" && word(w + 1) == "en" && word(w + 2) == "cours")
            return give(std::to_string(static_cast<int>(ymd_.year())), w + 3, "period.year");
        if (word(w) == "mois") {
            if (among(word(w + 1), {"dernier", "passe", "precedent"})) return give(iso(back(this_month(), 1)), w + 2, "period.month");
            if (w > 0 && word(w - 1) == "ce") return give(iso(this_month()), w + 1, "period.month");
            if (word(w + 1) == "en" && word(w + 2) == "cours") return give(iso(this_month()), w + 3, "period.month");
        }
        if (const auto n = number(w); n && *n < 25) {  // "3 derniers mois"
            const bool before = among(word(w + 1), {"derniers", "dernieres"});
            const auto unit = before ? word(w + 2) : word(w + 1);
            const bool after = among(word(w + 2), {"derniers", "dernieres", "passes"});
            if ((before || after) && unit == "mois")
                return give(iso(back(this_month(), *n)) + "/" + iso(back(this_month(), 1)), w + 3, "period.last_months");
        }
        if (among(word(w), {"t1", "t2", "t3", "t4"}) || word(w + 1) == "trimestre" || (word(w) == "t" && number(w + 1)) || (word(w) == "trimestre" && number(w + 1))) {
            int q = ordinal_of(word(w));
            auto k = w + (word(w + 1) == "trimestre" ? 2 : 1);
            if (q == 0 && number(w + 1) && *number(w + 1) <= 4) {
                q = *number(w + 1);
                k = w + 2;
            }
            if (q > 0) {
                int y = static_cast<int>(ymd_.year());
                if (word(k) == "de") ++k;
                if (const auto said = a_year(k)) {
                    y = *said;
                    ++k;
                } else if (static_cast<unsigned>(q - 1) * 3 + 1 > static_cast<unsigned>(ymd_.month())) {
                    --y;
                }
                return give(std::to_string(y) + "-Q" + std::to_string(q), k, "period.quarter");
            }
            if (word(w) == "ce" && word(w + 1) == "trimestre")
                return give(std::to_string(static_cast<int>(ymd_.year())) + "-Q" + std::to_string((static_cast<unsigned>(ymd_.month()) + 2) / 3), w + 2, "period.quarter");
        }
        if (word(w + 1) == "semestre") {
            const int s = ordinal_of(word(w));
            if (s == 1 || s == 2) {
                auto k = w + 2;
                int y = static_cast<int>(ymd_.year());
                if (word(k) == "de") ++k;
                if (const auto said = a_year(k)) {
                    y = *said;
                    ++k;
                }
                const auto text = std::to_string(y);
                return give(s == 1 ? text + "-01/" + text + "-06" : text + "-07/" + text + "-12", k, "period.half");
            }
        }
        return false;
    }
    bool single(std::size_t& w) {
        if (among(word(w), {"jusqu", "jusque", "jusqua", "jusquau"})) {
            auto k = w + 1;
            while (among(word(k), {"a", "au", "le", "la", "en", "mois", "de", "ce"}) && !(word(k) == "la" && word(k + 1) == "fin")) ++k;
            if (const auto until = day_at(k, true)) {
                put(out_.jusqu_au, "jusqu_au", iso(*until), w, k, "date.until");
                w = k;
                return true;
            }
            ++w;
            return true;
        }
        if ((ahead_ && (weekday_of(word(w)) > 0 || word(w) == "demain")) || among(word(w), {"au", "a", "le", "du", "date", "arrete", "fin"}) || number(w) || word(w) == "1er" || word(w) == "1eme" || word(w) == "hier" || word(w) == "1ereme") {
            auto k = w;
            while (among(word(k), {"au", "a", "le", "du", "date", "arrete"})) ++k;
            const auto begin = k;
            if (!ahead_ && (weekday_of(word(k)) > 0 || word(k) == "demain")) return false;
            if (const auto at = day_at(k, future_)) {
                put(out_.date_ref, "date_ref", iso(*at), begin, k, "date.on");
                w = k;
                return true;
            }
        }
        if (const int m = month_of(word(w)); m > 0) {
            auto end = w + 1;
            auto ym = latest(m);
            if (const auto y = a_year(end)) {
                ym = year{*y} / month{static_cast<unsigned>(m)};
                ++end;
            } else if (!(w > 0 && among(word(w - 1), {"en", "de", "mois", "pour", "sur", "d", "au", "courant"})) && word(w) == "mars" && !number(w + 1)) {
                return false;
            }
            put(out_.periode, "periode", iso(ym), w, end, "period.month");
            w = end;
            return true;
        }
        if (const auto y = a_year(w)) {
            put(out_.periode, "periode", std::to_string(*y), w, w + 1, "period.year");
            ++w;
            return true;
        }
        return false;
    }

    const Analysis& a_;
    Day today_;
    year_month_day ymd_;
    bool ahead_ = false, future_ = false;
    Calendar out_;
};

}  // namespace

Calendar read_calendar(const Analysis& a, Day today, bool ahead) {
    return DayReader(a, today, ahead).run();
}

}  // namespace bot::reading
