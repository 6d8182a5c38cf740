#include "bot/charts/chart.hpp"
#include "bot/charts/png_writer.hpp"

#include <cairo.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace bot::charts {
namespace {

Chart autumn() {
    Chart chart;
    chart.title = "AIJ 2020 · Normandie · jeunes suivis";
    chart.subtitle = "ALERTE : −913 (−18,9 %) fin octobre";
    for (auto const* month : {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."})
        chart.months.emplace_back(month);
    double plan = 0, known = 0;
    for (int m = 1; m <= 12; ++m) chart.plan.push_back(plan += m <= 7 ? 275 : 964.2);
    for (double const month : {270., 265., 230., 120., 150., 260., 250., 240., 980., 1140.}) chart.known.push_back(known += month);
    chart.corrected = chart.known;
    chart.corrected.back() += 120;
    chart.target = 6746;
    chart.forecast = true;
    chart.low = 4973, chart.middle = 5770, chart.high = 6567;
    chart.known_label = "connu", chart.corrected_label = "une fois complet", chart.plan_label = "prévu";
    chart.forecast_label = "atterrissage (4 chances sur 5)", chart.target_label = "cible 6 746";
    chart.note = "Source : SI_PE, chiffres reçus jusqu’au 20/11/2020";
    return chart;
}

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint32_t> all;
    [[nodiscard]] std::uint32_t at(int x, int y) const { return all[static_cast<std::size_t>(y * width + x)] & 0xffffffU; }
};

Pixels decoded(const std::string& png) {
    struct Reader {
        const std::string& bytes;
        std::size_t at = 0;
    } reader{png};
    auto* const surface = cairo_image_surface_create_from_png_stream(
        [](void* closure, unsigned char* data, unsigned int length) {
            auto& r = *static_cast<Reader*>(closure);
            if (r.at + length > r.bytes.size()) return CAIRO_STATUS_READ_ERROR;
            std::memcpy(data, r.bytes.data() + r.at, length);
            r.at += length;
            return CAIRO_STATUS_SUCCESS;
        },
        &reader
    );
    Pixels pixels{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
    auto const stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < pixels.height; ++y)
        for (int x = 0; x < pixels.width; ++x) {
            std::uint32_t pixel = 0;
            std::memcpy(&pixel, cairo_image_surface_get_data(surface) + y * stride + x * 4, 4);
            pixels.all.push_back(pixel);
        }
    cairo_surface_destroy(surface);
    return pixels;
}

/// Of the known line.
int blue_pixels(const Pixels& pixels) {
    return static_cast<int>(std::count_if(pixels.all.begin(), pixels.all.end(), [](auto p) {
        return ((p >> 16U) & 0xffU) < 0x20 && (p & 0xffU) > 0x90 && (p & 0xffU) < 0xa8;
    }));
}

TEST(Chart, IsAPngOfItsSizeAndTheSameEachTime) {
    for (auto const shape : {Shape::square, Shape::landscape}) {
        auto const png = png_of(autumn(), shape);
        ASSERT_TRUE(png.starts_with("\x89PNG"));
        EXPECT_LT(png.size(), 120'000U);
        auto const pixels = decoded(png);
        EXPECT_EQ(pixels.width, size_of(shape).width);
        EXPECT_EQ(pixels.height, size_of(shape).height);
        EXPECT_EQ(png, png_of(autumn(), shape));
        EXPECT_GT(blue_pixels(pixels), 500) << "the known line is there";
        if (char const* folder = std::getenv("PHARE_SHOW")) std::ofstream(std::string(folder) + (shape == Shape::square ? "/square.png" : "/landscape.png")) << png;
    }
}

TEST(PngWriter, FewColoursOrManyEveryPixelComesBack) {
    for (std::uint32_t const colours : {1U, 2U, 256U, 257U, 5000U}) {
        constexpr std::size_t width = 90, height = 70, stride = 96;
        std::vector<std::uint32_t> pixels(stride * height, 0xff123456U);  // beyond the width: not of the picture
        for (std::size_t y = 0; y < height; ++y)
            for (std::size_t x = 0; x < width; ++x) pixels[y * stride + x] = static_cast<std::uint32_t>(y * width + x) % colours * 2654435U;
        auto const back = decoded(png_bytes(pixels, width, height, stride));
        ASSERT_EQ(back.width, static_cast<int>(width));
        ASSERT_EQ(back.height, static_cast<int>(height));
        for (std::size_t y = 0; y < height; ++y)
            for (std::size_t x = 0; x < width; ++x)
                ASSERT_EQ(back.at(static_cast<int>(x), static_cast<int>(y)), pixels[y * stride + x] & 0xffffffU) << colours << " colours, " << x << " " << y;
    }
}

TEST(Chart, EveryLetterHasAShapeAndTheSmallestCanBeReadOnATelephoneAndInAMail) {
    for (auto const shape : {Shape::square, Shape::landscape}) {
        auto const drawn = draw(autumn(), shape);
        EXPECT_EQ(drawn.unknown_glyphs, 0);
        constexpr double telephone = 360, mail = 600;  // pixels across
        bool const is_square = shape == Shape::square;
        EXPECT_GE(drawn.smallest_text * (is_square ? telephone : mail) / size_of(shape).width, is_square ? 10 : 13);
    }
    EXPECT_EQ(unknown_glyphs(all_letters), 0);
    EXPECT_EQ(unknown_glyphs("a\U0010fffdb"), 1) << "no font has a shape for a private letter: the count can fail";
    auto chart = autumn();
    chart.title += "\U0010fffd";
    EXPECT_EQ(draw(chart, Shape::square).unknown_glyphs, 1);
}

TEST(Chart, ADifferentFigureIsADifferentPicture) {
    auto other = autumn();
    other.known.back() -= 300;
    EXPECT_NE(png_of(autumn(), Shape::square), png_of(other, Shape::square));
    auto without = autumn();
    without.forecast = false;
    EXPECT_NE(png_of(autumn(), Shape::square), png_of(without, Shape::square));
}

TEST(Chart, NothingIsDrawnOverTheEdgeWhateverItIsCalled) {
    auto chart = autumn();
    chart.title = std::string(300, 'W');
    chart.subtitle = std::string(300, 'M');
    chart.target_label = std::string(90, 'M');
    for (auto const shape : {Shape::square, Shape::landscape}) {
        auto const pixels = decoded(png_of(chart, shape));
        for (int y = 0; y < pixels.height; ++y) {
            EXPECT_EQ(pixels.at(0, y), 0xffffffU);
            EXPECT_EQ(pixels.at(pixels.width - 1, y), 0xffffffU);
        }
    }
}

TEST(Chart, WhatCannotBeDrawnIsNotDrawn) {
    EXPECT_TRUE(png_of({}, Shape::square).empty());
    auto chart = autumn();
    chart.known[3] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(png_of(chart, Shape::square).empty());
    chart = autumn();
    chart.plan.pop_back();
    EXPECT_TRUE(png_of(chart, Shape::square).empty());
    chart = autumn();
    chart.known.clear(), chart.corrected.clear();
    EXPECT_FALSE(png_of(chart, Shape::square).empty()) << "a plan without figures is a picture";
    chart = autumn();
    chart.target = 0;
    for (auto* line : {&chart.plan, &chart.known, &chart.corrected}) std::fill(line->begin(), line->end(), 0.0);
    chart.forecast = false;
    EXPECT_FALSE(png_of(chart, Shape::square).empty());
}

}  // namespace
}  // namespace bot::charts
