#pragma once
/// \file bot/reading/numeric.hpp
/// What the grammars of numbers share: the words, which of them are spent, and a way to say a fact. Each
/// number is taken by the first grammar that fits: places, telephones, dates, durations, ages (decision list
/// of nlu.md §3).

#include "bot/reading/facts.hpp"
#include "bot/reading/number.hpp"

namespace bot::reading {

inline constexpr int youngest = 5, oldest = 99;  ///< ages that people say of somebody

class Numeric {
  public:
    Numeric(const Analysis& a, const Context& context, std::vector<bool>& used, std::vector<RawFact>& out)
        : a_(a), context_(context), used_(used), out_(out) {}

  protected:
    [[nodiscard]] std::string_view word(std::int64_t w) const {
        return w >= 0 && w < static_cast<std::int64_t>(a_.words.size())
                   ? std::string_view(a_.words[static_cast<std::size_t>(w)].text)
                   : std::string_view{};
    }
    [[nodiscard]] std::optional<int> number(std::int64_t w) const {
        if (w < 0 || w >= static_cast<std::int64_t>(a_.words.size()) || used_[static_cast<std::size_t>(w)])
            return std::nullopt;
        return value_of(a_.words[static_cast<std::size_t>(w)]);
    }
    [[nodiscard]] bool breaks(std::int64_t w) const {
        return w >= static_cast<std::int64_t>(a_.words.size()) ||
               a_.words[static_cast<std::size_t>(w)].clause;
    }
    void add(
        std::string name,
        std::string value,
        std::string rule,
        Certainty certainty,
        std::uint32_t first,
        std::uint32_t last,
        int rank = 0,
        bool denied = false
    ) {
        RawFact raw;
        raw.fact = {
            std::move(name), std::move(value), a_.span(first, last), std::move(rule), certainty, denied};
        raw.first = first;
        raw.last = last;
        raw.rank = rank;
        out_.push_back(std::move(raw));
        for (auto w = first; w <= last; ++w) used_[w] = true;
    }
    [[nodiscard]] int year() const { return static_cast<int>(today().year()); }
    [[nodiscard]] std::chrono::year_month_day today() const {
        return std::chrono::year_month_day{context_.today};
    }
    [[nodiscard]] bool number_word(std::int64_t w) const {
        return w >= 0 && w < static_cast<std::int64_t>(a_.words.size()) &&
               a_.words[static_cast<std::size_t>(w)].number;
    }
    const Analysis& a_;
    const Context& context_;
    std::vector<bool>& used_;
    std::vector<RawFact>& out_;
};

void read_dates(const Analysis&, const Context&, std::vector<bool>& used, std::vector<RawFact>&);
/// Monthly means.
void read_money(const Analysis&, const Context&, std::vector<bool>& used, std::vector<RawFact>&);
/// "16-18 ans", "moins de 26 ans".
void read_ranges(const Analysis&, const Context&, std::vector<bool>& used, std::vector<RawFact>&);
void read_durations(const Analysis&, const Context&, std::vector<bool>& used, std::vector<RawFact>&);
void read_ages(const Analysis&, const Context&, std::vector<bool>& used, std::vector<RawFact>&);

}  // namespace bot::reading
