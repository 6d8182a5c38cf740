#pragma once
/// \file bot/charts/chart.hpp
/// A year of an objective as a picture: what came in, what was planned, where it will end. Values in, PNG out, no file,
/// no browser. The square one can be read at 360 px on a telephone; the landscape one is for mail.
///
/// Nothing depends on colour: lines differ by dashes and marks, and every line is named. Text comes from DejaVu Sans.
/// Threads: functions of their arguments; any thread, one call on one thread.

#include <cstdint>
#include <string>
#include <vector>

namespace bot::charts {

struct Chart {
    std::string title, subtitle;      ///< "AIJ 2020 · Normandie"; "ALERTE : −913 (−18,9 %) fin octobre"
    std::vector<std::string> months;  ///< one word each, of the whole period: "janv."
    std::vector<double> plan;         ///< cumulative, one for each month
    std::vector<double> known;        ///< cumulative, from the first month to the last one known
    std::vector<double> corrected;    ///< the same once complete; as long as `known`
    double target = 0;
    bool forecast = false;            ///< whether the next three are to be shown
    double low = 0, middle = 0, high = 0;  ///< at the end of the period, 80 %
    std::string known_label, corrected_label, plan_label, forecast_label, target_label;
    std::string note;                 ///< below: source and date
};

enum class Shape : std::uint8_t {
    square,    ///< 720 × 720
    landscape  ///< 1200 × 720
};
struct Size {
    int width = 0, height = 0;
};
[[nodiscard]] Size size_of(Shape);
/// How wide a picture is shown at least, and how tall its smallest letters then are at least, in pixels: the square on a
/// telephone of 360, the landscape one in the column of a mail, 600 across (ecosystem.md §7 asks for 10 anywhere).
struct Shown {
    double width = 0, letters = 0;
};
[[nodiscard]] Shown shown_at_least(Shape);

/// What was drawn, and what a reader of it must be spared.
struct Drawn {
    std::string png;            ///< empty if there is nothing to draw (no month, or a value that is no number)
    int unknown_glyphs = 0;     ///< letters for which no font here has a shape: empty boxes
    double smallest_text = 0;   ///< height of its letters in pixels of the picture
};
[[nodiscard]] Drawn draw(const Chart&, Shape);
/// Of `draw`, the picture.
[[nodiscard]] std::string png_of(const Chart&, Shape);

/// How many letters of a text the fonts of this machine have no shape for.
[[nodiscard]] int unknown_glyphs(const std::string& text);
/// Every letter and sign that our pictures and notes are made of.
inline constexpr const char* all_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÇÈÉÊËÎÏÔÙÛÜŒÆabcdefghijklmnopqrstuvwxyzàâçèéêëîïôùûüÿœæ0123456789 ,;:.!?’'\"()-–−+<>%€°·…«»/▲\u00a0\u202f";

}  // namespace bot::charts
