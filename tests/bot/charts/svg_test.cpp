#include "bot/charts/svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace bot::charts {
namespace {

using testing::HasSubstr;
using testing::Not;

Chart year() {
    Chart chart;
    chart.title = "AIJ 2020";
    for (auto const* month : {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."})
        chart.months.emplace_back(month);
    for (int m = 1; m <= 12; ++m) chart.plan.push_back(562.0 * m);
    chart.known = {270, 535, 765};
    chart.corrected = {270, 535, 900};
    chart.target = 6746;
    chart.forecast = true;
    chart.low = 4973, chart.middle = 5770, chart.high = 6567;
    chart.known_label = "connu", chart.corrected_label = "une fois complet", chart.plan_label = "prévu";
    chart.forecast_label = "atterrissage", chart.target_label = "cible <6 746>";
    return chart;
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

TEST(Svg, HasRealTextOneNameAndNothingThatThePolicyForbids) {
    for (auto const layout : {Layout::wide, Layout::narrow}) {
        auto const svg = svg_of(year(), layout, "Courbe \"AIJ\" & <suite>");
        EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-label=\"Courbe &quot;AIJ&quot; &amp; &lt;suite&gt;\""));
        EXPECT_THAT(svg, HasSubstr(">cible &lt;6 746&gt;</text>"));
        EXPECT_THAT(svg, HasSubstr(">6\u202f000</text>"));
        EXPECT_THAT(svg, Not(HasSubstr("style=")));
        EXPECT_EQ(count(svg, "<text"), count(svg, "</text>"));
        for (auto const* part : {"class=\"prevu\"", "class=\"connu\"", "class=\"complet\"", "class=\"avenir\"", "class=\"cone\"", "class=\"cible\""})
            EXPECT_THAT(svg, HasSubstr(part));
        EXPECT_LT(svg.size(), 6'000U);
    }
}

TEST(Svg, WithoutNumbersThereIsNothing) {
    EXPECT_EQ(svg_of({}, Layout::wide, ""), "");
    auto chart = year();
    chart.known[1] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(svg_of(chart, Layout::wide, ""), "");
    chart = year();
    chart.forecast = false;
    EXPECT_THAT(svg_of(chart, Layout::wide, ""), Not(HasSubstr("class=\"cone\"")));
}

}  // namespace
}  // namespace bot::charts
