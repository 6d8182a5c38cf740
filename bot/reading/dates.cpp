#include "bot/reading/numeric.hpp"

#include <algorithm>
#include <cstdio>

namespace bot::reading {
namespace {

using std::chrono::year_month_day;

/// Telephones, which are no ages, and birth dates.
class Dates : Numeric {
  public:
    using Numeric::Numeric;
    void run() {
        telephones();
        dates();
    }

  private:
    /// Four groups of digits or more in a row, or a long one that begins with 0.
    void telephones() {
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            std::uint32_t end = w;
            while (end < a_.words.size() && number(end) && a_.words[end].text.size() <= 3 &&
                   (end == w || !a_.words[end].sentence))
                ++end;
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
            const auto separator = [&](std::uint32_t k) {
                return a_.text.tokens[a_.words[k].token].separator;
            };
            std::optional<year_month_day> date;
            std::uint32_t last = w + 2;
            const auto make = [](int y, int m, int d) -> std::optional<year_month_day> {
                if (m < 1 || d < 1) return std::nullopt;
                const year_month_day made{
                    std::chrono::year{y},
                    std::chrono::month{static_cast<unsigned>(m)},
                    std::chrono::day{static_cast<unsigned>(d)}};
                if (made.ok()) return made;
                return std::nullopt;
            };
            if (second && third &&
                std::string_view("/-. ").find(separator(w + 1)) != std::string_view::npos &&
                separator(w + 1) == separator(w + 2)) {
                if (a_.words[w].text.size() == 4)
                    date = make(*first, *second, *third);
                else if (a_.words[w + 2].text.size() == 4)
                    date = make(*third, *second, *first);
                else if (a_.words[w + 2].text.size() == 2 && separator(w + 1) != ' ')
                    date = make(century(*third), *second, *first);
            } else if (*first == 1 && among(word(w + 1), {"er", "ere"}) && month_of(word(w + 2)) > 0 && number(w + 3) && a_.words[w + 3].text.size() == 4) {
                date = make(*number(w + 3), month_of(word(w + 2)), 1);
                last = w + 3;
            } else if (const int month = month_of(word(w + 1));
                       month > 0 && third && a_.words[w + 2].text.size() == 4) {
                date = make(*third, month, *first);
            }
            if (!date) continue;
            const auto y = static_cast<int>(date->year());
            const bool birth = y >= 1940 && y <= year() - youngest;
            const bool said = born_before(w) || context_.asked == "age" || context_.asked == "date_naissance";
            if (birth && (said || y <= year() - 12)) {
                char text[16];
                std::snprintf(
                    text,
                    sizeof text,
                    "%04d-%02u-%02u",
                    y,
                    static_cast<unsigned>(date->month()),
                    static_cast<unsigned>(date->day())
                );
                add("date_naissance", text, "date.full", Certainty::exact, w, last);
            } else {
                for (auto k = w; k <= last; ++k) used_[k] = true;
            }
        }
        for (std::uint32_t w = 0; w + 2 < a_.words.size(); ++w) {  // "née le 1er décembre 2006"
            const int month = month_of(word(w + 1));
            const auto year_said = number(w + 2);
            if (!among(word(w), {"1eme", "1er", "premier"}) || month == 0 || !year_said || a_.words[w + 2].text.size() != 4 || used_[w]) continue;
            if (*year_said < 1940 || *year_said > year() - youngest) continue;
            char text[32];
            std::snprintf(text, sizeof text, "%04d-%02d-01", *year_said, month);
            add("date_naissance", text, "date.full", Certainty::exact, w, w + 2);
        }
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {  // "né en 05"
            const auto value = number(w);
            const bool follows = word(static_cast<std::int64_t>(w) - 1) == "en" || month_of(word(static_cast<std::int64_t>(w) - 1)) > 0;
            if (!value || a_.words[w].text.size() != 2 || !follows || !born_before(w) || month_of(word(w + 1)) > 0) continue;
            const int y = century(*value);
            if (y < 1940 || y > year() - youngest) continue;
            const int m = month_of(word(static_cast<std::int64_t>(w) - 1));
            char text[32];
            std::snprintf(text, sizeof text, m > 0 ? "%04d-%02d" : "%04d", y, m);
            add("date_naissance", text, m > 0 ? "date.month" : "date.year", Certainty::exact, w, w);
        }
        for (std::uint32_t w = 0; w < a_.words.size(); ++w) {
            const auto value = number(w);
            if (!value || a_.words[w].text.size() != 4 || *value < 1940 || *value > year() - youngest)
                continue;
            const bool asked = context_.asked == "age" && a_.heavy() <= 5;
            const int month = month_of(word(static_cast<std::int64_t>(w) - 1));
            if (!born_before(w) && !asked) continue;
            if (month > 0) {
                const int age = year() - *value -
                                (month > static_cast<int>(static_cast<unsigned>(today().month())) ? 1 : 0);
                char text[32];
                std::snprintf(text, sizeof text, "%04d-%02d", *value, month);
                add("date_naissance", text, "date.month", Certainty::exact, w - 1, w);
                if (month != static_cast<int>(static_cast<unsigned>(today().month())))  // else it may be either
                    add("age", std::to_string(age), "age.birth_month", Certainty::deduced, w - 1, w);
            } else {
                // The year alone leaves two ages open: say the year, let the conversation ask.
                add("date_naissance", std::to_string(*value), "date.year", Certainty::exact, w, w);
            }
        }
    }
    [[nodiscard]] int century(int two_digits) const {
        return two_digits + (two_digits > year() % 100 ? 1900 : 2000);
    }
    [[nodiscard]] bool born_before(std::uint32_t w) const {
        for (std::int64_t back = 1; back <= 5; ++back) {
            const auto before = word(static_cast<std::int64_t>(w) - back);
            if (among(before, {"ne", "nee", "naissance", "naissances", "born", "naquis"})) return true;
        }
        return false;
    }
};

}  // namespace

void read_dates(
    const Analysis& a, const Context& context, std::vector<bool>& used, std::vector<RawFact>& out
) {
    Dates(a, context, used, out).run();
}

}  // namespace bot::reading
